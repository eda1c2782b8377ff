#include "core/desk/access_views.hpp"

#include "core/crypto/crypto.hpp"
#include "core/desk/access_api.hpp"
#include "core/http/environment.hpp"

namespace kori::desk
{

using namespace http;

Shape legal_form()
{
    return code(
        {"association", "foundation", "company", "cooperative", "public_body", "parish", "person", "group"},
        "Legal form; none is a ground of rejection by itself (1397/2016 §91)");
}

Shape organisation_name()
{
    return local_text(200, "Name", "Savon Työpolku ry", "Savon Työpolku rf");
}

Shape language_code()
{
    return code({"fi", "sv", "en"}, "Language of messages");
}

Shape organisation_view_shape()
{
    return object(
        "Organisation", "A contracting entity, provider or civic actor",
        {required("id", id_of<OrganisationTag>("Organisation")),
         required("kind", code({"authority", "provider", "civic", "platform"}, "What it does here")),
         optional("business_id", text(9, 9, "Y-tunnus", "0112038-9")), required("legal_form", legal_form()),
         required("name", organisation_name()),
         required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape member_view_shape()
{
    return object(
        "Member", "A person's place in an organisation",
        {required("id", id_of<MembershipTag>("Membership")),
         required("organisation", id_of<OrganisationTag>("Organisation")),
         required("roles", list(text(1, 50, "Role", "coach"), 0, 20, "What the member may do")),
         required("valid_from", date("First day", "2026-01-01")),
         optional("valid_to", date("First day that no longer counts", "2027-01-01")),
         optional("deputy", id_of<MembershipTag>("Takes over when it ends")),
         required("revision", integer(1, 1'000'000'000, "Revision", 1)),
         required("recorded_at", instant("When this was recorded", "2026-03-02T10:15:00Z")),
         optional("name", text(1, 200, "Who it is, for whom the organisation answers to", "Matti Malli")),
         optional("initial_password", text(12, 200, "Of a new user, told once", "b3Kd9-xQ2m_7Zt1RfVwY"))});
}

json::Object view_of(const Organisation& organisation)
{
    return json::Object{}
        .add("id", organisation.id)
        .add("kind", code_of(organisation.kind))
        .add_if("business_id", organisation.business_id)
        .add("legal_form", organisation.legal_form)
        .add("name", organisation.name)
        .add("revision", organisation.revision);
}

json::Object view_of(const Membership& membership)
{
    return json::Object{}
        .add("id", membership.id)
        .add("organisation", membership.organisation)
        .add("roles", json::array_of(membership.roles))
        .add("valid_from", membership.validity.from)
        .add_if("valid_to", membership.validity.to)
        .add_if("deputy", membership.deputy)
        .add("revision", membership.revision)
        .add("recorded_at", membership.recorded_at);
}

Result<std::any> make_first_password(const Request&, const json::Value&, Environment& environment)
{
    auto password = to_base64url(crypto::system_randomness().bytes(15));
    auto hash = crypto::hash_password(password, environment.password_cost);
    return std::any{FirstPassword{std::move(password), std::move(hash)}};
}

Routes access_routes()
{
    Routes all = sign_in_routes();
    for (auto& rows : {organisation_routes(), member_routes()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace kori::desk
