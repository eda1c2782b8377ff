#include "procurement/award/contract_change.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr RuleSentence sentences[] = {
    {"contract.ground_unknown", "This is no ground for changing a contract.", ""},
    {"contract.change_reason_missing", "A change says why.", ""},
    {"contract.party_change_has_value", "A change of party changes no value.", ""},
    {"contract.change_too_large", "The change of {value_cents} cents is above {limit_cents} cents.", ""},
    {"contract.minor_changes_add_up",
     "Minor changes come to {total_cents} cents together, not below {limit_cents} cents.", ""},
};

constexpr std::string_view grounds[] = {change_ground::review_clause, change_ground::additional,
                                        change_ground::unforeseen, change_ground::minor,
                                        change_ground::party};

Money size_of(Money value)
{
    return value.is_negative() ? -value : value;
}

Result<Done> no(std::string_view rule, Facts values = {})
{
    return refuse_by(sentences, Fault::invalid, rule, std::move(values));
}

} // namespace

bool is_change_ground(std::string_view code)
{
    return std::find(std::begin(grounds), std::end(grounds), code) != std::end(grounds);
}

Result<Done> allow_change(Money original, std::span<const PlannedChange> made, const PlannedChange& wish,
                          Money threshold, CivilDate day, const LawBook& law)
{
    if (!is_change_ground(wish.ground))
        return no("contract.ground_unknown");
    if (wish.reason.empty())
        return no("contract.change_reason_missing");
    if (wish.ground == change_ground::party && !wish.value.is_zero())
        return no("contract.party_change_has_value");
    if (wish.ground == change_ground::additional || wish.ground == change_ground::unforeseen)
    {
        const auto limit = original.share(law.integer("contract_change.additional.basis_points", day));
        if (wish.value > limit)
            return no("contract.change_too_large",
                      {{"value_cents", wish.value.in_cents()}, {"limit_cents", limit.in_cents()}});
    }
    if (wish.ground == change_ground::minor)
    {
        auto total = size_of(wish.value);
        for (const auto& one : made)
            if (one.ground == change_ground::minor)
                total += size_of(one.value);
        const auto limit =
            std::min(original.share(law.integer("contract_change.minor.basis_points", day)), threshold);
        if (total >= limit)
            return no("contract.minor_changes_add_up",
                      {{"total_cents", total.in_cents()}, {"limit_cents", limit.in_cents()}});
    }
    return Done{};
}

RuleSentences contract_change_sentences()
{
    return sentences;
}

} // namespace kori
