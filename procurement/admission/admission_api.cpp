#include "procurement/admission/admission_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "procurement/admission/admission_actions.hpp"

namespace kori::admissions
{
namespace
{

using namespace http;

constexpr Permission apply{"admission.apply"};
constexpr Permission see{"admission.see"};
constexpr Permission review{"admission.review"};
constexpr Permission decide_on{"admission.decide"};

std::vector<std::string> state_names()
{
    std::vector<std::string> names;
    for (const auto state : acceptance_states().states)
        names.emplace_back(state);
    return names;
}

json::Object view_of(const Admission& admission)
{
    return json::Object{}
        .add("id", admission.id)
        .add("programme", admission.programme)
        .add("authority", admission.authority)
        .add("provider", admission.provider)
        .add("channel", code_of(admission.channel))
        .add("state", admission.state)
        .add_if("submitted_at", admission.submitted_at)
        .add_if("clock_from", admission.clock_from)
        .add_if("answer_due_on", admission.answer_due_on)
        .add("revision", admission.revision);
}

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

// The third fence: what an authority notes of a check is not the provider's to read, and the other way round
// nothing is hidden: its own words.
json::Object full_view(Call& call, const Admission& admission)
{
    auto view = view_of(admission);
    json::Array evidence;
    for (const auto& declared : declarations_of(call.tx, admission.provider, admission.authority))
        evidence.emplace_back(view_of(declared));
    json::Array questions;
    for (const auto& question : questions_of(call.tx, admission.id))
        questions.emplace_back(json::Object{}
                                   .add("id", question.id)
                                   .add("question", question.question)
                                   .add("asked_at", question.asked_at)
                                   .add_if("answer", question.answer)
                                   .add_if("answered_at", question.answered_at));
    json::Array decisions;
    for (const auto& decision : decisions_of(call.tx, admission.id))
        decisions.emplace_back(view_of(decision));
    view.add("evidence", std::move(evidence))
        .add("questions", std::move(questions))
        .add("decisions", std::move(decisions));
    if (call.actor.speaks_for(admission.authority))
    {
        json::Array checks;
        for (const auto& check : checks_of(call.tx, admission.id))
            checks.emplace_back(view_of(check));
        view.add("checks", std::move(checks)).add_if("assessed_by", admission.assessed_by);
    }
    return view;
}

// The request as this actor may see it: its own, or one that its authority has received.
Result<Admission> visible(Call& call)
{
    const auto id = call.id<AdmissionTag>("request");
    if (!id)
        return id.refusal();
    auto admission = find(call.tx, *id);
    if (!admission)
        return absent();
    const bool is_own = call.actor.speaks_for(admission->provider);
    const bool is_received = call.actor.speaks_for(admission->authority) && admission->submitted_at;
    if (!is_own && !is_received)
        return absent();
    return std::move(*admission);
}

Result<Reply> get_request(Call& call)
{
    const auto admission = visible(call);
    if (!admission)
        return admission.refusal();
    return Reply::view(full_view(call, *admission), admission->revision);
}

Result<Reply> list_requests(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto admissions = call.actor.is_authority()
                          ? received_by(call.tx, *call.actor.organisation, page->after[0], page->limit + 1)
                          : of_provider(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, admissions, [](const Admission& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& admission : admissions)
        items.emplace_back(view_of(admission));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

std::string due_key(const Admission& admission)
{
    return admission.answer_due_on ? to_text(*admission.answer_due_on) : std::string{no_due_day};
}

Result<Reply> list_queue(Call& call)
{
    const auto page = page_of(call, 2);
    if (!page)
        return page.refusal();
    auto admissions =
        queue_of(call.tx, *call.actor.organisation, page->after[0], page->after[1], page->limit + 1);
    auto cursor = cut_page(call, *page, admissions,
                           [](const Admission& last) { return std::vector{due_key(last), last.id.text()}; });
    json::Array items;
    for (const auto& admission : admissions)
        items.emplace_back(view_of(admission).add(
            "is_overdue", admission.answer_due_on && *admission.answer_due_on < call.ambient.today()));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> list_accepted(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto programme = programmes::find(call.tx, *id);
    if (!programme || !programme->published_at)
        return absent();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto admissions = accepted_in(call.tx, *id, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, admissions, [](const Admission& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& admission : admissions)
    {
        const auto provider = access::find_organisation(call.tx, admission.provider);
        const auto decision = standing_decision(call.tx, admission.id);
        PROMISE(provider && decision);
        items.emplace_back(json::Object{}
                               .add("provider", admission.provider)
                               .add("name", provider->name)
                               .add("legal_form", provider->legal_form)
                               .add("decision", decision->id)
                               .add("decided_at", decision->decided_at));
    }
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> get_decision(Call& call)
{
    const auto id = call.id<AdmissionDecisionTag>("decision");
    if (!id)
        return id.refusal();
    const auto decision = find_decision(call.tx, *id);
    if (!decision)
        return absent();
    const auto admission = find(call.tx, decision->admission);
    PROMISE(admission.has_value());
    if (!call.actor.speaks_for(admission->provider) && !call.actor.speaks_for(admission->authority))
        return absent();
    return Reply::ok(view_of(*decision));
}

Result<Reply> post_request(Call& call)
{
    const auto programme = call.id<ProgrammeTag>("programme");
    if (!programme)
        return programme.refusal();
    const auto started = start_request(call.tx, call.ambient, call.actor, *programme);
    if (!started)
        return started.refusal();
    return Reply::created(full_view(call, *started), started->revision,
                          "/api/v1/requests/" + started->id.text());
}

// Sees, compares If-Match when it was sent, acts, shows.
template <class Act>
Result<Reply> act_on(Call& call, Act act)
{
    const auto seen = visible(call);
    if (!seen)
        return seen.refusal();
    if (const auto fresh = call.expect_revision(seen->revision); !fresh)
        return fresh.refusal();
    const auto done = act(*seen);
    if (!done)
        return done.refusal();
    const auto now = find(call.tx, seen->id);
    PROMISE(now.has_value());
    return Reply::view(full_view(call, *now), now->revision);
}

using Move = Result<Admission> (*)(Transaction&, const Ambient&, const Actor&, AdmissionId);

Handler moving(Move act)
{
    return [act](Call& call)
    {
        return act_on(call,
                      [&](const Admission& seen) { return act(call.tx, call.ambient, call.actor, seen.id); });
    };
}

Result<Reply> post_evidence(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return declare_evidence(
                          call.tx, call.ambient, call.actor, seen.id,
                          {call.body.at("code").text(),
                           {call.body.at("valid_from").date(), call.body.optional_date("valid_to")}},
                          call.body.at("statement").text());
                  });
}

Result<Reply> post_question(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return ask_clarification(call.tx, call.ambient, call.actor, seen.id,
                                               call.body.at("question").text());
                  });
}

Result<Reply> post_answer(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return answer_clarification(call.tx, call.ambient, call.actor, seen.id,
                                                  call.body.at("answer").text());
                  });
}

Result<Reply> post_check(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return note_check(call.tx, call.ambient, call.actor, seen.id,
                                        call.body.at("extract_on").date(), call.body.at("result").text());
                  });
}

std::vector<std::string> codes_in(const json::Value& body, std::string_view name)
{
    const auto* codes = body.find(name);
    return codes ? codes->texts() : std::vector<std::string>{};
}

DecideOnAdmission wish_in(const Call& call, AdmissionId id, std::string outcome)
{
    return {id, std::move(outcome), call.body.at("reasons").local_text(),
            codes_in(call.body, "failed_conditions"), codes_in(call.body, "missing_evidence")};
}

// `outcome` empty: the body says it.
Handler deciding(std::string outcome)
{
    return [outcome](Call& call)
    {
        return act_on(call,
                      [&](const Admission& seen)
                      {
                          const auto wanted = outcome.empty() ? call.body.at("outcome").text() : outcome;
                          return decide(call.tx, call.ambient, call.actor, wish_in(call, seen.id, wanted));
                      });
    };
}

Result<Reply> post_correction(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return correct(call.tx, call.ambient, call.actor,
                                     wish_in(call, seen.id, call.body.at("outcome").text()));
                  });
}

Shape condition_code(std::string about, std::string example)
{
    return text(1, 100, std::move(about), std::move(example));
}

std::vector<Member> request_members()
{
    return {required("id", id_of<AdmissionTag>("Request")),
            required("programme", id_of<ProgrammeTag>("Programme")),
            required("authority", id_of<OrganisationTag>("Who answers")),
            required("provider", id_of<OrganisationTag>("Who asks")),
            required("channel", code({"OPEN_ACCEPTANCE", "DPS", "SMALL_PURCHASE"}, "The programme's")),
            required("state", code(state_names(), "Where it stands")),
            optional("submitted_at", instant("When it arrived", "2026-03-02T10:15:00Z")),
            optional("clock_from", date("Receipt, or the reopening that it waited for", "2026-03-02")),
            optional("answer_due_on", date("The last day of the promised answer", "2026-03-16")),
            required("revision", integer(1, 1'000'000'000, "Revision", 1))};
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

Shape request_shape()
{
    auto members = request_members();
    const auto evidence = object(
        "DeclaredEvidence", "What the provider says it can show; asked once for the whole authority",
        {required("id", id_of<EvidenceTag>("Declaration")),
         required("code", condition_code("Which", "tax_certificate")),
         required("valid_from", date("First day", "2026-01-01")),
         optional("valid_to", date("First day that no longer counts", "2027-01-01")),
         required("statement", text(1, 2'000, "In the provider's words", "Verovelkatodistus 1.1.2026")),
         required("recorded_at", instant("When", "2026-03-02T10:15:00Z"))});
    const auto question =
        object("AcceptanceQuestion", "A clarification; the clock of the answer does not stop",
               {required("id", id_of<AdmissionQuestionTag>("Question")),
                required("question", text(1, 2'000, "What is asked", "Millä kielillä palvelette?")),
                required("asked_at", instant("When", "2026-03-03T10:15:00Z")),
                optional("answer", text(1, 4'000, "What was answered", "Suomeksi ja ruotsiksi.")),
                optional("answered_at", instant("When", "2026-03-04T10:15:00Z"))});
    const auto check =
        object("RecordCheck", "Who saw an extract, when, and what came of it; the extract is not kept",
               {required("id", id_of<AdmissionCheckTag>("Check")),
                required("kind", code({"criminal_record"}, "Of what")),
                required("extract_on", date("Day of the extract", "2026-02-02")),
                required("result", code({"nothing_found", "ground_found"}, "What came of it")),
                required("checked_by", id_of<MembershipTag>("Who looked")),
                required("checked_at", instant("When", "2026-03-03T10:15:00Z"))});
    members.push_back(required("evidence", list(evidence, 0, 500, "On file for this authority")));
    members.push_back(required("questions", list(question, 0, 200, "Oldest first")));
    members.push_back(required("decisions", list(decision_shape(), 0, 200, "Oldest first")));
    members.push_back(optional("checks", list(check, 0, 200, "For the authority only")));
    members.push_back(optional("assessed_by", id_of<MembershipTag>("For the authority only")));
    return object("AcceptanceRequest", "A request to join a programme, and what became of it",
                  std::move(members));
}

Shape grounds_shape(std::string name, std::string about, std::vector<Member> first)
{
    first.push_back(required("reasons", reasons_shape()));
    first.push_back(
        optional("failed_conditions", list(condition_code("Code of a published condition", "capacity"), 0,
                                           100, "What is not met")));
    first.push_back(
        optional("missing_evidence", list(condition_code("Code of evidence asked for", "tax_certificate"), 0,
                                          100, "What is missing")));
    return object(std::move(name), std::move(about), std::move(first));
}

Shape page_shape(std::string name, std::string about, Shape item)
{
    return object(std::move(name), about, {required("items", list(std::move(item), 0, 200, "Page"))});
}

Shape row_shape(bool is_queue)
{
    auto members = request_members();
    if (is_queue)
        members.push_back(required("is_overdue", boolean("The promised day has passed", false)));
    return object(is_queue ? "WaitingRequest" : "RequestRow", "A request in a list", std::move(members));
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

Routes provider_routes(const std::shared_ptr<const Shape>& request)
{
    const std::string one = "/api/v1/requests/{request}";
    const auto evidence = shared(object(
        "NewEvidence", "What you can show, and for which days",
        {required("code", condition_code("Which; the baskets name what they ask for", "tax_certificate")),
         required("valid_from", date("First day", "2026-01-01")),
         optional("valid_to", date("First day that no longer counts", "2027-01-01")),
         required("statement", text(1, 2'000, "In your words", "Verovelkatodistus 1.1.2026"))}));
    const auto answer =
        shared(object("ClarificationAnswer", "What was asked",
                      {required("answer", text(1, 4'000, "Answer", "Suomeksi ja ruotsiksi."))}));
    return {
        Route{Method::post, "/api/v1/programmes/{programme}/requests", apply, Access::writes, nullptr,
              request, post_request, "Begin a request to join the programme"}
            .keyed()
            .creating(),
        Route{Method::post, one + "/evidence", apply, Access::writes, evidence, request, post_evidence,
              "Declare evidence; it counts for every programme of the authority"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/submit", apply, Access::writes, nullptr, request, moving(submit_request),
              "Submit the request; the promised time of the answer begins"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/abandon", apply, Access::writes, nullptr, request,
              moving(abandon_request), "Give up a draft"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/withdraw", apply, Access::writes, nullptr, request,
              moving(withdraw_request), "Take back a request before it is decided"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/answer", apply, Access::writes, answer, request, post_answer,
              "Answer a clarification"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/leave", apply, Access::writes, nullptr, request, moving(ask_to_leave),
              "Ask to leave the programme; running orders go on"}
            .keyed()
            .allowing_match(),
    };
}

Routes authority_routes(const std::shared_ptr<const Shape>& request)
{
    const std::string one = "/api/v1/requests/{request}";
    const auto question =
        shared(object("ClarificationQuestion", "What must be clearer",
                      {required("question", text(1, 2'000, "Question", "Millä kielillä palvelette?"))}));
    const auto check =
        shared(object("NewRecordCheck", "What may be kept of an extract that was shown",
                      {required("extract_on", date("Day of the extract", "2026-02-02")),
                       required("result", code({"nothing_found", "ground_found"}, "What came of it"))}));
    const auto decision =
        shared(grounds_shape("NewAcceptanceDecision", "Accept or reject, with reasons",
                             {required("outcome", code({"accepted", "rejected"}, "What is decided"))}));
    const auto grounds = shared(grounds_shape("AcceptanceGrounds", "Why", {}));
    const auto correction =
        shared(grounds_shape("AcceptanceCorrection", "A new decision in place of the standing one",
                             {required("outcome", outcome_shape())}));
    return {
        Route{Method::post, one + "/open", review, Access::writes, nullptr, request, moving(take_into_review),
              "Take the request into review"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/questions", review, Access::writes, question, request, post_question,
              "Ask for a clarification; the clock does not stop"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/end-waiting", review, Access::writes, nullptr, request,
              moving(end_waiting), "Go on without the clarification"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/checks", review, Access::writes, check, request, post_check,
              "Note that an extract was looked at; it is never stored"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/confirm-leaving", review, Access::writes, nullptr, request,
              moving(confirm_leaving), "Confirm that the provider has left"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/decision", decide_on, Access::writes, decision, request, deciding(""),
              "Decide: everyone who meets the conditions is accepted"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/suspension", decide_on, Access::writes, grounds, request,
              deciding("suspended"), "Suspend the acceptance"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/restoration", decide_on, Access::writes, grounds, request,
              deciding("restored"), "Restore a suspended acceptance"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/removal", decide_on, Access::writes, grounds, request,
              deciding("removed"), "Remove the provider from the programme"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/correction", decide_on, Access::writes, correction, request,
              post_correction, "Correct the standing decision by a new one"}
            .keyed()
            .allowing_match(),
    };
}

} // namespace

Routes admission_routes()
{
    const auto request = shared(request_shape());
    Routes all = {
        Route{Method::get, "/api/v1/requests", see, Access::reads, nullptr,
              shared(page_shape("RequestPage", "Requests", row_shape(false))), list_requests,
              "A provider's own requests, or all that an authority has received"}
            .paged(),
        Route{Method::get, "/api/v1/requests/{request}", see, Access::reads, nullptr, request, get_request,
              "One request with evidence, questions and decisions"},
        Route{Method::get, "/api/v1/acceptance-queue", see, Access::reads, nullptr,
              shared(page_shape("RequestQueue", "What waits for an answer", row_shape(true))), list_queue,
              "Requests that wait for the authority, the earliest promised day first"}
            .paged(),
        Route{Method::get, "/api/v1/acceptance-decisions/{decision}", see, Access::reads, nullptr,
              shared(decision_shape()), get_decision, "One decision as it was served"},
        Route{Method::get, "/api/v1/programmes/{programme}/accepted", everybody, Access::reads, nullptr,
              shared(page_shape("AcceptedPage", "Who stands in the programme now", accepted_shape())),
              list_accepted, "The public list of the accepted providers"}
            .paged(),
    };
    for (auto& rows : {provider_routes(request), authority_routes(request)})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace kori::admissions
