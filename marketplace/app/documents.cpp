#include "marketplace/app/documents.hpp"

#include "core/json/reader.hpp"

#include <algorithm>
#include <vector>

namespace kori::app
{
namespace
{

constexpr std::string_view anew =
    "a test compares this page with them (`KORI_WRITE_GOLDEN=1` writes it anew).\n";
constexpr std::int64_t objects_max = 10'000; // of one schema

std::string who_may(const http::Route& route, const DutyBook& duties, CivilDate day)
{
    if (route.permission == everybody)
        return "everybody";
    if (route.permission == any_member)
        return "every member";
    if (route.permission == signed_in)
        return "every member, holder of a choice code";
    if (route.permission == choice_holder)
        return "holder of a choice code";
    std::string roles;
    for (const auto& role : duties.roles())
        if (duties.may(role, route.permission.name, day))
            roles += (roles.empty() ? "" : ", ") + role;
    return roles.empty() ? "**nobody**" : roles;
}

std::string_view shown(http::Access access)
{
    switch (access)
    {
    case http::Access::process:
        return "process";
    case http::Access::reads:
        return "reads";
    case http::Access::reads_and_logs:
        return "reads, logged";
    case http::Access::writes:
        return "writes";
    }
    return {};
}

std::string traits_of(const http::Route& route)
{
    std::string traits;
    const auto add = [&](bool has, std::string_view word)
    {
        if (has)
            traits += (traits.empty() ? "" : ", ") + std::string{word};
    };
    add(route.idempotent_by_key, "key");
    add(route.match == http::Match::demanded, "If-Match");
    add(route.match == http::Match::allowed, "If-Match when sent");
    add(route.is_paged, "paged");
    return traits;
}

} // namespace

std::string routes_page(const http::Routes& routes, const DutyBook& duties, CivilDate day)
{
    std::vector<const http::Route*> sorted;
    for (const auto& route : routes)
        sorted.push_back(&route);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b)
              { return a->pattern != b->pattern ? a->pattern < b->pattern : a->method < b->method; });

    std::string page = "# Routes\n\nGenerated from the route table and `config/law/duties.json`; ";
    page += anew;
    page += "Roles are those of " + to_text(day) +
            " by default; an area may decide otherwise for itself. *key*: the call needs an "
            "`Idempotency-Key`.\n\n"
            "| method | pattern | what it does | access | asks for | permission | who has it |\n"
            "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const auto* route : sorted)
    {
        page += "| " + std::string{http::name_of(route->method)} + " | `" + route->pattern + "` | " +
                route->summary + " | ";
        page += shown(route->access);
        page += " | " + traits_of(*route) + " | `" + std::string{route->permission.name} + "` | " +
                who_may(*route, duties, day) + " |\n";
    }
    return page;
}

std::string schema_page(Store& store)
{
    Rows objects;
    store.read(
        [&](Transaction& tx)
        {
            // The catalogue of SQLite: the one statement that another engine's adapter must put in its own
            // words.
            objects = tx.query("/* documents.schema */ SELECT tbl_name, type, name, sql FROM sqlite_schema"
                               " WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name LIMIT ?",
                               objects_max);
        });
    std::string page = "# Tables\n\nGenerated from an empty, migrated database; ";
    page += anew;
    page += "Times in `_us` are microseconds since 1970 (UTC), money in `_cents` is whole cents, days are "
            "`YYYY-MM-DD`, booleans "
            "are `yes` and `no`.\n";
    for (const auto& object : objects)
    {
        if (object.text(1) == "table")
            page += "\n## " + object.text(0) + "\n";
        page += "\n```sql\n" + object.text(3) + ";\n```\n";
    }
    return page;
}

std::string openapi_page(const std::string& served)
{
    const auto document =
        json::read(served, {.depth_max = 64, .bytes_max = 20'000'000, .values_max = 1'000'000});
    PROMISE(document);
    return json::write_pretty(*document);
}

} // namespace kori::app
