#include "core/journal/journal.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>

using namespace kori;
using kori::test::World;

namespace
{

json::Object registration(std::string_view email)
{
    return json::Object{}
        .add("kind", "provider")
        .add("legal_form", "association")
        .add("name", LocalText{"Ry", "Rf", ""})
        .add("person_name", "Paavo")
        .add("email", email)
        .add("password", "a password that is long")
        .add("language", "fi");
}

} // namespace

TEST_CASE("the same key and body give the same answer byte for byte, and act once", "[idempotency]")
{
    World world;
    const test::Ask how{.token = {}, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    const auto first =
        world.ask(http::Method::post, "/api/v1/registrations", registration("a@b.example"), how);
    const auto entries = world.entries();
    const auto second =
        world.ask(http::Method::post, "/api/v1/registrations", registration("a@b.example"), how);
    REQUIRE(first.status == 201);
    CHECK(second.status == first.status);
    CHECK(second.raw.body == first.raw.body);
    CHECK(second.etag() == first.etag());
    CHECK(second.raw.header("Location") == first.raw.header("Location"));
    CHECK(world.entries() == entries);
}

TEST_CASE("the same key holds across a restart between commit and answer", "[idempotency]")
{
    World world;
    const test::Ask how{.token = {}, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    const auto first =
        world.ask(http::Method::post, "/api/v1/registrations", registration("a@b.example"), how);
    world.restart();
    const auto second =
        world.ask(http::Method::post, "/api/v1/registrations", registration("a@b.example"), how);
    CHECK(second.status == 201);
    CHECK(second.raw.body == first.raw.body);
}

TEST_CASE("the same key with another body is refused", "[idempotency]")
{
    World world;
    const test::Ask how{.token = {}, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    REQUIRE(world.ask(http::Method::post, "/api/v1/registrations", registration("a@b.example"), how).status ==
            201);
    const auto other =
        world.ask(http::Method::post, "/api/v1/registrations", registration("c@d.example"), how);
    CHECK(other.status == 422);
    CHECK(other.rule() == "http.idempotency_key_reused");
}

TEST_CASE("a refused request is not remembered: corrected, it runs under the same key", "[idempotency]")
{
    World world;
    const test::Ask how{.token = {}, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    auto short_password = json::Object{};
    const auto good = registration("a@b.example");
    for (const auto& [name, value] : good.members())
        short_password.add(name, name == "password" ? json::Value{"short"} : value);
    CHECK(world.ask(http::Method::post, "/api/v1/registrations", short_password, how).status == 422);
    CHECK(world.ask(http::Method::post, "/api/v1/registrations", registration("a@b.example"), how).status ==
          201);
}

TEST_CASE("parallel twins get the same bytes and act once", "[idempotency]")
{
    World world;
    const auto request = [&]
    {
        http::Request twin;
        twin.method = http::Method::post;
        twin.target = "/api/v1/registrations";
        twin.headers = {{"content-type", "application/json"}, {"idempotency-key", "one-and-the-same-key"}};
        twin.body = json::write(registration("a@b.example"));
        twin.received_at = world.now();
        return world.application().desk().handle_and_wait(std::move(twin));
    };
    std::vector<std::future<http::Response>> twins;
    for (int i = 0; i < 8; ++i)
        twins.push_back(std::async(std::launch::async, request));
    const auto first = twins[0].get();
    CHECK(first.status == 201);
    for (std::size_t i = 1; i < twins.size(); ++i)
    {
        const auto twin = twins[i].get();
        CHECK(twin.status == 201);
        CHECK(twin.body == first.body);
    }
}

TEST_CASE("a POST that creates demands an Idempotency-Key that cannot be guessed", "[idempotency]")
{
    World world;
    const auto answer = world.ask(http::Method::post, "/api/v1/registrations", registration("a@b.example"),
                                  {.token = {}, .if_match = {}, .key = "short", .headers = {}});
    CHECK(answer.status == 400);
    CHECK(answer.rule() == "http.idempotency_key_missing");
}

TEST_CASE("every field error is told at once with its place", "[fields]")
{
    World world;
    const auto answer =
        world.post("/api/v1/registrations", json::Object{}
                                                .add("kind", "bank")
                                                .add("business_id", "0112038-8")
                                                .add("name", json::Object{}.add("fi", "Vain suomeksi"))
                                                .add("surprise", 1));
    CHECK(answer.status == 422);
    CHECK(answer.refuses("/kind", "field.not_listed"));
    CHECK(answer.refuses("/business_id", "field.bad_form"));
    CHECK(answer.refuses("/name/sv", "field.missing_language"));
    CHECK(answer.refuses("/email", "field.required"));
    CHECK(answer.refuses("/surprise", "field.unknown"));
}

TEST_CASE("a duplicate member name is refused, never silently repaired", "[fields]")
{
    World world;
    http::Request request;
    request.method = http::Method::post;
    request.target = "/api/v1/sign-in";
    request.headers = {{"content-type", "application/json"}};
    request.body = R"({"email":"a@b.example","email":"c@d.example","password":"x"})";
    const auto response = world.application().desk().handle_and_wait(std::move(request));
    CHECK(response.status == 400);
    CHECK(response.body.find("json.duplicate_name") != std::string::npos);
}

TEST_CASE("an unchanged view answers 304 to its own tag", "[conditional]")
{
    World world;
    const auto seen = world.get("/api/v1/organisations");
    REQUIRE(seen.status == 200);
    const auto again =
        world.ask(http::Method::get, "/api/v1/organisations", {},
                  {.token = {}, .if_match = {}, .key = {}, .headers = {{"if-none-match", seen.etag()}}});
    CHECK(again.status == 304);
    CHECK(again.raw.body.empty());
    CHECK(again.etag() == seen.etag());
}

TEST_CASE("a path that knows other methods says which", "[methods]")
{
    World world;
    const auto answer = world.ask(http::Method::delete_, "/api/v1/me", {},
                                  {.token = {}, .if_match = {}, .key = {}, .headers = {}});
    CHECK(answer.status == 405);
    CHECK(answer.raw.header("Allow") == "GET, HEAD, OPTIONS");
    CHECK(world.get("/api/v1/nowhere").status == 404);
}

TEST_CASE("pages follow one another without a gap or a repeat, and a cursor of another list is refused",
          "[paging]")
{
    World world;
    for (const auto* id : {"0112038-9", "0201256-6", "2332748-7", "0737546-2", "7654321-2"})
        world.provider(std::string{"Järjestö "} + id, id);
    std::vector<std::string> seen;
    std::string target = "/api/v1/organisations?limit=2";
    for (int pages = 0; pages < 10 && !target.empty(); ++pages)
    {
        const auto page = world.get(target);
        REQUIRE(page.status == 200);
        for (const auto& item : page.body.at("items").array())
            seen.push_back(item.at("id").text());
        const auto link = page.raw.header("Link");
        target = link ? link->substr(1, link->find('>') - 1) : std::string{};
    }
    CHECK(seen.size() == 6); // five and the platform
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    const auto page = world.get("/api/v1/organisations?limit=2");
    const auto link = *page.raw.header("Link");
    const auto query = link.substr(link.find('?'), link.find('>') - link.find('?'));
    CHECK(world.get("/api/v1/journal/entries" + query).status == 422);
}

TEST_CASE("a rehearsal's clock moves forward only, and only for the operator", "[clock]")
{
    World world;
    const auto provider = world.provider("Ry", "0112038-9");
    const auto to = json::Object{}.add("to", world.now().plus_days(30));
    CHECK(world.post("/api/v1/rehearsal/clock", to, provider.token).status == 403);
    CHECK(world.post("/api/v1/rehearsal/clock", to, world.operator_token()).status == 200);
    CHECK(world
              .post("/api/v1/rehearsal/clock", json::Object{}.add("to", "2026-03-02T06:00:00Z"),
                    world.operator_token())
              .rule() == "clock.backwards");
    CHECK(world.get("/api/v1/clock").body.at("today").text() == "2026-04-01");
}

TEST_CASE("an entry's inclusion proof verifies against the signed head", "[journal]")
{
    World world;
    world.provider("Ry", "0112038-9");
    const auto feed = world.get("/api/v1/journal/entries");
    REQUIRE(!feed.body.at("items").array().empty());
    const auto entry = feed.body.at("items").array()[0].at("id").text();
    const auto proof = world.get("/api/v1/journal/entries/" + entry + "/proof");
    REQUIRE(proof.body.at("state").text() == "included");
    const auto key = world.get("/api/v1/journal/key");
    std::vector<std::string> hashes;
    for (const auto& hash : proof.body.at("proof").texts())
        hashes.push_back(*from_base64(hash));
    const journal::Evidence evidence{*from_base64(proof.body.at("leaf").text()),
                                     proof.body.at("number").integer(), hashes,
                                     proof.body.at("checkpoint").text()};
    CHECK(journal::verify_offline(evidence, *from_base64(key.body.at("public_key").text()), "kori").empty());
}
