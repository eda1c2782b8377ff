// What the server said to its database while it answered: statements and their values, job by job.
#pragma once

#include "core/storage/transaction.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kori::bench
{

enum class CallKind : std::uint8_t
{
    query,
    change, // waits for the count of rows
    post,   // does not wait
};

struct Call
{
    CallKind kind = CallKind::query;
    bool once_per_commit = false; // the journal's head: the last job of a group says it for all
    std::uint32_t statement = 0;  // place in Recorded::statements
    std::vector<SqlValue::Content> values;

    bool writes() const { return kind != CallKind::query; }
};
using Job = std::vector<Call>;

class Recorded
{
public:
    std::uint32_t place_of(std::string_view statement);

    std::vector<std::string> statements;
    std::vector<Job> jobs;

private:
    std::unordered_map<std::string, std::uint32_t> places_;
};

void write_recorded(const std::filesystem::path& file, const Recorded& recorded);
Recorded read_recorded(const std::filesystem::path& file); // throws std::runtime_error

} // namespace kori::bench
