#include "marketplace/outcome/outcome_facts.hpp"

namespace kori
{
namespace
{

using K = ComponentKind;

class FactCheck
{
public:
    FactCheck(const ComponentTerms& terms, const ClaimFacts& facts, const Validity& service_days,
              CivilDate claimed_on, Reasons& reasons)
        : terms_{terms}, facts_{facts}, service_days_{service_days}, claimed_on_{claimed_on},
          reasons_{reasons}
    {
    }

    void look()
    {
        if (is_timed(terms_.kind))
            look_at_range();
        else if (!row_of(terms_.kind).is_outcome)
            look_at_moment(0);
        else
            look_at_outcome();
    }

private:
    void say(std::string_view rule, Facts values) { reasons_.say(rule, std::move(values)); }

    bool has(const std::optional<CivilDate>& day, std::string_view fact)
    {
        if (!day)
            say("outcome.fact_missing", {{"fact", fact}});
        return day.has_value();
    }

    // Not ahead of the claim, not before the service, not after the last day that counts.
    void place(CivilDate day, std::string_view fact, std::int64_t days_after_end)
    {
        not_in_future(day, fact);
        if (day < service_days_.from)
            say("outcome.before_service",
                {{"fact", fact}, {"day", to_text(day)}, {"start", to_text(service_days_.from)}});
        if (!service_days_.to)
            return;
        const auto last = plus_days(*service_days_.to, static_cast<int>(days_after_end) - 1);
        if (day > last)
            say("outcome.after_service", {{"fact", fact}, {"day", to_text(day)}, {"last", to_text(last)}});
    }

    void not_in_future(CivilDate day, std::string_view fact)
    {
        if (day > claimed_on_)
            say("outcome.fact_in_future",
                {{"fact", fact}, {"day", to_text(day)}, {"claimed_on", to_text(claimed_on_)}});
    }

    void look_at_range()
    {
        const bool has_from = has(facts_.from, "from");
        const bool has_to = has(facts_.to, "to");
        if (has_from)
            place(*facts_.from, "from", 0);
        if (has_to)
            place(*facts_.to, "to", 0);
        if (has_from && has_to && *facts_.to < *facts_.from)
            say("outcome.days_crossed", {{"from", to_text(*facts_.from)}, {"to", to_text(*facts_.to)}});
    }

    void look_at_moment(std::int64_t days_after_end)
    {
        if (has(facts_.happened_on, "happened_on"))
            place(*facts_.happened_on, "happened_on", days_after_end);
    }

    void look_at_outcome()
    {
        const auto outcome = parse_outcome(terms_.outcome);
        if (!outcome)
        {
            say("outcome.outcome_unknown", {{"outcome", terms_.outcome}});
            return;
        }
        if (outcome->kind->has_months)
            look_at_months(*outcome);
        else if (outcome->kind->evidence == EvidenceKind::job)
            look_at_job();
        else
            look_at_moment(terms_.days_after_end);
    }

    void look_at_job()
    {
        if (has(facts_.job_starts_on, "job_starts_on"))
            place(*facts_.job_starts_on, "job_starts_on", terms_.days_after_end);
        look_at_terms_of_job();
    }

    void look_at_terms_of_job()
    {
        if (terms_.min_hours_per_week)
        {
            if (!facts_.hours_per_week)
                say("outcome.fact_missing", {{"fact", "hours_per_week"}});
            else if (*facts_.hours_per_week < *terms_.min_hours_per_week)
                say("outcome.hours_too_few",
                    {{"hours", *facts_.hours_per_week}, {"minimum", *terms_.min_hours_per_week}});
        }
        if (facts_.job_starts_on && facts_.job_ends_on)
        {
            const std::int64_t days = days_between(*facts_.job_starts_on, *facts_.job_ends_on) + 1;
            if (days < 1)
                say("outcome.days_crossed",
                    {{"from", to_text(*facts_.job_starts_on)}, {"to", to_text(*facts_.job_ends_on)}});
            else if (terms_.min_days && days < *terms_.min_days)
                say("outcome.job_too_short", {{"days", days}, {"minimum", *terms_.min_days}});
        }
        if (facts_.job_agreed_on && *facts_.job_agreed_on < service_days_.from)
            say("outcome.agreed_before_service",
                {{"day", to_text(*facts_.job_agreed_on)}, {"start", to_text(service_days_.from)}});
    }

    // RETAIN_n counts from the start of the job, NO_RETURN_n from the day after the subsidised one ended. The
    // months may run beyond the order, the job itself may not begin beyond it.
    void look_at_months(const OutcomeCode& outcome)
    {
        const bool counts_from_end = outcome.kind->code == "NO_RETURN";
        const bool has_start = has(facts_.job_starts_on, "job_starts_on");
        const bool has_end = !counts_from_end || has(facts_.job_ends_on, "job_ends_on");
        const bool has_check = has(facts_.checked_on, "checked_on");
        if (has_start)
            place(*facts_.job_starts_on, "job_starts_on", terms_.days_after_end);
        look_at_terms_of_job();
        if (has_check)
            not_in_future(*facts_.checked_on, "checked_on");
        if (!has_start || !has_end || !has_check)
            return;
        const auto base = counts_from_end ? plus_days(*facts_.job_ends_on, 1) : *facts_.job_starts_on;
        const auto due = plus_months(base, outcome.months);
        const auto months = static_cast<std::int64_t>(outcome.months);
        if (*facts_.checked_on < due)
            say("outcome.months_not_reached",
                {{"months", months}, {"due", to_text(due)}, {"checked_on", to_text(*facts_.checked_on)}});
        // The months are full when the last of their days, the one before `due`, was still worked.
        if (!counts_from_end && facts_.job_ends_on && *facts_.job_ends_on < plus_days(due, -1))
            say("outcome.not_retained",
                {{"ended", to_text(*facts_.job_ends_on)}, {"months", months}, {"due", to_text(due)}});
    }

    const ComponentTerms& terms_;
    const ClaimFacts& facts_;
    const Validity& service_days_;
    CivilDate claimed_on_;
    Reasons& reasons_;
};

} // namespace

bool is_timed(K kind)
{
    return kind == K::period || kind == K::day || kind == K::hour || kind == K::in_work;
}

void look_at_facts(const ComponentTerms& terms, const ClaimFacts& facts, const Validity& service_days,
                   CivilDate claimed_on, Reasons& reasons)
{
    FactCheck{terms, facts, service_days, claimed_on, reasons}.look();
}

} // namespace kori
