#include "procurement/admission/admission_actions.hpp"

#include "core/base/law_book.hpp"
#include "core/work/outbox.hpp"
#include "procurement/admission/acceptance_document.hpp"
#include "procurement/basket/basket_store.hpp"
#include "procurement/party/party_actions.hpp"
#include "procurement/programme/programme_store.hpp"

#include <algorithm>

namespace kori::admissions
{
namespace
{

constexpr std::string_view answer_due = "acceptance.answer_due";
constexpr std::string_view reopening_watch = "acceptance.reopening_watch";
constexpr std::string_view task_answer = "acceptance.answer";
constexpr std::string_view task_overdue = "acceptance.overdue";
constexpr std::string_view task_clarify = "acceptance.clarify";
constexpr std::string_view task_leaving = "acceptance.confirm_leaving";
constexpr std::int64_t batch = 10'000; // requests of one programme in one act

Refusal not_a_member()
{
    return refuse(Fault::forbidden, "acceptance.not_a_member",
                  "Only a member of the organisation does this.");
}

std::optional<Admission> own_request(Transaction& tx, const Actor& actor, AdmissionId id)
{
    auto admission = find(tx, id);
    return admission && actor.speaks_for(admission->provider) ? std::move(admission) : std::nullopt;
}

// An authority sees a request from its submission on.
std::optional<Admission> received_request(Transaction& tx, const Actor& actor, AdmissionId id)
{
    auto admission = find(tx, id);
    const bool is_visible = admission && actor.speaks_for(admission->authority) && admission->submitted_at;
    return is_visible ? std::move(admission) : std::nullopt;
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Admission& admission, Facts facts,
          journal::Audience audience = journal::Audience::organisation)
{
    facts.emplace_back("programme", admission.programme.text());
    facts.emplace_back("provider", admission.provider.text());
    // A draft is the provider's matter alone.
    auto organisations = admission.submitted_at
                             ? std::vector{admission.authority.text(), admission.provider.text()}
                             : std::vector{admission.provider.text()};
    journal::append(
        tx, ambient, access::doer_of(actor),
        {std::move(kind), admission.id.text(), std::move(facts), audience, std::move(organisations), {}, {}});
}

Result<Done> move(Transaction& tx, const Ambient& ambient, Admission& admission, std::string_view verb)
{
    auto next = acceptance_states().move(admission.state, verb);
    if (!next)
        return next.refusal();
    admission.state = std::move(*next);
    admission.revision += 1;
    save(tx, admission, ambient.now);
    return Done{};
}

void give_task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view role,
               std::string_view kind, AdmissionId about, std::optional<Instant> due_at)
{
    access::insert(tx,
                   Task{ambient.next<TaskTag>(), organisation, std::nullopt, std::string{role},
                        std::string{kind}, about.text(), due_at},
                   ambient.now);
}

void tell(Transaction& tx, const Ambient& ambient, std::string_view name, OrganisationId recipient,
          const Admission& admission)
{
    work::send(tx, ambient, name, Language::fi, recipient.text(), {{"request", admission.id.text()}});
}

// The programme's own promise, else the area's, else the default: whole working days after the day of
// receipt.
void start_clock(Transaction& tx, const Ambient& ambient, Admission& admission, const Programme& programme,
                 CivilDate from)
{
    const auto days = programme.answer_working_days
                          ? *programme.answer_working_days
                          : parties::value_for(tx, ambient.law, admission.authority,
                                               "service_level.acceptance_answer.working_days", from);
    admission.clock_from = from;
    admission.answer_due_on = answer_promised_by(from, static_cast<int>(days), ambient.law);
    // An answer on the promised day is in time until its last moment.
    work::plan(tx, ambient, answer_due, admission.id.text(), admission.authority,
               start_of_day(plus_days(*admission.answer_due_on, 1)));
    give_task(tx, ambient, admission.authority, role::procurement_officer, task_answer, admission.id,
              end_of_day(*admission.answer_due_on));
}

void watch_for_reopening(Transaction& tx, const Ambient& ambient, const Admission& admission, CivilDate from)
{
    work::plan(tx, ambient, reopening_watch, admission.id.text(), admission.authority,
               start_of_day(plus_days(from, 1)));
}

void stop_clock(Transaction& tx, const Ambient& ambient, AdmissionId id)
{
    work::cancel(tx, ambient, answer_due, id.text());
    work::cancel(tx, ambient, reopening_watch, id.text());
    for (const auto kind : {task_answer, task_overdue, task_clarify, task_leaving})
        access::finish_tasks(tx, kind, id.text(), ambient.now);
}

Result<Done> reopen(Transaction& tx, const Ambient& ambient, const Actor& actor, Admission& admission,
                    const Programme& programme, CivilDate reopened_on)
{
    work::cancel(tx, ambient, reopening_watch, admission.id.text());
    start_clock(tx, ambient, admission, programme, reopened_on);
    if (auto moved = move(tx, ambient, admission, "reopen"); !moved)
        return moved;
    note(tx, ambient, actor, "acceptance.clock_started", admission,
         {{"clock_from", to_text(reopened_on)}, {"answer_due_on", to_text(*admission.answer_due_on)}});
    return Done{};
}

// Conditions and demands for evidence that the programme's baskets have published.
struct Published
{
    std::vector<NamedCondition> conditions;
    std::vector<std::string> evidence;
};

Published published_in(Transaction& tx, const Programme& programme)
{
    Published published;
    for (const auto& basket : baskets::after(tx, "", batch, programme.authority, programme.id, true))
    {
        const auto version = basket.current ? baskets::find_version(tx, *basket.current) : std::nullopt;
        if (!version)
            continue;
        for (const auto& condition : version->terms.boundary_conditions)
        {
            published.conditions.push_back({condition.code, condition.text});
            if (condition.kind == ConditionKind::evidence_present)
                published.evidence.insert(published.evidence.end(), condition.codes.begin(),
                                          condition.codes.end());
        }
    }
    return published;
}

const NamedCondition* find_condition(const Published& published, std::string_view code)
{
    const auto at = std::find_if(published.conditions.begin(), published.conditions.end(),
                                 [&](const NamedCondition& one) { return one.code == code; });
    return at == published.conditions.end() ? nullptr : &*at;
}

FieldError field(std::string pointer, std::string rule, std::string sentence)
{
    return {std::move(pointer), std::move(rule), std::move(sentence), {}};
}

// Whoever meets the conditions is accepted: a refusal names what was published and is not met.
std::vector<FieldError> faults_of(Transaction& tx, const DecideOnAdmission& wish, const Admission& admission,
                                  const Published& published, CivilDate today)
{
    std::vector<FieldError> faults;
    if (cites_procurement_act(wish.reasons))
        faults.push_back(
            field("/reasons", "acceptance.reasons_from_another_channel",
                  "A decision of this channel rests on its own published conditions and on no other act."));
    const bool takes_away =
        wish.outcome == "rejected" || wish.outcome == "removed" || wish.outcome == "suspended";
    const bool names_grounds = !wish.failed_conditions.empty() || !wish.missing_evidence.empty();
    // ASSUMED: a suspension or removal may also rest on how the provider acted; its reasons say so.
    if (wish.outcome == "rejected" && !names_grounds)
        faults.push_back(field("/failed_conditions", "acceptance.ground_missing",
                               "Name a published condition that is not met, or evidence that is missing."));
    if (!takes_away && names_grounds)
        faults.push_back(field("/failed_conditions", "acceptance.ground_not_expected",
                               "Who is accepted has no condition that is not met."));
    for (std::size_t i = 0; i < wish.failed_conditions.size(); ++i)
        if (find_condition(published, wish.failed_conditions[i]) == nullptr)
            faults.push_back(field("/failed_conditions/" + std::to_string(i),
                                   "acceptance.condition_not_published",
                                   "No published basket of the programme has this condition."));
    const auto on_file = evidence_of(tx, admission.provider, admission.authority);
    for (std::size_t i = 0; i < wish.missing_evidence.size(); ++i)
    {
        const auto& code = wish.missing_evidence[i];
        const auto pointer = "/missing_evidence/" + std::to_string(i);
        if (!holds(published.evidence, code))
            faults.push_back(field(pointer, "acceptance.evidence_not_asked",
                                   "No published basket of the programme asks for this evidence."));
        else if (std::any_of(on_file.begin(), on_file.end(), [&](const EvidenceOnFile& one)
                             { return one.code == code && one.validity.contains(today); }))
            faults.push_back(
                field(pointer, "acceptance.evidence_on_file", "This evidence is on file and valid."));
    }
    return faults;
}

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
    const bool is_county = entity && entity->kind == EntityKind::wellbeing_county;

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
    // ASSUMED: a wellbeing county's remedies have the same days under its own act (611/2021).
    words.statute =
        is_county
            ? LocalText{"laki hyvinvointialueesta 611/2021", "lagen om välfärdsområden 611/2021",
                        "Act on Wellbeing Services Counties 611/2021"}
            : LocalText{"kuntalaki 410/2015", "kommunallagen 410/2015", "Local Government Act 410/2015"};
    words.correction_days = ambient.law.integer("T51.correction.days", today);
    words.appeal_days = ambient.law.integer("T51.appeal.days", today);

    const auto& remedy = ambient.law.code("remedy.open_acceptance.first", today);
    PROMISE(remedy == "municipal_correction"); // the document's words are those of this remedy
    return {ambient.next<AdmissionDecisionTag>(),
            admission.id,
            wish.outcome,
            wish.reasons,
            remedy,
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

bool is_undecided(std::string_view state)
{
    using namespace acceptance_state;
    return state == submitted || state == waiting_reopening || state == under_review ||
           state == clarification;
}

// Can a provider that has this request start another one?
bool leaves_room(std::string_view state)
{
    using namespace acceptance_state;
    return state == rejected || state == left || state == removed || state == withdrawn ||
           state == abandoned || state == lapsed || state == ended;
}

void fall_due(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto id = AdmissionId::parse(moment.about);
    PROMISE(id.has_value());
    const auto admission = find(tx, *id);
    PROMISE(admission.has_value());
    if (!is_undecided(admission->state))
        return;
    Actor clock;
    clock.kind = ActorKind::clock;
    give_task(tx, ambient, admission->authority, role::decision_maker, task_overdue, *id, moment.due_at);
    note(tx, ambient, clock, "acceptance.answer_overdue", *admission,
         {{"answer_due_on", to_text(*admission->answer_due_on)}, {"overdue_from", to_text(moment.due_at)}});
    tell(tx, ambient, "acceptance.answer_overdue", admission->authority, *admission);
}

// Looks at each midnight: what was closed then and is open now reopened on the day between.
void look_for_reopening(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto id = AdmissionId::parse(moment.about);
    PROMISE(id.has_value());
    auto admission = find(tx, *id);
    PROMISE(admission.has_value());
    if (admission->state != acceptance_state::waiting_reopening)
        return;
    const auto programme = programmes::find(tx, admission->programme);
    PROMISE(programme.has_value());
    const auto today = finnish_date(moment.due_at);
    Actor clock;
    clock.kind = ActorKind::clock;
    if (programme->state == programme_state::closed_temp)
        return watch_for_reopening(tx, ambient, *admission, today);
    if (programme->state == programme_state::open)
        PROMISE(bool(reopen(tx, ambient, clock, *admission, *programme, plus_days(today, -1))));
}

} // namespace

Result<Admission> start_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                ProgrammeId programme_id)
{
    if (actor.organisation_kind == OrganisationKind::civic && actor.organisation)
        return refuse(Fault::conflict, "acceptance.not_needed",
                      "Who neither sells nor buys stands in the register without acceptance.");
    if (!actor.is_provider())
        return refuse(Fault::forbidden, "acceptance.not_a_provider", "Only a provider asks to join.");

    const auto programme = programmes::find(tx, programme_id);
    if (!programme || !programme->published_at)
        return absent();
    const auto earlier = find_of(tx, programme_id, *actor.organisation);

    if (programme->channel != Channel::open_acceptance)
        return refuse(Fault::conflict, "acceptance.other_channel",
                      "This programme does not work by acceptance.");
    if (!takes_requests(programme->state))
        return refuse(Fault::conflict, "acceptance.programme_over", "This programme takes no requests.");
    if (earlier && !leaves_room(earlier->state))
        return refuse(Fault::conflict, "acceptance.request_already",
                      "You have a request or an acceptance here already.");

    const Admission admission{ambient.next<AdmissionTag>(),
                              programme->id,
                              programme->authority,
                              *actor.organisation,
                              programme->channel,
                              std::string{acceptance_states().initial},
                              std::nullopt,
                              std::nullopt,
                              1,
                              std::nullopt,
                              std::nullopt};
    insert(tx, admission, ambient.now);

    note(tx, ambient, actor, "acceptance.request_started", admission, {});
    return admission;
}

Result<DeclaredEvidence> declare_evidence(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          AdmissionId id, const EvidenceOnFile& evidence,
                                          const std::string& statement)
{
    const auto admission = own_request(tx, actor, id);
    if (!admission)
        return absent();

    if (leaves_room(admission->state))
        return refuse(Fault::conflict, "acceptance.request_over", "This request is over; start a new one.");
    // The content of an extract is nobody's to keep: the authority looks at it and notes that it did (T28).
    if (evidence.code.find("criminal") != std::string::npos)
        return refuse(Fault::invalid, "acceptance.never_stored",
                      "An extract from the criminal record is shown, never stored; the authority notes the "
                      "check.")
            .in({field("/code", "acceptance.never_stored",
                       "An extract from the criminal record is shown, never stored; the authority notes the "
                       "check.")});
    if (evidence.validity.is_empty())
        return refuse(Fault::invalid, "acceptance.empty_validity", "The end must be after the beginning.")
            .in({field("/valid_to", "acceptance.empty_validity", "The end must be after the beginning.")});

    const DeclaredEvidence declared{ambient.next<EvidenceTag>(),
                                    id,
                                    admission->provider,
                                    admission->authority,
                                    evidence,
                                    statement,
                                    ambient.now};
    insert(tx, declared);

    Facts facts{{"evidence", declared.id.text()},
                {"code", evidence.code},
                {"valid_from", to_text(evidence.validity.from)}};
    if (evidence.validity.to)
        facts.emplace_back("valid_to", to_text(*evidence.validity.to));
    note(tx, ambient, actor, "acceptance.evidence_declared", *admission, std::move(facts));
    return declared;
}

Result<Admission> submit_request(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return absent();

    const auto programme = programmes::find(tx, admission->programme);
    PROMISE(programme.has_value());

    if (const auto listed = acceptance_states().move(admission->state, "submit"); !listed)
        return listed.refusal();
    if (!takes_requests(programme->state))
        return refuse(Fault::conflict, "acceptance.programme_over", "This programme takes no requests.");
    admission->submitted_at = ambient.received_at;
    const auto received_on = finnish_date(ambient.received_at);
    const bool waits = programme->state == programme_state::closed_temp;
    if (!waits)
        start_clock(tx, ambient, *admission, *programme, received_on);

    if (auto moved = move(tx, ambient, *admission, "submit"); !moved)
        return moved.refusal();
    if (waits)
    {
        if (auto moved = move(tx, ambient, *admission, "wait_for_reopening"); !moved)
            return moved.refusal();
        watch_for_reopening(tx, ambient, *admission, received_on);
    }

    Facts facts{{"received_at", to_text(ambient.received_at)}, {"waits_for_reopening", yes_no(waits)}};
    if (admission->answer_due_on)
        facts.emplace_back("answer_due_on", to_text(*admission->answer_due_on));
    note(tx, ambient, actor, "acceptance.submitted", *admission, std::move(facts));
    tell(tx, ambient, "acceptance.request_received", admission->provider, *admission);
    return *admission;
}

namespace
{

Result<Admission> ended_by_provider(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    AdmissionId id, std::string_view verb, std::string kind)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return absent();

    if (auto moved = move(tx, ambient, *admission, verb); !moved)
        return moved.refusal();
    stop_clock(tx, ambient, id);

    note(tx, ambient, actor, std::move(kind), *admission, {});
    return *admission;
}

} // namespace

Result<Admission> abandon_request(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    return ended_by_provider(tx, ambient, actor, id, "abandon", "acceptance.abandoned");
}

Result<Admission> withdraw_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id)
{
    return ended_by_provider(tx, ambient, actor, id, "withdraw", "acceptance.withdrawn");
}

Result<Admission> answer_clarification(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       AdmissionId id, const std::string& answer)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return absent();

    if (auto moved = move(tx, ambient, *admission, "clarify"); !moved)
        return moved.refusal();
    const auto questions = questions_of(tx, id);
    PROMISE(!questions.empty() && !questions.back().answer);
    answer_question(tx, questions.back().id, answer, ambient.now);
    access::finish_tasks(tx, task_clarify, id.text(), ambient.now);

    note(tx, ambient, actor, "acceptance.clarified", *admission, {{"question", questions.back().id.text()}});
    return *admission;
}

Result<Admission> ask_to_leave(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return absent();

    if (auto moved = move(tx, ambient, *admission, "ask_to_leave"); !moved)
        return moved.refusal();
    give_task(tx, ambient, admission->authority, role::procurement_officer, task_leaving, id, std::nullopt);

    note(tx, ambient, actor, "acceptance.leave_asked", *admission, {});
    return *admission;
}

Result<Admission> take_into_review(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id)
{
    auto admission = received_request(tx, actor, id);
    if (!admission)
        return absent();
    if (!actor.membership)
        return not_a_member();

    if (admission->state == acceptance_state::waiting_reopening)
    {
        const auto programme = programmes::find(tx, admission->programme);
        PROMISE(programme.has_value());
        if (programme->state != programme_state::open)
            return refuse(Fault::conflict, "acceptance.waits_for_reopening",
                          "The programme is closed: the request waits for its reopening.");
        // It was closed at the last midnight, or the watch would have seen it.
        if (auto begun = reopen(tx, ambient, actor, *admission, *programme, ambient.today()); !begun)
            return begun.refusal();
    }
    admission->assessed_by = actor.membership;
    if (auto moved = move(tx, ambient, *admission, "open"); !moved)
        return moved.refusal();

    note(tx, ambient, actor, "acceptance.opened", *admission, {});
    return *admission;
}

Result<Admission> ask_clarification(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    AdmissionId id, const std::string& question)
{
    auto admission = received_request(tx, actor, id);
    if (!admission)
        return absent();
    if (!actor.membership)
        return not_a_member();

    if (auto moved = move(tx, ambient, *admission, "ask_clarification"); !moved)
        return moved.refusal();
    const AdmissionQuestion asked{ambient.next<AdmissionQuestionTag>(), id, question, *actor.membership,
                                  ambient.now};
    insert(tx, asked);
    give_task(tx, ambient, admission->provider, role::manager, task_clarify, id, std::nullopt);

    note(tx, ambient, actor, "acceptance.clarification_asked", *admission, {{"question", asked.id.text()}});
    tell(tx, ambient, "acceptance.clarification_asked", admission->provider, *admission);
    return *admission;
}

Result<Admission> end_waiting(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = received_request(tx, actor, id);
    if (!admission)
        return absent();

    if (auto moved = move(tx, ambient, *admission, "end_waiting"); !moved)
        return moved.refusal();
    // Decided on what there is; the question stays on record without an answer.
    access::finish_tasks(tx, task_clarify, id.text(), ambient.now);

    note(tx, ambient, actor, "acceptance.waiting_ended", *admission, {});
    return *admission;
}

Result<AdmissionCheck> note_check(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id,
                                  CivilDate extract_on, const std::string& result)
{
    const auto admission = received_request(tx, actor, id);
    if (!admission)
        return absent();
    if (!actor.membership)
        return not_a_member();

    const auto today = finnish_date(ambient.received_at);
    const auto months = ambient.law.integer("T28.months", today);
    if (leaves_room(admission->state))
        return refuse(Fault::conflict, "acceptance.request_over", "This request is over; start a new one.");
    if (extract_on > today)
        return refuse(Fault::invalid, "acceptance.extract_in_future",
                      "The extract is of a day that has not come.")
            .in({field("/extract_on", "acceptance.extract_in_future",
                       "The extract is of a day that has not come.")});
    if (plus_months(extract_on, static_cast<int>(months)) < today)
        return refuse(Fault::invalid, "acceptance.extract_too_old",
                      "The extract is at most {months} months old.")
            .with("months", months)
            .in({{"/extract_on",
                  "acceptance.extract_too_old",
                  "The extract is at most {months} months old.",
                  {{"months", months}}}});

    const AdmissionCheck check{ambient.next<AdmissionCheckTag>(),
                               id,
                               "criminal_record",
                               extract_on,
                               result,
                               *actor.membership,
                               ambient.now};
    insert(tx, check);

    // The result is told to those who need it (§88(4)): not to the journal.
    note(tx, ambient, actor, "acceptance.check_noted", *admission,
         {{"check", check.id.text()}, {"kind", check.kind}, {"extract_on", to_text(extract_on)}});
    return check;
}

Result<Admission> confirm_leaving(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = received_request(tx, actor, id);
    if (!admission)
        return absent();

    if (auto moved = move(tx, ambient, *admission, "leave"); !moved)
        return moved.refusal();
    stop_clock(tx, ambient, id);

    note(tx, ambient, actor, "acceptance.left", *admission, {}, journal::Audience::everyone);
    tell(tx, ambient, "acceptance.left", admission->provider, *admission);
    return *admission;
}

Result<AdmissionDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const DecideOnAdmission& wish)
{
    auto admission = received_request(tx, actor, wish.admission);
    if (!admission)
        return absent();
    if (!actor.membership)
        return not_a_member();

    const auto programme = programmes::find(tx, admission->programme);
    PROMISE(programme.has_value());
    const auto published = published_in(tx, *programme);

    if (const auto listed = acceptance_states().move(admission->state, verb_of(wish.outcome)); !listed)
        return listed.refusal();
    if (auto faults = faults_of(tx, wish, *admission, published, finnish_date(ambient.received_at));
        !faults.empty())
        return refuse(Fault::invalid, "acceptance.decision_incomplete",
                      "The decision cannot be made like this.")
            .in(std::move(faults));
    const auto decision = written(tx, ambient, actor, wish, *admission, *programme, published, std::nullopt);

    if (auto moved = move(tx, ambient, *admission, verb_of(wish.outcome)); !moved)
        return moved.refusal();
    insert(tx, decision);
    stop_clock(tx, ambient, admission->id);

    serve(tx, ambient, actor, *admission, decision);
    return decision;
}

Result<AdmissionDecision> correct(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  const DecideOnAdmission& wish)
{
    auto admission = received_request(tx, actor, wish.admission);
    if (!admission)
        return absent();
    if (!actor.membership)
        return not_a_member();

    const auto programme = programmes::find(tx, admission->programme);
    const auto newest = find_of(tx, admission->programme, admission->provider);
    const auto standing = standing_decision(tx, admission->id);
    PROMISE(programme && newest);
    const auto published = published_in(tx, *programme);

    const auto acts = correcting_acts(admission->state, wish.outcome);
    if (!standing || !acts)
        return refuse(Fault::conflict, "acceptance.nothing_to_correct",
                      "No decision stands here that this would correct.");
    if (newest->id != admission->id)
        return refuse(Fault::conflict, "acceptance.newer_request",
                      "The provider has asked again: decide on the new request.");
    if (auto faults = faults_of(tx, wish, *admission, published, finnish_date(ambient.received_at));
        !faults.empty())
        return refuse(Fault::invalid, "acceptance.decision_incomplete",
                      "The decision cannot be made like this.")
            .in(std::move(faults));
    const auto decision = written(tx, ambient, actor, wish, *admission, *programme, published, standing->id);

    for (const auto verb : *acts)
        if (auto moved = move(tx, ambient, *admission, verb); !moved)
            return moved.refusal();
    insert(tx, decision);

    serve(tx, ambient, actor, *admission, decision);
    return decision;
}

void end_with_programme(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const Programme& programme)
{
    using namespace acceptance_state;
    const auto end_all = [&](std::string_view state, std::string_view verb, const std::string& kind)
    {
        for (auto& admission : in_state(tx, programme.id, state, batch))
        {
            PROMISE(bool(move(tx, ambient, admission, verb)));
            stop_clock(tx, ambient, admission.id);
            note(tx, ambient, actor, kind, admission, {});
            tell(tx, ambient, kind, admission.provider, admission);
        }
    };
    for (const auto state : {submitted, waiting_reopening, under_review, clarification})
        end_all(state, "lapse", "acceptance.lapsed");
    for (const auto state : {accepted, renewal_asked, suspended, leaving})
        end_all(state, "end", "acceptance.ended");
}

void add_due_acts(work::DueActs& acts)
{
    acts.add(std::string{answer_due}, fall_due);
    acts.add(std::string{reopening_watch}, look_for_reopening);
}

} // namespace kori::admissions
