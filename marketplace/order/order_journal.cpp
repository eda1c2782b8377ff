#include "marketplace/order/order_journal.hpp"

#include "marketplace/order/order_actions.hpp"

#include <algorithm>

namespace kori::orders
{

std::vector<std::string> organisations_of(const Order& order)
{
    std::vector<std::string> organisations{order.authority.text()};
    if (order.sent_at)
        organisations.push_back(order.provider.text());
    return organisations;
}

std::vector<std::string> organisations_of_money(const Order& order)
{
    auto organisations = organisations_of(order);
    for (const auto& share : order.payers)
        if (std::find(organisations.begin(), organisations.end(), share.payer) == organisations.end())
            organisations.push_back(share.payer);
    return organisations;
}

void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, std::string_view kind,
          const Order& order, Facts facts, std::string reason)
{
    facts.insert(facts.begin(), Fact{"state", order.state});
    journal::append(tx, ambient, doer,
                    {std::string{kind},
                     order.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     organisations_of(order),
                     std::move(reason),
                     {}});
}

} // namespace kori::orders
