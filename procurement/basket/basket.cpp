#include "procurement/basket/basket.hpp"

#include <algorithm>

namespace kori
{

namespace
{

namespace basket_table
{
using namespace basket_state;

constexpr std::string_view names[] = {idea,   draft,   in_dialogue, published, active,
                                      paused, closing, closed,      dropped,   archived};
constexpr std::string_view finals[] = {dropped, archived};
constexpr std::string_view here = "domain.md 7.3";
constexpr std::string_view versions = "domain.md 7.3: a new version while customers are inside";
constexpr Transition rows[] = {
    {idea, "outline", draft, here},
    {idea, "drop", dropped, "ASSUMED: not every idea becomes a basket"},
    {draft, "open_dialogue", in_dialogue, here},
    {draft, "publish", published, "ASSUMED: a market dialogue is not obligatory (§65)"},
    {draft, "drop", dropped, "ASSUMED: not every draft is published"},
    {in_dialogue, "close_dialogue", draft, "ASSUMED: as for a programme in 7.1"},
    {in_dialogue, "publish", published, here},
    {in_dialogue, "drop", dropped, "ASSUMED: a dialogue may show that nothing is needed"},
    {published, "activate", active, here},
    {published, "publish_version", published, versions},
    {published, "close", closed, "ASSUMED: nobody is inside yet"},
    {active, "pause", paused, here},
    {active, "publish_version", active, versions},
    {active, "close_to_new", closing, here},
    {paused, "resume", active, here},
    {paused, "publish_version", paused, versions},
    {paused, "close_to_new", closing, "ASSUMED: a paused basket can end too"},
    {closing, "close", closed, here},
    {closed, "archive", archived, here},
};
const StateTable table{"basket", names, idea, finals, rows};
} // namespace basket_table

namespace version_table
{
using namespace basket_version_state;

constexpr std::string_view names[] = {draft, current, superseded, discarded};
constexpr std::string_view finals[] = {superseded, discarded};
constexpr Transition rows[] = {
    {draft, "publish", current, "domain.md 7.3: each order keeps the version it was made under"},
    {draft, "edit", draft, "ASSUMED: terms change freely until they are published"},
    {draft, "discard", discarded, "ASSUMED: not every draft is published"},
    {current, "supersede", superseded, "domain.md 7.3: a new version"},
    {current, "end", superseded, "ASSUMED: the basket closed"},
};
const StateTable table{"basket_version", names, draft, finals, rows};
} // namespace version_table

} // namespace

const StateTable& basket_states()
{
    return basket_table::table;
}

const StateTable& basket_version_states()
{
    return version_table::table;
}

bool takes_offers(std::string_view state)
{
    return state == basket_state::published || state == basket_state::active || state == basket_state::paused;
}

bool takes_customers(std::string_view state)
{
    return state == basket_state::active;
}

const PriceComponent* find_component(const BasketTerms& terms, std::string_view code)
{
    for (const auto& component : terms.price_components)
        if (component.code == code)
            return &component;
    return nullptr;
}

const BasketOutcome* find_outcome(const BasketTerms& terms, std::string_view code)
{
    for (const auto& outcome : terms.outcomes)
        if (outcome.code == code)
            return &outcome;
    return nullptr;
}

bool admits_legal_form(const BasketTerms& terms, std::string_view legal_form)
{
    return terms.eligible_legal_forms.empty() || holds(terms.eligible_legal_forms, legal_form);
}

std::int64_t alternatives_needed(const BasketTerms& terms)
{
    return terms.is_niche ? 1 : std::max<std::int64_t>(terms.minimum_alternatives, 1);
}

} // namespace kori
