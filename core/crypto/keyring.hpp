// The keys that live outside the database (docs/operations.md: where, how they rotate, how they are backed
// up).
#pragma once

#include "core/crypto/crypto.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace kori::crypto
{

// A key file is missing, unreadable, open to others, or does not belong to this database: the start stops.
struct KeyringError : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

class Keyring
{
public:
    // From one 32-byte master secret; every key below is derived from it by HKDF with its own label.
    explicit Keyring(std::string master);

    // Reads "master.key" in the folder, mode 0600; creates folder (0700) and key when `create` and absent.
    static Keyring load(const std::filesystem::path& folder, bool create);

    const SigningKey& journal_key() const { return journal_key_; }
    std::string_view person_wrapping_key() const { return person_wrapping_; } // wraps each person's own key
    std::string_view lookup_key() const { return lookup_; } // keyed hashes of identity codes and e-mail
    std::string_view cursor_key() const { return cursor_; }
    std::string_view reply_key() const { return reply_; } // a part of the key of stored idempotent replies
    std::string_view display_key() const { return display_; } // neutral order of offers
    // Names the keyring without telling it: kept in the database so that a start with other keys is refused.
    std::string fingerprint() const;

private:
    std::string master_;
    SigningKey journal_key_;
    std::string person_wrapping_;
    std::string lookup_;
    std::string cursor_;
    std::string reply_;
    std::string display_;
};

} // namespace kori::crypto
