#include "procurement/small_purchase/purchase_steps.hpp"

#include "core/work/outbox.hpp"

namespace kori::small_purchases
{
namespace
{

// "spu_… 300000, spu_… 250000": which rows make the sum, in cents.
std::string adding_up_text(const RunningTotal& total)
{
    std::string text;
    for (const auto& row : total.rows)
        text += (text.empty() ? "" : ", ") + row.about + " " + std::to_string(row.value.in_cents());
    return text;
}

const PurchaseAct& act_of(std::string_view verb)
{
    for (const auto& act : purchase_acts())
        if (act.verb == verb)
            return act;
    promise_broken("every verb has its act", __FILE__, __LINE__);
}

// The caller reads the rows one by one, the journal keeps them in one fact.
Refusal above_threshold(Refusal refusal, const SmallPurchase& purchase, const RunningTotal& total)
{
    refusal.values.emplace_back("kind", purchase.kind);
    refusal.values.emplace_back("rows", adding_up_text(total));
    for (const auto& row : total.rows)
        if (row.about != purchase.id.text())
            refusal.fields.push_back(
                {"",
                 "small_purchase.adds_to_total",
                 "The purchase {purchase} of {on} adds {value_cents} cents.",
                 {{"purchase", row.about}, {"on", to_text(row.on)}, {"value_cents", row.value.in_cents()}}});
    return std::move(refusal).leaving(
        {"small_purchase.total_refused", purchase.id.text(), Facts{refusal.values}});
}

void warn_once(Transaction& tx, const Ambient& ambient, SmallPurchase& purchase, const RunningTotal& total)
{
    if (total.verdict != TotalVerdict::near || purchase.is_warned)
        return;
    purchase.is_warned = true;
    access::give_task(tx, ambient, purchase.authority, role::procurement_officer, task_total_near,
                      purchase.id.text(), std::nullopt);
}

} // namespace

Refusal bad_field(std::string pointer, const std::string& rule, const std::string& sentence,
                  const Facts& values)
{
    auto refusal = refuse(Fault::invalid, rule, sentence);
    refusal.values = values;
    return in_field(std::move(refusal), std::move(pointer));
}

Refusal in_field(Refusal refusal, std::string pointer)
{
    FieldError error{std::move(pointer), refusal.rule, refusal.sentence, refusal.values};
    return std::move(refusal).in({std::move(error)});
}

Result<SmallPurchase> own(Transaction& tx, const Actor& actor, SmallPurchaseId id)
{
    auto purchase = find(tx, id);
    if (!purchase || !actor.speaks_for(purchase->authority))
        return absent();
    if (!actor.membership)
        return refuse(Fault::forbidden, "small_purchase.not_a_member",
                      "Only a member of the organisation does this.");
    return std::move(*purchase);
}

Result<SmallPurchase> called(Transaction& tx, const Actor& actor, SmallPurchaseId id)
{
    auto purchase = find(tx, id);
    if (!purchase || !actor.is_provider() || !actor.organisation)
        return absent();
    if (!purchase->is_public && !is_invited(tx, id, *actor.organisation))
        return absent();
    return std::move(*purchase);
}

Programme programme_of(Transaction& tx, const SmallPurchase& purchase)
{
    auto programme = programmes::find(tx, purchase.programme);
    PROMISE(programme.has_value());
    return std::move(*programme);
}

Result<Done> check_regime(const Programme& programme)
{
    if (programme.regime != Regime::below_threshold)
        return refuse(
            Fault::conflict, "small_purchase.outgrown",
            "The programme has left the regime of small purchases: what is bought in it is competed.");
    return Done{};
}

PurchaseFacts facts_of(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase,
                       std::string_view who)
{
    const auto written = find_rule(tx, purchase.rule);
    PROMISE(written.has_value());
    PurchaseFacts facts;
    facts.who = who;
    facts.rule = written->rule;
    facts.is_announced = purchase.is_announced;
    facts.at = ambient.received_at;
    facts.offers_close = purchase.offers_close.value_or(Instant{});
    return facts;
}

Result<Done> add_total(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase, Money value,
                       PurchaseFacts& facts)
{
    auto total =
        total_with(tx, purchase, value, facts.rule.period, finnish_date(ambient.received_at), ambient.law);
    if (!total)
        return total.refusal();
    facts.total = std::move(*total);
    return Done{};
}

Result<Done> perform(Transaction& tx, const Ambient& ambient, SmallPurchase& purchase, std::string_view verb,
                     const PurchaseFacts& facts)
{
    auto next = act_on_purchase(purchase.state, verb, facts);
    const bool looks_at_total = act_of(verb).checks_total;
    if (!next)
    {
        if (looks_at_total && next.refusal().rule == facts.total.reason.rule)
            return above_threshold(next.refusal(), purchase, facts.total);
        return next.refusal();
    }
    purchase.state = std::move(*next);
    purchase.revision += 1;
    if (looks_at_total)
        warn_once(tx, ambient, purchase, facts.total);
    save(tx, purchase, ambient.now);
    return Done{};
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const SmallPurchase& purchase, Facts facts, const std::vector<OrganisationId>& others,
          journal::Audience audience)
{
    facts.emplace_back("programme", purchase.programme.text());
    facts.emplace_back("state", purchase.state);
    facts.emplace_back("revision", purchase.revision);
    std::vector<std::string> organisations{purchase.authority.text()};
    for (const auto& other : others)
        organisations.push_back(other.text());
    journal::append(
        tx, ambient, access::doer_of(actor),
        {std::move(kind), purchase.id.text(), std::move(facts), audience, std::move(organisations), {}, {}});
}

void tell(Transaction& tx, const Ambient& ambient, std::string_view name, OrganisationId recipient,
          const SmallPurchase& purchase)
{
    work::send(tx, ambient, name, Language::fi, recipient.text(), {{"purchase", purchase.id.text()}});
}

void plan_close(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase)
{
    PROMISE(purchase.offers_close.has_value());
    stop_close(tx, ambient, purchase);
    // The close itself is the last moment at which an offer is in time.
    work::plan(tx, ambient, offers_close_due, purchase.id.text(), purchase.authority,
               purchase.offers_close->plus_micros(1));
}

void stop_close(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase)
{
    work::cancel(tx, ambient, offers_close_due, purchase.id.text());
}

void finish_decision_tasks(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase)
{
    for (const auto kind : {task_decide, task_correction})
        access::finish_tasks(tx, kind, purchase.id.text(), ambient.now);
}

void finish_tasks(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase)
{
    finish_decision_tasks(tx, ambient, purchase);
    access::finish_tasks(tx, task_total_near, purchase.id.text(), ambient.now);
}

} // namespace kori::small_purchases
