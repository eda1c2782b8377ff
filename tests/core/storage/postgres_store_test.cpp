#include "core/storage/postgres/postgres_store.hpp"

#include "any_store.hpp"

#include <atomic>
#include <thread>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

namespace
{

constexpr Migration counter_schema[] = {
    {1, "counter",
     "CREATE TABLE counter (id {{int64}} NOT NULL, n {{int64}} NOT NULL, CONSTRAINT counter_pk PRIMARY KEY "
     "(id)) "
     "{{strict}};\nINSERT INTO counter (id, n) VALUES (1, 0), (2, 0);\n"},
};

std::int64_t number_of(Transaction& tx, std::int64_t id)
{
    return tx.query("/* counters.find */ SELECT n FROM counter WHERE id = ?", id).at(0).integer(0);
}

// Reads and writes in two statements: only serializable transactions keep such sums right.
Verdict count_up(Transaction& tx, std::int64_t id)
{
    tx.change("/* counters.set */ UPDATE counter SET n = ? WHERE id = ?", number_of(tx, id) + 1, id);
    return Verdict::keep;
}

} // namespace

TEST_CASE("two stores that write the same row both end, and the sum is right", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto settings = settings_for(database);
    const auto first = open_small(settings, counter_schema);
    const auto second = open_postgres(settings, counter_schema);
    constexpr int rounds = 50;
    std::atomic<int> durable{0};
    std::atomic<int> refused{0};
    std::atomic<int> inside{0};
    const auto write_some = [&](Store& store)
    {
        for (int i = 0; i < rounds; ++i)
        {
            int runs = 0;
            const auto fate = store.write_and_wait(
                [&](Transaction& tx)
                {
                    // In the first round both have read before one of them writes.
                    if (i == 0 && ++runs == 1)
                    {
                        number_of(tx, 1);
                        ++inside;
                        for (int waits = 0; waits < 500 && inside < 2; ++waits)
                            std::this_thread::sleep_for(std::chrono::milliseconds{10});
                    }
                    return count_up(tx, 1);
                });
            durable += fate == Fate::durable;
            refused += fate == Fate::refused;
        }
    };
    std::thread other{[&] { write_some(*second); }};
    write_some(*first);
    other.join();
    CHECK(durable + refused == 2 * rounds); // none lost, none failed
    CHECK(durable > rounds);
    std::int64_t sum = 0;
    first->read([&](Transaction& tx) { sum = number_of(tx, 1); });
    CHECK(sum == durable);
    CHECK(first->health().conflicts + second->health().conflicts > 0);
    CHECK(first->health().takes_writes);
    CHECK(second->health().takes_writes);
    CHECK(first->health().broken_promises + second->health().broken_promises == 0);
}

TEST_CASE("two stores that each look at what the other changes do not both go on", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    // At most one of the two may become 1: each looks at the other's row and then writes its own.
    const test::PostgresDatabase database;
    const auto settings = settings_for(database);
    const auto first = open_small(settings, counter_schema);
    const auto second = open_postgres(settings, counter_schema);
    for (int round = 0; round < 20; ++round)
    {
        const auto take_unless_other = [](Store& store, std::int64_t mine, std::int64_t others)
        {
            store.write_and_wait(
                [=](Transaction& tx)
                {
                    if (number_of(tx, others) > 0)
                        return Verdict::undo;
                    return count_up(tx, mine);
                });
        };
        std::thread other{[&] { take_unless_other(*second, 2, 1); }};
        take_unless_other(*first, 1, 2);
        other.join();
        std::int64_t both = 0;
        first->read([&](Transaction& tx) { both = number_of(tx, 1) + number_of(tx, 2); });
        CHECK(both == 1);
        first->write_and_wait(
            [](Transaction& tx)
            {
                tx.change("UPDATE counter SET n = 0 WHERE id > 0");
                return Verdict::keep;
            });
    }
}

TEST_CASE("a job that swallows a conflict is run again like any other", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    auto settings = settings_for(database);
    settings.lock_timeout_ms = 50;
    const auto store = open_small(settings, counter_schema);
    int runs = 0;
    CHECK(store->write_and_wait(
              [&](Transaction& tx)
              {
                  ++runs;
                  try
                  {
                      number_of(tx, 1); // the snapshot
                      if (runs == 1)
                          database.run("UPDATE counter SET n = n + 10 WHERE id = 1");
                      count_up(tx, 1);
                  }
                  catch (const StorageError&)
                  {
                  }
                  return Verdict::keep;
              }) == Fate::durable);
    CHECK(runs == 2);
    CHECK(database.run("SELECT n FROM counter WHERE id = 1") == "11");
    CHECK(store->health().conflicts == 1);
}

TEST_CASE("what conflicts all the time is refused alone, and its neighbours are done", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto store = open_small(settings_for(database), counter_schema);
    Pending pending;
    {
        Gate gate{*store};
        pending.write(*store, [](Transaction& tx) { return count_up(tx, 2); });
        pending.write(*store,
                      [&](Transaction& tx)
                      {
                          number_of(tx, 1);
                          database.run("UPDATE counter SET n = n + 10 WHERE id = 1"); // somebody always does
                          return count_up(tx, 1);
                      });
        pending.write(*store, [](Transaction& tx) { return count_up(tx, 2); });
    }
    CHECK(pending.fates() == std::vector<Fate>{Fate::durable, Fate::refused, Fate::durable});
    CHECK(database.run("SELECT n FROM counter WHERE id = 2") == "2");
    CHECK(store->health().takes_writes);
    CHECK(store->write_and_wait([](Transaction& tx) { return count_up(tx, 1); }) == Fate::durable);
}

TEST_CASE("two stores that take the same free key both end, and one of them has it", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto settings = settings_for(database);
    const auto first = open_small(settings);
    const auto second = open_postgres(settings, small_schema);
    constexpr int rounds = 60;
    std::atomic<int> made{0};
    std::atomic<int> unexpected{0};
    const auto take_keys = [&](Store& store)
    {
        for (std::int64_t id = 1; id <= rounds; ++id)
        {
            bool was_free = false;
            const auto fate = store.write_and_wait(
                [&](Transaction& tx)
                {
                    was_free = !note_ids(tx).contains(id);
                    if (!was_free)
                        return Verdict::undo;
                    insert_note(tx, id);
                    return Verdict::keep;
                });
            made += fate == Fate::durable && was_free;
            unexpected += fate != Fate::durable;
        }
    };
    std::thread other{[&] { take_keys(*second); }};
    take_keys(*first);
    other.join();
    CHECK(unexpected == 0);
    CHECK(made == rounds);
    CHECK(first->health().broken_promises + second->health().broken_promises == 0);
}

TEST_CASE("a full disk and a commit with a warning stop the store, and reads go on", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto store = open_small(settings_for(database));
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    SECTION("no space is left")
    {
        database.run("CREATE FUNCTION full_disk() RETURNS bigint LANGUAGE plpgsql AS"
                     " $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$");
        CHECK(store->write_and_wait(
                  [](Transaction& tx)
                  {
                      insert_note(tx, 2);
                      tx.query("/* disks.fill */ SELECT full_disk()");
                      return Verdict::keep;
                  }) == Fate::lost);
        CHECK_THAT(store->health().reason, Contains("53100") && Contains("disks.fill"));
        CHECK(note_ids(*store) == Ids{1});
    }
    SECTION("committed here, but perhaps not on the standby")
    {
        database.run(
            "CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE WARNING 'canceling wait for synchronous replication'; RETURN NULL; END $$;"
            " CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION warn()");
        CHECK(store->write_and_wait(noting(2)) == Fate::lost);
        CHECK_THAT(store->health().reason, Contains("warning"));
    }
    CHECK_FALSE(store->health().takes_writes);
    CHECK(store->write_and_wait(noting(3)) == Fate::refused);
    CHECK_NOTHROW(note_ids(*store));
}

TEST_CASE("a posted statement fails its own job and not the next one", "[storage][postgres]")
{
    const AnyDatabase database{GENERATE(from_range(engines()))};
    CAPTURE(database.is_postgres());
    const auto store = database.open();
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    Pending pending;
    {
        Gate gate{*store};
        pending.write(*store, noting(2));
        for (const auto verdict : {Verdict::keep, Verdict::undo})
        {
            pending.write(*store,
                          [verdict](Transaction& tx)
                          {
                              tx.post("/* notes.post */ INSERT INTO note (id, text) VALUES (?, ?)", 3, "x");
                              tx.post("/* notes.post */ INSERT INTO note (id, text) VALUES (?, ?)", 1,
                                      "taken");
                              return verdict;
                          });
        }
        pending.write(*store, noting(4));
    }
    CHECK(pending.fates() == std::vector<Fate>{Fate::durable, Fate::failed, Fate::failed, Fate::durable});
    CHECK(note_ids(*store) == Ids{1, 2, 4});
}

TEST_CASE("a group of jobs that post costs a round trip a job and one for the commit", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto store = open_small(settings_for(database));
    Pending pending;
    {
        Gate gate{*store};
        for (int id = 1; id <= 50; ++id)
            pending.write(*store,
                          [id](Transaction& tx)
                          {
                              for (int i = 0; i < 10; ++i)
                                  tx.post("/* notes.post */ INSERT INTO note (id, text) VALUES (?, ?)",
                                          10 * id + i, "x");
                              return Verdict::keep;
                          });
    }
    CHECK(pending.fates() == std::vector<Fate>(50, Fate::durable));
    CHECK(note_ids(*store).size() == 500);
    CHECK(store->health().groups == 1);
}

TEST_CASE("one snapshot of a PostgreSQL database can be read without a store", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto store = open_small(settings_for(database));
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    Ids seen;
    read_postgres(database.url(), [&](Transaction& tx) { seen = note_ids(tx); });
    CHECK(seen == Ids{1});
}
