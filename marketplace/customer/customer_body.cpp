#include "marketplace/customer/customer_body.hpp"

#include "marketplace/customer/customer_store.hpp"
#include "marketplace/customer/customer_view.hpp"

#include <utility>
#include <vector>

namespace kori::customers
{

using namespace http;

namespace
{

json::Object view_of(const CustomerFacts& facts)
{
    json::Object view;
    view.add("target_groups", json::array_of(facts.target_groups)).add("needs", json::array_of(facts.needs));
    if (!facts.municipality.empty())
        view.add("municipality", facts.municipality);
    if (!facts.languages.empty())
        view.add("languages", json::array_of(facts.languages));
    if (!facts.age_band.empty())
        view.add("age_band", facts.age_band);
    if (!facts.unemployment_band.empty())
        view.add("unemployment_band", facts.unemployment_band);
    if (!facts.declared.empty())
    {
        json::Object declared;
        for (const auto& [code, answer] : facts.declared)
            declared.add(code, answer);
        view.add("declared", declared);
    }
    return view;
}

// Shown masked (domain.md 10.7): the day of birth is enough to see that it is the right person's.
std::string masked(const std::string& identity_code)
{
    return identity_code.empty() ? "" : identity_code.substr(0, 7) + "****";
}

Shape kind_shape()
{
    return code({"jobseeker", "employer", "future_entrepreneur"}, "Which kind of customer");
}

Shape facts_shape()
{
    return object("CustomerFacts", "Coded and declared; nothing in it says who it is",
                  {required("target_groups",
                            code_list_shape("Of the area's list target_group", "long_term_unemployed")),
                   required("needs", code_list_shape("Of the area's list need", "job_search")),
                   optional("municipality", pattern("municipality_code", "Three digits, as text", "297")),
                   optional("languages", list(pattern("language_tag", "A language for services", "uk"), 0, 20,
                                              "Languages")),
                   optional("age_band", text(1, 60, "Declared band, never computed from a code", "18_29")),
                   optional("unemployment_band", text(1, 60, "Declared band", "over_12_months")),
                   optional("declared", map(boolean("Is it so?", true), 50, "Statements by their code"))});
}

std::vector<Member> customer_members()
{
    return {required("kind", kind_shape()), required("facts", facts_shape()),
            required("language", pattern("language_tag", "BCP 47, beyond fi, sv and en too", "so")),
            optional("plan_reference",
                     text(1, 100, "Of the employment plan in the national system", "TS-2026-0001"))};
}

} // namespace

// The third fence: what the plan refers to is for the coach alone.
json::Object view_of(const Customer& customer, Sight sight)
{
    json::Object view;
    view.add("id", customer.id.revealed())
        .add("authority", customer.authority)
        .add("kind", code_of(customer.kind))
        .add("facts", view_of(customer.facts))
        .add("language", customer.language)
        .add("needs_interpreter", customer.needs_interpreter)
        .add("is_erased", customer.is_erased)
        .add("revision", customer.revision);
    if (sight == Sight::full && !customer.plan_reference.empty())
        view.add("plan_reference", customer.plan_reference);
    return view;
}

Shape customer_shape()
{
    auto members = customer_members();
    members.insert(members.begin(), {required("id", customer_id_shape("A pseudonym")),
                                     required("authority", id_of<OrganisationTag>("The controller"))});
    members.push_back(required("needs_interpreter", boolean("Is an interpreter needed?", true)));
    members.push_back(required("is_erased", boolean("Is it forgotten who it was?", false)));
    members.push_back(required("revision", integer(1, 1'000'000'000, "Revision", 1)));
    return object("Customer", "A customer as a pseudonym", std::move(members));
}

RecordCustomer wish_in(const json::Value& body)
{
    return {*parse_customer_kind(body.at("kind").text()), facts_of(body.at("facts")),
            body.at("language").text(), body.flag("needs_interpreter"),
            body.optional_text("plan_reference").value_or("")};
}

Shape customer_wish_shape()
{
    auto members = customer_members();
    members.push_back(optional("needs_interpreter", boolean("Is an interpreter needed?", true)));
    return object("CustomerWish", "What is known of a customer without knowing who it is",
                  std::move(members));
}

json::Object view_of(const CustomerIdentity& identity)
{
    json::Object view;
    view.add("name", identity.name);
    if (!identity.identity_code.empty())
        view.add("identity_code_masked", masked(identity.identity_code));
    if (!identity.phone.empty())
        view.add("phone", identity.phone);
    if (!identity.email.empty())
        view.add("email", identity.email);
    return view;
}

Shape identity_shape()
{
    return object("CustomerIdentity", "Who a customer is; every view of it is noted",
                  {required("name", text(1, 200, "Name", "Aino Esimerkki")),
                   optional("identity_code_masked", text(1, 20, "Masked identity code", "131052-****")),
                   optional("phone", pattern("phone", "To call", "+358401234567")),
                   optional("email", pattern("email", "To write to", "aino@example.com"))});
}

CustomerIdentity identity_in(const json::Value& body)
{
    return {body.at("name").text(), body.optional_text("identity_code").value_or(""),
            body.optional_text("phone").value_or(""), body.optional_text("email").value_or("")};
}

Shape identity_wish_shape()
{
    return object(
        "CustomerIdentityWish", "Who a customer is",
        {required("name", text(1, 200, "Name", "Aino Esimerkki")),
         optional("identity_code", pattern("identity_code", "Checked by its check sign", "131052-308T")),
         optional("phone", pattern("phone", "To call", "+358401234567")),
         optional("email", pattern("email", "To write to", "aino@example.com"))});
}

} // namespace kori::customers
