// The authority decides on joining a DPS, on what becomes of an admission, and again where it was wrong.
#include "core/work/outbox.hpp"
#include "procurement/admission/joining_document.hpp"

#include <algorithm>

namespace kori::admissions
{
namespace
{

std::string_view verb_of(std::string_view outcome)
{
    if (outcome == "admitted")
        return "admit";
    if (outcome == "rejected")
        return "reject";
    if (outcome == "renewed")
        return "renew";
    if (outcome == "suspended")
        return "suspend";
    if (outcome == "restored")
        return "reinstate";
    PROMISE(outcome == "removed");
    return "remove";
}

bool lets_in(std::string_view outcome)
{
    return outcome == "admitted" || outcome == "renewed" || outcome == "restored";
}

// What was shown or has lapsed is no reason; that the provider denies a ground does not bind the authority.
bool is_settled(const AssessedRow& row)
{
    return row.verdict == AssessmentVerdict::passes && row.rule != "assessment.ground_absent";
}

void check_codes(const std::vector<std::string>& codes, const std::string& field,
                 const std::vector<AssessedRow>& rows, std::vector<FieldError>& faults)
{
    for (std::size_t i = 0; i < codes.size(); ++i)
    {
        const auto pointer = "/" + field + "/" + std::to_string(i);
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&](const AssessedRow& one) { return one.about == codes[i]; });
        if (row == rows.end())
            faults.push_back(
                {pointer,
                 "admission.unknown_code",
                 "This is neither a ground of exclusion nor a requirement of the category: {code}.",
                 {{"code", codes[i]}}});
        else if (is_settled(*row))
            faults.push_back({pointer,
                              "admission.not_failing",
                              "This passes, so nothing can rest on it: {code}.",
                              {{"code", codes[i]}}});
    }
}

// Whoever meets the requirements is admitted, whoever does not is not (§51(1), §80).
std::vector<FieldError> grounds_faults(const DecideOnAdmission& wish, const std::vector<AssessedRow>& rows)
{
    std::vector<FieldError> faults;
    const bool names_grounds = !wish.failed_conditions.empty() || !wish.missing_evidence.empty();
    if (lets_in(wish.outcome))
    {
        for (const auto& row : rows)
            if (row.verdict == AssessmentVerdict::fails)
                faults.push_back({"/outcome",
                                  "admission.definite_fail",
                                  "This fails, so nobody is let in: {code}.",
                                  {{"code", row.about}}});
        if (names_grounds)
            faults.push_back({"/failed_conditions",
                              "admission.ground_not_expected",
                              "Who is let in has no ground against it.",
                              {}});
        return faults;
    }
    if (wish.outcome == "rejected" && !names_grounds)
        faults.push_back({"/failed_conditions",
                          "admission.ground_missing",
                          "Name the ground of exclusion that applies, or the requirement that is not met.",
                          {}});
    check_codes(wish.failed_conditions, "failed_conditions", rows, faults);
    check_codes(wish.missing_evidence, "missing_evidence", rows, faults);
    return faults;
}

// One assesses, another decides: the same person under another membership is the same person.
Result<Done> check_two_persons(Transaction& tx, const Actor& actor, const Admission& admission)
{
    const auto terms = systems::find_terms(tx, admission.programme);
    if (!terms || !terms->two_persons || !admission.assessed_by)
        return Done{};
    const auto assessor = access::find_membership(tx, *admission.assessed_by);
    PROMISE(assessor.has_value());
    if (actor.membership == admission.assessed_by || (actor.user && *actor.user == assessor->user))
        return refuse(Fault::forbidden, "admission.same_person",
                      "In this system one person assesses and another one decides.");
    return Done{};
}

JoiningDecision written(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const DecideOnAdmission& wish, const Admission& admission, const Programme& programme,
                        const std::vector<AssessedRow>& rows, std::optional<AdmissionDecisionId> replaces)
{
    JoiningDecision decision{ambient.next<AdmissionDecisionTag>(),
                             admission.id,
                             wish.outcome,
                             wish.failed_conditions,
                             wish.reasons,
                             std::string{code_of(verdict_of(rows))},
                             {},
                             {},
                             {},
                             ambient.now,
                             *actor.membership,
                             replaces};
    for (const auto& code : wish.missing_evidence)
        if (!holds(decision.failed, code))
            decision.failed.push_back(code);
    auto document = joining_document(tx, ambient, admission, programme, decision, rows);
    decision.html = std::move(document.html);
    decision.digest = std::move(document.digest);
    decision.remedies = std::move(document.remedies);
    return decision;
}

void serve(Transaction& tx, const Ambient& ambient, const Actor& actor, const Admission& admission,
           const Programme& programme, const JoiningDecision& decision)
{
    Facts facts{{"decision", decision.id.text()},
                {"digest", decision.digest},
                {"verdict", decision.verdict},
                {"remedies", joined_codes(decision.remedies)}};
    if (decision.replaces)
        facts.emplace_back("replaces", decision.replaces->text());
    if (const auto clock = clock_of(tx, admission.id); clock && clock->decided_at == ambient.received_at)
    {
        facts.emplace_back("limit", clock->limit);
        facts.emplace_back("in_time", *clock->decided_at <= clock->due_at ? "yes" : "no");
    }
    // Who is in the register is public; why somebody is not is a matter of the two.
    note(tx, ambient, actor, "admission." + decision.outcome, admission, std::move(facts),
         lets_in(decision.outcome) ? journal::Audience::everyone : journal::Audience::organisation);
    work::send(tx, ambient, "admission.decided", Language::fi, admission.provider.text(),
               {{"request", admission.id.text()}, {"decision", decision.id.text()}});
    if (lets_in(decision.outcome))
        plan_recheck(tx, ambient, admission, programme);
}

void keep(Transaction& tx, const Ambient& ambient, const Admission& admission,
          const JoiningDecision& decision)
{
    insert(tx, decision);
    close_joining_clock(tx, ambient, admission, true);
    stop_joining_clock(tx, ambient, admission);
}

// How a standing decision is made again: the acts of the state table.
std::vector<std::string_view> correcting_acts(std::string_view state, std::string_view outcome)
{
    using namespace admission_state;
    if (state == rejected && (outcome == "admitted" || outcome == "rejected"))
        return {"reopen_by_correction", verb_of(outcome)};
    if (state == removed && outcome == "restored")
        return {"reinstate_by_correction"};
    return {};
}

Refusal incomplete(std::vector<FieldError> faults)
{
    return refuse(Fault::invalid, "admission.decision_incomplete", "The decision cannot be made like this.")
        .in(std::move(faults));
}

} // namespace

Result<JoiningDecision> decide_joining(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       const DecideOnAdmission& wish)
{
    auto admission = request_for_member(tx, ambient, actor, wish.admission);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();
    if (auto two = check_two_persons(tx, actor, *admission); !two)
        return two.refusal();

    const auto programme = programme_of(tx, *admission);
    const auto rows =
        assess(assessment_input(tx, *admission, programme), finnish_date(ambient.received_at), ambient.law);

    if (const auto listed = admission_states().move(admission->state, verb_of(wish.outcome)); !listed)
        return listed.refusal();
    if (auto faults = grounds_faults(wish, rows); !faults.empty())
        return incomplete(std::move(faults));
    const bool takes_away = wish.outcome == "suspended" || wish.outcome == "removed";
    if (takes_away && !is_heard(tx, admission->id, ambient.received_at))
        return refuse(Fault::conflict, "admission.not_heard",
                      "Ask the provider first: nothing is taken from it unheard.");
    const auto decision = written(tx, ambient, actor, wish, *admission, programme, rows, std::nullopt);

    if (auto moved = move(tx, ambient, *admission, verb_of(wish.outcome)); !moved)
        return moved.refusal();
    keep(tx, ambient, *admission, decision);

    serve(tx, ambient, actor, *admission, programme, decision);
    return decision;
}

Result<JoiningDecision> correct_joining(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                        const DecideOnAdmission& wish)
{
    auto admission = request_for_member(tx, ambient, actor, wish.admission);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();
    if (auto two = check_two_persons(tx, actor, *admission); !two)
        return two.refusal();

    const auto programme = programme_of(tx, *admission);
    const auto decisions = joining_decisions_of(tx, admission->id);
    const auto newest = find_in(tx, *admission->category, admission->provider);
    const auto rows =
        assess(assessment_input(tx, *admission, programme), finnish_date(ambient.received_at), ambient.law);
    PROMISE(newest.has_value());

    const auto acts = correcting_acts(admission->state, wish.outcome);
    if (decisions.empty() || acts.empty())
        return refuse(Fault::conflict, "admission.nothing_to_correct",
                      "No decision stands here that this would correct.");
    if (newest->id != admission->id)
        return refuse(Fault::conflict, "admission.newer_request",
                      "The provider has asked again: decide on the new request.");
    const auto end = system_limit(LimitStage::own_correction, programme.regime, decisions.back().decided_at,
                                  ambient.today(), ambient.law);
    if (!is_kept(end, ambient.received_at))
        return refuse(Fault::too_late, "admission.correction_too_late",
                      "A decision is corrected within {days} days.")
            .with("days", std::int64_t{end.length.count});
    if (auto faults = grounds_faults(wish, rows); !faults.empty())
        return incomplete(std::move(faults));
    const auto decision = written(tx, ambient, actor, wish, *admission, programme, rows, decisions.back().id);

    for (const auto verb : acts)
        if (auto moved = move(tx, ambient, *admission, verb); !moved)
            return moved.refusal();
    keep(tx, ambient, *admission, decision);

    serve(tx, ambient, actor, *admission, programme, decision);
    return decision;
}

} // namespace kori::admissions
