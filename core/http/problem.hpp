// The only place where a refusal becomes a status and a problem document (RFC 9457).
#pragma once

#include "core/base/result.hpp"
#include "core/base/text.hpp"
#include "core/http/locale.hpp"
#include "core/http/message.hpp"

#include <string_view>

namespace kori::http
{

int status_of(Fault fault);

// application/problem+json in the caller's language. A throttled or busy caller is told when to come back:
// the value "retry_after_seconds" of the refusal, else 60 and 2 (ASSUMED).
Response problem_response(const Refusal& refusal, Language language, const Locale& locale,
                          std::string_view request_id);
// For what HTTP itself refuses and no rule knows: 405, 406, 415, 501 and the like.
Response problem_response(int status, const Refusal& refusal, Language language, const Locale& locale,
                          std::string_view request_id);

} // namespace kori::http
