#include "core/http/idempotency.hpp"

#include "core/json/reader.hpp"

#include <algorithm>

namespace kori::http
{
namespace
{

constexpr std::int64_t kept_hours =
    48; // twice the promised 24, so that a clock step cannot break the promise
constexpr std::string_view replayed_headers[] = {"Content-Type", "Content-Language", "ETag", "Location",
                                                 "Link"};

std::string pack(const Response& reply)
{
    json::Object headers;
    for (const auto name : replayed_headers)
        if (const auto value = reply.header(name))
            headers.add(std::string{name}, *value);
    return json::write(json::Object{}
                           .add("status", reply.status)
                           .add("headers", headers)
                           .add("body", to_base64(reply.body)));
}

Response unpack(const std::string& text)
{
    const auto value = json::read(text);
    PROMISE(value);
    Response reply;
    reply.status = static_cast<int>(value->at("status").integer());
    for (const auto& [name, header] : value->at("headers").object().members())
        reply.set(name, header.text());
    auto body = from_base64(value->at("body").text());
    PROMISE(body.has_value());
    reply.body = std::move(*body);
    return reply;
}

} // namespace

bool is_idempotency_key(std::string_view key)
{
    return key.size() >= 16 && key.size() <= 255 &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

Idempotency idempotency_of(const crypto::Keyring& keys, const Request& request, std::string_view actor_name,
                           std::string_view token, std::string_view key)
{
    const auto path = request.target.substr(0, request.target.find('?'));
    const auto method = std::string{name_of(request.method)};
    return {crypto::hmac_sha256(keys.reply_key(), "scope\n" + std::string{actor_name} + "\n" + method + "\n" +
                                                      path + "\n" + std::string{key}),
            crypto::hmac_sha256(keys.reply_key(),
                                "fingerprint\n" + method + "\n" + request.target + "\n" + request.body),
            crypto::hkdf_sha256(std::string{keys.reply_key()} + std::string{key} + std::string{token}, "",
                                "kori stored reply", 32)};
}

Result<std::optional<Response>> stored_reply(Transaction& tx, const Idempotency& idempotency, Instant now)
{
    const auto row = tx.query_one("/* http.stored_reply */ SELECT fingerprint, sealed_reply, expires_us"
                                  " FROM idempotent_reply WHERE scope_hash = ?",
                                  Blob{idempotency.scope_hash});
    if (!row || row->instant(2) <= now)
        return std::optional<Response>{};
    if (row->bytes(0) != idempotency.fingerprint)
        return refuse(Fault::invalid, "http.idempotency_key_reused",
                      "This Idempotency-Key was used for another request; take a new one.");
    const auto plain = crypto::open(idempotency.reply_key, row->bytes(1), idempotency.scope_hash);
    if (!plain) // another token of the same member: the answer is not his to read again, and must not be done
                // twice
        return refuse(Fault::conflict, "http.idempotency_key_of_another_token",
                      "This request was done under an earlier sign-in; look the object up instead.");
    return std::optional{unpack(*plain)};
}

void store_reply(Transaction& tx, const Idempotency& idempotency, const Response& reply,
                 const Ambient& ambient, const std::optional<std::string>& person)
{
    tx.change("/* http.forget_expired_replies */ DELETE FROM idempotent_reply WHERE scope_hash IN (SELECT "
              "scope_hash FROM"
              " idempotent_reply WHERE expires_us <= ? ORDER BY expires_us LIMIT 8)",
              ambient.now);
    tx.change("/* http.store_reply */ INSERT INTO idempotent_reply (scope_hash, fingerprint, sealed_reply, "
              "person_id,"
              " created_us, expires_us) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (scope_hash) DO UPDATE SET"
              " fingerprint = excluded.fingerprint, sealed_reply = excluded.sealed_reply, person_id = "
              "excluded.person_id,"
              " created_us = excluded.created_us, expires_us = excluded.expires_us",
              Blob{idempotency.scope_hash}, Blob{idempotency.fingerprint},
              Blob{crypto::seal(idempotency.reply_key, pack(reply), idempotency.scope_hash, ambient.random)},
              person, ambient.now, ambient.now.plus_hours(kept_hours));
}

void forget_replies_about(Transaction& tx, std::string_view person)
{
    tx.change("/* http.forget_replies_about */ DELETE FROM idempotent_reply WHERE person_id = ?", person);
}

} // namespace kori::http
