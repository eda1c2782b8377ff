// Paragraphs are those of 1397/2016.
#include "procurement/competition/competition_guards.hpp"

#include "procurement/competition/competition.hpp"

#include <set>

namespace kori::competition_guards
{

namespace
{

Result<Done> no(std::string_view rule, Facts values = {})
{
    return refuse_by(competition_sentences(), Fault::conflict, rule, std::move(values));
}

Result<Done> invalid(std::string_view rule, Facts values = {})
{
    return refuse_by(competition_sentences(), Fault::invalid, rule, std::move(values));
}

// Different people, all of them named: one who confirms twice is one, a stranger is none (§64).
int openers_counted(const CompetitionFacts& facts)
{
    const std::set<UserId> named{facts.openers_named.begin(), facts.openers_named.end()};
    std::set<UserId> counted;
    for (const auto& opener : facts.openers_present)
        if (named.contains(opener))
            counted.insert(opener);
    return static_cast<int>(counted.size());
}

// The first n of the comparison, in their order: nobody is passed over and nobody named twice.
bool are_the_best(const std::vector<int>& ranks)
{
    for (std::size_t i = 0; i < ranks.size(); ++i)
        if (ranks[i] != static_cast<int>(i) + 1)
            return false;
    return true;
}

} // namespace

Result<Done> anything(const CompetitionFacts& /*facts*/)
{
    return Done{};
}

// 1397/2016 §52(1): all admitted in the category, at the same moment.
Result<Done> may_invite(const CompetitionFacts& facts)
{
    if (auto allowed = allow_in_channel(facts.channel, channel_verb::invite_tenders); !allowed)
        return allowed;
    if (facts.has_faults)
        return invalid("competition.documents_incomplete");
    if (facts.admitted == 0)
        return no("competition.nobody_admitted");
    if (facts.invited != facts.admitted)
        return invalid("competition.not_all_invited",
                       {{"invited", facts.invited}, {"admitted", facts.admitted}});
    return Done{};
}

Result<Done> may_open_questions(const CompetitionFacts& facts)
{
    if (facts.now > facts.closes_at)
        return no("competition.deadline_passed");
    return Done{};
}

Result<Done> may_answer(const CompetitionFacts& facts)
{
    if (facts.now > facts.closes_at)
        return no("competition.deadline_passed");
    if (!facts.answer_goes_to_all)
        return invalid("competition.answer_not_to_all");
    return Done{};
}

// §56(5)–(6), T09. After a withdrawn cancelling tenders get their time anew, even when the old deadline has
// passed.
Result<Done> may_extend(const CompetitionFacts& facts)
{
    if (facts.has_been_opened)
        return no("competition.opened_already");
    if (facts.now > facts.closes_at && facts.state != competition_state::corrected)
        return no("competition.deadline_passed");
    if (facts.extension_has_faults)
        return invalid("competition.extension_has_faults");
    if (!facts.extension_is_told_to_all)
        return invalid("competition.extension_not_told");
    return Done{};
}

Result<Done> may_receive(const CompetitionFacts& facts)
{
    if (facts.has_been_opened)
        return no("competition.opened_already");
    if (facts.questions_unanswered > 0)
        return no("competition.questions_unanswered", {{"count", facts.questions_unanswered}});
    if (facts.extension_is_owed)
        return no("competition.extension_owed");
    // Who wanted to send a tender while it was cancelled could not: the deadline must lie ahead again.
    const bool cut_off = facts.cancelled_at && *facts.cancelled_at <= facts.closes_at;
    if (cut_off && facts.now >= facts.closes_at)
        return no("competition.extension_owed");
    return Done{};
}

// §64: nobody before the deadline, then the named persons together. received_at <= deadline still counts.
Result<Done> may_open(const CompetitionFacts& facts)
{
    if (facts.now <= facts.closes_at)
        return no("competition.still_sealed");
    if (facts.has_been_opened)
        return no("competition.opened_already");
    if (facts.extension_is_owed)
        return no("competition.extension_owed");
    const int counted = openers_counted(facts);
    if (facts.openers_needed < 1 || counted < facts.openers_needed)
        return no("competition.openers_missing", {{"present", counted}, {"needed", facts.openers_needed}});
    return Done{};
}

Result<Done> may_check(const CompetitionFacts& facts)
{
    if (!facts.has_been_opened)
        return no("competition.not_opened");
    return Done{};
}

// §96: the explanation must be asked before a tender may be excluded for its price.
Result<Done> may_ask_low_price(const CompetitionFacts& facts)
{
    if (facts.low_prices_suspected == 0)
        return invalid("competition.no_low_price");
    if (facts.tenders_undecided > 0)
        return no("competition.tenders_undecided", {{"count", facts.tenders_undecided}});
    return Done{};
}

Result<Done> may_evaluate(const CompetitionFacts& facts)
{
    if (!facts.has_been_opened)
        return no("competition.not_opened");
    if (!facts.has_passed_compliance)
        return no("competition.compliance_not_checked");
    if (facts.tenders_undecided > 0)
        return no("competition.tenders_undecided", {{"count", facts.tenders_undecided}});
    if (!facts.completions_are_equal)
        return no("competition.completions_unequal");
    if (facts.low_prices_unexplained > 0)
        return no("competition.low_price_unexplained", {{"count", facts.low_prices_unexplained}});
    if (facts.tenders_compliant == 0)
        return no("competition.nothing_to_compare");
    return Done{};
}

// §123. One or several winners, the best ones in their order; a decision in force is corrected, never
// overwritten.
Result<Done> may_decide(const CompetitionFacts& facts)
{
    if (facts.decisions_in_force > 0)
        return no("competition.decided_already");
    if (!facts.has_passed_compliance || facts.tenders_undecided > 0)
        return no("competition.compliance_not_checked");
    if (facts.conflicts_undeclared > 0)
        return no("competition.conflict_undeclared", {{"count", facts.conflicts_undeclared}});
    if (!facts.quality_is_agreed)
        return no("competition.quality_not_agreed");
    if (facts.suspended_compared > 0)
        return no("competition.suspended_compared", {{"count", facts.suspended_compared}});
    const auto winners = static_cast<int>(facts.winner_ranks.size());
    if (winners == 0 || winners > facts.winners_most || winners > facts.tenders_compliant)
        return invalid("competition.winners_number", {{"winners", winners}, {"most", facts.winners_most}});
    if (!are_the_best(facts.winner_ranks))
        return invalid("competition.winners_not_the_best");
    if (facts.winners_most > 1 && !facts.has_order_of_use)
        return no("competition.order_of_use_missing");
    if (!facts.has_reasons)
        return invalid("competition.decision_reasons_missing");
    return Done{};
}

// §126, §127: everybody, electronically, with the instructions; receipt is T26's.
Result<Done> may_notify(const CompetitionFacts& facts)
{
    if (!facts.has_instructions)
        return invalid("competition.instructions_missing");
    if (facts.recipients_missing > 0)
        return invalid("competition.recipients_missing", {{"count", facts.recipients_missing}});
    return Done{};
}

Result<Done> may_wait(const CompetitionFacts& facts)
{
    if (!facts.standstill_ends_on)
        return invalid("competition.standstill_end_missing");
    return Done{};
}

// §128–130: only a winner of the decision in force, once. T15 is over when it was begun; skipping it makes
// the appeal time T20's.
Result<Done> may_contract(const CompetitionFacts& facts)
{
    if (facts.decisions_in_force != 1 || !facts.is_winner_in_force)
        return no("competition.not_a_winner");
    if (facts.winner_has_contract)
        return no("competition.contracted_already");
    if (facts.is_stopped_by_court)
        return no("competition.stopped_by_court");
    if (facts.standstill_is_obligatory && !facts.standstill_ends_on)
        return no("competition.standstill_obligatory");
    if (facts.standstill_ends_on && finnish_date(facts.now) <= *facts.standstill_ends_on)
        return no("competition.standstill_runs", {{"day", to_text(*facts.standstill_ends_on)}});
    if (!facts.evidence_is_checked)
        return no("competition.evidence_not_checked");
    return Done{};
}

Result<Done> may_release(const CompetitionFacts& facts)
{
    if (!facts.is_winner_in_force)
        return no("competition.not_a_winner");
    if (facts.winner_has_contract)
        return no("competition.contracted_already");
    if (facts.reason.empty())
        return invalid("competition.reason_missing");
    return Done{};
}

Result<Done> may_give_notice(const CompetitionFacts& facts)
{
    if (facts.winners_pending > 0)
        return no("competition.winners_pending", {{"count", facts.winners_pending}});
    return Done{};
}

// §125: a real and justified reason, told in the decision.
Result<Done> may_cancel(const CompetitionFacts& facts)
{
    if (facts.reason.empty())
        return invalid("competition.reason_missing");
    return Done{};
}

// §132–134: for an error or new information, within T18 or on a request that came within T17; those concerned
// are told.
Result<Done> may_correct(const CompetitionFacts& facts)
{
    if (facts.reason.empty())
        return invalid("competition.reason_missing");
    const bool own =
        facts.own_correction_closes_on && finnish_date(facts.now) <= *facts.own_correction_closes_on;
    if (!own && !facts.has_timely_request)
        return refuse_by(competition_sentences(), Fault::too_late, "competition.correction_too_late", {});
    if (!facts.is_told_to_concerned)
        return invalid("competition.correction_not_told");
    return Done{};
}

} // namespace kori::competition_guards
