#include "core/base/law_book.hpp"
#include "core/observe/log.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"

#include "fault_vfs.hpp"
#include "store_fixture.hpp"

#include <atomic>
#include <limits>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

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

TEST_CASE("a job is answered only after the sync of its group", "[storage][store]")
{
    heal_disk();
    const Folder folder;
    const auto store = open_small(folder / "a.db", fault_vfs);
    for (int id = 1; id <= 5; ++id)
    {
        std::atomic<int> syncs_at_run{-1};
        std::promise<int> syncs_at_answer;
        auto answered = syncs_at_answer.get_future();
        store->write({[&](Transaction& tx)
                      {
                          insert_note(tx, id);
                          syncs_at_run = disk_calls(DiskCall::sync);
                          return Verdict::keep;
                      },
                      {},
                      [&](Fate) { syncs_at_answer.set_value(disk_calls(DiskCall::sync)); },
                      1});
        CHECK(soon(answered) > syncs_at_run);
    }
}

TEST_CASE("jobs that wait share one commit", "[storage][store]")
{
    heal_disk();
    const Folder folder;
    const auto store = open_small(folder / "a.db", fault_vfs);
    REQUIRE(store->write_and_wait(noting(0)) == Fate::durable); // the log exists now
    const auto groups = store->health().groups;
    Pending pending;
    int syncs = 0;
    {
        Gate gate{*store};
        for (int id = 1; id <= 50; ++id)
            pending.write(*store, noting(id));
        syncs = disk_calls(DiskCall::sync);
        CHECK(store->health().queue_length == 50);
    }
    CHECK(pending.fates() == std::vector<Fate>(50, Fate::durable));
    CHECK(disk_calls(DiskCall::sync) == syncs + 1);
    const auto health = store->health();
    CHECK(health.groups == groups + 1);
    CHECK(health.last_group_jobs == 50);
    CHECK(health.queue_length == 0);
    CHECK(health.last_sync_micros > 0);
    CHECK(health.wal_bytes > 0);
    CHECK(health.takes_writes);
    CHECK(note_ids(*store).size() == 51);
}

TEST_CASE("a refused job costs its neighbours nothing, and its witness stays", "[storage][store]")
{
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    settings.queue_jobs_max = 3;
    const auto store = open_sqlite(settings, small_schema);
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
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    std::vector<std::size_t> seen;
    settings.before_commit = [&](Transaction& tx)
    {
        seen.push_back(note_ids(tx).size());
        insert_note(tx, 1'000 + static_cast<std::int64_t>(seen.size()), "head");
    };
    const auto store = open_sqlite(settings, small_schema);
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
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    settings.before_commit = [](Transaction& tx)
    {
        if (note_ids(tx).contains(13))
            throw BrokenPromise{"thirteen"};
    };
    const auto store = open_sqlite(settings, small_schema);
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    CHECK(store->write_and_wait(noting(13)) == Fate::lost);
    CHECK_FALSE(store->health().takes_writes);
    CHECK_FALSE(store->health().reason.empty());
    CHECK(store->write_and_wait(noting(14)) == Fate::refused);
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("two stores never open one file", "[storage][store]")
{
    const Folder folder;
    auto store = open_small(folder / "a.db");
    CHECK_THAT(sentence_of<StorageError>([&] { open_small(folder / "a.db"); }), Contains("in use"));
    std::filesystem::create_directory(folder / "b");
    CHECK_THAT(sentence_of<StorageError>([&] { open_small(folder / "b/../a.db"); }), Contains("in use"));
    std::filesystem::create_symlink(folder / "a.db", folder / "link.db");
    CHECK_THAT(sentence_of<StorageError>([&] { open_small(folder / "link.db"); }), Contains("in use"));
    store->close();
    CHECK(open_small(folder / "a.db") != nullptr);
}

TEST_CASE("a database in memory and a missing folder are refused", "[storage][store]")
{
    const Folder folder;
    CHECK_THAT(sentence_of<StorageError>([] { open_small(":memory:"); }), Contains("file"));
    CHECK_THROWS_AS(open_small(""), StorageError);
    CHECK_THAT(sentence_of<StorageError>([&] { open_small(folder / "none/a.db"); }), Contains("folder"));
}

TEST_CASE("the files are their owner's alone, and a clean end leaves one file and its lock",
          "[storage][store]")
{
    const Folder folder;
    auto store = open_small(folder / "a.db");
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    for (const auto* const name : {"a.db", "a.db-wal", "a.db-shm", "a.db.lock"})
    {
        INFO(name);
        struct stat found = {};
        REQUIRE(::stat((folder / name).c_str(), &found) == 0);
        CHECK((found.st_mode & 07777) == 0600);
    }
    store->close();
    CHECK_FALSE(std::filesystem::exists(folder / "a.db-wal"));
    CHECK_FALSE(std::filesystem::exists(folder / "a.db-shm"));
    ::chmod((folder / "a.db").c_str(), 0644);
    store = open_small(folder / "a.db");
    struct stat found = {};
    REQUIRE(::stat((folder / "a.db").c_str(), &found) == 0);
    CHECK((found.st_mode & 07777) == 0600);
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("what root makes in the server's folder belongs to the server", "[storage][store]")
{
    if (::geteuid() != 0)
    {
        WARN("only root can try this");
        return;
    }
    const Folder folder;
    constexpr uid_t server = 65'534; // nobody
    std::filesystem::create_directory(folder / "data");
    REQUIRE(::chown((folder / "data").c_str(), server, server) == 0);
    const auto store = open_small(folder / "data/a.db");
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    for (const auto* const name : {"data/a.db", "data/a.db-wal", "data/a.db-shm", "data/a.db.lock"})
    {
        INFO(name);
        struct stat found = {};
        REQUIRE(::stat((folder / name).c_str(), &found) == 0);
        CHECK(found.st_uid == server);
    }
}

TEST_CASE("closing answers everything that waits, and then refuses", "[storage][store]")
{
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    CHECK(note_ids(*open_small(folder / "a.db")).size() == 30);
}

TEST_CASE("what was answered as durable is in the files at that moment", "[storage][store]")
{
    const Folder folder;
    const auto store = open_small(folder / "a.db");
    for (int id = 1; id <= 3; ++id)
    {
        REQUIRE(store->write_and_wait(noting(id)) == Fate::durable);
        // As after a kill: the files as they are, without any goodbye.
        const auto copy = folder / ("copy" + std::to_string(id) + ".db").c_str();
        std::filesystem::copy_file(folder / "a.db", copy);
        std::filesystem::copy_file(folder / "a.db-wal", copy.string() + "-wal");
        CHECK(note_ids(*open_small(copy)).size() == static_cast<std::size_t>(id));
    }
}

TEST_CASE("the start says which SQLite runs and what is done about its bug", "[storage][store]")
{
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    std::vector<std::string> said;
    settings.say = [&](const std::string& sentence) { said.push_back(sentence); };
    open_sqlite(settings, small_schema);
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0], Contains("SQLite 3.") && Contains("WAL-reset bug") && Contains("One thread"));
}

TEST_CASE("the log stays short, grows behind a long reader, and is short again after it", "[storage][store]")
{
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    settings.checkpoint_pages = 20;
    const auto store = open_sqlite(settings, small_schema);
    std::int64_t id = 0;
    const auto write_some = [&]
    {
        for (int i = 0; i < 100; ++i)
            REQUIRE(store->write_and_wait(noting(++id, std::string(1'000, 'x'))) == Fate::durable);
    };
    write_some();
    const auto short_log = store->health().wal_bytes;
    CHECK(short_log < 60 * 4'120); // 20 pages, one group more, and the rest of the cycle before
    store->read(
        [&](Transaction& tx)
        {
            const auto before = note_ids(tx).size();
            write_some();
            CHECK(note_ids(tx).size() == before);
        });
    const auto long_log = store->health().wal_bytes;
    CHECK(long_log > short_log);
    write_some(); // its first checkpoint moves everything
    const auto settled = store->health().wal_bytes;
    write_some();
    write_some();
    CHECK(store->health().wal_bytes ==
          settled); // the file keeps its length, but is used from its start again
    CHECK(note_ids(*store).size() == 500);
}

TEST_CASE("a job can neither end the group nor change how the database works", "[storage][store]")
{
    const Folder folder;
    const auto store = open_small(folder / "a.db");
    for (const auto* const sql :
         {"COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT job", "RELEASE job", "ROLLBACK TO job",
          "PRAGMA synchronous = OFF", "PRAGMA wal_checkpoint(TRUNCATE)", "ATTACH 'x.db' AS x", "VACUUM", "",
          "INSERT OR ROLLBACK INTO note (id, text) VALUES (1, 'x')", "SELECT 1; SELECT 2",
          "SELECT no_such_column", "SELECT \"no such column\"", "SELECT 1.5", "SELECT load_extension('x')"})
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
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    settings.readers_max = 1;
    const auto store = open_sqlite(settings, small_schema);
    CHECK_THROWS_AS(store->read([](Transaction& tx) { insert_note(tx, 1); }), StatementRefused);
    CHECK_THROWS_AS(store->read([](Transaction&) { throw std::runtime_error{"oops"}; }), std::runtime_error);
    CHECK(note_ids(*store).empty());
    CHECK(store->write_and_wait(noting(1)) == Fate::durable);
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("values come back as they went in", "[storage][store]")
{
    const Folder folder;
    const Migration schema[] = {
        {1, "value",
         "CREATE TABLE value (id {{int64}} NOT NULL, n {{int64}}, t text, b {{bytes}}) {{strict}};\n"}};
    const auto store = open_sqlite(settings_for(folder / "a.db"), schema);
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
                    CHECK(tx.change("CREATE TABLE more (id INTEGER) STRICT") == 0);
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
    const Folder folder;
    const auto store = open_small(folder / "a.db");
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
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    settings.checkpoint_pages = 10;
    settings.readers_max = 3;
    const auto store = open_sqlite(settings, small_schema);
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
