#include "marketplace/consent/consent.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr ConsentPurpose purposes[] = {
    {consent_purpose::health_to_provider, "Health and work ability data to the chosen provider.",
     "380/2023 §116(4)"},
    {consent_purpose::data_to_employer, "Data about the customer to an employer.", "380/2023 §118"},
};

namespace consent_table
{
using namespace consent_state;

constexpr std::string_view names[] = {asked, given, refused, withdrawn, expired};
constexpr std::string_view finals[] = {refused, withdrawn, expired};
constexpr std::string_view here = "domain.md 7.5";
constexpr Transition rows[] = {
    {asked, "give", given, here},
    {asked, "refuse", refused, "ASSUMED: no is an answer"},
    {asked, "expire", expired, "ASSUMED: silence is no consent"},
    {given, "withdraw", withdrawn, here},
    {given, "expire", expired, here},
};
const StateTable table{"consent", names, asked, finals, rows};
} // namespace consent_table

} // namespace

std::span<const ConsentPurpose> consent_purposes()
{
    return purposes;
}

bool is_consent_purpose(std::string_view code)
{
    return std::any_of(std::begin(purposes), std::end(purposes),
                       [code](const ConsentPurpose& purpose) { return purpose.code == code; });
}

const StateTable& consent_states()
{
    return consent_table::table;
}

bool covers(const Consent& consent, std::string_view organisation, std::string_view purpose, CivilDate on)
{
    return consent.state == consent_state::given && consent.organisation == organisation &&
           consent.purpose == purpose && consent.validity.contains(on);
}

} // namespace kori
