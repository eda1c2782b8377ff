// Trade secrets through the desk: a provider marks, the authority decides, and what was accepted is left out.
#include "tests/procurement/publicity/publicity_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

json::Object mark(std::string_view document, std::string_view passage = "Sivu 4",
                  std::string_view content = "method")
{
    return json::Object{}
        .add("document", document)
        .add("part", "request")
        .add("passage", passage)
        .add("content", content)
        .add("ground", "Itse kehitetty menetelmä");
}

struct Marked : PublicityScene
{
    std::string request = submitted_request(world, provider, programme);
    Answer claim(const json::Object& body, const World::Member& who)
    {
        return world.post("/api/v1/trade-secret-claims", body, who.token);
    }
    std::string claimed(std::string_view passage = "Sivu 4")
    {
        const auto made = claim(mark(request, passage), provider);
        REQUIRE(made.status == 201);
        return made.body.at("id").text();
    }
    Answer judge(const std::string& id, std::string_view outcome, const World::Member& who)
    {
        return world.post(
            "/api/v1/trade-secret-claims/" + id + "/decision",
            json::Object{}
                .add("outcome", outcome)
                .add("reasons", LocalText{"Menetelmällä on arvoa.", "Metoden har ett värde.", ""}),
            who.token);
    }
    Answer columns(const World::Member& who)
    {
        return world.get("/api/v1/documents/" + request + "/trade-secrets", who.token);
    }
    void accept_request()
    {
        REQUIRE(world.post("/api/v1/requests/" + request + "/open", {}, area.officer.token).status == 200);
        REQUIRE(world
                    .post("/api/v1/requests/" + request + "/decision",
                          json::Object{}
                              .add("outcome", "accepted")
                              .add("reasons", LocalText{"Ehdot täyttyvät.", "Villkoren uppfylls.", ""}),
                          area.decider.token)
                    .status == 200);
    }
};

} // namespace

TEST_CASE("a mark is a claim: two columns, the provider's and the authority's", "[publicity]")
{
    Marked scene;
    const auto id = scene.claimed();
    CHECK(scene.has_task(scene.area.decider, "trade_secret.decide", scene.request));
    const auto before = scene.columns(scene.area.officer);
    REQUIRE(before.status == 200);
    REQUIRE(before.body.at("items").array().size() == 1);
    CHECK(before.body.at("items").array()[0].at("marked").at("passage").text() == "Sivu 4");
    CHECK_FALSE(before.body.at("items").array()[0].find("decided"));

    REQUIRE(scene.judge(id, "accepted", scene.area.decider).status == 200);
    const auto after = scene.columns(scene.provider).body.at("items").array()[0];
    CHECK(after.at("state").text() == "ACCEPTED");
    CHECK(after.at("decided").at("outcome").text() == "accepted");
    CHECK_FALSE(scene.has_task(scene.area.decider, "trade_secret.decide", scene.request));
    CHECK(scene.entries_about(id) ==
          std::vector<std::string>{"trade_secret.claimed", "trade_secret.accepted"});
}

TEST_CASE("a later decision on a mark names the one whose place it takes", "[publicity]")
{
    Marked scene;
    const auto id = scene.claimed();
    const auto first = scene.judge(id, "accepted", scene.area.decider).body.at("decided").at("id").text();
    CHECK(scene.judge(id, "accepted", scene.area.decider).status == 409);
    const auto second = scene.judge(id, "rejected", scene.area.decider);
    REQUIRE(second.status == 200);
    CHECK(second.body.at("decided").at("replaces").text() == first);
    CHECK(second.body.at("state").text() == "REJECTED");
}

TEST_CASE("only the provider marks its document, and only the authority's decision maker decides",
          "[publicity]")
{
    Marked scene;
    CHECK(scene.claim(mark(scene.request), scene.asker).refuses("/document", "publicity.no_such_document"));
    CHECK(scene.claim(mark(scene.request), scene.area.officer).status == 403);
    CHECK(scene.claim(mark(scene.programme), scene.provider)
              .refuses("/document", "publicity.no_such_document"));
    CHECK(scene.claim(mark("adm_00000000000000000000000000"), scene.provider)
              .refuses("/document", "publicity.no_such_document"));
    const auto id = scene.claimed();
    CHECK(scene.judge(id, "accepted", scene.area.officer).status == 403);
    CHECK(scene.judge(id, "accepted", scene.other.decider).status == 404);
    CHECK(scene.columns(scene.asker).status == 404);
    CHECK(scene.columns(scene.other.officer).status == 404);
    CHECK(scene.world.post("/api/v1/trade-secret-claims/" + id + "/withdraw", {}, scene.asker.token).status ==
          404);
    CHECK(scene.entries_about(id) == std::vector<std::string>{"trade_secret.claimed"});
}

TEST_CASE("the total price that is compared cannot be marked, nor the same passage twice", "[publicity]")
{
    Marked scene;
    CHECK(scene.claim(mark(scene.request, "Sivu 1", "total_price"), scene.provider)
              .refuses("/content", "publicity.total_price_is_told"));
    CHECK(scene.claim(mark(scene.request, "Sivu 1", "unit_price"), scene.provider)
              .refuses("/content", "publicity.listed_price_is_public"));
    const auto id = scene.claimed("Sivu 2");
    CHECK(scene.claim(mark(scene.request, "Sivu 2"), scene.provider).rule() == "publicity.claimed_already");
    REQUIRE(scene.world.post("/api/v1/trade-secret-claims/" + id + "/withdraw", {}, scene.provider.token)
                .status == 200);
    CHECK(scene.claim(mark(scene.request, "Sivu 2"), scene.provider).status == 201);
}

TEST_CASE("what is public already can no longer be marked", "[publicity]")
{
    Marked scene;
    scene.accept_request();
    const auto refused = scene.claim(mark(scene.request), scene.provider);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "publicity.already_public");
}

TEST_CASE("an undecided mark stops the giving, an accepted one is left out, a rejected one is given",
          "[publicity]")
{
    Marked scene;
    const auto secret = scene.claimed("Sivu 4");
    const auto plain = scene.claimed("Sivu 5");
    scene.accept_request();
    const auto id = scene.asked();
    CHECK(scene.disclosed(id, scene.request).at("undecided_claims").integer() == 2);
    CHECK(scene.decide(id, "given", {scene.request}).refuses("/documents/0", "publicity.claims_undecided"));

    REQUIRE(scene.judge(secret, "accepted", scene.area.decider).status == 200);
    REQUIRE(scene.judge(plain, "rejected", scene.area.decider).status == 200);
    CHECK(scene.decide(id, "given", {scene.request}).refuses("/documents/0", "publicity.part_is_withheld"));
    const auto decided = scene.decide(id, "given_in_part", {scene.request});
    REQUIRE(decided.status == 200);
    const auto& given = decided.body.at("decision").at("given").array();
    REQUIRE(given.size() == 1);
    REQUIRE(given[0].at("withheld").array().size() == 1);
    CHECK(given[0].at("withheld").array()[0].at("passage").text() == "Sivu 4");

    // The list stands as it was decided, whatever is decided of the mark later.
    REQUIRE(scene.judge(secret, "rejected", scene.area.decider).status == 200);
    const auto seen = scene.world.get("/api/v1/information-requests/" + id, scene.asker.token);
    CHECK(seen.body.at("decision").at("given").array()[0].at("withheld").array().size() == 1);
}

TEST_CASE("its own document is given to a provider whole", "[publicity]")
{
    Marked scene;
    REQUIRE(scene.judge(scene.claimed(), "accepted", scene.area.decider).status == 200);
    const auto made = scene.ask_for(scene.provider);
    const auto own = scene.disclosed(made.body.at("id").text(), scene.request);
    CHECK(own.at("scope").text() == "all");
    CHECK(own.at("withheld").array().empty());
}
