#include "procurement/small_purchase/small_purchase.hpp"

namespace kori
{

namespace
{

using namespace purchase_state;

constexpr std::string_view names[] = {need, invited, offers_in, decided, ordered, dropped, interrupted};
constexpr std::string_view finals[] = {ordered, dropped};
constexpr std::string_view here = "domain.md 4.1 C: by the buyer's published rule";
constexpr std::string_view real_reason =
    "ASSUMED: as 1397/2016 §125, a real reason and a decision in writing";
constexpr std::string_view corrected = "1397/2016 §135, T17, T18: decided again";
constexpr Transition rows[] = {
    {need, "restate_need", need, "ASSUMED: the total is looked at with each new estimate"},
    {need, "invite", invited, here},
    {need, "announce", invited, here},
    {need, "drop", dropped, "ASSUMED: nobody knows of it yet"},
    {invited, "extend_time", invited, "1397/2016 §2(3): later for all or for nobody"},
    {invited, "submit_offer", invited, here},
    {invited, "end_offers", offers_in, here},
    {invited, "interrupt", interrupted, real_reason},
    {offers_in, "decide", decided, here},
    {offers_in, "interrupt", interrupted, real_reason},
    {decided, "order", ordered, here},
    {decided, "correct", offers_in, corrected},
    {decided, "interrupt", interrupted, real_reason},
    {interrupted, "correct", offers_in, corrected},
    {interrupted, "reopen_offers", invited,
     "1397/2016 §135, T17, T18: it was interrupted before its time was over"},
    {interrupted, "drop", dropped, "ASSUMED: the need is gone, or it is bought in another channel"},
};
const StateTable table{"small_purchase", names, need, finals, rows};

constexpr std::string_view officer = "procurement_officer";
constexpr std::string_view decider = "decision_maker";
constexpr std::string_view total_watched = "1397/2016 §25, §30, §31: below means below, at every step";
constexpr PurchaseAct acts[] = {
    {"restate_need", officer, true, total_watched},
    {"invite", officer, true, total_watched},
    {"announce", officer, true, total_watched},
    {"drop", officer, false, here},
    {"extend_time", officer, false, "1397/2016 §2(3)"},
    {"submit_offer", "provider", false, here},
    {"end_offers", "clock", false, "ASSUMED: the due moment ends the time, nobody's look at it"},
    {"decide", decider, true, total_watched},
    {"order", officer, true, total_watched},
    {"interrupt", decider, false, real_reason},
    {"correct", decider, false, corrected},
    {"reopen_offers", decider, false, corrected},
};

} // namespace

const StateTable& purchase_states()
{
    return table;
}

std::span<const PurchaseAct> purchase_acts()
{
    return acts;
}

} // namespace kori
