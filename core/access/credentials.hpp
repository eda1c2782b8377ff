// Passwords and bearer tokens. A password is hashed on a worker thread, never on the event loop or the
// writer.
#pragma once

#include "core/access/access.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/keyring.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kori::access
{

struct User
{
    UserId id;
    std::string email; // personal data: never in logs, journal or URLs
    std::string name;
    std::string password_hash;
    Language language = Language::fi;
};

// Keyed hash of the lower-cased address: accounts are found without a readable address in the database.
std::string email_lookup(const crypto::Keyring& keys, std::string_view email);
void insert(Transaction& tx, const crypto::Keyring& keys, const User& user, Randomness& random, Instant now);
std::optional<User> find_user(Transaction& tx, const crypto::Keyring& keys, UserId id);
std::optional<User> find_user_by_email(Transaction& tx, const crypto::Keyring& keys, std::string_view email);
void set_password_hash(Transaction& tx, UserId user, std::string_view hash);

// At least 12 code points, at most 200; not the address, not one character repeated. NIST SP 800-63B: no
// composition rules.
std::optional<FieldError> password_fault(std::string_view password, std::string_view email,
                                         std::string pointer);

struct IssuedToken
{
    std::string token; // told once, "kori_" and 43 characters; only its hash is stored
    Instant expires_at;
};
std::string token_hash(std::string_view token);
IssuedToken issue_token(Transaction& tx, const Ambient& ambient, MembershipId membership,
                        std::int64_t lifetime_seconds);
void revoke_token(Transaction& tx, std::string_view hash, Instant now);
void revoke_tokens_of(Transaction& tx, MembershipId membership, Instant now);

// The actor behind a bearer token, with roles and membership as they are at this moment: a withdrawn right
// works at the next request. Refuses "access.token_unknown" (unauthenticated) without telling unknown,
// expired and revoked apart.
Result<Actor> actor_of_token(Transaction& tx, std::string_view token, Instant now);

// Throttling of sign-in: by (account, address) and by address. An attacker elsewhere cannot lock the owner
// out.
struct ThrottleLimits
{
    std::int64_t failures_per_account_and_address = 5;
    std::int64_t failures_per_address = 50;
    std::int64_t window_seconds = 900;
};
bool is_throttled(Transaction& tx, const crypto::Keyring& keys, std::string_view email,
                  std::string_view address, Instant now, const ThrottleLimits& limits);
void count_failure(Transaction& tx, const crypto::Keyring& keys, std::string_view email,
                   std::string_view address, Instant now, const ThrottleLimits& limits);
void forget_failures(Transaction& tx, const crypto::Keyring& keys, std::string_view email,
                     std::string_view address);

} // namespace kori::access
