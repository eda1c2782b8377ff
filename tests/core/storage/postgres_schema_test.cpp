#include "core/storage/postgres/postgres_store.hpp"

#include "any_store.hpp"

#include <atomic>
#include <future>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

TEST_CASE("opening never migrates, and says what to run", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto settings = settings_for(database);
    CHECK_THAT(sentence_of<StorageError>([&] { open_postgres(settings, small_schema); }),
               Contains("lacks 2 migrations") && Contains("kori-admin migrate"));
    CHECK(database.run("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'") ==
          "0");
    std::vector<std::string> said;
    migrate_postgres(settings.url, small_schema,
                     [&](const std::string& sentence) { said.push_back(sentence); });
    CHECK(said ==
          std::vector<std::string>{"Applied the migration 1 (note).", "Applied the migration 2 (remark)."});
    CHECK(open_postgres(settings, small_schema) != nullptr);
    migrate_postgres(settings.url, small_schema,
                     [&](const std::string& sentence) { said.push_back(sentence); });
    CHECK(said.size() == 2);
}

TEST_CASE("a newer, altered or foreign PostgreSQL database is refused", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto settings = settings_for(database);
    migrate_postgres(settings.url, small_schema, {});
    const auto older = std::span{small_schema}.first(1);
    CHECK_THAT(sentence_of<StorageError>([&] { open_postgres(settings, older); }), Contains("newer"));
    CHECK_THAT(sentence_of<StorageError>([&] { migrate_postgres(settings.url, older, {}); }),
               Contains("newer"));
    const Migration altered[] = {{1, "note", "CREATE TABLE note (id {{int64}});\n"}, small_schema[1]};
    CHECK_THAT(sentence_of<StorageError>([&] { open_postgres(settings, altered); }), Contains("altered"));

    const test::PostgresDatabase foreign;
    foreign.run("CREATE TABLE stranger (id bigint)");
    CHECK_THAT(sentence_of<StorageError>([&] { migrate_postgres(foreign.url(), small_schema, {}); }),
               Contains("another program"));
    CHECK(foreign.run("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'") == "1");
}

TEST_CASE("two that migrate at once apply each migration once", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    for (int round = 0; round < 3; ++round)
    {
        const test::PostgresDatabase database;
        std::atomic<int> applied{0};
        const auto migrate = [&]
        { migrate_postgres(database.url(), small_schema, [&](const std::string&) { ++applied; }); };
        auto other = std::async(std::launch::async, migrate);
        auto third = std::async(std::launch::async, migrate);
        migrate();
        other.get();
        third.get();
        CHECK(applied == 2);
        CHECK(database.run("SELECT string_agg(number::text, ',' ORDER BY number) FROM schema_migration") ==
              "1,2");
    }
}

TEST_CASE("a running older server goes on while a newer program's migration expands the tables",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto older = open_small(settings_for(database));
    REQUIRE(older->write_and_wait(noting(1)) == Fate::durable);
    REQUIRE(note_ids(*older) == Ids{1}); // writer and reader know their statements now

    const Migration expanded[] = {
        small_schema[0],
        small_schema[1],
        {3, "expanded", "ALTER TABLE note ADD COLUMN tag text;\nCREATE INDEX note_by_tag ON note (tag);\n"}};
    migrate_postgres(database.url(), expanded, {});
    CHECK(older->write_and_wait(noting(2)) == Fate::durable);
    CHECK(note_ids(*older) == Ids{1, 2});
    const auto newer = open_postgres(settings_for(database), expanded);
    CHECK(newer->write_and_wait(noting(3)) == Fate::durable);
    CHECK(note_ids(*older) == Ids{1, 2, 3});
    database.end_connections(); // of both: the older one may connect again
    CHECK(older->write_and_wait(noting(4)) == Fate::durable);
}

TEST_CASE("a kept reader whose statement yields another type now prepares it anew", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto store = open_small(settings_for(database));
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    REQUIRE(note_ids(*store) == Ids{1});
    database.run("ALTER TABLE note ALTER COLUMN id TYPE integer");
    CHECK(note_ids(*store) == Ids{1});
    CHECK(store->write_and_wait(noting(2)) == Fate::durable);
}

TEST_CASE("a migration that fails on PostgreSQL leaves nothing of itself", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const Migration schema[] = {
        small_schema[0],
        {2, "broken", "CREATE TABLE half (id {{int64}});\nCREATE TABLE note (id {{int64}});\n"}};
    CHECK_THAT(sentence_of<StorageError>([&] { migrate_postgres(database.url(), schema, {}); }),
               Contains("2 (broken)") && Contains("42P07"));
    CHECK(database.run("SELECT count(*) FROM information_schema.tables WHERE table_name = 'half'") == "0");
    CHECK(database.run("SELECT count(*) FROM schema_migration") == "1");
}

TEST_CASE("all migrations of the program can be applied to PostgreSQL", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    CHECK_NOTHROW(migrate_postgres(database.url(), embedded_migrations(), {}));
    CHECK(database.run("SELECT count(*) FROM schema_migration") ==
          std::to_string(embedded_migrations().size()));
    CHECK(open_postgres(settings_for(database), embedded_migrations()) != nullptr);
}
