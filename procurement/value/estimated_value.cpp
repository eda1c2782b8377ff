#include "procurement/value/estimated_value.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr RuleSentence sentences[] = {
    {"value.contract", "The value is the price with all options and extensions (§27(1)).", ""},
    {"value.lots", "The value is that of all lots together (§27(3)).", ""},
    {"value.last_months", "The value is that of the {months} months before {day} (§30(2)).", ""},
    {"value.next_months", "The value is that of the {months} months from {day} on (§30(2)).", ""},
    {"value.open_ended", "The contract is open-ended or longer: {months} times the monthly value (§30(3)).",
     ""},
    {"value.fixed_term", "The value is that of the whole term of {months} months (§30(3)).", ""},
    {"value.system", "The value is that of all contracts planned for the whole life (§30(4)).", ""},
    {"value.nothing_planned", "There is nothing to value.", ""},
    {"value.negative", "The value of {name} is negative.", ""},
    {"value.overflow", "The values add up to more than the program can count.", ""},
    {"value.months", "A term has at least one month.", ""},
    {"value.lot_not_small", "The lot {name} is not below {max_cents} cents and cannot be left out (§27(4)).",
     ""},
    {"value.left_out_too_much",
     "The lots left out are more than {max_basis_points} basis points of all (§27(4)).", ""},
};

ValueReason reason(std::string_view rule, Facts values)
{
    auto said = refuse_by(sentences, Fault::invalid, rule, std::move(values));
    return {std::move(said.rule), std::move(said.sentence), std::move(said.values)};
}

Refusal refused(std::string_view rule, Facts values)
{
    return refuse_by(sentences, Fault::invalid, rule, std::move(values));
}

const ValueLine* first_negative(const std::vector<ValueLine>& lines)
{
    const auto at = std::find_if(lines.begin(), lines.end(),
                                 [](const ValueLine& line) { return line.value.is_negative(); });
    return at == lines.end() ? nullptr : &*at;
}

// Adds what counts, then multiplies. The one place where a sum may be too big.
Result<EstimatedValue> summed(std::vector<ValueLine> lines, std::int64_t times, ValueReason because)
{
    if (lines.empty())
        return refused("value.nothing_planned", {});
    if (const auto* negative = first_negative(lines))
        return refused("value.negative", {{"name", negative->name}});
    try
    {
        Money total;
        for (const auto& line : lines)
            if (line.counts)
                total += line.value;
        return EstimatedValue{total * times, std::move(because), std::move(lines)};
    }
    catch (const MoneyOverflow&)
    {
        return refused("value.overflow", {});
    }
}

std::vector<ValueLine> lines_of(const PlannedContract& contract)
{
    std::vector<ValueLine> lines{{contract.name, contract.price, true}};
    for (const auto& option : contract.options)
        lines.push_back({option.name, option.value, true}); // §27(1) knows no option that does not count
    return lines;
}

int months_of(std::string_view name, CivilDate day, const LawBook& law)
{
    return static_cast<int>(law.integer(name, day));
}

// Compared exactly, without rounding a share.
bool is_more_than(Money part, std::int64_t basis_points, Money whole)
{
    return part * 10'000 > whole * basis_points;
}

} // namespace

Result<EstimatedValue> value_of_contract(const PlannedContract& contract)
{
    return summed(lines_of(contract), 1, reason("value.contract", {}));
}

Result<EstimatedValue> value_of_lots(std::span<const Lot> lots, CivilDate day, const LawBook& law)
{
    std::vector<ValueLine> lines;
    for (const auto& lot : lots)
        lines.push_back({lot.name, lot.value, true});
    auto all = summed(std::move(lines), 1, reason("value.lots", {}));
    if (!all)
        return all;

    const auto small = Money::cents(law.integer("value.small_lot.cents", day));
    Money left_out;
    for (const auto& lot : lots)
    {
        if (!lot.is_left_out)
            continue;
        if (lot.value >= small)
            return refused("value.lot_not_small", {{"name", lot.name}, {"max_cents", small.in_cents()}});
        left_out += lot.value;
    }
    const auto share = law.integer("value.small_lots_together.basis_points", day);
    try
    {
        if (is_more_than(left_out, share, all->value))
            return refused("value.left_out_too_much", {{"max_basis_points", share}});
    }
    catch (const MoneyOverflow&)
    {
        return refused("value.overflow", {});
    }
    return all;
}

Result<EstimatedValue> value_of_repeated(RepeatedBasis basis, std::span<const DatedValue> rows, CivilDate day,
                                         const LawBook& law)
{
    const int months = months_of("value.repeated.months", day, law);
    const bool is_last = basis == RepeatedBasis::last_months;
    const auto from = is_last ? plus_months(day, -months) : day;
    const auto to = is_last ? day : plus_months(day, months);
    std::vector<ValueLine> lines;
    for (const auto& row : rows)
        lines.push_back({row.name, row.value, row.on >= from && row.on < to});
    return summed(std::move(lines), 1,
                  reason(is_last ? "value.last_months" : "value.next_months",
                         {{"months", months}, {"day", to_text(day)}}));
}

Result<EstimatedValue> value_of_monthly(Money per_month, std::optional<int> months, CivilDate day,
                                        const LawBook& law)
{
    if (months && *months < 1)
        return refused("value.months", {});
    const int longest = months_of("value.open_ended.months", day, law);
    const bool is_open_ended = !months || *months > longest;
    const int times = is_open_ended ? longest : *months;
    return summed({{"per_month", per_month, true}}, times,
                  reason(is_open_ended ? "value.open_ended" : "value.fixed_term", {{"months", times}}));
}

Result<EstimatedValue> value_of_system(std::span<const PlannedContract> contracts)
{
    std::vector<ValueLine> lines;
    for (const auto& contract : contracts)
        for (auto& line : lines_of(contract))
            lines.push_back(std::move(line));
    return summed(std::move(lines), 1, reason("value.system", {}));
}

RuleSentences value_sentences()
{
    return sentences;
}

} // namespace kori
