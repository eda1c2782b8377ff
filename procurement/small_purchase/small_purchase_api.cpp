// What is read of small purchases and of what they add up to.
#include "procurement/small_purchase/small_purchase_api.hpp"

#include "core/http/cursor.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/small_purchase/purchase_acts.hpp"
#include "procurement/small_purchase/purchase_views.hpp"

#include <limits>

namespace kori::small_purchases
{
namespace
{

using namespace http;

constexpr Permission see_totals{"small_purchase.see_totals"};

std::int64_t number_after(const PageWish& page, std::int64_t first)
{
    return page.after[0].empty() ? first : std::stoll(page.after[0]);
}

Result<Reply> list_rules(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto programme = programmes::find(call.tx, *id);
    const bool is_own = programme && call.actor.speaks_for(programme->authority);
    if (!programme || (!programme->published_at && !is_own))
        return absent();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto rules = rules_of(call.tx, *id, number_after(*page, std::numeric_limits<std::int64_t>::max()),
                          page->limit + 1, !is_own);
    auto cursor = cut_page(call, *page, rules,
                           [](const WrittenRule& last) { return std::vector{std::to_string(last.number)}; });
    json::Array items;
    for (const auto& rule : rules)
        items.emplace_back(view_of(rule));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> get_rule(Call& call)
{
    const auto id = call.id<PurchaseRuleTag>("rule");
    if (!id)
        return id.refusal();
    const auto rule = find_rule(call.tx, *id);
    if (!rule || (!rule->published_at && !call.actor.speaks_for(rule->authority)))
        return absent();
    return Reply::ok(view_of(*rule));
}

Result<Reply> list_purchases(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    const bool is_inside = call.has_duty(see) && call.actor.organisation;
    auto purchases = is_inside && call.actor.is_authority()
                         ? of_authority(call.tx, *call.actor.organisation, page->after[0], page->limit + 1)
                     : is_inside && call.actor.is_provider()
                         ? of_provider(call.tx, *call.actor.organisation, page->after[0], page->limit + 1)
                         : public_ones(call.tx, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, purchases,
                           [](const SmallPurchase& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& purchase : purchases)
        items.emplace_back(row_view(purchase));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> get_purchase(Call& call)
{
    const auto purchase = visible(call);
    if (!purchase)
        return purchase.refusal();
    return Reply::view(full_view(call, *purchase), purchase->revision);
}

// Which of them this actor reads, and whether with what stays between buyer and seller.
Result<Reply> list_offers(Call& call)
{
    const auto purchase = visible(call);
    if (!purchase)
        return purchase.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    const auto sight = sight_of(call, *purchase);
    std::vector<PurchaseOffer> offers;
    if (purchase->ordered_at || (sight.is_buyer && !are_offers_hidden(*purchase, call.ambient.now)))
        offers = offers_after(call.tx, purchase->id, page->after[0], page->limit + 1);
    else if (sight.seller)
        offers = offers_of(call.tx, purchase->id, *sight.seller, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, offers, [](const PurchaseOffer& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& offer : offers)
        items.emplace_back(view_of(offer, sight.is_buyer || sight.seller == offer.provider));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> list_decisions(Call& call)
{
    const auto purchase = visible(call);
    if (!purchase)
        return purchase.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    const auto sight = sight_of(call, *purchase);
    const auto after = number_after(*page, 0);
    std::vector<PurchaseDecision> decisions;
    if (purchase->ordered_at || sight.is_buyer)
        decisions = decisions_after(call.tx, purchase->id, after, page->limit + 1);
    else if (sight.seller)
        decisions = decisions_served_to(call.tx, purchase->id, *sight.seller, after, page->limit + 1);
    auto cursor = cut_page(call, *page, decisions, [](const PurchaseDecision& last)
                           { return std::vector{std::to_string(last.number)}; });
    json::Array items;
    for (const auto& decision : decisions)
        items.emplace_back(view_of(call, *purchase, decision));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

using TotalsOf = Result<std::vector<KindTotal>> (*)(Transaction&, OrganisationId, TotalPeriod,
                                                    const LawBook&);

// All programmes of the authority together: splitting over programmes is splitting (§31).
Handler totals(TotalsOf totals_in)
{
    return [totals_in](Call& call) -> Result<Reply>
    {
        const auto id = call.id<ProgrammeTag>("programme");
        if (!id)
            return id.refusal();
        const auto programme = programmes::find(call.tx, *id);
        if (!programme || !call.actor.speaks_for(programme->authority))
            return absent();
        const auto rule = published_rule(call.tx, *id);
        const auto period = rule ? rule->rule.period : TotalPeriod::both;
        const auto found = totals_in(call.tx, programme->authority, period, call.ambient.law);
        if (!found)
            return found.refusal();
        json::Array kinds;
        for (const auto& one : *found)
        {
            auto view = json::Object{}.add("kind", one.kind);
            if (!one.unit.empty())
                view.add("unit", one.unit);
            const auto total = view_of(call, one.total);
            for (const auto& [name, value] : total.members())
                view.add(name, value);
            kinds.emplace_back(std::move(view));
        }
        return Reply::ok(json::Object{}.add("period", code_of(period)).add("kinds", std::move(kinds)));
    };
}

Shape page_shape(std::string name, std::string about, Shape item)
{
    return object(std::move(name), about, {required("items", list(std::move(item), 0, 200, "Page"))});
}

Shape totals_shape()
{
    auto members = total_members();
    members.insert(members.begin(),
                   {required("kind", kind_shape()),
                    optional("unit", text(1, 100, "Of a unit that is counted alone (§27(5))", "palvelut"))});
    return object("SmallPurchaseTotals", "Small purchases of the authority by kind, without VAT",
                  {required("period", period_shape()),
                   required("kinds", list(object("SmallPurchaseKindTotal", "One kind", std::move(members)), 0,
                                          10'000, "By kind and unit"))});
}

} // namespace

Routes small_purchase_routes()
{
    const auto purchase = shared(purchase_shape());
    const auto kinds = shared(totals_shape());
    const std::string programme = "/api/v1/programmes/{programme}/";
    const std::string one = "/api/v1/small-purchases/{purchase}";
    Routes all = {
        Route{Method::get, programme + "purchase-rules", everybody, Access::reads, nullptr,
              shared(page_shape("PurchaseRulePage", "Rules, the newest first", rule_shape())), list_rules,
              "The buyer's rules on its small purchases; drafts for itself only"}
            .paged(),
        Route{Method::get, "/api/v1/purchase-rules/{rule}", everybody, Access::reads, nullptr,
              shared(rule_shape()), get_rule, "One version of the buyer's rule"},
        Route{
            Method::get, "/api/v1/small-purchases", everybody, Access::reads, nullptr,
            shared(page_shape("SmallPurchasePage", "Small purchases", row_shape())), list_purchases,
            "What was announced or ordered; to a provider also its invitations, to the buyer all of its own"}
            .paged(),
        Route{Method::get, one, everybody, Access::reads, nullptr, purchase, get_purchase,
              "One small purchase"},
        Route{Method::get, one + "/offers", everybody, Access::reads, nullptr,
              shared(page_shape("PurchaseOfferPage", "Offers", offer_shape())), list_offers,
              "Your own; to the buyer all when the time is over; to everybody from the order on"}
            .paged(),
        Route{Method::get, one + "/decisions", everybody, Access::reads, nullptr,
              shared(page_shape("PurchaseDecisionPage", "Decisions", decision_shape())), list_decisions,
              "Those that were served to you; to everybody from the order on"}
            .paged(),
        Route{Method::get, programme + "small-purchase-totals", see_totals, Access::reads, nullptr, kinds,
              totals(totals_of), "What each kind of small purchases has come to"},
        Route{Method::get, programme + "small-purchase-totals/adding-up", see_totals, Access::reads, nullptr,
              kinds, totals(adding_up_of), "Periods in which small purchases reach their threshold together"},
    };
    for (auto& rows : {buyer_routes(purchase), decision_routes(purchase), seller_routes()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace kori::small_purchases
