#include "procurement/competition/competition.hpp"

namespace kori
{

namespace
{

using namespace competition_state;

constexpr std::string_view names[] = {draft,          invited,    q_and_a,   sealed,   opened,     compliance,
                                      abnormally_low, evaluation, decided,   notified, standstill, contracted,
                                      noticed,        cancelled,  corrected, dropped};
constexpr std::string_view finals[] = {noticed, dropped};
constexpr std::string_view here = "domain.md 7.4";
constexpr std::string_view interrupted = "1397/2016 §125: a real and justified reason, decided in writing";
constexpr std::string_view correction = "1397/2016 §132–135, T17, T18";
constexpr std::string_view extension = "1397/2016 §56(5)–(6), T09: forwards, while it runs, told to all";
constexpr Transition rows[] = {
    {draft, "invite", invited, here},
    {draft, "drop", dropped, "ASSUMED: nobody knows of a draft yet"},
    {invited, "open_questions", q_and_a, here},
    {invited, "receive_tenders", sealed, "ASSUMED: a competition may do without questions"},
    {invited, "extend_deadline", invited, extension},
    {invited, "cancel", cancelled, interrupted},
    {q_and_a, "receive_tenders", sealed, here},
    {q_and_a, "answer", q_and_a, "1397/2016 §69(4), T08: the same answer to all"},
    {q_and_a, "extend_deadline", q_and_a, extension},
    {q_and_a, "cancel", cancelled, interrupted},
    {sealed, "open_tenders", opened, here},
    {sealed, "extend_deadline", sealed, extension},
    {sealed, "cancel", cancelled, interrupted},
    {opened, "check_compliance", compliance, here},
    {opened, "cancel", cancelled, interrupted},
    {compliance, "ask_low_price", abnormally_low, here},
    {compliance, "evaluate", evaluation, here},
    {compliance, "cancel", cancelled, interrupted},
    {abnormally_low, "evaluate", evaluation, here},
    {abnormally_low, "cancel", cancelled, interrupted},
    {evaluation, "ask_low_price", abnormally_low, "ASSUMED: it may be noticed while comparing (§96)"},
    {evaluation, "decide", decided, here},
    {evaluation, "cancel", cancelled, interrupted},
    {decided, "notify", notified, here},
    {decided, "correct", corrected, correction},
    {notified, "wait", standstill, here},
    {notified, "contract", contracted, "1397/2016 §130, T16: no standstill inside a DPS"},
    {notified, "correct", corrected, correction},
    {notified, "cancel", cancelled, interrupted},
    {standstill, "contract", contracted, here},
    {standstill, "correct", corrected, correction},
    {standstill, "cancel", cancelled, interrupted},
    {contracted, "give_notice", noticed, here},
    {contracted, "contract", contracted, "ASSUMED: several winners of one decision sign one by one"},
    {contracted, "release_winner", contracted, "ASSUMED: one of several winners does not sign"},
    {cancelled, "give_notice", noticed, "ASSUMED: the result notice tells of the cancelling too"},
    {cancelled, "correct", corrected, correction},
    {corrected, "evaluate", evaluation, "domain.md 7.4: the decision is made again"},
    {corrected, "check_compliance", compliance, "ASSUMED: the fault may lie in an exclusion"},
    {corrected, "extend_deadline", corrected, "ASSUMED: tenders were shut out while it was cancelled"},
    {corrected, "receive_tenders", sealed, "ASSUMED: it was cancelled before the opening"},
    {corrected, "cancel", cancelled, interrupted},
};
const StateTable table{"competition", names, draft, finals, rows};

} // namespace

const StateTable& competition_states()
{
    return table;
}

bool takes_tenders(std::string_view state)
{
    return state == invited || state == q_and_a || state == sealed;
}

} // namespace kori
