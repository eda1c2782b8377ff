// Needs without a suitable offer: counts for who buys services, single ones for who examines.
#include "core/base/law_book.hpp"
#include "core/http/cursor.hpp"
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_api.hpp"

namespace kori::choices
{
namespace
{

using namespace http;

constexpr Permission see_counts{"unmet_need.see"};
constexpr Permission see_rows{"unmet_need.see_rows"};
constexpr std::int64_t rows_at_once = 1'000;

UnmetCounts counted(Transaction& tx, OrganisationId authority)
{
    UnmetCounts counts;
    std::string after;
    for (;;)
    {
        const auto rows = needs_to_count(tx, authority, after, rows_at_once);
        for (const auto& row : rows)
            counts.add(row);
        if (rows.size() < rows_at_once)
            return counts;
        after = rows.back().receipt.text();
    }
}

Result<Reply> list_counts(Call& call)
{
    const auto page = page_of(call, 3);
    if (!page)
        return page.refusal();
    const auto counts = counted(call.tx, *call.actor.organisation);
    const UnmetGroup after{page->after[0], page->after[1], page->after[2]};
    std::vector<UnmetGroup> groups;
    for (auto at = counts.groups().upper_bound(after);
         at != counts.groups().end() && groups.size() <= static_cast<std::size_t>(page->limit); ++at)
        groups.push_back(at->first);
    auto cursor = cut_page(call, *page, groups, [](const UnmetGroup& last)
                           { return std::vector{last.month, last.basket, last.need}; });
    const auto small = call.ambient.law.integer("privacy.small_group.count", call.ambient.today());
    json::Array items;
    for (const auto& group : groups)
    {
        json::Object view;
        view.add("basket", group.basket).add("need", group.need).add("month", group.month);
        if (const auto customers = told(counts.groups().at(group).size(), small))
            view.add("customers", *customers);
        else
            view.add("fewer_than", small);
        items.emplace_back(std::move(view));
    }
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Result<Reply> list_rows(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto needs = unmet_needs_after(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, needs, [](const UnmetNeed& last) { return std::vector{last.receipt.text()}; });
    json::Array items;
    for (const auto& need : needs)
    {
        json::Object view;
        view.add("basket", need.basket).add("needs", json::array_of(need.needs)).add("reason", need.reason);
        if (!need.municipality.empty())
            view.add("municipality", need.municipality);
        items.emplace_back(view.add("on", finnish_date(need.recorded_at)));
    }
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Shape counts_shape()
{
    return object(
        "UnmetNeedCounts", "Needs without a suitable offer, by month, basket and need",
        {required("items",
                  list(object("UnmetNeedCount", "One group",
                              {required("basket", id_of<BasketTag>("In which basket")),
                               required("need", text(1, 60, "Need", "job_search")),
                               required("month", text(7, 7, "Month", "2026-03")),
                               optional("customers", integer(1, 1'000'000, "How many found nothing", 7)),
                               optional("fewer_than",
                                        integer(1, 1'000'000, "Instead: a group too small to be told", 5))}),
                       0, 200, "Page"))});
}

Shape rows_shape()
{
    return object(
        "UnmetNeedPage", "Needs without a suitable offer",
        {required("items",
                  list(object("UnmetNeed", "One of them; it names no customer",
                              {required("basket", id_of<BasketTag>("In which basket")),
                               required("needs", list(text(1, 60, "Need", "job_search"), 0, 50, "Needs")),
                               required("reason", code(reasons_for_none(), "Why nothing was suitable")),
                               optional("municipality", pattern("municipality_code", "Where", "297")),
                               required("on", date("When", "2026-03-02"))}),
                       0, 200, "Page"))});
}

} // namespace

Routes unmet_need_routes()
{
    return {
        Route{Method::get, "/api/v1/unmet-needs", see_counts, Access::reads, nullptr, shared(counts_shape()),
              list_counts, "How many found nothing suitable, by month, basket and need; small groups hidden"}
            .paged(),
        Route{Method::get, "/api/v1/unmet-needs/rows", see_rows, Access::reads_and_logs, nullptr,
              shared(rows_shape()), list_rows, "Each need for which nothing suitable was offered"}
            .paged(),
    };
}

} // namespace kori::choices
