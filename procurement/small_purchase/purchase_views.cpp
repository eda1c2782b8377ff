#include "procurement/small_purchase/purchase_views.hpp"

#include "core/http/locale.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/small_purchase/small_purchase_actions.hpp"

#include <algorithm>

namespace kori::small_purchases
{

using namespace http;

Sight sight_of(const Call& call, const SmallPurchase& purchase)
{
    Sight sight;
    if (!call.has_duty(see))
        return sight;
    sight.is_buyer = call.actor.speaks_for(purchase.authority);
    if (call.actor.is_provider())
        sight.seller = call.actor.organisation;
    return sight;
}

Result<SmallPurchase> visible(Call& call)
{
    const auto id = call.id<SmallPurchaseTag>("purchase");
    if (!id)
        return id.refusal();
    auto purchase = find(call.tx, *id);
    if (!purchase)
        return absent();
    const auto sight = sight_of(call, *purchase);
    if (!purchase->is_public && !sight.is_buyer && !(sight.seller && is_invited(call.tx, *id, *sight.seller)))
        return absent();
    return std::move(*purchase);
}

bool are_offers_hidden(const SmallPurchase& purchase, Instant now)
{
    return purchase.state == purchase_state::invited || !purchase.offers_close ||
           now <= *purchase.offers_close;
}

json::Object view_of(const WrittenRule& rule)
{
    return json::Object{}
        .add("id", rule.id)
        .add("programme", rule.programme)
        .add("number", rule.number)
        .add("may_invite", rule.rule.may_invite)
        .add("may_announce", rule.rule.may_announce)
        .add("fewest_invited", rule.rule.fewest_invited)
        .add("period", code_of(rule.rule.period))
        .add("text", rule.text)
        .add("drafted_at", rule.drafted_at)
        .add_if("published_at", rule.published_at);
}

json::Object row_view(const SmallPurchase& purchase)
{
    return json::Object{}
        .add("id", purchase.id)
        .add("programme", purchase.programme)
        .add("authority", purchase.authority)
        .add("rule", purchase.rule)
        .add("state", purchase.state)
        .add("name", purchase.name)
        .add("description", purchase.description)
        .add("cpv", purchase.cpv)
        .add("is_announced", purchase.is_announced)
        .add_if("called_at", purchase.called_at)
        .add_if("offers_close", purchase.offers_close)
        .add_if("ordered_at", purchase.ordered_at)
        .add("revision", purchase.revision);
}

json::Object view_of(Call& call, const RunningTotal& total)
{
    const auto verdict = total.verdict == TotalVerdict::within ? "within"
                         : total.verdict == TotalVerdict::near ? "near"
                                                               : "refused";
    json::Array rows;
    for (const auto& row : total.rows)
        rows.emplace_back(json::Object{}
                              .add("purchase", row.about)
                              .add("unit", row.unit)
                              .add("on", row.on)
                              .add("value_cents", row.value));
    return json::Object{}
        .add("verdict", verdict)
        .add("total_cents", total.total)
        .add("limit_cents", total.limit)
        .add("rule", total.reason.rule)
        .add("sentence", call.environment.locale.sentence(total.reason.rule, total.reason.sentence,
                                                          total.reason.values, call.actor.language))
        .add("rows", std::move(rows));
}

namespace
{

json::Object estimate_view(Call& call, const PurchaseEstimate& estimate)
{
    json::Array lines;
    for (const auto& line : estimate.lines)
        lines.emplace_back(json::Object{}.add("name", line.name).add("value_cents", line.value));
    std::string english;
    for (const auto& row : value_sentences())
        if (row.rule == estimate.reason)
            english = row.sentence;
    Facts values;
    if (estimate.months)
        values.emplace_back("months", *estimate.months);
    else if (estimate.basis == "monthly")
        values.emplace_back("months", call.ambient.law.integer("value.open_ended.months",
                                                               finnish_date(estimate.estimated_at)));
    return json::Object{}
        .add("number", estimate.number)
        .add("basis", estimate.basis)
        .add_if("months", estimate.months)
        .add("value_cents", estimate.value)
        .add("rule", estimate.reason)
        .add("sentence",
             call.environment.locale.sentence(estimate.reason, english, values, call.actor.language))
        .add("lines", std::move(lines));
}

void add_inside(Call& call, json::Object& view, const SmallPurchase& purchase)
{
    const auto estimate = find_estimate(call.tx, purchase.id, purchase.estimate);
    const auto rule = find_rule(call.tx, purchase.rule);
    PROMISE(estimate && rule);
    json::Array invited;
    for (const auto& provider : invited_to(call.tx, purchase.id))
        invited.emplace_back(provider);
    view.add("kind", purchase.kind)
        .add("form", purchase.form == PurchaseForm::concession ? "concession" : "contract")
        .add("unit", purchase.unit)
        .add("unit_is_independent", purchase.unit_is_independent)
        .add("estimate", estimate_view(call, *estimate))
        .add("invited", std::move(invited));
    // What ended without an order adds to nothing.
    if (purchase.state == purchase_state::dropped || purchase.state == purchase_state::interrupted)
        return;
    // What was decided counts on the day of its decision, what was ordered on that of its order.
    auto at = purchase.ordered_at.value_or(call.ambient.now);
    if (purchase.state == purchase_state::decided)
        at = newest_decision(call.tx, purchase.id)->decided_at;
    const auto day = finnish_date(at);
    if (const auto total = total_with(call.tx, purchase, value_now(call.tx, purchase), rule->rule.period, day,
                                      call.ambient.law))
        view.add("total", view_of(call, *total));
}

} // namespace

json::Object full_view(Call& call, const SmallPurchase& purchase)
{
    auto view = row_view(purchase);
    const auto sight = sight_of(call, purchase);
    if (sight.is_buyer)
        add_inside(call, view, purchase);
    const auto chosen = chosen_offer(call.tx, purchase);
    if (chosen && (purchase.ordered_at || sight.is_buyer))
        view.add("chosen", json::Object{}
                               .add("offer", chosen->id)
                               .add("provider", chosen->provider)
                               .add("price_cents", chosen->price));
    return view;
}

json::Object view_of(const PurchaseOffer& offer, bool whole)
{
    auto view = json::Object{}
                    .add("id", offer.id)
                    .add("purchase", offer.purchase)
                    .add("provider", offer.provider)
                    .add("number", offer.number)
                    .add("price_cents", offer.price)
                    .add("content", offer.content)
                    .add("is_late", offer.is_late)
                    .add("received_at", offer.received_at);
    if (whole)
        view.add("trade_secret", offer.trade_secret).add("evidence", json::array_of(offer.evidence));
    return view;
}

json::Object view_of(const PurchaseCorrectionRequest& request)
{
    return json::Object{}
        .add("id", request.id)
        .add("decision", request.decision)
        .add("provider", request.provider)
        .add("reason", request.reason)
        .add("is_late", request.is_late)
        .add("received_at", request.received_at);
}

json::Object view_of(Call& call, const SmallPurchase& purchase, const PurchaseDecision& decision)
{
    const auto sight = sight_of(call, purchase);
    const auto programme = programmes::find(call.tx, purchase.programme);
    PROMISE(programme.has_value());
    const bool sees_all = sight.is_buyer && !are_offers_hidden(purchase, call.ambient.now);
    const auto is_mine = [&](OrganisationId provider) { return sees_all || sight.seller == provider; };
    json::Array served;
    for (const auto& copy : served_of(call.tx, decision.id))
        if (is_mine(copy.provider))
            served.emplace_back(
                json::Object{}
                    .add("addressee", copy.provider)
                    .add_if("reasons", copy.reasons.fi.empty() ? std::nullopt : std::optional{copy.reasons})
                    .add("document", copy.document)
                    .add("digest", copy.digest)
                    .add("sent_at", copy.sent_at)
                    .add("correction_until", correction_until(*programme, copy.sent_at, call.ambient.law)));
    json::Array requests;
    for (const auto& request : requests_about(call.tx, decision.id))
        if (is_mine(request.provider))
            requests.emplace_back(view_of(request));
    return json::Object{}
        .add("id", decision.id)
        .add("purchase", decision.purchase)
        .add("number", decision.number)
        .add("kind", decision.kind)
        .add_if("offer", decision.offer)
        .add("reasons", decision.reasons)
        .add_if("ground", decision.ground.empty() ? std::nullopt : std::optional{decision.ground})
        .add("remedies", json::array_of(decision.remedies))
        .add_if("replaces", decision.replaces)
        .add("decided_at", decision.decided_at)
        .add("served", std::move(served))
        .add("requests", std::move(requests));
}

} // namespace kori::small_purchases
