// Why an agreement or a choice cannot go on, where several acts refuse for the same reason.
#pragma once

#include "core/base/result.hpp"
#include "marketplace/choice/agreement_store.hpp"

#include <optional>

namespace kori::choices
{

Refusal basket_takes_no_customers();
Refusal basket_changed();
Refusal session_is_open();

// What the agreement stands on must still be so.
std::optional<Refusal> no_longer_possible(Transaction& tx, const BasketAgreement& agreement);
// Another choice, or the same one in another order, begins only where none is made or under way.
std::optional<Refusal> choice_is_made_or_open(Transaction& tx, BasketAgreementId agreement);

} // namespace kori::choices
