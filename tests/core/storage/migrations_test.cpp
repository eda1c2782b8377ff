#include "core/storage/migrations.hpp"

#include "store_fixture.hpp"

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

namespace
{

constexpr SqlDialect dialect{"INTEGER", "BLOB", "STRICT"};

std::vector<std::string> split(std::string_view sql)
{
    return statements_of(Migration{1, "trial", sql}, dialect);
}

std::vector<AppliedMigration> applied(std::span<const Migration> migrations)
{
    std::vector<AppliedMigration> rows;
    for (const auto& migration : migrations)
        rows.push_back({migration.number, std::string{migration.name}, checksum_of(migration)});
    return rows;
}

} // namespace

TEST_CASE("a migration is split at semicolons that end a line, and nowhere else", "[storage][migrations]")
{
    struct Case
    {
        const char* because;
        const char* sql;
        std::size_t statements;
    };
    const auto cases = {
        Case{"an empty file holds nothing", "", 0},
        Case{"comments alone are nothing", "-- only; words;\n/* and\n more; */\n", 0},
        Case{"two lines, two statements", "CREATE TABLE a (b text);\nCREATE TABLE c (d text);\n", 2},
        Case{"blanks may follow the semicolon", "SELECT 1; \t\nSELECT 2;", 2},
        Case{"a comment may follow the semicolon", "SELECT 1; -- done\nSELECT 2;\n", 2},
        Case{"a semicolon inside a line does not end", "SELECT 1; SELECT 2;\n", 1},
        Case{"a semicolon in quotes at the end of a line", "INSERT INTO a VALUES ('x;\ny');\n", 1},
        Case{"a doubled quote stays inside", "INSERT INTO a VALUES ('it''s;\n');\n", 1},
        Case{"a semicolon in a quoted name", "SELECT \"a;\nb\";\n", 1},
        Case{"a semicolon in a comment", "SELECT 1 -- one;\n + 1 /* two;\n */;\n", 1},
        Case{"a trigger keeps its body",
             "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n DELETE FROM b;\n END;\nSELECT 1;\n", 2},
        Case{"a column named after a trigger is none", "CREATE TABLE a (b text);\nSELECT trigger FROM a;\n",
             2},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(split(c.sql).size() == c.statements);
    }
}

TEST_CASE("the names in double braces become the database's own types", "[storage][migrations]")
{
    CHECK(split("CREATE TABLE a (n {{int64}}, b {{bytes}}) {{strict}};\n") ==
          std::vector<std::string>{"CREATE TABLE a (n INTEGER, b BLOB) STRICT"});
    CHECK_THROWS_AS(split("CREATE TABLE a (n {{int32}});\n"), StorageError);
    CHECK_THROWS_AS(split("CREATE TABLE a (n {{int64);\n"), StorageError);
}

TEST_CASE("a migration whose last statement lacks its semicolon is refused", "[storage][migrations]")
{
    CHECK_THAT(sentence_of<StorageError>([] { split("SELECT 1;\nSELECT 2"); }), Contains("semicolon"));
}

TEST_CASE("the checksum is the SHA-256 of the file's text", "[storage][migrations]")
{
    // FIPS 180-2, appendix B.1: "abc".
    CHECK(checksum_of({1, "x", "abc"}) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("only what is not yet applied is missing", "[storage][migrations]")
{
    CHECK(missing_migrations(small_schema, {}).size() == 2);
    const auto one = applied(std::span{small_schema}.first(1));
    const auto missing = missing_migrations(small_schema, one);
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].number == 2);
    CHECK(missing_migrations(small_schema, applied(small_schema)).empty());
}

TEST_CASE("migrations with a gap, altered ones and newer databases are refused with a sentence",
          "[storage][migrations]")
{
    const Migration gap[] = {{1, "a", "SELECT 1;\n"}, {3, "c", "SELECT 3;\n"}};
    CHECK_THAT(sentence_of<StorageError>([&] { missing_migrations(gap, {}); }), Contains("gap"));
    const Migration late[] = {{2, "b", "SELECT 2;\n"}};
    CHECK_THAT(sentence_of<StorageError>([&] { missing_migrations(late, {}); }), Contains("gap"));

    const auto whole = applied(small_schema);
    CHECK_THAT(
        sentence_of<StorageError>([&] { missing_migrations(std::span{small_schema}.first(1), whole); }),
        Contains("newer"));
    auto altered = whole;
    altered[0].checksum.front() ^= 1;
    CHECK_THAT(sentence_of<StorageError>([&] { missing_migrations(small_schema, altered); }),
               Contains("altered"));
    auto renamed = whole;
    renamed[1].name = "comment";
    CHECK_THAT(sentence_of<StorageError>([&] { missing_migrations(small_schema, renamed); }),
               Contains("altered"));
    const auto hole = std::vector{whole[1]};
    CHECK_THAT(sentence_of<StorageError>([&] { missing_migrations(small_schema, hole); }), Contains("gap"));
}

TEST_CASE("opening a database again applies nothing twice", "[storage][migrations]")
{
    const Folder folder;
    std::string before;
    const auto record = [](Store& store)
    {
        std::string text;
        store.read(
            [&](Transaction& tx)
            {
                for (const auto& row : tx.query(
                         "SELECT number, name, checksum, applied_us FROM schema_migration ORDER BY number"))
                    text += std::to_string(row.integer(0)) + row.text(1) + row.text(2) +
                            std::to_string(row.integer(3)) + "\n";
            });
        return text;
    };
    {
        const auto store = open_small(folder / "a.db");
        before = record(*store);
        CHECK(store->write_and_wait(noting(1)) == Fate::durable);
    }
    const auto store = open_small(folder / "a.db");
    CHECK(record(*store) == before);
    CHECK_THAT(before, Contains("1note") && Contains("2remark"));
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("a database at an older migration is brought up to date and keeps its rows",
          "[storage][migrations]")
{
    const Folder folder;
    {
        const auto store = open_sqlite(settings_for(folder / "a.db"), std::span{small_schema}.first(1));
        REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    }
    const auto store = open_small(folder / "a.db");
    CHECK(note_ids(*store) == Ids{1});
    CHECK(store->write_and_wait(
              [](Transaction& tx)
              {
                  tx.change("INSERT INTO remark (id, note_id, seal) VALUES (1, 1, NULL)");
                  return Verdict::keep;
              }) == Fate::durable);
}

TEST_CASE("a newer or altered database is not opened", "[storage][migrations]")
{
    const Folder folder;
    open_small(folder / "a.db")->close();
    CHECK_THAT(sentence_of<StorageError>(
                   [&] { open_sqlite(settings_for(folder / "a.db"), std::span{small_schema}.first(1)); }),
               Contains("newer"));
    Migration altered[] = {small_schema[0], small_schema[1]};
    altered[0].sql = "CREATE TABLE note (id {{int64}}, text text) {{strict}};\n";
    CHECK_THAT(sentence_of<StorageError>([&] { open_sqlite(settings_for(folder / "a.db"), altered); }),
               Contains("altered"));
    CHECK(open_small(folder / "a.db") != nullptr); // and the refusals left it as it was
}

TEST_CASE("a migration that fails leaves nothing of itself and keeps those before it",
          "[storage][migrations]")
{
    const Folder folder;
    const Migration broken[] = {
        small_schema[0],
        {2, "broken", "CREATE TABLE half (id {{int64}}) {{strict}};\nINSERT INTO nowhere VALUES (1);\n"}};
    CHECK_THAT(sentence_of<StorageError>([&] { open_sqlite(settings_for(folder / "a.db"), broken); }),
               Contains("2 (broken)"));
    const auto store = open_sqlite(settings_for(folder / "a.db"), std::span{small_schema}.first(1));
    store->read(
        [](Transaction& tx)
        {
            CHECK(tx.query("SELECT name FROM sqlite_schema WHERE name = 'half'").empty());
            CHECK(tx.query("SELECT number FROM schema_migration").size() == 1);
        });
}

TEST_CASE("a table can be rebuilt although others refer to it, but no row may lose what it refers to",
          "[storage][migrations]")
{
    const Folder folder;
    {
        const auto store = open_small(folder / "a.db");
        REQUIRE(store->write_and_wait(
                    [](Transaction& tx)
                    {
                        insert_note(tx, 1);
                        tx.change("INSERT INTO remark (id, note_id, seal) VALUES (1, 1, NULL)");
                        return Verdict::keep;
                    }) == Fate::durable);
    }
    const Migration orphaning[] = {small_schema[0], small_schema[1], {3, "orphan", "DELETE FROM note;\n"}};
    CHECK_THAT(sentence_of<StorageError>([&] { open_sqlite(settings_for(folder / "a.db"), orphaning); }),
               Contains("3 (orphan)"));
    const Migration rebuilding[] = {small_schema[0],
                                    small_schema[1],
                                    {3, "note_length",
                                     "CREATE TABLE note_new (id {{int64}} NOT NULL, text text NOT NULL, "
                                     "CONSTRAINT note_pk PRIMARY KEY (id),\n"
                                     "  CONSTRAINT note_text CHECK (length(text) <= 10)) {{strict}};\n"
                                     "INSERT INTO note_new (id, text) SELECT id, text FROM note;\n"
                                     "DROP TABLE note;\n"
                                     "ALTER TABLE note_new RENAME TO note;\n"}};
    const auto store = open_sqlite(settings_for(folder / "a.db"), rebuilding);
    CHECK(note_ids(*store) == Ids{1});
    CHECK_THROWS_AS(store->write_and_wait(
                        [](Transaction& tx)
                        {
                            tx.change("DELETE FROM note WHERE id = 1");
                            return Verdict::keep;
                        }),
                    StatementRefused); // the keys are watched again
}
