#include "core/storage/sqlite/sqlite_connection.hpp"

#include "core/storage/sqlite/sqlite_files.hpp"
#include "store_fixture.hpp"

#include <sqlite3.h>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

namespace
{

void run_plain(const std::filesystem::path& file, const char* sql)
{
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

struct Opened
{
    explicit Opened(const Folder& folder) : file{folder / "a.db"}
    {
        make_private_file(file);
        writer = std::make_unique<SqliteConnection>(file, SqliteConnection::Use::write, "");
        writer->become_writer();
        writer->control("CREATE TABLE note (id INTEGER NOT NULL, text TEXT) STRICT");
    }
    std::filesystem::path file;
    std::unique_ptr<SqliteConnection> writer;
};

} // namespace

TEST_CASE("the WAL-reset bug is known by its versions", "[storage][sqlite]")
{
    struct Case
    {
        const char* because;
        int number;
        bool carries;
    };
    const auto cases = {
        Case{"before the log mode existed", 3'006'023, false},
        Case{"the first with the log mode", 3'007'000, true},
        Case{"Debian 12", 3'040'001, true},
        Case{"the last without the mend in its line", 3'044'005, true},
        Case{"the mended 3.44", 3'044'006, false},
        Case{"the line after the mended one", 3'045'000, true},
        Case{"the last of 3.50 without the mend", 3'050'006, true},
        Case{"the mended 3.50", 3'050'007, false},
        Case{"the line after it", 3'051'000, true},
        Case{"the last with the bug", 3'051'002, true},
        Case{"mended for good", 3'051'003, false},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(carries_wal_reset_bug(c.number) == c.carries);
    }
}

TEST_CASE("the writing connection syncs each commit and never checkpoints by itself", "[storage][sqlite]")
{
    const Folder folder;
    const Opened opened{folder};
    struct Case
    {
        const char* pragma;
        std::int64_t value;
    };
    const auto cases = {
        Case{"PRAGMA synchronous", 2},    Case{"PRAGMA foreign_keys", 1},
        Case{"PRAGMA trusted_schema", 0}, Case{"PRAGMA wal_autocheckpoint", 0},
        Case{"PRAGMA secure_delete", 1},  Case{"PRAGMA busy_timeout", 5'000},
    };
    for (const auto& c : cases)
    {
        // wal_autocheckpoint shows the hook that counts pages as "not ours": the hook replaces automatic
        // checkpoints.
        INFO(c.pragma);
        CHECK(opened.writer->control(c.pragma)[0].integer(0) == c.value);
    }
    CHECK(opened.writer->control("PRAGMA journal_mode")[0].text(0) == "wal");
}

TEST_CASE("a reading connection cannot write", "[storage][sqlite]")
{
    const Folder folder;
    const Opened opened{folder};
    SqliteConnection reader{opened.file, SqliteConnection::Use::read, ""};
    CHECK(reader.control("PRAGMA query_only")[0].integer(0) == 1);
    CHECK_THROWS_AS(reader.change("INSERT INTO note (id) VALUES (1)", {}), StatementRefused);
    CHECK(reader.fault().empty());
}

TEST_CASE("a statement is prepared once, and again only when the schema changed", "[storage][sqlite]")
{
    const Folder folder;
    const Opened opened{folder};
    auto& writer = *opened.writer;
    constexpr auto all = "SELECT * FROM note";
    writer.change("INSERT INTO note (id, text) VALUES (1, 'a')", {});
    CHECK(writer.query(all, {})[0].size() == 2);
    const auto prepared = writer.statements_prepared();
    for (int i = 0; i < 10; ++i)
        writer.query(all, {});
    CHECK(writer.statements_prepared() == prepared);
    writer.change("ALTER TABLE note ADD COLUMN extra TEXT", {});
    REQUIRE(writer.query(all, {}).size() == 1);
    CHECK(writer.query(all, {})[0].size() == 3);
    CHECK(writer.statements_prepared() == prepared + 1); // the ALTER; the kept one was mended in its place
}

TEST_CASE("kept statements are bounded, and the one used last stays", "[storage][sqlite]")
{
    const Folder folder;
    const Opened opened{folder};
    auto& writer = *opened.writer;
    const auto limit = static_cast<int>(SqliteConnection::statements_kept_max);
    for (int i = 0; i < limit + 50; ++i)
    {
        writer.query("SELECT " + std::to_string(i), {});
        writer.query("SELECT 'often used'", {});
    }
    CHECK(writer.statements_kept() == SqliteConnection::statements_kept_max);
    const auto prepared = writer.statements_prepared();
    writer.query("SELECT 'often used'", {});
    CHECK(writer.statements_prepared() == prepared);
    writer.query("SELECT 0", {});
    CHECK(writer.statements_prepared() == prepared + 1);
}

TEST_CASE("a statement that returns rows is at rest before the next one", "[storage][sqlite]")
{
    const Folder folder;
    const Opened opened{folder};
    auto& writer = *opened.writer;
    writer.control("BEGIN IMMEDIATE");
    writer.control("SAVEPOINT job");
    CHECK(writer.query("INSERT INTO note (id) VALUES (1), (2), (3) RETURNING id", {}).size() == 3);
    CHECK(sqlite3_next_stmt(writer.handle(), nullptr) != nullptr);
    for (auto* s = sqlite3_next_stmt(writer.handle(), nullptr); s; s = sqlite3_next_stmt(writer.handle(), s))
        CHECK(sqlite3_stmt_busy(s) == 0);
    writer.control("RELEASE job");
    writer.control("COMMIT");
    CHECK(writer.fault().empty());
}

TEST_CASE("another program's database is refused and left as it was", "[storage][sqlite]")
{
    const Folder folder;
    run_plain(folder / "a.db", "CREATE TABLE stranger (id INTEGER)");
    CHECK_THAT(sentence_of<StorageError>([&] { open_small(folder / "a.db"); }), Contains("another program"));
    SqliteConnection reader{folder / "a.db", SqliteConnection::Use::read, ""};
    CHECK(reader.control("PRAGMA journal_mode")[0].text(0) == "delete");
    CHECK(reader.control("SELECT name FROM sqlite_schema").size() == 1);
}

TEST_CASE("a file that is no database is refused", "[storage][sqlite]")
{
    const Folder folder;
    {
        auto* const file = std::fopen((folder / "a.db").c_str(), "w");
        REQUIRE(file);
        for (int i = 0; i < 1'000; ++i)
            std::fputs("This is a shopping list.\n", file);
        std::fclose(file);
    }
    CHECK_THROWS_AS(open_small(folder / "a.db"), StorageError);
    CHECK(check_sqlite(folder / "a.db") != "ok");
}

TEST_CASE("a half commit by a plain connection proves the danger that the writer guards against",
          "[storage][sqlite]")
{
    // SQLITE_FULL inside a savepoint ends the whole transaction; the next SAVEPOINT … RELEASE then commits
    // alone.
    const Folder folder;
    const Opened opened{folder};
    auto& writer = *opened.writer;
    const auto pages = writer.control("PRAGMA page_count")[0].integer(0);
    writer.control("PRAGMA max_page_count = " + std::to_string(pages + 2));
    writer.control("BEGIN IMMEDIATE");
    writer.expect_transaction(true);
    writer.control("SAVEPOINT job");
    const std::vector<SqlValue> big{std::string(100'000, 'x')};
    CHECK_THROWS_AS(writer.change("INSERT INTO note (id, text) VALUES (1, ?)", big), StorageError);
    CHECK(sqlite3_get_autocommit(writer.handle()) != 0);
    CHECK_FALSE(writer.fault().empty());
    CHECK_THROWS_AS(writer.control("SAVEPOINT job"), StorageError);
    CHECK_THROWS_AS(writer.change("INSERT INTO note (id) VALUES (2)", {}), StorageError);
}
