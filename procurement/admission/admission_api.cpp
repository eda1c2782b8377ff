// What is read of requests and decisions; the rows of the two sides join these.
#include "procurement/admission/admission_api.hpp"

#include "core/http/cursor.hpp"
#include "procurement/admission/joining_api.hpp"

namespace kori::admissions
{
namespace
{

using namespace http;

constexpr Permission see{"admission.see"};

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

Shape page_shape(std::string name, std::string about, Shape item)
{
    return object(std::move(name), about, {required("items", list(std::move(item), 0, 200, "Page"))});
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
    for (auto& rows : {provider_routes(request), authority_routes(request), joining_routes(request)})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace kori::admissions
