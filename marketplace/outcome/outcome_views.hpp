// How a claim looks outside, with its decisions in the caller's language.
#pragma once

#include "core/http/locale.hpp"
#include "core/http/shape.hpp"
#include "marketplace/outcome/outcome_store.hpp"

namespace kori::outcomes
{

http::Shape claim_shape();
// `with_inputs`: what each decision rested on, for who checks it.
json::Object view_of(Transaction& tx, const http::Locale& locale, Language language, const Claim& claim,
                     bool with_inputs);

} // namespace kori::outcomes
