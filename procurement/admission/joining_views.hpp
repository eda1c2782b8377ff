// How joining a DPS looks in answers.
#pragma once

#include "core/http/route.hpp"
#include "procurement/admission/joining_store.hpp"

namespace kori::admissions
{

// The part of a request that only a DPS has. While the request is sealed its authority reads that it came,
// and nothing else.
json::Object joining_view(http::Call& call, const Admission& admission, bool is_sealed);
http::Shape joining_shape();

json::Object view_of(const SelfDeclaration& declaration);
http::Shape self_declaration_shape();
// `with_document`: the bytes that were served.
json::Object view_of(const JoiningDecision& decision, bool with_document);
http::Shape joining_decision_shape(bool with_document);

} // namespace kori::admissions
