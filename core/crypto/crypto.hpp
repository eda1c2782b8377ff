// Hashes, keys and signatures, in vetted primitives of OpenSSL and libsodium. All inputs and outputs are raw
// bytes in std::string unless the name says otherwise.
#pragma once

#include "core/base/ambient.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kori::crypto
{

// The library refused (no memory, no random source): the environment failed.
struct CryptoError : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

std::string sha256(std::string_view bytes);                            // 32 bytes
std::string hmac_sha256(std::string_view key, std::string_view bytes); // 32 bytes
// HKDF-SHA-256 (RFC 5869).
std::string hkdf_sha256(std::string_view secret, std::string_view salt, std::string_view info,
                        std::size_t length);
bool equal_in_constant_time(std::string_view a, std::string_view b);

// XChaCha20-Poly1305 (libsodium): a random 24-byte nonce stands before the cipher text. Key: 32 bytes.
std::string seal(std::string_view key, std::string_view plain, std::string_view bound_to, Randomness& random);
// nullopt when the key, the bytes or what it was bound to differ.
std::optional<std::string> open(std::string_view key, std::string_view sealed, std::string_view bound_to);

// Ed25519 (RFC 8032).
struct SigningKey
{
    std::string seed;       // 32 bytes, secret
    std::string public_key; // 32 bytes
};
SigningKey signing_key_from_seed(std::string_view seed);
std::string sign(const SigningKey& key, std::string_view message); // 64 bytes
bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature);

// Argon2id by libsodium, encoded with its parameters. Slow on purpose: worker threads only.
struct PasswordCost
{
    std::uint64_t operations = 3;
    std::uint64_t memory_bytes = 64 * 1'048'576;
};
std::string hash_password(std::string_view password, const PasswordCost& cost);
bool verify_password(std::string_view encoded, std::string_view password);

// The system generator (getrandom by libsodium).
Randomness& system_randomness();

// A deterministic stream for tests and rehearsals from a seed (HMAC counter mode). Never for keys in
// production.
class SeededRandomness : public Randomness
{
public:
    explicit SeededRandomness(std::string seed) : seed_{std::move(seed)} {}
    void fill(std::span<std::uint8_t> bytes) override;

private:
    std::string seed_;
    std::uint64_t counter_ = 0;
    std::string left_;
};

} // namespace kori::crypto
