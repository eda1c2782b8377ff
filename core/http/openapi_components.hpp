// The parts that operations of the OpenAPI document share. Each is listed at its first use only, so none is
// unused.
#pragma once

#include "core/json/value.hpp"

#include <string_view>

namespace kori::http
{

class OpenapiComponents
{
public:
    // References; the part is added to the document when it is not there yet.
    json::Value problem(int status);               // a status of problem.hpp
    json::Value problem_details();                 // what each of them holds
    json::Value parameter(std::string_view name);  // IdempotencyKey, IfMatch, IfMatchDemanded, IfNoneMatch
    json::Value header(std::string_view name);     // ETag, Location, Link, RetryAfter, Authenticate
    json::Array security(std::string_view scheme); // bearer, choice_code

    json::Object& schemas() { return schemas_; }
    json::Object finished() const;

private:
    json::Object schemas_;
    json::Object responses_;
    json::Object parameters_;
    json::Object headers_;
    json::Object schemes_;
};

} // namespace kori::http
