#include "procurement/admission/admission.hpp"

#include "core/base/law_book.hpp"
#include "core/base/working_days.hpp"

namespace kori
{

namespace
{

constexpr std::string_view here = "domain.md 7.2";

namespace admission_table
{
using namespace admission_state;

constexpr std::string_view names[] = {draft,    submitted, waiting_reopening, under_review,  clarification,
                                      extended, admitted,  rejected,          renewal_asked, suspended,
                                      leaving,  left,      removed,           withdrawn,     abandoned,
                                      lapsed,   ended};
constexpr std::string_view finals[] = {left, withdrawn, abandoned, lapsed, ended};
constexpr std::string_view ends = "ASSUMED: the programme ended before the decision";
constexpr std::string_view own_will = "ASSUMED: a candidate may withdraw until the decision";
constexpr std::string_view programme_over =
    "ASSUMED: the programme ended; running contracts stay (domain.md 7.1)";
constexpr std::string_view corrected =
    "1397/2016 §132–135, T17, T18: the decision is corrected and made again";
constexpr Transition rows[] = {
    {draft, "submit", submitted, here},
    {draft, "abandon", abandoned, here},
    {submitted, "open", under_review, here},
    {submitted, "withdraw", withdrawn, here},
    {submitted, "wait_for_reopening", waiting_reopening, here},
    {submitted, "lapse", lapsed, ends},
    {waiting_reopening, "open", under_review, "domain.md 7.1: T02 counts from the reopening"},
    {waiting_reopening, "withdraw", withdrawn, own_will},
    {waiting_reopening, "lapse", lapsed, ends},
    {under_review, "ask_clarification", clarification, here},
    {under_review, "extend", extended, here},
    {under_review, "admit", admitted, here},
    {under_review, "reject", rejected, here},
    {under_review, "withdraw", withdrawn, own_will},
    {under_review, "lapse", lapsed, ends},
    {clarification, "clarify", under_review, here},
    {clarification, "end_waiting", under_review, "ASSUMED: no answer in time; decided on what there is"},
    {clarification, "withdraw", withdrawn, own_will},
    {clarification, "lapse", lapsed, ends},
    {extended, "ask_clarification", clarification, here},
    {extended, "admit", admitted, here},
    {extended, "reject", rejected, here},
    {extended, "withdraw", withdrawn, own_will},
    {extended, "lapse", lapsed, ends},
    {admitted, "ask_renewal", renewal_asked, here},
    {admitted, "suspend", suspended, here},
    {admitted, "ask_to_leave", leaving, here},
    {admitted, "remove", removed, here},
    {admitted, "end", ended, programme_over},
    {rejected, "reopen_by_correction", under_review, corrected},
    {renewal_asked, "renew", admitted, here},
    {renewal_asked, "suspend", suspended, here},
    {renewal_asked, "remove", removed, here},
    {renewal_asked, "ask_to_leave", leaving, "ASSUMED: leaving needs nobody's leave"},
    {renewal_asked, "end", ended, programme_over},
    {suspended, "reinstate", admitted, here},
    {suspended, "remove", removed, here},
    {suspended, "ask_to_leave", leaving, "ASSUMED: leaving needs nobody's leave"},
    {suspended, "end", ended, programme_over},
    {leaving, "leave", left, here},
    {leaving, "end", ended, programme_over},
    {removed, "reinstate_by_correction", admitted, corrected},
};
const StateTable table{"admission", names, draft, finals, rows};
} // namespace admission_table

namespace acceptance_table
{
using namespace acceptance_state;

constexpr std::string_view names[] = {draft,    submitted, waiting_reopening, under_review, clarification,
                                      accepted, rejected,  renewal_asked,     suspended,    leaving,
                                      left,     removed,   withdrawn,         abandoned,    lapsed,
                                      ended};
constexpr std::string_view finals[] = {left, withdrawn, abandoned, lapsed, ended};
constexpr std::string_view same = "domain.md 7.2 in the words of open acceptance";
constexpr std::string_view ends = "ASSUMED: the programme ended before the decision";
constexpr std::string_view own_will = "ASSUMED: a provider may withdraw until the decision";
constexpr std::string_view programme_over = "ASSUMED: the programme ended; running orders stay";
constexpr std::string_view claimed =
    "410/2015, T51: a municipal claim for correction leads to a new decision";
constexpr Transition rows[] = {
    {draft, "submit", submitted, same},
    {draft, "abandon", abandoned, same},
    {submitted, "open", under_review, same},
    {submitted, "withdraw", withdrawn, same},
    {submitted, "wait_for_reopening", waiting_reopening, same},
    {submitted, "lapse", lapsed, ends},
    {waiting_reopening, "reopen", submitted, "domain.md 7.1: the clock counts from the reopening"},
    {waiting_reopening, "withdraw", withdrawn, own_will},
    {waiting_reopening, "lapse", lapsed, ends},
    {under_review, "ask_clarification", clarification, same},
    {under_review, "accept", accepted, "domain.md 4.1: an administrative decision of acceptance"},
    {under_review, "reject", rejected, same},
    {under_review, "withdraw", withdrawn, own_will},
    {under_review, "lapse", lapsed, ends},
    {clarification, "clarify", under_review, same},
    {clarification, "end_waiting", under_review, "ASSUMED: no answer in time; decided on what there is"},
    {clarification, "withdraw", withdrawn, own_will},
    {clarification, "lapse", lapsed, ends},
    {accepted, "ask_renewal", renewal_asked, same},
    {accepted, "suspend", suspended, same},
    {accepted, "ask_to_leave", leaving, same},
    {accepted, "remove", removed, same},
    {accepted, "end", ended, programme_over},
    {rejected, "reopen_by_claim", under_review, claimed},
    {renewal_asked, "renew", accepted, same},
    {renewal_asked, "suspend", suspended, same},
    {renewal_asked, "remove", removed, same},
    {renewal_asked, "ask_to_leave", leaving, "ASSUMED: leaving needs nobody's leave"},
    {renewal_asked, "end", ended, programme_over},
    {suspended, "reinstate", accepted, same},
    {suspended, "remove", removed, same},
    {suspended, "ask_to_leave", leaving, "ASSUMED: leaving needs nobody's leave"},
    {suspended, "end", ended, programme_over},
    {leaving, "leave", left, same},
    {leaving, "end", ended, programme_over},
    {removed, "reinstate_by_claim", accepted, claimed},
};
const StateTable table{"acceptance", names, draft, finals, rows};
} // namespace acceptance_table

} // namespace

const StateTable& admission_states()
{
    return admission_table::table;
}

const StateTable& acceptance_states()
{
    return acceptance_table::table;
}

bool is_accepted(std::string_view state)
{
    return state == acceptance_state::accepted || state == acceptance_state::renewal_asked;
}

// ASSUMED: a promise of an authority counts working days like the Regulation does, without the eves of Act
// 150/1930.
CivilDate answer_promised_by(CivilDate received_on, int own_working_days, const LawBook& law)
{
    return add_working_days(received_on, own_working_days, DeadlineLaw::eu_1182_71, &law);
}

CivilDate answer_promised_by(CivilDate received_on, const LawBook& law)
{
    const auto days = law.integer("service_level.acceptance_answer.working_days", received_on);
    return answer_promised_by(received_on, static_cast<int>(days), law);
}

} // namespace kori
