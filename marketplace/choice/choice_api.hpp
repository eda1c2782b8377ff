#pragma once

#include "core/http/route.hpp"
#include "marketplace/choice/choice.hpp"
#include "marketplace/consent/consent_actions.hpp"

#include <functional>

namespace kori::choices
{

// Needs, agreements, choice sessions, the customer's own view, receipts.
http::Routes choice_routes(const consents::Hooks& hooks);
http::Routes agreement_routes();
http::Routes unmet_need_routes();
struct ReceiptHooks
{
    // Was an order of it sent to the provider? Before that the provider knows nothing of the choice.
    std::function<bool(Transaction&, ChoiceReceiptId)> is_sent = {};
};
http::Routes receipt_routes(ReceiptHooks hooks);

} // namespace kori::choices
