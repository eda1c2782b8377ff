#include "marketplace/outcome/outcome.hpp"

#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using samples::day;

TEST_CASE("the verifier is one whom the basket names, and never the claimant's organisation", "[claim]")
{
    const auto basket = samples::basket();
    CHECK(check_verifier(basket, "OPEN_JOB", Verifier::authority, "org_city", "org_provider"));
    struct Case
    {
        const char* because;
        const char* outcome;
        Verifier as;
        const char* verifier;
        const char* rule;
    };
    const auto cases = {
        Case{"its own claim", "OPEN_JOB", Verifier::authority, "org_provider", "claim.verifier_is_claimant"},
        Case{"another provider", "OPEN_JOB", Verifier::provider, "org_other", "claim.verifier_is_claimant"},
        Case{"the basket names the authority only", "OPEN_JOB", Verifier::customer, "org_city",
             "claim.verifier_not_named"},
        Case{"an outcome of another basket", "TRIAL", Verifier::authority, "org_city",
             "claim.verifier_not_named"},
        Case{"a component without outcome is for the authority", "", Verifier::customer, "org_city",
             "claim.verifier_not_named"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto result = check_verifier(basket, c.outcome, c.as, c.verifier, "org_provider");
        REQUIRE_FALSE(result);
        CHECK(result.refusal().rule == c.rule);
        CHECK(result.refusal().fault == Fault::forbidden);
    }
    CHECK(check_verifier(basket, "", Verifier::authority, "org_city", "org_provider"));
}

TEST_CASE("the clocks of a claim count calendar days", "[claim][T41]")
{
    const auto law = samples::law_book();
    CHECK(claim_expected_by(day(2026, 3, 2), law) == day(2026, 4, 1));
    CHECK(verification_due(day(2026, 3, 2), law) == day(2026, 3, 16));
    CHECK(verification_stop(day(2026, 3, 2), law) == day(2026, 4, 1));
    CHECK(dispute_answer_due(day(2026, 2, 20), law) == day(2026, 3, 6));
}
