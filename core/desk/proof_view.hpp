// The inclusion proof of an entry: one form wherever an answer gives one (RFC 9162 §2.1.3).
#pragma once

#include "core/http/shape.hpp"
#include "core/journal/journal.hpp"
#include "core/json/value.hpp"
#include "core/storage/transaction.hpp"

namespace kori::desk
{

// {"entry", "state": "pending"} until the entry is numbered and under a signed head; then also number, leaf,
// proof and checkpoint, with which `kori-admin verify-proof` needs no database.
json::Object proof_of(Transaction& tx, const journal::Entry& entry);
http::Shape proof_shape();
http::Shape proof_state_shape(); // pending or included

} // namespace kori::desk
