#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"
#include "procurement/basket/basket_actions.hpp"
#include "procurement/party/party_actions.hpp"
#include "tests/procurement/basket/sample_basket.hpp"
#include "tests/support/area.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using kori::test::World;

namespace
{

std::string path_of(std::string_view id)
{
    return "/api/v1/baskets/" + std::string{id};
}

test::Answer act(World& world, std::string_view id, std::string_view verb, std::string_view token,
                 const json::Value& body = {})
{
    return world.post(path_of(id) + "/" + std::string{verb}, body, token);
}

json::Object because(std::string_view reason)
{
    return json::Object{}.add("reason", reason);
}

test::Answer put_draft(World& world, std::string_view id, const json::Object& terms, std::string_view token,
                       std::string etag)
{
    return world.ask(http::Method::put, path_of(id) + "/draft", json::Object{}.add("terms", terms),
                     {.token = std::string{token}, .if_match = std::move(etag), .key = {}, .headers = {}});
}

std::vector<journal::Entry> entries_about(World& world, std::string_view id)
{
    std::vector<journal::Entry> entries;
    world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
    return entries;
}

std::vector<std::string> ids_in(const test::Answer& page)
{
    std::vector<std::string> ids;
    for (const auto& item : page.body.at("items").array())
        ids.push_back(item.at("id").text());
    return ids;
}

std::string state_of(World& world, std::string_view id, std::string_view token = {})
{
    return world.get(path_of(id), token).body.at("state").text();
}

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

TEST_CASE("a new version supersedes the former, which stays as it was", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    const auto first = world.get(path_of(basket)).body.at("current").at("id").text();
    world.move_days(10);
    const auto second = test::publish_version(world, area, basket,
                                              test::with(test::good_terms(), "person_cap_cents", 150'000));
    CHECK(first != second);

    const auto now = world.get(path_of(basket));
    CHECK(now.body.at("state").text() == "ACTIVE"); // customers go on choosing
    CHECK(now.body.at("current").at("id").text() == second);
    CHECK(now.body.at("current").at("number").integer() == 2);
    CHECK(now.body.at("current").at("terms").at("person_cap_cents").integer() == 150'000);
    const auto former = world.get(path_of(basket) + "/versions/" + first);
    REQUIRE(former.status == 200);
    CHECK(former.body.at("state").text() == "SUPERSEDED");
    CHECK(former.body.at("terms").find("person_cap_cents") == nullptr);
}

TEST_CASE("the version of a day is told by what was known at a moment", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    const auto first = world.get(path_of(basket)).body.at("current").at("id").text();
    world.move_to(*parse_instant("2026-03-12T10:00:00Z"));
    const auto second = test::publish_version(world, area, basket, test::good_terms());

    const auto version_at = [&](std::string_view query)
    {
        const auto answer = world.get(path_of(basket) + "?" + std::string{query});
        return answer.status == 200 ? answer.body.at("current").at("id").text()
                                    : std::to_string(answer.status);
    };
    CHECK(version_at("as_of=2026-03-01") == "404"); // before the first
    CHECK(version_at("as_of=2026-03-02") == first);
    CHECK(version_at("as_of=2026-03-11") == first); // the last day of the first
    CHECK(version_at("as_of=2026-03-12") == second);
    CHECK(version_at("as_of=2026-03-12&as_known_at=2026-03-12T09:00:00Z") == first); // it was not known yet
    CHECK(version_at("as_known_at=2026-03-01T00:00:00Z") == "404");
    CHECK(world.get(path_of(basket) + "?as_of=2026-03-02").body.at("state").text() == "ACTIVE");
    CHECK(world.get(path_of(basket) + "?as_of=2.3.2026").status == 422);
}

TEST_CASE("of two versions of one day the later one counts", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    const auto second = test::publish_version(world, area, basket, test::good_terms());
    CHECK(world.get(path_of(basket) + "?as_of=2026-03-02").body.at("current").at("id").text() == second);
}

TEST_CASE("no version counts from the day on which the basket closed", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    world.move_to(*parse_instant("2026-04-01T10:00:00Z"));
    REQUIRE(act(world, basket, "close-to-new", area.officer.token, because("Tarve poistui")).status == 200);
    REQUIRE(act(world, basket, "close", area.officer.token).status == 200);
    CHECK(world.get(path_of(basket) + "?as_of=2026-03-31").status == 200);
    CHECK(world.get(path_of(basket) + "?as_of=2026-04-01").status == 404);
    CHECK(world.get(path_of(basket) + "?as_of=2026-04-01&as_known_at=2026-03-20T00:00:00Z").status == 200);
    CHECK(state_of(world, basket) == "CLOSED");
    CHECK(act(world, basket, "archive", area.officer.token).body.at("state").text() == "ARCHIVED");
}

TEST_CASE("the terms of a published version never change in the database", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::published_basket(world, area, test::good_terms());
    const auto id = *BasketVersionId::parse(world.get(path_of(basket)).body.at("current").at("id").text());
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            auto version = *baskets::find_version(tx, id);
            version.terms.minimum_alternatives = 99;
            baskets::save(tx, version);
            return Verdict::keep;
        });
    CHECK(world.get(path_of(basket)).body.at("current").at("terms").at("minimum_alternatives").integer() ==
          2);
}

TEST_CASE("another authority's draft looks absent", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {}, {});
    const auto programme = test::open_programme(world, area);
    const auto basket = test::draft_basket(world, area, programme, test::good_terms());
    const std::string absent = "bsk_00000000000000000000000000";
    for (const auto* tail : {"", "/draft", "/missing", "/versions"})
    {
        INFO(tail);
        const auto theirs = world.get(path_of(basket) + tail, other.officer.token);
        CHECK(theirs.status == 404);
        CHECK(theirs.rule() == world.get(path_of(absent) + tail, other.officer.token).rule());
        CHECK(world.get(path_of(basket) + tail, area.officer.token).status == 200);
    }
    for (const auto* verb :
         {"publish", "draft", "discard-draft", "activate", "drop", "close", "archive", "resume"})
        CHECK(act(world, basket, verb, other.officer.token).status == 404);
    CHECK(put_draft(world, basket, test::good_terms(), other.officer.token, "\"1-x\"").status == 404);
    CHECK(world
              .post("/api/v1/programmes/" + programme + "/baskets",
                    json::Object{}.add("terms", json::Object{}), other.officer.token)
              .status == 404);
    CHECK(world.get(path_of(basket)).status == 404);
}

TEST_CASE("the draft of a published basket is nobody else's to see", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {}, {});
    const auto basket = test::published_basket(world, area, test::good_terms());
    const auto begun = act(world, basket, "draft", area.officer.token);
    REQUIRE(begun.status == 200);
    const auto draft = begun.body.at("draft").text();
    CHECK(world.get(path_of(basket), other.officer.token).body.find("draft") == nullptr);
    CHECK(world.get(path_of(basket) + "/versions/" + draft, other.officer.token).status == 404);
    CHECK(world.get(path_of(basket) + "/versions/" + draft, area.officer.token).status == 200);
    CHECK(ids_in(world.get(path_of(basket) + "/versions")).size() == 1);
    CHECK(ids_in(world.get(path_of(basket) + "/versions", area.officer.token)).size() == 2);
    CHECK(world.get(path_of(basket) + "/draft", other.officer.token).status == 404);
}

TEST_CASE("only a procurement officer writes and publishes baskets", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto basket = test::draft_basket(world, area, programme, test::good_terms());
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    for (const auto& token :
         {area.admin.token, area.coach.token, area.decider.token, area.auditor.token, provider.token})
    {
        CHECK(act(world, basket, "publish", token).status == 403);
        CHECK(world
                  .post("/api/v1/programmes/" + programme + "/baskets",
                        json::Object{}.add("terms", json::Object{}), token)
                  .status == 403);
        CHECK(put_draft(world, basket, test::good_terms(), token, "\"1-x\"").status == 403);
    }
    CHECK(act(world, basket, "publish", "").status == 401);
}

TEST_CASE("a repeated key makes one basket and publishes once", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto target = "/api/v1/programmes/" + programme + "/baskets";
    const auto body = json::Object{}.add("terms", test::good_terms());
    const test::Ask how{
        .token = area.officer.token, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    const auto first = world.ask(http::Method::post, target, body, how);
    const auto second = world.ask(http::Method::post, target, body, how);
    REQUIRE(first.status == 201);
    CHECK(second.raw.body == first.raw.body);
    CHECK(ids_in(world.get(target, area.officer.token)).size() == 1);

    const auto publish = path_of(first.body.at("id").text()) + "/publish";
    const test::Ask again{
        .token = area.officer.token, .if_match = {}, .key = "another-single-key", .headers = {}};
    const auto published = world.ask(http::Method::post, publish, {}, again);
    const auto entries = world.entries();
    CHECK(published.status == 200);
    CHECK(world.ask(http::Method::post, publish, {}, again).raw.body == published.raw.body);
    CHECK(world.entries() == entries);
}

TEST_CASE("a draft is replaced only by somebody who saw its newest state", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::draft_basket(world, area, test::open_programme(world, area), json::Object{});
    const auto seen = world.get(path_of(basket) + "/draft", area.officer.token);
    CHECK(put_draft(world, basket, test::good_terms(), area.officer.token, "").status == 428);
    CHECK(put_draft(world, basket, test::good_terms(), area.officer.token, "\"9-x\"").status == 412);
    REQUIRE(put_draft(world, basket, test::good_terms(), area.officer.token, seen.etag()).status == 200);
    CHECK(put_draft(world, basket, json::Object{}, area.officer.token, seen.etag()).status == 412);
    CHECK(
        world.get(path_of(basket) + "/draft", area.officer.token).body.at("terms").at("metric_set").text() ==
        "basic");
    // A move with a stale If-Match is refused as well.
    const auto stale =
        world.ask(http::Method::post, path_of(basket) + "/publish", {},
                  {.token = area.officer.token, .if_match = seen.etag(), .key = {}, .headers = {}});
    CHECK(stale.status == 412);
}

TEST_CASE("a draft is replaced as a whole: what is left out is gone", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area), test::good_terms());
    const auto seen = world.get(path_of(basket) + "/draft", area.officer.token);
    REQUIRE(
        put_draft(world, basket, json::Object{}.add("metric_set", "basic"), area.officer.token, seen.etag())
            .status == 200);
    CHECK(world.get(path_of(basket) + "/draft", area.officer.token)
              .body.at("terms")
              .at("municipalities")
              .array()
              .empty());
}

TEST_CASE("baskets are listed by what a customer needs, in the order of their ids", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto publish = [&](const json::Object& terms)
    {
        const auto id = test::draft_basket(world, area, programme, terms);
        REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
        return id;
    };
    const auto both = publish(test::good_terms());
    const auto kuopio = publish(test::with(test::good_terms(), "municipalities", json::Array{"297"}));
    const auto young = publish(test::with(test::good_terms(), "target_groups", json::Array{"young"}));
    const auto skills = publish(test::with(test::good_terms(), "needs", json::Array{"skills"}));
    test::draft_basket(world, area, programme, test::good_terms());

    const auto listed = [&](std::string_view query)
    { return ids_in(world.get("/api/v1/baskets" + std::string{query})); };
    auto all = std::vector{both, kuopio, young, skills};
    std::sort(all.begin(), all.end());
    CHECK(listed("") == all);
    CHECK(listed("?municipality=297") == all);
    auto siilinjarvi = std::vector{both, young, skills};
    std::sort(siilinjarvi.begin(), siilinjarvi.end());
    CHECK(listed("?municipality=749") == siilinjarvi);
    CHECK(listed("?target_group=young") == std::vector{young});
    CHECK(listed("?need=skills&municipality=297") == std::vector{skills});
    CHECK(listed("?need=skills&target_group=young").empty());
    CHECK(listed("?programme=" + programme).size() == 4);
    // Nobody may ask for another order or for a provider.
    for (const auto* query : {"?sort=price", "?order=score", "?provider=x", "?rank=1"})
        CHECK(world.get("/api/v1/baskets" + std::string{query}).status == 422);
}

TEST_CASE("a list is read page by page", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    std::vector<std::string> made;
    for (int i = 0; i < 3; ++i)
    {
        made.push_back(test::draft_basket(world, area, programme, test::good_terms()));
        REQUIRE(act(world, made.back(), "publish", area.officer.token).status == 200);
    }
    std::sort(made.begin(), made.end());
    const auto first = world.get("/api/v1/baskets?limit=2");
    CHECK(ids_in(first) == std::vector{made[0], made[1]});
    const auto link = first.raw.header("Link").value_or("");
    const auto from = link.find('<') + 1;
    const auto rest = world.get(link.substr(from, link.find('>') - from));
    CHECK(ids_in(rest) == std::vector{made[2]});
    CHECK_FALSE(rest.raw.header("Link").has_value());
}

TEST_CASE("a new version is found by its own codes", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::published_basket(world, area, test::good_terms());
    test::publish_version(world, area, basket,
                          test::with(test::good_terms(), "target_groups", json::Array{"young"}));
    CHECK(ids_in(world.get("/api/v1/baskets?target_group=young")) == std::vector{basket});
    CHECK(ids_in(world.get("/api/v1/baskets?target_group=long_term_unemployed")).empty());
}

TEST_CASE("a basket is paused and resumed, and closes in two steps", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    CHECK(world.get(path_of(basket)).body.at("takes_customers").boolean());
    CHECK(act(world, basket, "pause", area.officer.token, because("Tauko")).body.at("state").text() ==
          "PAUSED");
    CHECK_FALSE(world.get(path_of(basket)).body.at("takes_customers").boolean());
    CHECK(act(world, basket, "resume", area.officer.token).body.at("state").text() == "ACTIVE");
    CHECK(act(world, basket, "close-to-new", area.officer.token, because("Loppuu")).body.at("state").text() ==
          "CLOSING");
    CHECK_FALSE(world.get(path_of(basket)).body.at("takes_offers").boolean());
    CHECK(ids_in(world.get("/api/v1/baskets")) == std::vector{basket});
    CHECK(act(world, basket, "close", area.officer.token).body.at("state").text() == "CLOSED");
    CHECK(ids_in(world.get("/api/v1/baskets")).empty());
    CHECK(world.get(path_of(basket)).status == 200);
}

TEST_CASE("an act that the basket's state does not know is refused by the table's rule", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area), test::good_terms());
    const auto refused = [&](std::string_view verb, const json::Value& body = {})
    {
        INFO(verb);
        const auto answer = act(world, basket, verb, area.officer.token, body);
        CHECK(answer.status == 409);
        CHECK(answer.rule() == "basket.transition_not_listed");
    };
    for (const auto* verb : {"activate", "resume", "close", "archive"})
        refused(verb);
    refused("pause", because("x"));
    refused("close-to-new", because("x"));
    REQUIRE(act(world, basket, "publish", area.officer.token).status == 200);
    for (const auto* verb : {"resume", "archive", "drop"})
        refused(verb);
    CHECK(act(world, basket, "publish", area.officer.token).rule() == "basket.no_draft");
    REQUIRE(act(world, basket, "close", area.officer.token).status == 200); // nobody could be inside yet
    refused("publish");
    refused("draft");
}

TEST_CASE("a basket does not close while orders of it run", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    REQUIRE(act(world, basket, "close-to-new", area.officer.token, because("Loppuu")).status == 200);
    Actor officer;
    officer.kind = ActorKind::member;
    officer.organisation = OrganisationId::parse(area.authority);
    officer.organisation_kind = OrganisationKind::authority;
    const auto close_with = [&](std::int64_t running)
    {
        std::string told;
        world.store().write_and_wait(
            [&](Transaction& tx)
            {
                crypto::SeededRandomness random{"close"};
                const Ambient ambient{world.now(), world.now(), random,
                                      world.application().environment().law};
                const auto closed =
                    baskets::close(tx, ambient, officer, *BasketId::parse(basket),
                                   {.running_orders = [&](Transaction&, BasketId) { return running; }});
                told = closed ? closed->state : closed.refusal().rule;
                return Verdict::undo;
            });
        return told;
    };
    CHECK(close_with(1) == "basket.orders_running");
    CHECK(close_with(0) == "CLOSED");
}

TEST_CASE("a dropped draft is never public", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area), test::good_terms());
    REQUIRE(act(world, basket, "drop", area.officer.token).body.at("state").text() == "DROPPED");
    CHECK(world.get(path_of(basket)).status == 404);
    CHECK(world.get(path_of(basket), area.officer.token).status == 200);
}

TEST_CASE("a basket has one draft at a time, which may be discarded", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area), test::good_terms());
    CHECK(act(world, basket, "draft", area.officer.token).rule() == "basket.draft_exists");
    CHECK(act(world, basket, "discard-draft", area.officer.token).rule() == "basket.only_draft");
    REQUIRE(act(world, basket, "publish", area.officer.token).status == 200);
    CHECK(act(world, basket, "discard-draft", area.officer.token).rule() == "basket.no_draft");
    REQUIRE(act(world, basket, "draft", area.officer.token).status == 200);
    REQUIRE(act(world, basket, "discard-draft", area.officer.token).status == 200);
    CHECK(world.get(path_of(basket) + "/draft", area.officer.token).status == 404);
    // The number of a discarded version is not used again.
    test::publish_version(world, area, basket, test::good_terms());
    CHECK(world.get(path_of(basket)).body.at("current").at("number").integer() == 3);
}

TEST_CASE("a basket is published and activated only while its programme runs", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto made = world.post("/api/v1/programmes",
                                 json::Object{}
                                     .add("name", LocalText{"Palvelut", "Tjänster", ""})
                                     .add("channel", "OPEN_ACCEPTANCE")
                                     .add("regime", "not_a_public_contract")
                                     .add("ends_on", "2030-01-01"),
                                 area.officer.token);
    const auto programme = made.body.at("id").text();
    const auto move = [&](std::string_view verb, const json::Value& body = {})
    {
        return world
            .post("/api/v1/programmes/" + programme + "/" + std::string{verb}, body, area.officer.token)
            .status;
    };
    const auto basket = test::draft_basket(world, area, programme, test::good_terms());
    CHECK(act(world, basket, "publish", area.officer.token).rule() == "basket.programme_not_open");
    REQUIRE(move("publish") == 200);
    CHECK(act(world, basket, "publish", area.officer.token).status == 200);
    CHECK(act(world, basket, "activate", area.officer.token).rule() == "basket.programme_not_open");
    REQUIRE(move("open") == 200);
    CHECK(act(world, basket, "activate", area.officer.token).status == 200);
}

TEST_CASE("when a programme ends, its baskets take nobody new", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto active = test::draft_basket(world, area, programme, test::good_terms());
    const auto waiting = test::draft_basket(world, area, programme, test::good_terms());
    const auto draft = test::draft_basket(world, area, programme, test::good_terms());
    REQUIRE(act(world, active, "publish", area.officer.token).status == 200);
    test::activate(world, area, active);
    REQUIRE(act(world, waiting, "publish", area.officer.token).status == 200);
    REQUIRE(world
                .post("/api/v1/programmes/" + programme + "/terminate", because("Tarve poistui"),
                      area.decider.token)
                .status == 200);
    CHECK(state_of(world, active) == "CLOSING"); // those inside finish
    CHECK(state_of(world, waiting) == "CLOSED"); // nobody is inside
    CHECK(state_of(world, draft, area.officer.token) == "DRAFT");
    CHECK(act(world, draft, "publish", area.officer.token).rule() == "basket.programme_not_open");
    const auto late = world.post("/api/v1/programmes/" + programme + "/baskets",
                                 json::Object{}.add("terms", json::Object{}), area.officer.token);
    CHECK(late.rule() == "basket.programme_over");
}

TEST_CASE("at sunset a basket closes to new customers", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto active = test::active_basket(world, area, test::good_terms());
    const auto waiting = test::published_basket(world, area, test::good_terms());
    world.move_to(*parse_instant("2027-02-28T21:59:59Z")); // the last second of 28 February in Helsinki
    CHECK(state_of(world, active) == "ACTIVE");
    world.move_to(*parse_instant("2027-02-28T22:00:01Z"));
    CHECK(state_of(world, active) == "CLOSING");
    CHECK(state_of(world, waiting) == "CLOSED");
    CHECK(entries_about(world, active).back().kind == "basket.sunset");
    CHECK(entries_about(world, active).back().actor == "clock");
    CHECK(world.get(path_of(active) + "?as_of=2027-02-28").body.at("state").text() == "ACTIVE");
    CHECK(world.get(path_of(active) + "?as_of=2027-03-01").body.at("state").text() == "CLOSING");
}

TEST_CASE("a new version moves the sunset", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    test::publish_version(world, area, basket, test::with(test::good_terms(), "sunset_on", "2027-06-01"));
    world.move_to(*parse_instant("2027-03-05T10:00:00Z"));
    CHECK(state_of(world, basket) == "ACTIVE");
    world.move_to(*parse_instant("2027-06-01T10:00:00Z"));
    CHECK(state_of(world, basket) == "CLOSING");
}

TEST_CASE("on its review day a basket becomes a task of the procurement officers, until a new version",
          "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    const auto tasks = [&]
    {
        std::vector<std::string> about;
        const auto page = world.get("/api/v1/tasks", area.officer.token);
        for (const auto& task : page.body.at("items").array())
            if (task.at("kind").text() == "basket.review")
                about.push_back(task.at("about").text());
        return about;
    };
    CHECK(tasks().empty());
    world.move_to(*parse_instant("2026-09-01T10:00:00Z"));
    CHECK(tasks() == std::vector{basket});
    test::publish_version(world, area, basket, test::with(test::good_terms(), "review_on", "2026-12-01"));
    CHECK(tasks().empty());
}

TEST_CASE("the journal tells of drafts to their authority and of versions to everybody", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    test::publish_version(world, area, basket, test::good_terms());
    std::vector<std::string> told;
    for (const auto& entry : entries_about(world, basket))
    {
        told.push_back(entry.kind + " " + entry.audience);
        CHECK(entry.organisations == std::vector{area.authority});
        CHECK(entry.facts.find("polku") == std::string::npos); // codes and numbers, no texts
    }
    CHECK(told == std::vector<std::string>{"basket.created organisation", "basket.published everyone",
                                           "basket.activated everyone", "basket.draft_begun organisation",
                                           "basket.draft_changed organisation", "basket.published everyone"});
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
