// The one thread: from a payable line back to the programme, and from a basket down
// to its lines. Nothing in it is an orphan.
#pragma once

#include "core/access/actor.hpp"
#include "core/http/locale.hpp"
#include "marketplace/outcome/outcome_store.hpp"

namespace kori::threads
{

// Who asks, in which words, on which day.
struct Wish
{
    const Actor& actor;
    const http::Locale& locale;
    CivilDate today;
};
json::Object of_payable(Transaction& tx, const Wish& wish, const Payable& payable);
json::Object of_order(Transaction& tx, const Wish& wish, const Order& order);
// One basket's order with the ids of its claims and lines.
json::Object line_of(Transaction& tx, const Order& order);

http::Shape payable_thread_shape();
http::Shape order_thread_shape();
http::Shape basket_thread_shape();

} // namespace kori::threads
