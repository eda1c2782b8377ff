// What an authority does with a request: review, checks, decisions.
#include "procurement/admission/joining_actions.hpp"
#include "procurement/admission/request_acts.hpp"

namespace kori::admissions
{

using namespace http;

namespace
{

constexpr Permission review{"admission.review"};
constexpr Permission decide_on{"admission.decide"};

Result<Reply> post_question(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return ask_clarification(call.tx, call.ambient, call.actor, seen.id,
                                               call.body.at("question").text());
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

template <class T>
Result<Done> done(const Result<T>& result)
{
    if (!result)
        return result.refusal();
    return Done{};
}

// By the rules of the request's own channel. `outcome` empty: the body says it.
Handler deciding(std::string outcome)
{
    return [outcome](Call& call)
    {
        return act_on(call,
                      [&](const Admission& seen) -> Result<Done>
                      {
                          const auto wanted = outcome.empty() ? call.body.at("outcome").text() : outcome;
                          if (auto fits = check_outcome(seen, wanted); !fits)
                              return fits;
                          const auto wish = wish_in(call, seen.id, wanted);
                          return seen.channel == Channel::dps
                                     ? done(decide_joining(call.tx, call.ambient, call.actor, wish))
                                     : done(decide(call.tx, call.ambient, call.actor, wish));
                      });
    };
}

Result<Reply> post_correction(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen) -> Result<Done>
                  {
                      const auto outcome = call.body.at("outcome").text();
                      if (auto fits = check_outcome(seen, outcome); !fits)
                          return fits;
                      const auto wish = wish_in(call, seen.id, outcome);
                      return seen.channel == Channel::dps
                                 ? done(correct_joining(call.tx, call.ambient, call.actor, wish))
                                 : done(correct(call.tx, call.ambient, call.actor, wish));
                  });
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

} // namespace

Routes authority_routes(const std::shared_ptr<const Shape>& request)
{
    const auto question =
        shared(object("ClarificationQuestion", "What must be clearer",
                      {required("question", text(1, 2'000, "Question", "Millä kielillä palvelette?"))}));
    const auto check = shared(object("NewRecordCheck", "What may be kept of an extract that was shown",
                                     {required("extract_on", date("Day of the extract", "2026-02-02")),
                                      required("result", check_result_shape())}));
    const auto decision = shared(grounds_shape(
        "NewAcceptanceDecision", "Accept or reject, with reasons; in a DPS admit, reject or renew",
        {required("outcome", code({"accepted", "admitted", "rejected", "renewed"}, "What is decided"))}));
    const auto grounds = shared(grounds_shape("AcceptanceGrounds", "Why", {}));
    const auto correction = shared(grounds_shape(
        "AcceptanceCorrection", "A new decision in place of the standing one",
        {required("outcome", code({"accepted", "admitted", "rejected", "suspended", "restored", "removed"},
                                  "What is decided"))}));
    return {
        act_row("open", review, nullptr, request, moving(take_into_review, open_joining),
                "Take the request into review"),
        act_row("questions", review, question, request, post_question,
                "Ask for a clarification; the clock does not stop"),
        act_row("end-waiting", review, nullptr, request, moving(end_waiting),
                "Go on without the clarification"),
        act_row("checks", review, check, request, post_check,
                "Note that an extract was looked at; it is never stored"),
        act_row("confirm-leaving", review, nullptr, request, moving(confirm_leaving),
                "Confirm that the provider has left"),
        act_row("decision", decide_on, decision, request, deciding(""),
                "Decide: everyone who meets the conditions is accepted"),
        act_row("suspension", decide_on, grounds, request, deciding("suspended"), "Suspend the acceptance"),
        act_row("restoration", decide_on, grounds, request, deciding("restored"),
                "Restore a suspended acceptance"),
        act_row("removal", decide_on, grounds, request, deciding("removed"),
                "Remove the provider from the programme"),
        act_row("correction", decide_on, correction, request, post_correction,
                "Correct the standing decision by a new one"),
    };
}

} // namespace kori::admissions
