#include "core/access/credentials.hpp"

#include <algorithm>

namespace kori::access
{
namespace
{

std::string lower_case(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

// What sealed personal data of a user is bound to: cipher text moved to another row does not open.
std::string bound_to(UserId user, std::string_view field)
{
    return "user_account." + std::string{field} + ":" + user.text();
}

std::string pair_scope(const crypto::Keyring& keys, std::string_view email, std::string_view address)
{
    return crypto::hmac_sha256(keys.lookup_key(),
                               "sign-in:" + lower_case(email) + "\n" + std::string{address});
}

std::string address_scope(const crypto::Keyring& keys, std::string_view address)
{
    return crypto::hmac_sha256(keys.lookup_key(), "sign-in-address:" + std::string{address});
}

std::int64_t failures(Transaction& tx, const std::string& scope, Instant now, const ThrottleLimits& limits)
{
    const auto row =
        tx.query_one("/* access.sign_in_failures */ SELECT failures, first_us FROM sign_in_failure"
                     " WHERE scope_hash = ?",
                     Blob{scope});
    if (!row || row->instant(1).plus_seconds(limits.window_seconds) <= now)
        return 0;
    return row->integer(0);
}

void add_failure(Transaction& tx, const std::string& scope, Instant now, const ThrottleLimits& limits)
{
    const auto so_far = failures(tx, scope, now, limits);
    if (so_far == 0)
        tx.change("/* access.first_sign_in_failure */ INSERT INTO sign_in_failure (scope_hash, failures, "
                  "first_us, last_us)"
                  " VALUES (?, 1, ?, ?) ON CONFLICT (scope_hash) DO UPDATE SET failures = 1, first_us = "
                  "excluded.first_us,"
                  " last_us = excluded.last_us",
                  Blob{scope}, now, now);
    else
        tx.change("/* access.next_sign_in_failure */ UPDATE sign_in_failure SET failures = failures + 1, "
                  "last_us = ?"
                  " WHERE scope_hash = ?",
                  now, Blob{scope});
}

User user_of(const crypto::Keyring& keys, const Row& row)
{
    const auto id = row.id<UserTag>(0);
    auto email = crypto::open(keys.person_wrapping_key(), row.bytes(1), bound_to(id, "email"));
    auto name = crypto::open(keys.person_wrapping_key(), row.bytes(2), bound_to(id, "name"));
    PROMISE(email && name);
    return {id, std::move(*email), std::move(*name), row.text(3),
            parse_language(row.text(4)).value_or(Language::fi)};
}

} // namespace

std::string email_lookup(const crypto::Keyring& keys, std::string_view email)
{
    return crypto::hmac_sha256(keys.lookup_key(), "email:" + lower_case(email));
}

void insert(Transaction& tx, const crypto::Keyring& keys, const User& user, Randomness& random, Instant now)
{
    tx.change(
        "/* access.insert_user */ INSERT INTO user_account (id, email_lookup, email_sealed, name_sealed,"
        " password_hash, language, created_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
        user.id, Blob{email_lookup(keys, user.email)},
        Blob{crypto::seal(keys.person_wrapping_key(), user.email, bound_to(user.id, "email"), random)},
        Blob{crypto::seal(keys.person_wrapping_key(), user.name, bound_to(user.id, "name"), random)},
        user.password_hash, code_of(user.language), now);
}

std::optional<User> find_user(Transaction& tx, const crypto::Keyring& keys, UserId id)
{
    const auto row =
        tx.query_one("/* access.find_user */ SELECT id, email_sealed, name_sealed, password_hash, language"
                     " FROM user_account WHERE id = ?",
                     id);
    return row ? std::optional{user_of(keys, *row)} : std::nullopt;
}

std::optional<User> find_user_by_email(Transaction& tx, const crypto::Keyring& keys, std::string_view email)
{
    const auto row =
        tx.query_one("/* access.find_user_by_email */ SELECT id, email_sealed, name_sealed, password_hash,"
                     " language FROM user_account WHERE email_lookup = ?",
                     Blob{email_lookup(keys, email)});
    return row ? std::optional{user_of(keys, *row)} : std::nullopt;
}

void set_password_hash(Transaction& tx, UserId user, std::string_view hash)
{
    tx.change("/* access.set_password_hash */ UPDATE user_account SET password_hash = ? WHERE id = ?", hash,
              user);
}

std::optional<FieldError> password_fault(std::string_view password, std::string_view email,
                                         std::string pointer)
{
    if (code_points(password) < 12)
        return FieldError{std::move(pointer),
                          "access.password_too_short",
                          "A password has at least {min} characters.",
                          {{"min", 12}}};
    const bool is_one_character =
        std::all_of(password.begin(), password.end(), [&](char c) { return c == password.front(); });
    if (is_one_character || lower_case(password) == lower_case(email))
        return FieldError{
            std::move(pointer), "access.password_too_weak", "This password is too easy to guess.", {}};
    return std::nullopt;
}

std::string token_hash(std::string_view token)
{
    return crypto::sha256(token);
}

IssuedToken issue_token(Transaction& tx, const Ambient& ambient, MembershipId membership,
                        std::int64_t lifetime_seconds)
{
    IssuedToken issued{"kori_" + to_base64url(ambient.random.bytes(32)),
                       ambient.now.plus_seconds(lifetime_seconds)};
    tx.change(
        "/* access.issue_token */ INSERT INTO access_token (token_hash, membership_id, issued_us, expires_us,"
        " revoked_us) VALUES (?, ?, ?, ?, NULL)",
        Blob{token_hash(issued.token)}, membership, ambient.now, issued.expires_at);
    return issued;
}

void revoke_token(Transaction& tx, std::string_view hash, Instant now)
{
    tx.change("/* access.revoke_token */ UPDATE access_token SET revoked_us = ? WHERE token_hash = ? AND "
              "revoked_us IS NULL",
              now, Blob{std::string{hash}});
}

void revoke_tokens_of(Transaction& tx, MembershipId membership, Instant now)
{
    tx.change("/* access.revoke_tokens_of */ UPDATE access_token SET revoked_us = ? WHERE membership_id = ?"
              " AND revoked_us IS NULL",
              now, membership);
}

Result<Actor> actor_of_token(Transaction& tx, std::string_view token, Instant now)
{
    const auto unknown =
        refuse(Fault::unauthenticated, "access.token_unknown", "Sign in again: this token is not valid.");
    const auto hash = token_hash(token);
    const auto row =
        tx.query_one("/* access.actor_of_token */ SELECT t.membership_id, t.expires_us, t.revoked_us,"
                     " m.user_id, m.organisation_id, o.kind, v.roles, v.valid_from, v.valid_to, u.language"
                     " FROM access_token t JOIN membership m ON m.id = t.membership_id"
                     " JOIN membership_version v ON v.membership_id = m.id AND v.revision = m.revision"
                     " JOIN organisation o ON o.id = m.organisation_id"
                     " JOIN user_account u ON u.id = m.user_id WHERE t.token_hash = ?",
                     Blob{hash});
    if (!row || !row->is_null(2) || row->instant(1) <= now)
        return unknown;
    if (!Validity{row->date(7), row->optional_date(8)}.contains(finnish_date(now)))
        return unknown;

    Actor actor;
    actor.kind = ActorKind::member;
    actor.membership = row->id<MembershipTag>(0);
    actor.user = row->id<UserTag>(3);
    actor.organisation = row->id<OrganisationTag>(4);
    const auto kind = parse_organisation_kind(row->text(5));
    PROMISE(kind.has_value());
    actor.organisation_kind = *kind;
    actor.roles = split_codes(row->text(6));
    actor.token_hash = hash;
    actor.language = parse_language(row->text(9)).value_or(Language::fi);
    return actor;
}

bool is_throttled(Transaction& tx, const crypto::Keyring& keys, std::string_view email,
                  std::string_view address, Instant now, const ThrottleLimits& limits)
{
    return failures(tx, pair_scope(keys, email, address), now, limits) >=
               limits.failures_per_account_and_address ||
           failures(tx, address_scope(keys, address), now, limits) >= limits.failures_per_address;
}

void count_failure(Transaction& tx, const crypto::Keyring& keys, std::string_view email,
                   std::string_view address, Instant now, const ThrottleLimits& limits)
{
    add_failure(tx, pair_scope(keys, email, address), now, limits);
    add_failure(tx, address_scope(keys, address), now, limits);
}

void forget_failures(Transaction& tx, const crypto::Keyring& keys, std::string_view email,
                     std::string_view address)
{
    tx.change("/* access.forget_failures */ DELETE FROM sign_in_failure WHERE scope_hash = ?",
              Blob{pair_scope(keys, email, address)});
}

} // namespace kori::access
