// A payable line (maksettava rivi): verified, in cents, on its way to an invoice.
#pragma once

#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "marketplace/payment/ledger.hpp"

#include <string_view>

namespace kori
{

struct PayableTag
{
    static constexpr std::string_view prefix = "pay";
};
using PayableId = Id<PayableTag>;

// domain.md 7.7 from PAYABLE on.
namespace payable_state
{
inline constexpr std::string_view payable = "PAYABLE";
inline constexpr std::string_view invoiced = "INVOICED";
inline constexpr std::string_view paid = "PAID";
inline constexpr std::string_view clawback_open = "CLAWBACK_OPEN";
inline constexpr std::string_view clawed_back = "CLAWED_BACK";
inline constexpr std::string_view waived = "WAIVED";
inline constexpr std::string_view reversed = "REVERSED"; // by a contra entry, before it was paid
inline constexpr std::string_view settled = "SETTLED";   // nothing can be claimed back any more
} // namespace payable_state
const StateTable& payable_states();

} // namespace kori
