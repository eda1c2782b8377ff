#include "marketplace/choice/choice.hpp"

#include "core/crypto/crypto.hpp"
#include "tests/marketplace/choice/sample_ids.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace kori;
using samples::id;

namespace
{

const KeyedHash keyed = [](std::string_view message) { return crypto::hmac_sha256("a seed", message); };

ChoiceReceipt receipt()
{
    std::vector<OfferId> offers = {id<OfferId>(1), id<OfferId>(2), id<OfferId>(3)};
    std::vector<ShownOffer> shown;
    for (const auto& offer : neutral_order(offers, keyed))
        shown.push_back(
            {offer, id<OfferVersionId>(static_cast<std::uint8_t>(offer.bytes()[15] + 10)), false});
    return ChoiceReceipt{id<ChoiceReceiptId>(1),
                         id<ChoiceSessionId>(2),
                         id<BasketAgreementId>(3),
                         id<BasketId>(4),
                         id<BasketVersionId>(5),
                         1,
                         to_hex(crypto::sha256("a seed")),
                         shown,
                         2,
                         *parse_instant("2026-03-02T10:00:00Z"),
                         *parse_instant("2026-03-02T10:05:00Z"),
                         id<OfferVersionId>(12),
                         std::nullopt,
                         Language::sv};
}

} // namespace

TEST_CASE("the canonical text of a receipt keeps its form for ever", "[choice]")
{
    auto made = receipt();
    made.shown = {{id<OfferId>(2), id<OfferVersionId>(12), false},
                  {id<OfferId>(1), id<OfferVersionId>(11), true}};
    made.assistance = Assistance{"mbr_x", AssistanceKind::interpreted};
    const std::string expected = "kori-choice-receipt/1\n"
                                 "receipt " +
                                 made.id.text() +
                                 "\n"
                                 "session " +
                                 made.session.text() +
                                 "\n"
                                 "agreement " +
                                 made.agreement.text() +
                                 "\n"
                                 "basket " +
                                 made.basket.text() +
                                 "\n"
                                 "basket_version " +
                                 made.basket_version.text() +
                                 "\n"
                                 "order_rule neutral_order/1\n"
                                 "seed_number 1\n"
                                 "seed_digest " +
                                 made.seed_digest_hex +
                                 "\n"
                                 "alternatives_needed 2\n"
                                 "shown_at 2026-03-02T10:00:00.000000Z\n"
                                 "decided_at 2026-03-02T10:05:00.000000Z\n"
                                 "language sv\n"
                                 "shown 1 " +
                                 id<OfferId>(2).text() + " " + id<OfferVersionId>(12).text() +
                                 " open\n"
                                 "shown 2 " +
                                 id<OfferId>(1).text() + " " + id<OfferVersionId>(11).text() +
                                 " full\n"
                                 "chosen " +
                                 id<OfferVersionId>(12).text() +
                                 "\n"
                                 "assisted interpreted mbr_x\n";
    CHECK(canonical_text(made) == expected);
    made.chosen.reset();
    made.assistance.reset();
    CHECK(canonical_text(made).ends_with("chosen none\nassisted no\n"));
}

TEST_CASE("every field of a receipt changes its text", "[choice]")
{
    const auto base = canonical_text(receipt());
    const std::vector<std::function<void(ChoiceReceipt&)>> changes = {
        [](auto& r) { r.id = id<ChoiceReceiptId>(9); },
        [](auto& r) { r.session = id<ChoiceSessionId>(9); },
        [](auto& r) { r.agreement = id<BasketAgreementId>(9); },
        [](auto& r) { r.basket = id<BasketId>(9); },
        [](auto& r) { r.basket_version = id<BasketVersionId>(9); },
        [](auto& r) { r.seed_number = 2; },
        [](auto& r) { r.seed_digest_hex[0] = r.seed_digest_hex[0] == '0' ? '1' : '0'; },
        [](auto& r) { std::swap(r.shown[0], r.shown[1]); },
        [](auto& r) { r.shown[0].is_full = true; },
        [](auto& r) { r.shown.pop_back(); },
        [](auto& r) { r.alternatives_needed = 3; },
        [](auto& r) { r.shown_at = r.shown_at.plus_micros(1); },
        [](auto& r) { r.decided_at = r.decided_at.plus_micros(1); },
        [](auto& r) { r.chosen.reset(); },
        [](auto& r) { r.assistance = Assistance{"mbr_x", AssistanceKind::read_aloud}; },
        [](auto& r) { r.language = Language::fi; },
    };
    for (std::size_t i = 0; i < changes.size(); ++i)
    {
        INFO("change " << i);
        auto changed = receipt();
        changes[i](changed);
        CHECK(canonical_text(changed) != base);
    }
}

TEST_CASE("a line break in a value cannot forge a line", "[choice]")
{
    auto made = receipt();
    made.assistance = Assistance{"mbr_x\nchosen none", AssistanceKind::read_aloud};
    CHECK_THROWS_AS(canonical_text(made), BrokenPromise);
}

TEST_CASE("a receipt replays under its seed and under no other order or seed", "[choice]")
{
    CHECK(replays(receipt(), keyed));
    auto swapped = receipt();
    std::swap(swapped.shown[0], swapped.shown[2]);
    CHECK_FALSE(replays(swapped, keyed));
    int other_orders = 0;
    for (int i = 0; i < 20; ++i)
    {
        const auto seed = "seed " + std::to_string(i);
        if (!replays(receipt(), [&](std::string_view message) { return crypto::hmac_sha256(seed, message); }))
            ++other_orders;
    }
    CHECK(other_orders > 0);
}

TEST_CASE("a choice is made among enough offers that were shown", "[choice]")
{
    CHECK(check_choice(receipt()));

    auto foreign = receipt();
    foreign.chosen = id<OfferVersionId>(99);
    CHECK(check_choice(foreign).refusal().rule == "choice.not_shown");

    auto enough = receipt();
    enough.alternatives_needed = 3;
    CHECK(check_choice(enough));
    enough.alternatives_needed = 4;
    CHECK(check_choice(enough).refusal().rule == "choice.too_few_alternatives");

    auto nothing = receipt();
    nothing.shown.clear();
    CHECK(check_choice(nothing).refusal().rule == "choice.nothing_shown");
    nothing.chosen.reset();
    CHECK(check_choice(nothing));
}

TEST_CASE("the kinds of assistance read back from their codes", "[choice]")
{
    for (const auto kind :
         {AssistanceKind::read_aloud, AssistanceKind::interpreted, AssistanceKind::plain_language,
          AssistanceKind::used_device, AssistanceKind::support_person})
        CHECK(parse_assistance_kind(code_of(kind)) == kind);
    CHECK_FALSE(parse_assistance_kind("persuaded"));
}
