#include "core/json/reader.hpp"
#include "procurement/basket/basket_document.hpp"
#include "tests/procurement/basket/sample_basket.hpp"
#include "tests/support/area.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

// Every member differs from its default.
BasketTerms rich_terms()
{
    auto terms = samples::basket();
    terms.cpv = "79611000-0";
    terms.eligible_legal_forms = {"association"};
    terms.legal_form_ground = LegalGround{"reserved_contract",
                                          "1397/2016 §24",
                                          {samples::day(2026, 1, 1), samples::day(2027, 1, 1)},
                                          samples::text("Ground")};
    terms.minimum_alternatives = 1;
    terms.is_niche = true;
    terms.niche_reason = "One provider signs";
    terms.capacity_cap = 40;
    terms.budget_cap = Money::euros(90'000);
    terms.person_cap = Money::euros(3'000);
    terms.is_pilot = true;
    terms.reveals_health = true;
    terms.is_civic = true;
    terms.eligibility_rules = {{"group", EligibilityKind::declared, samples::text("Rule"), {"wants_it"}}};
    terms.boundary_conditions = {{"price",
                                  ConditionKind::price_at_most,
                                  samples::text("Price"),
                                  {"month"},
                                  Match::any_of,
                                  1,
                                  2,
                                  Money::euros(150)}};
    terms.price_components[1].caps = {6, 3, Money::euros(1'200), Money::euros(600)};
    terms.price_rise_dates = {samples::day(2026, 12, 1)};
    terms.award_criteria = {{"quality", 4'000}};
    terms.outcomes[0].verifiers = {Verifier::authority, Verifier::provider};
    return terms;
}

} // namespace

TEST_CASE("terms come back from their document as they were", "[basket_document]")
{
    for (const auto& terms : {BasketTerms{}, samples::basket(), rich_terms()})
    {
        const auto read = json::read(json::write(baskets::document_of(terms)));
        REQUIRE(read);
        CHECK(baskets::terms_of(*read) == terms);
    }
}

TEST_CASE("the description accepts every document that is written", "[basket_document]")
{
    const auto shape = baskets::terms_shape("BasketTerms");
    for (const auto& terms : {BasketTerms{}, samples::basket(), rich_terms()})
        CHECK(http::faults_of(baskets::document_of(terms), shape).empty());
}

TEST_CASE("an empty object stands for a draft without anything", "[basket_document]")
{
    CHECK(http::faults_of(json::Object{}, baskets::terms_shape("BasketTerms")).empty());
    CHECK(baskets::terms_of(json::Object{}) == BasketTerms{});
}

TEST_CASE("the example of the interface can be read", "[basket_document]")
{
    const auto shape = baskets::terms_shape("BasketTerms");
    const auto example = http::example_of(shape);
    CHECK(http::faults_of(example, shape).empty());
    CHECK(baskets::terms_of(example).municipalities == std::vector<std::string>{"297"});
}

TEST_CASE("a draft is checked in form at once: what cannot be stored is refused", "[basket_document]")
{
    struct Case
    {
        const char* member;
        json::Value value;
        const char* pointer;
        const char* why;
    };
    const Case cases[] = {
        {"municipalities", json::Array{"2970"}, "/municipalities/0", "three digits"},
        {"languages", json::Array{"suomi"}, "/languages/0", "a language tag"},
        {"review_on", "2026-02-30", "/review_on", "the day does not exist"},
        {"person_cap_cents", -1, "/person_cap_cents", "money is not negative"},
        {"price_components", json::Array{json::Object{}.add("kind", "BONUS")}, "/price_components/0/kind",
         "no such kind"},
        {"boundary_conditions", json::Array{json::Object{}.add("code", "x")}, "/boundary_conditions/0/kind",
         "kind is needed"},
        {"weights", json::Object{}, "/weights", "an unknown member"},
    };
    for (const auto& row : cases)
    {
        INFO(row.why);
        const auto faults =
            http::faults_of(json::Object{}.add(row.member, row.value), baskets::terms_shape("BasketTerms"));
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].pointer == row.pointer);
    }
}
