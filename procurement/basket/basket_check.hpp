// What a draft lacks when its area's own lists and municipalities are looked at too.
#pragma once

#include "core/base/ambient.hpp"
#include "core/reference/areas.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::baskets
{

// missing_for_publication and what depends on the area and the day, all at once; pointers begin with
// "/terms".
std::vector<FieldError> missing(Transaction& tx, const Ambient& ambient, const AreaBook& areas,
                                const Basket& basket, const BasketTerms& terms);

RuleSentences check_sentences();

} // namespace kori::baskets
