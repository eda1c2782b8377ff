#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

bool passes(EligibilityKind kind, std::vector<std::string> codes, const CustomerFacts& facts)
{
    const auto results = check_eligibility({{"rule", kind, samples::text("Rule"), std::move(codes)}}, facts);
    REQUIRE(results.size() == 1);
    CHECK_FALSE(results.front().sentence.empty());
    return results.front().passed;
}

} // namespace

TEST_CASE("a customer fits a rule by what is declared, and never by what is not", "[eligibility]")
{
    CustomerFacts facts;
    facts.target_groups = {"young", "immigrant"};
    facts.age_band = "18_29";
    facts.municipality = "297";
    facts.needs = {"job_search"};
    facts.languages = {"ar"};
    facts.unemployment_band = "12_24";
    facts.declared = {{"partial_work_ability", true}, {"student", false}};
    struct Case
    {
        EligibilityKind kind;
        std::vector<std::string> yes;
        std::vector<std::string> no;
    };
    const std::vector<Case> cases = {
        {EligibilityKind::target_group, {"immigrant", "other"}, {"long_term_unemployed"}},
        {EligibilityKind::age_band, {"18_29"}, {"30_49"}},
        {EligibilityKind::municipality, {"749", "297"}, {"749"}},
        {EligibilityKind::need, {"job_search"}, {"housing"}},
        {EligibilityKind::language, {"ar", "fi"}, {"fi"}},
        {EligibilityKind::unemployment_band, {"12_24"}, {"24_"}},
        {EligibilityKind::declared, {"partial_work_ability"}, {"student"}},
    };
    for (const auto& c : cases)
    {
        INFO(code_of(c.kind));
        CHECK(parse_eligibility_kind(code_of(c.kind)) == c.kind);
        CHECK(passes(c.kind, c.yes, facts));
        CHECK_FALSE(passes(c.kind, c.no, facts));
        // Nothing declared fits nothing, not even a rule that lists the empty code.
        CHECK_FALSE(passes(c.kind, c.yes, {}));
        CHECK_FALSE(passes(c.kind, {""}, {}));
    }
}

TEST_CASE("an eligibility result keeps the rule's codes and none of the customer's", "[eligibility]")
{
    CustomerFacts facts;
    facts.municipality = "091";
    const auto results =
        check_eligibility({{"place", EligibilityKind::municipality, samples::text("Place"), {"297"}}}, facts);
    CHECK(results.front().rule == "eligibility.municipality");
    CHECK(results.front().values == Facts{{"eligibility", "place"}, {"wanted", "297"}});
}

TEST_CASE("an eligibility rule that says nothing is refused field by field", "[eligibility]")
{
    const auto faults = faults_of(EligibilityRule{}, "/eligibility_rules/0");
    std::vector<std::string> pointers;
    for (const auto& fault : faults)
        pointers.push_back(fault.pointer);
    CHECK(pointers == std::vector<std::string>{"/eligibility_rules/0/code", "/eligibility_rules/0/text/fi",
                                               "/eligibility_rules/0/text/sv", "/eligibility_rules/0/codes"});
    CHECK(faults_of(EligibilityRule{"d", EligibilityKind::declared, samples::text("D"), {"a", "b"}}, "")
              .front()
              .rule == "eligibility.one_code_expected");
}
