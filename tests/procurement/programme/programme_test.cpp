#include "procurement/programme/programme.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace kori;

namespace
{
constexpr Channel channels[] = {Channel::open_acceptance, Channel::dps, Channel::small_purchase};
constexpr Regime regimes[] = {Regime::eu_level, Regime::annex_e, Regime::national, Regime::below_threshold,
                              Regime::not_a_public_contract};
} // namespace

TEST_CASE("every channel and regime has a code that reads back and texts in three languages", "[programme]")
{
    for (const auto channel : channels)
    {
        CHECK(parse_channel(code_of(channel)) == channel);
        CHECK_FALSE(text_of(channel).fi.empty());
        CHECK_FALSE(text_of(channel).sv.empty());
        CHECK_FALSE(text_of(channel).en.empty());
    }
    for (const auto regime : regimes)
    {
        CHECK(parse_regime(code_of(regime)) == regime);
        CHECK_FALSE(text_of(regime).fi.empty());
        CHECK_FALSE(text_of(regime).sv.empty());
        CHECK_FALSE(text_of(regime).en.empty());
    }
    CHECK_FALSE(parse_channel("open_acceptance"));
    CHECK_FALSE(parse_regime("EU_LEVEL"));
}

TEST_CASE("a programme is set up only in a regime that fits its channel", "[programme]")
{
    struct Case
    {
        const char* because;
        Channel channel;
        Regime regime;
        bool fits;
    };
    const auto cases = {
        Case{"KHO:2018:91", Channel::open_acceptance, Regime::not_a_public_contract, true},
        Case{"open acceptance is no contract", Channel::open_acceptance, Regime::annex_e, false},
        Case{"§49", Channel::dps, Regime::eu_level, true},
        Case{"ch. 12 lets the buyer describe DPS-like rules", Channel::dps, Regime::annex_e, true},
        Case{"ch. 11 likewise", Channel::dps, Regime::national, true},
        Case{"below the threshold it is a small purchase", Channel::dps, Regime::below_threshold, false},
        Case{"§25(2)", Channel::small_purchase, Regime::below_threshold, true},
        Case{"a small purchase is not above a threshold", Channel::small_purchase, Regime::national, false},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto result = check_regime(c.channel, c.regime);
        CHECK(bool(result) == c.fits);
        if (!c.fits)
            CHECK(result.refusal().rule == "programme.regime_does_not_fit_channel");
    }
}

TEST_CASE("a regime moves to a stricter one only, and with a reason", "[programme]")
{
    CHECK(check_regime_change(Regime::below_threshold, Regime::national, "The total passed the threshold."));
    CHECK(check_regime_change(Regime::not_a_public_contract, Regime::annex_e, "A court said so."));
    CHECK(check_regime_change(Regime::national, Regime::national, "x").refusal().rule ==
          "programme.regime_unchanged");
    CHECK(check_regime_change(Regime::national, Regime::below_threshold, "x").refusal().rule ==
          "programme.regime_not_stricter");
    CHECK(check_regime_change(Regime::below_threshold, Regime::national, "").refusal().rule ==
          "programme.regime_reason_missing");
}

TEST_CASE("open acceptance forbids weights, scores, ranking and picking, a small purchase does not",
          "[programme]")
{
    for (const auto verb : {channel_verb::set_weights, channel_verb::score_offers, channel_verb::rank_offers,
                            channel_verb::order_offers, channel_verb::filter_by_provider,
                            channel_verb::pick_provider, channel_verb::cite_procurement_act})
    {
        INFO(verb);
        CHECK(is_forbidden(Channel::open_acceptance, verb));
        CHECK_FALSE(is_forbidden(Channel::small_purchase, verb));
        const auto refused = allow_in_channel(Channel::open_acceptance, verb);
        REQUIRE_FALSE(refused);
        CHECK(refused.refusal().rule == "programme.verb_forbidden_in_channel");
        CHECK(refused.refusal().fault == Fault::forbidden);
    }
    CHECK(is_forbidden(Channel::dps, channel_verb::choose_without_competition));
    CHECK_FALSE(is_forbidden(Channel::open_acceptance, channel_verb::choose_without_competition));
    CHECK(is_forbidden(Channel::small_purchase, channel_verb::split_purchase));
}

TEST_CASE("each channel forbids exactly these verbs, each with its source", "[programme]")
{
    struct Row
    {
        Channel channel;
        std::string_view verb;
        const char* source; // a piece of it
    };
    constexpr auto open = Channel::open_acceptance;
    constexpr auto dps = Channel::dps;
    constexpr auto small = Channel::small_purchase;
    const std::vector<Row> expected{
        {open, "set_weights", "KHO:2018:91"},
        {open, "score_offers", "KHO:2018:91"},
        {open, "rank_offers", "KHO:2018:91"},
        {open, "order_offers", "does not rank"},
        {open, "filter_by_provider", "does not rank"},
        {open, "pick_provider", "does not rank"},
        {open, "invite_tenders", "KHO:2018:91"},
        {open, "cite_procurement_act", "KHO:2018:91"},
        {open, "limit_number_of_providers", "domain.md 4.1"},
        {open, "negotiate_single_price", "domain.md 4.1"},
        {open, "charge_for_taking_part", "ASSUMED"},
        {open, "admit_to_system", "domain.md 4.1"},
        {open, "point_to_market_court", "T51"},
        {open, "observe_standstill", "domain.md 4.3"},
        {dps, "pick_provider", "§52(1)"},
        {dps, "choose_without_competition", "§52(1)"},
        {dps, "limit_number_of_providers", "§51(1)"},
        {dps, "charge_for_taking_part", "§49"},
        {dps, "auction_person_bound_service", "Art. 35"},
        {dps, "invite_some_of_admitted", "§52(1)"},
        {dps, "buy_while_closed", "§49(3)"},
        {dps, "close_unannounced", "§49(3)"},
        {dps, "change_announced_criteria", "§52(3)"},
        {dps, "negotiate_single_price", "§49(2)"},
        {dps, "read_before_deadline", "§64"},
        {dps, "decide_without_reasons", "§123"},
        {small, "pass_running_total", "§25"},
        {small, "split_purchase", "§31"},
        {small, "admit_to_system", "§25(2)"},
        {small, "invite_tenders", "§25(2)"},
        {small, "invite_fewer_than_rule", "§2(3)"},
        {small, "point_to_market_court", "§135"},
        {small, "observe_standstill", "domain.md 4.3"},
        {small, "decide_without_reasons", "§123"},
        {small, "charge_for_taking_part", "§2(3)"},
    };
    CHECK(forbidden_verbs().size() == expected.size());
    for (const auto& row : expected)
    {
        INFO(code_of(row.channel) << " " << row.verb);
        const auto refused = allow_in_channel(row.channel, row.verb);
        REQUIRE_FALSE(refused);
        CHECK(refused.refusal().rule == "programme.verb_forbidden_in_channel");
        for (const auto& found : forbidden_verbs())
            if (found.channel == row.channel && found.verb == row.verb)
                CHECK(found.source.find(row.source) != std::string_view::npos);
    }
}

TEST_CASE("what a channel does not forbid it allows", "[programme]")
{
    struct Row
    {
        const char* because;
        Channel channel;
        std::string_view verb;
    };
    const auto rows = {
        Row{"a DPS compares by published criteria", Channel::dps, channel_verb::score_offers},
        Row{"a DPS invites tenders", Channel::dps, channel_verb::invite_tenders},
        Row{"a standstill inside a DPS is free (T15)", Channel::dps, channel_verb::observe_standstill},
        Row{"§147", Channel::dps, channel_verb::point_to_market_court},
        Row{"the authority picks by its own rules", Channel::small_purchase, channel_verb::pick_provider},
        Row{"a customer may choose under the logic of open acceptance", Channel::small_purchase,
            channel_verb::choose_without_competition},
        Row{"the customer chooses", Channel::open_acceptance, channel_verb::choose_without_competition},
    };
    for (const auto& row : rows)
    {
        INFO(row.because);
        CHECK(allow_in_channel(row.channel, row.verb));
    }
}

TEST_CASE("every forbidden verb names its source once", "[programme]")
{
    const auto rows = forbidden_verbs();
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
        CHECK_FALSE(rows[i].source.empty());
        for (std::size_t j = 0; j < i; ++j)
            CHECK_FALSE((rows[i].channel == rows[j].channel && rows[i].verb == rows[j].verb));
    }
}

TEST_CASE("requests to join are taken from the notice to the end, also while it is closed for a time",
          "[programme]")
{
    CHECK(takes_requests(programme_state::published_initial));
    CHECK(takes_requests(programme_state::open));
    CHECK(takes_requests(programme_state::closed_temp));
    CHECK_FALSE(takes_requests(programme_state::draft));
    CHECK_FALSE(takes_requests(programme_state::expired));
}
