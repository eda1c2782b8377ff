#include "marketplace/consent/consent.hpp"

#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using samples::day;

TEST_CASE("a consent covers one organisation, one purpose and its days", "[consent]")
{
    const Consent given{std::string{consent_state::given}, std::string{consent_purpose::health_to_provider},
                        "org_a", Validity{day(2026, 3, 2), day(2026, 6, 1)}};
    CHECK(covers(given, "org_a", consent_purpose::health_to_provider, day(2026, 3, 2)));
    CHECK(covers(given, "org_a", consent_purpose::health_to_provider, day(2026, 5, 31)));
    CHECK_FALSE(covers(given, "org_a", consent_purpose::health_to_provider, day(2026, 6, 1)));
    CHECK_FALSE(covers(given, "org_a", consent_purpose::health_to_provider, day(2026, 3, 1)));
    CHECK_FALSE(covers(given, "org_b", consent_purpose::health_to_provider, day(2026, 3, 2)));
    CHECK_FALSE(covers(given, "org_a", consent_purpose::data_to_employer, day(2026, 3, 2)));
}

TEST_CASE("only a given consent covers anything", "[consent]")
{
    for (const auto state : consent_states().states)
    {
        INFO(state);
        const Consent consent{std::string{state}, std::string{consent_purpose::health_to_provider}, "org_a",
                              Validity{day(2026, 3, 2), std::nullopt}};
        CHECK(covers(consent, "org_a", consent_purpose::health_to_provider, day(2026, 3, 2)) ==
              (state == consent_state::given));
    }
}

TEST_CASE("purposes are listed with their paragraph", "[consent]")
{
    for (const auto& purpose : consent_purposes())
    {
        CHECK(is_consent_purpose(purpose.code));
        CHECK(purpose.source.starts_with("380/2023"));
    }
    CHECK_FALSE(is_consent_purpose("marketing"));
}
