// What the machine says of a request to join: each ground and requirement passes, fails, or has to be judged.
#include "procurement/admission/assessment.hpp"

#include "procurement/admission/joining_clock.hpp"
#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using samples::law_of_the_tree;
using samples::on;

namespace
{

const CivilDate today = on("2026-03-02");

DeclarationContent clean()
{
    DeclarationContent content;
    for (const auto& ground : exclusion_grounds(today, law_of_the_tree()))
        content.grounds.push_back({ground.code});
    return content;
}

AssessmentInput input(DeclarationContent declaration)
{
    AssessmentInput result;
    result.declaration = std::move(declaration);
    return result;
}

AssessmentInput with_ground(GroundAnswer answer)
{
    auto content = clean();
    for (auto& one : content.grounds)
        if (one.code == answer.code)
            one = answer;
    return input(content);
}

AssessedRow row_about(std::string_view about, const AssessmentInput& given, CivilDate day = today)
{
    for (auto& row : assess(given, day, law_of_the_tree()))
        if (row.about == about)
            return row;
    FAIL("nothing about " << about);
    return {};
}

AssessmentInput asking(std::vector<RequirementAnswer> answers, std::vector<EvidenceOnFile> evidence)
{
    auto result = input(clean());
    result.requirements = {"tax_certificate"};
    result.answers = std::move(answers);
    result.evidence = std::move(evidence);
    return result;
}

} // namespace

TEST_CASE("grounds of exclusion are those of the day, each with a name and a code of the ESPD",
          "[admission][T29]")
{
    const auto& law = law_of_the_tree();
    std::set<std::string> codes;
    for (const auto& ground : exclusion_grounds(today, law))
    {
        INFO(ground.code);
        CHECK(codes.insert(ground.code).second);
        CHECK_FALSE(ground.name.fi.empty());
        CHECK_FALSE(ground.name.sv.empty());
        CHECK_FALSE(ground.espd.empty());
    }
    CHECK(find_ground("bribery", today, law)->ground_class == GroundClass::mandatory);
    CHECK(find_ground("conflict_of_interest", today, law)->ground_class == GroundClass::discretionary);
    CHECK_FALSE(find_ground("being_small", today, law));
    // Added to the law in 2021.
    CHECK_FALSE(find_ground("terrorism", on("2020-12-31"), law));
    CHECK(find_ground("terrorism", on("2021-01-01"), law));
}

TEST_CASE(
    "a ground that the law has and the names lack stops the assessment instead of being asked of nobody",
    "[admission]")
{
    LawBook law = law_of_the_tree();
    law.add("exclusion_ground.piracy.class",
            {std::string{"mandatory"}, "code", {on("2017-01-01"), {}}, "a test", "assumed"});
    CHECK_THROWS_AS(exclusion_grounds(today, law), LawMissing);
}

TEST_CASE("a clean declaration passes whole", "[admission]")
{
    const auto rows = assess(input(clean()), today, law_of_the_tree());
    CHECK(rows.size() == exclusion_grounds(today, law_of_the_tree()).size());
    CHECK(verdict_of(rows) == AssessmentVerdict::passes);
    for (const auto& row : rows)
        CHECK(row.sentence == "The provider declares that this ground does not apply.");
}

TEST_CASE("a mandatory ground counts for five years, a discretionary one for three", "[admission][T29]")
{
    struct Case
    {
        const char* because;
        const char* ground;
        const char* event;
        AssessmentVerdict verdict;
        const char* rule;
    };
    const auto cases = {
        Case{"the last day of the five years", "bribery", "2021-03-02", AssessmentVerdict::fails,
             "assessment.mandatory_ground"},
        Case{"the first day after them", "bribery", "2021-03-01", AssessmentVerdict::passes,
             "assessment.ground_lapsed"},
        Case{"the last day of the three years", "professional_misconduct", "2023-03-02",
             AssessmentVerdict::to_be_judged, "assessment.discretionary_ground"},
        Case{"the first day after them", "professional_misconduct", "2023-03-01", AssessmentVerdict::passes,
             "assessment.ground_lapsed"},
    };
    for (const auto& c : cases)
    {
        INFO(c.ground << ": " << c.because);
        const auto row = row_about(c.ground, with_ground({c.ground, true, on(c.event), ""}));
        CHECK(row.verdict == c.verdict);
        CHECK(row.rule == c.rule);
    }
}

TEST_CASE("self-cleaning is weighed by a person, also against a mandatory ground", "[admission]")
{
    const auto row =
        row_about("bribery", with_ground({"bribery", true, on("2025-01-01"), "Johto on vaihdettu."}));
    CHECK(row.verdict == AssessmentVerdict::to_be_judged);
    CHECK(row.rule == "assessment.self_cleaning_to_weigh");
}

TEST_CASE("a ground without its answer or its day has to be judged, never passes", "[admission]")
{
    CHECK(row_about("bribery", input({})).verdict == AssessmentVerdict::to_be_judged);
    CHECK(row_about("bribery", with_ground({"bribery", true, std::nullopt, ""})).verdict ==
          AssessmentVerdict::to_be_judged);
}

TEST_CASE("a requirement passes with evidence that is valid today", "[admission]")
{
    const EvidenceOnFile until_today{"tax_certificate", {on("2026-01-01"), today}};
    const EvidenceOnFile until_tomorrow{"tax_certificate", {on("2026-01-01"), on("2026-03-03")}};
    const EvidenceOnFile from_tomorrow{"tax_certificate", {on("2026-03-03"), {}}};
    const EvidenceOnFile other{"trade_register", {on("2026-01-01"), {}}};
    struct Case
    {
        const char* because;
        std::vector<RequirementAnswer> answers;
        std::vector<EvidenceOnFile> evidence;
        const char* rule;
        AssessmentVerdict verdict;
    };
    const RequirementAnswer yes{"tax_certificate", true};
    const RequirementAnswer no{"tax_certificate", false};
    const auto cases = {
        Case{"valid today",
             {yes},
             {until_tomorrow},
             "assessment.requirement_shown",
             AssessmentVerdict::passes},
        Case{"the end is the first day without it",
             {yes},
             {until_today},
             "assessment.evidence_expired",
             AssessmentVerdict::to_be_judged},
        Case{"the piece that lasts longest counts",
             {yes},
             {until_tomorrow, until_today},
             "assessment.requirement_shown",
             AssessmentVerdict::passes},
        Case{"not yet valid",
             {yes},
             {from_tomorrow},
             "assessment.requirement_stated",
             AssessmentVerdict::to_be_judged},
        Case{"of something else",
             {yes},
             {other},
             "assessment.requirement_stated",
             AssessmentVerdict::to_be_judged},
        Case{"denied", {no}, {until_tomorrow}, "assessment.requirement_not_met", AssessmentVerdict::fails},
        Case{"not answered",
             {},
             {until_tomorrow},
             "assessment.requirement_unanswered",
             AssessmentVerdict::to_be_judged},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto row = row_about("tax_certificate", asking(c.answers, c.evidence));
        CHECK(row.rule == c.rule);
        CHECK(row.verdict == c.verdict);
    }
}

TEST_CASE("another enterprise counts when no ground concerns it and its people do the work", "[admission]")
{
    const auto verdict = [](const OtherEntity& entity)
    {
        auto content = clean();
        content.others.push_back(entity);
        return row_about("0201256-6", input(content)).verdict;
    };
    const OtherEntity good{"Kumppani Oy", "0201256-6", "relied_on", "personnel", true, false, ""};
    CHECK(verdict(good) == AssessmentVerdict::passes);
    auto idle = good;
    idle.performs_work = false;
    CHECK(verdict(idle) == AssessmentVerdict::fails);
    idle.capacity = "financial";
    CHECK(verdict(idle) == AssessmentVerdict::passes);
    auto shut_out = good;
    shut_out.has_ground = true;
    CHECK(verdict(shut_out) == AssessmentVerdict::fails);
    shut_out.measures = "Johto on vaihdettu.";
    CHECK(verdict(shut_out) == AssessmentVerdict::to_be_judged);
}

TEST_CASE("a criminal record extract counts for twelve months", "[admission][T28]")
{
    const auto rule = [](const char* extract_on, bool found)
    {
        auto given = input(clean());
        given.record = RecordCheck{on(extract_on), found};
        return row_about("criminal_record", given).rule;
    };
    CHECK(rule("2025-03-02", false) == "assessment.record_clean");
    CHECK(rule("2025-03-01", false) == "assessment.record_old");
    CHECK(rule("2026-03-01", true) == "assessment.record_ground");
}

TEST_CASE("one failure fails the whole, else one doubt leaves it to a person", "[admission]")
{
    auto given = asking({{"tax_certificate", true}}, {});
    CHECK(verdict_of(assess(given, today, law_of_the_tree())) == AssessmentVerdict::to_be_judged);
    given.answers[0].met = false;
    CHECK(verdict_of(assess(given, today, law_of_the_tree())) == AssessmentVerdict::fails);
}

TEST_CASE("an admission is looked at again when the first thing it stands on runs out", "[admission][T42]")
{
    auto given =
        asking({{"tax_certificate", true}}, {{"tax_certificate", {on("2026-01-01"), on("2026-06-01")}},
                                             {"tax_certificate", {on("2026-01-01"), on("2026-09-01")}}});
    given.record = RecordCheck{on("2025-08-15"), false};
    CHECK(rechecks(given, today, today, law_of_the_tree()) ==
          std::vector<Recheck>{{"criminal_record", on("2026-08-16")},
                               {"tax_certificate", on("2026-09-01")},
                               {"self_declaration", on("2027-03-02")}});
    // What never ends is never looked at again for its end.
    given.evidence = {{"tax_certificate", {on("2026-01-01"), {}}}};
    given.record.reset();
    CHECK(rechecks(given, today, today, law_of_the_tree()) ==
          std::vector<Recheck>{{"self_declaration", on("2027-03-02")}});
}

TEST_CASE("what is written is checked at once, what is missing only when it is sent", "[admission]")
{
    const auto& law = law_of_the_tree();
    const auto has =
        [](const std::vector<FieldError>& faults, std::string_view pointer, std::string_view rule)
    {
        for (const auto& fault : faults)
            if (fault.pointer == pointer && fault.rule == rule)
                return true;
        return false;
    };
    CHECK(declaration_faults({}, today, law).empty());
    CHECK(declaration_faults(clean(), today, law).empty());
    DeclarationContent wrong;
    wrong.grounds = {{"piracy", true, today, ""},
                     {"bribery", false, today, "Selvitys"},
                     {"bribery", true, on("2026-03-03"), ""},
                     {"tax_fraud", true, today, ""}};
    wrong.others = {{"A", "0201256-6", "group_member", "technical", true, false, ""},
                    {"B", "0112038-9", "relied_on", "", true, false, ""},
                    {"C", "0112038-9", "relied_on", "", true, false, ""}};
    const auto faults = declaration_faults(wrong, today, law);
    CHECK(has(faults, "/grounds/0/code", "declaration.unknown_ground"));
    CHECK(has(faults, "/grounds/1/on", "declaration.day_without_ground"));
    CHECK(has(faults, "/grounds/1/measures", "declaration.measures_without_ground"));
    CHECK(has(faults, "/grounds/2/code", "declaration.ground_twice"));
    CHECK(has(faults, "/grounds/2/on", "declaration.day_in_future"));
    CHECK(has(faults, "/others/0/capacity", "declaration.capacity_of_member"));
    CHECK(has(faults, "/others/1/capacity", "declaration.capacity_missing"));
    CHECK(has(faults, "/others/2/business_id", "declaration.entity_twice"));
    CHECK(faults.size() == 9); // the third enterprise lacks its capacity, too

    auto content = clean();
    content.grounds.erase(content.grounds.begin());
    content.grounds[0].applies = true;
    const auto missing = missing_answers(content, {}, {"tax_certificate"}, today, law);
    REQUIRE(missing.size() == 3);
    CHECK(has(missing, "/grounds/bribery", "declaration.ground_unanswered"));
    CHECK(has(missing, "/grounds/business_bribery/on", "declaration.day_missing"));
    CHECK(has(missing, "/requirements/tax_certificate", "declaration.requirement_unanswered"));
    CHECK(missing_answers(clean(), {{"tax_certificate", false}}, {"tax_certificate"}, today, law).empty());

    const auto answers = answer_faults({{"a", true}, {"b", true}, {"a", false}}, {"a"});
    REQUIRE(answers.size() == 2);
    CHECK(has(answers, "/requirements/1/code", "declaration.unknown_requirement"));
    CHECK(has(answers, "/requirements/2/code", "declaration.requirement_twice"));
}

TEST_CASE(
    "the time to decide is ten working days, fifteen in a single case, or the announced one before first use",
    "[admission][T02][T03][T04]")
{
    const auto& law = law_of_the_tree();
    const auto from = on("2026-03-30"); // Good Friday and Easter Monday do not count
    for (const auto regime : {Regime::eu_level, Regime::annex_e, Regime::national})
    {
        INFO(code_of(regime));
        const auto normal = decision_clock(regime, from, std::nullopt, false, law);
        CHECK(normal.stage == LimitStage::admission_decision);
        CHECK(to_text(normal.due_on) == "2026-04-15");
        CHECK(normal.due_at == start_of_day(on("2026-04-16")).plus_micros(-1));
        CHECK(to_text(extended_clock(regime, from, law).due_on) == "2026-04-22");
        const auto longer = decision_clock(regime, from, 30, false, law);
        CHECK(longer.stage == LimitStage::admission_decision_before_use);
        CHECK(to_text(longer.due_on) == "2026-05-15"); // May Day and Ascension Day do not count
        CHECK(decision_clock(regime, from, 30, true, law).stage == LimitStage::admission_decision);
        CHECK(earliest_renewal(regime, start_of_day(from), law) ==
              start_of_day(on("2026-04-09")).plus_micros(-1));
    }
}
