// What a system announces: written, published, told anew, looked at.
#include "core/journal/journal.hpp"
#include "tests/support/purchasing_system.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

std::string path_of(std::string_view id)
{
    return "/api/v1/programmes/" + std::string{id};
}

Answer act(World& world, std::string_view id, std::string_view verb, std::string_view token,
           const json::Value& body = {})
{
    return world.post(path_of(id) + "/" + std::string{verb}, body, token);
}

Answer put(World& world, const std::string& path, const json::Value& body, const test::Area& area)
{
    const auto seen = world.get(path, area.officer.token);
    return world.ask(http::Method::put, path, body,
                     {.token = area.officer.token, .if_match = seen.etag(), .key = {}, .headers = {}});
}

std::vector<journal::Entry> entries_about(World& world, std::string_view id)
{
    std::vector<journal::Entry> entries;
    world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
    return entries;
}

json::Object announced(const json::Object& category)
{
    return json::Object{}.add("category", category).add("reason", "Uusi tarve");
}

json::Object another_value(Money value)
{
    return json::Object{}.add("announced_value_cents", value).add("reason", "Tarve on kasvanut");
}

} // namespace

TEST_CASE("the draft of a system is seen by its own authority only, and by everybody when it is published",
          "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto other = make_area(world, "Toinen alue", "0112038-9", "44", {});
    const auto id = draft_system(world, area);
    const auto category = "/api/v1/categories/" + category_of(world, area, id);
    for (const auto& path : {path_of(id) + "/system", path_of(id) + "/system/changes", category})
    {
        CHECK(world.get(path, area.coach.token).status == 200);
        CHECK(world.get(path, other.officer.token).status == 404);
        CHECK(world.get(path).status == 404);
    }
    REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
    const auto seen = world.get(path_of(id) + "/system");
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("announced_value_cents").money() == Money::euros(500'000));
    CHECK(seen.body.at("requests_until").instant() == *parse_instant("2026-04-02T09:00:00Z"));
    CHECK(seen.body.at("described_request_days").integer() == 30);
    CHECK(seen.body.at("described_tender_days").integer() == 14);
    CHECK(seen.body.at("two_persons").boolean());
    CHECK(seen.body.find("before_use_days") == nullptr);
    REQUIRE(seen.body.at("categories").array().size() == 1);
    CHECK(seen.body.at("categories").array()[0].at("requirements").texts() ==
          std::vector<std::string>{"trade_register"});
    CHECK(world.get(category).body.at("number").integer() == 1);
    CHECK(world.get(path_of(id) + "/system/changes").body.at("items").array().empty());
}

TEST_CASE("only an authority's procurement officer writes what its system announces", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto other = make_area(world, "Toinen alue", "0112038-9", "44", {});
    const auto id = draft_system(world, area);
    const auto category = category_of(world, area, id);
    for (const auto* token : {&area.decider.token, &area.coach.token, &area.admin.token})
    {
        CHECK(act(world, id, "categories", *token, good_category()).rule() == "access.no_duty");
        CHECK(world.post("/api/v1/categories/" + category + "/drop", {}, *token).rule() == "access.no_duty");
    }
    CHECK(act(world, id, "categories", other.officer.token, good_category()).status == 404);
    CHECK(world.post("/api/v1/categories/" + category + "/drop", {}, other.officer.token).status == 404);
    for (const auto& path : {path_of(id) + "/system", "/api/v1/categories/" + category})
        CHECK(world
                  .ask(http::Method::put, path, path.ends_with("system") ? good_system() : good_category(),
                       {.token = other.officer.token, .if_match = "*", .key = {}, .headers = {}})
                  .status == 404);
    CHECK(world.get("/api/v1/categories/" + category, area.officer.token).status == 200);
}

TEST_CASE("a system's terms change only for somebody who saw its newest state", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = draft_system(world, area);
    const auto seen = world.get(path_of(id) + "/system", area.officer.token);
    const auto write = [&](const std::string& etag)
    {
        return world
            .ask(http::Method::put, path_of(id) + "/system", good_system(),
                 {.token = area.officer.token, .if_match = etag, .key = {}, .headers = {}})
            .status;
    };
    CHECK(write("") == 428);
    CHECK(write(seen.etag()) == 200);
    CHECK(write(seen.etag()) == 412);
    CHECK(entries_about(world, id).back().kind == "system.terms_written");
}

TEST_CASE("a programme of another channel has no terms and no categories", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto open = open_programme(world, area);
    CHECK(write_system(world, area, open, good_system()).rule() == "system.not_a_system");
    CHECK(act(world, open, "categories", area.officer.token, good_category()).rule() ==
          "system.not_a_system");
    CHECK(world.get(path_of(open) + "/system").status == 404);
    CHECK(world.get(path_of(open) + "/total", area.officer.token).status == 404);
}

TEST_CASE("a draft's categories are written anew and taken out; the others keep the notice's order",
          "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = draft_system(world, area);
    REQUIRE(act(world, id, "categories", area.officer.token, good_category("Toinen")).status == 201);
    REQUIRE(act(world, id, "categories", area.officer.token, good_category("Kolmas")).status == 201);
    const auto second = "/api/v1/categories/" + category_of(world, area, id, 1);
    const auto renamed = put(world, second, with(good_category("Muu"), "form", "concession"), area);
    REQUIRE(renamed.status == 200);
    CHECK(renamed.body.at("form").text() == "concession");
    CHECK(renamed.body.at("number").integer() == 2);
    CHECK(put(world, second, with(good_category(), "cpv", "79611000-1"), area)
              .refuses("/cpv", "cpv.check_digit"));
    CHECK(world.get(second, area.officer.token).body.at("name").at("fi").text() == "Muu");
    REQUIRE(world.post("/api/v1/categories/" + category_of(world, area, id) + "/drop", {}, area.officer.token)
                .status == 204);
    CHECK(entries_about(world, id).back().kind == "system.category_dropped");
    const auto left = world.get(path_of(id) + "/system", area.officer.token).body.at("categories").array();
    REQUIRE(left.size() == 2);
    CHECK(left[0].at("name").at("fi").text() == "Muu");
    CHECK(left[0].at("number").integer() == 1);
    CHECK(left[1].at("name").at("fi").text() == "Kolmas");
    CHECK(left[1].at("number").integer() == 2);
}

TEST_CASE("a category with a wrong code is refused at its field and leaves nothing", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = draft_system(world, area);
    const auto before = world.entries();
    CHECK(act(world, id, "categories", area.officer.token, with(good_category(), "cpv", "79611000-1"))
              .refuses("/cpv", "cpv.check_digit"));
    CHECK(act(world, id, "categories", area.officer.token,
              with(good_category(), "requirements", json::Array{"Kaupparekisteri"}))
              .refuses("/requirements/0", "system.requirement_code"));
    CHECK(world.entries() == before);
    CHECK(world.get(path_of(id) + "/system", area.officer.token).body.at("categories").array().size() == 1);
}

TEST_CASE("publication tells at once all that the system lacks", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto bare =
        world.post("/api/v1/programmes", good_programme_of_system(), area.officer.token).body.at("id").text();
    CHECK(act(world, bare, "publish", area.officer.token).refuses("/system", "system.terms_missing"));

    const auto lax = draft_system(world, area, with(good_programme_of_system(), "regime", "national"),
                                  without(with(good_system(), "nuts", ""), "requests_until"));
    const auto refused = act(world, lax, "publish", area.officer.token);
    CHECK(refused.status == 422);
    CHECK(refused.rule() == "programme.not_complete");
    CHECK(refused.refuses("/system/nuts", "system.nuts"));
    CHECK(refused.refuses("/system/requests_until", "system.window_missing"));
    CHECK(refused.refuses("/regime", "system.regime_too_lax"));
    CHECK(world.get(path_of(lax)).status == 404);
}

TEST_CASE("what is published is not written any more", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = published_system(world, area);
    const auto category = "/api/v1/categories/" + category_of(world, area, id);
    CHECK(write_system(world, area, id, good_system()).rule() == "system.not_a_draft");
    CHECK(act(world, id, "categories", area.officer.token, good_category()).rule() == "system.not_a_draft");
    CHECK(put(world, category, good_category(), area).rule() == "system.not_a_draft");
    CHECK(world.post(category + "/drop", {}, area.officer.token).rule() == "system.not_a_draft");
    CHECK(world.get(category).status == 200);
}

TEST_CASE("a published system gets a category by a new notice that fits what it announces", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto draft = draft_system(world, area);
    CHECK(act(world, draft, "announced-categories", area.officer.token, announced(good_category())).rule() ==
          "system.not_published");

    const auto id = published_system(world, area);
    const auto rest = with(good_category("Toinen"), "announced_value_cents", Money::euros(200'000));
    const auto more =
        with(rest, "announced_value_cents", Money::euros(200'000) + Money::cents(1)); // 500 000,01 together
    CHECK(act(world, id, "announced-categories", area.officer.token, announced(more))
              .refuses("/system/announced_value_cents", "system.categories_above_announced"));
    CHECK(act(world, id, "announced-categories", area.decider.token, announced(rest)).rule() ==
          "access.no_duty");
    const auto added = act(world, id, "announced-categories", area.officer.token, announced(rest));
    REQUIRE(added.status == 201);
    CHECK(added.body.at("number").integer() == 2);

    const auto changes = world.get(path_of(id) + "/system/changes").body.at("items").array();
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].at("number").integer() == 1);
    CHECK(changes[0].at("kind").text() == "category");
    CHECK(changes[0].at("reason").text() == "Uusi tarve");
    CHECK(changes[0].at("category").text() == added.body.at("id").text());
    const auto entry = entries_about(world, id).back();
    CHECK(entry.kind == "system.category_announced");
    CHECK(entry.audience == "everyone");
}

TEST_CASE("another value of a published system is a change with a number and a reason", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = published_system(world, area);
    const auto change = [&](Money value)
    { return act(world, id, "announced-value", area.officer.token, another_value(value)); };
    CHECK(change(Money::euros(500'000)).rule() == "system.value_unchanged");
    CHECK(change(Money::euros(300'000) - Money::cents(1))
              .refuses("/system/announced_value_cents", "system.categories_above_announced"));
    REQUIRE(change(Money::euros(600'000)).status == 200);
    REQUIRE(change(Money::euros(300'000)).status == 200);
    const auto changes = world.get(path_of(id) + "/system/changes").body.at("items").array();
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].at("former_announced_value_cents").money() == Money::euros(500'000));
    CHECK(changes[0].at("announced_value_cents").money() == Money::euros(600'000));
    CHECK(changes[1].at("number").integer() == 2);
    CHECK(changes[1].at("former_announced_value_cents").money() == Money::euros(600'000));
    CHECK(world.get(path_of(id) + "/system").body.at("announced_value_cents").money() ==
          Money::euros(300'000));
    CHECK(entries_about(world, id).back().kind == "system.value_changed");
    CHECK(entries_about(world, id).back().reason == "Tarve on kasvanut");
}

TEST_CASE("another authority's system looks absent to every change of it", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto other = make_area(world, "Toinen alue", "0112038-9", "44", {});
    const auto id = published_system(world, area);
    CHECK(act(world, id, "announced-value", other.officer.token, another_value(Money::euros(1))).status ==
          404);
    CHECK(act(world, id, "announced-categories", other.officer.token, announced(good_category())).status ==
          404);
    CHECK(world.get(path_of(id) + "/total", other.officer.token).status == 404);
    CHECK(world.get(path_of(id) + "/system/changes").body.at("items").array().empty());
}
