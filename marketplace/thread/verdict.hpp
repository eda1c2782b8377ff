// What the rule said of a claim, for those who see nothing else of it.
#pragma once

#include "core/http/locale.hpp"
#include "marketplace/outcome/outcome_store.hpp"
#include "marketplace/payment/payment_views.hpp"

namespace kori::threads
{

// For a co-payer: the sentence says quantity, component and cents, and no day or other fact of a person.
payments::Verdict verdict_of(Transaction& tx, const http::Locale& locale, Language language,
                             std::string_view claim);
// For who books the provider's money: component, quantity, verdict and reasons.
json::Object result_of(Transaction& tx, const http::Locale& locale, Language language, const Claim& claim);
// A claim in a thread: the whole one, or its result.
http::Shape claim_thread_part_shape();

} // namespace kori::threads
