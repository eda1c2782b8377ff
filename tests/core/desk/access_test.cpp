#include "core/access/access.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using kori::test::World;

TEST_CASE("a provider registers, signs in and sees its own account", "[access]")
{
    World world;
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    const auto me = world.get("/api/v1/me", provider.token);
    REQUIRE(me.status == 200);
    CHECK(me.body.at("membership").at("roles").texts() == std::vector<std::string>{"manager"});
    CHECK(me.body.at("organisation").at("business_id").text() == "0112038-9");
}

TEST_CASE("a business ID registers once", "[access]")
{
    World world;
    world.provider("Ensimmäinen ry", "0112038-9");
    const auto again =
        world.post("/api/v1/registrations", json::Object{}
                                                .add("kind", "provider")
                                                .add("business_id", "0112038-9")
                                                .add("legal_form", "company")
                                                .add("name", LocalText{"Toinen oy", "Andra ab", ""})
                                                .add("person_name", "Toini")
                                                .add("email", "toini@toinen.example")
                                                .add("password", "a password that is long")
                                                .add("language", "fi"));
    CHECK(again.status == 409);
    CHECK(again.rule() == "access.business_id_taken");
}

TEST_CASE("only the operator enters contracting entities", "[access]")
{
    World world;
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    const auto body = json::Object{}
                          .add("kind", "authority")
                          .add("legal_form", "public_body")
                          .add("name", LocalText{"Kuopio", "Kuopio", "Kuopio"})
                          .add("person_name", "Aino")
                          .add("email", "aino@kuopio.example")
                          .add("language", "fi");
    CHECK(world.post("/api/v1/organisations", body).status == 401);
    CHECK(world.post("/api/v1/organisations", body, provider.token).status == 403);
    CHECK(world.post("/api/v1/organisations", body, world.operator_token()).status == 201);
}

TEST_CASE("a right that is withdrawn is gone at the next request", "[access]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto other = world.member(admin, {"administrator"});
    REQUIRE(world.get("/api/v1/members", other.token).status == 200);
    REQUIRE(world
                .post("/api/v1/members/" + other.membership + "/end", json::Object{}.add("reason", "leaves"),
                      admin.token)
                .status == 200);
    CHECK(world.get("/api/v1/members", other.token).status == 401);
}

TEST_CASE("a role that changes works at the next request", "[access]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto other = world.member(admin, {"administrator"});
    const auto seen = world.get("/api/v1/members/" + other.membership, admin.token);
    const auto change = json::Object{}
                            .add("roles", json::Array{"coach"})
                            .add("valid_from", "2026-03-02")
                            .add("reason", "new task");
    const auto path = "/api/v1/members/" + other.membership;
    CHECK(world
              .ask(http::Method::patch, path, change,
                   {.token = admin.token, .if_match = {}, .key = {}, .headers = {}})
              .status == 428);
    CHECK(world
              .ask(http::Method::patch, path, change,
                   {.token = admin.token, .if_match = "\"9-x\"", .key = {}, .headers = {}})
              .status == 412);
    REQUIRE(world
                .ask(http::Method::patch, path, change,
                     {.token = admin.token, .if_match = seen.etag(), .key = {}, .headers = {}})
                .status == 200);
    CHECK(world.get("/api/v1/members", other.token).status == 403);
}

TEST_CASE("in an authority nobody decides his own rights; another administrator does", "[access][privacy]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto second = world.member(admin, {"administrator"});
    const auto coach = world.member(admin, {"coach"});
    const auto patch = [&](const World::Member& whom, const json::Object& more, const World::Member& who)
    {
        auto change = json::Object{}.add("valid_from", "2026-03-02").add("reason", "new task");
        for (const auto& [name, value] : more.members())
            change.add(name, value);
        return world.ask(http::Method::patch, "/api/v1/members/" + whom.membership, change,
                         {.token = who.token, .if_match = "*", .key = {}, .headers = {}});
    };
    const auto wider = json::Object{}.add("roles", json::Array{"administrator", "coach"});
    const auto same = json::Object{}.add("roles", json::Array{"administrator"});
    CHECK(patch(admin, wider, admin).status == 409);
    CHECK(patch(admin, wider, admin).rule() == "access.own_rights");
    auto longer = same;
    CHECK(patch(admin, longer.add("valid_to", "2030-01-01"), admin).rule() == "access.own_rights");
    auto deputy = same;
    CHECK(patch(admin, deputy.add("deputy", second.membership), admin).status ==
          200); // no right of one's own
    // Taking over what a coach has would be the same by another door.
    auto heir = json::Object{}.add("roles", json::Array{"coach"});
    CHECK(patch(coach, heir.add("deputy", admin.membership), admin).rule() == "access.own_rights");
    const auto myself = json::Object{}
                            .add("email", admin.email)
                            .add("person_name", "Sama Ihminen")
                            .add("language", "fi")
                            .add("roles", json::Array{"coach"})
                            .add("valid_from", "2026-03-02");
    CHECK(world.post("/api/v1/members", myself, admin.token).status == 409);
    CHECK(patch(admin, wider, second).status == 200);
    // A provider's people are its own matter.
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    CHECK(patch(provider, json::Object{}.add("roles", json::Array{"manager", "finance"}), provider).status ==
          200);
}

TEST_CASE("who a membership is can be told by who answers for the organisation, and by nobody else",
          "[access][privacy]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto coach = world.member(admin, {"coach"});
    const auto auditor = world.member(admin, {"auditor"});
    const auto path = "/api/v1/members/" + coach.membership;
    for (const auto* token : {&admin.token, &auditor.token})
    {
        CHECK_FALSE(world.get(path, *token).body.at("name").text().empty());
        CHECK_FALSE(world.get(path + "?as_of=2026-03-02", *token).body.at("name").text().empty());
        const auto members = world.get("/api/v1/members", *token);
        for (const auto& member : members.body.at("items").array())
            CHECK_FALSE(member.at("name").text().empty());
    }
    CHECK(world.get(path, coach.token).status == 403);
    // Given by an area to others, the list stays as it was: without names.
    REQUIRE(world
                .post("/api/v1/authority/duties",
                      json::Object{}
                          .add("role", "coach")
                          .add("permission", "access.see_members")
                          .add("granted", true)
                          .add("valid_from", "2026-01-01"),
                      admin.token)
                .status == 204);
    const auto seen = world.get(path, coach.token);
    REQUIRE(seen.status == 200);
    CHECK(seen.body.find("name") == nullptr);
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    CHECK(world.get("/api/v1/members/" + provider.membership, provider.token).body.find("name") != nullptr);
}

TEST_CASE("tasks are those of the member and of its roles", "[access][privacy]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto coach = world.member(admin, {"coach"});
    const auto both = world.member(admin, {"coach", "finance_officer"});
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            crypto::SeededRandomness random{"tasks"};
            const Ambient ambient{world.now(), world.now(), random, world.application().environment().law};
            const auto organisation = *OrganisationId::parse(admin.organisation);
            access::give_task(tx, ambient, organisation, role::coach, "choice.expired",
                              "chs_00000000000000000000000000", std::nullopt);
            access::give_task(tx, ambient, organisation, role::finance_officer, "claim.verify",
                              "clm_00000000000000000000000000", std::nullopt);
            access::insert(tx,
                           Task{ambient.next<TaskTag>(), organisation, MembershipId::parse(coach.membership),
                                "coach", "claim.verify", "clm_00000000000000000000000001", std::nullopt},
                           ambient.now);
            return Verdict::keep;
        });
    const auto tasks = [&](const World::Member& who)
    { return world.get("/api/v1/tasks", who.token).body.at("items").array().size(); };
    CHECK(tasks(coach) == 2); // the role's and his own
    CHECK(tasks(both) == 2);  // two roles', not the other one's own
    CHECK(tasks(admin) == 0);
}

TEST_CASE("the public learns from readyz whether writes are taken, and no more", "[access][privacy]")
{
    World world;
    const auto ask = [&](std::string_view peer, const std::string& token)
    {
        http::Request request;
        request.method = http::Method::get;
        request.target = "/readyz";
        request.id = "req-ready";
        request.received_at = world.now();
        request.peer = peer;
        request.is_secure = true;
        if (!token.empty())
            request.headers.emplace_back("authorization", "Bearer " + token);
        return world.application().desk().handle_and_wait(std::move(request));
    };
    const auto outside = ask("203.0.113.7", "");
    CHECK(outside.status == 200);
    CHECK(outside.body == R"({"state":"ready"})");
    CHECK(ask("127.0.0.1", "").body.find("queue_length") != std::string::npos);
    CHECK(ask("203.0.113.7", world.operator_token()).body.find("queue_length") != std::string::npos);
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    CHECK(ask("203.0.113.7", admin.token).body.find("queue_length") == std::string::npos);
}

TEST_CASE("a membership answers as of a day and as known at a moment", "[access]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto coach = world.member(admin, {"coach"});
    const auto before = world.now();
    world.move_days(10);
    const auto path = "/api/v1/members/" + coach.membership;
    const auto seen = world.get(path, admin.token);
    REQUIRE(world
                .ask(http::Method::patch, path,
                     json::Object{}
                         .add("roles", json::Array{"auditor"})
                         .add("valid_from", "2026-03-10")
                         .add("reason", "r"),
                     {.token = admin.token, .if_match = seen.etag(), .key = {}, .headers = {}})
                .status == 200);
    const auto roles = [&](const std::string& query)
    { return world.get(path + query, admin.token).body.at("roles").texts(); };
    CHECK(roles("") == std::vector<std::string>{"auditor"});
    CHECK(roles("?as_of=2026-03-09") == std::vector<std::string>{"coach"});
    CHECK(roles("?as_of=2026-03-10") == std::vector<std::string>{"auditor"});
    CHECK(roles("?as_of=2026-03-10&as_known_at=" + to_text(before)) == std::vector<std::string>{"coach"});
}

TEST_CASE("a member of another organisation looks like an absent one", "[access]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto stranger = world.authority("Toinen alue", "0112038-9");
    const auto theirs = world.get("/api/v1/members/" + admin.membership, stranger.token);
    const auto nobodys = world.get("/api/v1/members/mbr_00000000000000000000000000", stranger.token);
    CHECK(theirs.status == 404);
    CHECK(nobodys.status == 404);
    CHECK(theirs.rule() == nobodys.rule());
}

TEST_CASE("wrong passwords are throttled per account and address, and lock nobody else out", "[access]")
{
    World world;
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    const auto wrong = json::Object{}.add("email", provider.email).add("password", "not the password");
    for (int i = 0; i < 5; ++i)
        CHECK(world.post("/api/v1/sign-in", wrong).status == 401);
    const auto throttled = world.post("/api/v1/sign-in", wrong);
    CHECK(throttled.status == 429);
    CHECK(throttled.raw.header("Retry-After").has_value());
    // Another account from the same address still gets in.
    CHECK_NOTHROW(world.sign_in("operator@platform.example", "operator-password-for-tests"));
    world.move_to(world.now().plus_seconds(901));
    CHECK_NOTHROW(world.sign_in(provider.email, "provider-password-for-tests"));
}

TEST_CASE("a failed sign-in leaves an entry although nothing else of it is kept", "[access][journal]")
{
    World world;
    const auto before = world.entries();
    world.post("/api/v1/sign-in", json::Object{}.add("email", "nobody@nowhere.example").add("password", "x"));
    CHECK(world.entries() == before + 1);
}

TEST_CASE("open tasks and relations pass on to the deputy when a membership ends", "[access]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto deputy = world.member(admin, {"coach"});
    const auto coach = world.member(admin, {"coach"});
    const auto seen = world.get("/api/v1/members/" + coach.membership, admin.token);
    REQUIRE(world
                .ask(http::Method::patch, "/api/v1/members/" + coach.membership,
                     json::Object{}
                         .add("roles", json::Array{"coach"})
                         .add("valid_from", "2026-03-02")
                         .add("deputy", deputy.membership)
                         .add("reason", "summer"),
                     {.token = admin.token, .if_match = seen.etag(), .key = {}, .headers = {}})
                .status == 200);
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            crypto::SeededRandomness random{"task"};
            const Ambient ambient{world.now(), world.now(), random, world.application().environment().law};
            access::insert(tx,
                           Task{ambient.next<TaskTag>(), *OrganisationId::parse(admin.organisation),
                                MembershipId::parse(coach.membership), "coach", "choice.expired",
                                "chs_00000000000000000000000000", std::nullopt},
                           ambient.now);
            access::insert(tx,
                           Relation{ambient.next<RelationTag>(),
                                    "coach_of",
                                    *MembershipId::parse(coach.membership),
                                    "cst_x",
                                    "",
                                    {ambient.today(), std::nullopt}},
                           ambient.now);
            return Verdict::keep;
        });
    REQUIRE(world
                .post("/api/v1/members/" + coach.membership + "/end", json::Object{}.add("reason", "leaves"),
                      admin.token)
                .status == 200);
    const auto tasks = world.get("/api/v1/tasks", deputy.token);
    REQUIRE(tasks.body.at("items").array().size() == 1);
    CHECK(tasks.body.at("items").array()[0].at("is_mine").boolean());
    world.store().read(
        [&](Transaction& tx)
        {
            const auto relations = access::relations_to(tx, "cst_x", "coach_of", finnish_date(world.now()));
            REQUIRE(relations.size() == 1);
            CHECK(relations[0].membership.text() == deputy.membership);
        });
}
