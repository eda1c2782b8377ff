// A self-declaration as JSON: one description for requests, answers and the stored version.
#pragma once

#include "core/http/shape.hpp"
#include "core/json/value.hpp"
#include "procurement/admission/declaration.hpp"

namespace kori::admissions
{

json::Object document_of(const DeclarationContent& content);
// Promises a value that the shape accepts.
DeclarationContent content_of(const json::Value& document);
http::Shape declaration_shape();

std::vector<RequirementAnswer> answers_of(const json::Value& list);
http::Shape answers_shape();
json::Array document_of(const std::vector<RequirementAnswer>& answers);

} // namespace kori::admissions
