// Where server processes of a test keep their data: a folder, and over PostgreSQL (KORI_TEST_ENGINE=postgres)
// a migrated database beside it. Gone when the test ends.
#pragma once

#include "marketplace/app/database.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/world.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kori::test
{

class Installation
{
public:
    Installation(); // over the engine of this run
    // Over an empty database on a server that syncs, as in production; the caller keeps that server.
    explicit Installation(std::string url);

    const std::filesystem::path& data() const { return folder_.path(); }
    app::Database database() const;
    // What both programs must be told to find it, then `more`.
    std::vector<std::string> flags(std::vector<std::string> more = {}) const;

private:
    void migrate() const;

    TemporaryFolder folder_;
    std::unique_ptr<PostgresDatabase> own_;
    std::string url_; // empty: SQLite
};

} // namespace kori::test
