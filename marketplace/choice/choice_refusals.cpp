#include "marketplace/choice/choice_refusals.hpp"

#include "core/base/promise.hpp"
#include "marketplace/choice/choice_store.hpp"
#include "marketplace/choice/receipt_store.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::choices
{

Refusal basket_takes_no_customers()
{
    return refuse(Fault::conflict, "agreement.basket_takes_no_customers",
                  "This basket takes no customers now.");
}

Refusal basket_changed()
{
    return refuse(Fault::conflict, "choice.basket_changed",
                  "The basket has a new version since then; propose it again.");
}

Refusal session_is_open()
{
    return refuse(Fault::conflict, "choice.session_is_open", "A choice is open; revoke it first.");
}

std::optional<Refusal> no_longer_possible(Transaction& tx, const BasketAgreement& agreement)
{
    if (agreement.state != basket_agreement_state::agreed)
        return refuse(Fault::conflict, "choice.not_agreed", "The customer has not agreed to this basket.");
    const auto basket = baskets::find(tx, agreement.basket);
    PROMISE(basket.has_value());
    if (!takes_customers(basket->state))
        return basket_takes_no_customers();
    if (basket->current != agreement.basket_version)
        return basket_changed();
    return std::nullopt;
}

std::optional<Refusal> choice_is_made_or_open(Transaction& tx, BasketAgreementId agreement)
{
    if (receipt_of(tx, agreement))
        return refuse(Fault::conflict, "choice.already_made",
                      "The customer has chosen; agree on a basket again to change.");
    if (running_session(tx, agreement))
        return session_is_open();
    return std::nullopt;
}

} // namespace kori::choices
