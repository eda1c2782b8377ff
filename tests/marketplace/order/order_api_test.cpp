#include "marketplace/order/order_actions.hpp"
#include "tests/support/chain.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace kori;
using namespace kori::test;

namespace
{

std::string state_of(World& world, const Market& market, std::string_view order)
{
    return world.get("/api/v1/orders/" + std::string{order}, market.area.coach.token).body.at("state").text();
}

// How many entries of that kind the journal has about the object.
std::int64_t entries_of(World& world, std::string_view kind, std::string_view about)
{
    std::int64_t count = 0;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, about))
                count += entry.kind == kind ? 1 : 0;
        });
    return count;
}

std::int64_t open_tasks(World& world, std::string_view kind, std::string_view about)
{
    std::int64_t count = 0;
    world.store().read(
        [&](Transaction& tx)
        {
            count = tx.query_one("/* test.tasks */ SELECT count(*) FROM task WHERE kind = ? AND about = ? "
                                 "AND done_us IS NULL",
                                 kind, about)
                        ->integer(0);
        });
    return count;
}

// To whom open tasks of that kind about the object were given; the whole role: an empty text.
std::vector<std::string> members_with_task(World& world, std::string_view kind, std::string_view about)
{
    std::vector<std::string> members;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& row :
                 tx.query("/* test.members */ SELECT coalesce(membership_id, '') FROM task WHERE kind = ?"
                          " AND about = ? AND done_us IS NULL",
                          kind, about))
                members.push_back(row.text(0));
        });
    return members;
}

Money free_budget(World& world, const Market& market)
{
    const auto answer = world.get("/api/v1/baskets/" + market.basket + "/budget", market.area.finance.token);
    return answer.body.at("items").array().at(0).at("free_cents").money();
}

json::Value body_for(World& world, const orders::OrderAct& act)
{
    json::Object body;
    if (act.takes_ground)
        body.add("ground", act.verb == "decline"    ? "no_capacity"
                           : act.verb == "transfer" ? "acceptance_ended"
                                                    : "customer_found_work");
    if (act.takes_kind)
        body.add("kind", orders::note_kinds(act.verb).front());
    if (act.takes_day)
        body.add("day", today(world));
    return body.empty() ? json::Value{} : json::Value{body};
}

const std::string& token_for(const Market& market, const Ordered& order, const orders::OrderAct& act)
{
    return act.side == orders::OrderSide::provider ? order.provider.token : market.area.coach.token;
}

} // namespace

TEST_CASE("an order is made of the receipt: offer version, basket version and needs are never typed",
          "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto choice = choice_of(world, market);
    const auto order = order_of(world, market, choice, "CREATED", order_wish(world));
    const auto view = world.get("/api/v1/orders/" + order.id, market.area.coach.token);
    REQUIRE(view.status == 200);
    CHECK(view.body.at("offer_version").text() == choice.offer_version);
    CHECK(view.body.at("receipt").text() == choice.receipt);
    CHECK(view.body.at("customer").text() == choice.customer);
    CHECK(view.body.at("needs").texts() == std::vector<std::string>{"job_search"});
    CHECK(view.body.at("payers").array().at(0).at("payer").text() == market.area.authority);
    CHECK(view.body.at("payers").array().at(0).at("basis_points").integer() == 10'000);
    CHECK(view.body.at("reserved_cents").integer() == 0);
    const auto agreement = world.get("/api/v1/agreements/" + choice.agreement, market.area.coach.token);
    CHECK(agreement.body.at("state").text() == "FULFILLED");
}

TEST_CASE("an order needs a choice, and one choice makes one order at a time", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto& coach = market.area.coach.token;
    const auto customer = recorded_customer(world, market.area);
    const auto agreement = agreed_basket(world, market.area, customer, market.basket);
    const auto path = [](std::string_view id) { return "/api/v1/agreements/" + std::string{id} + "/orders"; };
    CHECK(world.post(path(agreement), order_wish(world), coach).rule() == "order.nothing_chosen");

    const auto choice = choice_of(world, market);
    const auto order = order_of(world, market, choice, "SENT", order_wish(world));
    CHECK(world.post(path(choice.agreement), order_wish(world), coach).rule() == "order.receipt_in_use");
    REQUIRE(
        act(world, order.id, "drop", coach, json::Object{}.add("ground", "customer_changed_mind")).status ==
        200);
    CHECK(world.post(path(choice.agreement), order_wish(world), coach).status == 201);
}

TEST_CASE("a person may have orders with different providers side by side", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto customer = recorded_customer(world, market.area);
    for (std::size_t i = 0; i < 2; ++i)
    {
        const auto choice = chosen(world, market.area, market.basket, customer, market.suppliers.at(i).offer);
        CHECK(state_of(world, market, order_of(world, market, choice, "STARTED", order_wish(world)).id) ==
              "STARTED");
    }
}

TEST_CASE("an order starts today or later, and only while the basket takes customers", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto& coach = market.area.coach.token;
    const auto choice = choice_of(world, market);
    const auto path = "/api/v1/agreements/" + choice.agreement + "/orders";
    const auto past = json::Object{}.add("planned_start_on", today(world, -1));
    CHECK(world.post(path, past, coach).refuses("/planned_start_on", "order.start_in_the_past"));
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            tx.change("/* test.pause */ UPDATE basket SET state = 'PAUSED' WHERE id = ?", market.basket);
            return Verdict::keep;
        });
    CHECK(world.post(path, order_wish(world), coach).rule() == "order.basket_takes_no_customers");
}

TEST_CASE("payers share an order in basis points that make the whole", "[order][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto county = world.authority("Hyvinvointialue", "2332748-7");
    const auto choice = choice_of(world, market);
    const auto path = "/api/v1/agreements/" + choice.agreement + "/orders";
    const auto ask = [&](std::vector<std::pair<std::string, int>> shares)
    {
        json::Array payers;
        for (const auto& [payer, part] : shares)
            payers.emplace_back(json::Object{}.add("payer", payer).add("basis_points", part));
        return world.post(path, order_wish(world).add("payers", payers), market.area.coach.token);
    };
    const auto& own = market.area.authority;
    CHECK(ask({{own, 5'000}, {county.organisation, 4'999}}).refuses("/payers", "payer.shares_not_whole"));
    CHECK(ask({{own, 5'000}, {own, 5'000}}).refuses("/payers/1/payer", "payer.named_twice"));
    CHECK(ask({{own, 5'000}, {market.suppliers[0].member.organisation, 5'000}})
              .refuses("/payers/1/payer", "order.payer_unknown"));
    CHECK(ask({{own, 5'000}, {county.organisation, 5'000}}).status == 201);
}

TEST_CASE("acceptance reserves the expected price and takes a place", "[order][payment]")
{
    World world;
    const auto market =
        make_market(world, good_terms(), Money::euros(10'000), with(good_offer(), "capacity", 1));
    const auto order = order_in(world, market, "ACKNOWLEDGED");
    CHECK(free_budget(world, market) == Money::euros(10'000));
    const auto accepted = act(world, order.id, "accept", order.provider.token);
    REQUIRE(accepted.status == 200);
    // 300 start, 3 × 200 months, 400 job, 200 retention.
    CHECK(free_budget(world, market) == Money::euros(10'000 - 1'500));
    const auto view = world.get("/api/v1/orders/" + order.id, market.area.coach.token);
    CHECK(view.body.at("reserved_cents").integer() == 150'000);
    CHECK(world.get("/api/v1/offers/" + order.choice.offer, order.provider.token).body.at("state").text() ==
          "FULL");

    const auto second = order_in(world, market, "ACKNOWLEDGED");
    CHECK(act(world, second.id, "accept", second.provider.token).rule() == "order.no_place_free");
    REQUIRE(act(world, second.id, "waitlist", second.provider.token).status == 200);
    REQUIRE(act(world, order.id, "drop", market.area.coach.token,
                json::Object{}.add("ground", "customer_found_work"))
                .status == 200);
    CHECK(world.get("/api/v1/offers/" + order.choice.offer, order.provider.token).body.at("state").text() ==
          "LISTED");
    CHECK(act(world, second.id, "accept", second.provider.token).status == 200);
}

TEST_CASE("a basket's capacity cap holds over all offers", "[order]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "capacity_cap", 1));
    order_in(world, market, "ACCEPTED", 0);
    const auto second = order_in(world, market, "ACKNOWLEDGED", 1);
    CHECK(act(world, second.id, "accept", second.provider.token).rule() == "order.basket_full");
}

TEST_CASE("no order is accepted above the payer's budget or the basket's cap, and one is exactly at it",
          "[order][payment]")
{
    struct Case
    {
        const char* because;
        Money budget;
        Money cap;
        int status;
    };
    const std::vector<Case> cases = {
        {"both have room to the cent", Money::euros(1'500), Money::euros(1'500), 200},
        {"the payer lacks a cent", Money::cents(149'999), Money::euros(1'500), 409},
        {"the basket's cap lacks a cent", Money::euros(1'500), Money::cents(149'999), 409},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        World world;
        const auto market = make_market(world, with(good_terms(), "budget_cap_cents", c.cap), c.budget);
        const auto order = order_in(world, market, "ACKNOWLEDGED");
        const auto answer = act(world, order.id, "accept", order.provider.token);
        CHECK(answer.status == c.status);
        CHECK(answer.rule() == (c.status == 200 ? "" : "ledger.cap_exceeded"));
        CHECK(state_of(world, market, order.id) == (c.status == 200 ? "ACCEPTED" : "ACKNOWLEDGED"));
    }
}

TEST_CASE("every act that the table does not list for a state is refused, and every listed one happens",
          "[order]")
{
    World world;
    const auto market =
        make_market(world, good_terms(), Money::euros(90'000), with(good_offer(), "capacity", 100));
    const auto order = order_in(world, market, "STARTED");
    for (const auto state : order_states().states)
        for (const auto& wanted : orders::order_acts())
        {
            INFO(state << " " << wanted.verb);
            world.store().write_and_wait(
                [&](Transaction& tx)
                {
                    tx.change(
                        "/* test.put */ UPDATE service_order SET state = ?, ended_on = NULL WHERE id = ?",
                        state, order.id);
                    return Verdict::keep;
                });
            const auto answer =
                act(world, order.id, wanted.path, token_for(market, order, wanted), body_for(world, wanted));
            const auto next = order_states().move(state, wanted.verb);
            CHECK(answer.status == (next ? 200 : 409));
            CHECK(answer.rule() == (next ? "" : "order.transition_not_listed"));
            CHECK(state_of(world, market, order.id) == (next ? *next : std::string{state}));
        }
}

TEST_CASE("every act of the state table has a route", "[order]")
{
    std::set<std::string_view> verbs;
    for (const auto& row : order_states().transitions)
        verbs.insert(row.verb);
    std::set<std::string_view> routed;
    for (const auto& known : orders::order_acts())
        routed.insert(known.verb);
    CHECK(verbs == routed);
}

TEST_CASE("a provider declines on its own listed grounds only, and the coach learns of it", "[order]")
{
    World world;
    const auto market = make_market(world);
    for (const auto& ground : decline_grounds())
    {
        INFO(ground.code);
        const auto order = order_in(world, market, "SENT");
        const auto answer =
            act(world, order.id, "decline", order.provider.token, json::Object{}.add("ground", ground.code));
        const bool is_own = ground.by == DeclinedBy::provider;
        CHECK(answer.status == (is_own ? 200 : 422));
        // The customer's coach, not every coach of the area.
        CHECK(members_with_task(world, "order.choose_again", order.id) ==
              (is_own ? std::vector{market.area.coach.membership} : std::vector<std::string>{}));
        if (!is_own)
            continue;
        CHECK(answer.body.at("ground").text() == ground.code);
        CHECK(entries_of(world, "order.declined", order.id) == 1);
    }
    const auto order = order_in(world, market, "SENT");
    CHECK(act(world, order.id, "decline", order.provider.token, json::Object{}.add("ground", "too_difficult"))
              .status == 422);
    CHECK(act(world, order.id, "decline", order.provider.token).status == 415);
}

TEST_CASE("a ground of the other side is refused by the action too", "[order]")
{
    CHECK(check_decline("customer_found_work", DeclinedBy::provider).refusal().rule ==
          "order.decline_ground_of_somebody_else");
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "ACCEPTED");
    CHECK(act(world, order.id, "drop", market.area.coach.token, json::Object{}.add("ground", "no_capacity"))
              .status == 422);
    CHECK(act(world, order.id, "transfer", market.area.coach.token,
              json::Object{}.add("ground", "customer_found_work"))
              .status == 422);
}

TEST_CASE("an order that nobody acknowledges is noticed when its second working day is over", "[order]")
{
    World world; // Monday 2 March 2026
    const auto market = make_market(world);
    const auto order = order_in(world, market, "SENT");
    CHECK(open_tasks(world, "order.acknowledge", order.id) == 1);
    world.move_to(*parse_instant("2026-03-04T21:59:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 0);
    world.move_to(*parse_instant("2026-03-04T22:00:00Z")); // the day is over in Helsinki
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 1);
    CHECK(open_tasks(world, "order.acknowledgement_overdue", order.id) == 1);
    REQUIRE(act(world, order.id, "acknowledge", order.provider.token).status == 200);
    CHECK(open_tasks(world, "order.acknowledgement_overdue", order.id) == 0);
    CHECK(open_tasks(world, "order.acknowledge", order.id) == 0);
}

TEST_CASE("an acknowledged order is not noticed, but its answer is when the fifth working day is over",
          "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "ACKNOWLEDGED");
    world.move_to(*parse_instant("2026-03-09T21:59:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 0);
    CHECK(entries_of(world, "order.answer_overdue", order.id) == 0);
    world.move_to(*parse_instant("2026-03-09T22:00:00Z"));
    CHECK(entries_of(world, "order.answer_overdue", order.id) == 1);
    CHECK(state_of(world, market, order.id) == "ACKNOWLEDGED"); // a clock decides nothing
}

TEST_CASE("an area's own clock counts instead of the default", "[order]")
{
    World world;
    const auto market = make_market(world);
    REQUIRE(world
                .post("/api/v1/authority/values",
                      json::Object{}
                          .add("name", "service_level.acknowledge.working_days")
                          .add("value", 1)
                          .add("valid_from", "2026-01-01"),
                      market.area.admin.token)
                .status == 204);
    const auto order = order_in(world, market, "SENT");
    world.move_to(*parse_instant("2026-03-03T21:59:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 0);
    world.move_to(*parse_instant("2026-03-03T22:00:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 1);
}

TEST_CASE("the first meeting is noticed when the tenth working day after the acceptance is over", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto late = order_in(world, market, "ACCEPTED");
    const auto started = order_in(world, market, "STARTED");
    world.move_to(*parse_instant("2026-03-16T21:59:00Z"));
    CHECK(entries_of(world, "order.first_meeting_overdue", late.id) == 0);
    world.move_to(*parse_instant("2026-03-16T22:00:00Z"));
    CHECK(entries_of(world, "order.first_meeting_overdue", late.id) == 1);
    CHECK(entries_of(world, "order.first_meeting_overdue", started.id) == 0);
}

TEST_CASE("an order that ended is closed when nothing can be claimed any more, and gives back the rest",
          "[order][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "COMPLETED"); // last day 2 March 2026
    CHECK(free_budget(world, market) == Money::euros(8'500));
    // First day after it 3 March, 3 months of RETAIN_3, 30 days after the end, 30 days to claim: 2 August.
    world.move_to(*parse_instant("2026-08-01T20:59:00Z"));
    CHECK(state_of(world, market, order.id) == "COMPLETED");
    world.move_to(*parse_instant("2026-08-01T21:00:00Z"));
    CHECK(state_of(world, market, order.id) == "CLOSED");
    CHECK(free_budget(world, market) == Money::euros(10'000));
}

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

TEST_CASE("an authority that co-pays learns nothing of an order's way, only of its money", "[order][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto county = world.authority("Hyvinvointialue", "2332748-7");
    REQUIRE(world
                .post("/api/v1/baskets/" + market.basket + "/budget",
                      json::Object{}.add("amount_cents", 500'000),
                      world.member(county, {"finance_officer"}).token)
                .status == 200);
    json::Array payers;
    for (const auto& payer : {market.area.authority, county.organisation})
        payers.emplace_back(json::Object{}.add("payer", payer).add("basis_points", 5'000));
    const auto order =
        order_of(world, market, choice_of(world, market), "STARTED", order_wish(world).add("payers", payers));
    REQUIRE(world
                .post("/api/v1/orders/" + order.id + "/reserve", json::Object{}.add("amount_cents", 100),
                      market.area.finance.token)
                .status == 200);
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, order.id))
            {
                INFO(entry.kind);
                CHECK_FALSE(journal::may_see(entry, county.organisation, false));
            }
            const auto found = orders::find(tx, *OrderId::parse(order.id));
            REQUIRE(found.has_value());
            CHECK(orders::organisations_of(*found) ==
                  std::vector{market.area.authority, order.provider.organisation});
            CHECK(orders::organisations_of_money(*found) ==
                  std::vector{market.area.authority, order.provider.organisation, county.organisation});
        });
    CHECK(world.get("/api/v1/orders/" + order.id, world.member(county, {"auditor"}).token).status == 404);
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

TEST_CASE("a basket that reveals health needs the customer's consent for that provider before the order",
          "[order][consent]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "reveals_health", true));
    const auto choice = choice_of(world, market);
    const auto path = "/api/v1/agreements/" + choice.agreement + "/orders";
    CHECK(world.post(path, order_wish(world), market.area.coach.token).rule() == "order.consent_missing");

    // The choice asked for it.
    const auto asked =
        world.get("/api/v1/customers/" + choice.customer + "/consents", market.area.coach.token);
    REQUIRE(asked.body.at("items").array().size() == 1);
    CHECK(asked.body.at("items").array()[0].at("state").text() == "ASKED");
    const auto consent = "/api/v1/consents/" + asked.body.at("items").array()[0].at("id").text();
    const auto given =
        world.post(consent + "/give", json::Object{}.add("how", "in_meeting"), market.area.coach.token);
    INFO(given.raw.body);
    REQUIRE(given.status == 200);
    const auto order = order_of(world, market, choice, "SENT", order_wish(world));
    const auto needs = [&]
    { return world.get("/api/v1/orders/" + order.id, order.provider.token).body.at("needs").texts(); };
    CHECK(needs() == std::vector<std::string>{"job_search"});
    REQUIRE(
        world.post(consent + "/withdraw", json::Object{}.add("how", "in_meeting"), market.area.coach.token)
            .status == 200);
    CHECK(needs().empty());
}

// 380/2023 §116(4); GDPR 7(3).
TEST_CASE("without the consent the provider of a health basket learns no name, and the coach is told",
          "[order][consent]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "reveals_health", true));
    const auto& coach = market.area.coach.token;
    const auto choice = choice_of(world, market);
    REQUIRE(identify(world, market.area, choice.customer).status == 200);
    const auto consents =
        world.get("/api/v1/customers/" + choice.customer + "/consents", coach).body.at("items");
    const auto consent = "/api/v1/consents/" + consents.array().at(0).at("id").text();
    const auto how = json::Object{}.add("how", "in_meeting");
    REQUIRE(world.post(consent + "/give", how, coach).status == 200);
    const auto order = order_of(world, market, choice, "STARTED", order_wish(world));
    const auto contact = "/api/v1/orders/" + order.id + "/contact";
    REQUIRE(world.get(contact, order.provider.token).status == 200);

    REQUIRE(world.post(consent + "/withdraw", how, coach).status == 200);
    const auto refused = world.get(contact, order.provider.token);
    CHECK(refused.status == 403);
    CHECK(refused.rule() == "order.no_contact_now");

    CHECK(members_with_task(world, "order.consent_ended", order.id) ==
          std::vector{market.area.coach.membership});
    REQUIRE(
        act(world, order.id, "drop", coach, json::Object{}.add("ground", "customer_changed_mind")).status ==
        200);
    CHECK(open_tasks(world, "order.consent_ended", order.id) == 0);
}

TEST_CASE("the coach is told, too, when a consent runs out while the order runs", "[order][consent]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "reveals_health", true));
    const auto& coach = market.area.coach.token;
    const auto choice = choice_of(world, market);
    const auto consents =
        world.get("/api/v1/customers/" + choice.customer + "/consents", coach).body.at("items");
    const auto give = json::Object{}.add("how", "in_meeting").add("valid_to", today(world, 3));
    REQUIRE(world.post("/api/v1/consents/" + consents.array().at(0).at("id").text() + "/give", give, coach)
                .status == 200);
    const auto order = order_of(world, market, choice, "STARTED", order_wish(world));
    world.move_days(2);
    CHECK(open_tasks(world, "order.consent_ended", order.id) == 0);
    world.move_days(1);
    CHECK(members_with_task(world, "order.consent_ended", order.id) ==
          std::vector{market.area.coach.membership});
    CHECK(world.get("/api/v1/orders/" + order.id + "/contact", order.provider.token).rule() ==
          "order.no_contact_now");
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

TEST_CASE("the days of a service lie where they can", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "ACCEPTED");
    const auto& manager = order.provider.token;
    const auto day = [&](int days) { return json::Object{}.add("day", today(world, days)); };
    CHECK(act(world, order.id, "start", manager, day(1)).refuses("/day", "order.start_day"));
    CHECK(act(world, order.id, "start", manager, day(-1)).refuses("/day", "order.start_day"));
    REQUIRE(act(world, order.id, "start", manager, day(0)).status == 200);
    const auto kind = day(0).add("kind", "meeting_held");
    CHECK(act(world, order.id, "notes", manager, kind).status == 200);
    CHECK(act(world, order.id, "notes", manager, day(1).add("kind", "meeting_held"))
              .refuses("/day", "order.note_day"));
    CHECK(act(world, order.id, "notes", manager, day(0).add("kind", "He was tired")).status == 422);
    CHECK(act(world, order.id, "complete", manager, day(-1)).refuses("/day", "order.last_day"));
    CHECK(act(world, order.id, "complete", manager, day(1)).refuses("/day", "order.last_day"));
    REQUIRE(act(world, order.id, "complete", manager, day(0)).status == 200);
    CHECK(world.get("/api/v1/orders/" + order.id + "/notes", manager).body.at("items").array().size() == 1);
}

TEST_CASE("a repeated key acts once, and an old revision moves nothing", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "SENT");
    const auto path = "/api/v1/orders/" + order.id + "/acknowledge";
    const auto ask = [&](std::string key, std::string match)
    {
        return world.ask(http::Method::post, path, {},
                         {.token = order.provider.token,
                          .if_match = std::move(match),
                          .key = std::move(key),
                          .headers = {}});
    };
    const auto seen = world.get("/api/v1/orders/" + order.id, order.provider.token).etag();
    const auto first = ask("the-same-key-for-this-act", seen);
    REQUIRE(first.status == 200);
    CHECK(ask("the-same-key-for-this-act", seen).raw.body == first.raw.body);
    CHECK(entries_of(world, "order.acknowledged", order.id) == 1);
    CHECK(ask("another-key-for-this-act-x", seen).rule() == "http.stale");
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

TEST_CASE("a provider that lost its acceptance gets no new order, and its running ones go on", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto running = order_in(world, market, "STARTED");
    const auto waiting = order_in(world, market, "CREATED");
    const auto choice = choice_of(world, market);
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            tx.change("/* test.suspend */ UPDATE admission SET state = 'SUSPENDED' WHERE provider_id = ?",
                      running.provider.organisation);
            return Verdict::keep;
        });
    CHECK(act(world, waiting.id, "send", market.area.coach.token).rule() == "order.provider_not_accepted");
    CHECK(world
              .post("/api/v1/agreements/" + choice.agreement + "/orders", order_wish(world),
                    market.area.coach.token)
              .rule() == "order.provider_not_accepted");
    CHECK(act(world, running.id, "complete", running.provider.token, json::Object{}.add("day", today(world)))
              .status == 200);
}
