#include "core/crypto/crypto.hpp"
#include "core/journal/journal.hpp"
#include "core/observe/log.hpp"
#include "core/storage/store.hpp"
#include "marketplace/choice/receipt_store.hpp"
#include "tests/marketplace/choice/choice_scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <mutex>

using namespace kori;
using namespace kori::test;

namespace
{

std::string digest_in_journal(World& world, std::string_view entry)
{
    std::string facts;
    world.store().read([&](Transaction& tx) { facts = journal::find(tx, entry)->facts; });
    const auto at = facts.find("\"digest\":\"") + 10;
    return facts.substr(at, 64);
}

} // namespace

TEST_CASE("the whole way from a code to a receipt whose digest stands in the journal", "[choice]")
{
    ChoiceScene scene;
    const auto opened = scene.open();
    REQUIRE(opened.status == 201);
    CHECK(opened.body.at("state").text() == "OPENED");
    CHECK(opened.body.at("code").text().size() == 14);
    const auto entered = scene.enter(opened.body.at("code").text());
    REQUIRE(entered.status == 200);
    const test::OpenChoice choice{opened.body.at("id").text(), opened.body.at("code").text(),
                                  entered.body.at("token").text()};
    const auto shown = test::show_choice(scene.world, choice);
    CHECK(shown.body.at("state").text() == "COMPARED");
    auto ids = shown_in(shown);
    CHECK(std::is_permutation(ids.begin(), ids.end(), scene.offers.begin(), scene.offers.end()));
    const auto receipt = scene.choose(choice, ids[1]);
    REQUIRE(receipt.status == 201);
    const auto text = receipt.body.at("text").text();
    CHECK(text.starts_with("kori-choice-receipt/1\nreceipt rcp_"));
    CHECK(text.find("shown 1 " + ids[0] + " ") < text.find("shown 2 " + ids[1] + " "));
    CHECK(text.find("\nassisted no\n") != std::string::npos);
    CHECK(receipt.body.at("digest").text() == to_hex(crypto::sha256(text)));
    CHECK(digest_in_journal(scene.world, receipt.body.at("journal_entry").text()) ==
          receipt.body.at("digest").text());
    CHECK(scene.state(choice.session) == "CHOSEN");
    CHECK(scene.world.get("/api/v1/choice", choice.token).body.at("receipt").text() ==
          receipt.body.at("receipt").text());
    // The stored receipt gives the same bytes.
    scene.world.store().read(
        [&](Transaction& tx)
        {
            const auto kept = choices::receipt_of(tx, *BasketAgreementId::parse(scene.agreement));
            REQUIRE(kept.has_value());
            CHECK(canonical_text(*kept) == text);
            CHECK(choices::digest_of(*kept) == receipt.body.at("digest").text());
        });
}

TEST_CASE("a receipt is read by the token, the coach, the auditor and, once an order was sent, the chosen "
          "provider's manager, and by nobody else",
          "[receipt][privacy]")
{
    ChoiceScene scene;
    const auto made = test::chosen(scene.world, scene.area, scene.basket, scene.customer, scene.offers[0]);
    const auto path = "/api/v1/choice-receipts/" + made.receipt;
    const auto worker = scene.world.member(scene.providers[0], {"worker"});
    CHECK(scene.world.get(path, scene.providers[0].token).status == 404); // knows of nobody yet
    REQUIRE(scene.world
                .post("/api/v1/baskets/" + scene.basket + "/budget",
                      json::Object{}.add("amount_cents", 1'000'000), scene.area.finance.token)
                .status == 200);
    const auto order =
        scene.world.post("/api/v1/agreements/" + made.agreement + "/orders",
                         json::Object{}.add("planned_start_on", "2026-03-09"), scene.area.coach.token);
    REQUIRE(order.status == 201);
    CHECK(scene.world.get(path, scene.providers[0].token).status == 404); // nor while it is being made
    REQUIRE(
        scene.world.post("/api/v1/orders/" + order.body.at("id").text() + "/send", {}, scene.area.coach.token)
            .status == 200);
    CHECK(scene.world.get(path, worker.token).status == 404);
    for (const auto& token : std::vector<std::string>{made.token, scene.area.coach.token,
                                                      scene.area.auditor.token, scene.providers[0].token})
    {
        const auto read = scene.world.get(path, token);
        REQUIRE(read.status == 200);
        CHECK(read.body.at("chosen").text() == made.offer_version);
        CHECK(read.raw.body.find("cus_") == std::string::npos);
    }
    const auto other = test::make_area(scene.world, "Toinen alue", "0112038-9", "44", {"624"});
    const auto colleague = scene.world.member(scene.area.admin, {"coach"});
    const auto someone = test::chosen(scene.world, scene.area, scene.basket);
    const auto absent =
        scene.world.get("/api/v1/choice-receipts/rcp_00000000000000000000000000", colleague.token);
    CHECK(absent.status == 404);
    for (const auto& token :
         std::vector<std::string>{scene.providers[1].token, other.auditor.token, other.coach.token,
                                  colleague.token, scene.area.officer.token, someone.token})
    {
        const auto refused = scene.world.get(path, token);
        CHECK(refused.status == 404);
        CHECK(refused.rule() == absent.rule());
    }
    CHECK(scene.world.get(path).status == 401);
}

TEST_CASE("a receipt's entry is proved against the signed tree, offline", "[receipt][journal]")
{
    ChoiceScene scene;
    const auto made = test::chosen(scene.world, scene.area, scene.basket);
    const auto read = scene.world.get("/api/v1/choice-receipts/" + made.receipt, made.token);
    const auto& proof = read.body.at("proof");
    REQUIRE(proof.at("state").text() == "included");
    journal::Evidence evidence;
    evidence.leaf = *from_base64(proof.at("leaf").text());
    evidence.number = proof.at("number").integer();
    for (const auto& hash : proof.at("proof").texts())
        evidence.proof.push_back(*from_base64(hash));
    evidence.checkpoint = proof.at("checkpoint").text();
    const auto& environment = scene.world.application().environment();
    CHECK(journal::verify_offline(evidence, environment.keys.journal_key().public_key, environment.origin)
              .empty());
    CHECK(evidence.leaf.find(read.body.at("digest").text()) != std::string::npos);
    evidence.leaf[evidence.leaf.find(read.body.at("digest").text())] ^= 1;
    CHECK(!journal::verify_offline(evidence, environment.keys.journal_key().public_key, environment.origin)
               .empty());
}

TEST_CASE("an auditor replays a receipt bit for bit, also after the customer was erased", "[receipt]")
{
    ChoiceScene scene{5};
    const auto made = test::chosen(scene.world, scene.area, scene.basket, scene.customer);
    const auto path = "/api/v1/choice-receipts/" + made.receipt;
    const auto replay = [&] { return scene.world.get(path + "/replay", scene.area.auditor.token); };
    const auto once = replay();
    REQUIRE(once.status == 200);
    CHECK(once.body.at("is_equal").boolean());
    CHECK(scene.world.get(path + "/replay", scene.area.coach.token).status == 403);
    const auto before = scene.world.get(path, scene.area.auditor.token).body.at("text").text();
    REQUIRE(scene.world
                .post("/api/v1/customers/" + scene.customer + "/erase",
                      json::Object{}.add("reason", "retention"), scene.area.admin.token)
                .status == 200);
    CHECK(replay().raw.body == once.raw.body);
    CHECK(scene.world.get(path, scene.area.auditor.token).body.at("text").text() == before);
    CHECK(scene.world.get("/api/v1/choice", made.token).status == 401); // but the token ends

    // The stored seed digest and order belong together: an order that was tampered with is found.
    scene.world.store().write_and_wait(
        [&](Transaction& tx)
        {
            tx.change("/* test.tamper */ UPDATE choice_shown SET place = place + 10 WHERE session_id = ? AND "
                      "place = 1",
                      made.session);
            return Verdict::keep;
        });
    const auto tampered = replay();
    CHECK(!tampered.body.at("order_matches").boolean());
    CHECK(!tampered.body.at("digest_matches").boolean());
    CHECK(!tampered.body.at("is_equal").boolean());
}

TEST_CASE("journal and log of a whole choice hold neither customer, code nor token", "[choice][journal]")
{
    std::mutex mutex;
    std::string lines;
    observe::set_log_sink(
        [&](std::string_view line)
        {
            const std::lock_guard lock{mutex};
            lines += line;
        });
    {
        ChoiceScene scene{2};
        REQUIRE(test::identify(scene.world, scene.area, scene.customer).status == 200);
        const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
        const auto shown = shown_in(test::show_choice(scene.world, choice));
        const auto receipt = scene.choose(choice, shown[0]).body.at("receipt").text();
        scene.world.get("/api/v1/choice-receipts/" + receipt, scene.area.coach.token);
        scene.world.get("/api/v1/choice-receipts/" + receipt, choice.token);
        scene.world.get("/api/v1/agreements/" + scene.agreement, scene.area.coach.token);
        std::string entries;
        std::string seen_by_provider;
        scene.world.store().read(
            [&](Transaction& tx)
            {
                for (const auto& entry : journal::feed(tx, -1, 10'000, "", true))
                    entries += journal::leaf_bytes(entry) + "\n";
                for (const auto& entry :
                     journal::feed(tx, -1, 10'000, scene.providers[0].organisation, false))
                    seen_by_provider += journal::leaf_bytes(entry) + "\n";
            });
        CHECK(entries.find("choice.made") != std::string::npos);
        for (const auto& text : {entries, lines})
            for (const auto* secret : {"cus_", "Veera", choice.code.c_str(), choice.token.c_str(), "131052"})
                CHECK(text.find(secret) == std::string::npos);
        CHECK(seen_by_provider.find("person:") == std::string::npos);
        CHECK(seen_by_provider.find("choice.") == std::string::npos);
    }
    observe::set_log_sink({});
}
