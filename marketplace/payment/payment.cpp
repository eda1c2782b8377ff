#include "marketplace/payment/payment.hpp"

namespace kori
{

namespace
{

using namespace payable_state;

constexpr std::string_view names[] = {payable,     invoiced, paid,     clawback_open,
                                      clawed_back, waived,   reversed, settled};
constexpr std::string_view finals[] = {clawed_back, waived, reversed, settled};
constexpr std::string_view here = "domain.md 7.7";
constexpr Transition rows[] = {
    {payable, "invoice", invoiced, here},
    {payable, "reverse", reversed,
     "ASSUMED: an error seen before the invoice; a contra entry, nothing is erased"},
    {invoiced, "pay", paid, here},
    {invoiced, "credit", payable, "domain.md 8.5: a correction invoice"},
    {paid, "open_clawback", clawback_open, here},
    {paid, "settle", settled, "ASSUMED: the time for claiming back has passed"},
    {clawback_open, "claw_back", clawed_back, here},
    {clawback_open, "waive", waived, here},
    {clawback_open, "withdraw_clawback", paid, "ASSUMED: the ground did not hold"},
};
const StateTable table{"payable", names, payable, finals, rows};

} // namespace

const StateTable& payable_states()
{
    return table;
}

} // namespace kori
