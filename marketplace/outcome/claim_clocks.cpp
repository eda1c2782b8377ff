#include "marketplace/outcome/claim_clocks.hpp"

#include "core/base/law_book.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "marketplace/outcome/outcome_actions.hpp"
#include "procurement/party/party_actions.hpp"

#include <algorithm>

namespace kori::outcomes
{
namespace
{

void plan_days(Transaction& tx, const Ambient& ambient, const Claim& claim, std::string_view kind,
               CivilDate from, std::string_view limit)
{
    const auto days = parties::value_for(tx, ambient.law, claim.authority, limit, from);
    work::plan(tx, ambient, kind, claim.id.text(), claim.authority,
               end_of_day(plus_days(from, static_cast<int>(days))));
}

bool is_verified_by(const ClaimWithOrder& matter, Verifier part)
{
    const auto* outcome = find_outcome(matter.terms, matter.claim.outcome);
    return outcome != nullptr &&
           std::find(outcome->verifiers.begin(), outcome->verifiers.end(), part) != outcome->verifiers.end();
}

// The coaches whom the customer has now. Without one the task is the role's: whoever gets the customer sees
// it then.
void ask_verifier(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter)
{
    const auto& claim = matter.claim;
    if (!is_verified_by(matter, Verifier::coach))
        return access::give_task(tx, ambient, claim.authority, role::finance_officer, "claim.verify",
                                 claim.id.text(), std::nullopt);
    const auto coaches =
        access::relations_to(tx, matter.order.customer.revealed(), customers::coach_of, ambient.today());
    for (const auto& coach : coaches)
        access::insert(tx,
                       Task{ambient.next<TaskTag>(), claim.authority, coach.membership,
                            std::string{role::coach}, "claim.verify", claim.id.text(), std::nullopt},
                       ambient.now);
    if (coaches.empty())
        access::give_task(tx, ambient, claim.authority, role::coach, "claim.verify", claim.id.text(),
                          std::nullopt);
}

} // namespace

void begin_verification(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter, Money hold)
{
    const auto& claim = matter.claim;
    payments::set_hold(tx, claim.id.text(), claim.order.text(), hold);
    plan_days(tx, ambient, claim, "claim.verification_due", claim.claimed_on,
              "service_level.verification.days");
    plan_days(tx, ambient, claim, "claim.verification_stop", claim.claimed_on,
              "service_level.verification_stop.days");
    ask_verifier(tx, ambient, matter);
}

void ask_claimant(Transaction& tx, const Ambient& ambient, const Claim& claim)
{
    plan_days(tx, ambient, claim, "claim.answer_due", ambient.today(), "service_level.verification.days");
    access::give_task(tx, ambient, claim.provider, role::manager, "claim.answer", claim.id.text(),
                      std::nullopt);
}

void end_asking(Transaction& tx, const Ambient& ambient, const Claim& claim, Money hold)
{
    const auto id = claim.id.text();
    payments::set_hold(tx, id, claim.order.text(), hold);
    work::cancel(tx, ambient, "claim.answer_due", id);
    access::finish_tasks(tx, "claim.answer", id, ambient.now);
}

void leave_rejected(Transaction& tx, const Ambient& ambient, const Claim& claim)
{
    plan_days(tx, ambient, claim, "claim.close_due", ambient.today(), "service_level.outcome_claim.days");
}

void begin_dispute(Transaction& tx, const Ambient& ambient, const Claim& claim)
{
    work::cancel(tx, ambient, "claim.close_due", claim.id.text());
    const auto decisions = decisions_of(tx, claim.id);
    PROMISE(!decisions.empty());
    payments::set_hold(tx, claim.id.text(), claim.order.text(), decisions.back().decision.amount);
    plan_days(tx, ambient, claim, "claim.dispute_due", ambient.today(), "service_level.dispute_answer.days");
    access::give_task(tx, ambient, claim.authority, role::finance_officer, "claim.resolve", claim.id.text(),
                      std::nullopt);
}

void wind_up(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter)
{
    const auto id = matter.claim.id.text();
    for (const auto* due :
         {"claim.verification_due", "claim.verification_stop", "claim.answer_due", "claim.dispute_due"})
        work::cancel(tx, ambient, due, id);
    for (const auto* kind : {"claim.verify", "claim.verification_overdue", "claim.verification_stopped",
                             "claim.answer", "claim.resolve", "claim.dispute_overdue"})
        access::finish_tasks(tx, kind, id, ambient.now);
    payments::clear_hold(tx, id);
    if (!holds_money(matter.order.state))
        payments::release_rest(tx, ambient, orders::money_of(matter.order));
}

void add_due_acts(work::DueActs& acts)
{
    using namespace claim_state;
    const auto escalate =
        [&acts](std::string due, std::string overdue, std::vector<std::string_view> while_in)
    {
        acts.add(std::move(due),
                 [overdue = std::move(overdue), while_in = std::move(while_in)](
                     Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
                 {
                     auto claim = find(tx, *ClaimId::parse(moment.about));
                     PROMISE(claim.has_value());
                     if (std::find(while_in.begin(), while_in.end(), claim->state) == while_in.end())
                         return;
                     const auto matter = with_order(tx, std::move(*claim));
                     // T41: silence accepts nothing; it comes before more people instead.
                     access::give_task(tx, ambient, matter.claim.authority, role::finance_officer, overdue,
                                       moment.about, moment.due_at);
                     note(tx, ambient, {"clock", ""}, overdue, matter, {{"due_at", to_text(moment.due_at)}});
                 });
    };
    escalate("claim.verification_due", "claim.verification_overdue", {verifying, more_info});
    escalate("claim.verification_stop", "claim.verification_stopped", {verifying, more_info});
    escalate("claim.dispute_due", "claim.dispute_overdue", {disputed});

    const auto by_clock = [&acts](std::string due, std::string_view verb, std::string entry)
    {
        acts.add(std::move(due),
                 [verb, entry = std::move(entry)](Transaction& tx, const Ambient& ambient,
                                                  const work::DueMoment& moment)
                 {
                     auto claim = find(tx, *ClaimId::parse(moment.about));
                     PROMISE(claim.has_value());
                     if (!move(*claim, verb))
                         return;
                     claim->revision += 1;
                     save(tx, *claim);
                     note(tx, ambient, {"clock", ""}, entry, with_order(tx, std::move(*claim)), {});
                 });
    };
    by_clock("claim.answer_due", "end_waiting", "claim.waiting_ended");
    by_clock("claim.close_due", "close", "claim.closed");
}

} // namespace kori::outcomes
