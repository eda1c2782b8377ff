#include "marketplace/consent/consent_view.hpp"

namespace kori::consents
{

using namespace http;

Shape purpose_shape()
{
    std::vector<std::string> codes;
    for (const auto& purpose : consent_purposes())
        codes.emplace_back(purpose.code);
    return code(std::move(codes), "What the data are for");
}

json::Object view_of(const ConsentRecord& record)
{
    json::Object view;
    view.add("id", record.id)
        .add("provider", record.consent.organisation)
        .add("purpose", record.consent.purpose)
        .add("state", record.consent.state)
        .add("valid_from", record.consent.validity.from)
        .add_if("valid_to", record.consent.validity.to)
        .add("revision", record.revision);
    if (!record.told_how.empty())
        view.add("told_how", record.told_how);
    return view;
}

Shape consent_shape()
{
    std::vector<std::string> states;
    for (const auto state : consent_states().states)
        states.emplace_back(state);
    return object("Consent", "A customer's consent to one provider for one purpose",
                  {required("id", id_of<ConsentTag>("Consent")),
                   required("provider", id_of<OrganisationTag>("To whom")),
                   required("purpose", purpose_shape()),
                   required("state", code(std::move(states), "Where it stands")),
                   required("valid_from", date("First day", "2026-03-02")),
                   optional("valid_to", date("First day without it", "2027-03-02")),
                   optional("told_how", text(1, 60, "How the customer said it", "in_meeting")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

} // namespace kori::consents
