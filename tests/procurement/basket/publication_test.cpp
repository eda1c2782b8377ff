#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace kori;
using samples::day;

namespace
{

std::vector<FieldError> missing(const BasketTerms& terms, Channel channel = Channel::open_acceptance)
{
    return missing_for_publication(terms, channel, samples::sample_day, samples::law_book());
}

LegalGround ground()
{
    return {
        "reserved_contract", "1397/2016 §24", {day(2026, 1, 1), day(2026, 12, 31)}, samples::text("Reason")};
}

} // namespace

TEST_CASE("a whole basket may be published", "[basket]")
{
    CHECK(missing(samples::basket()).empty());
}

TEST_CASE("each thing that is missing or wrong is named with its field and rule", "[basket]")
{
    struct Case
    {
        const char* because;
        std::function<void(BasketTerms&)> spoil;
        const char* pointer;
        const char* rule;
    };
    const std::vector<Case> cases = {
        {"no Finnish name", [](auto& t) { t.name.fi.clear(); }, "/name/fi", "basket.text_missing"},
        {"no Swedish benefit", [](auto& t) { t.benefit.sv.clear(); }, "/benefit/sv", "basket.text_missing"},
        {"no aim", [](auto& t) { t.aim.fi.clear(); }, "/aim/fi", "basket.text_missing"},
        {"no duty text", [](auto& t) { t.duty_to_those_who_need_more.sv.clear(); },
         "/duty_to_those_who_need_more/sv", "basket.text_missing"},
        {"no target group", [](auto& t) { t.target_groups.clear(); }, "/target_groups", "basket.list_empty"},
        {"no need", [](auto& t) { t.needs.clear(); }, "/needs", "basket.list_empty"},
        {"no municipality", [](auto& t) { t.municipalities.clear(); }, "/municipalities",
         "basket.list_empty"},
        {"no mode", [](auto& t) { t.delivery_modes.clear(); }, "/delivery_modes", "basket.list_empty"},
        {"no language", [](auto& t) { t.languages.clear(); }, "/languages", "basket.list_empty"},
        {"no service type", [](auto& t) { t.service_types.clear(); }, "/service_types", "basket.list_empty"},
        {"a need twice", [](auto& t) { t.needs.push_back("job_search"); }, "/needs", "basket.code_doubled"},
        {"DAY or PERIOD without a reason", [](auto& t) { t.price_components[1].stated_reason.clear(); },
         "/price_components/1/stated_reason", "basket.component_reason_missing"},
        {"a ceiling of nothing", [](auto& t) { t.price_components[0].ceiling = Money{}; },
         "/price_components/0/ceiling_cents", "basket.component_ceiling_missing"},
        {"a foreign unit", [](auto& t) { t.price_components[0].unit = "hour"; }, "/price_components/0/unit",
         "basket.component_unit_unknown"},
        {"a component without a name", [](auto& t) { t.price_components[0].name.sv.clear(); },
         "/price_components/0/name/sv", "basket.component_text_missing"},
        {"two components of one code", [](auto& t) { t.price_components[1].code = "start"; },
         "/price_components", "basket.code_doubled"},
        {"a milestone for nothing", [](auto& t) { t.price_components[2].outcome.clear(); },
         "/price_components/2/outcome", "basket.component_outcome_missing"},
        {"an outcome that is not in the set", [](auto& t) { t.price_components[2].outcome = "TRIAL"; },
         "/price_components/2/outcome", "basket.component_outcome_not_in_set"},
        {"a fixed part with an outcome", [](auto& t) { t.price_components[0].outcome = "OPEN_JOB"; },
         "/price_components/0/outcome", "basket.component_outcome_not_allowed"},
        {"retention of something without months", [](auto& t) { t.price_components[3].outcome = "OPEN_JOB"; },
         "/price_components/3/outcome", "basket.retention_outcome_expected"},
        {"civic and priced", [](auto& t) { t.is_civic = true; }, "/price_components",
         "basket.civic_with_prices"},
        {"no share band", [](auto& t) { t.outcome_share_band.reset(); }, "/outcome_share_band",
         "basket.share_band_missing"},
        {"crossed band", [](auto& t) { t.outcome_share_band = OutcomeShareBand{5'000, 4'999}; },
         "/outcome_share_band", "basket.share_band_crossed"},
        {"band above the whole", [](auto& t) { t.outcome_share_band = OutcomeShareBand{0, 10'001}; },
         "/outcome_share_band", "basket.share_band_crossed"},
        {"the share of 4000 is below",
         [](auto& t) { t.outcome_share_band = OutcomeShareBand{4'001, 10'000}; }, "/outcome_share_band",
         "basket.share_outside_band"},
        {"the share of 4000 is above", [](auto& t) { t.outcome_share_band = OutcomeShareBand{0, 3'999}; },
         "/outcome_share_band", "basket.share_outside_band"},
        {"an unknown outcome",
         [](auto& t) { t.outcomes.push_back({"LUCK", samples::text("Luck"), {Verifier::coach}, {}, {}, 0}); },
         "/outcomes/2/code", "basket.outcome_unknown"},
        {"nobody verifies", [](auto& t) { t.outcomes[0].verifiers.clear(); }, "/outcomes/0/verifiers",
         "basket.verifier_missing"},
        {"the claimant verifies", [](auto& t) { t.outcomes[0].verifiers.push_back(Verifier::provider); },
         "/outcomes/0/verifiers/1", "basket.verifier_is_claimant"},
        {"somebody whom the catalogue does not name",
         [](auto& t) { t.outcomes[0].verifiers = {Verifier::coach}; }, "/outcomes/0/verifiers/0",
         "basket.verifier_not_allowed"},
        {"an outcome without Swedish", [](auto& t) { t.outcomes[0].definition.sv.clear(); },
         "/outcomes/0/definition/sv", "basket.outcome_text_missing"},
        {"one alternative", [](auto& t) { t.minimum_alternatives = 1; }, "/minimum_alternatives",
         "basket.alternatives_too_few"},
        {"a niche without a reason", [](auto& t) { t.is_niche = true; }, "/niche_reason",
         "basket.niche_reason_missing"},
        {"a reason without a niche", [](auto& t) { t.niche_reason = "Small."; }, "/is_niche",
         "basket.niche_not_marked"},
        {"no ground for shutting out", [](auto& t) { t.eligible_legal_forms = {"association"}; },
         "/legal_form_ground", "basket.legal_ground_missing"},
        {"no review", [](auto& t) { t.review_on.reset(); }, "/review_on", "basket.review_missing"},
        {"a review today", [](auto& t) { t.review_on = samples::sample_day; }, "/review_on",
         "basket.review_in_past"},
        {"no sunset", [](auto& t) { t.sunset_on.reset(); }, "/sunset_on", "basket.sunset_missing"},
        {"a sunset on the review day", [](auto& t) { t.sunset_on = t.review_on; }, "/sunset_on",
         "basket.sunset_before_review"},
        {"no days", [](auto& t) { t.duration.min_days = 0; }, "/duration/min_days",
         "basket.duration_not_positive"},
        {"crossed days", [](auto& t) { t.duration = {181, 180}; }, "/duration/max_days",
         "basket.duration_crossed"},
        {"a cap of nothing", [](auto& t) { t.capacity_cap = 0; }, "/capacity_cap", "basket.cap_not_positive"},
        {"a budget of nothing", [](auto& t) { t.budget_cap = Money{}; }, "/budget_cap_cents",
         "basket.cap_not_positive"},
        {"a person above the budget",
         [](auto& t)
         {
             t.budget_cap = Money::euros(10);
             t.person_cap = Money::cents(1'001);
         },
         "/person_cap_cents", "basket.cap_person_above_budget"},
        {"an order above the person",
         [](auto& t) { t.price_components[1].caps = {6, 7, std::nullopt, std::nullopt}; },
         "/price_components/1/caps/quantity_per_order", "basket.cap_order_above_person"},
        {"an order's money above the person's",
         [](auto& t) { t.price_components[1].caps = {{}, {}, Money::euros(300), Money::euros(301)}; },
         "/price_components/1/caps/money_per_order_cents", "basket.cap_order_above_person"},
        {"a cap below one unit",
         [](auto& t) { t.price_components[1].caps.money_per_order = Money::cents(19'999); },
         "/price_components/1/caps/money_per_order_cents", "basket.cap_below_one_unit"},
        {"a component above the person's cap",
         [](auto& t)
         {
             t.person_cap = Money::euros(200);
             t.price_components[1].caps.money_per_person = Money::euros(201);
         },
         "/price_components/1/caps/money_per_person_cents", "basket.cap_component_above_person"},
        {"weights", [](auto& t) { t.award_criteria = {{"quality", 10'000}}; }, "/award_criteria",
         "basket.award_criteria_forbidden"},
        {"yesterday's price rise", [](auto& t) { t.price_rise_dates = {day(2026, 3, 1)}; },
         "/price_rise_dates/0", "basket.price_rise_in_past"},
        {"a condition without text",
         [](auto& t)
         {
             BoundaryCondition c;
             c.code = "cap";
             c.at_least = 1;
             c.text.fi = "Suomeksi";
             t.boundary_conditions = {c};
         },
         "/boundary_conditions/0/text/sv", "condition.text_missing"},
        {"an eligibility rule without codes",
         [](auto& t) { t.eligibility_rules = {{"r", EligibilityKind::need, samples::text("R"), {}}}; },
         "/eligibility_rules/0/codes", "eligibility.codes_missing"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto terms = samples::basket();
        c.spoil(terms);
        const auto errors = missing(terms);
        REQUIRE(errors.size() == 1);
        CHECK(errors.front().pointer == c.pointer);
        CHECK(errors.front().rule == c.rule);
        CHECK_FALSE(errors.front().sentence.empty());
    }
}

TEST_CASE("what stands on the right side of a limit is published", "[basket]")
{
    struct Case
    {
        const char* because;
        std::function<void(BasketTerms&)> change;
    };
    const std::vector<Case> cases = {
        {"a reasoned niche with one provider",
         [](auto& t)
         {
             t.is_niche = true;
             t.niche_reason = "One producer in the area.";
             t.minimum_alternatives = 1;
         }},
        {"the share exactly on both ends",
         [](auto& t) { t.outcome_share_band = OutcomeShareBand{4'000, 4'000}; }},
        {"a cap of exactly one unit",
         [](auto& t) { t.price_components[1].caps = {{}, {}, Money::euros(200), Money::euros(200)}; }},
        {"equal caps of person and order", [](auto& t) { t.price_components[1].caps = {6, 6, {}, {}}; }},
        {"one length only", [](auto& t) { t.duration = {90, 90}; }},
        {"review tomorrow, sunset the day after",
         [](auto& t)
         {
             t.review_on = day(2026, 3, 3);
             t.sunset_on = day(2026, 3, 4);
         }},
        {"a price rise today", [](auto& t) { t.price_rise_dates = {samples::sample_day}; }},
        {"a civic service without prices and outcomes",
         [](auto& t)
         {
             t.is_civic = true;
             t.price_components.clear();
             t.outcome_share_band.reset();
             t.outcomes.clear();
         }},
        {"a reserved basket on its legal ground",
         [](auto& t)
         {
             t.eligible_legal_forms = {"association"};
             t.legal_form_ground = ground();
         }},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto terms = samples::basket();
        c.change(terms);
        CHECK(missing(terms).empty());
    }
}

TEST_CASE("a legal ground must be in the law book and valid on the day", "[basket]")
{
    auto terms = samples::basket();
    terms.eligible_legal_forms = {"association"};
    terms.legal_form_ground = ground();
    terms.legal_form_ground->code = "habit";
    REQUIRE(missing(terms).size() == 1);
    CHECK(missing(terms).front().rule == "basket.legal_ground_unknown");

    terms.legal_form_ground = ground();
    terms.legal_form_ground->validity = {day(2026, 3, 3), std::nullopt};
    REQUIRE(missing(terms).size() == 1);
    CHECK(missing(terms).front().rule == "basket.legal_ground_not_in_force");
    terms.legal_form_ground->validity = {day(2026, 3, 2), day(2026, 3, 3)};
    CHECK(missing(terms).empty());

    // The law book knows the ground for 2026 only.
    terms.legal_form_ground = ground();
    terms.legal_form_ground->validity = {day(2026, 1, 1), std::nullopt};
    terms.review_on = day(2027, 6, 1);
    terms.sunset_on = day(2027, 7, 1);
    const auto errors =
        missing_for_publication(terms, Channel::open_acceptance, day(2027, 1, 1), samples::law_book());
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().rule == "basket.legal_ground_unknown");
}

TEST_CASE("award criteria belong to a DPS", "[basket]")
{
    auto terms = samples::basket();
    terms.award_criteria = {{"quality", 10'000}};
    CHECK(missing(terms, Channel::dps).empty());
}

TEST_CASE("an empty basket is told everything at once", "[basket]")
{
    const auto errors = missing(BasketTerms{});
    std::vector<std::string> pointers;
    for (const auto& error : errors)
        pointers.push_back(error.pointer);
    CHECK(pointers == std::vector<std::string>{
                          "/name/fi", "/name/sv", "/aim/fi", "/aim/sv", "/benefit/fi", "/benefit/sv",
                          "/duty_to_those_who_need_more/fi", "/duty_to_those_who_need_more/sv",
                          "/service_types", "/target_groups", "/needs", "/municipalities", "/delivery_modes",
                          "/languages", "/review_on", "/sunset_on", "/price_components", "/outcomes"});
}

TEST_CASE("a niche basket shows one offer, another at least its own minimum", "[basket]")
{
    auto terms = samples::basket();
    terms.minimum_alternatives = 3;
    CHECK(alternatives_needed(terms) == 3);
    terms.is_niche = true;
    CHECK(alternatives_needed(terms) == 1);
}
