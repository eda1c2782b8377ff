// The key of one opener (avaaja, öppnare): to its public part shares are locked, and nobody but the opener
// has the private one. Either made offline and kept in a file, or computed from a passphrase each time it is
// needed.
#pragma once

#include "core/base/result.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/secret_bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kori::crypto
{

// How a passphrase becomes a private key: Argon2id (RFC 9106). Public, but for the passphrase.
struct PassphraseStretch
{
    std::string salt; // 16 bytes
    PasswordCost cost;
};

// libsodium's "moderate": about a second, once for a key and once for an opening, never on the way of a
// request of others. "Interactive" (64 MiB, 2 passes) is for a sign-in each minute; a stolen backup is
// guessed at for years.
constexpr PasswordCost opener_passphrase_cost{3, 256 * 1'048'576};
// What a text from outside may ask of this machine.
constexpr std::uint64_t passphrase_operations_max = 10;
constexpr std::uint64_t passphrase_memory_bytes_min = 8 * 1'024;
constexpr std::uint64_t passphrase_memory_bytes_max = 1'024 * 1'048'576ULL;

// The public part, which the authority registers.
struct OpenerKey
{
    std::string public_key;                      // X25519, 32 bytes
    std::optional<PassphraseStretch> passphrase; // absent: the private key lies in a file

    std::string text() const;        // KORI-OPENER-KEY-1
    std::string fingerprint() const; // 32 bytes, over the public key
};
// sealing.other_text, text_line, text_value; the fingerprint in the text must be that of its key.
Result<OpenerKey> read_opener_key(std::string_view text);

struct OpenerKeyPair
{
    SecretBytes private_key;
    OpenerKey key;
};
OpenerKeyPair make_opener_key(Randomness& random);
// Slow on purpose (opener_passphrase_cost): worker threads only. sealing.passphrase_weak, passphrase_letters.
Result<OpenerKeyPair> make_opener_key(std::string_view passphrase, const PasswordCost& cost,
                                      Randomness& random);
// The private part again, as slow. sealing.passphrase_unused: the key is one of a file;
// sealing.passphrase_false.
Result<SecretBytes> private_key_of(const OpenerKey& key, std::string_view passphrase);

// KORI-OPENER-PRIVATE-KEY-1. The text is as secret as the key.
SecretBytes private_key_text(const OpenerKeyPair& pair);
Result<SecretBytes> read_private_key(std::string_view text);

// At least 20 characters of 8 kinds, or 6 different words of 3 characters. Nobody can measure how well it was
// chosen: this keeps out what is plainly too short. ASSUMED: the bounds are ours.
Result<Done> check_passphrase(std::string_view passphrase);

} // namespace kori::crypto
