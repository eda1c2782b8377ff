#include "tests/procurement/competition/competing_scene.hpp"

#include "core/crypto/sealed_tender.hpp"
#include "core/json/reader.hpp"
#include "procurement/competition/tender_actions.hpp"
#include "tests/support/kept_bytes.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

constexpr std::int64_t price = 8'765'432; // of nothing else in the world

// The submission with its own time of receipt, as the socket measured it.
Answer submit_at(CompetingScene& scene, const std::string& tender, const World::Member& who,
                 Instant received_at, const json::Object& body)
{
    http::Request request;
    request.method = http::Method::post;
    request.target = CompetingScene::tender_path(tender) + "/submission";
    request.peer = "127.0.0.1";
    request.is_secure = true;
    request.received_at = received_at;
    request.id = "req-" + tender;
    request.headers = {{"authorization", "Bearer " + who.token},
                       {"idempotency-key", "key-of-" + tender},
                       {"content-type", "application/json"}};
    request.body = json::write(body);
    Answer answer;
    answer.raw = scene.world.application().desk().handle_and_wait(std::move(request));
    answer.status = answer.raw.status;
    auto read = json::read(answer.raw.body);
    REQUIRE(bool(read));
    answer.body = std::move(*read);
    return answer;
}

Instant deadline()
{
    return *parse_instant(good_closes_at);
}

} // namespace

TEST_CASE("before the opening nobody reads anything of a tender, whatever he has", "[tender]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto secret = std::string{"Salainen suunnitelma 4711"};
    const auto tender = written_tender(scene.world, scene.first, id, price);
    REQUIRE(put_part(scene.world, scene.first, tender, "reference", secret).status == 200);
    const auto submission = submission_of(scene.world, scene.first, tender);
    REQUIRE(scene.act_on_tender(tender, "submission", scene.first, submission).status == 200);
    // A refused form leaves nothing either.
    auto wrong = good_form(price);
    wrong.add("extra", "7");
    REQUIRE(put_part(scene.world, scene.second, begun_tender(scene.world, scene.second, id), "form",
                     json::write(wrong))
                .status == 422);

    // Every byte on disk: tables, journal, outbox, stored answers.
    const auto kept = kept_bytes(scene.world);
    const auto form = json::write(good_form(price));
    CHECK(kept.find(tender) != std::string::npos); // it is the right heap of bytes
    for (const auto& plain :
         {std::to_string(price), secret, to_base64(secret), to_base64(form), to_base64(form).substr(0, 24)})
        CHECK(kept.find(plain) == std::string::npos);

    // The authority, the platform and a rival see nothing of it, not even that it exists.
    for (const auto* who : {&scene.area.officer, &scene.area.decider, &scene.area.auditor, &scene.second})
    {
        CHECK(scene.see_tender(tender, *who).status >= 403);
        CHECK(scene.world.get(CompetingScene::tender_path(tender) + "/receipt", who->token).status >= 403);
        CHECK(scene.feed(*who).find(tender) == std::string::npos);
    }
    CHECK(scene.see_tender(tender, scene.second).status == 404);
    const auto before = scene.see(id, scene.area.officer).raw.body;
    submitted_tender(scene.world, scene.second, id, price + 1);
    CHECK(scene.see(id, scene.area.officer).raw.body == before);
}

TEST_CASE("a tender is written, submitted and receipted; saved is not submitted", "[tender]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto tender = written_tender(scene.world, scene.first, id, price);
    const auto draft = scene.see_tender(tender, scene.first);
    CHECK(draft.body.at("state").text() == "SAVED");
    CHECK(draft.body.at("parts").array().size() == 2);
    CHECK(scene.world.get(CompetingScene::tender_path(tender) + "/receipt", scene.first.token).status == 404);

    const auto submission = submission_of(scene.world, scene.first, tender);
    const auto answer = scene.act_on_tender(tender, "submission", scene.first, submission);
    REQUIRE(answer.status == 200);
    CHECK(answer.body.at("state").text() == "SUBMITTED");
    CHECK(scene.entries_about(tender).back() == "tender.submitted");

    const auto receipt = scene.world.get(CompetingScene::tender_path(tender) + "/receipt", scene.first.token);
    REQUIRE(receipt.status == 200);
    CHECK_FALSE(receipt.body.at("is_late").boolean());
    CHECK(receipt.body.at("received_at") == answer.body.at("received_at"));
    // Offline: the leaf names the digest, and stands in the signed tree.
    const auto& proof = receipt.body.at("proof");
    REQUIRE(proof.at("state").text() == "included");
    journal::Evidence evidence{*from_base64(proof.at("leaf").text()),
                               proof.at("number").integer(),
                               {},
                               proof.at("checkpoint").text()};
    for (const auto& hash : proof.at("proof").array())
        evidence.proof.push_back(*from_base64(hash.text()));
    const auto& environment = scene.world.application().environment();
    CHECK(journal::verify_offline(evidence, environment.keys.journal_key().public_key, environment.origin)
              .empty());
    CHECK(evidence.leaf.find(answer.body.at("digest").text()) != std::string::npos);
    CHECK(evidence.leaf.find(receipt.body.at("received_at").text()) != std::string::npos);
    // The digest is that of the parts as the receipt names them.
    std::vector<TenderPart> parts;
    for (const auto& part : receipt.body.at("parts").array())
        parts.push_back({*TenderId::parse(tender), part.at("name").text(), 0, part.at("digest").text()});
    CHECK(tenders::digest_of(parts) == answer.body.at("digest").text());

    // What was handed in stays as it is.
    CHECK(put_part(scene.world, scene.first, tender, "plan", "Toinen").rule() ==
          "tender.transition_not_listed");
    CHECK(scene.act_on_tender(tender, "parts/plan/drop", scene.first).rule() ==
          "tender.transition_not_listed");
    CHECK(scene.act_on_tender(tender, "submission", scene.first, submission).rule() ==
          "tender.transition_not_listed");
}

TEST_CASE("what is submitted is what was seen: every part by its digest, none missing", "[tender]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto tender = begun_tender(scene.world, scene.first, id);
    const auto submit = [&](const json::Object& body)
    { return scene.act_on_tender(tender, "submission", scene.first, body); };
    REQUIRE(put_part(scene.world, scene.first, tender, "plan", "Suunnitelma").status == 200);
    auto refused = submit(submission_of(scene.world, scene.first, tender));
    CHECK(refused.refuses("/parts", "tender.part_missing"));

    REQUIRE(put_part(scene.world, scene.first, tender, "form", json::write(good_form(price))).status == 200);
    const auto seen = submission_of(scene.world, scene.first, tender);
    REQUIRE(put_part(scene.world, scene.first, tender, "plan", "Toinen suunnitelma").status == 200);
    CHECK(submit(seen).refuses("/parts/1/digest", "tender.part_other_digest"));
    REQUIRE(put_part(scene.world, scene.first, tender, "reference", "Viite").status == 200);
    const auto three = submission_of(scene.world, scene.first, tender);
    auto two = json::Array{three.find("parts")->array()[0], three.find("parts")->array()[1]};
    CHECK(submit(json::Object{}.add("parts", two)).refuses("/parts", "tender.part_not_named"));
    auto twice = three.find("parts")->array();
    twice.push_back(twice[0]);
    CHECK(submit(json::Object{}.add("parts", twice)).refuses("/parts/3/name", "tender.part_unknown"));
    CHECK(scene.see_tender(tender, scene.first).body.at("state").text() == "SAVED");

    REQUIRE(scene.act_on_tender(tender, "parts/reference/drop", scene.first).status == 200);
    CHECK(submit(submission_of(scene.world, scene.first, tender)).status == 200);
}

TEST_CASE(
    "the deadline holds to the microsecond of receipt: at it the tender counts, after it it is kept as late",
    "[tender]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto in_time = written_tender(scene.world, scene.first, id, price);
    const auto late = written_tender(scene.world, scene.second, id, price);
    const auto first = submission_of(scene.world, scene.first, in_time);
    const auto second = submission_of(scene.world, scene.second, late);
    // Both are decided when the deadline has long passed: what counts is when the whole request was here.
    scene.world.move_to(deadline().plus_seconds(60));
    const auto counted = submit_at(scene, in_time, scene.first, deadline(), first);
    REQUIRE(counted.status == 200);
    CHECK(counted.body.at("state").text() == "SUBMITTED");
    const auto kept = submit_at(scene, late, scene.second, deadline().plus_micros(1), second);
    REQUIRE(kept.status == 200);
    CHECK(kept.body.at("state").text() == "LATE");
    CHECK(scene.entries_about(late).back() == "tender.arrived_late");
    const auto receipt = scene.world.get(CompetingScene::tender_path(late) + "/receipt", scene.second.token);
    CHECK(receipt.body.at("is_late").boolean());
    CHECK(receipt.body.at("received_at").text() == to_text(deadline().plus_micros(1)));

    // Now nothing is taken back or replaced.
    CHECK(scene.act_on_tender(in_time, "withdrawal", scene.first).rule() == "tender.deadline_passed");
    const auto another = written_tender(scene.world, scene.first, id, price);
    auto body = submission_of(scene.world, scene.first, another);
    body.add("replaces", in_time);
    CHECK(scene.act_on_tender(another, "submission", scene.first, body).body.at("state").text() == "LATE");
    CHECK(scene.see_tender(in_time, scene.first).body.at("state").text() == "SUBMITTED");
    CHECK(scene.see_tender(another, scene.first).body.find("replaces") == nullptr);
}

TEST_CASE("a draft that nobody submits lapses, a day after the deadline in force", "[tender]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto tender = written_tender(scene.world, scene.first, id, price);
    const auto submitted = submitted_tender(scene.world, scene.second, id, price);
    REQUIRE(scene
                .act(id, "deadline", scene.area.officer,
                     json::Object{}
                         .add("closes_at", "2026-03-23T10:00:00Z")
                         .add("ground", "buyers_own")
                         .add("reason", "Lisäaikaa"))
                .status == 200);
    const auto state = [&](const std::string& one, const World::Member& who)
    { return scene.see_tender(one, who).body.at("state").text(); };
    scene.world.move_to(*parse_instant("2026-03-24T10:00:00Z"));
    CHECK(state(tender, scene.first) == "SAVED");
    scene.world.move_to(*parse_instant("2026-03-24T10:00:01Z"));
    CHECK(state(tender, scene.first) == "LAPSED");
    CHECK(state(submitted, scene.second) == "SUBMITTED");
    CHECK(scene.entries_about(tender).back() == "tender.lapsed");
    CHECK(scene.world.post(CompetingScene::path(id) + "/tenders", json::Object{}, scene.first.token).rule() ==
          "tender.deadline_passed");
    CHECK(
        scene
            .act_on_tender(tender, "submission", scene.first, submission_of(scene.world, scene.first, tender))
            .rule() == "tender.transition_not_listed");
}

TEST_CASE("a tender is replaced in one moment, withdrawn, and never gone", "[tender]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto old = submitted_tender(scene.world, scene.first, id, price);
    const auto newer = written_tender(scene.world, scene.first, id, price - 1);
    auto body = submission_of(scene.world, scene.first, newer);
    CHECK(scene.act_on_tender(newer, "submission", scene.first, body).rule() == "tender.replace_the_other");
    const auto rival = submitted_tender(scene.world, scene.second, id, price);
    auto wrong = body;
    wrong.add("replaces", rival);
    CHECK(scene.act_on_tender(newer, "submission", scene.first, wrong)
              .refuses("/replaces", "tender.nothing_to_replace"));

    body.add("replaces", old);
    const auto replaced = scene.act_on_tender(newer, "submission", scene.first, body);
    REQUIRE(replaced.status == 200);
    CHECK(replaced.body.at("replaces").text() == old);
    CHECK(scene.see_tender(old, scene.first).body.at("state").text() == "REPLACED");
    CHECK(scene.see_tender(old, scene.first).body.at("parts").array().size() == 2);
    CHECK(scene.see_tender(rival, scene.second).body.at("state").text() == "SUBMITTED");
    CHECK(scene.entries_about(old).back() == "tender.replaced");

    CHECK(scene.act_on_tender(newer, "withdrawal", scene.second).status == 404);
    REQUIRE(scene.act_on_tender(newer, "withdrawal", scene.first).status == 200);
    const auto gone = scene.see_tender(newer, scene.first);
    CHECK(gone.body.at("state").text() == "WITHDRAWN");
    CHECK(gone.body.find("withdrawn_at") != nullptr);
    CHECK(scene.entries_about(newer).back() == "tender.withdrawn");
    // Whoever withdrew may tender again.
    submitted_tender(scene.world, scene.first, id, price);
    CHECK(scene.count("/* test.tenders */ SELECT count(*) FROM tender") == 4);
}

TEST_CASE("only the manager of somebody invited tenders, in a number of tenders that ends", "[tender]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto begin = [&](const World::Member& who, const json::Object& body = {})
    { return scene.world.post(CompetingScene::path(id) + "/tenders", body, who.token); };
    CHECK(begin(scene.third).status == 404);
    CHECK(begin(scene.area.officer).rule() == "access.no_duty");
    CHECK(begin(scene.world.member(scene.first, {"worker"})).rule() == "access.no_duty");
    CHECK(begin(scene.first, json::Object{}.add("group", json::Array{scene.third.organisation}))
              .refuses("/group/0", "tender.group_member_not_invited"));
    CHECK(begin(scene.first, json::Object{}.add("group", json::Array{scene.first.organisation}))
              .refuses("/group/0", "tender.group_member_not_invited"));
    CHECK(begin(scene.first, json::Object{}.add("group", json::Array{scene.second.organisation})).status ==
          201);
    for (std::size_t i = 1; i < tenders::tenders_most; ++i)
        REQUIRE(begin(scene.first).status == 201);
    CHECK(begin(scene.first).rule() == "tender.too_many");
    CHECK(begin(scene.second).status == 201);
    CHECK(scene.world.get("/api/v1/tenders?limit=200", scene.first.token).body.at("items").array().size() ==
          tenders::tenders_most);
    CHECK(scene.world.get("/api/v1/tenders", scene.second.token).body.at("items").array().size() == 1);
    // Ids tell nothing of the order in which they were made.
    const auto made = scene.draft(scene.terms());
    CHECK(scene.count("/* test.drafts */ SELECT count(*) FROM competition WHERE state = 'DRAFT'") == 1);
    CHECK_FALSE(made.empty());
}
