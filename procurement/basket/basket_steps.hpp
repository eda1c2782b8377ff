// What every act on a basket shares: whose it is, the moves of basket and version, the journal.
#pragma once

#include "core/access/access_actions.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::baskets
{

// The actor's own basket; another authority's looks absent.
Result<Basket> own(Transaction& tx, const Actor& actor, BasketId id);
BasketVersion version_of(Transaction& tx, BasketVersionId id);
Refusal no_draft();

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind, const Basket& basket,
          Facts facts = {}, std::string reason = {});

// The basket's own state has allowed it: promises that the version's does too.
std::string moved_version(std::string_view from, std::string_view verb);

// Moves by the state table, saves and journals. The state counts from `day` on.
Result<Basket> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, Basket basket,
                     std::string_view verb, std::string kind, CivilDate day, Facts facts = {},
                     std::string reason = {});
// The same to the actor's own basket, from today on.
Result<Basket> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                     std::string_view verb, std::string kind, std::string reason = {});

// A draft that will never be published.
void discard(Transaction& tx, const Ambient& ambient, Basket& basket);

} // namespace kori::baskets
