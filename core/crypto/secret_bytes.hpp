// Bytes that nobody may keep: a private key, a share, a passphrase.
#pragma once

#include "core/base/ambient.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace kori::crypto
{

// Owns its bytes alone: moved, never copied, never printed, wiped at the end. They lie in guarded memory that
// is kept out of core dumps, and out of swap as far as the system allows (libsodium's own allocator).
class SecretBytes
{
public:
    explicit SecretBytes(std::size_t size);             // zeros; throws CryptoError when there is no memory
    static SecretBytes copy_of(std::string_view bytes); // the caller wipes his own copy
    static SecretBytes random(std::size_t size, Randomness& random);
    ~SecretBytes();
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    std::size_t size() const { return size_; }
    std::span<std::uint8_t> bytes() { return {data_, size_}; }
    std::span<const std::uint8_t> bytes() const { return {data_, size_}; }
    // For functions that take bytes; valid as long as this lives where it is.
    std::string_view view() const { return {reinterpret_cast<const char*>(data_), size_}; }

private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};
std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;

// Overwrites what a secret left in an ordinary text, and empties it.
void wipe(std::string& bytes);

// Wipes a text at the end of its scope, whichever way that is left.
class WipeAtEnd
{
public:
    explicit WipeAtEnd(std::string& bytes) : bytes_{bytes} {}
    ~WipeAtEnd() { wipe(bytes_); }
    WipeAtEnd(const WipeAtEnd&) = delete;
    WipeAtEnd& operator=(const WipeAtEnd&) = delete;

private:
    std::string& bytes_;
};

} // namespace kori::crypto
