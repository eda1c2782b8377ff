#include "marketplace/offer/offer.hpp"

#include "tests/marketplace/offer/sample_offer.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace kori;
using samples::day;

namespace
{

struct Parts
{
    BasketTerms basket = samples::basket();
    ServiceDescription description = samples::description();
    OfferTerms offer = samples::offer();
    ProviderFacts provider = samples::provider();
};

std::vector<std::string> failed_rules(const Parts& parts)
{
    const auto check =
        check_offer(parts.basket, parts.description, parts.offer, parts.provider, samples::sample_day);
    std::vector<std::string> rules;
    for (const auto& result : check.results)
        if (!result.passed)
            rules.push_back(result.rule);
    CHECK(check.passed == rules.empty());
    return rules;
}

} // namespace

TEST_CASE("an offer that keeps all rules passes, and every rule says so in words", "[offer]")
{
    const Parts parts;
    const auto check =
        check_offer(parts.basket, parts.description, parts.offer, parts.provider, samples::sample_day);
    CHECK(check.passed);
    CHECK(check.checked_on == samples::sample_day);
    CHECK(check.results.size() == 19);
    for (const auto& result : check.results)
    {
        INFO(result.rule);
        CHECK(result.passed);
        CHECK_FALSE(result.sentence.empty());
    }
}

TEST_CASE("each broken rule is named, and only that one", "[offer]")
{
    struct Case
    {
        const char* because;
        std::function<void(Parts&)> spoil;
        const char* rule;
    };
    const std::vector<Case> cases = {
        {"not accepted", [](auto& p) { p.provider.is_accepted = false; }, "offer.provider_accepted"},
        {"a shut out legal form", [](auto& p) { p.basket.eligible_legal_forms = {"foundation"}; },
         "offer.legal_form_eligible"},
        {"no Swedish benefit", [](auto& p) { p.description.benefit.sv.clear(); }, "offer.texts"},
        {"another service", [](auto& p) { p.description.service_types = {"housing"}; },
         "offer.service_type_in_basket"},
        {"a place outside", [](auto& p) { p.offer.places.push_back({"091", "Somewhere 1"}); },
         "offer.places_in_basket"},
        {"no place", [](auto& p) { p.offer.places.clear(); }, "offer.places_in_basket"},
        {"another language", [](auto& p) { p.offer.languages = {"en"}; }, "offer.language_in_basket"},
        {"another mode", [](auto& p) { p.offer.delivery_modes = {"home"}; }, "offer.delivery_mode_in_basket"},
        {"nobody fits in", [](auto& p) { p.offer.capacity = 0; }, "offer.capacity_positive"},
        {"a day too short", [](auto& p) { p.offer.duration = {29, 90}; }, "offer.duration_within"},
        {"a day too long", [](auto& p) { p.offer.duration = {30, 181}; }, "offer.duration_within"},
        {"volume expected", [](auto& p) { p.offer.accepts_no_volume_guarantee = false; },
         "offer.no_volume_guarantee"},
        {"a cent above the ceiling", [](auto& p) { p.offer.prices[0].price = Money::cents(30'001); },
         "offer.price_within_ceiling"},
        {"a price for nothing known", [](auto& p) { p.offer.prices.push_back({"gift", Money::euros(1)}); },
         "offer.price_known"},
        {"two prices", [](auto& p) { p.offer.prices.push_back(p.offer.prices[0]); }, "offer.price_once"},
        {"too little for outcomes", [](auto& p)
         { p.basket.outcome_share_band = OutcomeShareBand{4'001, 5'000}; }, "offer.outcome_share_in_band"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        Parts parts;
        c.spoil(parts);
        CHECK(failed_rules(parts) == std::vector<std::string>{c.rule});
    }
}

TEST_CASE("a missing price fails by its own rule", "[offer]")
{
    Parts parts;
    parts.basket.outcome_share_band.reset();
    parts.offer.prices.pop_back();
    CHECK(failed_rules(parts) == std::vector<std::string>{"offer.price_given"});
    parts = Parts{};
    parts.basket.outcome_share_band.reset();
    parts.offer.prices[0].price = Money{};
    CHECK(failed_rules(parts) == std::vector<std::string>{"offer.price_positive"});
}

TEST_CASE("an offer without its own duration takes the basket's limits", "[offer]")
{
    Parts parts;
    parts.offer.duration = {};
    CHECK(failed_rules(parts).empty());
}

TEST_CASE("a civic service passes without prices and not with them", "[offer]")
{
    Parts parts;
    parts.basket.is_civic = true;
    parts.basket.price_components.clear();
    parts.basket.outcome_share_band.reset();
    CHECK(failed_rules(parts) == std::vector<std::string>{"offer.civic_without_prices"});
    parts.offer.prices.clear();
    CHECK(failed_rules(parts).empty());
}

TEST_CASE("the basket's conditions follow the offer's own rules in their order", "[offer]")
{
    Parts parts;
    BoundaryCondition capacity;
    capacity.code = "room";
    capacity.kind = ConditionKind::capacity_at_least;
    capacity.at_least = 11;
    BoundaryCondition evidence;
    evidence.code = "tax";
    evidence.kind = ConditionKind::evidence_present;
    evidence.codes = {"tax"};
    parts.basket.boundary_conditions = {capacity, evidence};
    CHECK(failed_rules(parts) == std::vector<std::string>{"condition.capacity_at_least"});
}

TEST_CASE("a price falls on any day and rises on announced days only", "[offer]")
{
    auto basket = samples::basket();
    basket.price_rise_dates = {day(2026, 7, 1)};
    const auto before = samples::offer();
    auto cheaper = before;
    cheaper.prices[0].price = before.prices[0].price - Money::cents(1);
    auto dearer = before;
    dearer.prices[0].price = before.prices[0].price + Money::cents(1);

    CHECK(check_price_change(basket, before, before, day(2026, 3, 2)).empty());
    CHECK(all_passed(check_price_change(basket, before, cheaper, day(2026, 3, 2))));
    CHECK_FALSE(all_passed(check_price_change(basket, before, dearer, day(2026, 6, 30))));
    CHECK(all_passed(check_price_change(basket, before, dearer, day(2026, 7, 1))));
    CHECK_FALSE(all_passed(check_price_change(basket, before, dearer, day(2026, 7, 2))));
}

TEST_CASE("full offers are shown, paused ones are not", "[offer]")
{
    CHECK(is_shown(offer_state::listed));
    CHECK(is_shown(offer_state::full));
    CHECK_FALSE(is_shown(offer_state::paused));
    CHECK_FALSE(is_shown(offer_state::revised));
}
