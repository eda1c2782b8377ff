// A provider's self-declaration (ilmoitus poissulkemisperusteista, ESPD): its answer to every ground of
// exclusion, its group and those on whom it relies (1397/2016 §80–82, §87, §92), and its answers to a
// category's requirements.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/instant.hpp"
#include "procurement/admission/exclusion_ground.hpp"
#include "procurement/rule/rule.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct GroundAnswer
{
    std::string code; // of an ExclusionGround
    bool applies = false;
    std::optional<CivilDate> on = {}; // final judgment, or the event (T29)
    std::string measures = {};        // self-cleaning, §82
    bool operator==(const GroundAnswer&) const = default;
};

namespace entity_role
{
inline constexpr std::string_view group_member = "group_member"; // of a consortium that asks together
inline constexpr std::string_view relied_on = "relied_on";       // whose capacity is relied on
} // namespace entity_role
namespace capacity_kind
{
inline constexpr std::string_view financial = "financial";
inline constexpr std::string_view technical = "technical";
inline constexpr std::string_view personnel = "personnel"; // counts only if its people do the work, §92
} // namespace capacity_kind

// Another enterprise behind the request, §92.
struct OtherEntity
{
    std::string name;
    std::string business_id;
    std::string role;           // entity_role
    std::string capacity;       // capacity_kind; empty for a group member
    bool performs_work = false; // of the contract
    bool has_ground = false;    // does a ground of exclusion concern it?
    std::string measures = {};  // its self-cleaning
    bool operator==(const OtherEntity&) const = default;
};

struct DeclarationContent
{
    std::vector<GroundAnswer> grounds;
    std::vector<OtherEntity> others;
    bool operator==(const DeclarationContent&) const = default;
};

// To one requirement of the category, asked with each request.
struct RequirementAnswer
{
    std::string code; // of Category::requirements
    bool met = false;
    bool operator==(const RequirementAnswer&) const = default;
};

// What is wrong with what is written; what is not yet written is no fault. Pointers "/grounds/3/on",
// "/others/0/…".
std::vector<FieldError> declaration_faults(const DeclarationContent& content, CivilDate today,
                                           const LawBook& law);
// Likewise of answers to requirements: each of the category, each once. Pointers "/requirements/0/code".
std::vector<FieldError> answer_faults(const std::vector<RequirementAnswer>& answers,
                                      const std::vector<std::string>& requirements);

// Everything that keeps a request from being submitted, at once: a ground or requirement without an answer, a
// yes without its day. Pointers "/grounds/bribery", "/grounds/bribery/on", "/requirements/tax_certificate".
std::vector<FieldError> missing_answers(const DeclarationContent& content,
                                        const std::vector<RequirementAnswer>& answers,
                                        const std::vector<std::string>& requirements, CivilDate today,
                                        const LawBook& law);

RuleSentences declaration_sentences();

} // namespace kori
