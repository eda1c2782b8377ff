#include "procurement/admission/joining_views.hpp"

#include "core/http/environment.hpp"
#include "core/http/locale.hpp"
#include "procurement/admission/admission_views.hpp"
#include "procurement/admission/declaration_document.hpp"
#include "procurement/admission/joining_steps.hpp"

namespace kori::admissions
{

using namespace http;

namespace
{

json::Object view_of(const JoiningClock& clock)
{
    return json::Object{}
        .add("start", code_of(clock.start))
        .add("started_on", clock.started_on)
        .add("limit", clock.limit)
        .add("due_at", clock.due_at)
        .add_if("extension_reason", clock.extension_reason)
        .add_if("extended_at", clock.extended_at)
        .add_if("decided_at", clock.decided_at);
}

json::Object view_of(const JoiningHearing& hearing)
{
    return json::Object{}
        .add("id", hearing.id)
        .add("kind", hearing.kind)
        .add("about", json::array_of(hearing.about))
        .add("reason", hearing.reason)
        .add("asked_at", hearing.asked_at)
        .add("answer_until", hearing.answer_until)
        .add_if("answer", hearing.answer)
        .add_if("answered_at", hearing.answered_at);
}

json::Object view_of(Transaction& tx, const JoiningStatement& statement)
{
    const auto declaration = find_declaration(tx, statement.declaration);
    PROMISE(declaration.has_value());
    return json::Object{}
        .add("declaration", statement.declaration)
        .add("confirmed_at", statement.confirmed_at)
        .add("content", document_of(declaration->content))
        .add("requirements", document_of(statement.answers));
}

json::Array assessment_view(Call& call, const Admission& admission)
{
    const auto language = choose_language(call.request.header("accept-language"), call.actor.language);
    json::Array items;
    const auto input = assessment_input(call.tx, admission, programme_of(call.tx, admission));
    for (const auto& row : assess(input, call.ambient.today(), call.ambient.law))
        items.emplace_back(json::Object{}
                               .add("about", row.about)
                               .add("verdict", code_of(row.verdict))
                               .add("rule", row.rule)
                               .add("sentence", call.environment.locale.sentence(row.rule, row.sentence,
                                                                                 row.values, language)));
    return items;
}

Shape code_text(std::string about, std::string example)
{
    return text(1, 100, std::move(about), std::move(example));
}

Shape clock_shape()
{
    return object(
        "JoiningClock", "Until when the request is decided",
        {required("start", code({"receipt", "window_end", "reopening"}, "From when it runs, and why")),
         required("started_on", date("The day that is not counted", "2026-03-02")),
         required("limit", code({"T02", "T03", "T04"}, "Ten working days, the longer single case, or the "
                                                       "announced time before first use")),
         required("due_at", instant("The last moment in time", "2026-03-16T21:59:59Z")),
         optional("extension_reason", text(1, 2'000, "Why it was lengthened", "Lisäselvitys viipyy.")),
         optional("extended_at", instant("When", "2026-03-10T10:15:00Z")),
         optional("decided_at", instant("When it was decided", "2026-03-12T10:15:00Z"))});
}

Shape hearing_shape()
{
    return object("JoiningHearing", "What the provider was asked before a decision",
                  {required("id", id_of<JoiningHearingTag>("Hearing")),
                   required("kind", code({"renewal", "hearing"}, "For evidence, or for its view")),
                   required("about", list(code_text("Code", "tax_certificate"), 0, 100, "What it is about")),
                   required("reason", text(1, 2'000, "Why", "Todistus on vanhentunut.")),
                   required("asked_at", instant("When", "2026-03-10T10:15:00Z")),
                   required("answer_until", instant("Until when it may answer", "2026-03-18T10:15:00Z")),
                   optional("answer", text(1, 4'000, "Answer", "Uusi todistus on liitetty.")),
                   optional("answered_at", instant("When", "2026-03-11T10:15:00Z"))});
}

Shape confirmation_shape()
{
    return object("JoiningConfirmation", "What the provider confirmed for this request",
                  {required("declaration", id_of<SelfDeclarationTag>("Which version")),
                   required("confirmed_at", instant("When", "2026-03-02T10:15:00Z")),
                   required("content", declaration_shape()), required("requirements", answers_shape())});
}

Shape assessed_shape()
{
    return object(
        "AssessedRow", "What the machine can say of one ground, requirement or enterprise; never a score",
        {required("about", code_text("Code, or a business ID", "bribery")),
         required("verdict", code({"passes", "fails", "to_be_judged"}, "Passes, fails, or somebody judges")),
         required("rule", code_text("Name of the rule", "assessment.ground_absent")),
         required("sentence", text(1, 1'000, "In words", "Ilmoituksen mukaan peruste ei koske."))});
}

std::vector<Member> decision_members()
{
    return {
        required("id", id_of<AdmissionDecisionTag>("Decision")),
        required("request", id_of<AdmissionTag>("On which request")),
        required("outcome", code({"admitted", "rejected", "renewed", "suspended", "restored", "removed"},
                                 "What was decided")),
        required("failed",
                 list(code_text("Code", "bribery"), 0, 200, "Grounds and requirements it rests on")),
        required("reasons", reasons_shape()),
        required("verdict", code({"passes", "fails", "to_be_judged"}, "What the machine had said")),
        required("digest", text(64, 64, "SHA-256 of the served document", std::string(64, '0'))),
        required("remedies", list(code_text("Code", "procurement_correction"), 0, 10, "What can be done")),
        required("decided_at", instant("When", "2026-03-12T10:15:00Z")),
        optional("replaces", id_of<AdmissionDecisionTag>("The decision that it corrects"))};
}

} // namespace

json::Object joining_view(Call& call, const Admission& admission, bool is_sealed)
{
    json::Object view;
    view.add("is_sealed", is_sealed);
    if (is_sealed)
        return view;
    const bool for_authority = call.actor.speaks_for(admission.authority);
    if (const auto clock = clock_of(call.tx, admission.id))
        view.add("clock", view_of(*clock));
    if (const auto statement = statement_of(call.tx, admission.id))
        view.add("confirmation", view_of(call.tx, *statement));
    json::Array hearings;
    for (const auto& hearing : hearings_of(call.tx, admission.id))
        hearings.emplace_back(view_of(hearing));
    json::Array decisions;
    for (const auto& decision : joining_decisions_of(call.tx, admission.id))
        decisions.emplace_back(admissions::view_of(decision, false));
    view.add("hearings", std::move(hearings)).add("decisions", std::move(decisions));
    if (for_authority)
        view.add("assessment", assessment_view(call, admission));
    return view;
}

Shape joining_shape()
{
    return object(
        "JoiningPart", "What only a request to join a DPS has",
        {required("is_sealed", boolean("Closed to the authority until the initial window is over", false)),
         optional("clock", clock_shape()), optional("confirmation", confirmation_shape()),
         optional("hearings", list(hearing_shape(), 0, 200, "Oldest first")),
         optional("decisions", list(joining_decision_shape(false), 0, 200, "Oldest first")),
         optional("assessment", list(assessed_shape(), 0, 500, "For the authority only"))});
}

json::Object view_of(const SelfDeclaration& declaration)
{
    return json::Object{}
        .add("id", declaration.id)
        .add("number", declaration.number)
        .add("content", document_of(declaration.content))
        .add("recorded_at", declaration.recorded_at);
}

Shape self_declaration_shape()
{
    return object("SelfDeclaration", "One version of what a provider declares of itself; it never changes",
                  {required("id", id_of<SelfDeclarationTag>("Version")),
                   required("number", integer(1, 1'000'000, "From 1", 1)),
                   required("content", declaration_shape()),
                   required("recorded_at", instant("When", "2026-03-02T10:15:00Z"))});
}

json::Object view_of(const JoiningDecision& decision, bool with_document)
{
    auto view = json::Object{}
                    .add("id", decision.id)
                    .add("request", decision.admission)
                    .add("outcome", decision.outcome)
                    .add("failed", json::array_of(decision.failed))
                    .add("reasons", decision.reasons)
                    .add("verdict", decision.verdict)
                    .add("digest", decision.digest)
                    .add("remedies", json::array_of(decision.remedies))
                    .add("decided_at", decision.decided_at)
                    .add_if("replaces", decision.replaces);
    if (with_document)
        view.add("document", decision.html);
    return view;
}

Shape joining_decision_shape(bool with_document)
{
    auto members = decision_members();
    if (with_document)
        members.push_back(required(
            "document", local_text(200'000, "HTML as served", "<!DOCTYPE html>…", "<!DOCTYPE html>…")));
    return object(with_document ? "ServedJoiningDecision" : "JoiningDecision",
                  "A decision on joining a DPS; it never changes", std::move(members));
}

} // namespace kori::admissions
