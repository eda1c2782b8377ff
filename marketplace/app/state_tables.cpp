#include "marketplace/app/state_tables.hpp"

#include "marketplace/choice/choice.hpp"
#include "marketplace/consent/consent.hpp"
#include "marketplace/offer/offer.hpp"
#include "marketplace/order/order.hpp"
#include "marketplace/outcome/outcome.hpp"
#include "marketplace/payment/payment.hpp"
#include "procurement/admission/admission.hpp"
#include "procurement/admission/assessment.hpp"
#include "procurement/award/contract_change.hpp"
#include "procurement/basket/basket.hpp"
#include "procurement/competition/competition.hpp"
#include "procurement/competition/tender.hpp"
#include "procurement/joint/joint.hpp"
#include "procurement/limit/limit.hpp"
#include "procurement/notice/notice_check.hpp"
#include "procurement/programme/programme.hpp"
#include "procurement/publicity/publicity.hpp"
#include "procurement/small_purchase/purchase_guards.hpp"
#include "procurement/system/system.hpp"
#include "procurement/value/cpv.hpp"

#include <algorithm>
#include <deque>

namespace kori
{

namespace
{

std::string shown(std::string_view state, const StateTable& table)
{
    std::string text{"`"};
    text += state;
    text += "`";
    if (state == table.initial)
        text += " (first)";
    if (std::find(table.finals.begin(), table.finals.end(), state) != table.finals.end())
        text += " (final)";
    return text;
}

void add_table(std::string& page, const StateTable& table)
{
    page += "\n## ";
    page += table.name;
    page += "\n\nStates: ";
    for (std::size_t i = 0; i < table.states.size(); ++i)
        page += (i == 0 ? "" : ", ") + shown(table.states[i], table);
    page += "\n\n| from | act | to | source |\n| --- | --- | --- | --- |\n";
    for (const auto& row : table.transitions)
    {
        page += "| `";
        page += row.from;
        page += "` | ";
        page += row.verb;
        page += " | `";
        page += row.to;
        page += "` | ";
        page += row.source;
        page += " |\n";
    }
}

// Names of the rules that the tables themselves refuse with; kept for as long as the process lives.
const std::deque<std::string>& transition_rules()
{
    static const std::deque<std::string> names = []
    {
        std::deque<std::string> all;
        for (const auto* table : all_state_tables())
            all.push_back(std::string{table->name} + ".transition_not_listed");
        return all;
    }();
    return names;
}

} // namespace

std::vector<const StateTable*> all_state_tables()
{
    return {
        &programme_states(),
        &participation_states(),
        &transfer_states(),
        &admission_states(),
        &acceptance_states(),
        &basket_states(),
        &basket_version_states(),
        &competition_states(),
        &purchase_states(),
        &tender_states(),
        &service_description_states(),
        &offer_states(),
        &need_assessment_states(),
        &basket_agreement_states(),
        &choice_session_states(),
        &consent_states(),
        &order_states(),
        &capacity_slot_states(),
        &waiting_list_states(),
        &absence_states(),
        &safety_net_states(),
        &claim_states(),
        &payable_states(),
        &information_request_states(),
        &trade_secret_states(),
    };
}

std::string states_page()
{
    std::string page =
        "# States and the acts that move them\n\n"
        "Generated from the tables in the code; a test compares this page with them "
        "(`KORI_WRITE_GOLDEN=1` writes it anew).\n"
        "An act that is not listed for a state is refused with the rule "
        "`<object>.transition_not_listed`. What the domain description leaves\n"
        "open is added and marked ASSUMED. An act from a state to itself changes something else "
        "than the state.\n";
    for (const auto* table : all_state_tables())
        add_table(page, *table);
    return page;
}

std::vector<RuleSentence> all_rule_sentences()
{
    std::vector<RuleSentence> all;
    for (const auto rows : {programme_sentences(),      declaration_sentences(), assessment_sentences(),
                            limit_sentences(),          cpv_sentences(),         value_sentences(),
                            total_sentences(),          purchase_sentences(),    system_sentences(),
                            joint_sentences(),          basket_sentences(),      condition_sentences(),
                            eligibility_sentences(),    competition_sentences(), contract_change_sentences(),
                            notice::notice_sentences(), offer_sentences(),       choice_sentences(),
                            payer_share_sentences(),    order_sentences(),       outcome_sentences(),
                            claim_sentences(),          ledger_sentences()})
        all.insert(all.end(), rows.begin(), rows.end());
    for (const auto& rule : transition_rules())
        all.push_back({rule, "In the state {state} the act {act} is not possible.", ""});
    return all;
}

} // namespace kori
