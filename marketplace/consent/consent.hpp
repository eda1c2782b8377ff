// A customer's consent (suostumus): per provider and purpose, revocable at any time. Health data goes to a
// provider only with it (380/2023 §116(4)); data goes to an employer only with it (§118).
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "core/base/validity.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kori
{

struct ConsentTag
{
    static constexpr std::string_view prefix = "cns";
};
using ConsentId = Id<ConsentTag>;

struct ConsentPurpose
{
    std::string_view code;
    std::string_view meaning;
    std::string_view source;
};
std::span<const ConsentPurpose> consent_purposes();
bool is_consent_purpose(std::string_view code);

namespace consent_purpose
{
inline constexpr std::string_view health_to_provider = "health_to_provider";
inline constexpr std::string_view data_to_employer = "data_to_employer";
} // namespace consent_purpose

// domain.md 7.5
namespace consent_state
{
inline constexpr std::string_view asked = "ASKED";
inline constexpr std::string_view given = "GIVEN";
inline constexpr std::string_view refused = "REFUSED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
inline constexpr std::string_view expired = "EXPIRED";
} // namespace consent_state
const StateTable& consent_states();

struct Consent
{
    std::string state; // a consent_state
    std::string purpose;
    std::string organisation; // to whom
    Validity validity;
};
// Does it cover that organisation and purpose on that day? Only a given one, in its days.
bool covers(const Consent& consent, std::string_view organisation, std::string_view purpose, CivilDate on);

} // namespace kori
