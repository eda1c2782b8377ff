#include "core/base/law_book.hpp"
#include "core/observe/log.hpp"

#include "any_store.hpp"

#include <atomic>
#include <limits>
#include <thread>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

namespace
{

void insert_remark(Transaction& tx, std::int64_t id, std::int64_t note)
{
    tx.change("/* remarks.insert */ INSERT INTO remark (id, note_id, seal) VALUES (?, ?, ?)", id, note,
              nullptr);
}

} // namespace

TEST_CASE("a refused job costs its neighbours nothing, and its witness stays", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    Pending pending;
    {
        Gate gate{*store};
        pending.write(*store, noting(1));
        pending.write(
            *store,
            [](Transaction& tx)
            {
                insert_note(tx, 2);
                return Verdict::undo;
            },
            [](Transaction& tx) { insert_note(tx, 200, "was refused"); });
        pending.write(*store,
                      [](Transaction& tx)
                      {
                          insert_note(tx, 3);
                          return Verdict::undo;
                      });
        pending.write(*store, noting(4));
    }
    CHECK(pending.fates() == std::vector<Fate>(4, Fate::durable));
    CHECK(note_ids(*store) == Ids{1, 4, 200});
}

TEST_CASE("a job that throws fails alone", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    struct Case
    {
        const char* because;
        std::function<Verdict(Transaction&)> run;
        std::function<void(Transaction&)> witness;
    };
    const auto undo = [](Transaction&) { return Verdict::undo; };
    const Case cases[] = {
        {"a broken promise",
         [](Transaction& tx) -> Verdict
         {
             insert_note(tx, 2);
             PROMISE(1 == 2);
             return Verdict::keep;
         },
         {}},
        {"any other exception",
         [](Transaction& tx) -> Verdict
         {
             insert_note(tx, 2);
             throw std::runtime_error{"oops"};
         },
         {}},
        {"something that is no exception", [](Transaction&) -> Verdict { throw 7; }, {}},
        {"a unique key", noting(1), {}},
        {"a foreign key",
         [](Transaction& tx)
         {
             insert_remark(tx, 1, 77);
             return Verdict::keep;
         },
         {}},
        {"an unknown table",
         [](Transaction& tx)
         {
             tx.query("SELECT 1 FROM nowhere");
             return Verdict::keep;
         },
         {}},
        {"a swallowed refusal",
         [](Transaction& tx)
         {
             insert_note(tx, 2);
             try
             {
                 insert_note(tx, 1);
             }
             catch (const StatementRefused&)
             {
             }
             return Verdict::keep;
         },
         {}},
        {"a witness that throws", undo,
         [](Transaction& tx)
         {
             insert_note(tx, 2);
             throw std::runtime_error{"oops"};
         }},
    };
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    std::int64_t failed = 0;
    std::int64_t next = 10;
    auto expected = Ids{1};
    for (const auto& c : cases)
    {
        INFO(c.because);
        Pending pending;
        {
            Gate gate{*store};
            pending.write(*store, noting(next));
            pending.write(*store, c.run, c.witness);
            pending.write(*store, noting(next + 1));
        }
        CHECK(pending.fates() == std::vector<Fate>{Fate::durable, Fate::failed, Fate::durable});
        expected.insert({next, next + 1});
        next += 2;
        CHECK(note_ids(*store) == expected);
        CHECK(store->health().broken_promises == ++failed);
        CHECK(store->health().takes_writes);
    }
}

TEST_CASE("who waits for a failed job gets what it threw", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    CHECK(sentence_of<std::range_error>(
              [&]
              {
                  store->write_and_wait([](Transaction&) -> Verdict
                                        { throw std::range_error{"of mountains"}; });
              }) == "of mountains");
    CHECK(sentence_of<std::range_error>(
              [&]
              {
                  store->write_and_wait([](Transaction&) { return Verdict::undo; },
                                        [](Transaction&) { throw std::range_error{"of cookers"}; });
              }) == "of cookers");
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    CHECK_THAT(sentence_of<StatementRefused>([&] { store->write_and_wait(noting(1, "a secret")); }),
               Contains("notes.insert") && !Contains("secret"));
}

TEST_CASE("jobs of one group see each other's work in the order in which they came", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    std::vector<std::size_t> seen;
    Pending pending;
    {
        Gate gate{*store};
        for (int id = 1; id <= 20; ++id)
        {
            pending.write(*store,
                          [&seen, id](Transaction& tx)
                          {
                              seen.push_back(note_ids(tx).size());
                              insert_note(tx, id);
                              return id % 5 == 0 ? Verdict::undo : Verdict::keep;
                          });
        }
    }
    pending.fates();
    CHECK(seen ==
          std::vector<std::size_t>{0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16});
}

TEST_CASE("a reader sees one state of the database from its first to its last statement", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    store->read(
        [&](Transaction& tx)
        {
            CHECK(note_ids(tx) == Ids{1});
            CHECK(store->write_and_wait(noting(2)) == Fate::durable);
            CHECK(note_ids(*store) == Ids{1, 2}); // another reader does see it
            CHECK(note_ids(tx) == Ids{1});
        });
    CHECK(note_ids(*store) == Ids{1, 2});
}

TEST_CASE("a reader never sees a group that is not yet committed", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    Ids seen_inside{99};
    REQUIRE(store->write_and_wait(
                [&](Transaction& tx)
                {
                    insert_note(tx, 1);
                    seen_inside = note_ids(*store);
                    return Verdict::keep;
                }) == Fate::durable);
    CHECK(seen_inside.empty());
}

TEST_CASE("a full queue refuses at once, on the caller's thread", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    Limits settings;
    settings.queue_jobs_max = 3;
    const auto store = database.open(settings);
    Pending accepted;
    {
        Gate gate{*store};
        for (int id = 1; id <= 3; ++id)
            accepted.write(*store, noting(id));
        auto refused_on = std::thread::id{};
        Fate fate = Fate::durable;
        store->write({noting(4),
                      {},
                      [&](Fate known)
                      {
                          fate = known;
                          refused_on = std::this_thread::get_id();
                      },
                      1});
        CHECK(fate == Fate::refused);
        CHECK(refused_on == std::this_thread::get_id());
    }
    CHECK(accepted.fates() == std::vector<Fate>(3, Fate::durable));
    CHECK(note_ids(*store) == Ids{1, 2, 3});
    CHECK(store->write_and_wait(noting(5)) == Fate::durable);
}

TEST_CASE("the step before the commit sees the group's work and is committed with it", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    Limits settings;
    std::vector<std::size_t> seen;
    settings.before_commit = [&](Transaction& tx)
    {
        seen.push_back(note_ids(tx).size());
        insert_note(tx, 1'000 + static_cast<std::int64_t>(seen.size()), "head");
    };
    const auto store = database.open(settings);
    Pending pending;
    {
        Gate gate{*store};
        pending.write(*store, noting(1));
        pending.write(*store, noting(2));
    }
    pending.fates();
    CHECK(seen == std::vector<std::size_t>{2});
    CHECK(store->write_and_wait([](Transaction&) { return Verdict::undo; }) == Fate::durable);
    CHECK(seen.size() == 1);
    CHECK(store->write_and_wait([](Transaction&) { return Verdict::undo; },
                                [](Transaction& tx) { insert_note(tx, 3); }) == Fate::durable);
    CHECK(seen == std::vector<std::size_t>{2, 4});
    CHECK(note_ids(*store) == Ids{1, 2, 3, 1'001, 1'002});
}

TEST_CASE("a law value that is missing is named in the log, and any other text of a failure is not",
          "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    std::string lines; // written by the writer's thread, read when its job was answered
    observe::set_log_sink([&](std::string_view line) { lines += line; });
    CHECK_THROWS(store->write_and_wait(
        [](Transaction&) -> Verdict
        { throw LawMissing{"no law value service_level.invented.days on 2026-11-21"}; }));
    CHECK_THROWS(
        store->write_and_wait([](Transaction&) -> Verdict { throw std::runtime_error{"Veera Keksitty"}; }));
    observe::set_log_sink({});
    CHECK(lines.find("service_level.invented.days") != std::string::npos);
    CHECK(lines.find("Veera") == std::string::npos);
}

TEST_CASE("when the step before the commit throws, its group is lost and the store takes no more writes",
          "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    Limits settings;
    settings.before_commit = [](Transaction& tx)
    {
        if (note_ids(tx).contains(13))
            throw BrokenPromise{"thirteen"};
    };
    const auto store = database.open(settings);
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    CHECK(store->write_and_wait(noting(13)) == Fate::lost);
    CHECK_FALSE(store->health().takes_writes);
    CHECK_FALSE(store->health().reason.empty());
    CHECK(store->write_and_wait(noting(14)) == Fate::refused);
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("closing answers everything that waits, and then refuses", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    Pending pending;
    {
        Gate gate{*store};
        for (int id = 1; id <= 30; ++id)
            pending.write(*store, noting(id));
    }
    store->close();
    CHECK(pending.fates() == std::vector<Fate>(30, Fate::durable));
    CHECK(store->write_and_wait(noting(31)) == Fate::refused);
    CHECK_FALSE(store->health().takes_writes);
    CHECK_THROWS_AS(note_ids(*store), StorageError);
    store->close(); // twice is once
    CHECK(note_ids(*database.open()).size() == 30);
}

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

TEST_CASE("many writers and readers at once lose nothing and see whole groups only", "[storage][store]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    Limits settings;
    settings.readers_max = 3;
    const auto store = database.open(settings);
    constexpr int writers = 4;
    constexpr int rounds = 50;
    std::atomic<int> durable{0};
    std::atomic<int> torn{0};
    std::atomic<bool> ends{false};
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w)
    {
        threads.emplace_back(
            [&, w]
            {
                for (int r = 0; r < rounds; ++r)
                {
                    const std::int64_t id = 2 * (w * rounds + r);
                    // Two rows a job: a reader must see both or none.
                    durable += store->write_and_wait(
                                   [id](Transaction& tx)
                                   {
                                       insert_note(tx, id);
                                       insert_note(tx, id + 1);
                                       return Verdict::keep;
                                   }) == Fate::durable;
                }
            });
    }
    for (int r = 0; r < 4; ++r)
    {
        threads.emplace_back(
            [&]
            {
                while (!ends)
                {
                    torn += static_cast<int>(note_ids(*store).size() % 2);
                    store->health();
                }
            });
    }
    for (int w = 0; w < writers; ++w)
        threads[static_cast<std::size_t>(w)].join();
    ends = true;
    for (std::size_t r = writers; r < threads.size(); ++r)
        threads[r].join();
    CHECK(durable == writers * rounds);
    CHECK(torn == 0);
    CHECK(note_ids(*store).size() == 2 * writers * rounds);
    CHECK(store->health().jobs == writers * rounds);
}
