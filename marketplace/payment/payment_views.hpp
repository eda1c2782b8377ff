// How a payable line and a booked entry look outside: one description for lists, single views and threads.
#pragma once

#include "core/http/shape.hpp"
#include "marketplace/payment/payment_store.hpp"

#include <string>

namespace kori::payments
{

// Why the claim behind a line was accepted.
struct Verdict
{
    std::string verdict;  // code
    std::string sentence; // in the reader's language; empty when the rule said nothing of an amount
};

http::Shape payable_shape();
http::Shape booked_entry_shape();
json::Object view_of(const Payable& payable);

// A line as its two parties see it, or as a co-payer does: a voucher of its own part (Accounting Act
// 1336/1997 ch. 2 §5) that leads to no order, claim or person.
http::Shape payable_line_shape();
json::Object part_view_of(const Payable& payable, Money own_part, const Verdict& verdict);

json::Object view_of(const BookedEntry& booked);
// What became owed or was paid to the provider, of all payers together; who they are is theirs
// (621/1999 §24(1)(25)).
json::Object provider_view_of(const BookedEntry& booked);

} // namespace kori::payments
