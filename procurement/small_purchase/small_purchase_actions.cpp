// The buyer's rule and the need: drafted, published, stated, restated, dropped. What else happens stands in
// call_actions.cpp (invitations and offers) and purchase_decision_actions.cpp.
#include "procurement/small_purchase/small_purchase_actions.hpp"

#include "procurement/small_purchase/purchase_steps.hpp"

#include <algorithm>

namespace kori::small_purchases
{
namespace
{

constexpr std::string_view officer = role::procurement_officer;

Result<Programme> own_programme(Transaction& tx, const Actor& actor, ProgrammeId id)
{
    auto programme = programmes::find(tx, id);
    if (!programme || !actor.speaks_for(programme->authority))
        return absent();
    if (programme->channel != Channel::small_purchase)
        return refuse(Fault::conflict, "small_purchase.other_channel",
                      "This programme does not work by small purchases.");
    if (!actor.membership)
        return refuse(Fault::forbidden, "small_purchase.not_a_member",
                      "Only a member of the organisation does this.");
    return std::move(*programme);
}

// The rule is everybody's when it is published: what is sufficiently open can be read (§2(3)).
void note_rule(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
               const WrittenRule& rule, journal::Audience audience)
{
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     rule.id.text(),
                     {{"programme", rule.programme.text()},
                      {"number", rule.number},
                      {"may_invite", yes_no(rule.rule.may_invite)},
                      {"may_announce", yes_no(rule.rule.may_announce)},
                      {"fewest_invited", rule.rule.fewest_invited},
                      {"period", code_of(rule.rule.period)}},
                     audience,
                     {rule.authority.text()},
                     {},
                     {}});
}

bool is_code(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Result<EstimatedValue> value_of(const ValueWish& wish, CivilDate day, const LawBook& law)
{
    auto value = wish.is_monthly ? value_of_monthly(wish.price, wish.months, day, law)
                                 : value_of_contract({"price", wish.price, wish.options});
    if (!value)
        return in_field(value.refusal(), "/value");
    return value;
}

PurchaseEstimate estimate_of(const SmallPurchase& purchase, const EstimatedValue& value,
                             const ValueWish& wish, const Ambient& ambient, const Actor& actor)
{
    PROMISE(actor.membership.has_value());
    std::optional<std::int64_t> months;
    if (wish.is_monthly && wish.months)
        months = *wish.months;
    return {purchase.id, purchase.estimate, wish.is_monthly ? "monthly" : "contract",
            months,      value.value,       value.reason.rule,
            value.lines, *actor.membership, ambient.now};
}

// One code for one kind: two classes under it would let the higher threshold cover what has the lower one.
Result<Done> check_kind(Transaction& tx, const SmallPurchase& purchase, CivilDate day, const LawBook& law)
{
    const auto other = alike(tx, purchase);
    if (!other || threshold_of(*other, day, law) == threshold_of(purchase, day, law))
        return Done{};
    return bad_field(
        "/kind", "small_purchase.kind_of_other_class",
        "Purchases of the kind {kind} fall under another threshold: {other} stands at {limit_cents}.",
        {{"kind", purchase.kind},
         {"other", other->id.text()},
         {"limit_cents", threshold_of(*other, day, law).in_cents()}});
}

Facts need_facts(const SmallPurchase& purchase, const PurchaseEstimate& estimate, const RunningTotal& total)
{
    return {{"kind", purchase.kind},
            {"cpv", purchase.cpv},
            {"unit", purchase.unit},
            {"unit_is_independent", yes_no(purchase.unit_is_independent)},
            {"estimate", estimate.number},
            {"value_cents", estimate.value.in_cents()},
            {"value_rule", estimate.reason},
            {"total_cents", total.total.in_cents()},
            {"limit_cents", total.limit.in_cents()}};
}

} // namespace

Result<WrittenRule> draft_rule(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               ProgrammeId programme_id, const NewRule& wish)
{
    const auto programme = own_programme(tx, actor, programme_id);
    if (!programme)
        return programme.refusal();

    const auto newest = newest_rule(tx, programme_id);

    if (auto faults = faults_of(wish.rule); !faults.empty())
        return refuse(Fault::invalid, "small_purchase.rule_not_complete",
                      "The rule lacks what it needs to be published.")
            .in(std::move(faults));
    const WrittenRule rule{ambient.next<PurchaseRuleTag>(),
                           programme_id,
                           programme->authority,
                           newest ? newest->number + 1 : 1,
                           wish.rule,
                           wish.text,
                           *actor.membership,
                           ambient.now};

    insert(tx, rule);

    note_rule(tx, ambient, actor, "small_purchase.rule_drafted", rule, journal::Audience::organisation);
    return rule;
}

Result<WrittenRule> publish_rule(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 PurchaseRuleId id)
{
    auto rule = find_rule(tx, id);
    if (!rule || !actor.speaks_for(rule->authority))
        return absent();
    if (const auto programme = own_programme(tx, actor, rule->programme); !programme)
        return programme.refusal();

    const auto newest = newest_rule(tx, rule->programme);

    if (rule->published_at)
        return refuse(Fault::conflict, "small_purchase.rule_published_already",
                      "The rule is published; another one takes its place.");
    PROMISE(newest.has_value());
    if (newest->id != id)
        return refuse(Fault::conflict, "small_purchase.rule_superseded",
                      "A later draft stands beside this one: publish that.");
    rule->published_by = *actor.membership;
    rule->published_at = ambient.now;
    rule->rule.is_published = true;

    publish(tx, id, *actor.membership, ambient.now);

    note_rule(tx, ambient, actor, "small_purchase.rule_published", *rule, journal::Audience::everyone);
    return std::move(*rule);
}

Result<SmallPurchase> state_need(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ProgrammeId programme_id, const NewNeed& wish)
{
    const auto programme = own_programme(tx, actor, programme_id);
    if (!programme)
        return programme.refusal();

    const auto rule = published_rule(tx, programme_id);
    const auto day = finnish_date(ambient.received_at);

    if (programme->state != programme_state::open)
        return refuse(Fault::conflict, "small_purchase.programme_not_open",
                      "A purchase is begun while its programme is open.");
    if (const auto below = check_regime(*programme); !below)
        return below.refusal();
    if (!rule)
        return refuse_by(purchase_sentences(), Fault::conflict, "small_purchase.rule_not_published", {});
    if (!is_code(wish.kind))
        return bad_field("/kind", "small_purchase.kind_form",
                         "A kind is a code of lower-case letters, digits and underscores.");
    if (const auto known = check_cpv(wish.cpv, day, ambient.law); !known)
        return in_field(known.refusal(), "/cpv");
    const auto value = value_of(wish.value, day, ambient.law);
    if (!value)
        return value.refusal();
    SmallPurchase purchase{ambient.next<SmallPurchaseTag>(),
                           programme_id,
                           programme->authority,
                           rule->id,
                           std::string{purchase_states().initial},
                           wish.name,
                           wish.description,
                           wish.kind,
                           wish.cpv,
                           wish.form,
                           wish.unit,
                           wish.unit_is_independent};
    if (const auto one_class = check_kind(tx, purchase, day, ambient.law); !one_class)
        return one_class.refusal();
    auto facts = facts_of(tx, ambient, purchase, officer);
    if (const auto added = add_total(tx, ambient, purchase, value->value, facts); !added)
        return added.refusal();

    // A first estimate is looked at like every later one, so the need is stored at revision 0 for a moment.
    purchase.revision = 0;
    insert(tx, purchase, ambient.now);
    if (const auto done = perform(tx, ambient, purchase, "restate_need", facts); !done)
        return done.refusal();
    const auto estimate = estimate_of(purchase, *value, wish.value, ambient, actor);
    insert(tx, estimate);

    note(tx, ambient, actor, "small_purchase.need_stated", purchase,
         need_facts(purchase, estimate, facts.total));
    return purchase;
}

Result<SmallPurchase> restate_need(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   SmallPurchaseId id, const ValueWish& wish)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    const auto value = value_of(wish, finnish_date(ambient.received_at), ambient.law);
    if (!value)
        return value.refusal();
    auto facts = facts_of(tx, ambient, *purchase, officer);
    if (const auto added = add_total(tx, ambient, *purchase, value->value, facts); !added)
        return added.refusal();

    purchase->estimate += 1;
    if (const auto done = perform(tx, ambient, *purchase, "restate_need", facts); !done)
        return done.refusal();
    const auto estimate = estimate_of(*purchase, *value, wish, ambient, actor);
    insert(tx, estimate);

    note(tx, ambient, actor, "small_purchase.need_restated", *purchase,
         need_facts(*purchase, estimate, facts.total));
    return purchase;
}

Result<SmallPurchase> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, SmallPurchaseId id)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    if (const auto done = perform(tx, ambient, *purchase, "drop", facts_of(tx, ambient, *purchase, officer));
        !done)
        return done.refusal();
    finish_tasks(tx, ambient, *purchase);

    note(tx, ambient, actor, "small_purchase.dropped", *purchase, {}, invited_to(tx, id));
    return purchase;
}

} // namespace kori::small_purchases
