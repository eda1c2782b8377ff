// Contracting entities (hankintayksikkö): who organises services for which municipality, and what an area
// decides itself.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/text.hpp"
#include "core/base/validity.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct AreaRecordTag
{
    static constexpr std::string_view prefix = "ard";
};
using AreaRecordId = Id<AreaRecordTag>; // of one dated record of an area

enum class EntityKind
{
    employment_authority, // työvoimaviranomainen, 380/2023 §12
    wellbeing_county,     // hyvinvointialue
};
std::string_view code_of(EntityKind kind);
std::optional<EntityKind> parse_entity_kind(std::string_view code);

struct ContractingEntity
{
    OrganisationId organisation;
    EntityKind kind;
    std::string area_code; // of core/reference: employment area or wellbeing county
    std::int64_t revision = 1;
};

struct MemberMunicipality
{
    AreaRecordId id;
    OrganisationId organisation;
    EntityKind kind;
    std::string municipality_code;
    Validity validity;
};

// One code of an area's own list.
struct AreaCode
{
    AreaRecordId id;
    OrganisationId organisation;
    std::string list; // target_group, need, service_type, metric_set
    std::string code;
    LocalText name;
    Validity validity;
};
const std::vector<std::string>& area_lists();

// The values that an area may decide: each has a default in config/law and bounds.
struct AreaValueRow
{
    std::string_view name;
    std::int64_t min;
    std::int64_t max;
};
const std::vector<AreaValueRow>& area_value_rows();
// Refuses party.unknown_value and party.value_out_of_bounds.
Result<Done> check_area_value(std::string_view name, std::int64_t value);

// A municipality has one organiser of each kind on each day: refuses party.municipality_taken.
Result<Done> check_membership(const MemberMunicipality& wish, const std::vector<MemberMunicipality>& others);
// A code has one meaning on each day: refuses party.code_overlaps.
Result<Done> check_code(const AreaCode& wish, const std::vector<AreaCode>& others);

} // namespace kori
