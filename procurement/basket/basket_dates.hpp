// The days on which a basket is looked at again and ends: review and sunset.
#pragma once

#include "core/base/ambient.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::baskets
{

void plan_dates(Transaction& tx, const Ambient& ambient, const Basket& basket, const BasketTerms& terms);
void forget_dates(Transaction& tx, const Ambient& ambient, const Basket& basket);

} // namespace kori::baskets
