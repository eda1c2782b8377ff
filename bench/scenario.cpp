#include "bench/scenario.hpp"

#include "bench/plan.hpp"
#include "bench/recorder.hpp"
#include "bench/site.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"

#include <array>
#include <fstream>
#include <stdexcept>

namespace kori::bench
{
namespace
{

using namespace kori::test; // the builders of areas, baskets and customers

// How often each request comes in the mixed day, of 100. ASSUMED, as long as no real day was counted: people
// look many times before anybody acts, browsers and caches ask again for what they have, a choice is made
// once a customer, and every second choice brings a claim during the day.
struct Weight
{
    const char* scenario;
    int of_100;
};
constexpr std::array<Weight, 5> mixed_day{
    {{"catalogue", 30}, {"object", 35}, {"not_modified", 20}, {"choice", 10}, {"claim", 5}}};

std::string request(std::string_view method, std::string_view target, std::string_view more,
                    std::string_view body)
{
    std::string text{method};
    text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\nAccept-Language: fi\r\n");
    text.append(more);
    if (!body.empty())
        text.append("Content-Type: application/json\r\nContent-Length: ")
            .append(std::to_string(body.size()))
            .append("\r\n");
    return text.append("\r\n").append(body);
}

std::string post(const Site::Ready& act, std::string_view name, std::size_t number)
{
    return request("POST", act.target,
                   "Authorization: Bearer " + act.token + "\r\nIdempotency-Key: bench-" + std::string{name} +
                       "-" + std::to_string(number) + "-0123456789\r\n",
                   act.body);
}

// One piece of each list in the order of the weights, spread over the hundred; ends when the first list of
// writes does.
Plan mixed(std::map<std::string, Plan>& plans)
{
    Plan plan;
    std::map<std::string, std::size_t> next;
    std::map<std::string, int> owed;
    while (true)
    {
        const Weight* most = nullptr;
        for (const auto& weight : mixed_day)
        {
            owed[weight.scenario] += weight.of_100;
            if (most == nullptr || owed[weight.scenario] > owed[most->scenario])
                most = &weight;
        }
        owed[most->scenario] -= 100;
        const auto& from = plans.at(most->scenario);
        auto& at = next[most->scenario];
        if (!from.is_repeatable && at == from.shots.size())
            return plan;
        plan.shots.push_back(from.shots[at++ % from.shots.size()]);
    }
}

void write_text(const std::filesystem::path& file, const std::string& text)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out{file, std::ios::binary};
    out << text;
    if (!out.flush())
        throw std::runtime_error{file.string() + " cannot be written"};
}

} // namespace

void prepare(const std::filesystem::path& folder, const Amounts& amounts)
{
    std::filesystem::create_directories(folder);
    Site site{amounts};
    const auto database = folder / "kori.db";
    backup_sqlite(site.folder() / "kori.db", database);
    write_text(folder / "keys" / "master.key", Site::master_key() + "\n");
    std::filesystem::permissions(folder / "keys" / "master.key",
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    write_text(folder / "start.txt", site.moment());

    std::map<std::string, Plan> plans;
    const auto page = "/api/v1/baskets/" + site.catalogue() + "/offers";
    const auto one = "/api/v1/offers/" + site.one_offer();
    plans["catalogue"] = {true, {{200, request("GET", page, "", "")}}};
    plans["object"] = {true, {{200, request("GET", one, "", "")}}};
    plans["not_modified"] = {
        true, {{304, request("GET", one, "If-None-Match: " + site.etag_of(one) + "\r\n", "")}}};
    for (const auto& [name, acts] :
         {std::pair{"choice", &site.choices()}, std::pair{"claim", &site.claims()}})
        for (std::size_t i = 0; i < acts->size(); ++i)
            plans[name].shots.push_back({201, post((*acts)[i], name, i)});
    plans["mixed"] = mixed(plans);
    for (const auto& [name, plan] : plans)
        write_plan(folder / (name + ".plan"), plan);

    record_reads(folder, "catalogue", page);
    record_reads(folder, "object", one);
    record_writes(folder, "choice", site.choices());
    record_writes(folder, "claim", site.claims());
}

} // namespace kori::bench
