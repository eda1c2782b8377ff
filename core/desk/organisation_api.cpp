// The public list of organisations, entering contracting entities, and contacts by function.
#include "core/access/access_actions.hpp"
#include "core/crypto/keyring.hpp"
#include "core/desk/access_views.hpp"
#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"

namespace kori::desk
{
namespace
{

using namespace http;

constexpr Permission manage_organisations{"platform.manage_organisations"};
constexpr Permission manage_members{"access.manage_members"};

Result<Reply> post_organisation(Call& call)
{
    const auto& body = call.body;
    const auto& password = std::any_cast<const FirstPassword&>(call.prepared);
    const auto registered = access::register_organisation(
        call.tx, call.ambient, call.environment.keys, call.actor,
        {*parse_organisation_kind(body.at("kind").text()), body.optional_text("business_id"),
         body.at("legal_form").text(), body.at("name").local_text(), body.at("email").text(),
         body.at("person_name").text(), *parse_language(body.at("language").text()), password.hash});
    if (!registered)
        return registered.refusal();
    return Reply::created(json::Object{}
                              .add("organisation", view_of(registered->organisation))
                              .add("member", view_of(registered->membership))
                              .add("initial_password", password.text),
                          registered->organisation.revision,
                          "/api/v1/organisations/" + registered->organisation.id.text());
}

Result<Reply> list_organisations(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    const auto kind = call.query_text("kind");
    auto organisations = access::organisations_after(call.tx, page->after[0], page->limit + 1,
                                                     kind ? parse_organisation_kind(*kind) : std::nullopt);
    auto cursor = cut_page(call, *page, organisations,
                           [](const Organisation& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& organisation : organisations)
        items.emplace_back(view_of(organisation));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Result<Reply> get_organisation(Call& call)
{
    const auto id = call.id<OrganisationTag>("organisation");
    if (!id)
        return id.refusal();
    const auto organisation = access::find_organisation(call.tx, *id);
    if (!organisation)
        return absent();
    return Reply::view(view_of(*organisation), organisation->revision);
}

json::Object contacts_view(Call& call, OrganisationId organisation)
{
    json::Array items;
    for (const auto& contact : access::functional_contacts(call.tx, organisation))
        items.emplace_back(json::Object{}
                               .add("purpose", contact.purpose)
                               .add("email", contact.email)
                               .add_if("phone", contact.phone));
    return json::Object{}.add("items", items);
}

Result<Reply> get_contacts(Call& call)
{
    const auto id = call.id<OrganisationTag>("organisation");
    if (!id)
        return id.refusal();
    if (!access::find_organisation(call.tx, *id))
        return absent();
    return Reply::ok(contacts_view(call, *id));
}

Result<Reply> post_contact(Call& call)
{
    access::set_functional_contact(
        call.tx, *call.actor.organisation,
        {call.body.at("purpose").text(), call.body.at("email").text(), call.body.optional_text("phone")},
        call.ambient.today(), call.ambient.now);
    journal::append(call.tx, call.ambient, access::doer_of(call.actor),
                    {"organisation.contact_set",
                     call.actor.organisation->text(),
                     {{"purpose", call.body.at("purpose").text()}},
                     journal::Audience::everyone,
                     {call.actor.organisation->text()},
                     {},
                     {}});
    return Reply::ok(contacts_view(call, *call.actor.organisation));
}

Shape contact_shape(std::string name)
{
    return object(
        std::move(name), "Reached by function, not by person",
        {required("purpose", code({"procurement", "customers", "invoices", "data_protection"}, "For what")),
         required("email", pattern("email", "A shared mailbox", "hankinnat@kunta.example")),
         optional("phone", pattern("phone", "A shared number", "+358401234567"))});
}

Shape entity_shape()
{
    return object(
        "NewOrganisation", "An organisation that the operator enters, with its first member",
        {required("kind", code({"authority", "provider", "civic", "platform"}, "What it does here")),
         optional("business_id", pattern("business_id", "Y-tunnus", "0112038-9")),
         required("legal_form", legal_form()), required("name", organisation_name()),
         required("person_name", text(1, 200, "The first member's name", "Aino Esimerkki")),
         required("email", pattern("email", "To sign in with", "aino@kunta.example")),
         required("language", language_code())});
}

Shape entered_shape()
{
    return object("EnteredOrganisation", "What was entered, and the first password",
                  {required("organisation", organisation_view_shape()),
                   required("member", member_view_shape()),
                   required("initial_password", text(12, 200, "Told once", "b3Kd9-xQ2m_7Zt1RfVwY"))});
}

} // namespace

Routes organisation_routes()
{
    const auto organisation = shared(organisation_view_shape());
    const auto organisations =
        shared(object("OrganisationPage", "Organisations",
                      {required("items", list(organisation_view_shape(), 0, 200, "Page"))}));
    const auto contacts = shared(object("Contacts", "Functional contacts",
                                        {required("items", list(contact_shape("Contact"), 0, 20, "All"))}));
    return {
        Route{Method::get, "/api/v1/organisations", everybody, Access::reads, nullptr, organisations,
              list_organisations, "Everybody who is here"}
            .paged()
            .asking({{"kind", code({"authority", "provider", "civic", "platform"}, "Only of that kind")}}),
        Route{Method::post, "/api/v1/organisations", manage_organisations, Access::writes,
              shared(entity_shape()), shared(entered_shape()), post_organisation,
              "Enter a contracting entity or another organisation"}
            .keyed()
            .creating()
            .preparing(make_first_password),
        Route{Method::get, "/api/v1/organisations/{organisation}", everybody, Access::reads, nullptr,
              organisation, get_organisation, "One organisation"},
        Route{Method::get, "/api/v1/organisations/{organisation}/contacts", everybody, Access::reads, nullptr,
              contacts, get_contacts, "Whom to reach for what"},
        Route{Method::post, "/api/v1/contacts", manage_members, Access::writes,
              shared(contact_shape("NewContact")), contacts, post_contact,
              "Set a functional contact of your organisation"}
            .keyed(),
    };
}

} // namespace kori::desk
