#include "procurement/programme/programme.hpp"

#include <algorithm>

namespace kori
{

namespace
{

struct ChannelRow
{
    Channel channel;
    std::string_view code;
    LocalText text;
};

struct RegimeRow
{
    Regime regime;
    std::string_view code;
    int strictness; // a rising value moves a programme to a higher number only
    LocalText text;
};

// ASSUMED: the Swedish words that domain.md 3 marks [M].
const ChannelRow channels[] = {
    {Channel::open_acceptance,
     "OPEN_ACCEPTANCE",
     {"Avoin hyväksyntä, asiakas valitsee", "Öppet godkännande, kunden väljer",
      "Open acceptance, the customer chooses"}},
    {Channel::dps,
     "DPS",
     {"Dynaaminen hankintajärjestelmä", "Dynamiskt inköpssystem", "Dynamic purchasing system"}},
    {Channel::small_purchase, "SMALL_PURCHASE", {"Pienhankinta", "Småupphandling", "Small purchase"}},
};

const RegimeRow regimes[] = {
    {Regime::eu_level,
     "eu_level",
     4,
     {"EU-kynnysarvon ylittävä hankinta", "Upphandling över EU-tröskelvärdet", "Above the EU threshold"}},
    {Regime::annex_e,
     "annex_e",
     3,
     {"Liitteen E palvelu kansallisen kynnysarvon yläpuolella",
      "Tjänst i bilaga E över det nationella tröskelvärdet", "Annex E service above the national threshold"}},
    {Regime::national,
     "national",
     2,
     {"Kansallinen hankinta", "Nationell upphandling", "National, above the national threshold"}},
    {Regime::below_threshold,
     "below_threshold",
     1,
     {"Kansallisen kynnysarvon alittava hankinta", "Upphandling under det nationella tröskelvärdet",
      "Below the national threshold"}},
    {Regime::not_a_public_contract,
     "not_a_public_contract",
     0,
     {"Ei julkinen hankintasopimus", "Inte ett offentligt upphandlingskontrakt", "Not a public contract"}},
};

constexpr std::string_view kho = "domain.md 4.1: KHO:2018:91, C-9/17, C-410/14";
constexpr std::string_view steering = "domain.md 4.1: the authority does not rank where the customer chooses";

constexpr ForbiddenVerb forbidden[] = {
    {Channel::open_acceptance, channel_verb::set_weights, kho},
    {Channel::open_acceptance, channel_verb::score_offers, kho},
    {Channel::open_acceptance, channel_verb::rank_offers, kho},
    {Channel::open_acceptance, channel_verb::order_offers, steering},
    {Channel::open_acceptance, channel_verb::filter_by_provider, steering},
    {Channel::open_acceptance, channel_verb::pick_provider, steering},
    {Channel::open_acceptance, channel_verb::invite_tenders, kho},
    {Channel::open_acceptance, channel_verb::cite_procurement_act,
     "domain.md 4.1: KHO:2018:91 annulled such a decision"},
    {Channel::open_acceptance, channel_verb::limit_number_of_providers,
     "domain.md 4.1: closing the list arbitrarily"},
    {Channel::open_acceptance, channel_verb::negotiate_single_price,
     "domain.md 4.1: selective price negotiation"},
    {Channel::open_acceptance, channel_verb::charge_for_taking_part, "ASSUMED: as 1397/2016 §49 for a DPS"},
    {Channel::open_acceptance, channel_verb::admit_to_system, "domain.md 4.1 A: acceptance, no admission"},
    {Channel::open_acceptance, channel_verb::point_to_market_court,
     "domain.md 4.1 A: KHO:2018:91, municipal remedies (T51)"},
    {Channel::open_acceptance, channel_verb::observe_standstill,
     "domain.md 4.3: no procurement decision, nothing to wait for"},
    {Channel::dps, channel_verb::pick_provider, "1397/2016 §52(1): every purchase is competed"},
    {Channel::dps, channel_verb::choose_without_competition, "1397/2016 §52(1); domain.md 4.1 B"},
    {Channel::dps, channel_verb::limit_number_of_providers, "1397/2016 §51(1)"},
    {Channel::dps, channel_verb::charge_for_taking_part, "1397/2016 §49"},
    {Channel::dps, channel_verb::auction_person_bound_service,
     "domain.md 4.11: Directive 2014/24/EU Art. 35"},
    {Channel::dps, channel_verb::invite_some_of_admitted, "1397/2016 §52(1): all admitted in the category"},
    {Channel::dps, channel_verb::buy_while_closed, "1397/2016 §49(3)"},
    {Channel::dps, channel_verb::close_unannounced, "1397/2016 §49(3)"},
    {Channel::dps, channel_verb::change_announced_criteria,
     "1397/2016 §52(3): refined in the call, not replaced"},
    {Channel::dps, channel_verb::negotiate_single_price,
     "1397/2016 §49(2): the restricted procedure knows no negotiation"},
    {Channel::dps, channel_verb::read_before_deadline, "1397/2016 §64"},
    {Channel::dps, channel_verb::decide_without_reasons, "1397/2016 §123"},
    {Channel::small_purchase, channel_verb::pass_running_total, "1397/2016 §25, §30; domain.md 4.1 C"},
    {Channel::small_purchase, channel_verb::split_purchase, "1397/2016 §31"},
    {Channel::small_purchase, channel_verb::admit_to_system,
     "1397/2016 §25(2): the Act and its system do not apply"},
    {Channel::small_purchase, channel_verb::invite_tenders,
     "1397/2016 §25(2): offers are asked by the buyer's own published rule"},
    {Channel::small_purchase, channel_verb::invite_fewer_than_rule,
     "1397/2016 §2(3): the published rule holds for everybody"},
    {Channel::small_purchase, channel_verb::point_to_market_court, "1397/2016 §135"},
    {Channel::small_purchase, channel_verb::observe_standstill,
     "domain.md 4.3: no standstill below the threshold"},
    {Channel::small_purchase, channel_verb::decide_without_reasons,
     "ASSUMED: as 1397/2016 §123; a correction (§135) needs reasons to look at"},
    {Channel::small_purchase, channel_verb::charge_for_taking_part,
     "ASSUMED: 1397/2016 §2(3), nobody is kept out by a fee"},
};

// Which regimes a channel can stand in. ASSUMED for small purchases and DPS from domain.md 4.1 and 4.3.
bool fits(Channel channel, Regime regime)
{
    switch (channel)
    {
    case Channel::open_acceptance:
        return regime == Regime::not_a_public_contract;
    case Channel::dps:
        return regime == Regime::eu_level || regime == Regime::annex_e || regime == Regime::national;
    case Channel::small_purchase:
        return regime == Regime::below_threshold;
    }
    return false;
}

const RegimeRow& row_of(Regime regime)
{
    for (const auto& row : regimes)
        if (row.regime == regime)
            return row;
    promise_broken("every regime has a row", __FILE__, __LINE__);
}

const ChannelRow& row_of(Channel channel)
{
    for (const auto& row : channels)
        if (row.channel == channel)
            return row;
    promise_broken("every channel has a row", __FILE__, __LINE__);
}

constexpr RuleSentence sentences[] = {
    {"programme.regime_does_not_fit_channel", "The regime {regime} does not fit the channel {channel}.", ""},
    {"programme.regime_unchanged", "The programme already stands in the regime {regime}.", ""},
    {"programme.regime_reason_missing", "A change of regime needs a stated reason.", ""},
    {"programme.regime_not_stricter", "The regime moves only to a stricter one, from {from} to {to} is not.",
     ""},
    {"programme.no_initial_window",
     "The channel {channel} knows no window for first requests: it opens at once.", ""},
    {"programme.window_first", "In the channel {channel} first requests come in before it opens: publish it.",
     ""},
    {"programme.verb_forbidden_in_channel", "The channel {channel} does not know the act {verb}.", ""},
};

namespace programme_table
{
using namespace programme_state;

constexpr std::string_view names[] = {draft,      in_dialogue, published_initial, open,    closed_temp,
                                      terminated, expired,     cancelled,         dropped, archived};
constexpr std::string_view finals[] = {dropped, archived};
constexpr std::string_view here = "domain.md 7.1";
constexpr Transition rows[] = {
    {draft, "open_dialogue", in_dialogue, here},
    {draft, "publish", published_initial, here},
    {draft, "drop", dropped, here},
    {draft, "open_at_once", open, "ASSUMED: only a DPS has a minimum initial window (T01)"},
    {in_dialogue, "close_dialogue", draft, here},
    {in_dialogue, "publish", published_initial, here},
    {in_dialogue, "drop", dropped, "ASSUMED: a dialogue may show that nothing is needed"},
    {in_dialogue, "open_at_once", open, "ASSUMED: only a DPS has a minimum initial window (T01)"},
    {published_initial, "open", open, here},
    {published_initial, "cancel", cancelled, here},
    {open, "change_duration", open, here},
    {open, "close_temporarily", closed_temp, here},
    {open, "terminate", terminated, here},
    {open, "expire", expired, here},
    {closed_temp, "reopen", open, here},
    {closed_temp, "terminate", terminated, "ASSUMED: a closed programme can end too"},
    {closed_temp, "expire", expired, "ASSUMED: its duration runs while it is closed"},
    {terminated, "archive", archived, here},
    {expired, "archive", archived, here},
    {cancelled, "archive", archived, here},
};
const StateTable table{"programme", names, draft, finals, rows};
} // namespace programme_table

} // namespace

std::string_view code_of(Channel channel)
{
    return row_of(channel).code;
}

std::optional<Channel> parse_channel(std::string_view code)
{
    for (const auto& row : channels)
        if (row.code == code)
            return row.channel;
    return std::nullopt;
}

const LocalText& text_of(Channel channel)
{
    return row_of(channel).text;
}

std::string_view code_of(Regime regime)
{
    return row_of(regime).code;
}

std::optional<Regime> parse_regime(std::string_view code)
{
    for (const auto& row : regimes)
        if (row.code == code)
            return row.regime;
    return std::nullopt;
}

const LocalText& text_of(Regime regime)
{
    return row_of(regime).text;
}

bool is_stricter(Regime one, Regime than)
{
    return row_of(one).strictness > row_of(than).strictness;
}

Result<Done> check_has_window(Channel channel)
{
    if (channel == Channel::small_purchase)
        return refuse_by(sentences, Fault::conflict, "programme.no_initial_window",
                         {{"channel", code_of(channel)}});
    return Done{};
}

Result<Done> check_opens_at_once(Channel channel)
{
    if (channel == Channel::dps)
        return refuse_by(sentences, Fault::conflict, "programme.window_first",
                         {{"channel", code_of(channel)}});
    return Done{};
}

Result<Done> check_regime(Channel channel, Regime regime)
{
    if (!fits(channel, regime))
        return refuse_by(sentences, Fault::invalid, "programme.regime_does_not_fit_channel",
                         {{"regime", code_of(regime)}, {"channel", code_of(channel)}});
    return Done{};
}

Result<Done> check_regime_change(Regime from, Regime to, std::string_view reason)
{
    if (from == to)
        return refuse_by(sentences, Fault::conflict, "programme.regime_unchanged", {{"regime", code_of(to)}});
    if (is_stricter(from, to))
        return refuse_by(sentences, Fault::invalid, "programme.regime_not_stricter",
                         {{"from", code_of(from)}, {"to", code_of(to)}});
    if (reason.empty())
        return refuse_by(sentences, Fault::invalid, "programme.regime_reason_missing", {});
    return Done{};
}

std::span<const ForbiddenVerb> forbidden_verbs()
{
    return forbidden;
}

bool is_forbidden(Channel channel, std::string_view verb)
{
    return std::any_of(std::begin(forbidden), std::end(forbidden),
                       [&](const ForbiddenVerb& row) { return row.channel == channel && row.verb == verb; });
}

Result<Done> allow_in_channel(Channel channel, std::string_view verb)
{
    if (is_forbidden(channel, verb))
        return refuse_by(sentences, Fault::forbidden, "programme.verb_forbidden_in_channel",
                         {{"channel", code_of(channel)}, {"verb", verb}});
    return Done{};
}

const StateTable& programme_states()
{
    return programme_table::table;
}

bool takes_requests(std::string_view state)
{
    return state == programme_state::published_initial || state == programme_state::open ||
           state == programme_state::closed_temp;
}

RuleSentences programme_sentences()
{
    return sentences;
}

} // namespace kori
