#include "procurement/value/running_total.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kori
{

namespace
{

constexpr RuleSentence sentences[] = {
    {"total.within", "The total is {total_cents} cents of {limit_cents}.", ""},
    {"total.near", "The total comes near the limit: {total_cents} cents of {limit_cents}.", ""},
    {"total.above_announced",
     "The contracts would come to {total_cents} cents; the notice announced {limit_cents}.", ""},
    {"total.reaches_threshold",
     "The purchase of {total_cents} cents is not below the threshold {limit_cents}.", ""},
    {"total.adds_up",
     "{count} purchases of this kind come to {total_cents} cents together, not below the threshold "
     "{limit_cents}.",
     ""},
};

using Rows = std::vector<TotalRow>;

void sort_by_day(Rows& rows)
{
    std::stable_sort(rows.begin(), rows.end(),
                     [](const TotalRow& a, const TotalRow& b) { return a.on < b.on; });
}

Money sum_of(const Rows& rows)
{
    Money total;
    for (const auto& row : rows)
        total += row.value;
    return total;
}

RunningTotal total_of(Rows rows, Money limit)
{
    RunningTotal total;
    total.total = sum_of(rows);
    total.limit = limit;
    total.rows = std::move(rows);
    return total;
}

ValueReason reason(std::string_view rule, const RunningTotal& total)
{
    auto said = refuse_by(sentences, Fault::conflict, rule,
                          {{"total_cents", total.total.in_cents()}, {"limit_cents", total.limit.in_cents()}});
    if (rule == "total.adds_up")
        said.values.emplace_back("count", static_cast<std::int64_t>(total.rows.size()));
    return {std::move(said.rule), std::move(said.sentence), std::move(said.values)};
}

bool is_near(const RunningTotal& total, CivilDate day, const LawBook& law)
{
    const auto share = law.integer("value.warning_share.basis_points", day);
    return total.total * 10'000 >= total.limit * share;
}

RunningTotal judged(RunningTotal total, std::string_view refused_by, CivilDate day, const LawBook& law)
{
    if (!refused_by.empty())
        total.verdict = TotalVerdict::refused;
    else if (is_near(total, day, law))
        total.verdict = TotalVerdict::near;
    const auto rule = !refused_by.empty()                   ? refused_by
                      : total.verdict == TotalVerdict::near ? "total.near"
                                                            : "total.within";
    total.reason = reason(rule, total);
    return total;
}

// A sum that does not fit, and a value that cannot be one, are answers here and no accidents.
template <class Work>
auto guarded(const Rows& rows, Work&& work) -> decltype(work())
{
    for (const auto& row : rows)
        if (row.value.is_negative())
            return refuse_by(value_sentences(), Fault::invalid, "value.negative", {{"name", row.about}});
    try
    {
        return work();
    }
    catch (const MoneyOverflow&)
    {
        return refuse_by(value_sentences(), Fault::invalid, "value.overflow", {});
    }
}

// A purchase that was estimated and is decided or ordered now counts once, at what it is now.
Rows with_added(std::span<const TotalRow> so_far, const TotalRow& added)
{
    Rows rows;
    for (const auto& row : so_far)
        if (row.about != added.about)
            rows.push_back(row);
    rows.push_back(added);
    return rows;
}

// §27(5): all units that are not independent are one buyer; an independent one stands alone.
std::string pool_of(const TotalRow& row)
{
    return row.unit_is_independent ? "unit " + row.unit : std::string{};
}

struct Window
{
    CivilDate from;
    CivilDate to; // first day that no longer counts
};

Window year_of(CivilDate day)
{
    const auto first = day.year() / std::chrono::January / 1;
    return {first, (day.year() + std::chrono::years{1}) / std::chrono::January / 1};
}

std::vector<Window> windows_around(CivilDate day, TotalPeriod period, const Rows& rows, int months)
{
    std::vector<Window> windows;
    if (period != TotalPeriod::rolling)
        windows.push_back(year_of(day));
    if (period != TotalPeriod::calendar)
        for (const auto& row : rows)
        {
            const Window window{row.on, plus_months(row.on, months)};
            if (window.from <= day && day < window.to)
                windows.push_back(window);
        }
    return windows;
}

Rows rows_in(const Window& window, const Rows& rows)
{
    Rows inside;
    for (const auto& row : rows)
        if (row.on >= window.from && row.on < window.to)
            inside.push_back(row);
    return inside;
}

int period_months(CivilDate day, const LawBook& law)
{
    return static_cast<int>(law.integer("value.repeated.months", day));
}

// The windows of one pool that reach the threshold; one whose rows an earlier one holds is left out. `rows`
// are sorted by day.
template <class WindowOf>
void add_full_windows(std::vector<RunningTotal>& found, Money threshold, const Rows& rows, WindowOf window_of,
                      const LawBook& law)
{
    std::ptrdiff_t reported = 0; // rows before this one stand in a window already
    for (auto first = rows.begin(); first != rows.end(); ++first)
    {
        const auto to = window_of(first->on).to;
        const auto end = std::find_if(first, rows.end(), [to](const TotalRow& row) { return row.on >= to; });
        if (end - rows.begin() <= reported)
            continue;
        auto total = total_of({first, end}, threshold);
        if (total.total < threshold)
            continue;
        reported = end - rows.begin();
        const auto is_there = [&](const RunningTotal& other) { return other.rows == total.rows; };
        if (std::none_of(found.begin(), found.end(), is_there))
            found.push_back(judged(std::move(total), "total.adds_up", first->on, law));
    }
}

} // namespace

Result<RunningTotal> total_of_system(Money announced, std::span<const TotalRow> so_far, const TotalRow& added,
                                     const LawBook& law)
{
    auto rows = with_added(so_far, added);
    sort_by_day(rows);
    return guarded(rows,
                   [&]() -> Result<RunningTotal>
                   {
                       auto total = total_of(rows, announced);
                       const auto refused_by = total.total > announced ? "total.above_announced" : "";
                       return judged(std::move(total), refused_by, added.on, law);
                   });
}

Result<RunningTotal> total_of_kind(Money threshold, TotalPeriod period, std::span<const TotalRow> so_far,
                                   const TotalRow& added, const LawBook& law)
{
    auto alike = with_added(so_far, added);
    std::erase_if(alike, [&](const TotalRow& row)
                  { return row.kind != added.kind || pool_of(row) != pool_of(added); });
    sort_by_day(alike);
    return guarded(alike,
                   [&]() -> Result<RunningTotal>
                   {
                       if (added.value >= threshold)
                           return judged(total_of({added}, threshold), "total.reaches_threshold", added.on,
                                         law);
                       const auto months = period_months(added.on, law);
                       auto fullest = total_of({added}, threshold);
                       for (const auto& window : windows_around(added.on, period, alike, months))
                           if (auto total = total_of(rows_in(window, alike), threshold);
                               total.rows.size() > 1 && total.total >= fullest.total)
                               fullest = std::move(total);
                       const auto refused_by = fullest.total >= threshold ? "total.adds_up" : "";
                       return judged(std::move(fullest), refused_by, added.on, law);
                   });
}

Result<std::vector<RunningTotal>> adding_up(Money threshold, TotalPeriod period,
                                            std::span<const TotalRow> rows, const LawBook& law)
{
    std::map<std::pair<std::string, std::string>, Rows> pools;
    for (const auto& row : rows)
        if (row.value < threshold) // what reaches it by itself was no small purchase and is not split
            pools[{row.kind, pool_of(row)}].push_back(row);
    return guarded({rows.begin(), rows.end()},
                   [&]() -> Result<std::vector<RunningTotal>>
                   {
                       std::vector<RunningTotal> found;
                       for (auto& [key, alike] : pools)
                       {
                           sort_by_day(alike);
                           std::vector<RunningTotal> full;
                           if (period != TotalPeriod::rolling)
                               add_full_windows(full, threshold, alike, year_of, law);
                           if (period != TotalPeriod::calendar)
                               add_full_windows(
                                   full, threshold, alike, [&](CivilDate day)
                                   { return Window{day, plus_months(day, period_months(day, law))}; }, law);
                           found.insert(found.end(), full.begin(), full.end());
                       }
                       return found;
                   });
}

Result<Done> allow_total(const RunningTotal& total)
{
    if (total.verdict != TotalVerdict::refused)
        return Done{};
    auto refusal = refuse(Fault::conflict, total.reason.rule, total.reason.sentence);
    refusal.values = total.reason.values;
    return refusal;
}

RuleSentences total_sentences()
{
    return sentences;
}

} // namespace kori
