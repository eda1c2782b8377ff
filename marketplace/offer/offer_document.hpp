// Descriptions, terms and results of checks as stored documents; bodies and answers have the same members.
#pragma once

#include "core/json/value.hpp"
#include "marketplace/offer/offer.hpp"

#include <vector>

namespace kori::offers
{

json::Object document_of(const ServiceDescription& description);
ServiceDescription description_of(const json::Value& document);
json::Object document_of(const OfferTerms& terms);
OfferTerms terms_of(const json::Value& document);
json::Array document_of(const std::vector<RuleResult>& results);
std::vector<RuleResult> results_of(const json::Value& document);

} // namespace kori::offers
