// What a provider does with its request.
#include "procurement/admission/joining_actions.hpp"
#include "procurement/admission/request_acts.hpp"

namespace kori::admissions
{

using namespace http;

namespace
{

constexpr Permission apply{"admission.apply"};

Result<Reply> post_request(Call& call)
{
    const auto programme = call.id<ProgrammeTag>("programme");
    if (!programme)
        return programme.refusal();
    std::optional<CategoryId> category;
    if (const auto wanted = call.query_text("category"))
        category = CategoryId::parse(*wanted); // the row's description has checked its form
    const auto started = start_request(call.tx, call.ambient, call.actor, *programme, category);
    if (!started)
        return started.refusal();
    return Reply::created(full_view(call, *started), started->revision,
                          "/api/v1/requests/" + started->id.text());
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

Result<Reply> post_answer(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return answer_clarification(call.tx, call.ambient, call.actor, seen.id,
                                                  call.body.at("answer").text());
                  });
}

} // namespace

Routes provider_routes(const std::shared_ptr<const Shape>& request)
{
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
              request, post_request, "Begin a request to join the programme; in a DPS, one of its categories"}
            .asking({{"category", id_of<CategoryTag>("In a DPS: which category")}})
            .keyed()
            .creating(),
        act_row("evidence", apply, evidence, request, post_evidence,
                "Declare evidence; it counts for every programme of the authority"),
        act_row("submit", apply, nullptr, request, moving(submit_request, submit_joining),
                "Submit the request; the promised time of the answer begins"),
        act_row("abandon", apply, nullptr, request, moving(abandon_request), "Give up a draft"),
        act_row("withdraw", apply, nullptr, request, moving(withdraw_request),
                "Take back a request before it is decided"),
        act_row("answer", apply, answer, request, post_answer, "Answer a clarification"),
        act_row("leave", apply, nullptr, request, moving(ask_to_leave),
                "Ask to leave the programme; running orders go on"),
    };
}

} // namespace kori::admissions
