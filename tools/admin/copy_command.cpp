#include "marketplace/app/copy.hpp"
#include "tools/admin/commands.hpp"
#include "tools/admin/progress.hpp"

#include <cstdio>

namespace kori::admin
{
namespace
{

// A PostgreSQL by its URL, else a SQLite file.
app::Database named(const std::string& word, bool is_trusted)
{
    if (word.starts_with("postgresql://") || word.starts_with("postgres://"))
        return {{}, word, is_trusted};
    return {word, {}, false};
}

} // namespace

int copy(const app::Settings& settings, const std::vector<std::string>& words)
{
    const bool is_trusted = settings.yes("database_trusted");
    const auto from = named(words[0], is_trusted);
    const auto to = named(words[1], is_trusted);
    if (!from.is_postgres() && !std::filesystem::exists(from.file))
        throw app::SettingsError{"There is no database " + from.name() + "."};
    if (from.name() == to.name())
        throw app::SettingsError{"A database is not copied into itself."};
    app::CopyReport report;
    {
        Progress progress{"Rows"};
        report = app::copy_database(from, to,
                                    [&](std::int64_t done, std::int64_t of) { progress.tell(done, of); });
    }
    std::printf(
        "Copied %lld rows of %lld tables from %s to %s and compared each.\n"
        "The journal has %lld entries under the head %s; %lld accounts add up to %lld cents.\n"
        "What is written to the source from now on is not in the copy, and the keys are not in either.\n",
        static_cast<long long>(report.rows), static_cast<long long>(report.tables), from.name().c_str(),
        to.name().c_str(), static_cast<long long>(report.entries),
        report.root.empty() ? "(none)" : report.root.c_str(), static_cast<long long>(report.balances),
        static_cast<long long>(report.balances_cents));
    return 0;
}

} // namespace kori::admin
