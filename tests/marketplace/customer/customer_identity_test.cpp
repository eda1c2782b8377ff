#include "core/storage/store.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "tests/marketplace/customer/customer_scene.hpp"
#include "tests/support/kept_bytes.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

std::string wrapped_key(World& world, std::string_view customer)
{
    std::string bytes;
    world.store().read(
        [&](Transaction& tx)
        {
            const auto row = tx.query_one(
                "/* test.wrapped_key */ SELECT wrapped_key FROM person_key WHERE customer_id = ?", customer);
            if (row)
                bytes = row->bytes(0);
        });
    return bytes;
}

} // namespace

TEST_CASE("who it is reads back for the coach alone, the identity code masked", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    CHECK(world.get(path_of(id, "/identity"), area.coach.token).status == 404);
    REQUIRE(test::identify(world, area, id).status == 200);
    const auto seen = world.get(path_of(id, "/identity"), area.coach.token);
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("name").text() == "Veera Keksitty");
    CHECK(seen.body.at("identity_code_masked").text() == "131052-****");
    CHECK(seen.raw.body.find("131052-9041") == std::string::npos);
    std::optional<CustomerIdentity> inside;
    world.store().read(
        [&](Transaction& tx)
        { inside = customers::identity_of(tx, world.application().environment().keys, id_in(id)); });
    CHECK(inside->identity_code == "131052-9041");
    CHECK(inside->email == "veera@example.com");
}

TEST_CASE("an identity code is checked, and belongs to one customer of an authority", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {"624"});
    const auto one = test::recorded_customer(world, area);
    const auto two = test::recorded_customer(world, area);
    CHECK(test::identify(world, area, one, "Veera Keksitty", "131052-9042")
              .refuses("/identity_code", "field.bad_form"));
    REQUIRE(test::identify(world, area, one).status == 200);
    CHECK(test::identify(world, area, one).status == 200); // its own code again
    const auto taken = test::identify(world, area, two, "Toinen Keksitty");
    CHECK(taken.status == 409);
    CHECK(taken.rule() == "customer.identity_code_taken");
    CHECK(test::identify(world, area, two, "Toinen Keksitty", "").status == 200); // without a code
    const auto elsewhere =
        test::recorded_customer(world, other, test::with(test::good_customer(), "kind", "jobseeker"));
    CHECK(test::identify(world, other, elsewhere).status == 200); // another controller
}

TEST_CASE("name, contact and identity code are never in plain text on the disk, nor is the person's key",
          "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    REQUIRE(test::identify(world, area, id).status == 200);
    REQUIRE(world.get(path_of(id, "/identity"), area.coach.token).status == 200);
    const auto bytes = test::kept_bytes(world);
    CHECK(bytes.find("TS-2026-0001") != std::string::npos); // the search finds what is there
    for (const auto* secret : {"Veera", "Keksitty", "131052-9041", "veera@example.com", "+358401234567"})
        CHECK(bytes.find(secret) == std::string::npos);
}

TEST_CASE("after erasure nobody can read who it was, also not with the master key", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    REQUIRE(test::identify(world, area, id).status == 200);
    const auto wrapped = wrapped_key(world, id);
    REQUIRE(!wrapped.empty());
    const auto erased = erase(world, area, id);
    REQUIRE(erased.status == 200);
    CHECK(erased.body.at("coded_facts_until").text() == "2030-03-02");

    std::optional<CustomerIdentity> identity;
    world.store().read(
        [&](Transaction& tx)
        { identity = customers::identity_of(tx, world.application().environment().keys, id_in(id)); });
    CHECK(!identity);
    CHECK(wrapped_key(world, id).empty());
    world.restart(); // the WAL is folded into the database
    const auto bytes = test::kept_bytes(world);
    for (const auto* secret : {"Veera", "Keksitty", "131052-9041", "veera@example.com", "TS-2026-0001"})
        CHECK(bytes.find(secret) == std::string::npos);
    CHECK(bytes.find(wrapped) == std::string::npos); // no free page keeps the key
    CHECK(world.get(path_of(id), area.coach.token).status == 404);
    CHECK(world.get(path_of(id, "/identity"), area.coach.token).status == 404);
    CHECK(world.get(path_of(id), area.auditor.token).body.at("is_erased").boolean());
}

TEST_CASE("erasure needs an administrator and a reason, happens once, and frees the identity code",
          "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    REQUIRE(test::identify(world, area, id).status == 200);
    CHECK(world.post(path_of(id, "/erase"), json::Object{}.add("reason", "x"), area.coach.token).status ==
          403);
    CHECK(world.post(path_of(id, "/erase"), json::Object{}, area.admin.token)
              .refuses("/reason", "field.required"));
    CHECK(world
              .ask(http::Method::post, path_of(id, "/erase"), json::Object{}.add("reason", "x"),
                   {.token = area.admin.token, .if_match = "\"1-x\"", .key = {}, .headers = {}})
              .status == 412);
    REQUIRE(erase(world, area, id).status == 200);
    CHECK(erase(world, area, id).rule() == "customer.erased");
    const auto next = test::recorded_customer(world, area);
    CHECK(test::identify(world, area, next).status == 200);
}

TEST_CASE("erasure takes the stored answers about the person with it", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    const auto stored = [&]
    {
        std::int64_t count = 0;
        world.store().read(
            [&](Transaction& tx)
            {
                count =
                    tx.query_one(
                          "/* test.replies */ SELECT count(*) FROM idempotent_reply WHERE person_id = ?", id)
                        ->integer(0);
            });
        return count;
    };
    CHECK(stored() == 1); // of the POST that recorded the customer
    REQUIRE(erase(world, area, id).status == 200);
    CHECK(stored() == 0);
}

TEST_CASE("coded facts stay after erasure until retention ends, then they go by themselves", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    REQUIRE(erase(world, area, id).status == 200);
    const auto needs = [&]
    { return world.get(path_of(id), area.auditor.token).body.at("facts").at("needs").texts(); };
    world.move_to(start_of_day(*parse_date("2030-03-02")).plus_seconds(-1));
    CHECK(needs() == std::vector<std::string>{"job_search"});
    world.move_to(start_of_day(*parse_date("2030-03-02")));
    CHECK(needs().empty());
    CHECK(world.get(path_of(id), area.auditor.token).body.at("language").text() == "und");
}
