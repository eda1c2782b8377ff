#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"
#include "marketplace/consent/consent_store.hpp"
#include "tests/support/chain.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using kori::test::World;

namespace
{

struct Scene
{
    World world;
    test::Market market = test::make_market(world);
    test::Area area = market.area;
    std::string customer = test::recorded_customer(world, area);
    World::Member provider = market.suppliers[0].member;
    World::Member other = market.suppliers[1].member;

    Scene()
    {
        choose(0);
        choose(1);
    }
    void choose(std::size_t supplier)
    {
        test::chosen(world, area, market.basket, customer, market.suppliers.at(supplier).offer);
    }
    test::Answer ask(std::string_view whom)
    {
        return world.post("/api/v1/customers/" + customer + "/consents",
                          json::Object{}.add("provider", whom).add("purpose", "health_to_provider"),
                          area.coach.token);
    }
    test::Answer answer(std::string_view consent, std::string_view verb, std::string_view to = {})
    {
        json::Object body;
        body.add("how", "in_meeting");
        if (!to.empty())
            body.add("valid_to", to);
        return world.post("/api/v1/consents/" + std::string{consent} + "/" + std::string{verb}, body,
                          area.coach.token);
    }
    bool is_given(std::string_view whom)
    {
        bool given = false;
        world.store().read(
            [&](Transaction& tx)
            {
                given = consents::is_given(tx, *CustomerId::parse(customer), *OrganisationId::parse(whom),
                                           "health_to_provider");
            });
        return given;
    }
    std::string state(std::string_view consent)
    {
        const auto all = world.get("/api/v1/customers/" + customer + "/consents", area.coach.token);
        for (const auto& item : all.body.at("items").array())
            if (item.at("id").text() == consent)
                return item.at("state").text();
        return "absent";
    }
};

} // namespace

TEST_CASE("asking is no consent, only the customer's yes is, for that provider alone", "[consent]")
{
    Scene scene;
    const auto id = scene.ask(scene.provider.organisation).body.at("id").text();
    CHECK(!scene.is_given(scene.provider.organisation));
    const auto given = scene.answer(id, "give");
    REQUIRE(given.status == 200);
    CHECK(given.body.at("state").text() == "GIVEN");
    CHECK(scene.is_given(scene.provider.organisation));
    CHECK(!scene.is_given(scene.other.organisation));
}

TEST_CASE("a consent is taken back at any time and counts at once; a new one may be asked for", "[consent]")
{
    Scene scene;
    const auto id = scene.ask(scene.provider.organisation).body.at("id").text();
    CHECK(scene.ask(scene.provider.organisation).rule() == "consent.running");
    CHECK(scene.answer(id, "withdraw").rule() == "consent.transition_not_listed"); // nothing to take back yet
    REQUIRE(scene.answer(id, "give").status == 200);
    CHECK(scene.ask(scene.provider.organisation).rule() == "consent.running");
    REQUIRE(scene.answer(id, "withdraw").status == 200);
    CHECK(!scene.is_given(scene.provider.organisation));
    CHECK(scene.answer(id, "give").rule() == "consent.transition_not_listed");
    CHECK(scene.ask(scene.provider.organisation).status == 201);
}

TEST_CASE("no is an answer", "[consent]")
{
    Scene scene;
    const auto id = scene.ask(scene.provider.organisation).body.at("id").text();
    REQUIRE(scene.answer(id, "refuse").body.at("state").text() == "REFUSED");
    CHECK(!scene.is_given(scene.provider.organisation));
    CHECK(scene.answer(id, "give").rule() == "consent.transition_not_listed");
}

TEST_CASE("a question that nobody answers expires, and a consent with an end ends on that day", "[consent]")
{
    Scene scene;
    const auto silent = scene.ask(scene.provider.organisation).body.at("id").text();
    const auto limited = scene.ask(scene.other.organisation).body.at("id").text();
    CHECK(scene.answer(limited, "give", "2026-03-02").rule() == "consent.ends_too_early");
    REQUIRE(scene.answer(limited, "give", "2026-04-01").status == 200);
    const auto due = scene.world.now().plus_days(14); // service_level.choice_open.days
    scene.world.move_to(due.plus_seconds(-60));
    CHECK(scene.state(silent) == "ASKED");
    scene.world.move_to(due.plus_seconds(1));
    CHECK(scene.state(silent) == "EXPIRED");
    CHECK(scene.is_given(scene.other.organisation));
    scene.world.move_to(start_of_day(*parse_date("2026-04-01")).plus_seconds(-1));
    CHECK(scene.is_given(scene.other.organisation));
    scene.world.move_to(start_of_day(*parse_date("2026-04-01")));
    CHECK(!scene.is_given(scene.other.organisation));
    CHECK(scene.state(limited) == "EXPIRED");
}

TEST_CASE("only the customer's coach records a consent, and only to a provider", "[consent]")
{
    Scene scene;
    const auto colleague = scene.world.member(scene.area.admin, {"coach"});
    const auto path = "/api/v1/customers/" + scene.customer + "/consents";
    const auto wish =
        json::Object{}.add("provider", scene.provider.organisation).add("purpose", "health_to_provider");
    CHECK(scene.world.post(path, wish, colleague.token).status == 404);
    CHECK(scene.world.get(path, colleague.token).status == 404);
    CHECK(scene.world.post(path, wish, scene.area.admin.token).status == 403);
    CHECK(scene.world.post(path, wish, scene.provider.token).status == 403);
    CHECK(scene.ask(scene.area.authority).rule() == "consent.no_such_provider");
    CHECK(scene.ask("org_00000000000000000000000000").rule() == "consent.no_such_provider");
    const auto id = scene.ask(scene.provider.organisation).body.at("id").text();
    CHECK(
        scene.world
            .post("/api/v1/consents/" + id + "/give", json::Object{}.add("how", "by_phone"), colleague.token)
            .status == 404);
}

// 380/2023 §116(4)
TEST_CASE("health data is asked for the chosen provider alone, whose choice stands", "[consent][privacy]")
{
    Scene scene;
    const auto nobodys = scene.world.provider("Kolmas ry", "2332748-7");
    CHECK(scene.ask(nobodys.organisation).status == 409);
    CHECK(scene.ask(nobodys.organisation).rule() == "consent.provider_not_chosen");
    CHECK(scene.ask(scene.provider.organisation).status == 201);
    // Somebody else's choice is nobody's business here.
    scene.customer = test::recorded_customer(scene.world, scene.area);
    CHECK(scene.ask(scene.provider.organisation).rule() == "consent.provider_not_chosen");
    const auto made = test::chosen(scene.world, scene.area, scene.market.basket, scene.customer,
                                   scene.market.suppliers[0].offer);
    REQUIRE(scene.world
                .post("/api/v1/agreements/" + made.agreement + "/withdraw",
                      json::Object{}.add("reason", "Väärä kori"), scene.area.coach.token)
                .status == 200);
    CHECK(scene.ask(scene.provider.organisation).rule() == "consent.provider_not_chosen");
    // To an employer data goes by another purpose; no employer is chosen from a list.
    CHECK(scene.world
              .post("/api/v1/customers/" + scene.customer + "/consents",
                    json::Object{}.add("provider", nobodys.organisation).add("purpose", "data_to_employer"),
                    scene.area.coach.token)
              .status == 201);
}

TEST_CASE("the journal says which consent moved and never whose it is", "[consent][journal]")
{
    Scene scene;
    const auto id = scene.ask(scene.provider.organisation).body.at("id").text();
    REQUIRE(scene.answer(id, "give").status == 200);
    std::vector<std::string> kinds;
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, id))
            {
                kinds.push_back(entry.kind);
                CHECK(journal::leaf_bytes(entry).find("cus_") == std::string::npos);
                CHECK(entry.organisations == std::vector<std::string>{scene.area.authority});
            }
        });
    CHECK(kinds == std::vector<std::string>{"consent.asked", "consent.given"});
}
