#include "tests/procurement/competition/competing_scene.hpp"

#include "core/crypto/sealed_tender.hpp"
#include "procurement/competition/tender_actions.hpp"
#include "procurement/competition/tender_form.hpp"
#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

struct Sealing
{
    CompetingScene scene;
    std::string id = scene.invited();
    std::string tender = begun_tender(scene.world, scene.first, id);
    crypto::SeededRandomness random{"bidder"};

    crypto::CompetitionKey key(const std::string& competition)
    {
        auto read =
            crypto::read_competition_key(scene.see(competition, scene.first).body.at("key_text").text());
        REQUIRE(bool(read));
        return *read;
    }
    std::string sealed(const crypto::CompetitionKey& to, const std::string& bidder, std::string_view part,
                       std::string_view plain)
    {
        auto file = crypto::seal_tender(to, bidder, part, plain, random);
        REQUIRE(bool(file));
        return *file;
    }
    Answer piece(std::string_view part, std::string_view number, std::string_view bytes)
    {
        return scene.world.ask(http::Method::put,
                               CompetingScene::tender_path(tender) + "/parts/" + std::string{part} +
                                   "/pieces/" + std::string{number},
                               json::Object{}.add("sealed", to_base64(bytes)),
                               {.token = scene.first.token, .if_match = "*", .key = {}, .headers = {}});
    }
};

} // namespace

TEST_CASE("a bidder seals with its own tools and hands the file in piece by piece", "[tender]")
{
    Sealing sealing;
    auto& scene = sealing.scene;
    const std::string plain(900'000, 'p');
    const auto file = sealing.sealed(sealing.key(sealing.id), scene.first.organisation, "plan", plain);
    const std::string_view bytes{file};
    const auto first = bytes.substr(0, 700'000);
    const auto rest = bytes.substr(700'000);

    const auto begun = sealing.piece("plan", "0", first);
    REQUIRE(begun.status == 200);
    CHECK_FALSE(begun.body.at("is_whole").boolean());
    CHECK(begun.body.at("sealed_by_bidder").boolean());
    CHECK(sealing.piece("plan", "2", rest).rule() == "tender.piece_out_of_order");
    CHECK(sealing.piece("plan", "0", first).status == 200); // anew
    // A part that is not whole cannot be submitted.
    REQUIRE(put_part(scene.world, scene.first, sealing.tender, "form", json::write(good_form(100))).status ==
            200);
    auto named = submission_of(scene.world, scene.first, sealing.tender).find("parts")->array();
    named[1].object() = json::Object{}.add("name", "plan").add("digest", std::string(64, '0'));
    CHECK(scene.act_on_tender(sealing.tender, "submission", scene.first, json::Object{}.add("parts", named))
              .refuses("/parts/1/name", "tender.part_not_whole"));

    const auto whole = sealing.piece("plan", "1", rest);
    REQUIRE(whole.status == 200);
    CHECK(whole.body.at("is_whole").boolean());
    CHECK(whole.body.at("digest").text() == to_hex(crypto::sha256(file)));
    CHECK(sealing.piece("plan", "2", rest).rule() == "tender.piece_out_of_order");
    CHECK(scene
              .act_on_tender(sealing.tender, "submission", scene.first,
                             submission_of(scene.world, scene.first, sealing.tender))
              .status == 200);
    std::string kept;
    scene.world.store().read([&](Transaction& tx)
                             { kept = tenders::sealed_part(tx, *TenderId::parse(sealing.tender), "plan"); });
    CHECK(kept == file);
}

TEST_CASE("a sealed part belongs to one place: other keys, bidders, parts and lengths are refused",
          "[tender]")
{
    Sealing sealing;
    auto& scene = sealing.scene;
    const auto key = sealing.key(sealing.id);
    const auto other = sealing.key(scene.invited());
    const auto& bidder = scene.first.organisation;
    const auto good = sealing.sealed(key, bidder, "plan", "Suunnitelma");
    CHECK(sealing.piece("plan", "0", sealing.sealed(other, bidder, "plan", "x")).rule() ==
          "sealing.other_place");
    CHECK(sealing.piece("plan", "0", sealing.sealed({key.competition, other.public_key}, bidder, "plan", "x"))
              .rule() == "sealing.other_competition_key");
    CHECK(sealing.piece("plan", "0", sealing.sealed(key, scene.second.organisation, "plan", "x")).rule() ==
          "sealing.other_place");
    CHECK(sealing.piece("reference", "0", good).rule() == "sealing.other_place");
    CHECK(sealing.piece("plan", "0", good + "x").rule() == "sealing.tender_length");
    CHECK(sealing.piece("plan", "0", std::string(5'000, 'x')).rule() == "sealing.tender_malformed");
    CHECK(sealing.piece("plan", "0", good.substr(0, 20)).rule() == "sealing.tender_malformed");
    CHECK(sealing.piece("plan", "0", good.substr(0, 4'000)).rule() == "tender.piece_too_small");
    CHECK(sealing.piece("plan", "1", good).rule() == "tender.piece_out_of_order");
    // A header may say what it likes; what it says is bounded.
    crypto::TenderHeader huge{
        {key.competition, bidder, "plan"}, key.fingerprint(), 1'048'576ULL * 512, std::string(32, 'e')};
    CHECK(sealing.piece("plan", "0", huge.bytes() + std::string(70'000, 'x')).rule() == "tender.too_large");
    CHECK(scene.see_tender(sealing.tender, scene.first).body.at("parts").array().empty());
    CHECK(sealing.piece("plan", "0", good).status == 200);
}

TEST_CASE("hostile names, numbers and sizes are refused and change nothing", "[tender]")
{
    Sealing sealing;
    auto& scene = sealing.scene;
    for (const auto part : {"price", "lot", "PLAN", "plan%00", "%2e%2e", "plan%2Fform", "%F0%9F%92%B0"})
    {
        CHECK(put_part(scene.world, scene.first, sealing.tender, part, "x").status >= 400);
        CHECK(put_part(scene.world, scene.first, sealing.tender, part, "x").status < 500);
    }
    for (const auto number : {"-1", "1e3", "0x0", "9999999", "99999999999999999999", "+0", "%20"})
        CHECK(sealing.piece("plan", number, "x").status == 404);
    const auto put = [&](const json::Object& body)
    {
        return scene.world.ask(http::Method::put, CompetingScene::tender_path(sealing.tender) + "/parts/plan",
                               body, {.token = scene.first.token, .if_match = "*", .key = {}, .headers = {}});
    };
    CHECK(put(json::Object{}.add("content", "%%%")).refuses("/content", "tender.upload_refused"));
    CHECK(put(json::Object{}.add("content", "")).status == 422);
    CHECK(put(json::Object{}).status == 422);
    CHECK(put(json::Object{}.add("content", to_base64(std::string(tenders::upload_bytes_max, 'x')))).status ==
          200);
    CHECK(put(json::Object{}.add("content", to_base64(std::string(tenders::upload_bytes_max + 1, 'x'))))
              .status >= 400);
    CHECK(put_part(scene.world, scene.second, sealing.tender, "plan", "x").status == 404);
    CHECK(put_part(scene.world, scene.area.officer, sealing.tender, "plan", "x").rule() == "access.no_duty");
    const auto parts = scene.see_tender(sealing.tender, scene.first).body.at("parts").array();
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].at("sealed_bytes").integer() > static_cast<std::int64_t>(tenders::upload_bytes_max));
}

TEST_CASE("a form that arrives plain is checked for its shape before it is sealed", "[tender]")
{
    Sealing sealing;
    auto& scene = sealing.scene;
    const auto put = [&](const json::Object& form)
    { return put_part(scene.world, scene.first, sealing.tender, "form", json::write(form)); };
    CHECK(put_part(scene.world, scene.first, sealing.tender, "form", "Hinta on 100 euroa").status == 400);
    CHECK(put(without(good_form(100), "price_cents")).refuses("/price_cents", "tender.price_missing"));
    CHECK(put(good_form(-1)).refuses("/price_cents", "field.too_small"));
    CHECK(
        put(without(good_form(100), "promises")).refuses("/promises", "competition.promised_amount_missing"));
    const auto promise = json::Object{}.add("criterion", "jobs").add("amount", 1);
    CHECK(put(with(good_form(100), "promises", json::Array{promise, promise}))
              .refuses("/promises/1/criterion", "tender.promise_doubled"));
    CHECK(put(with(good_form(100), "promises",
                   json::Array{promise, json::Object{}.add("criterion", "plan").add("amount", 1)}))
              .refuses("/promises/1/criterion", "tender.promise_not_asked"));
    CHECK(scene.see_tender(sealing.tender, scene.first).body.at("parts").array().empty());
    CHECK(put(good_form(0)).status == 200);
}

TEST_CASE("a form says the same after it was read and written", "[tender]")
{
    const auto criteria = samples::criteria();
    const TenderForm form{Money::cents(9'000'001), {{"jobs", 25}}, {{"Kumppani oy", "1234567-1", "Ryhmät"}}};
    const auto again = tenders::read_form(json::write(tenders::document_of(form)), criteria);
    REQUIRE(bool(again));
    CHECK(*again == form);

    auto fixed = criteria;
    fixed.criteria.erase(fixed.criteria.begin());
    fixed.fixed_price = Money::euros(500);
    const auto without_price = tenders::read_form(R"({"promises":[{"criterion":"jobs","amount":1}]})", fixed);
    REQUIRE(bool(without_price));
    CHECK(without_price->price == Money::euros(500));
    CHECK_FALSE(bool(
        tenders::read_form(R"({"price_cents":49999,"promises":[{"criterion":"jobs","amount":1}]})", fixed)));
}

TEST_CASE("all parts of a tender together are bounded", "[tender]")
{
    Sealing sealing;
    const auto key = sealing.key(sealing.id);
    // The header of the second part says that it would be too much.
    const auto& bidder = sealing.scene.first.organisation;
    const auto plan = sealing.sealed(key, bidder, "plan", std::string(100'000, 'p'));
    REQUIRE(sealing.piece("plan", "0", plan).status == 200);
    crypto::TenderHeader header{
        {key.competition, bidder, "reference"}, key.fingerprint(), 0, std::string(32, 'e')};
    const auto most = static_cast<std::uint64_t>(tenders::tender_bytes_most) - plan.size();
    for (header.padded_bytes = crypto::tender_padding_bytes; header.file_bytes() <= most;)
        header.padded_bytes += crypto::tender_padding_bytes;
    CHECK(sealing.piece("reference", "0", header.bytes() + std::string(70'000, 'x')).rule() ==
          "tender.too_large");
    header.padded_bytes -= crypto::tender_padding_bytes;
    CHECK(sealing.piece("reference", "0", header.bytes() + std::string(70'000, 'x')).status == 200);
}
