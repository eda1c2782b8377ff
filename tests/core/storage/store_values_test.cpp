#include "any_store.hpp"

#include <limits>

using namespace kori;
using namespace kori::tests;

TEST_CASE("a job can neither end the group nor change how the database works", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    std::vector<std::string> forbidden{"COMMIT",
                                       "ROLLBACK",
                                       "BEGIN",
                                       "SAVEPOINT job",
                                       "RELEASE job",
                                       "ROLLBACK TO job",
                                       "VACUUM",
                                       "",
                                       "INSERT OR ROLLBACK INTO note (id, text) VALUES (1, 'x')",
                                       "SELECT 1; SELECT 2",
                                       "SELECT no_such_column",
                                       "SELECT \"no such column\"",
                                       "SELECT 1.5"};
    const auto more =
        database.is_postgres()
            ? std::vector<std::string>{"SET statement_timeout = 0",
                                       "LISTEN x",
                                       "COPY note TO STDOUT",
                                       "DEALLOCATE ALL",
                                       "END",
                                       "PREPARE TRANSACTION 'x'",
                                       "SELECT set_config('lock_timeout', '0', false)",
                                       "SELECT pg_advisory_lock(1)",
                                       "SELECT true",
                                       "SELECT now()"}
            : std::vector<std::string>{"PRAGMA synchronous = OFF", "PRAGMA wal_checkpoint(TRUNCATE)",
                                       "ATTACH 'x.db' AS x", "SELECT load_extension('x')"};
    forbidden.insert(forbidden.end(), more.begin(), more.end());
    for (const auto& sql : forbidden)
    {
        INFO(sql);
        CHECK_THROWS_AS(store->write_and_wait(
                            [&](Transaction& tx)
                            {
                                insert_note(tx, 50);
                                tx.query(sql);
                                return Verdict::keep;
                            }),
                        StatementRefused);
        CHECK_THROWS_AS(store->read([&](Transaction& tx) { tx.query(sql); }), StatementRefused);
        CHECK(note_ids(*store).empty());
    }
    CHECK(store->health().takes_writes);
}

TEST_CASE("a reader cannot write and stays usable", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    Limits settings;
    settings.readers_max = 1;
    const auto store = database.open(settings);
    CHECK_THROWS_AS(store->read([](Transaction& tx) { insert_note(tx, 1); }), StatementRefused);
    CHECK_THROWS_AS(store->read([](Transaction&) { throw std::runtime_error{"oops"}; }), std::runtime_error);
    CHECK(note_ids(*store).empty());
    CHECK(store->write_and_wait(noting(1)) == Fate::durable);
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("values come back as they went in", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const Migration schema[] = {
        {1, "value",
         "CREATE TABLE value (id {{int64}} NOT NULL, n {{int64}}, t text, b {{bytes}}) {{strict}};\n"}};
    const auto store = database.open({}, schema);
    const std::string every_byte = []
    {
        std::string s;
        for (int i = 0; i < 256; ++i)
            s += static_cast<char>(i);
        return s;
    }();
    REQUIRE(store->write_and_wait(
                [&](Transaction& tx)
                {
                    constexpr auto insert = "INSERT INTO value (id, n, t, b) VALUES (?, ?, ?, ?)";
                    CHECK(tx.change(insert, 1, std::numeric_limits<std::int64_t>::min(), "", Blob{}) == 1);
                    CHECK(tx.change(insert, 2, std::numeric_limits<std::int64_t>::max(), "Hämeenlinna 😀",
                                    Blob{every_byte}) == 1);
                    CHECK(tx.change(insert, 3, nullptr, nullptr, nullptr) == 1);
                    CHECK(tx.change(insert, 4, Money::cents(-5), std::optional<std::string>{}, nullptr) == 1);
                    CHECK(tx.change(insert, 5, Instant{7},
                                    CivilDate{std::chrono::year{2026}, std::chrono::May, std::chrono::day{4}},
                                    nullptr) == 1);
                    CHECK(tx.change("UPDATE value SET t = 'yes' WHERE id > ?", 3) == 2);
                    CHECK(tx.change("UPDATE value SET t = t WHERE id > ?", 99) == 0);
                    CHECK(tx.change(database.is_postgres() ? "CREATE TABLE more (id bigint)"
                                                           : "CREATE TABLE more (id INTEGER) STRICT") == 0);
                    tx.post("UPDATE value SET t = '2026-05-04' WHERE id = ?", 5);
                    return Verdict::keep;
                }) == Fate::durable);
    store->read(
        [&](Transaction& tx)
        {
            const auto rows = tx.query("SELECT n, t, b FROM value ORDER BY id");
            REQUIRE(rows.size() == 5);
            CHECK(rows[0].integer(0) == std::numeric_limits<std::int64_t>::min());
            CHECK(rows[0].text(1).empty());
            CHECK(rows[0].bytes(2).empty());
            CHECK(rows[1].integer(0) == std::numeric_limits<std::int64_t>::max());
            CHECK(rows[1].text(1) == "Hämeenlinna 😀");
            CHECK(rows[1].bytes(2) == every_byte);
            CHECK(rows[2].is_null(0));
            CHECK(rows[2].optional_text(1) == std::nullopt);
            CHECK(rows[2].optional_date(1) == std::nullopt);
            CHECK(rows[3].money(0) == Money::cents(-5));
            CHECK(rows[3].yes(1));
            CHECK(rows[4].instant(0) == Instant{7});
            CHECK(to_text(rows[4].date(1)) == "2026-05-04");
            CHECK(tx.query_one("SELECT n FROM value WHERE id = ?", 9) == std::nullopt);
            CHECK_THROWS_AS(tx.query_one("SELECT n FROM value"), BrokenPromise);
            CHECK_THROWS_AS(rows[0].text(0), BrokenPromise);
            CHECK_THROWS_AS(rows[2].integer(0), BrokenPromise);
            CHECK_THROWS_AS(rows[0].integer(3), BrokenPromise);
            CHECK_THROWS_AS(rows[1].date(1), BrokenPromise);
            CHECK_THROWS_AS(rows[1].yes(1), BrokenPromise);
        });
}

TEST_CASE("texts with U+0000 or broken UTF-8 and wrong numbers of parameters are refused", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    for (const auto& text : {std::string{"a\0b", 3}, std::string{"\xff"}, std::string{"\xc3"}})
        CHECK_THROWS_AS(store->write_and_wait(noting(1, text)), StatementRefused);
    const auto query_with = [&](auto... values)
    {
        store->read([&](Transaction& tx)
                    { tx.query("SELECT id FROM note WHERE id = ? AND text = ?", values...); });
    };
    CHECK_THROWS_AS(query_with(1), StatementRefused);
    CHECK_THROWS_AS(query_with(1, "x", 2), StatementRefused);
    CHECK_NOTHROW(query_with(1, "x"));
}
