// How requests and decisions look in answers, and what acts on them send.
#pragma once

#include "core/http/route.hpp"
#include "procurement/admission/admission_store.hpp"

namespace kori::admissions
{

json::Object view_of(const Admission& admission); // a row of a list
json::Object view_of(const AdmissionDecision& decision);
// The third fence: what an authority notes of a check is not the provider's to read, and the other way round
// nothing is hidden: its own words.
json::Object full_view(http::Call& call, const Admission& admission);

http::Shape request_shape(); // of full_view
http::Shape row_shape(bool is_queue);
http::Shape decision_shape();
http::Shape accepted_shape();
http::Shape outcome_shape();
http::Shape reasons_shape();
http::Shape check_result_shape();
// The code that a basket gave to a condition or to evidence.
http::Shape condition_code(std::string about, std::string example);

} // namespace kori::admissions
