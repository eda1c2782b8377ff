// One file of a disk that forgets: what was written is read back, but only what was synced outlives a power
// cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

class LossyFile
{
public:
    explicit LossyFile(std::string durable) : durable_{durable}, now_{std::move(durable)} {}

    const std::string& now() const { return now_; }
    const std::string& durable() const { return durable_; }
    bool has_unsynced() const { return !pending_.empty(); }

    void write(std::size_t offset, std::string_view bytes);
    void truncate(std::size_t size);
    // Everything so far is durable.
    void sync();
    // What Linux does when a sync fails: the pages count as clean, so they are read back and never written.
    void lose_unsynced() { pending_.clear(); }
    // What a power cut leaves: of each unsynced write any of its sectors, in any order; never less than what
    // was synced. Without randomness nothing unsynced is left.
    void cut(std::mt19937* random);

    static constexpr std::size_t sector_bytes = 512;

private:
    struct Change
    {
        std::optional<std::size_t> size; // of a truncation; else a write
        std::size_t offset = 0;
        std::string bytes;
    };
    static void apply(const Change& change, std::string& content);

    std::string durable_;
    std::string now_;
    std::vector<Change> pending_;
};

} // namespace kori::test
