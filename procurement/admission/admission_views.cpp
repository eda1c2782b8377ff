#include "procurement/admission/admission_views.hpp"

#include "procurement/admission/admission_steps.hpp"
#include "procurement/admission/joining_views.hpp"
#include "procurement/programme/channel_shape.hpp"

namespace kori::admissions
{

using namespace http;

namespace
{

json::Object view_of(const DeclaredEvidence& declared)
{
    return json::Object{}
        .add("id", declared.id)
        .add("code", declared.evidence.code)
        .add("valid_from", declared.evidence.validity.from)
        .add_if("valid_to", declared.evidence.validity.to)
        .add("statement", declared.statement)
        .add("recorded_at", declared.recorded_at);
}

json::Object view_of(const AdmissionCheck& check)
{
    return json::Object{}
        .add("id", check.id)
        .add("kind", check.kind)
        .add("extract_on", check.extract_on)
        .add("result", check.result)
        .add("checked_by", check.checked_by)
        .add("checked_at", check.checked_at);
}

// Of both channels; a state that both have stands once.
std::vector<std::string> all_states()
{
    std::vector<std::string> codes;
    for (const auto* table : {&acceptance_states(), &admission_states()})
        for (const auto state : table->states)
            if (!holds(codes, state))
                codes.emplace_back(state);
    return codes;
}

std::vector<Member> request_members()
{
    return {required("id", id_of<AdmissionTag>("Request")),
            required("programme", id_of<ProgrammeTag>("Programme")),
            required("authority", id_of<OrganisationTag>("Who answers")),
            required("provider", id_of<OrganisationTag>("Who asks")),
            required("channel", channel_shape("The programme's")),
            required("state", code(all_states(), "Where it stands, by its channel's table")),
            optional("category", id_of<CategoryTag>("In a DPS: which one")),
            optional("submitted_at", instant("When it arrived", "2026-03-02T10:15:00Z")),
            optional("clock_from", date("Receipt, or the reopening that it waited for", "2026-03-02")),
            optional("answer_due_on", date("The last day of the promised answer", "2026-03-16")),
            required("revision", integer(1, 1'000'000'000, "Revision", 1))};
}

Shape evidence_shape()
{
    return object(
        "DeclaredEvidence", "What the provider says it can show; asked once for the whole authority",
        {required("id", id_of<EvidenceTag>("Declaration")),
         required("code", condition_code("Which", "tax_certificate")),
         required("valid_from", date("First day", "2026-01-01")),
         optional("valid_to", date("First day that no longer counts", "2027-01-01")),
         required("statement", text(1, 2'000, "In the provider's words", "Verovelkatodistus 1.1.2026")),
         required("recorded_at", instant("When", "2026-03-02T10:15:00Z"))});
}

Shape question_shape()
{
    return object("AcceptanceQuestion", "A clarification; the clock of the answer does not stop",
                  {required("id", id_of<AdmissionQuestionTag>("Question")),
                   required("question", text(1, 2'000, "What is asked", "Millä kielillä palvelette?")),
                   required("asked_at", instant("When", "2026-03-03T10:15:00Z")),
                   optional("answer", text(1, 4'000, "What was answered", "Suomeksi ja ruotsiksi.")),
                   optional("answered_at", instant("When", "2026-03-04T10:15:00Z"))});
}

Shape check_shape()
{
    return object("RecordCheck", "Who saw an extract, when, and what came of it; the extract is not kept",
                  {required("id", id_of<AdmissionCheckTag>("Check")),
                   required("kind", code({"criminal_record"}, "Of what")),
                   required("extract_on", date("Day of the extract", "2026-02-02")),
                   required("result", check_result_shape()),
                   required("checked_by", id_of<MembershipTag>("Who looked")),
                   required("checked_at", instant("When", "2026-03-03T10:15:00Z"))});
}

// In a DPS: what the provider confirmed for this request, whichever authority it was first given to (§87(2),
// §88).
std::vector<DeclaredEvidence> shown_evidence(Transaction& tx, const Admission& admission)
{
    if (admission.channel != Channel::dps)
        return declarations_of(tx, admission.provider, admission.authority);
    const auto statement = statement_of(tx, admission.id);
    return declared_until(tx, admission.provider, statement ? statement->confirmed_at : Instant{},
                          admission.id);
}

} // namespace

json::Object view_of(const Admission& admission)
{
    return json::Object{}
        .add("id", admission.id)
        .add("programme", admission.programme)
        .add("authority", admission.authority)
        .add("provider", admission.provider)
        .add("channel", code_of(admission.channel))
        .add("state", admission.state)
        .add_if("category", admission.category)
        .add_if("submitted_at", admission.submitted_at)
        .add_if("clock_from", admission.clock_from)
        .add_if("answer_due_on", admission.answer_due_on)
        .add("revision", admission.revision);
}

json::Object view_of(const AdmissionDecision& decision)
{
    return json::Object{}
        .add("id", decision.id)
        .add("request", decision.admission)
        .add("outcome", decision.outcome)
        .add("reasons", decision.reasons)
        .add("failed_conditions", json::array_of(decision.failed_conditions))
        .add("missing_evidence", json::array_of(decision.missing_evidence))
        .add("remedy", decision.remedy)
        .add("document", decision.document)
        .add("decided_at", decision.decided_at)
        .add_if("replaces", decision.replaces);
}

json::Object full_view(Call& call, const Admission& admission)
{
    auto view = view_of(admission);
    const bool for_authority = call.actor.speaks_for(admission.authority);
    const bool is_hidden = for_authority && is_sealed(call.tx, admission, call.ambient.now);
    json::Array evidence;
    json::Array questions;
    json::Array decisions;
    if (!is_hidden)
    {
        for (const auto& declared : shown_evidence(call.tx, admission))
            evidence.emplace_back(view_of(declared));
        for (const auto& question : questions_of(call.tx, admission.id))
            questions.emplace_back(json::Object{}
                                       .add("id", question.id)
                                       .add("question", question.question)
                                       .add("asked_at", question.asked_at)
                                       .add_if("answer", question.answer)
                                       .add_if("answered_at", question.answered_at));
        for (const auto& decision : decisions_of(call.tx, admission.id))
            decisions.emplace_back(view_of(decision));
    }
    view.add("evidence", std::move(evidence))
        .add("questions", std::move(questions))
        .add("decisions", std::move(decisions));
    if (admission.channel == Channel::dps)
        view.add("joining", joining_view(call, admission, is_hidden));
    if (for_authority)
    {
        json::Array checks;
        for (const auto& check : checks_of(call.tx, admission.id))
            checks.emplace_back(view_of(check));
        view.add("checks", std::move(checks)).add_if("assessed_by", admission.assessed_by);
    }
    return view;
}

Shape request_shape()
{
    auto members = request_members();
    members.push_back(required("evidence", list(evidence_shape(), 0, 500, "On file for this authority")));
    members.push_back(required("questions", list(question_shape(), 0, 200, "Oldest first")));
    members.push_back(required("decisions", list(decision_shape(), 0, 200, "Oldest first")));
    members.push_back(optional("checks", list(check_shape(), 0, 200, "For the authority only")));
    members.push_back(optional("joining", joining_shape()));
    members.push_back(optional("assessed_by", id_of<MembershipTag>("For the authority only")));
    return object("AcceptanceRequest", "A request to join a programme, and what became of it",
                  std::move(members));
}

Shape row_shape(bool is_queue)
{
    auto members = request_members();
    if (is_queue)
        members.push_back(required("is_overdue", boolean("The promised day has passed", false)));
    return object(is_queue ? "WaitingRequest" : "RequestRow", "A request in a list", std::move(members));
}

Shape decision_shape()
{
    return object(
        "AcceptanceDecision", "An administrative decision; it never changes",
        {required("id", id_of<AdmissionDecisionTag>("Decision")),
         required("request", id_of<AdmissionTag>("On which request")), required("outcome", outcome_shape()),
         required("reasons", reasons_shape()),
         required("failed_conditions", list(condition_code("Code", "capacity"), 0, 100, "Not met")),
         required("missing_evidence", list(condition_code("Code", "tax_certificate"), 0, 100, "Missing")),
         required("remedy", text(1, 100, "Which instructions went with it", "municipal_correction")),
         required("document",
                  local_text(20'000, "What was served", "HALLINTOPÄÄTÖS …", "FÖRVALTNINGSBESLUT …")),
         required("decided_at", instant("When", "2026-03-10T10:15:00Z")),
         optional("replaces", id_of<AdmissionDecisionTag>("The decision that it corrects"))});
}

Shape accepted_shape()
{
    return object("AcceptedProvider", "Who stands in the programme now",
                  {required("provider", id_of<OrganisationTag>("Provider")),
                   required("name", local_text(200, "Name", "Savon Työpolku ry", "Savon Työpolku rf")),
                   required("legal_form", text(1, 50, "Legal form", "association")),
                   required("decision", id_of<AdmissionDecisionTag>("By which decision")),
                   required("decided_at", instant("Since when", "2026-03-10T10:15:00Z"))});
}

Shape outcome_shape()
{
    return code({"accepted", "rejected", "suspended", "restored", "removed"}, "What was decided");
}

Shape reasons_shape()
{
    return local_text(4'000, "Reasons", "Kaikki julkaistut ehdot täyttyvät.",
                      "Alla publicerade villkor uppfylls.");
}

Shape check_result_shape()
{
    return code({"nothing_found", "ground_found"}, "What came of it");
}

Shape condition_code(std::string about, std::string example)
{
    return text(1, 100, std::move(about), std::move(example));
}

} // namespace kori::admissions
