#include "procurement/award/contract_actions.hpp"

#include "core/base/law_book.hpp"
#include "core/work/outbox.hpp"
#include "procurement/award/contract_change.hpp"
#include "procurement/system/system_store.hpp"

#include <algorithm>

namespace kori::awards
{
namespace
{

CommittedValue committed(const Contract& contract, CategoryId category, Money value)
{
    return {contract.authority,
            contract.programme,
            {contract.id.text(), category.text(), {}, false, contract.signed_on, value}};
}

// Never beyond what the system's notice announced (§30(4)).
Result<Done> allow_value(Transaction& tx, const Ambient& ambient, const CommittedValue& added)
{
    const auto terms = systems::find_terms(tx, added.programme);
    if (!terms || !terms->announced_value)
        return Done{};
    const auto so_far = systems::values_of_programme(tx, added.programme);
    const auto total = total_of_system(*terms->announced_value, so_far, added.row, ambient.law);
    if (!total)
        return total.refusal();
    return allow_total(*total);
}

std::vector<ContractPromise> promises_of(Transaction& tx, const Competition& competition, TenderId tender)
{
    const auto form = form_of(tx, competition, tender);
    PROMISE(form.has_value());
    return contract_promises(competition.criteria, form->promises);
}

std::optional<AwardPlace> winner_of(Transaction& tx, const std::optional<AwardDecision>& decision,
                                    TenderId tender)
{
    if (decision)
        for (auto& place : places_of(tx, decision->id))
            if (place.tender == tender && place.order_of_use > 0 && place.state != place_state::released)
                return place;
    return std::nullopt;
}

// The threshold that a change stays below: the EU's where the whole Act binds, else the national one.
Money threshold_of(Transaction& tx, const Competition& competition, CivilDate day, const LawBook& law)
{
    const auto category = systems::find_category(tx, competition.category);
    PROMISE(category.has_value());
    const auto kind = class_of_cpv(category->cpv, day, law);
    if (competition.regime == Regime::eu_level)
        if (const auto eu = eu_threshold(kind, category->form, day, law))
            return *eu;
    return national_threshold(kind, category->form, day, law);
}

} // namespace

Result<Contract> make_contract(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                               const MakeContract& wish)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    PROMISE(actor.membership.has_value());
    const auto tender = tenders::find(tx, wish.tender);
    if (!tender || tender->competition != id || !was_opened(tender->state))
        return bad_field("/tender", "award.no_such_tender", "This competition has no such opened tender.");
    const auto decision = decision_in_force(tx, id);
    auto place = winner_of(tx, decision, wish.tender);

    if (wish.signed_on > ambient.today())
        return bad_field("/signed_on", "award.signed_in_future", "The contract has been signed already.");
    auto facts = facts_of(tx, ambient, *competition);
    facts.standstill_is_obligatory = competition->observes_standstill; // who announced it, owes it
    facts.is_winner_in_force = place.has_value();
    facts.winner_has_contract = place && place->state == place_state::contracted;
    facts.evidence_is_checked = !wish.evidence.empty();
    const auto next = perform_act("contract", ActsAs::approver, facts);
    if (!next)
        return next.refusal();
    if (!is_standing(tx, *competition, tender->tenderer))
        return refuse(Fault::conflict, "award.member_suspended",
                      "This winner does not stand in the system now: no contract is made with it.");
    const Contract contract{ambient.next<ContractTag>(),
                            id,
                            decision->id,
                            wish.tender,
                            tender->tenderer,
                            competition->authority,
                            competition->programme,
                            wish.value,
                            wish.signed_on,
                            ambient.now,
                            *actor.membership,
                            wish.evidence,
                            promises_of(tx, *competition, wish.tender),
                            !facts.standstill_ends_on.has_value()};
    const auto value = committed(contract, competition->category, wish.value);
    if (auto within = allow_value(tx, ambient, value); !within)
        return within.refusal();

    if (!insert(tx, contract))
        return refuse(Fault::conflict, "award.contracted_already", "This tender has its contract already.");
    place->state = place_state::contracted;
    save_state(tx, *place);
    systems::commit_value(tx, value, ambient.now);
    if (auto moved = move(tx, ambient, *competition, "contract", ActsAs::approver, facts); !moved)
        return moved.refusal();
    work::send(tx, ambient, "contract.made", Language::fi, contract.supplier.text(),
               {{"competition", id.text()}, {"contract", contract.id.text()}});

    note(tx, ambient, actor, "contract.made", *competition,
         {{"contract", contract.id.text()},
          {"tender", wish.tender.text()},
          {"decision", decision->id.text()},
          {"value_cents", wish.value.in_cents()},
          {"signed_on", to_text(wish.signed_on)},
          {"without_standstill", yes_no(contract.without_standstill)}},
         {}, {contract.supplier});
    return contract;
}

Result<ContractChange> change_contract(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       ContractId id, const ChangeContract& wish)
{
    const auto contract = find_contract(tx, id);
    if (!contract || !actor.speaks_for(contract->authority))
        return absent();
    PROMISE(actor.membership.has_value());
    const auto competition = competitions::find(tx, contract->competition);
    PROMISE(competition.has_value());

    std::vector<PlannedChange> made;
    auto value = contract->value;
    const auto changes = changes_of(tx, id);
    for (const auto& change : changes)
    {
        made.push_back({change.ground, change.value, change.reason});
        value += change.value;
    }
    const auto today = ambient.today();
    if (auto allowed = allow_change(contract->value, made, {wish.ground, wish.value, wish.reason},
                                    threshold_of(tx, *competition, today, ambient.law), today, ambient.law);
        !allowed)
        return allowed.refusal();
    value += wish.value;
    if (value.is_negative())
        return bad_field("/value_cents", "award.value_negative", "No contract costs less than nothing.");
    const auto total = committed(*contract, competition->category, value);
    if (auto within = allow_value(tx, ambient, total); !within)
        return within.refusal();

    ContractChange change{id,
                          static_cast<std::int64_t>(changes.size()) + 1,
                          wish.ground,
                          wish.value,
                          wish.reason,
                          ambient.now,
                          *actor.membership};
    if (!insert(tx, change))
        return refuse(Fault::conflict, "award.changed_meanwhile", "Somebody else changed this contract.");
    systems::commit_value(tx, total, ambient.now);

    note(tx, ambient, actor, "contract.changed", *competition,
         {{"contract", id.text()},
          {"number", change.number},
          {"ground", change.ground},
          {"value_cents", change.value.in_cents()}},
         wish.reason, {contract->supplier});
    return change;
}

} // namespace kori::awards
