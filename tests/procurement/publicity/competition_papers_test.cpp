// The papers of a competition: sealed, decided, contracted.
#include "procurement/award/award_store.hpp"
#include "procurement/competition/tender_store.hpp"
#include "tests/procurement/competition/sample_competition.hpp"
#include "tests/procurement/publicity/publicity_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

// A competition of the area with one tender of each of the two providers.
struct Competed : PublicityScene
{
    CompetitionId competition = samples::id<CompetitionId>(1);
    TenderId tender = samples::id<TenderId>(2); // of `provider`
    TenderId rival = samples::id<TenderId>(3);  // of `asker`
    AwardDecisionId decision = samples::id<AwardDecisionId>(4);
    MembershipId decider = *MembershipId::parse(area.decider.membership);

    Competed()
    {
        write(
            [&](Transaction& tx)
            {
                competitions::insert(tx,
                                     {.id = competition,
                                      .programme = samples::id<ProgrammeId>(5),
                                      .category = samples::id<CategoryId>(6),
                                      .authority = *OrganisationId::parse(area.authority),
                                      .regime = Regime::eu_level,
                                      .state = "SEALED",
                                      .name = samples::words("Competition"),
                                      .description = samples::words("Coaching"),
                                      .criteria = samples::criteria(),
                                      .parts = {},
                                      .estimated_value = Money::euros(100'000),
                                      .service_from = *parse_date("2026-09-01"),
                                      .service_until = *parse_date("2027-08-31"),
                                      .invited_at = world.now()},
                                     world.now());
                send(tx, tender, provider);
                send(tx, rival, asker);
            });
    }
    void write(const std::function<void(Transaction&)>& job)
    {
        world.store().write_and_wait(
            [&](Transaction& tx)
            {
                job(tx);
                return Verdict::keep;
            });
    }
    void send(Transaction& tx, TenderId id, const World::Member& who)
    {
        tenders::insert(tx,
                        {.id = id,
                         .competition = competition,
                         .tenderer = *OrganisationId::parse(who.organisation),
                         .group = {},
                         .state = "SUBMITTED",
                         .digest = std::string(64, 'a'),
                         .received_at = world.now()},
                        world.now());
    }
    void open()
    {
        write(
            [&](Transaction& tx)
            {
                auto one = *competitions::find(tx, competition);
                one.opened_at = world.now();
                one.revision += 1;
                competitions::save(tx, one, world.now());
            });
    }
    void decide_award()
    {
        write(
            [&](Transaction& tx)
            {
                REQUIRE(awards::insert(tx, AwardDecision{.id = decision,
                                                         .competition = competition,
                                                         .kind = std::string{award_kind::award},
                                                         .follows = {},
                                                         .reasons = samples::words("The best"),
                                                         .comparison = "{}",
                                                         .digest = std::string(64, 'b'),
                                                         .decided_at = world.now(),
                                                         .decided_by = decider}));
            });
    }
    void make_contract()
    {
        write(
            [&](Transaction& tx)
            {
                REQUIRE(awards::insert(tx, Contract{.id = samples::id<ContractId>(7),
                                                    .competition = competition,
                                                    .decision = decision,
                                                    .tender = tender,
                                                    .supplier = *OrganisationId::parse(provider.organisation),
                                                    .authority = *OrganisationId::parse(area.authority),
                                                    .programme = samples::id<ProgrammeId>(5),
                                                    .value = Money::euros(90'000),
                                                    .signed_on = *parse_date("2026-03-02"),
                                                    .made_at = world.now(),
                                                    .made_by = decider,
                                                    .evidence = {},
                                                    .promises = {}}));
            });
    }
    std::string scope(const std::string& request, std::string_view document)
    {
        return disclosed(request, document).at("scope").text();
    }
    Answer mark()
    {
        return world.post("/api/v1/trade-secret-claims",
                          json::Object{}
                              .add("document", tender)
                              .add("part", "quality_plan")
                              .add("passage", "Sivu 4")
                              .add("content", "method")
                              .add("ground", "Itse kehitetty"),
                          provider.token);
    }
};

} // namespace

TEST_CASE("nothing of a sealed tender is told, not even where its secrets stand", "[publicity]")
{
    Competed scene;
    const auto id = scene.ask_for(scene.asker, scene.competition.text()).body.at("id").text();
    CHECK(scene.documents(id).size() == 1); // the call
    CHECK(scene.decide(id, "given", {scene.rival}).refuses("/documents/0", "publicity.no_such_document"));
    const auto made = scene.mark();
    REQUIRE(made.status == 201);
    const auto path = "/api/v1/documents/" + scene.tender.text() + "/trade-secrets";
    CHECK(scene.world.get(path, scene.provider.token).status == 200);
    CHECK(scene.world.get(path, scene.area.officer.token).status == 404);
    CHECK_FALSE(scene.has_task(scene.area.decider, "trade_secret.decide", scene.tender.text()));
    const auto feed = scene.world.get("/api/v1/journal/entries?limit=200", scene.area.admin.token).raw.body;
    CHECK(feed.find("trade_secret.claimed") == std::string::npos);
    scene.open();
    CHECK(scene.documents(id).size() == 3);
    CHECK(scene.world.get(path, scene.area.officer.token).status == 200);
}

TEST_CASE(
    "a party is told the total price of another's tender from the decision on, others with the contract",
    "[publicity]")
{
    Competed scene;
    scene.open();
    const auto party = scene.ask_for(scene.asker, scene.competition.text()).body.at("id").text();
    const auto anyone = scene.ask_for(scene.area.coach, scene.competition.text()).body.at("id").text();
    CHECK(scene.scope(party, scene.tender.text()) == "nothing");
    CHECK(scene.scope(party, scene.rival.text()) == "all"); // its own

    scene.decide_award();
    CHECK(scene.scope(party, scene.tender.text()) == "total_price");
    CHECK(scene.scope(anyone, scene.tender.text()) == "nothing");
    CHECK(scene.scope(anyone, scene.decision.text()) == "all");
    CHECK(scene.decide(party, "given", {scene.tender}).refuses("/documents/0", "publicity.part_is_withheld"));

    scene.make_contract();
    CHECK(scene.scope(anyone, scene.tender.text()) == "all");
    CHECK(scene.scope(anyone, scene.rival.text()) == "all");
    const auto told = scene.world.get("/api/v1/matters/" + scene.competition.text() + "/publicity");
    CHECK(told.body.at("kept_until").text().substr(0, 4) == "2029"); // T27
}

TEST_CASE("the total price of the comparison is told whatever else is a trade secret", "[publicity]")
{
    Competed scene;
    scene.open();
    const auto marked = scene.mark().body.at("id").text();
    scene.decide_award();
    const auto id = scene.ask_for(scene.asker, scene.competition.text()).body.at("id").text();
    // The mark is not decided yet: it cannot stop the price.
    const auto decided = scene.decide(id, "given_in_part", {scene.tender});
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("decision").at("given").array()[0].at("scope").text() == "total_price");
    CHECK(scene.world
              .post("/api/v1/trade-secret-claims",
                    json::Object{}
                        .add("document", scene.tender)
                        .add("part", "form")
                        .add("passage", "Hinta")
                        .add("content", "total_price")
                        .add("ground", "Kilpailijat"),
                    scene.provider.token)
              .refuses("/content", "publicity.total_price_is_told"));
    CHECK_FALSE(marked.empty());
}
