// The authority decides: on a request, on who stands in the programme, and on a decision that was wrong.
#include "core/work/outbox.hpp"
#include "procurement/admission/acceptance_document.hpp"
#include "procurement/admission/answer_clock.hpp"
#include "procurement/admission/decision_grounds.hpp"
#include "procurement/limit/remedy.hpp"
#include "procurement/party/party_store.hpp"

namespace kori::admissions
{
namespace
{

// Who meets the conditions is accepted; what a municipal authority decides is corrected by municipal remedies
// (T51).
AdmissionDecision written(Transaction& tx, const Ambient& ambient, const Actor& actor,
                          const DecideOnAdmission& wish, const Admission& admission,
                          const Programme& programme, const Published& published,
                          std::optional<AdmissionDecisionId> replaces)
{
    const auto today = ambient.today();
    const auto authority = access::find_organisation(tx, admission.authority);
    const auto provider = access::find_organisation(tx, admission.provider);
    PROMISE(authority && provider && actor.membership);
    const auto entity = parties::find(tx, admission.authority);
    const auto kind = entity ? entity->kind : EntityKind::employment_authority;
    const auto remedies = remedies_for(
        {Channel::open_acceptance, programme.regime, DecisionKind::joining, kind}, today, ambient.law);
    // The document's words are those of these two, counted in days.
    PROMISE(remedies.steps.size() == 2 && remedies.steps[0].code == "municipal_correction" &&
            remedies.steps[1].code == "administrative_court");
    PROMISE(remedies.steps[0].length.unit == LimitUnit::days &&
            remedies.steps[1].length.unit == LimitUnit::days);

    DecisionWords words{wish.outcome,
                        authority->name,
                        provider->name,
                        programme.name,
                        wish.reasons,
                        {},
                        wish.missing_evidence,
                        today,
                        replaces.has_value(),
                        {},
                        0,
                        0};
    for (const auto& code : wish.failed_conditions)
        words.failed_conditions.push_back(*find_condition(published, code));
    words.statute = remedies.steps[0].statute;
    words.correction_days = remedies.steps[0].length.count;
    words.appeal_days = remedies.steps[1].length.count;

    return {ambient.next<AdmissionDecisionTag>(),
            admission.id,
            wish.outcome,
            wish.reasons,
            remedies.steps[0].code,
            ambient.now,
            *actor.membership,
            replaces,
            wish.failed_conditions,
            wish.missing_evidence,
            decision_document(words)};
}

void serve(Transaction& tx, const Ambient& ambient, const Actor& actor, const Admission& admission,
           const AdmissionDecision& decision)
{
    Facts facts{{"decision", decision.id.text()}, {"remedy", decision.remedy}};
    if (decision.replaces)
        facts.emplace_back("replaces", decision.replaces->text());
    if (admission.answer_due_on)
    {
        facts.emplace_back("answer_due_on", to_text(*admission.answer_due_on));
        facts.emplace_back("in_time", yes_no(ambient.received_at <= end_of_day(*admission.answer_due_on)));
    }
    // The list of the accepted is public; why somebody is not on it is a matter of the two.
    const bool is_public = decision.outcome == "accepted" || decision.outcome == "restored";
    note(tx, ambient, actor, "acceptance." + decision.outcome, admission, std::move(facts),
         is_public ? journal::Audience::everyone : journal::Audience::organisation);
    work::send(tx, ambient, "acceptance.decided", Language::fi, admission.provider.text(),
               {{"request", admission.id.text()}, {"decision", decision.id.text()}});
}

std::string_view verb_of(std::string_view outcome)
{
    if (outcome == "accepted")
        return "accept";
    if (outcome == "rejected")
        return "reject";
    if (outcome == "suspended")
        return "suspend";
    if (outcome == "restored")
        return "reinstate";
    return "remove";
}

// How a standing state is corrected: the acts of the state table, none when only the words change.
std::optional<std::vector<std::string_view>> correcting_acts(std::string_view state, std::string_view outcome)
{
    using Acts = std::vector<std::string_view>;
    using namespace acceptance_state;
    if (state == rejected && outcome == "accepted")
        return Acts{"reopen_by_claim", "accept"};
    if (state == rejected && outcome == "rejected")
        return Acts{"reopen_by_claim", "reject"};
    if (state == removed && outcome == "restored")
        return Acts{"reinstate_by_claim"};
    if ((state == removed && outcome == "removed") || (state == suspended && outcome == "suspended") ||
        (is_accepted(state) && (outcome == "accepted" || outcome == "restored")))
        return Acts{};
    if (is_accepted(state) && outcome == "suspended")
        return Acts{"suspend"};
    if (state == suspended && outcome == "restored")
        return Acts{"reinstate"};
    return std::nullopt;
}

} // namespace

Result<AdmissionDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const DecideOnAdmission& wish)
{
    auto admission = request_for_member(tx, ambient, actor, wish.admission);
    if (!admission)
        return admission.refusal();

    const auto programme = programme_of(tx, *admission);
    const auto published = published_in(tx, programme);

    if (auto right = check_channel(*admission, Channel::open_acceptance); !right)
        return right.refusal();
    if (const auto listed = acceptance_states().move(admission->state, verb_of(wish.outcome)); !listed)
        return listed.refusal();
    if (auto well = check_grounds(tx, wish, *admission, published, finnish_date(ambient.received_at)); !well)
        return well.refusal();
    const auto decision = written(tx, ambient, actor, wish, *admission, programme, published, std::nullopt);

    if (auto moved = move(tx, ambient, *admission, verb_of(wish.outcome)); !moved)
        return moved.refusal();
    insert(tx, decision);
    stop_clock(tx, ambient, *admission);

    serve(tx, ambient, actor, *admission, decision);
    return decision;
}

Result<AdmissionDecision> correct(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  const DecideOnAdmission& wish)
{
    auto admission = request_for_member(tx, ambient, actor, wish.admission);
    if (!admission)
        return admission.refusal();

    const auto programme = programme_of(tx, *admission);
    const auto newest = find_of(tx, admission->programme, admission->provider);
    const auto standing = standing_decision(tx, admission->id);
    PROMISE(newest.has_value());
    const auto published = published_in(tx, programme);

    if (auto right = check_channel(*admission, Channel::open_acceptance); !right)
        return right.refusal();
    const auto acts = correcting_acts(admission->state, wish.outcome);
    if (!standing || !acts)
        return refuse(Fault::conflict, "acceptance.nothing_to_correct",
                      "No decision stands here that this would correct.");
    if (newest->id != admission->id)
        return refuse(Fault::conflict, "acceptance.newer_request",
                      "The provider has asked again: decide on the new request.");
    if (auto well = check_grounds(tx, wish, *admission, published, finnish_date(ambient.received_at)); !well)
        return well.refusal();
    const auto decision = written(tx, ambient, actor, wish, *admission, programme, published, standing->id);

    for (const auto verb : *acts)
        if (auto moved = move(tx, ambient, *admission, verb); !moved)
            return moved.refusal();
    insert(tx, decision);

    serve(tx, ambient, actor, *admission, decision);
    return decision;
}

} // namespace kori::admissions
