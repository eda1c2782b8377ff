#include "marketplace/order/order_actions.hpp"
#include "tests/marketplace/order/order_scene.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using namespace kori::test;

namespace
{

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
