#include "core/storage/store.hpp"
#include "procurement/party/party_actions.hpp"
#include "tests/procurement/basket/basket_scene.hpp"
#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

// What publishing terms that differ in one place is answered.
test::Answer publish_with(World& world, const test::Area& area, std::string_view programme,
                          const json::Object& terms)
{
    return act(world, test::draft_basket(world, area, programme, terms), "publish", area.officer.token);
}

} // namespace

TEST_CASE("a complete basket is published and everybody may read it", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::published_basket(world, area, test::good_terms());
    const auto seen = world.get(path_of(basket));
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("state").text() == "PUBLISHED");
    CHECK(seen.body.at("current").at("number").integer() == 1);
    CHECK(seen.body.at("current").at("valid_from").text() == "2026-03-02");
    CHECK(seen.body.at("current").at("terms").at("name").at("sv").text() == "Oma polku töihin (sv)");
    CHECK(seen.body.at("takes_offers").boolean());
    CHECK_FALSE(seen.body.at("takes_customers").boolean());
    CHECK(seen.body.find("draft") == nullptr);
}

TEST_CASE("an empty draft may be saved, and every fault of it is told at once", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::draft_basket(world, area, test::open_programme(world, area), json::Object{});
    const auto refused = act(world, basket, "publish", area.officer.token);
    CHECK(refused.status == 422);
    CHECK(refused.rule() == "basket.not_complete");
    CHECK(refused.refuses("/terms/name/fi", "basket.text_missing"));
    CHECK(refused.refuses("/terms/name/sv", "basket.text_missing"));
    CHECK(refused.refuses("/terms/aim/fi", "basket.text_missing"));
    CHECK(refused.refuses("/terms/target_groups", "basket.list_empty"));
    CHECK(refused.refuses("/terms/municipalities", "basket.list_empty"));
    CHECK(refused.refuses("/terms/languages", "basket.language_missing"));
    CHECK(refused.refuses("/terms/price_components", "basket.price_model_missing"));
    CHECK(refused.refuses("/terms/outcomes", "basket.outcome_set_empty"));
    CHECK(refused.refuses("/terms/review_on", "basket.review_missing"));
    CHECK(refused.refuses("/terms/sunset_on", "basket.sunset_missing"));
    CHECK(refused.refuses("/terms/metric_set", "basket.metric_set_missing"));

    const auto missing = world.get(path_of(basket) + "/missing", area.officer.token);
    CHECK_FALSE(missing.body.at("is_complete").boolean());
    CHECK(missing.body.at("errors").array().size() == refused.body.at("errors").array().size());
    CHECK(state_of(world, basket, area.officer.token) == "DRAFT");
}

TEST_CASE("nothing is missing from a complete draft", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area), test::good_terms());
    const auto missing = world.get(path_of(basket) + "/missing", area.officer.token);
    CHECK(missing.body.at("is_complete").boolean());
    CHECK(missing.body.at("errors").array().empty());
}

TEST_CASE("each thing that a basket must not lack or say keeps it from being published", "[basket]")
{
    const auto terms = test::good_terms();
    const auto criterion = json::Object{}.add("code", "quality").add("weight_basis_points", 4'000);
    const auto excluding = [](std::string_view ground)
    {
        return json::Object{}
            .add("code", ground)
            .add("statute", "1397/2016 §24")
            .add("valid_from", "2026-01-01")
            .add("valid_to", "2027-01-01")
            .add("reason", LocalText{"Varattu", "Reserverad", ""});
    };
    const auto only_associations = test::with(terms, "eligible_legal_forms", json::Array{"association"});
    struct Case
    {
        const char* why;
        json::Object terms;
        const char* pointer;
        const char* rule;
    };
    const Case cases[] = {
        {"a missing Swedish text", test::with(terms, "benefit", json::Object{}.add("fi", "Hyöty")),
         "/terms/benefit/sv", "basket.text_missing"},
        {"weights in open acceptance", test::with(terms, "award_criteria", json::Array{criterion}),
         "/terms/award_criteria", "basket.award_criteria_forbidden"},
        {"a legal form shut out without a ground", only_associations, "/terms/legal_form_ground",
         "basket.legal_ground_missing"},
        {"a ground that no statute knows",
         test::with(only_associations, "legal_form_ground", excluding("we_prefer_them")),
         "/terms/legal_form_ground/code", "basket.legal_ground_unknown"},
        {"a legal form shut out by a condition",
         test::with(terms, "boundary_conditions",
                    json::Array{json::Object{}
                                    .add("code", "form")
                                    .add("kind", "legal_form_among")
                                    .add("text", LocalText{"Yhdistys", "Förening", ""})
                                    .add("codes", json::Array{"association"})}),
         "/terms/legal_form_ground", "basket.legal_ground_missing"},
        {"a target group of another area",
         test::with(terms, "target_groups", json::Array{"long_term_unemployed", "seafarers"}),
         "/terms/target_groups/1", "basket.code_not_in_area"},
        {"an unknown need", test::with(terms, "needs", json::Array{"sailing"}), "/terms/needs/0",
         "basket.code_not_in_area"},
        {"an unknown service type", test::with(terms, "service_types", json::Array{"sailing"}),
         "/terms/service_types/0", "basket.code_not_in_area"},
        {"an unknown metric set", test::with(terms, "metric_set", "sailing"), "/terms/metric_set",
         "basket.code_not_in_area"},
        {"a municipality that does not exist", test::with(terms, "municipalities", json::Array{"297", "999"}),
         "/terms/municipalities/1", "basket.municipality_unknown"},
        {"a municipality that another authority organises",
         test::with(terms, "municipalities", json::Array{"297", "091"}), "/terms/municipalities/1",
         "basket.municipality_not_organised"},
        {"Finnish only: Swedish is a right everywhere",
         test::with(terms, "languages", json::Array{"fi", "so"}), "/terms/languages",
         "basket.language_missing"},
        {"a CPV code without its check digit", test::with(terms, "cpv", "79611000"), "/terms/cpv",
         "basket.cpv_form"},
        {"one alternative without being a niche", test::with(terms, "minimum_alternatives", 1),
         "/terms/minimum_alternatives", "basket.alternatives_too_few"},
        {"a niche without a reason", test::with(terms, "is_niche", true), "/terms/niche_reason",
         "basket.niche_reason_missing"},
        {"a review on the day of publication", test::with(terms, "review_on", "2026-03-02"),
         "/terms/review_on", "basket.review_in_past"},
    };
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    for (const auto& row : cases)
    {
        INFO(row.why);
        const auto refused = publish_with(world, area, programme, row.terms);
        CHECK(refused.status == 422);
        CHECK(refused.refuses(row.pointer, row.rule));
    }
}

TEST_CASE("what is lawful in a special basket is published", "[basket]")
{
    const auto terms = test::good_terms();
    struct Case
    {
        const char* why;
        json::Object terms;
    };
    const Case cases[] = {
        {"a reserved contract with its dated ground",
         test::with(test::with(terms, "eligible_legal_forms", json::Array{"association"}),
                    "legal_form_ground",
                    json::Object{}
                        .add("code", "reserved_contract")
                        .add("statute", "1397/2016 §24")
                        .add("valid_from", "2026-01-01")
                        .add("valid_to", "2027-01-01")
                        .add("reason", LocalText{"Varattu", "Reserverad", ""}))},
        {"a niche with one provider and its reason",
         test::with(test::with(test::with(terms, "is_niche", true), "niche_reason",
                               "Ainoa viittomakielinen palvelu"),
                    "minimum_alternatives", 1)},
        {"a civic service without prices",
         test::without(
             test::with(test::with(test::with(terms, "is_civic", true), "price_components", json::Array{}),
                        "outcomes", json::Array{}),
             "outcome_share_band")},
        {"no CPV code where nothing is bought", test::without(terms, "cpv")},
        {"a review on the day after", test::with(terms, "review_on", "2026-03-03")},
    };
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    for (const auto& row : cases)
    {
        INFO(row.why);
        const auto answer = publish_with(world, area, programme, row.terms);
        INFO(answer.raw.body);
        CHECK(answer.status == 200);
    }
}

TEST_CASE("two areas with their own codes, clocks and municipalities live side by side", "[basket]")
{
    World world;
    const auto kuopio = test::make_kuopio(world);
    const test::AreaLists own{{"seafarers"}, {"shore_job"}, {"harbour_coaching"}, {"harbour"}};
    const auto turku = test::make_area(world, "Turun alue", "0112038-9", "44", {"853"}, own);
    REQUIRE(world
                .post("/api/v1/authority/values",
                      json::Object{}
                          .add("name", "service_level.choice_open.days")
                          .add("value", 30)
                          .add("valid_from", "2026-01-01"),
                      turku.admin.token)
                .status == 204);
    const auto choice_open = [&](const test::Area& area)
    {
        std::int64_t days = 0;
        world.store().read(
            [&](Transaction& tx)
            {
                days = parties::value_for(tx, world.application().environment().law,
                                          *OrganisationId::parse(area.authority),
                                          "service_level.choice_open.days", samples::sample_day);
            });
        return days;
    };
    CHECK(choice_open(turku) == 30);
    CHECK(choice_open(kuopio) == 14); // the default of config/law
    auto terms = test::with(test::good_terms(), "target_groups", json::Array{"seafarers"});
    terms = test::with(terms, "needs", json::Array{"shore_job"});
    terms = test::with(terms, "service_types", json::Array{"harbour_coaching"});
    terms = test::with(terms, "municipalities", json::Array{"853"});
    terms = test::with(terms, "metric_set", "harbour");
    terms = test::without(terms, "eligibility_rules");

    const auto of_turku = test::published_basket(world, turku, terms);
    const auto of_kuopio = test::published_basket(world, kuopio, test::good_terms());
    CHECK(ids_in(world.get("/api/v1/baskets?target_group=seafarers")) == std::vector{of_turku});
    CHECK(ids_in(world.get("/api/v1/baskets?target_group=long_term_unemployed")) == std::vector{of_kuopio});

    // What one area knows, the other does not.
    const auto programme = test::open_programme(world, kuopio);
    const auto refused = publish_with(world, kuopio, programme, terms);
    CHECK(refused.refuses("/terms/target_groups/0", "basket.code_not_in_area"));
    CHECK(refused.refuses("/terms/metric_set", "basket.code_not_in_area"));
    CHECK(refused.refuses("/terms/municipalities/0", "basket.municipality_not_organised"));
}

TEST_CASE("an area's new code counts from its first day, without a release", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    REQUIRE(world
                .post("/api/v1/authority/codes",
                      json::Object{}
                          .add("list", "target_group")
                          .add("code", "parents")
                          .add("name", LocalText{"Vanhemmat", "Föräldrar", ""})
                          .add("valid_from", "2026-03-05"),
                      area.admin.token)
                .status == 201);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area),
                           test::with(test::good_terms(), "target_groups", json::Array{"parents"}));
    world.move_to(*parse_instant("2026-03-04T21:59:59Z")); // the last second of 4 March in Helsinki
    CHECK(act(world, basket, "publish", area.officer.token)
              .refuses("/terms/target_groups/0", "basket.code_not_in_area"));
    world.move_to(*parse_instant("2026-03-04T22:00:01Z"));
    CHECK(act(world, basket, "publish", area.officer.token).status == 200);
}

TEST_CASE("what is missing is told in the caller's language", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::draft_basket(world, area, test::open_programme(world, area),
                                           test::without(test::good_terms(), "metric_set"));
    const auto detail = [&](std::string_view language)
    {
        const auto answer = world.ask(http::Method::get, path_of(basket) + "/missing", {},
                                      {.token = area.officer.token,
                                       .if_match = {},
                                       .key = {},
                                       .language = std::string{language},
                                       .headers = {}});
        return answer.body.at("errors").array().at(0).at("detail").text();
    };
    CHECK(detail("en") == "The basket needs a metric set of the area.");
    CHECK(detail("fi") != detail("en"));
    CHECK(detail("sv") != detail("en"));
    CHECK(detail("sv") != detail("fi"));
}
