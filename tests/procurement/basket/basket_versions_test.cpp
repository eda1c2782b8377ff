#include "core/storage/store.hpp"
#include "procurement/basket/basket_store.hpp"
#include "tests/procurement/basket/basket_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

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
