// Who may call what: every route, every caller, on its own objects, on another organisation's and on absent
// ones.
#include "tests/rules/golden.hpp"
#include "tests/rules/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using namespace kori::test;

namespace
{

// One answer, as far as a caller can tell it from another one; the request's id differs in each.
std::string told(const Answer& answer)
{
    auto text = std::to_string(answer.status) + " " + answer.raw.header("Content-Type").value_or("") + " ";
    if (answer.status < 400 || !answer.body.is_object())
        return text + answer.raw.body;
    json::Object rest;
    for (const auto& [name, value] : answer.body.object().members())
        if (name != "instance")
            rest.add(name, value);
    return text + json::write(rest);
}

std::vector<Object> objects_of(const http::Route& route)
{
    return stage().has_object(route) ? std::vector{Object::own, Object::others, Object::absent}
                                     : std::vector{Object::own};
}

struct Cell
{
    const http::Route* route;
    Object object;
    const Caller* caller;
    int status;
    std::string rule;
    std::string told;
    std::string raw;
};

// Every cell once a process; the tests below look at them from several sides.
const std::vector<Cell>& cells()
{
    static const std::vector<Cell> all = []
    {
        std::vector<Cell> made;
        for (const auto& route : stage().routes())
            for (const auto object : objects_of(route))
                for (const auto& caller : stage().callers)
                {
                    const auto answer = stage().ask(route, object, caller);
                    made.push_back({&route, object, &caller, answer.status, answer.rule(), told(answer),
                                    answer.status >= 500 ? answer.raw.body : std::string{}});
                }
        return made;
    }();
    return all;
}

bool is_garbage(const Caller& caller)
{
    return caller.name.ends_with("garbage");
}

bool is_stranger(const Caller& caller)
{
    return caller.name.starts_with("stranger.");
}

// Told by rule and not by name: garbage is always refused, nobody is asked to sign in, a role without the
// duty is refused.
bool goes_without_saying(const Cell& cell)
{
    return is_garbage(*cell.caller) || cell.rule == "access.sign_in" || cell.rule == "access.no_duty" ||
           (cell.object != Object::own && is_stranger(*cell.caller)); // the mirror of own
}

// Names of one group; "all" are all that could stand there.
std::string shown(const std::vector<std::string>& names, Object object)
{
    std::size_t own = 0;
    std::size_t strangers = 0;
    for (const auto& caller : stage().callers)
        if (!is_garbage(caller))
            ++(is_stranger(caller) ? strangers : own);
    if (names.size() == (object == Object::own ? own + strangers : own))
        return "everybody";
    const auto strange = static_cast<std::size_t>(std::count_if(
        names.begin(), names.end(), [](const auto& name) { return name.starts_with("stranger."); }));
    std::string text;
    for (const auto& name : names)
        if (strange != strangers || !name.starts_with("stranger."))
            text += (text.empty() ? "" : " ") + name;
    return strange == strangers ? text + (text.empty() ? "stranger.*" : " stranger.*") : text;
}

// Open to everybody, and why.
const std::map<std::string, std::string>& public_routes()
{
    static const std::map<std::string, std::string> rows = {
        {"GET /healthz", "a supervisor asks without an account"},
        {"GET /readyz", "a supervisor asks without an account"},
        {"GET /metrics", "this machine only, or an operator; looks absent to others"},
        {"GET /openapi.json", "the description of the interface is public"},
        {"GET /api/v1/clock", "what the server takes for now is no secret"},
        {"POST /api/v1/registrations", "a provider comes without an account"},
        {"POST /api/v1/sign-in", "gives the account's token"},
        {"GET /api/v1/organisations", "who is here is public"},
        {"GET /api/v1/organisations/{organisation}", "who is here is public"},
        {"GET /api/v1/organisations/{organisation}/contacts", "functional contacts, no persons"},
        {"GET /api/v1/journal/entries", "public entries; the view leaves out the others"},
        {"GET /api/v1/journal/entries/{entry}", "public entries; others look absent"},
        {"GET /api/v1/journal/entries/{entry}/proof", "public entries; others look absent"},
        {"GET /api/v1/journal/head", "signed heads are published"},
        {"GET /api/v1/journal/key", "whose signature heads carry"},
        {"GET /api/v1/journal/consistency", "signed heads are published"},
        {"GET /api/v1/authorities/{organisation}", "who organises services is public"},
        {"GET /api/v1/authorities/{organisation}/municipalities", "who organises services is public"},
        {"GET /api/v1/municipalities/{municipality}/organiser", "who organises services is public"},
        {"GET /api/v1/authorities/{organisation}/codes", "an area's code lists are public"},
        {"GET /api/v1/programmes", "published programmes; drafts for their authority only"},
        {"GET /api/v1/programmes/{programme}", "published programmes; drafts look absent"},
        {"GET /api/v1/competitions/{competition}/contracts",
         "public when the contract is made (621/1999 §7); absent before"},
        {"GET /api/v1/programmes/{programme}/system", "published systems; drafts look absent"},
        {"GET /api/v1/programmes/{programme}/system/changes", "published systems; drafts look absent"},
        {"GET /api/v1/programmes/{programme}/questions", "answered questions; drafts look absent"},
        {"GET /api/v1/programmes/{programme}/dialogue-entries",
         "equal information (§65); drafts look absent"},
        {"GET /api/v1/programmes/{programme}/participants",
         "who bears a programme is public; drafts look absent"},
        {"GET /api/v1/categories/{category}", "of published systems; drafts look absent"},
        {"GET /api/v1/baskets", "published baskets"},
        {"GET /api/v1/programmes/{programme}/baskets", "published baskets; drafts for their authority only"},
        {"GET /api/v1/baskets/{basket}", "published baskets; drafts look absent"},
        {"GET /api/v1/baskets/{basket}/versions", "published versions; drafts look absent"},
        {"GET /api/v1/baskets/{basket}/versions/{version}", "published versions; drafts look absent"},
        {"GET /api/v1/programmes/{programme}/purchase-rules",
         "published rules; drafts for their authority only"},
        {"GET /api/v1/purchase-rules/{rule}", "published rules; drafts look absent"},
        {"GET /api/v1/small-purchases", "what was announced or ordered; else for those concerned only"},
        {"GET /api/v1/small-purchases/{purchase}", "announced or ordered purchases; others look absent"},
        {"GET /api/v1/small-purchases/{purchase}/offers", "public from the order on (621/1999 §7(2))"},
        {"GET /api/v1/small-purchases/{purchase}/decisions", "public from the order on (621/1999 §7(2))"},
        {"GET /api/v1/programmes/{programme}/accepted", "the list of the accepted is public"},
        {"GET /api/v1/exclusion-grounds", "what the law asks is public"},
        {"GET /api/v1/programmes/{programme}/members", "the register of a DPS is public"},
        {"GET /api/v1/programmes/{programme}/clock-counters", "how the law's time is kept is public"},
        {"GET /api/v1/authorities/{organisation}/information-counts", "numbers of requests, no persons"},
        {"GET /api/v1/programmes/{programme}/ocds", "open data of published systems; drafts look absent"},
        {"GET /api/v1/matters/{matter}/publicity", "announced matters; drafts look absent"},
        {"POST /api/v1/choice/open", "a customer comes with a code and no account"},
        {"GET /api/v1/choice-receipts/{receipt}",
         "the holder of the choice and its authority; looks absent to others"},
        {"GET /api/v1/baskets/{basket}/offers", "what is offered is public"},
        {"GET /api/v1/offers/{offer}", "listed offers; drafts look absent"},
        {"GET /api/v1/offers/{offer}/versions", "listed versions; drafts look absent"},
    };
    return rows;
}

// Where another organisation's object is meant to be seen or used although the caller does not belong to it,
// and why.
const std::map<std::string, std::string>& seen_by_others()
{
    static const std::map<std::string, std::string> rows = {
        {"manager POST /api/v1/programmes/{programme}/requests",
         "any provider may ask to join any published programme"},
        {"stranger.manager POST /api/v1/programmes/{programme}/requests", "the same"},
        {"manager POST /api/v1/programmes/{programme}/questions",
         "any provider may ask about any published programme"},
        {"stranger.manager POST /api/v1/programmes/{programme}/questions", "the same"},
        {"POST /api/v1/information-requests", "anybody may ask about what was announced (621/1999 §13)"},
        {"POST /api/v1/baskets/{basket}/offers",
         "a published basket is no secret; the description is one's own or absent"},
        {"POST /api/v1/baskets/{basket}/budget",
         "several payers: another contracting entity may pay for a published basket"},
        {"GET /api/v1/baskets/{basket}/budget", "the same; a payer sees its own part only"},
        {"operator GET /api/v1/journal/entries/{entry}", "the operator answers for the whole journal"},
        {"operator GET /api/v1/journal/entries/{entry}/proof", "the operator answers for the whole journal"},
    };
    return rows;
}

} // namespace

TEST_CASE("only the listed routes are open to everybody, and each of them exists", "[matrix]")
{
    std::set<std::string> open;
    for (const auto& route : stage().routes())
    {
        INFO(key_of(route));
        CHECK_FALSE(route.permission.name.empty());
        if (route.permission == everybody)
        {
            open.insert(key_of(route));
            CHECK(public_routes().contains(key_of(route)));
        }
    }
    for (const auto& [key, why] : public_routes())
    {
        INFO(key);
        CHECK(open.contains(key));
        CHECK_FALSE(why.empty());
    }
}

TEST_CASE("without credentials every route that is not public says 401 and nothing else", "[matrix]")
{
    for (const auto& cell : cells())
        if (cell.caller->name == "nobody" && cell.route->permission != everybody)
        {
            INFO(key_of(*cell.route) << " " << name_of(cell.object));
            CHECK(cell.status == 401);
            CHECK(cell.rule == "access.sign_in");
        }
}

TEST_CASE("a token that was never given is refused on every route, also on public ones", "[matrix]")
{
    for (const auto& cell : cells())
        if (cell.caller->name.ends_with("garbage"))
        {
            INFO(key_of(*cell.route) << " " << cell.caller->name);
            CHECK(cell.status == 401);
        }
}

TEST_CASE("no call of any route by anybody breaks a promise", "[matrix]")
{
    for (const auto& cell : cells())
    {
        INFO(key_of(*cell.route) << " " << name_of(cell.object) << " " << cell.caller->name << " "
                                 << cell.raw);
        CHECK(cell.status < 500);
    }
    CHECK(stage().failures == std::vector<std::string>{});
}

TEST_CASE("another organisation's object and an absent one look the same", "[matrix]")
{
    std::map<std::tuple<const http::Route*, const Caller*>, std::map<Object, const Cell*>> by_caller;
    for (const auto& cell : cells())
        by_caller[{cell.route, cell.caller}][cell.object] = &cell;
    for (const auto& [key, answers] : by_caller)
    {
        const auto& [route, caller] = key;
        if (answers.size() < 3 || seen_by_others().contains(key_of(*route)) ||
            seen_by_others().contains(caller->name + " " + key_of(*route)))
            continue;
        // The other area's callers own "others": what is foreign to them is "own".
        const auto& foreign = *answers.at(is_stranger(*caller) ? Object::own : Object::others);
        const auto& absent = *answers.at(Object::absent);
        // What everybody may see is no secret.
        const auto& nobodys = *by_caller.at({route, &stage().callers.front()}).at(foreign.object);
        if (route->permission == everybody && nobodys.status == 200)
            continue;
        INFO(key_of(*route) << " " << caller->name);
        // The whole texts are compared; the first signs are enough to find the place.
        CHECK(foreign.told.substr(0, 300) == absent.told.substr(0, 300));
        CHECK((foreign.told == absent.told));
    }
}

TEST_CASE("a coach of the same area neither sees nor moves another coach's customer", "[matrix]")
{
    int seen = 0;
    for (const auto& cell : cells())
    {
        const bool is_personal = cell.route->pattern.find("{customer}") != std::string::npos ||
                                 cell.route->pattern.find("{claim}") != std::string::npos ||
                                 (cell.route->access == http::Access::writes &&
                                  cell.route->pattern.find('{') != std::string::npos);
        if (cell.caller->name != "coach_colleague" || cell.object != Object::own || !is_personal)
            continue;
        INFO(key_of(*cell.route) << " " << cell.status << " " << cell.rule);
        CHECK((cell.status == 404 || cell.rule == "access.no_duty"));
        ++seen;
    }
    CHECK(seen > 20);
}

TEST_CASE("each route answers its good caller's sample call with success", "[matrix]")
{
    for (const auto& route : stage().routes())
    {
        INFO(key_of(route));
        CHECK(stage().sample(route) != nullptr);
        if (stage().sample(route) == nullptr)
            continue;
        const auto answer = stage().ask(route, Object::own, stage().good_caller(route));
        INFO(answer.raw.body);
        CHECK(answer.status == route.success);
    }
}

TEST_CASE("every sample belongs to a route", "[matrix]")
{
    std::set<std::string> keys;
    for (const auto& route : stage().routes())
        keys.insert(key_of(route));
    for (const auto& sample : stage().samples())
    {
        INFO(sample.route);
        CHECK(keys.contains(std::string{sample.route}));
    }
}

TEST_CASE("who gets what on which route is what the golden file says", "[matrix]")
{
    std::map<std::string, std::map<Object, std::map<std::string, std::vector<std::string>>>> table;
    for (const auto& cell : cells())
    {
        auto& outcomes = table[key_of(*cell.route)][cell.object];
        if (!goes_without_saying(cell))
            outcomes[std::to_string(cell.status) + (cell.rule.empty() ? "" : " " + cell.rule)].push_back(
                cell.caller->name);
    }
    std::string text =
        "# Status and rule by route, object and caller, as tests/rules/routes_roles_test.cpp met them.\n"
        "# own, others, absent: as seen from the first area. stranger.x belongs to the other area or its "
        "provider.\n"
        "# Who is not named: 401 for nobody and for tokens that were never given, else 403 access.no_duty.\n"
        "# KORI_WRITE_GOLDEN=1 writes this file anew.\n";
    for (const auto& [key, by_object] : table)
    {
        text += key + "\n";
        for (const auto& [object, outcomes] : by_object)
            for (const auto& [what, who] : outcomes)
                text +=
                    "    " + std::string{name_of(object)} + ": " + what + ": " + shown(who, object) + "\n";
    }
    CHECK(difference_to_golden("tests/rules/routes_roles.expected", text) == "");
}
