#include "core/access/access.hpp"
#include "core/crypto/crypto.hpp"
#include "core/journal/journal.hpp"
#include "core/observe/log.hpp"
#include "core/storage/store.hpp"
#include "marketplace/choice/receipt_store.hpp"
#include "marketplace/consent/consent_store.hpp"
#include "tests/support/customer.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <mutex>

using namespace kori;
using kori::test::World;

namespace
{

// An active basket with listed offers, and one customer who has agreed to it.
struct Scene
{
    explicit Scene(int offers_wanted = 3, const json::Object& terms = test::good_terms())
    {
        basket = test::active_basket(world, area, terms);
        const auto programme = test::programme_of(world, basket);
        for (int i = 1; i <= offers_wanted; ++i)
        {
            providers.push_back(test::accepted_provider(world, area, programme, i));
            offers.push_back(test::listed_offer(world, providers.back(), basket));
        }
        customer = test::recorded_customer(world, area);
        agreement = test::agreed_basket(world, area, customer, basket);
    }

    test::Answer open()
    {
        return world.post("/api/v1/agreements/" + agreement + "/choice-sessions", {}, area.coach.token);
    }
    test::Answer enter(std::string_view code)
    {
        return world.post("/api/v1/choice/open", json::Object{}.add("code", code));
    }
    test::Answer choose(const test::OpenChoice& choice, std::string_view offer)
    {
        return world.post("/api/v1/choice/choose", json::Object{}.add("offer", offer), choice.token);
    }
    test::Answer none(const test::OpenChoice& choice, std::string_view reason)
    {
        return world.post("/api/v1/choice/none", json::Object{}.add("reason", reason), choice.token);
    }
    test::Answer revoke(std::string_view session)
    {
        return world.post("/api/v1/choice-sessions/" + std::string{session} + "/revoke",
                          json::Object{}.add("reason", "lost"), area.coach.token);
    }
    test::Answer reseed(std::string_view token)
    {
        return world.post("/api/v1/agreements/" + agreement + "/new-seed",
                          json::Object{}.add("reason", "technical fault"), token);
    }
    test::Answer assist(std::string_view session, std::string_view offer, std::string_view by,
                        std::string_view kind)
    {
        return world.post("/api/v1/choice-sessions/" + std::string{session} + "/assisted",
                          json::Object{}
                              .add("offer", offer)
                              .add("assistance", json::Object{}.add("by", by).add("kind", kind)),
                          area.coach.token);
    }
    std::string state(std::string_view session)
    {
        return world.get("/api/v1/choice-sessions/" + std::string{session}, area.coach.token)
            .body.at("state")
            .text();
    }

    World world;
    test::Area area = test::make_kuopio(world);
    std::string basket;
    std::vector<World::Member> providers;
    std::vector<std::string> offers;
    std::string customer;
    std::string agreement;
};

std::vector<std::string> shown_in(const test::Answer& choice)
{
    std::vector<std::string> ids;
    for (const auto& offer : choice.body.at("offers").array())
        ids.push_back(offer.at("offer").text());
    return ids;
}

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
    Scene scene;
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

TEST_CASE("the customer compares names, benefit, places, languages and start: nothing personal, no prices",
          "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const auto seen =
        scene.world.ask(http::Method::get, "/api/v1/choice", {},
                        {.token = choice.token, .if_match = {}, .key = {}, .language = "sv", .headers = {}});
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("basket").at("name").text() == "Oma polku töihin (sv)");
    const auto& offer = seen.body.at("offers").array()[0];
    CHECK(!offer.at("name").text().empty());
    CHECK(!offer.at("benefit").text().empty());
    CHECK(!offer.at("places").array().empty());
    CHECK(!offer.at("languages").array().empty());
    CHECK(!offer.at("is_full").boolean());
    for (const auto* word : {"price", "cents", "cus_", "Veera", "capacity", "coach"})
        CHECK(seen.raw.body.find(word) == std::string::npos);
}

TEST_CASE("before the list is shown there is nothing to choose, and a list that was shown stays as it was",
          "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(scene.world.get("/api/v1/choice", choice.token).body.at("offers").array().empty());
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.nothing_shown");
    CHECK(scene.none(choice, "too_far").rule() == "choice.look_first");
    const auto shown = shown_in(test::show_choice(scene.world, choice));
    CHECK(shown_in(scene.world.get("/api/v1/choice", choice.token)) == shown);
    CHECK(shown_in(test::show_choice(scene.world, choice)) == shown); // looking again shows the same order
}

TEST_CASE("a code opens once, and only as long as it lives", "[choice]")
{
    Scene scene;
    const auto opened = scene.open();
    const auto code = opened.body.at("code").text();
    REQUIRE(scene.enter(code).status == 200);
    const auto again = scene.enter(code);
    CHECK(again.status == 401);
    CHECK(again.rule() == "choice.wrong_code");
    CHECK(scene.enter("0000-0000-0000").rule() == again.rule());

    REQUIRE(scene.revoke(opened.body.at("id").text()).status == 200);
    const auto next = scene.open();
    REQUIRE(next.status == 201);
    const auto end = *parse_instant(next.body.at("code_expires_at").text());
    scene.world.move_to(end.plus_seconds(-1));
    CHECK(scene.state(next.body.at("id").text()) == "OPENED");
    scene.world.move_to(end);
    CHECK(scene.enter(next.body.at("code").text()).rule() == "choice.wrong_code");
}

TEST_CASE("a code may be written in small letters, without dashes and with letters that look like digits",
          "[choice]")
{
    Scene scene;
    auto code = scene.open().body.at("code").text();
    std::string written;
    for (char c : code)
        if (c != '-')
            written += c == '0'               ? 'o'
                       : c == '1'             ? 'l'
                       : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                                              : c;
    CHECK(scene.enter(written).status == 200);
}

TEST_CASE("neither code nor token lies readable in the database", "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    scene.world.store().read(
        [&](Transaction& tx)
        {
            const auto row =
                tx.query_one("/* test.session */ SELECT code_hash, token_hash FROM choice_session");
            REQUIRE(row.has_value());
            CHECK(row->bytes(0) != crypto::sha256(choice.code)); // keyed: 60 bits could be tried
            CHECK(row->bytes(1) == crypto::sha256(choice.token));
        });
}

TEST_CASE("wrong codes leave a witness and are throttled by address", "[choice]")
{
    Scene scene;
    const auto before = scene.world.entries();
    const auto code = scene.open().body.at("code").text();
    for (int i = 0; i < 19; ++i)
        CHECK(scene.enter("0000-0000-0000").status == 401);
    CHECK(scene.world.entries() == before + 1 + 19);    // the session and the witnesses
    CHECK(scene.enter("0000-0000-0000").status == 401); // the twentieth
    const auto throttled = scene.enter(code);
    CHECK(throttled.status == 429);
    CHECK(throttled.raw.header("Retry-After").has_value());
    scene.world.move_to(scene.world.now().plus_seconds(901));
    CHECK(scene.enter(code).status == 200);
}

TEST_CASE("the token opens this choice alone, for two hours", "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(scene.world.get("/api/v1/customers", choice.token).status == 403);
    CHECK(scene.world.get("/api/v1/me", choice.token).status == 403);
    CHECK(scene.world.get("/api/v1/choice", scene.area.coach.token).status == 403);
    CHECK(scene.world.get("/api/v1/choice").status == 401);
    CHECK(scene.world.get("/api/v1/choice", "choice_unknown-token-that-nobody-has").rule() ==
          "choice.token_unknown");
    const auto end = scene.world.now().plus_hours(2);
    scene.world.move_to(end.plus_seconds(-1));
    CHECK(scene.world.get("/api/v1/choice", choice.token).status == 200);
    scene.world.move_to(end);
    CHECK(scene.world.get("/api/v1/choice", choice.token).rule() == "choice.token_unknown");
}

TEST_CASE("a choice that is not made in time expires at its due moment and alerts the coach", "[choice]")
{
    Scene scene;
    const auto opened = scene.open();
    const auto session = opened.body.at("id").text();
    const auto tasks = [&]
    {
        std::vector<std::string> about;
        const auto open_tasks = scene.world.get("/api/v1/tasks", scene.area.coach.token);
        for (const auto& task : open_tasks.body.at("items").array())
            if (task.at("kind").text() == "choice.expired" && task.at("is_mine").boolean())
                about.push_back(task.at("about").text());
        return about;
    };
    const auto end = scene.world.now().plus_days(14); // choice_code_lifetime_days
    CHECK(*parse_instant(opened.body.at("code_expires_at").text()) <= end);
    scene.world.move_to(end.plus_seconds(-60));
    CHECK(tasks().empty());
    scene.world.move_to(end);
    CHECK(scene.state(session) == "EXPIRED");
    CHECK(tasks() == std::vector<std::string>{session});
    CHECK(scene.open().status == 201); // a new one follows
}

TEST_CASE("a choice that was made alerts nobody later", "[choice]")
{
    Scene scene;
    const auto made = test::chosen(scene.world, scene.area, scene.basket);
    scene.world.move_days(15);
    CHECK(scene.state(made.session) == "CHOSEN");
    CHECK(scene.world.get("/api/v1/tasks", scene.area.coach.token).raw.body.find(made.session) ==
          std::string::npos);
}

TEST_CASE(
    "with fewer alternatives than the basket asks for nothing can be chosen, and none can always be said",
    "[choice]")
{
    Scene scene{1};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    const auto shown = test::show_choice(scene.world, choice);
    CHECK(!shown.body.at("can_choose").boolean());
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.too_few_alternatives");
    CHECK(scene.none(choice, "too_few_offers").status == 201);
}

TEST_CASE("with exactly the needed alternatives the customer chooses", "[choice]")
{
    Scene scene{2};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(test::show_choice(scene.world, choice).body.at("can_choose").boolean());
    CHECK(scene.choose(choice, scene.offers[0]).status == 201);
}

TEST_CASE("an offer that was not shown cannot be chosen", "[choice]")
{
    Scene scene{2};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const auto programme = test::programme_of(scene.world, scene.basket);
    const auto late = test::listed_offer(
        scene.world, test::accepted_provider(scene.world, scene.area, programme, 9), scene.basket);
    CHECK(scene.choose(choice, late).refuses("/offer", "choice.not_shown"));
    // Looking again writes a new list down.
    CHECK(shown_in(test::show_choice(scene.world, choice)).size() == 3);
    CHECK(scene.choose(choice, late).status == 201);
}

TEST_CASE("an offer that changed or closed after it was shown is looked at again before it is chosen",
          "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    REQUIRE(scene.world.post("/api/v1/offers/" + scene.offers[0] + "/pause", {}, scene.providers[0].token)
                .status == 200);
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.offer_gone");
    const auto shown = shown_in(test::show_choice(scene.world, choice));
    CHECK(std::find(shown.begin(), shown.end(), scene.offers[0]) == shown.end());
    CHECK(scene.choose(choice, scene.offers[1]).status == 201);
}

TEST_CASE("a new version of the basket stops a running choice", "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    test::publish_version(scene.world, scene.area, scene.basket,
                          test::with(test::good_terms(), "minimum_alternatives", 3));
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.basket_changed");
    CHECK(scene.world.post("/api/v1/choice/show", {}, choice.token).rule() == "choice.basket_changed");
    CHECK(scene.revoke(choice.session).status == 200);
    CHECK(scene.open().rule() == "choice.basket_changed");
}

TEST_CASE("a choice opens only for an agreed basket, one at a time, and not after it was made", "[choice]")
{
    Scene scene;
    const auto proposed = scene.world
                              .post("/api/v1/customers/" + scene.customer + "/agreements",
                                    json::Object{}.add("basket", scene.basket), scene.area.coach.token)
                              .body.at("id")
                              .text();
    CHECK(scene.world.post("/api/v1/agreements/" + proposed + "/choice-sessions", {}, scene.area.coach.token)
              .rule() == "choice.not_agreed");
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(scene.open().rule() == "choice.session_is_open");
    test::show_choice(scene.world, choice);
    REQUIRE(scene.choose(choice, scene.offers[0]).status == 201);
    CHECK(scene.open().rule() == "choice.already_made");
    CHECK(scene.choose(choice, scene.offers[1]).rule() == "choice_session.transition_not_listed");
    // Changing one's mind is a new agreement.
    CHECK(test::chosen(scene.world, scene.area, scene.basket, scene.customer, scene.offers[1]).offer ==
          scene.offers[1]);
}

TEST_CASE("a revoked code opens nothing, and a token of it ends at once", "[choice]")
{
    Scene scene;
    const auto opened = scene.open();
    REQUIRE(scene.revoke(opened.body.at("id").text()).body.at("state").text() == "REVOKED");
    CHECK(scene.enter(opened.body.at("code").text()).rule() == "choice.wrong_code");
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    REQUIRE(scene.revoke(choice.session).status == 200);
    CHECK(scene.world.get("/api/v1/choice", choice.token).status == 401);
    CHECK(scene.revoke(choice.session).rule() == "choice_session.transition_not_listed");
}

TEST_CASE("a repeated key chooses once and answers byte for byte", "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const test::Ask how{
        .token = choice.token, .if_match = {}, .key = "one-key-for-the-choice", .headers = {}};
    const auto one = scene.world.ask(http::Method::post, "/api/v1/choice/choose",
                                     json::Object{}.add("offer", scene.offers[0]), how);
    const auto entries = scene.world.entries();
    const auto two = scene.world.ask(http::Method::post, "/api/v1/choice/choose",
                                     json::Object{}.add("offer", scene.offers[0]), how);
    CHECK(one.status == 201);
    CHECK(two.raw.body == one.raw.body);
    CHECK(scene.world.entries() == entries);
}

TEST_CASE("none suitable is said with a reason and becomes an unmet need that names no customer", "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    CHECK(scene.none(choice, "because").refuses("/reason", "field.not_listed"));
    const auto receipt = scene.none(choice, "too_far");
    REQUIRE(receipt.status == 201);
    CHECK(receipt.body.at("text").text().find("\nchosen none\n") != std::string::npos);
    CHECK(receipt.body.find("chosen") == nullptr);
    CHECK(scene.state(choice.session) == "NO_SUITABLE");
    const auto unmet = scene.world.get("/api/v1/unmet-needs/rows", scene.area.auditor.token);
    REQUIRE(unmet.body.at("items").array().size() == 1);
    const auto& item = unmet.body.at("items").array()[0];
    CHECK(item.at("reason").text() == "too_far");
    CHECK(item.at("needs").texts() == std::vector<std::string>{"job_search"});
    CHECK(item.at("municipality").text() == "297");
    CHECK(unmet.raw.body.find("cus_") == std::string::npos);
    const auto other = test::make_area(scene.world, "Toinen alue", "0112038-9", "44", {"624"});
    CHECK(scene.world.get("/api/v1/unmet-needs/rows", other.auditor.token).body.at("items").array().empty());
    CHECK(scene.world.get("/api/v1/unmet-needs/rows", scene.area.officer.token).status == 403);
    CHECK(scene.world.get("/api/v1/unmet-needs", other.officer.token).body.at("items").array().empty());
    CHECK(scene.world.get("/api/v1/unmet-needs", scene.area.coach.token).status == 403);
    CHECK(scene.open().status == 201); // the agreement stands; a new choice may follow
}

TEST_CASE("unmet needs are counted by customers, and a group under five is not told", "[choice][privacy]")
{
    Scene scene{2};
    const auto counts = [&]
    { return scene.world.get("/api/v1/unmet-needs", scene.area.officer.token).body.at("items").array(); };
    const auto find_none = [&](const std::string& agreement)
    {
        const auto choice = test::open_choice(scene.world, scene.area, agreement);
        test::show_choice(scene.world, choice);
        REQUIRE(scene.none(choice, "too_far").status == 201);
    };
    find_none(scene.agreement);
    find_none(scene.agreement); // the same person again is one person
    for (int others = 1; others <= 4; ++others)
    {
        const auto seen = counts();
        REQUIRE(seen.size() == 1);
        CHECK(seen[0].at("basket").text() == scene.basket);
        CHECK(seen[0].at("need").text() == "job_search");
        CHECK(seen[0].at("month").text() == "2026-03");
        CHECK(seen[0].at("fewer_than").integer() == 5);
        CHECK(seen[0].find("customers") == nullptr);
        find_none(test::agreed_basket(scene.world, scene.area,
                                      test::recorded_customer(scene.world, scene.area), scene.basket));
    }
    CHECK(counts()[0].at("customers").integer() == 5);
    CHECK(counts()[0].find("fewer_than") == nullptr);
    const auto entries = scene.world.entries();
    REQUIRE(scene.world.get("/api/v1/unmet-needs/rows", scene.area.auditor.token).status == 200);
    CHECK(scene.world.entries() == entries + 1); // who looked at single ones
}

// 306/2019 §6
TEST_CASE("who leaves a shared computer ends the token of the choice at once, and not the choice",
          "[choice][privacy]")
{
    Scene scene{2};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    REQUIRE(scene.world.post("/api/v1/sign-out", {}, choice.token).status == 204);
    CHECK(scene.world.get("/api/v1/choice", choice.token).status == 401);
    CHECK(scene.choose(choice, scene.offers[0]).status == 401);
    CHECK(scene.world.post("/api/v1/sign-out", {}, choice.token).status == 401);
    CHECK(scene.state(choice.session) == "COMPARED");
    // The coach gives another code.
    REQUIRE(scene.revoke(choice.session).status == 200);
    const auto again = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, again);
    CHECK(scene.choose(again, scene.offers[0]).status == 201);
}

TEST_CASE("an assisted choice says by whom and how, and only of the list that was shown", "[choice]")
{
    Scene scene{2};
    const auto opened = scene.open();
    const auto session = opened.body.at("id").text();
    const auto coach = scene.area.coach.membership;
    CHECK(scene.assist(session, scene.offers[0], coach, "read_aloud").rule() ==
          "choice.nothing_shown"); // nobody has looked
    const test::OpenChoice choice{
        session, {}, scene.enter(opened.body.at("code").text()).body.at("token").text()};
    test::show_choice(scene.world, choice);
    const auto programme = test::programme_of(scene.world, scene.basket);
    const auto late = test::listed_offer(
        scene.world, test::accepted_provider(scene.world, scene.area, programme, 9), scene.basket);
    CHECK(scene.assist(session, late, coach, "read_aloud").refuses("/offer", "choice.not_shown"));
    CHECK(scene.assist(session, scene.offers[0], "Pekka", "read_aloud").rule() == "choice.no_such_helper");
    CHECK(scene.assist(session, scene.offers[0], scene.providers[0].membership, "read_aloud").rule() ==
          "choice.no_such_helper");
    CHECK(scene.assist(session, scene.offers[0], "support_person", "read_aloud").rule() ==
          "choice.helper_unfit");
    CHECK(scene.assist(session, scene.offers[0], coach, "support_person").rule() == "choice.helper_unfit");
    CHECK(scene.assist(session, scene.offers[0], coach, "telepathy")
              .refuses("/assistance/kind", "field.not_listed"));
    const auto receipt = scene.assist(session, scene.offers[0], coach, "read_aloud");
    REQUIRE(receipt.status == 201);
    CHECK(receipt.body.at("is_assisted").boolean());
    CHECK(receipt.body.at("text").text().find("\nassisted read_aloud " + coach + "\n") != std::string::npos);
    CHECK(scene.state(session) == "ASSISTED_CHOSEN");
}

TEST_CASE("only a coach of that customer records an assisted choice", "[choice]")
{
    Scene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const auto colleague = scene.world.member(scene.area.admin, {"coach"});
    const auto body =
        json::Object{}
            .add("offer", scene.offers[0])
            .add("assistance", json::Object{}.add("by", "support_person").add("kind", "support_person"));
    const auto path = "/api/v1/choice-sessions/" + choice.session + "/assisted";
    CHECK(scene.world.post(path, body, colleague.token).status == 404);
    CHECK(scene.world.post(path, body, scene.area.decider.token).status == 403);
    CHECK(scene.world.get("/api/v1/choice-sessions/" + choice.session, colleague.token).status == 404);
    CHECK(scene.world.post(path, body, scene.area.coach.token).status == 201);
}

TEST_CASE(
    "the order is one customer's own, stays for a basket version, and a new seed is a decision with a reason",
    "[choice]")
{
    Scene scene{7};
    const auto first = test::open_choice(scene.world, scene.area, scene.agreement);
    const auto order = shown_in(test::show_choice(scene.world, first));
    CHECK(scene.reseed(scene.area.coach.token).status == 403);
    CHECK(scene.reseed(scene.area.decider.token).rule() == "choice.session_is_open");
    REQUIRE(scene.revoke(first.session).status == 200);

    const auto second = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(shown_in(test::show_choice(scene.world, second)) == order);
    REQUIRE(scene.revoke(second.session).status == 200);

    const auto other = test::make_area(scene.world, "Toinen alue", "0112038-9", "44", {"624"});
    CHECK(scene.reseed(other.decider.token).status == 404);
    const auto reseeded = scene.reseed(scene.area.decider.token);
    REQUIRE(reseeded.status == 200);
    CHECK(reseeded.body.at("seed_number").integer() == 2);
    std::string reason;
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, scene.agreement))
                if (entry.kind == "choice.reseeded")
                    reason = entry.reason;
        });
    CHECK(reason == "technical fault");
    const auto third = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(shown_in(test::show_choice(scene.world, third)) != order);

    const auto somebody = test::recorded_customer(scene.world, scene.area);
    const auto theirs = test::open_choice(
        scene.world, scene.area, test::agreed_basket(scene.world, scene.area, somebody, scene.basket));
    CHECK(shown_in(test::show_choice(scene.world, theirs)) != order);
}

TEST_CASE("a receipt is read by the token, the coach, the auditor and, once an order was sent, the chosen "
          "provider's manager, and by nobody else",
          "[receipt][privacy]")
{
    Scene scene;
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
    Scene scene;
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
    Scene scene{5};
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

TEST_CASE("where the basket reveals health the customer's consent is asked for the chosen provider alone",
          "[choice][consent]")
{
    Scene scene{2, test::with(test::good_terms(), "reveals_health", true)};
    const auto given_to = [&](const World::Member& provider)
    {
        bool given = false;
        scene.world.store().read(
            [&](Transaction& tx)
            {
                given = consents::is_given(tx, *CustomerId::parse(scene.customer),
                                           *OrganisationId::parse(provider.organisation),
                                           consent_purpose::health_to_provider);
            });
        return given;
    };
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    const auto answer = [&](const char* word)
    { return scene.world.post("/api/v1/choice/consent", json::Object{}.add("answer", word), choice.token); };
    CHECK(answer("give").rule() == "choice.nothing_asked");
    test::show_choice(scene.world, choice);
    REQUIRE(scene.choose(choice, scene.offers[1]).status == 201);
    CHECK(!given_to(scene.providers[1]));
    REQUIRE(answer("give").status == 200);
    CHECK(given_to(scene.providers[1]));
    CHECK(!given_to(scene.providers[0]));
    REQUIRE(answer("withdraw").status == 200);
    CHECK(!given_to(scene.providers[1]));
}

TEST_CASE("a basket that reveals nothing asks for no consent", "[choice][consent]")
{
    Scene scene{2};
    const auto made = test::chosen(scene.world, scene.area, scene.basket, scene.customer);
    CHECK(
        scene.world.post("/api/v1/choice/consent", json::Object{}.add("answer", "give"), made.token).rule() ==
        "choice.nothing_asked");
    CHECK(scene.world.get("/api/v1/customers/" + scene.customer + "/consents", scene.area.coach.token)
              .body.at("items")
              .array()
              .empty());
}

TEST_CASE("there is no route by which a coach or an authority orders, filters or picks among offers",
          "[choice][absence]")
{
    World world;
    for (const auto& route : world.application().desk().routes())
    {
        INFO(http::name_of(route.method) << " " << route.pattern);
        const bool is_of_choice = route.pattern.find("/choice") != std::string::npos ||
                                  route.pattern.find("/agreements") != std::string::npos ||
                                  route.pattern.find("/customers") != std::string::npos;
        if (!is_of_choice)
            continue;
        // Nothing but a page is asked for by query: no sort, no filter, no provider.
        CHECK(route.query.empty());
        for (const auto* word :
             {"rank", "sort", "order-offers", "recommend", "assign-provider", "refer", "shortlist", "pick"})
            CHECK(route.pattern.find(word) == std::string::npos);
        // A body names an offer only where the customer chooses, or where a choice with help is written down.
        bool names_offer = false;
        if (route.request)
            for (const auto& member : route.request->members)
            {
                names_offer = names_offer || member.name.find("offer") != std::string::npos;
                const bool is_consent = route.pattern.find("/consents") != std::string::npos;
                CHECK((is_consent || member.name.find("provider") == std::string::npos));
            }
        if (names_offer)
        {
            const bool is_the_customers = route.permission == choice_holder;
            CHECK((is_the_customers || route.pattern == "/api/v1/choice-sessions/{session}/assisted"));
        }
        // What is shown and chosen is written by the holder of the code.
        if (route.pattern == "/api/v1/choice/show" || route.pattern == "/api/v1/choice/choose" ||
            route.pattern == "/api/v1/choice/none")
            CHECK(route.permission == choice_holder);
    }
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
        Scene scene{2};
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
