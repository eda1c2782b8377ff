#include "core/crypto/secret_bytes.hpp"

#include "core/crypto/crypto.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace kori::crypto
{

SecretBytes::SecretBytes(std::size_t size) : size_{size}
{
    if (sodium_init() < 0)
        throw CryptoError{"libsodium could not start"};
    data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
    if (data_ == nullptr)
        throw CryptoError{"There is no memory for a secret"};
    sodium_memzero(data_, size);
}

SecretBytes SecretBytes::copy_of(std::string_view bytes)
{
    SecretBytes secret{bytes.size()};
    std::copy(bytes.begin(), bytes.end(), secret.data_);
    return secret;
}

SecretBytes SecretBytes::random(std::size_t size, Randomness& random)
{
    SecretBytes secret{size};
    random.fill(secret.bytes());
    return secret;
}

SecretBytes::~SecretBytes()
{
    sodium_free(data_); // wipes first; nullptr is allowed
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)}
{
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept
{
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

void wipe(std::string& bytes)
{
    sodium_memzero(bytes.data(), bytes.size());
    bytes.clear();
}

} // namespace kori::crypto
