#include "core/base/law_book.hpp"
#include "core/observe/log.hpp"

#include "any_store.hpp"

#include <functional>
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
