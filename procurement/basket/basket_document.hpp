// The terms of a basket as JSON: one description for requests, answers and the stored document.
#pragma once

#include "core/http/shape.hpp"
#include "core/json/value.hpp"
#include "procurement/basket/basket.hpp"

namespace kori::baskets
{

json::Value document_of(const BasketTerms& terms);
// Promises a value that the shape accepts.
BasketTerms terms_of(const json::Value& document);
// A draft may lack texts and parts: what is missing is told at publication. `name` of the component in
// OpenAPI.
http::Shape terms_shape(std::string name);

} // namespace kori::baskets
