// What an order waits for: due moments, and the tasks of those who are to act before them.
#pragma once

#include "core/base/ambient.hpp"
#include "marketplace/order/order_store.hpp"

#include <string_view>

namespace kori::orders
{

// The provider acknowledges and answers within working days from now.
void start_answer_clocks(Transaction& tx, const Ambient& ambient, const Order& order);
void start_meeting_clock(Transaction& tx, const Ambient& ambient, const Order& order);
// A task of the coach who has the customer now; without one, of whoever of the coaches takes it up.
void tell_coach(Transaction& tx, const Ambient& ambient, const Order& order, std::string_view kind,
                std::optional<Instant> due_at);
// Those that the act answers.
void stop_clocks(Transaction& tx, const Ambient& ambient, const Order& order, std::string_view verb);

} // namespace kori::orders
