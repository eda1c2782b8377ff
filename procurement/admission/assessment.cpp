#include "procurement/admission/assessment.hpp"

#include "core/base/law_book.hpp"
#include "procurement/admission/joining_clock.hpp"

#include <algorithm>

namespace kori
{
namespace
{

using enum AssessmentVerdict;

constexpr RuleSentence sentences[] = {
    {"assessment.ground_absent", "The provider declares that this ground does not apply.", ""},
    {"assessment.ground_lapsed", "The ground lapsed: it counts for {years} years.", ""},
    {"assessment.mandatory_ground", "A mandatory ground of exclusion applies until {until}.", ""},
    {"assessment.self_cleaning_to_weigh",
     "The ground applies until {until}; the declared measures have to be weighed.", ""},
    {"assessment.discretionary_ground",
     "A discretionary ground applies until {until}: weigh whether to exclude.", ""},
    {"assessment.ground_unanswered", "The ground is not answered, or its day is missing.", ""},
    {"assessment.requirement_not_met", "The provider declares that it does not meet this requirement.", ""},
    {"assessment.requirement_shown", "The provider meets the requirement and has valid evidence on file.",
     ""},
    {"assessment.requirement_stated",
     "The provider says that it meets the requirement; no evidence is on file.", ""},
    {"assessment.evidence_expired", "The evidence ran out on {to}.", ""},
    {"assessment.requirement_unanswered", "The requirement is not answered.", ""},
    {"assessment.entity_passes", "No ground concerns this enterprise, and its capacity counts.", ""},
    {"assessment.entity_to_replace", "A ground concerns this enterprise: it has to be replaced.", ""},
    {"assessment.entity_measures", "A ground concerns this enterprise; its measures have to be weighed.", ""},
    {"assessment.personnel_not_performing", "Its personnel counts only if it performs the work.", ""},
    {"assessment.record_clean", "The extract of {day} shows no ground.", ""},
    {"assessment.record_ground", "The extract of {day} shows a ground.", ""},
    {"assessment.record_old", "The extract of {day} is older than {months} months.", ""},
};

AssessedRow row(std::string about, AssessmentVerdict verdict, std::string_view rule, Facts values = {})
{
    auto result =
        rule_result(sentences, rule, false, std::move(values)); // each of these rules says one thing only
    return {std::move(about), verdict, std::move(result.rule), std::move(result.sentence),
            std::move(result.values)};
}

AssessedRow assess_ground(const ExclusionGround& ground, const AssessmentInput& input, CivilDate today,
                          const LawBook& law)
{
    const auto& answers = input.declaration.grounds;
    const auto answer = std::find_if(answers.begin(), answers.end(),
                                     [&](const GroundAnswer& one) { return one.code == ground.code; });
    if (answer == answers.end() || (answer->applies && !answer->on))
        return row(ground.code, to_be_judged, "assessment.ground_unanswered");
    if (!answer->applies)
        return row(ground.code, passes, "assessment.ground_absent");

    const bool is_mandatory = ground.ground_class == GroundClass::mandatory;
    const auto end =
        system_limit(is_mandatory ? LimitStage::exclusion_mandatory : LimitStage::exclusion_discretionary,
                     input.regime, start_of_day(*answer->on), today, law);
    if (today > end.end_on)
        return row(ground.code, passes, "assessment.ground_lapsed", {{"years", end.length.count}});
    const Facts until{{"until", to_text(end.end_on)}};
    // Measures are weighed by a person, whatever they are (§82).
    if (!answer->measures.empty())
        return row(ground.code, to_be_judged, "assessment.self_cleaning_to_weigh", until);
    return is_mandatory ? row(ground.code, fails, "assessment.mandatory_ground", until)
                        : row(ground.code, to_be_judged, "assessment.discretionary_ground", until);
}

// The piece that lasts longest; none: nothing of that code.
const EvidenceOnFile* latest_evidence(const std::vector<EvidenceOnFile>& evidence, std::string_view code,
                                      CivilDate today)
{
    const EvidenceOnFile* latest = nullptr;
    for (const auto& one : evidence)
    {
        if (one.code != code || one.validity.from > today)
            continue;
        const bool lasts_longer =
            latest == nullptr ||
            (latest->validity.to && (!one.validity.to || *one.validity.to > *latest->validity.to));
        if (lasts_longer)
            latest = &one;
    }
    return latest;
}

AssessedRow assess_requirement(const std::string& code, const AssessmentInput& input, CivilDate today)
{
    const auto answer = std::find_if(input.answers.begin(), input.answers.end(),
                                     [&](const RequirementAnswer& one) { return one.code == code; });
    if (answer == input.answers.end())
        return row(code, to_be_judged, "assessment.requirement_unanswered");
    if (!answer->met)
        return row(code, fails, "assessment.requirement_not_met");
    const auto* evidence = latest_evidence(input.evidence, code, today);
    if (evidence == nullptr)
        return row(code, to_be_judged, "assessment.requirement_stated");
    if (!evidence->validity.contains(today))
        return row(code, to_be_judged, "assessment.evidence_expired",
                   {{"to", to_text(*evidence->validity.to)}});
    return row(code, passes, "assessment.requirement_shown");
}

AssessedRow assess_entity(const OtherEntity& entity)
{
    if (entity.has_ground && entity.measures.empty())
        return row(entity.business_id, fails, "assessment.entity_to_replace");
    if (entity.capacity == capacity_kind::personnel && !entity.performs_work)
        return row(entity.business_id, fails, "assessment.personnel_not_performing");
    if (entity.has_ground)
        return row(entity.business_id, to_be_judged, "assessment.entity_measures");
    return row(entity.business_id, passes, "assessment.entity_passes");
}

constexpr std::string_view criminal_record = "criminal_record";

AssessedRow assess_record(const RecordCheck& record, const AssessmentInput& input, CivilDate today,
                          const LawBook& law)
{
    const auto end =
        system_limit(LimitStage::record_extract, input.regime, start_of_day(record.extract_on), today, law);
    const std::string about{criminal_record};
    const auto day = to_text(record.extract_on);
    if (record.ground_found) // which one, and whether it counts, is told to nobody else (§88(4))
        return row(about, to_be_judged, "assessment.record_ground", {{"day", day}});
    if (today > end.end_on)
        return row(about, to_be_judged, "assessment.record_old",
                   {{"day", day}, {"months", end.length.count}});
    return row(about, passes, "assessment.record_clean", {{"day", day}});
}

} // namespace

std::string_view code_of(AssessmentVerdict verdict)
{
    switch (verdict)
    {
    case passes:
        return "passes";
    case fails:
        return "fails";
    case to_be_judged:
        return "to_be_judged";
    }
    promise_broken("every verdict has a code", __FILE__, __LINE__);
}

std::vector<AssessedRow> assess(const AssessmentInput& input, CivilDate today, const LawBook& law)
{
    std::vector<AssessedRow> rows;
    for (const auto& ground : exclusion_grounds(today, law))
        rows.push_back(assess_ground(ground, input, today, law));
    for (const auto& code : input.requirements)
        rows.push_back(assess_requirement(code, input, today));
    for (const auto& entity : input.declaration.others)
        rows.push_back(assess_entity(entity));
    if (input.record)
        rows.push_back(assess_record(*input.record, input, today, law));
    return rows;
}

AssessmentVerdict verdict_of(const std::vector<AssessedRow>& rows)
{
    const auto has = [&](AssessmentVerdict verdict)
    {
        return std::any_of(rows.begin(), rows.end(),
                           [&](const AssessedRow& one) { return one.verdict == verdict; });
    };
    return has(fails) ? fails : has(to_be_judged) ? to_be_judged : passes;
}

std::vector<Recheck> rechecks(const AssessmentInput& input, CivilDate confirmed_on, CivilDate today,
                              const LawBook& law)
{
    std::vector<Recheck> all;
    for (const auto& code : input.requirements)
        if (const auto* evidence = latest_evidence(input.evidence, code, today);
            evidence != nullptr && evidence->validity.to)
            all.push_back({code, *evidence->validity.to});
    if (input.record)
    {
        const auto end = system_limit(LimitStage::record_extract, input.regime,
                                      start_of_day(input.record->extract_on), today, law);
        all.push_back({std::string{criminal_record}, plus_days(end.end_on, 1)});
    }
    const auto months = law.integer("service_level.declaration_confirmed.months", today);
    all.push_back({"self_declaration", plus_months(confirmed_on, static_cast<int>(months))});
    std::sort(all.begin(), all.end(), [](const Recheck& a, const Recheck& b)
              { return a.on != b.on ? a.on < b.on : a.about < b.about; });
    return all;
}

RuleSentences assessment_sentences()
{
    return sentences;
}

} // namespace kori
