// How a payable line and a booked entry look outside: one description for lists, single views and threads.
#pragma once

#include "core/http/shape.hpp"
#include "marketplace/payment/payment_store.hpp"

namespace kori::payments
{

http::Shape payable_shape();
http::Shape booked_entry_shape();
json::Object view_of(const Payable& payable);

json::Object view_of(const BookedEntry& booked);

} // namespace kori::payments
