// Sealing to a public key, without the sender having one: HPKE (RFC 9180) in base mode with DHKEM(X25519,
// HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305, from the primitives of libsodium. A standard that bidders
// find in their own libraries; unlike libsodium's sealed boxes it binds a label and seals piece by piece.
#pragma once

#include "core/crypto/secret_bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kori::crypto
{

constexpr std::size_t box_key_bytes = 32; // of a private key, a public key, an encapsulated key
constexpr std::size_t box_tag_bytes = 16; // what a sealed piece is longer than the plain one

struct BoxKeyPair
{
    SecretBytes private_key; // X25519 (RFC 7748)
    std::string public_key;  // 32 bytes
};
BoxKeyPair make_box_key_pair(Randomness& random);
// The same seed gives the same pair (DeriveKeyPair, RFC 9180 §7.1.3). Seed: at least 32 secret bytes.
BoxKeyPair box_key_pair_from_seed(const SecretBytes& seed);
std::string box_public_key(const SecretBytes& private_key);
// 32 bytes with which a secret can be agreed: no point of small order.
bool is_box_public_key(std::string_view public_key);

// The key of one message and how many of its pieces were used. Each piece has a nonce of its own.
class BoxSchedule
{
public:
    BoxSchedule(const SecretBytes& shared, std::string_view info);
    std::string seal(std::string_view plain, std::string_view bound_to);
    std::optional<std::string> open(std::string_view sealed, std::string_view bound_to);

private:
    std::string next_nonce() const;

    SecretBytes key_;
    SecretBytes first_nonce_;
    std::uint64_t pieces_ = 0;
};

// Seals the pieces of one message, in order. `info` is bound to every piece; so is `bound_to` to its own.
class BoxWriter
{
public:
    // nullopt: the public key is none (is_box_public_key).
    static std::optional<BoxWriter> start(std::string_view public_key, std::string_view info,
                                          Randomness& random);

    const std::string& encapsulated() const { return encapsulated_; } // 32 bytes; the reader needs them first
    std::string seal(std::string_view plain, std::string_view bound_to)
    {
        return schedule_.seal(plain, bound_to);
    }

private:
    BoxWriter(std::string encapsulated, BoxSchedule schedule)
        : encapsulated_{std::move(encapsulated)}, schedule_{std::move(schedule)}
    {
    }

    std::string encapsulated_;
    BoxSchedule schedule_;
};

// Opens the pieces of one message, in the same order.
class BoxReader
{
public:
    static std::optional<BoxReader> start(const SecretBytes& private_key, std::string_view encapsulated,
                                          std::string_view info);

    // nullopt: another key, other bytes, another place in the order, bound to something else. The next call
    // tries the same place again.
    std::optional<std::string> open(std::string_view sealed, std::string_view bound_to)
    {
        return schedule_.open(sealed, bound_to);
    }

private:
    explicit BoxReader(BoxSchedule schedule) : schedule_{std::move(schedule)} {}

    BoxSchedule schedule_;
};

} // namespace kori::crypto
