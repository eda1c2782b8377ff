#include "procurement/joint/joint.hpp"

namespace kori
{
namespace
{

constexpr RuleSentence sentences[] = {
    {"joint.shares_above_all", "Shares add up to 10 000 basis points; {left} are left.", ""},
    {"joint.not_an_entity", "Only another contracting entity takes part or takes over.", ""},
    {"joint.invited_already", "This entity is invited or takes part already.", ""},
    {"joint.transfer_running", "Another transfer of this programme is under way.", ""},
    {"joint.transfer_day_past", "A programme passes on a day after {day}.", ""},
    {"joint.transfer_after_end", "The programme ends before that day.", ""},
};

constexpr std::string_view ours = "ASSUMED: agreed between the entities";

namespace participation_table
{
namespace is = participation_state;
constexpr std::string_view names[] = {is::invited, is::joined, is::declined, is::withdrawn, is::taken_over};
constexpr std::string_view finals[] = {is::declined, is::withdrawn, is::taken_over};
constexpr Transition rows[] = {
    {is::invited, "join", is::joined, "domain.md 7.2: participating entities can be added during the life"},
    {is::invited, "decline", is::declined, ours},
    {is::invited, "withdraw", is::withdrawn, ours},
    {is::invited, "take_over", is::taken_over, ours},
    {is::joined, "take_over", is::taken_over, "ASSUMED: who owns a programme bears the rest of it"},
};
const StateTable table{"participation", names, is::invited, finals, rows};
} // namespace participation_table

namespace transfer_table
{
using namespace transfer_state;
constexpr std::string_view names[] = {proposed, accepted, refused, withdrawn, done, lapsed};
constexpr std::string_view finals[] = {refused, withdrawn, done, lapsed};
constexpr Transition rows[] = {
    {proposed, "accept", accepted, ours},
    {proposed, "refuse", refused, ours},
    {proposed, "withdraw", withdrawn, ours},
    {proposed, "lapse", lapsed, "ASSUMED: nobody gets a programme without having agreed"},
    {accepted, "carry_out", done, ours},
    {accepted, "lapse", lapsed, "ASSUMED: what has ended passes to nobody"},
};
const StateTable table{"transfer", names, proposed, finals, rows};
} // namespace transfer_table

} // namespace

const StateTable& participation_states()
{
    return participation_table::table;
}

const StateTable& transfer_states()
{
    return transfer_table::table;
}

Result<Done> check_share(std::int64_t given, std::int64_t added)
{
    if (given + added > all_shares)
        return refuse_by(sentences, Fault::conflict, "joint.shares_above_all",
                         {{"left", all_shares - given}});
    return Done{};
}

bool is_living(std::string_view state)
{
    return state == programme_state::draft || state == programme_state::in_dialogue || takes_requests(state);
}

RuleSentences joint_sentences()
{
    return sentences;
}

} // namespace kori
