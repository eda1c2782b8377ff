#include "core/observe/log.hpp"
#include "core/storage/store.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "tests/marketplace/customer/customer_scene.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <mutex>

using namespace kori;
using namespace kori::test;

TEST_CASE(
    "a customer is seen by its coach, coded by administrator and auditor, and is absent for everybody else",
    "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {"624"});
    const auto id = test::recorded_customer(world, area);
    REQUIRE(test::identify(world, area, id).status == 200);
    const auto colleague = world.member(area.admin, {"coach"});

    for (const auto* token : {&area.admin.token, &area.auditor.token})
    {
        const auto coded = world.get(path_of(id), *token);
        REQUIRE(coded.status == 200);
        CHECK(coded.body.find("plan_reference") == nullptr);
        CHECK(coded.body.at("facts").at("municipality").text() == "297");
        CHECK(world.get(path_of(id, "/identity"), *token).status == 403);
    }
    const auto absent = world.get(path_of("cus_00000000000000000000000000"), colleague.token);
    CHECK(absent.status == 404);
    // A coach without a relation, and those of another authority: like an absent one, to the word.
    for (const auto* token : {&colleague.token, &other.coach.token, &other.admin.token, &other.auditor.token})
    {
        const auto forbidden = world.get(path_of(id), *token);
        CHECK(forbidden.status == 404);
        CHECK(forbidden.rule() == absent.rule());
        CHECK(forbidden.body.at("title") == absent.body.at("title"));
    }
    for (const auto* token : {&colleague.token, &other.coach.token})
    {
        CHECK(world.get(path_of(id, "/identity"), *token).status == 404);
        CHECK(world.get(path_of(id, "/views"), *token).status == 404);
        CHECK(world
                  .ask(http::Method::put, path_of(id), test::good_customer(),
                       {.token = *token, .if_match = "*", .key = {}, .headers = {}})
                  .status == 404);
    }
    CHECK(world.post(path_of(id, "/erase"), json::Object{}.add("reason", "x"), other.admin.token).status ==
          404);
    CHECK(world.get(path_of(id), area.officer.token).status == 403);
    const auto provider = world.provider("Savon Työpolku ry", "2332748-7");
    CHECK(world.get(path_of(id), provider.token).status == 403);
    CHECK(world.get("/api/v1/customers", colleague.token).body.at("items").array().empty());
}

TEST_CASE("an administrator gives a customer to another coach and takes it away again", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {"624"});
    const auto id = test::recorded_customer(world, area);
    const auto colleague = world.member(area.admin, {"coach"});
    const auto give = [&](const World::Member& member, std::string_view token)
    {
        return world.post(path_of(id, "/coaches"), json::Object{}.add("membership", member.membership),
                          token);
    };
    CHECK(give(colleague, area.coach.token).status == 403);
    CHECK(give(area.officer, area.admin.token).rule() == "customer.not_a_coach_here");
    CHECK(give(other.coach, area.admin.token).rule() == "customer.not_a_coach_here");
    CHECK(give(colleague, other.admin.token).status == 404);
    REQUIRE(give(colleague, area.admin.token).status == 204);
    CHECK(give(colleague, area.admin.token).rule() == "customer.coach_already");
    CHECK(world.get(path_of(id), colleague.token).status == 200);
    REQUIRE(world
                .post(path_of(id, "/coaches/" + area.coach.membership + "/end"),
                      json::Object{}.add("reason", "leaves"), area.admin.token)
                .status == 204);
    CHECK(world.get(path_of(id), area.coach.token).status == 404);
    CHECK(world.get(path_of(id), colleague.token).status == 200);
}

TEST_CASE("nobody gives himself a customer", "[customer][privacy]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    const auto both = world.member(area.admin, {"administrator", "coach"});
    const auto wish = json::Object{}.add("membership", both.membership);
    CHECK(world.post(path_of(id, "/coaches"), wish, both.token).rule() == "customer.own_assignment");
    CHECK(world.get(path_of(id, "/identity"), both.token).status == 404);
    CHECK(world.post(path_of(id, "/coaches"), wish, area.admin.token).status == 204);
}

TEST_CASE("who tries identity codes stands among the looks at the person who has the code",
          "[customer][privacy]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto known = test::recorded_customer(world, area);
    REQUIRE(test::identify(world, area, known).status == 200);
    const auto looks = [&] { return world.get(path_of(known, "/views"), area.auditor.token); };
    const auto before = looks().body.at("items").array().size();
    const auto colleague = world.member(area.admin, {"coach"});
    const auto own = world.post("/api/v1/customers", test::good_customer(), colleague.token);
    const auto tried = test::put_seen(
        world, path_of(own.body.at("id").text(), "/identity"), path_of(own.body.at("id").text()),
        json::Object{}.add("name", "Keksitty Nimi").add("identity_code", "131052-9041"), colleague.token);
    REQUIRE(tried.status == 409);
    CHECK(tried.rule() == "customer.identity_code_taken");
    const auto after = looks();
    const auto& items = after.body.at("items").array();
    REQUIRE(items.size() == before + 2); // the auditor's own look too
    CHECK(items.back().at("by").text() == colleague.membership);
    CHECK(items.back().at("route").text() == "/api/v1/customers/{customer}/identity");
    CHECK(after.raw.body.find("131052") == std::string::npos);
}

TEST_CASE("every look at a customer is noted and can be listed: who, when, at what", "[customer][journal]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    REQUIRE(test::identify(world, area, id).status == 200); // looks once for the ETag
    REQUIRE(world.get(path_of(id, "/identity"), area.coach.token).status == 200);
    REQUIRE(world.get(path_of(id), area.auditor.token).status == 200);
    const auto views = world.get(path_of(id, "/views"), area.auditor.token);
    REQUIRE(views.status == 200);
    const auto& items = views.body.at("items").array();
    REQUIRE(items.size() == 3);
    CHECK(items[0].at("by").text() == area.coach.membership);
    CHECK(items[1].at("route").text() == "/api/v1/customers/{customer}/identity");
    CHECK(items[2].at("by").text() == area.auditor.membership);
    // Looking at the list is a look too, and pages hang together.
    const auto first = world.get(path_of(id, "/views?limit=2"), area.auditor.token);
    CHECK(first.body.at("items").array().size() == 2);
    CHECK(first.raw.header("Link").has_value());
    CHECK(world.get(path_of(id, "/views"), area.auditor.token).body.at("items").array().size() == 5);
}

TEST_CASE("a look at the list of one's customers names everybody on the page, by the handle",
          "[customer][journal]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto one = test::recorded_customer(world, area);
    const auto two = test::recorded_customer(world, area);
    REQUIRE(world.get("/api/v1/customers", area.coach.token).status == 200);
    const auto& keys = world.application().environment().keys;
    world.store().read(
        [&](Transaction& tx)
        {
            const auto entries = journal::about(tx, "list");
            REQUIRE(entries.size() == 1);
            for (const auto& id : {one, two})
                CHECK(entries[0].facts.find(customers::handle_of(keys, id_in(id))) != std::string::npos);
        });
}

TEST_CASE("neither journal nor log holds a customer's id", "[customer][journal]")
{
    std::mutex mutex;
    std::string lines;
    observe::set_log_sink(
        [&](std::string_view line)
        {
            const std::lock_guard lock{mutex};
            lines += line;
        });
    {
        World world;
        const auto area = test::make_kuopio(world);
        const auto id = test::recorded_customer(world, area);
        test::identify(world, area, id);
        world.get(path_of(id), area.coach.token);
        world.get(path_of(id, "/identity"), area.coach.token);
        world.get(path_of(id, "/nonsense"), area.coach.token);
        erase(world, area, id);
        std::string entries;
        world.store().read(
            [&](Transaction& tx)
            {
                for (const auto& entry : journal::feed(tx, -1, 10'000, "", true))
                    entries += journal::leaf_bytes(entry) + "\n";
            });
        CHECK(entries.find("customer.erased") != std::string::npos);
        CHECK(entries.find("person:") != std::string::npos);
        CHECK(entries.find(id) == std::string::npos);
        CHECK(entries.find("cus_") == std::string::npos);
    }
    observe::set_log_sink({});
    CHECK(lines.find("/api/v1/customers/{customer}") != std::string::npos);
    CHECK(lines.find("cus_") == std::string::npos);
    CHECK(lines.find("Veera") == std::string::npos);
}
