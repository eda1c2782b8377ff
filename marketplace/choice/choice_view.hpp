// How a choice and its receipt look in answers.
#pragma once

#include "core/http/route.hpp"
#include "marketplace/choice/choice_store.hpp"
#include "marketplace/choice/receipt_store.hpp"

namespace kori::choices
{

// What the customer sees: the basket and the offers as they were recorded, nothing personal, no prices.
json::Object view_for_customer(const http::Call& call, const ChoiceSession& session);
http::Shape choice_shape();

json::Object session_view(Transaction& tx, const ChoiceSession& session);
http::Shape session_shape();

// What everybody gets who may read the receipt.
json::Object receipt_view(const KeptReceipt& kept);
// With the state of the journal's proof.
json::Object receipt_view_with_proof(Transaction& tx, const KeptReceipt& kept);
http::Shape receipt_shape();

} // namespace kori::choices
