#include "marketplace/consent/consent_api.hpp"

#include "core/http/environment.hpp"
#include "marketplace/consent/consent_actions.hpp"
#include "marketplace/consent/consent_view.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "marketplace/customer/customer_view.hpp"

namespace kori::consents
{
namespace
{

using namespace http;

constexpr Permission record_consent{"consent.record"};
constexpr Permission see{"customer.see"};

Result<Reply> post_consent(Call& call, const Hooks& hooks)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto record =
        ask(call.tx, call.ambient, call.actor, *id, call.body.at("provider").id<OrganisationTag>(),
            call.body.at("purpose").text(), hooks);
    if (!record)
        return record.refusal();
    call.person = id->revealed();
    return Reply::created(view_of(*record), record->revision,
                          "/api/v1/customers/" + id->revealed() + "/consents");
}

Result<Reply> list_consents(Call& call)
{
    const auto customer = customers::path_customer(call, customers::find_for_coach);
    if (!customer)
        return customer.refusal();
    json::Array items;
    for (const auto& record : of_customer(call.tx, customer->id))
        items.emplace_back(view_of(record));
    return Reply::ok(json::Object{}.add("items", items));
}

Handler answering_with(std::string_view verb, const Hooks& hooks)
{
    return [verb, hooks](Call& call) -> Result<Reply>
    {
        const auto id = call.id<ConsentTag>("consent");
        if (!id)
            return id.refusal();
        const auto known = find(call.tx, *id);
        if (!known || !customers::find_for_coach(call.tx, call.actor, known->customer, call.ambient.today()))
            return absent();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        const auto record = answer(call.tx, call.ambient, call.actor, *id, verb, call.body.at("how").text(),
                                   call.body.optional_date("valid_to"), hooks);
        if (!record)
            return record.refusal();
        call.person = record->customer.revealed();
        return Reply::view(view_of(*record), record->revision);
    };
}

Shape how_shape()
{
    return code(ways_of_telling(), "How the customer said it");
}

} // namespace

Routes consent_routes(const Hooks& hooks)
{
    const auto consent = shared(consent_shape());
    const auto wish =
        shared(object("ConsentQuestion", "What is asked of the customer",
                      {required("provider", id_of<OrganisationTag>("To whom the data would go")),
                       required("purpose", purpose_shape())}));
    const auto given = shared(object(
        "ConsentGiven", "The customer says yes",
        {required("how", how_shape()), optional("valid_to", date("First day without it", "2027-03-02"))}));
    const auto told =
        shared(object("ConsentAnswer", "What the customer says", {required("how", how_shape())}));
    const auto consents = shared(
        object("Consents", "All of a customer", {required("items", list(consent_shape(), 0, 1'000, "All"))}));
    return {
        Route{Method::post, "/api/v1/customers/{customer}/consents", record_consent, Access::writes, wish,
              consent, [hooks](Call& call) { return post_consent(call, hooks); },
              "Ask the customer for a consent"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/customers/{customer}/consents", see, Access::reads_and_logs, nullptr,
              consents, list_consents, "The customer's consents"}
            .viewing_about(customers::about_path_customer),
        Route{Method::post, "/api/v1/consents/{consent}/give", record_consent, Access::writes, given, consent,
              answering_with("give", hooks), "Record that the customer says yes"}
            .keyed()
            .allowing_match(),
        Route{Method::post, "/api/v1/consents/{consent}/refuse", record_consent, Access::writes, told,
              consent, answering_with("refuse", hooks), "Record that the customer says no"}
            .keyed()
            .allowing_match(),
        Route{Method::post, "/api/v1/consents/{consent}/withdraw", record_consent, Access::writes, told,
              consent, answering_with("withdraw", hooks),
              "Record that the customer takes it back; it counts at once"}
            .keyed()
            .allowing_match(),
    };
}

} // namespace kori::consents
