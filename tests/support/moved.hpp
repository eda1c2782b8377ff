// Moving house for tests: from a database to the other engine, and from there into a SQLite file.
#pragma once

#include "marketplace/app/copy.hpp"
#include "tests/support/world.hpp"

#include <utility>

namespace kori::test
{

// The reports of both copies. Without a PostgreSQL the first one goes into a file, too, and a line says so.
inline std::pair<app::CopyReport, app::CopyReport> moved(const app::Database& from)
{
    const auto quiet = [](std::int64_t, std::int64_t) {};
    const TemporaryFolder folder;
    const app::Database file{folder.path() / "back.db", {}, false};
    if (!has_postgres())
    {
        const app::Database between{folder.path() / "between.db", {}, false};
        auto first = app::copy_database(from, between, quiet);
        return {std::move(first), app::copy_database(between, file, quiet)};
    }
    const PostgresDatabase postgres;
    const app::Database between{{}, postgres.url(), true};
    auto first = app::copy_database(from, between, quiet);
    return {std::move(first), app::copy_database(between, file, quiet)};
}

} // namespace kori::test
