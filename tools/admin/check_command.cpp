// kori-admin check: everything that a database can be asked about itself, live or restored.
#include "core/journal/journal.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"
#include "marketplace/app/database.hpp"
#include "marketplace/app/invariants.hpp"
#include "tools/admin/commands.hpp"
#include "tools/admin/progress.hpp"

#include <cstdio>

namespace kori::admin
{
namespace
{

// Prints one part's verdict; the number of faults.
std::size_t tell(const std::string& part, const std::vector<std::string>& faults)
{
    std::printf("%s: %s\n", part.c_str(), faults.empty() ? "ok" : "NOT in order");
    for (const auto& fault : faults)
        std::printf("  %s\n", fault.c_str());
    return faults.size();
}

std::size_t check_file(const app::Database& database)
{
    if (database.is_postgres())
    {
        std::printf("pages: not checked here; PostgreSQL does it itself (pg_amcheck, data checksums)\n");
        return 0;
    }
    const auto said = check_sqlite(database.file);
    return tell("file", said == "ok" ? std::vector<std::string>{} : std::vector{said});
}

} // namespace

int check(const app::Settings& settings, const std::vector<std::string>&)
{
    const auto database = app::database_of(settings);
    auto faults = check_file(database);
    const auto keys = keyring(settings);
    app::read_database(database,
                       [&](Transaction& tx)
                       {
                           const auto head = journal::newest_head(tx);
                           const auto entries = std::to_string(head ? head->size : 0);
                           faults += tell(
                               "journal (" + entries + " entries, every leaf, node and signed head)",
                               journal::verify(tx, keys.journal_key().public_key, settings.text("origin")));
                           Progress progress{"Orders"};
                           std::int64_t orders = 0;
                           const auto broken = app::broken_invariants(tx,
                                                                      [&](std::int64_t done, std::int64_t of)
                                                                      {
                                                                          orders = done;
                                                                          progress.tell(done, of);
                                                                      });
                           faults += tell("states, ledger, budget caps and " + std::to_string(orders) +
                                              " orders with their claims and lines",
                                          broken);
                       });
    return faults == 0 ? 0 : 1;
}

} // namespace kori::admin
