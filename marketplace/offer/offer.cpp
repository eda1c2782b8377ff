#include "marketplace/offer/offer.hpp"

#include <algorithm>

namespace kori
{

namespace
{

namespace offer_table
{
using namespace offer_state;

constexpr std::string_view names[] = {draft,  submitted, check,     returned, listed, full,
                                      paused, revised,   withdrawn, expired,  removed};
constexpr std::string_view finals[] = {withdrawn, expired, removed};
constexpr std::string_view here = "domain.md 7.3";
constexpr std::string_view own_will = "ASSUMED: a provider may withdraw at any time; running orders stay";
constexpr std::string_view basket_over = "ASSUMED: the basket's sunset ends its offers";
constexpr std::string_view decided = "ASSUMED: a reasoned decision, or the acceptance ended";
constexpr std::string_view on_hold = "ASSUMED: the provider's acceptance is suspended";
constexpr Transition rows[] = {
    {draft, "submit", submitted, here},
    {draft, "withdraw", withdrawn, own_will},
    {submitted, "check", check, here},
    {submitted, "withdraw", withdrawn, own_will},
    {submitted, "expire", expired, basket_over},
    {check, "list", listed, here},
    {check, "return", returned, "ASSUMED: the results say what to mend"},
    {check, "keep_current", listed, "ASSUMED: a mended version that fails leaves the listed one as it is"},
    {returned, "revise", revised, "ASSUMED: a mended offer is checked again"},
    {returned, "withdraw", withdrawn, own_will},
    {returned, "expire", expired, basket_over},
    {listed, "fill", full, here},
    {listed, "pause", paused, here},
    {listed, "suspend", paused, on_hold},
    {listed, "revise", revised, here},
    {listed, "withdraw", withdrawn, here},
    {listed, "expire", expired, here},
    {listed, "remove", removed, here},
    {full, "free_place", listed, here},
    {full, "pause", paused, "ASSUMED: as from LISTED"},
    {full, "suspend", paused, on_hold},
    {full, "revise", revised, "ASSUMED: as from LISTED"},
    {full, "withdraw", withdrawn, own_will},
    {full, "expire", expired, basket_over},
    {full, "remove", removed, decided},
    {paused, "resume", listed, here},
    {paused, "suspend", paused, on_hold},
    {paused, "revise", revised, "ASSUMED: as from LISTED"},
    {paused, "withdraw", withdrawn, own_will},
    {paused, "expire", expired, basket_over},
    {paused, "remove", removed, decided},
    {revised, "check", check, here},
    {revised, "withdraw", withdrawn, own_will},
    {revised, "expire", expired, basket_over},
    {revised, "remove", removed, decided},
};
const StateTable table{"offer", names, draft, finals, rows};
} // namespace offer_table

namespace description_table
{
using namespace service_description_state;

constexpr std::string_view names[] = {draft, in_use, retired};
constexpr std::string_view finals[] = {retired};
constexpr Transition rows[] = {
    {draft, "edit", draft, "ASSUMED: free until an offer uses it"},
    {draft, "take_into_use", in_use, "ASSUMED: an offer uses it"},
    {draft, "retire", retired, "ASSUMED: never used"},
    {in_use, "edit", in_use, "ASSUMED: an edit is a new version; offers keep theirs"},
    {in_use, "retire", retired, "ASSUMED: no new offers; old ones keep their text"},
};
const StateTable table{"service_description", names, draft, finals, rows};
} // namespace description_table

constexpr RuleSentence sentences[] = {
    {"offer.texts", "These texts are missing: {missing}.",
     "Name, description and benefit are there in both languages."},
    {"offer.provider_accepted", "The provider is not accepted into the programme.",
     "The provider is accepted into the programme."},
    {"offer.legal_form_eligible", "The legal form {legal_form} is shut out of this basket by {statute}.",
     "The legal form fits the basket."},
    {"offer.service_type_in_basket", "None of the service types {found} belongs to the basket ({wanted}).",
     "The service type belongs to the basket."},
    {"offer.places_in_basket", "The basket does not reach {outside}; it needs a place in one of {wanted}.",
     "All places are in the basket's municipalities."},
    {"offer.language_in_basket", "None of the languages {found} is one of the basket's ({wanted}).",
     "At least one of the basket's languages is offered."},
    {"offer.delivery_mode_in_basket", "The ways of delivery {found} do not fit the basket's ({wanted}).",
     "The ways of delivery fit the basket."},
    {"offer.capacity_positive", "The capacity must be at least one person.", "The capacity is {found}."},
    {"offer.duration_within",
     "The duration of {found_min} to {found_max} days is outside the basket's limits.",
     "The duration is within the basket's limits."},
    {"offer.no_volume_guarantee", "The statement that no volume is guaranteed is not accepted.",
     "The statement that no volume is guaranteed is accepted."},
    {"offer.civic_without_prices", "A civic service has no prices.", "A civic service without prices."},
    {"offer.price_given", "There is no price for {component}.", "{component} has a price."},
    {"offer.price_once", "There is more than one price for {component}.", ""},
    {"offer.price_known", "The basket has no component {component}.", ""},
    {"offer.price_positive", "The price of {component} is not above zero.", ""},
    {"offer.price_within_ceiling",
     "The price of {component} is {price_cents} cents, the ceiling is {ceiling_cents}.",
     "The price of {component} is {price_cents} cents, the ceiling is {ceiling_cents}."},
    {"offer.outcome_share_in_band",
     "{share} basis points of the expected price are paid for outcomes, outside {at_least} to {at_most}.",
     "{share} basis points of the expected price are paid for outcomes, within {at_least} to {at_most}."},
    {"offer.price_rise_announced",
     "The price of {component} may rise only on an announced day; {day} is none.",
     "The change of the price of {component} is allowed on {day}."},
};

// Collects the results of one check, rule by rule.
class Inspection
{
public:
    Inspection(const BasketTerms& basket, const ServiceDescription& description, const OfferTerms& terms,
               const ProviderFacts& provider)
        : basket_{basket}, description_{description}, terms_{terms}, provider_{provider}
    {
    }

    std::vector<RuleResult> all()
    {
        look_at_provider();
        look_at_texts();
        look_at_place_and_way();
        look_at_duration();
        say("offer.no_volume_guarantee", terms_.accepts_no_volume_guarantee, {});
        if (basket_.is_civic)
            say("offer.civic_without_prices", terms_.prices.empty(), {});
        else
            look_at_prices();
        return std::move(results_);
    }

private:
    void say(std::string_view rule, bool passed, Facts values)
    {
        results_.push_back(rule_result(sentences, rule, passed, std::move(values)));
    }

    void look_at_provider()
    {
        if (!basket_.is_civic) // who neither sells nor buys needs no acceptance
            say("offer.provider_accepted", provider_.is_accepted, {});
        say("offer.legal_form_eligible", admits_legal_form(basket_, provider_.legal_form),
            {{"legal_form", provider_.legal_form},
             {"statute", basket_.legal_form_ground ? basket_.legal_form_ground->statute : ""}});
    }

    void look_at_texts()
    {
        std::vector<std::string> missing;
        const auto require = [&](const LocalText& text, const std::string& field)
        {
            if (text.fi.empty())
                missing.push_back(field + "/fi");
            if (text.sv.empty())
                missing.push_back(field + "/sv");
        };
        require(description_.name, "name");
        require(description_.description, "description");
        require(description_.benefit, "benefit");
        say("offer.texts", missing.empty(), {{"missing", joined(missing)}});
    }

    void look_at_place_and_way()
    {
        say("offer.service_type_in_basket", shares(description_.service_types, basket_.service_types),
            {{"found", joined(description_.service_types)}, {"wanted", joined(basket_.service_types)}});
        const auto municipalities = municipalities_of(terms_);
        const auto outside = missing_from(basket_.municipalities, municipalities);
        say("offer.places_in_basket", !municipalities.empty() && outside.empty(),
            {{"outside", joined(outside)}, {"wanted", joined(basket_.municipalities)}});
        say("offer.language_in_basket", shares(terms_.languages, basket_.languages),
            {{"found", joined(terms_.languages)}, {"wanted", joined(basket_.languages)}});
        const auto foreign_modes = missing_from(basket_.delivery_modes, terms_.delivery_modes);
        say("offer.delivery_mode_in_basket", !terms_.delivery_modes.empty() && foreign_modes.empty(),
            {{"found", joined(terms_.delivery_modes)}, {"wanted", joined(basket_.delivery_modes)}});
        say("offer.capacity_positive", terms_.capacity >= 1, {{"found", terms_.capacity}});
    }

    // An offer that names no duration takes the basket's limits as they are.
    void look_at_duration()
    {
        const auto low = terms_.duration.min_days.value_or(basket_.duration.min_days.value_or(1));
        const auto high = terms_.duration.max_days.value_or(basket_.duration.max_days.value_or(low));
        const bool fits = low >= 1 && low <= high &&
                          (!basket_.duration.min_days || low >= *basket_.duration.min_days) &&
                          (!basket_.duration.max_days || high <= *basket_.duration.max_days);
        say("offer.duration_within", fits, {{"found_min", low}, {"found_max", high}});
    }

    void look_at_prices()
    {
        for (const auto& component : basket_.price_components)
            look_at_price(component);
        std::vector<std::string> named;
        for (const auto& price : terms_.prices)
        {
            named.push_back(price.component);
            if (find_component(basket_, price.component) == nullptr)
                say("offer.price_known", false, {{"component", price.component}});
        }
        for (const auto& component : doubled(named))
            say("offer.price_once", false, {{"component", component}});
        if (!basket_.outcome_share_band)
            return;
        const auto share = outcome_share(basket_.price_components, terms_.prices);
        const auto& band = *basket_.outcome_share_band;
        say("offer.outcome_share_in_band",
            share && *share >= band.at_least_basis_points && *share <= band.at_most_basis_points,
            {{"share", share.value_or(0)},
             {"at_least", band.at_least_basis_points},
             {"at_most", band.at_most_basis_points}});
    }

    void look_at_price(const PriceComponent& component)
    {
        const auto price = price_of(terms_, component.code);
        say("offer.price_given", price.has_value(), {{"component", component.code}});
        if (!price)
            return;
        if (*price <= Money{})
            say("offer.price_positive", false, {{"component", component.code}});
        say("offer.price_within_ceiling", *price <= component.ceiling,
            {{"component", component.code},
             {"price_cents", price->in_cents()},
             {"ceiling_cents", component.ceiling.in_cents()}});
    }

    static bool shares(const std::vector<std::string>& some, const std::vector<std::string>& others)
    {
        return std::any_of(some.begin(), some.end(), [&](const auto& code) { return holds(others, code); });
    }

    const BasketTerms& basket_;
    const ServiceDescription& description_;
    const OfferTerms& terms_;
    const ProviderFacts& provider_;
    std::vector<RuleResult> results_;
};

} // namespace

std::vector<std::string> municipalities_of(const OfferTerms& terms)
{
    std::vector<std::string> codes;
    for (const auto& place : terms.places)
        if (!holds(codes, place.municipality))
            codes.push_back(place.municipality);
    return codes;
}

std::optional<Money> price_of(const OfferTerms& terms, std::string_view component)
{
    for (const auto& price : terms.prices)
        if (price.component == component)
            return price.price;
    return std::nullopt;
}

OfferFacts facts_of(const ServiceDescription& description, const OfferTerms& terms,
                    const ProviderFacts& provider, CivilDate on)
{
    OfferFacts facts;
    facts.on = on;
    facts.municipalities = municipalities_of(terms);
    facts.languages = terms.languages;
    facts.delivery_modes = terms.delivery_modes;
    facts.capacity = terms.capacity;
    for (const auto& price : terms.prices)
        facts.prices.emplace(price.component, price.price);
    facts.legal_form = provider.legal_form;
    facts.qualifications = description.qualifications;
    facts.evidence = provider.evidence;
    facts.accessibility = description.accessibility;
    facts.start_within_days = terms.start_within_days;
    facts.duration_min_days = terms.duration.min_days;
    facts.duration_max_days = terms.duration.max_days;
    facts.statements = terms.statements;
    return facts;
}

OfferCheck check_offer(const BasketTerms& basket, const ServiceDescription& description,
                       const OfferTerms& terms, const ProviderFacts& provider, CivilDate on)
{
    auto results = Inspection{basket, description, terms, provider}.all();
    const auto facts = facts_of(description, terms, provider, on);
    for (const auto& condition : basket.boundary_conditions)
        results.push_back(check_condition(condition, facts));
    const bool passed = all_passed(results);
    return OfferCheck{passed, std::move(results), on};
}

std::vector<RuleResult> check_price_change(const BasketTerms& basket, const OfferTerms& before,
                                           const OfferTerms& after, CivilDate on)
{
    const auto& days = basket.price_rise_dates;
    const bool is_announced = std::find(days.begin(), days.end(), on) != days.end();
    std::vector<RuleResult> results;
    for (const auto& price : after.prices)
    {
        const auto old_price = price_of(before, price.component);
        if (!old_price || *old_price == price.price)
            continue;
        results.push_back(rule_result(sentences, "offer.price_rise_announced",
                                      price.price < *old_price || is_announced,
                                      {{"component", price.component},
                                       {"from_cents", old_price->in_cents()},
                                       {"to_cents", price.price.in_cents()},
                                       {"day", to_text(on)}}));
    }
    return results;
}

const StateTable& offer_states()
{
    return offer_table::table;
}

bool is_shown(std::string_view state)
{
    return state == offer_state::listed || state == offer_state::full;
}

const StateTable& service_description_states()
{
    return description_table::table;
}

RuleSentences offer_sentences()
{
    return sentences;
}

} // namespace kori
