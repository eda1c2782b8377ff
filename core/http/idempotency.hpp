// The same key and the same request: the same answer byte for byte, also in parallel and after a crash
// between commit and answer (IETF draft Idempotency-Key). On one writer a parallel twin runs after the first
// and finds its answer.
#pragma once

#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/message.hpp"
#include "core/storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kori::http
{

// Keys are 16 to 255 visible ASCII characters: shorter ones could be guessed, and they protect the stored
// answer.
bool is_idempotency_key(std::string_view key);

struct Idempotency
{
    std::string scope_hash;  // actor, method, path, key
    std::string fingerprint; // keyed digest of method, target and body
    std::string reply_key;   // never stored
};
Idempotency idempotency_of(const crypto::Keyring& keys, const Request& request, std::string_view actor_name,
                           std::string_view token, std::string_view key);

// The stored answer; nullopt when there is none; refuses "http.idempotency_key_reused" for another request
// (422).
Result<std::optional<Response>> stored_reply(Transaction& tx, const Idempotency& idempotency, Instant now);
// Keeps status, Content-Type, ETag, Location, Link and body for at least 24 hours. Deletes a few expired rows
// on the way.
void store_reply(Transaction& tx, const Idempotency& idempotency, const Response& reply,
                 const Ambient& ambient, const std::optional<std::string>& person);
// Stored answers go with the person they concern.
void forget_replies_about(Transaction& tx, std::string_view person);

} // namespace kori::http
