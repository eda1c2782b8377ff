#include "tests/marketplace/order/order_scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace kori;
using namespace kori::test;

TEST_CASE("a provider sees what it needs and neither payers nor pseudonym, before and after it accepts",
          "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "SENT");
    for (const auto* step : {"SENT", "ACCEPTED"})
    {
        INFO(step);
        const auto view = world.get("/api/v1/orders/" + order.id, order.provider.token);
        REQUIRE(view.status == 200);
        std::set<std::string> members;
        for (const auto& [name, value] : view.body.object().members())
            members.insert(name);
        std::set<std::string> expected{"id",
                                       "state",
                                       "authority",
                                       "provider",
                                       "basket",
                                       "basket_version",
                                       "offer",
                                       "offer_version",
                                       "municipality",
                                       "language",
                                       "needs_interpreter",
                                       "needs",
                                       "planned_start_on",
                                       "sent_at",
                                       "revision"};
        if (std::string_view{step} == "ACCEPTED")
            expected.insert("accepted_at");
        CHECK(members == expected);
        CHECK(view.raw.body.find("cus_") == std::string::npos);
        if (std::string_view{step} == "SENT")
        {
            REQUIRE(act(world, order.id, "acknowledge", order.provider.token).status == 200);
            REQUIRE(act(world, order.id, "accept", order.provider.token).status == 200);
        }
    }
}

TEST_CASE("an order that was not sent is nothing to its provider, and never anything to others", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "CREATED", 0);
    const auto other_area = world.authority("Toinen alue", "0112038-9");
    const auto other_coach = world.member(other_area, {"coach"});
    const auto colleague = world.member(market.area.admin, {"coach"});
    const auto path = "/api/v1/orders/" + order.id;
    const auto absent = world.get("/api/v1/orders/ord_00000000000000000000000000", order.provider.token);
    REQUIRE(absent.status == 404);
    const auto looks_absent = [&](const std::string& token)
    {
        auto answer = world.get(path, token);
        return answer.status == 404 && answer.rule() == absent.rule();
    };
    CHECK(looks_absent(order.provider.token));
    CHECK(act(world, order.id, "acknowledge", order.provider.token).status == 404);
    REQUIRE(act(world, order.id, "send", market.area.coach.token).status == 200);
    CHECK_FALSE(looks_absent(order.provider.token));
    CHECK(looks_absent(market.suppliers[1].member.token));
    CHECK(looks_absent(other_coach.token));
    CHECK(act(world, order.id, "acknowledge", market.suppliers[1].member.token).status == 404);
    CHECK(act(world, order.id, "drop", other_coach.token, json::Object{}.add("ground", "customer_found_work"))
              .status == 404);
    // A coach of the same authority who does not coach this customer neither moves nor reads anything.
    CHECK(act(world, order.id, "drop", colleague.token, json::Object{}.add("ground", "customer_found_work"))
              .status == 404);
    CHECK(looks_absent(colleague.token));
    CHECK(world.get("/api/v1/orders", market.suppliers[1].member.token).body.at("items").array().empty());
    CHECK(world.get("/api/v1/orders", order.provider.token).body.at("items").array().size() == 1);
    CHECK(world.get(path).status == 401);
    CHECK(act(world, order.id, "accept", market.area.coach.token).status == 403);
}

TEST_CASE("the customer's contact is shown while the order runs, without the identity code, and every look "
          "is noted",
          "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto choice = choice_of(world, market);
    REQUIRE(identify(world, market.area, choice.customer).status == 200);
    const auto order = order_of(world, market, choice, "ACKNOWLEDGED", order_wish(world));
    const auto path = "/api/v1/orders/" + order.id + "/contact";
    const auto& manager = order.provider.token;
    CHECK(world.get(path, manager).rule() == "order.no_contact_now");

    REQUIRE(act(world, order.id, "accept", manager).status == 200);
    const auto before = world.entries();
    const auto contact = world.get(path, manager);
    REQUIRE(contact.status == 200);
    CHECK(contact.body.at("name").text() == "Veera Keksitty");
    CHECK(contact.raw.body.find("131052") == std::string::npos);
    CHECK(world.entries() == before + 1);
    CHECK(world.get(path, market.suppliers[1].member.token).status == 404);
    CHECK(world.get(path, market.area.coach.token).status == 403);

    const auto day = json::Object{}.add("day", today(world));
    REQUIRE(act(world, order.id, "start", manager, day).status == 200);
    CHECK(world.get(path, manager).status == 200);
    REQUIRE(act(world, order.id, "interrupt", market.area.coach.token).status == 200);
    CHECK(world.get(path, manager).status == 200);
    REQUIRE(act(world, order.id, "complete", manager, day).status == 200);
    CHECK(world.get(path, manager).rule() == "order.no_contact_now");
}

// 380/2023 §§ 124-126; 906/2019 §16; 621/1999 §24(1)(25).
TEST_CASE("a coach reads the orders of his own customers, unless a wider duty lets him read more", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto own = order_in(world, market, "STARTED");
    const auto colleague = world.member(market.area.admin, {"coach"});
    const auto paying = world.member(market.area.admin, {"coach", "finance_officer"});
    const auto path = "/api/v1/orders/" + own.id;
    const auto listed = [&](const std::string& token)
    { return world.get("/api/v1/orders", token).body.at("items").array().size(); };

    CHECK(world.get(path, market.area.coach.token).status == 200);
    CHECK(world.get(path + "/notes", market.area.coach.token).status == 200);
    CHECK(listed(market.area.coach.token) == 1);
    CHECK(world.get(path, colleague.token).status == 404);
    CHECK(world.get(path + "/notes", colleague.token).status == 404);
    CHECK(listed(colleague.token) == 0);
    CHECK(world.get(path, paying.token).status == 200);
    CHECK(world.get(path, paying.token).body.find("needs") == nullptr);
    CHECK(listed(paying.token) == 1);

    // Who stands in for the coach has the customer by a dated relation, and so the orders.
    REQUIRE(world
                .post("/api/v1/customers/" + own.choice.customer + "/coaches",
                      json::Object{}.add("membership", colleague.membership), market.area.admin.token)
                .status == 204);
    CHECK(world.get(path, colleague.token).status == 200);
    CHECK(listed(colleague.token) == 1);
}

TEST_CASE("a coach's list of orders comes in pages by id", "[order]")
{
    World world;
    const auto market = make_market(world);
    std::vector<std::string> made;
    for (int i = 0; i < 3; ++i)
        made.push_back(order_in(world, market, "CREATED").id);
    std::sort(made.begin(), made.end());
    const auto first = world.get("/api/v1/orders?limit=2", market.area.coach.token);
    const auto link = first.raw.header("Link").value_or("");
    REQUIRE(link.size() > 20);
    const auto rest = world.get(link.substr(1, link.find('>') - 1), market.area.coach.token);
    std::vector<std::string> seen;
    for (const auto* page : {&first, &rest})
        for (const auto& item : page->body.at("items").array())
            seen.push_back(item.at("id").text());
    CHECK(seen == made);
}

// 380/2023 §126.
TEST_CASE("a provider reads nothing more of the person when the order was declined, ended early or closed",
          "[order]")
{
    World world;
    const auto market =
        make_market(world, good_terms(), Money::euros(20'000), with(good_offer(), "capacity", 9));
    const auto& coach = market.area.coach.token;
    const auto knows = [&](const Ordered& order)
    {
        const auto view = world.get("/api/v1/orders/" + order.id, order.provider.token).body;
        const std::vector<const char*> names = {"needs", "municipality", "language", "needs_interpreter"};
        CHECK(view.find("offer_version") != nullptr);
        const auto seen = std::count_if(names.begin(), names.end(),
                                        [&](const char* name) { return view.find(name) != nullptr; });
        CHECK((seen == 0 || seen == 4));
        return seen == 4;
    };
    const auto declined = order_in(world, market, "SENT");
    CHECK(knows(declined));
    REQUIRE(act(world, declined.id, "decline", declined.provider.token,
                json::Object{}.add("ground", "no_capacity"))
                .status == 200);
    CHECK_FALSE(knows(declined));

    for (const auto* how : {"drop", "transfer"})
    {
        INFO(how);
        const auto order = order_in(world, market, "STARTED");
        CHECK(knows(order));
        REQUIRE(act(world, order.id, how, coach, json::Object{}.add("ground", "acceptance_ended")).status ==
                200);
        CHECK_FALSE(knows(order));
        REQUIRE(act(world, order.id, "follow-up", coach).status == 200);
        CHECK_FALSE(knows(order)); // a follow-up of what ended early gives nothing back
    }
    const auto closed = order_in(world, market, "COMPLETED");
    CHECK(knows(closed));
    REQUIRE(act(world, closed.id, "close", coach).status == 200);
    CHECK_FALSE(knows(closed));
}

// 906/2019 §16; 380/2023 §124.
TEST_CASE("who buys or pays reads an order without what the person needs, and as few notes", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto path = "/api/v1/orders/" + order.id;
    const auto note = json::Object{}.add("day", today(world));
    REQUIRE(act(world, order.id, "notes", order.provider.token, with(note, "kind", "meeting_held")).status ==
            200);
    REQUIRE(act(world, order.id, "complete", order.provider.token, note).status == 200);
    REQUIRE(act(world, order.id, "follow-up", market.area.coach.token).status == 200);
    world.move_days(1);
    const auto observed = json::Object{}.add("day", today(world)).add("kind", "open_job");
    REQUIRE(act(world, order.id, "observe", market.area.coach.token, observed).status == 200);
    struct Case
    {
        const char* who;
        const std::string& token;
        bool sees_needs;
        std::size_t notes;
    };
    const std::vector<Case> cases = {{"the customer's coach", market.area.coach.token, true, 2},
                                     {"auditor", market.area.auditor.token, true, 2},
                                     {"finance officer", market.area.finance.token, false, 1},
                                     {"the provider", order.provider.token, true, 1}};
    for (const auto& c : cases)
    {
        INFO(c.who);
        const auto view = world.get(path, c.token).body;
        for (const auto* name : {"needs", "municipality", "language", "needs_interpreter"})
            CHECK((view.find(name) != nullptr) == c.sees_needs);
        const auto notes = world.get(path + "/notes", c.token);
        REQUIRE(notes.status == 200);
        CHECK(notes.body.at("items").array().size() == c.notes);
    }
    const auto bought = world.get(path, market.area.officer.token).body;
    CHECK(bought.find("needs") == nullptr);
    CHECK(bought.find("municipality") == nullptr);
    CHECK(bought.at("reserved_cents").integer() == 150'000);
    CHECK(world.get(path + "/notes", market.area.officer.token).rule() == "access.no_duty");
}

TEST_CASE("a page of orders leaves one entry that names them", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto one = order_in(world, market, "SENT");
    const auto two = order_in(world, market, "SENT");
    for (const auto& token : {market.area.coach.token, market.area.finance.token, one.provider.token})
    {
        const auto before = world.entries();
        const auto page = world.get("/api/v1/orders?limit=1", token);
        REQUIRE(page.status == 200);
        const auto shown = page.body.at("items").array().at(0).at("id").text();
        const auto& other = shown == one.id ? two.id : one.id;
        CHECK(world.entries() == before + 1);
        world.store().read(
            [&](Transaction& tx)
            {
                const auto looks = journal::about(tx, "list");
                REQUIRE_FALSE(looks.empty());
                CHECK(looks.back().kind == "viewed");
                CHECK(looks.back().facts.find(shown) != std::string::npos);
                CHECK(looks.back().facts.find(other) == std::string::npos);
            });
    }
}

TEST_CASE("entries about an order name neither the customer nor, before it is sent, show it to the provider",
          "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    world.store().read(
        [&](Transaction& tx)
        {
            const auto entries = journal::about(tx, order.id);
            REQUIRE(entries.size() >= 5);
            CHECK(entries.front().kind == "order.made");
            for (const auto& entry : entries)
            {
                INFO(entry.kind);
                CHECK(journal::leaf_bytes(entry).find("cus_") == std::string::npos);
                const auto& seen_by = entry.organisations;
                const bool is_shown =
                    std::find(seen_by.begin(), seen_by.end(), order.provider.organisation) != seen_by.end();
                CHECK((is_shown || entry.kind == "order.made" || entry.kind == "viewed"));
                CHECK((!is_shown || entry.kind != "order.made"));
            }
        });
}
