// How a basket ends without its authority's own act: at its sunset, or with its programme.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::baskets
{

// What an end from outside does: no new customers; where nobody could be inside, all of it.
void close_from_outside(Transaction& tx, const Ambient& ambient, const Actor& actor, const Basket& basket,
                        const std::string& kind, CivilDate day);

} // namespace kori::baskets
