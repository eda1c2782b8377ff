// The part "form" of a tender: the price and what is promised, in one shape, so that tenders can be compared
// without reading prose.
#pragma once

#include "core/http/shape.hpp"
#include "core/json/value.hpp"
#include "procurement/competition/criteria.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct Subcontractor
{
    std::string name;
    std::optional<std::string> business_id; // Y-tunnus
    std::string task;                       // what it does
    bool operator==(const Subcontractor&) const = default;
};

struct TenderForm
{
    Money price; // comparison price or lifetime cost, without VAT; the fixed price where the buyer fixes it
    std::vector<PromisedAmount> promises; // one for each criterion that asks for one
    std::vector<Subcontractor> subcontractors;
    bool operator==(const TenderForm&) const = default;
};

namespace tenders
{

inline constexpr std::string_view form_part = "form";

// Of a form as it was handed in, after the opening as before the sealing. Refuses tender.form_invalid with
// all faults at once (pointers into the form), json.… when it is no JSON. A refusal names no amount.
Result<TenderForm> read_form(std::string_view json, const AwardCriteria& criteria);
json::Value document_of(const TenderForm& form);
http::Shape form_shape();

} // namespace tenders
} // namespace kori
