#include "core/observe/log.hpp"
#include "core/storage/store.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "tests/support/customer.hpp"
#include "tests/support/kept_bytes.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <mutex>

using namespace kori;
using kori::test::World;

namespace
{

std::string path_of(std::string_view customer, std::string_view rest = {})
{
    return "/api/v1/customers/" + std::string{customer} + std::string{rest};
}

test::Answer erase(World& world, const test::Area& area, std::string_view customer)
{
    return world.post(path_of(customer, "/erase"), json::Object{}.add("reason", "retention"),
                      area.admin.token);
}

CustomerId id_in(std::string_view text)
{
    return *CustomerId::parse(text);
}

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

TEST_CASE("a coach records a pseudonymous customer and becomes its coach", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto made = world.post("/api/v1/customers", test::good_customer(), area.coach.token);
    REQUIRE(made.status == 201);
    const auto id = made.body.at("id").text();
    CHECK(id.starts_with("cus_"));
    const auto seen = world.get(path_of(id), area.coach.token);
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("language").text() == "so");
    CHECK(seen.body.at("needs_interpreter").boolean());
    CHECK(seen.body.at("plan_reference").text() == "TS-2026-0001");
    CHECK(seen.body.at("facts").at("needs").texts() == std::vector<std::string>{"job_search"});
    const auto mine = world.get("/api/v1/customers", area.coach.token);
    REQUIRE(mine.body.at("items").array().size() == 1);
    CHECK(mine.body.at("items").array()[0].at("id").text() == id);
}

TEST_CASE("employers and future entrepreneurs are customers too", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    for (const auto* kind : {"employer", "future_entrepreneur"})
        CHECK(
            world.post("/api/v1/customers", test::with(test::good_customer(), "kind", kind), area.coach.token)
                .status == 201);
    CHECK(
        world
            .post("/api/v1/customers", test::with(test::good_customer(), "kind", "tourist"), area.coach.token)
            .refuses("/kind", "field.not_listed"));
}

TEST_CASE("only a coach records customers", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    for (const auto* token : {&area.admin.token, &area.officer.token, &area.decider.token,
                              &area.finance.token, &area.auditor.token})
        CHECK(world.post("/api/v1/customers", test::good_customer(), *token).status == 403);
    CHECK(world.post("/api/v1/customers", test::good_customer()).status == 401);
}

TEST_CASE("coded facts are the area's own codes of that day, and no free text fits in", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto facts = test::good_customer().find("facts")->object();
    struct Row
    {
        const char* member;
        json::Value value;
        const char* pointer;
        const char* rule;
    };
    const std::vector<Row> rows = {
        {"target_groups", json::Array{"unknown_group"}, "/facts/target_groups/0",
         "customer.unknown_code"}, // of no list
        {"target_groups", json::Array{"young", "job_search"}, "/facts/target_groups/1",
         "customer.unknown_code"}, // a need
        {"needs", json::Array{"tea"}, "/facts/needs/0", "customer.unknown_code"},
        {"municipality", "999", "/facts/municipality", "customer.no_such_municipality"},
        {"age_band", "about 45, tired", "/facts/age_band", "customer.not_a_code"}, // a sentence
        {"unemployment_band", "Long", "/facts/unemployment_band", "customer.not_a_code"},
        {"declared", json::Object{}.add("Has a bad back", true), "/facts/declared", "customer.not_a_code"},
    };
    for (const auto& row : rows)
    {
        INFO(row.pointer);
        const auto answer =
            world.post("/api/v1/customers",
                       test::with(test::good_customer(), "facts", test::with(facts, row.member, row.value)),
                       area.coach.token);
        CHECK(answer.status == 422);
        CHECK(answer.refuses(row.pointer, row.rule));
    }
    CHECK(world
              .post("/api/v1/customers", test::with(test::good_customer(), "language", "klingon language"),
                    area.coach.token)
              .status == 422);
}

TEST_CASE("a repeated key records one customer, byte for byte", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const test::Ask how{
        .token = area.coach.token, .if_match = {}, .key = "the-same-key-twice", .headers = {}};
    const auto one = world.ask(http::Method::post, "/api/v1/customers", test::good_customer(), how);
    const auto two = world.ask(http::Method::post, "/api/v1/customers", test::good_customer(), how);
    CHECK(one.status == 201);
    CHECK(one.raw.body == two.raw.body);
    CHECK(world.get("/api/v1/customers", area.coach.token).body.at("items").array().size() == 1);
}

TEST_CASE("facts change with If-Match only, and the kind never", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    const auto wish = test::with(test::good_customer(), "language", "sv");
    const auto put = [&](std::string_view if_match)
    {
        return world.ask(
            http::Method::put, path_of(id), wish,
            {.token = area.coach.token, .if_match = std::string{if_match}, .key = {}, .headers = {}});
    };
    CHECK(put("").status == 428);
    CHECK(put("\"7-x\"").status == 412);
    CHECK(put("\"1-x\"").status == 200);
    CHECK(put("\"1-x\"").status == 412);
    CHECK(world.get(path_of(id), area.coach.token).body.at("language").text() == "sv");
    CHECK(test::put_seen(world, path_of(id), path_of(id), test::with(wish, "kind", "employer"),
                         area.coach.token)
              .rule() == "customer.kind_is_fixed");
}

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
