// What an authority does with its baskets. Each action: may he, load, decide, save, journal.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/reference/areas.hpp"
#include "core/work/due.hpp"
#include "procurement/basket/basket_store.hpp"
#include "procurement/programme/programme_store.hpp"

#include <functional>

namespace kori::baskets
{

// What the marketplace knows and a basket asks before it closes.
struct Hooks
{
    std::function<std::int64_t(Transaction&, BasketId)> running_orders = {};
};

// The terms while they are written: draft_actions.cpp.
Result<Basket> create(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId programme,
                      const BasketTerms& terms);
// Replaces the draft's terms as a whole.
Result<Basket> replace_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                             const BasketTerms& terms);
// A new draft with the terms of the current version.
Result<Basket> start_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id);
Result<Basket> discard_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id);

// Publishing, and customers who choose: basket_actions.cpp.
// publish: the draft becomes what offers and customers stand on; the former version goes on for its running
// orders.
Result<Basket> publish(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                       const AreaBook& areas);
Result<Basket> activate(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id);
Result<Basket> pause(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                     const std::string& reason);
Result<Basket> resume(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id);

// The end: closing_actions.cpp.
Result<Basket> close_to_new(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                            const std::string& reason);
Result<Basket> close(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                     const Hooks& hooks);
Result<Basket> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id);
Result<Basket> archive(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id);
// The programme has ended: no new customers in any of its baskets. A hook of the programme.
void close_all_of(Transaction& tx, const Ambient& ambient, const Actor& actor, const Programme& programme);

// "basket.review_due" gives the authority a task, "basket.sunset" closes the basket to new customers:
// basket_dates.cpp.
void add_due_acts(work::DueActs& acts);

} // namespace kori::baskets
