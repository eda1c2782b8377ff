// kori-admin backup and restore: one file of a whole database, whichever engine it is of.
#include "core/storage/sqlite/sqlite_store.hpp"
#include "core/work/installation.hpp"
#include "marketplace/app/application.hpp"
#include "marketplace/app/copy.hpp"
#include "tools/admin/commands.hpp"
#include "tools/admin/progress.hpp"

#include <cstdio>

namespace kori::admin
{
namespace
{

void mark_restored(Transaction& tx)
{
    work::set_installation_value(tx, work::restored, "yes");
}

// The former database of an operator's PostgreSQL is not touched: the backup goes into a new one.
void restore_postgres(const std::filesystem::path& backup, const app::Database& to)
{
    if (const auto faults = check_sqlite(backup); faults != "ok")
        throw StorageError{"The backup " + backup.string() + " is not whole: " + faults};
    Progress progress{"Rows"};
    app::copy_database(
        {backup, {}, false}, to, [&](std::int64_t done, std::int64_t of) { progress.tell(done, of); },
        mark_restored);
}

} // namespace

int backup(const app::Settings& settings, const std::vector<std::string>& words)
{
    const auto database = app::database_of(settings);
    if (database.is_postgres())
    {
        Progress progress{"Rows"};
        app::backup_postgres(database, words[0],
                             [&](std::int64_t done, std::int64_t of) { progress.tell(done, of); });
    }
    else
        backup_sqlite(database.file, words[0]);
    std::printf("Backed up to %s. The keys are not in it: keep a copy of them elsewhere.\n",
                words[0].c_str());
    return 0;
}

int restore(const app::Settings& settings, const std::vector<std::string>& words)
{
    std::filesystem::create_directories(settings.data());
    const auto database = app::database_of(settings);
    if (database.is_postgres())
        restore_postgres(words[0], database);
    else
        restore_sqlite(words[0], database.file, mark_restored);
    app::Application application{app::parts_of(settings)}; // begins the journal's new epoch
    application.stop();
    std::printf("Restored from %s; %s\n", words[0].c_str(),
                database.is_postgres() ? "the former database stands as it was."
                                       : "the former file is kept beside it.");
    return 0;
}

} // namespace kori::admin
