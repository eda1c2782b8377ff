// What has to hold before an act on a small purchase: pure, over the facts of the moment. The running total
// is looked at whenever the need, the call, the decision and the order are made (1397/2016 §25, §30, §31).
#pragma once

#include "core/base/instant.hpp"
#include "procurement/small_purchase/small_purchase.hpp"
#include "procurement/value/running_total.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// What the buyer has published about its small purchases (§2(3): sufficiently open, the same for all).
struct PurchaseRule
{
    bool is_published = false;
    bool may_invite = false;   // asks chosen providers
    bool may_announce = false; // asks everybody
    int fewest_invited = 0;    // at least 1 where it may invite
    TotalPeriod period = TotalPeriod::both;
};
// Every fault at once: "small_purchase.rule_without_way", "small_purchase.fewest_invited".
std::vector<FieldError> faults_of(const PurchaseRule& rule);

struct PurchaseFacts
{
    std::string who; // of PurchaseAct
    PurchaseRule rule;
    RunningTotal total; // with this purchase at its value of now: estimate, best offer, order

    bool is_announced = false;
    std::vector<std::string> invited; // providers' ids
    std::string provider;             // who submits an offer
    Instant at;                       // when the request had arrived; for the clock the due moment
    Instant offers_close;             // the last moment at which an offer is in time
    Instant new_close;                // of extend_time

    int offers = 0; // in time and not withdrawn
    bool chosen_has_offer = false;
    bool has_reasons = false;
};

// The state after the act, or the refusal: of the table, of who does it, of its guard.
Result<std::string> act_on_purchase(std::string_view state, std::string_view verb,
                                    const PurchaseFacts& facts);

RuleSentences purchase_sentences();

} // namespace kori
