// What the tests of sealing share: the vectors of the second implementation, and randomness that is given.
#pragma once

#include "core/base/ambient.hpp"
#include "core/base/promise.hpp"
#include "core/base/text.hpp"
#include "core/crypto/secret_bytes.hpp"
#include "core/json/reader.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace kori::test
{

// Gives these bytes, then breaks: a test sees how much randomness is used, and for what.
class GivenRandomness : public Randomness
{
public:
    explicit GivenRandomness(std::string bytes) : left_{std::move(bytes)} {}
    ~GivenRandomness() override = default;

    void fill(std::span<std::uint8_t> bytes) override
    {
        PROMISE(bytes.size() <= left_.size());
        std::copy_n(left_.begin(), bytes.size(), bytes.begin());
        left_.erase(0, bytes.size());
    }
    bool is_used_up() const { return left_.empty(); }

private:
    std::string left_;
};

inline json::Value sealing_vectors(const std::string& name)
{
    std::ifstream stream{"tests/core/crypto/vectors/" + name, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
    return json::read_stored(text);
}

inline std::string hex_bytes(std::string_view text)
{
    const auto bytes = from_hex(text);
    PROMISE(bytes.has_value());
    return *bytes;
}

inline crypto::SecretBytes secret_of_hex(std::string_view text)
{
    return crypto::SecretBytes::copy_of(hex_bytes(text));
}

inline std::string flipped(std::string bytes, std::size_t at, unsigned bit = 0)
{
    bytes.at(at) = static_cast<char>(static_cast<unsigned char>(bytes.at(at)) ^ (1U << bit));
    return bytes;
}

// As the slow implementation makes it of a name.
inline std::string filler(const std::string& name, std::size_t size, std::string (*hash)(std::string_view))
{
    std::string bytes;
    for (std::size_t i = 0; bytes.size() < size; ++i)
        bytes += hash(name + " " + std::to_string(i));
    bytes.resize(size);
    return bytes;
}

} // namespace kori::test
