#include "any_store.hpp"

#include <atomic>
#include <thread>

using namespace kori;
using namespace kori::tests;

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
