#include "core/base/civil_date.hpp"
#include "core/base/text.hpp"
#include "core/journal/journal.hpp"
#include "procurement/admission/admission_store.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace kori;
using namespace kori::test;

namespace
{

CivilDate day(int year, unsigned month, unsigned date)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

json::Object condition(std::string_view code, std::string_view kind)
{
    return json::Object{}
        .add("code", code)
        .add("kind", kind)
        .add("text", LocalText{"Ehto " + std::string{code}, "Villkor " + std::string{code}, ""});
}

json::Object terms_asking_for_evidence()
{
    auto places = condition("places", "capacity_at_least");
    places.add("at_least", 1);
    auto tax = condition("tax", "evidence_present");
    tax.add("codes", json::Array{"tax_certificate"});
    return with(good_terms(), "boundary_conditions", json::Array{places, tax});
}

// An area with one published basket, and a provider that is not yet in.
struct Scene
{
    World world;
    kori::test::Area area = make_kuopio(world);
    std::string basket = published_basket(world, area, terms_asking_for_evidence());
    std::string programme = programme_of(world, basket);
    World::Member provider = world.provider("Savon Työpolku ry", business_id_of(1));

    Answer ask(const std::string& request, std::string_view verb, const World::Member& who,
               json::Value body = {})
    {
        return world.post("/api/v1/requests/" + request + "/" + std::string{verb}, body, who.token);
    }
    Answer see(const std::string& request, const World::Member& who)
    {
        return world.get("/api/v1/requests/" + request, who.token);
    }
    std::string reviewed()
    {
        auto id = submitted_request(world, provider, programme);
        REQUIRE(ask(id, "open", area.officer).status == 200);
        return id;
    }
    Answer programme_does(std::string_view verb, bool with_reason)
    {
        return world.post("/api/v1/programmes/" + programme + "/" + std::string{verb},
                          with_reason ? json::Value{json::Object{}.add("reason", "Kesätauko")}
                                      : json::Value{},
                          verb == "terminate" ? area.decider.token : area.officer.token);
    }
    std::vector<std::string> entries_about(std::string_view id)
    {
        std::vector<std::string> kinds;
        world.store().read(
            [&](Transaction& tx)
            {
                for (const auto& entry : journal::about(tx, id))
                    kinds.push_back(entry.kind);
            });
        return kinds;
    }
    std::size_t accepted_count()
    {
        return world.get("/api/v1/programmes/" + programme + "/accepted").body.at("items").array().size();
    }
};

json::Object decision(std::string_view outcome, json::Array conditions = {}, json::Array evidence = {})
{
    return json::Object{}
        .add("outcome", outcome)
        .add("reasons", LocalText{"Selvitys puuttuu.", "Utredningen saknas.", ""})
        .add("failed_conditions", std::move(conditions))
        .add("missing_evidence", std::move(evidence));
}

json::Object grounds()
{
    return json::Object{}.add("reasons",
                              LocalText{"Ehto ei enää täyty.", "Villkoret uppfylls inte längre.", ""});
}

} // namespace

TEST_CASE("a provider asks to join, is accepted and stands on the public list", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    CHECK(scene.accepted_count() == 0);
    const auto decided = scene.ask(request, "decision", scene.area.decider, decision("accepted"));
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("state").text() == "ACCEPTED");

    const auto list = scene.world.get("/api/v1/programmes/" + scene.programme + "/accepted");
    REQUIRE(list.body.at("items").array().size() == 1);
    CHECK(list.body.at("items").array()[0].at("provider").text() == scene.provider.organisation);
    CHECK(list.body.at("items").array()[0].at("name").at("fi").text() == "Savon Työpolku ry");
    CHECK(scene.entries_about(request) ==
          std::vector<std::string>{"acceptance.request_started", "acceptance.submitted", "acceptance.opened",
                                   "acceptance.accepted"});
    scene.world.store().read(
        [&](Transaction& tx)
        {
            CHECK(admissions::is_accepted_in(tx, *ProgrammeId::parse(scene.programme),
                                             *OrganisationId::parse(scene.provider.organisation)));
            const auto message = tx.query("/* test.messages */ SELECT recipient FROM outbox_message"
                                          " WHERE template = 'acceptance.decided'");
            REQUIRE(message.size() == 1);
            CHECK(message[0].text(0) == scene.provider.organisation);
        });
}

TEST_CASE("the answer is promised within ten working days of receipt", "[acceptance]")
{
    struct Case
    {
        const char* because;
        const char* received;
        const char* due;
    };
    const auto cases = {
        Case{"an ordinary fortnight", "2026-03-02T07:00:00Z", "2026-03-16"},
        Case{"Good Friday and Easter Monday do not count", "2026-03-30T07:00:00Z", "2026-04-15"},
        Case{"the last microsecond of the Finnish day still belongs to it", "2026-03-30T20:59:59.900000Z",
             "2026-04-15"},
        Case{"the first one of the next day does not", "2026-03-30T21:00:00Z", "2026-04-16"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        Scene scene;
        scene.world.move_to(*parse_instant(c.received));
        const auto request = submitted_request(scene.world, scene.provider, scene.programme);
        CHECK(scene.see(request, scene.provider).body.at("answer_due_on").text() == c.due);
    }
}

TEST_CASE("the programme's own promise goes before the area's, and the area's before the default",
          "[acceptance]")
{
    Scene scene;
    REQUIRE(scene.world
                .post("/api/v1/authority/values",
                      json::Object{}
                          .add("name", "service_level.acceptance_answer.working_days")
                          .add("value", 5)
                          .add("valid_from", "2026-01-01"),
                      scene.area.admin.token)
                .status < 300);
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    CHECK(scene.see(request, scene.provider).body.at("answer_due_on").text() == "2026-03-09");

    const auto own = scene.world.post("/api/v1/programmes",
                                      json::Object{}
                                          .add("name", LocalText{"Oma", "Egen", ""})
                                          .add("channel", "OPEN_ACCEPTANCE")
                                          .add("regime", "not_a_public_contract")
                                          .add("may_close", true)
                                          .add("answer_working_days", 3)
                                          .add("ends_on", "2030-01-01"),
                                      scene.area.officer.token);
    REQUIRE(own.status == 201);
    const auto programme = own.body.at("id").text();
    REQUIRE(
        scene.world.post("/api/v1/programmes/" + programme + "/open", {}, scene.area.officer.token).status ==
        200);
    const auto quick = submitted_request(scene.world, scene.provider, programme);
    CHECK(scene.see(quick, scene.provider).body.at("answer_due_on").text() == "2026-03-05");
}

TEST_CASE("an answer is in time until the last moment of the promised day, and overdue from the next one",
          "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    scene.world.move_to(end_of_day(day(2026, 3, 16)).plus_micros(-1'000'000));
    CHECK_FALSE(holds(scene.entries_about(request), "acceptance.answer_overdue"));
    scene.world.move_to(start_of_day(day(2026, 3, 17)));
    CHECK(holds(scene.entries_about(request), "acceptance.answer_overdue"));

    const auto tasks = scene.world.get("/api/v1/tasks", scene.area.decider.token).body.at("items").array();
    CHECK(std::any_of(tasks.begin(), tasks.end(), [](const json::Value& task)
                      { return task.at("kind").text() == "acceptance.overdue"; }));
    const auto queue = scene.world.get("/api/v1/acceptance-queue", scene.area.officer.token);
    REQUIRE(queue.body.at("items").array().size() == 1);
    CHECK(queue.body.at("items").array()[0].at("is_overdue").boolean());

    // A late answer is still an answer, and says that it was late.
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 200);
    scene.world.store().read(
        [&](Transaction& tx)
        { CHECK(journal::about(tx, request).back().facts.find(R"("in_time":"no")") != std::string::npos); });
    CHECK(scene.world.get("/api/v1/tasks", scene.area.decider.token).body.at("items").array().empty());
}

TEST_CASE("the due moment counts, not the moment it runs", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    scene.world.move_to(start_of_day(day(2026, 4, 20)));
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, request))
                if (entry.kind == "acceptance.answer_overdue")
                    CHECK(entry.facts.find(to_text(start_of_day(day(2026, 3, 17)))) != std::string::npos);
        });
    CHECK(holds(scene.entries_about(request), "acceptance.answer_overdue"));
}

TEST_CASE("a decision on the last promised day is in time and leaves nothing overdue", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    scene.world.move_to(end_of_day(day(2026, 3, 16)).plus_micros(-1'000'000));
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 200);
    scene.world.move_days(3);
    const auto kinds = scene.entries_about(request);
    CHECK_FALSE(holds(kinds, "acceptance.answer_overdue"));
    scene.world.store().read(
        [&](Transaction& tx)
        { CHECK(journal::about(tx, request).back().facts.find(R"("in_time":"yes")") != std::string::npos); });
}

TEST_CASE("the queue is ordered by the promised day, then by id", "[acceptance]")
{
    Scene scene;
    const auto first = submitted_request(scene.world, scene.provider, scene.programme);
    scene.world.move_days(1);
    std::vector<std::string> later;
    for (int i = 2; i <= 3; ++i)
        later.push_back(submitted_request(
            scene.world, scene.world.provider("P" + std::to_string(i), business_id_of(i)), scene.programme));
    std::sort(later.begin(), later.end());
    const auto page = scene.world.get("/api/v1/acceptance-queue?limit=2", scene.area.officer.token);
    REQUIRE(page.body.at("items").array().size() == 2);
    CHECK(page.body.at("items").array()[0].at("id").text() == first);
    CHECK(page.body.at("items").array()[1].at("id").text() == later[0]);
    CHECK(page.raw.header("Link").has_value());
}

TEST_CASE("a request that arrives while the programme is closed waits, and its clock starts at the reopening",
          "[acceptance]")
{
    Scene scene;
    REQUIRE(scene.programme_does("close-temporarily", true).status == 200);
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    const auto waiting = scene.see(request, scene.provider);
    CHECK(waiting.body.at("state").text() == "WAITING_REOPENING");
    CHECK(waiting.body.find("answer_due_on") == nullptr);
    const auto early = scene.ask(request, "open", scene.area.officer);
    CHECK(early.status == 409);
    CHECK(early.rule() == "acceptance.waits_for_reopening");

    scene.world.move_to(*parse_instant("2026-03-11T10:00:00Z"));
    REQUIRE(scene.programme_does("reopen", false).status == 200);
    scene.world.move_to(start_of_day(day(2026, 3, 12)));
    const auto seen = scene.see(request, scene.provider);
    CHECK(seen.body.at("state").text() == "SUBMITTED");
    CHECK(seen.body.at("clock_from").text() == "2026-03-11");
    CHECK(seen.body.at("answer_due_on").text() == "2026-03-25");
}

TEST_CASE("a waiting request that is taken up on the day of the reopening counts from that day",
          "[acceptance]")
{
    Scene scene;
    REQUIRE(scene.programme_does("close-temporarily", true).status == 200);
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    scene.world.move_to(*parse_instant("2026-03-11T10:00:00Z"));
    REQUIRE(scene.programme_does("reopen", false).status == 200);
    const auto opened = scene.ask(request, "open", scene.area.officer);
    REQUIRE(opened.status == 200);
    CHECK(opened.body.at("clock_from").text() == "2026-03-11");
    scene.world.move_days(2);
    const auto kinds = scene.entries_about(request);
    CHECK(std::count(kinds.begin(), kinds.end(), "acceptance.clock_started") == 1);
}

TEST_CASE("a clarification does not stop the clock", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    const auto asked = scene.ask(request, "questions", scene.area.officer,
                                 json::Object{}.add("question", "Millä kielillä?"));
    REQUIRE(asked.status == 200);
    CHECK(asked.body.at("state").text() == "CLARIFICATION");
    CHECK(asked.body.at("answer_due_on").text() == "2026-03-16");
    scene.world.move_to(start_of_day(day(2026, 3, 17)));
    CHECK(holds(scene.entries_about(request), "acceptance.answer_overdue"));
    const auto answered =
        scene.ask(request, "answer", scene.provider, json::Object{}.add("answer", "Suomeksi."));
    REQUIRE(answered.status == 200);
    CHECK(answered.body.at("state").text() == "UNDER_REVIEW");
    CHECK(answered.body.at("questions").array()[0].at("answer").text() == "Suomeksi.");
}

TEST_CASE("an unanswered clarification does not hold up the decision", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    scene.ask(request, "questions", scene.area.officer, json::Object{}.add("question", "Millä kielillä?"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 409);
    REQUIRE(scene.ask(request, "end-waiting", scene.area.officer).status == 200);
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 200);
}

TEST_CASE("whoever meets the conditions is accepted: a rejection names what was published and is not met",
          "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    const auto bare = scene.ask(request, "decision", scene.area.decider, decision("rejected"));
    CHECK(bare.status == 422);
    CHECK(bare.refuses("/failed_conditions", "acceptance.ground_missing"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"taste"}))
              .refuses("/failed_conditions/0", "acceptance.condition_not_published"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("rejected", {}, {"photo"}))
              .refuses("/missing_evidence/0", "acceptance.evidence_not_asked"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("accepted", {"places"}))
              .refuses("/failed_conditions", "acceptance.ground_not_expected"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"})).status == 200);
}

TEST_CASE("evidence that is on file is not missing, evidence that ran out is", "[acceptance]")
{
    struct Case
    {
        const char* because;
        const char* valid_to;
        int status;
    };
    const auto cases = {
        Case{"today is its last day", "2026-03-03", 422},
        Case{"today is the first day without it", "2026-03-02", 200},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        Scene scene;
        const auto request = scene.reviewed();
        REQUIRE(scene
                    .ask(request, "evidence", scene.provider,
                         json::Object{}
                             .add("code", "tax_certificate")
                             .add("valid_from", "2026-01-01")
                             .add("valid_to", c.valid_to)
                             .add("statement", "Verovelkatodistus"))
                    .status == 200);
        const auto answer =
            scene.ask(request, "decision", scene.area.decider, decision("rejected", {}, {"tax_certificate"}));
        CHECK(answer.status == c.status);
        if (c.status == 422)
            CHECK(answer.refuses("/missing_evidence/0", "acceptance.evidence_on_file"));
    }
}

TEST_CASE("a decision carries the municipal remedies in both languages and never the Procurement Act",
          "[acceptance][T51]")
{
    Scene scene;
    const auto request = scene.reviewed();
    const auto decided =
        scene.ask(request, "decision", scene.area.decider, decision("rejected", {}, {"tax_certificate"}));
    REQUIRE(decided.status == 200);
    const auto& row = decided.body.at("decisions").array()[0];
    CHECK(row.at("remedy").text() == "municipal_correction");
    const auto fi = row.at("document").at("fi").text();
    const auto sv = row.at("document").at("sv").text();
    for (const auto* part :
         {"OIKAISUVAATIMUSOHJE", "14 päivän kuluessa", "30 päivän kuluessa", "hallinto-oikeuteen",
          "kuntalaki 410/2015", "Selvitys puuttuu.", "tax_certificate", "Lähetetty: 2026-03-02"})
    {
        INFO(part);
        CHECK(fi.find(part) != std::string::npos);
    }
    for (const auto* part :
         {"BEGÄRAN OM OMPRÖVNING", "14 dagar", "30 dagar", "förvaltningsdomstolen", "410/2015"})
    {
        INFO(part);
        CHECK(sv.find(part) != std::string::npos);
    }
    for (const auto* name : {"1397/2016", "ankintalak", "pphandlingslag", "arkkinaoikeu", "rocurement Act"})
    {
        INFO(name);
        CHECK(decided.raw.body.find(name) == std::string::npos);
    }
}

TEST_CASE("reasons that rest on the Procurement Act are refused in this channel", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    for (const auto* text :
         {"Hankintalain 80 § mukaan", "hankintalaki", "laki 1397/2016", "Laki julkisista hankinnoista"})
    {
        INFO(text);
        auto body = decision("rejected", {"places"});
        body = with(body, "reasons", LocalText{text, "Skäl", ""});
        CHECK(scene.ask(request, "decision", scene.area.decider, body)
                  .refuses("/reasons", "acceptance.reasons_from_another_channel"));
    }
    auto board = with(decision("rejected", {"places"}), "reasons",
                      LocalText{"Hankintalautakunnan linjaus", "Skäl", ""});
    CHECK(scene.ask(request, "decision", scene.area.decider, board).status == 200);
}

TEST_CASE("no sentence of the acceptance names the Procurement Act", "[acceptance]")
{
    for (const auto* file :
         {"config/locale/fi.json", "config/locale/sv.json", "procurement/admission/admission_actions.cpp",
          "procurement/admission/admission_api.cpp"})
    {
        std::ifstream source{file};
        REQUIRE(source);
        std::string line;
        while (std::getline(source, line))
        {
            const bool is_ours = std::string{file}.ends_with(".cpp")
                                     ? line.find("//") == std::string::npos
                                     : line.find("\"acceptance.") != std::string::npos;
            if (!is_ours)
                continue;
            INFO(line);
            for (const auto* name : {"1397/2016", "ankintalak", "pphandlingslag", "rocurement Act"})
                CHECK(line.find(name) == std::string::npos);
        }
    }
}

TEST_CASE("a decision needs its reasons in Finnish and Swedish", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    const auto body = json::Object{}.add("outcome", "accepted").add("reasons", LocalText{"Hyvä", "", ""});
    CHECK(scene.ask(request, "decision", scene.area.decider, body)
              .refuses("/reasons/sv", "field.missing_language"));
}

TEST_CASE("a rejected provider may ask again, and one that is waiting or accepted may not", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    const auto path = "/api/v1/programmes/" + scene.programme + "/requests";
    CHECK(scene.world.post(path, {}, scene.provider.token).rule() == "acceptance.request_already");
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"})).status ==
            200);
    const auto again = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    CHECK(again != request);
    CHECK(scene.accepted_count() == 1);
    CHECK(scene.world.post(path, {}, scene.provider.token).rule() == "acceptance.request_already");
}

TEST_CASE("an acceptance is suspended, restored and taken away by decisions of their own", "[acceptance]")
{
    Scene scene;
    const auto request = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    REQUIRE(scene.ask(request, "suspension", scene.area.decider, grounds()).status == 200);
    CHECK(scene.accepted_count() == 0);
    CHECK(scene.ask(request, "suspension", scene.area.decider, grounds()).rule() ==
          "acceptance.transition_not_listed");
    REQUIRE(scene.ask(request, "restoration", scene.area.decider, grounds()).status == 200);
    CHECK(scene.accepted_count() == 1);
    const auto removed = scene.ask(request, "removal", scene.area.decider, grounds());
    REQUIRE(removed.status == 200);
    CHECK(scene.accepted_count() == 0);
    std::vector<std::string> outcomes;
    for (const auto& row : removed.body.at("decisions").array())
        outcomes.push_back(row.at("outcome").text());
    CHECK(outcomes == std::vector<std::string>{"accepted", "suspended", "restored", "removed"});
    // A new request is possible after a removal.
    CHECK(scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, scene.provider.token)
              .status == 201);
}

TEST_CASE("a correction is a new decision that replaces the old one, which stays as it was", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    const auto first = scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"}));
    const auto old_id = first.body.at("decisions").array()[0].at("id").text();
    const auto before =
        scene.world.get("/api/v1/acceptance-decisions/" + old_id, scene.provider.token).raw.body;
    const auto corrected = scene.ask(request, "correction", scene.area.decider, decision("accepted"));
    REQUIRE(corrected.status == 200);
    CHECK(corrected.body.at("state").text() == "ACCEPTED");
    const auto& row = corrected.body.at("decisions").array()[1];
    CHECK(row.at("replaces").text() == old_id);
    CHECK(row.at("document").at("fi").text().find("korvaa aiemman päätöksen") != std::string::npos);
    CHECK(scene.world.get("/api/v1/acceptance-decisions/" + old_id, scene.provider.token).raw.body == before);
}

TEST_CASE("a correction without a standing decision, or to what it cannot become, is refused", "[acceptance]")
{
    Scene scene;
    const auto request = scene.reviewed();
    CHECK(scene.ask(request, "correction", scene.area.decider, decision("accepted")).rule() ==
          "acceptance.nothing_to_correct");
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"})).status ==
            200);
    CHECK(scene.ask(request, "correction", scene.area.decider, decision("restored")).rule() ==
          "acceptance.nothing_to_correct");
    submitted_request(scene.world, scene.provider, scene.programme);
    CHECK(scene.ask(request, "correction", scene.area.decider, decision("accepted")).rule() ==
          "acceptance.newer_request");
}

TEST_CASE("a provider leaves when it asks to", "[acceptance]")
{
    Scene scene;
    const auto request = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    REQUIRE(scene.ask(request, "leave", scene.provider).status == 200);
    CHECK(scene.accepted_count() == 0);
    const auto gone = scene.ask(request, "confirm-leaving", scene.area.officer);
    REQUIRE(gone.status == 200);
    CHECK(gone.body.at("state").text() == "LEFT");
}

TEST_CASE("a provider takes its request back before the decision, not after it", "[acceptance]")
{
    Scene scene;
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    CHECK(scene.ask(request, "abandon", scene.provider).status == 409);
    REQUIRE(scene.ask(request, "withdraw", scene.provider).status == 200);
    scene.world.move_days(30);
    CHECK_FALSE(holds(scene.entries_about(request), "acceptance.answer_overdue"));
    const auto accepted = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    CHECK(scene.ask(accepted, "withdraw", scene.provider).rule() == "acceptance.transition_not_listed");
}

TEST_CASE("an extract from the criminal record is never stored, only that it was looked at",
          "[acceptance][T28]")
{
    Scene scene;
    const auto request = scene.reviewed();
    const auto stored = scene.ask(request, "evidence", scene.provider,
                                  json::Object{}
                                      .add("code", "criminal_record_extract")
                                      .add("valid_from", "2026-01-01")
                                      .add("statement", "Ote"));
    CHECK(stored.refuses("/code", "acceptance.never_stored"));

    struct Case
    {
        const char* because;
        const char* extract_on;
        const char* rule;
    };
    const auto cases = {
        Case{"twelve months to the day", "2025-03-02", ""},
        Case{"a day more", "2025-03-01", "acceptance.extract_too_old"},
        Case{"today", "2026-03-02", ""},
        Case{"tomorrow", "2026-03-03", "acceptance.extract_in_future"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto answer =
            scene.ask(request, "checks", scene.area.officer,
                      json::Object{}.add("extract_on", c.extract_on).add("result", "nothing_found"));
        CHECK(answer.rule() == c.rule);
    }
    CHECK(scene.see(request, scene.area.officer).body.at("checks").array().size() == 2);
    CHECK(scene.see(request, scene.provider).body.find("checks") == nullptr);
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, request))
                CHECK(entry.facts.find("nothing_found") == std::string::npos);
        });
}

TEST_CASE("a draft is the provider's own; other organisations see nothing of a request", "[acceptance]")
{
    Scene scene;
    const auto stranger = scene.world.provider("Toinen ry", business_id_of(2));
    const auto made =
        scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, scene.provider.token);
    const auto request = made.body.at("id").text();
    CHECK(scene.see(request, scene.provider).status == 200);
    CHECK(scene.see(request, scene.area.officer).status == 404);
    CHECK(scene.see(request, stranger).status == 404);
    CHECK(scene.ask(request, "submit", stranger).status == 404);
    CHECK(scene.ask(request, "open", scene.area.officer).status == 404);
    REQUIRE(scene.ask(request, "submit", scene.provider).status == 200);
    CHECK(scene.see(request, scene.area.officer).status == 200);
    CHECK(scene.see(request, scene.area.coach).status == 403);
    CHECK(scene.see(request, stranger).status == 404);
    CHECK(scene.ask(request, "open", scene.area.decider).status == 403);
    CHECK(scene.ask(request, "decision", scene.area.officer, decision("accepted")).status == 403);
}

TEST_CASE("another authority does not decide", "[acceptance]")
{
    Scene scene;
    const auto other = make_area(scene.world, "Toinen alue", "1572860-0", "18", {});
    const auto request = scene.reviewed();
    CHECK(scene.see(request, other.officer).status == 404);
    CHECK(scene.ask(request, "decision", other.decider, decision("accepted")).status == 404);
}

TEST_CASE("a repeated key acts once and answers with the same bytes", "[acceptance]")
{
    Scene scene;
    const auto path = "/api/v1/programmes/" + scene.programme + "/requests";
    const Ask how{
        .token = scene.provider.token, .if_match = {}, .key = "the-same-key-for-two-requests", .headers = {}};
    const auto first = scene.world.ask(http::Method::post, path, {}, how);
    const auto second = scene.world.ask(http::Method::post, path, {}, how);
    REQUIRE(first.status == 201);
    CHECK(second.raw.body == first.raw.body);
    CHECK(scene.world.get("/api/v1/requests", scene.provider.token).body.at("items").array().size() == 1);
}

TEST_CASE("an act on a request that somebody has changed meanwhile is refused", "[acceptance]")
{
    Scene scene;
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    const auto seen = scene.see(request, scene.area.officer);
    REQUIRE(scene.ask(request, "open", scene.area.officer).status == 200);
    const auto late = scene.world.ask(
        http::Method::post, "/api/v1/requests/" + request + "/decision", decision("accepted"),
        {.token = scene.area.decider.token, .if_match = seen.etag(), .key = {}, .headers = {}});
    CHECK(late.status == 412);
}

TEST_CASE("who neither sells nor buys stands in the register without acceptance", "[acceptance]")
{
    Scene scene;
    constexpr auto password = "civic-password-for-tests";
    REQUIRE(scene.world
                .post("/api/v1/registrations", json::Object{}
                                                   .add("kind", "civic")
                                                   .add("legal_form", "group")
                                                   .add("name", LocalText{"Vertaisryhmä", "Kamratgrupp", ""})
                                                   .add("person_name", "Ville Vertainen")
                                                   .add("email", "ville@vertainen.example")
                                                   .add("password", password)
                                                   .add("language", "fi"))
                .status == 201);
    const auto listed = scene.world.get("/api/v1/organisations?kind=civic");
    CHECK(listed.body.at("items").array().size() == 1);
    const auto token = scene.world.sign_in("ville@vertainen.example", password);
    const auto asked = scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, token);
    CHECK(asked.status == 409);
    CHECK(asked.rule() == "acceptance.not_needed");
}

TEST_CASE("when the programme ends, requests lapse and acceptances end", "[acceptance]")
{
    Scene scene;
    const auto accepted = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    const auto waiting =
        submitted_request(scene.world, scene.world.provider("Toinen ry", business_id_of(2)), scene.programme);
    REQUIRE(scene.programme_does("terminate", true).status == 200);
    CHECK(scene.see(accepted, scene.provider).body.at("state").text() == "ENDED");
    CHECK(scene.see(waiting, scene.area.officer).body.at("state").text() == "LAPSED");
    CHECK(scene.accepted_count() == 0);
    const auto late =
        scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, scene.provider.token);
    CHECK(late.rule() == "acceptance.programme_over");
}

TEST_CASE("evidence is asked once: it counts for the whole authority", "[acceptance]")
{
    Scene scene;
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    REQUIRE(scene
                .ask(request, "evidence", scene.provider,
                     json::Object{}
                         .add("code", "tax_certificate")
                         .add("valid_from", "2026-01-01")
                         .add("statement", "Verovelkatodistus"))
                .status == 200);
    const auto second =
        submitted_request(scene.world, scene.provider, open_programme(scene.world, scene.area));
    CHECK(scene.see(second, scene.area.officer).body.at("evidence").array().size() == 1);
    CHECK(scene
              .ask(second, "evidence", scene.provider,
                   json::Object{}
                       .add("code", "insurance")
                       .add("valid_from", "2026-02-01")
                       .add("valid_to", "2026-02-01")
                       .add("statement", "Vakuutus"))
              .refuses("/valid_to", "acceptance.empty_validity"));
}
