#include "procurement/party/party.hpp"

#include <algorithm>

namespace kori
{

std::string_view code_of(EntityKind kind)
{
    switch (kind)
    {
    case EntityKind::employment_authority:
        return "employment_authority";
    case EntityKind::wellbeing_county:
        return "wellbeing_county";
    }
    return "";
}

std::optional<EntityKind> parse_entity_kind(std::string_view code)
{
    for (const auto kind : {EntityKind::employment_authority, EntityKind::wellbeing_county})
        if (code_of(kind) == code)
            return kind;
    return std::nullopt;
}

const std::vector<std::string>& area_lists()
{
    static const std::vector<std::string> lists = {"target_group", "need", "service_type", "metric_set"};
    return lists;
}

const std::vector<AreaValueRow>& area_value_rows()
{
    // Bounds keep a slip of the finger from stopping an area; ASSUMED, the defaults are domain.md 5 (end).
    static const std::vector<AreaValueRow> rows = {
        {"service_level.acknowledge.working_days", 1, 30},
        {"service_level.first_meeting.working_days", 1, 90},
        {"service_level.choice_open.days", 1, 90},
        {"service_level.capacity_hold.working_days", 1, 60},
        {"service_level.outcome_claim.days", 1, 365},
        {"service_level.verification.days", 1, 30}, // T41: 30 days from receipt of the service at the latest
        {"service_level.acceptance_answer.working_days", 1, 60},
        {"service_level.answer_order.working_days", 1, 60},
    };
    return rows;
}

Result<Done> check_area_value(std::string_view name, std::int64_t value)
{
    const auto& rows = area_value_rows();
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const AreaValueRow& one) { return one.name == name; });
    if (row == rows.end())
        return refuse(Fault::invalid, "party.unknown_value", "An area does not decide this value.")
            .in({{"/name", "party.unknown_value", "An area does not decide this value.", {}}});
    if (value < row->min || value > row->max)
        return refuse(Fault::invalid, "party.value_out_of_bounds", "This value is from {min} to {max}.")
            .with("min", row->min)
            .with("max", row->max)
            .in({{"/value",
                  "party.value_out_of_bounds",
                  "This value is from {min} to {max}.",
                  {{"min", row->min}, {"max", row->max}}}});
    return Done{};
}

Result<Done> check_membership(const MemberMunicipality& wish, const std::vector<MemberMunicipality>& others)
{
    if (wish.validity.is_empty())
        return refuse(Fault::invalid, "party.empty_validity", "The end must be after the beginning.");
    for (const auto& other : others)
        if (other.kind == wish.kind && other.municipality_code == wish.municipality_code &&
            other.validity.overlaps(wish.validity))
            return refuse(Fault::conflict, "party.municipality_taken",
                          "This municipality has an organiser of that kind on some of these days.");
    return Done{};
}

Result<Done> check_code(const AreaCode& wish, const std::vector<AreaCode>& others)
{
    if (wish.validity.is_empty())
        return refuse(Fault::invalid, "party.empty_validity", "The end must be after the beginning.");
    for (const auto& other : others)
        if (other.list == wish.list && other.code == wish.code && other.validity.overlaps(wish.validity))
            return refuse(Fault::conflict, "party.code_overlaps",
                          "This code has another meaning on some of these days.");
    return Done{};
}

} // namespace kori
