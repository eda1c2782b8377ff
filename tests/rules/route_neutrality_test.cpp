// Nobody but the customer chooses, and nothing orders the offers for him.
#include "tests/rules/route_walk.hpp"

#include "core/http/openapi.hpp"
#include "core/http/shape.hpp"
#include "marketplace/offer/offer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace kori;
using namespace kori::test;

TEST_CASE("no route, parameter or operation ranks, scores or sorts", "[promises]")
{
    const std::vector<std::string> forbidden = {"rank",    "score",   "weight", "order-by", "order_by",
                                                "orderby", "sort",    "rating", "stars",    "recommend",
                                                "prefer",  "promote", "boost"};
    const auto judge = [&](const std::string& where, const std::string& text)
    {
        for (const auto& word : forbidden)
        {
            INFO(where << ": " << text);
            CHECK(text.find(word) == std::string::npos);
        }
    };
    for (const auto& route : stage().routes())
    {
        judge("pattern", route.pattern);
        judge("operation", http::operation_id_of(route));
        judge("permission", std::string{route.permission.name});
        for (const auto& parameter : route.query)
            judge(key_of(route), parameter.name);
    }
}

TEST_CASE("nobody but the customer points at an offer or a provider", "[promises]")
{
    // Where a body may name one, and why that is no choosing.
    const Reasons naming = {
        {"POST /api/v1/choice/choose", "the customer's own choice"},
        {"POST /api/v1/choice-sessions/{session}/assisted",
         "the customer's choice with help, of the list that was shown; by whom "
         "and how is recorded"},
    };
    // Where a body names the provider that the customer has chosen already: another one is refused.
    const Reasons chosen_only = {
        {"POST /api/v1/customers/{customer}/consents", "consent.provider_not_chosen"},
    };
    check_all_exist(naming);
    check_all_exist(chosen_only);
    const auto points = [](const http::Shape& shape, const auto& self) -> bool
    {
        if (shape.kind == http::ShapeKind::id &&
            (shape.prefix == OfferTag::prefix || shape.prefix == OfferVersionTag::prefix))
            return true;
        if (shape.item && self(*shape.item, self))
            return true;
        return std::any_of(shape.members.begin(), shape.members.end(), [&](const http::Member& member)
                           { return member.name == "provider" || self(*member.shape, self); });
    };
    for (const auto& route : stage().routes())
    {
        INFO(key_of(route));
        if (const auto rule = chosen_only.find(key_of(route)); rule != chosen_only.end())
        {
            auto request = good_request(route);
            const auto mine = stage().own.thing("provider");
            const auto at = request.body.find(mine);
            REQUIRE(at != std::string::npos);
            request.body.replace(at, mine.size(), stage().other.thing("provider"));
            CHECK(stage().ask(request).rule() == rule->second);
        }
        else if (route.request && points(*route.request, points))
            CHECK(naming.contains(key_of(route)));
        // No list that an authority reads can be narrowed to a provider, an offer or a price.
        for (const auto& parameter : route.query)
            for (const std::string word : {"provider", "offer", "price", "cost"})
                CHECK(parameter.name.find(word) == std::string::npos);
    }
}

TEST_CASE("choosing is an act of the holder of a choice code alone", "[promises]")
{
    for (const auto& route : stage().routes())
        for (const std::string word : {"/choose", "/pick", "/select", "/appoint", "/award"})
            if (route.pattern.find(word) != std::string::npos)
            {
                INFO(key_of(route));
                CHECK(route.permission == choice_holder);
            }
}

TEST_CASE("of open acceptance nothing an authority reads before the choice is in an order of its own making",
          "[promises]")
{
    // Two coaches and the public meet the offers of a basket in the same order.
    const auto target = "/api/v1/baskets/" + stage().own.thing("basket") + "/offers";
    std::set<std::string> seen;
    for (const auto& caller : stage().callers)
    {
        if (caller.name.ends_with("garbage"))
            continue;
        http::Request request;
        request.target = target;
        if (!caller.token.empty())
            request.headers.emplace_back("authorization", "Bearer " + caller.token);
        const auto answer = stage().ask(request);
        REQUIRE(answer.status == 200);
        std::string order;
        for (const auto& offer : answer.body.at("items").array())
            order += offer.at("id").text() + " ";
        CHECK_FALSE(order.empty());
        seen.insert(order);
    }
    CHECK(seen.size() == 1);
}
