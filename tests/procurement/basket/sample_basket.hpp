// A whole basket that may be published on sample_day, so that a test states only what matters. All prices are
// invented.
#pragma once

#include "core/base/law_book.hpp"
#include "procurement/basket/basket.hpp"

namespace kori::samples
{

inline CivilDate day(int year, unsigned month, unsigned date)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

inline const CivilDate sample_day = day(2026, 3, 2);

inline LocalText text(const std::string& words)
{
    return LocalText{words + " (fi)", words + " (sv)", ""};
}

inline LawBook law_book()
{
    LawBook law;
    const auto add = [&law](const std::string& name, std::int64_t value, const std::string& unit)
    { law.add(name, LawValue{value, unit, Validity{day(2025, 1, 1), std::nullopt}, "test", "assumed"}); };
    add("service_level.acceptance_answer.working_days", 10, "working_days");
    add("service_level.acknowledge.working_days", 2, "working_days");
    add("service_level.answer_order.working_days", 5, "working_days");
    add("service_level.first_meeting.working_days", 10, "working_days");
    add("service_level.capacity_hold.working_days", 5, "working_days");
    add("service_level.choice_open.days", 14, "days");
    add("service_level.outcome_claim.days", 30, "days");
    add("service_level.verification.days", 14, "days");
    add("service_level.verification_stop.days", 30, "days");
    add("service_level.dispute_answer.days", 14, "days");
    law.add("legal_form_ground.reserved_contract",
            LawValue{std::string{"1397/2016 §24"}, "code", Validity{day(2026, 1, 1), day(2027, 1, 1)}, "test",
                     "assumed"});
    return law;
}

inline PriceComponent component(const std::string& code, ComponentKind kind, const std::string& unit,
                                std::int64_t ceiling_euros)
{
    PriceComponent made;
    made.code = code;
    made.kind = kind;
    made.name = text(code);
    made.unit = unit;
    made.ceiling = Money::euros(ceiling_euros);
    return made;
}

inline BasketTerms basket()
{
    BasketTerms terms;
    terms.name = text("Name");
    terms.aim = text("Aim");
    terms.benefit = text("Benefit");
    terms.duty_to_those_who_need_more = text("Duty");
    terms.service_types = {"job_coaching"};
    terms.target_groups = {"long_term_unemployed"};
    terms.needs = {"job_search"};
    terms.municipalities = {"297", "749"};
    terms.delivery_modes = {"on_site", "remote"};
    terms.languages = {"fi", "sv"};
    terms.duration = {30, 180};
    terms.review_on = day(2026, 9, 1);
    terms.sunset_on = day(2027, 3, 1);
    terms.metric_set = "basic";

    auto start = component("start", ComponentKind::start, "person", 300);
    auto month = component("month", ComponentKind::period, "month", 200);
    month.stated_reason = "Guidance costs time whatever comes of it.";
    month.expected_quantity = 3;
    auto job = component("job", ComponentKind::milestone, "outcome", 400);
    job.outcome = "OPEN_JOB";
    auto kept = component("kept_6", ComponentKind::retention, "outcome", 200);
    kept.outcome = "RETAIN_6";
    terms.price_components = {start, month, job, kept};
    terms.outcome_share_band = OutcomeShareBand{2'000, 5'000};
    terms.outcomes = {
        {"OPEN_JOB", text("Open job"), {Verifier::authority}, 18, 14, 30},
        {"RETAIN_6", text("Six months"), {Verifier::authority}, std::nullopt, std::nullopt, 30},
    };
    return terms;
}

} // namespace kori::samples
