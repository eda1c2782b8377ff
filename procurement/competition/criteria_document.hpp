// Award criteria and the parts asked for as JSON: as they are sent, shown, digested and stored.
#pragma once

#include "core/http/shape.hpp"
#include "core/json/value.hpp"
#include "procurement/competition/competition_store.hpp"

#include <vector>

namespace kori::competitions
{

json::Value document_of(const AwardCriteria& criteria);
AwardCriteria criteria_of(const json::Value& document); // of a checked or stored document
json::Value document_of(const std::vector<AskedPart>& parts);
std::vector<AskedPart> parts_of(const json::Value& document);

http::Shape criteria_shape();
http::Shape parts_shape();

} // namespace kori::competitions
