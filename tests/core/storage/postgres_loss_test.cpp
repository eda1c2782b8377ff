#include "core/storage/postgres/postgres_store.hpp"
#include "tests/support/cutting_proxy.hpp"

#include "any_store.hpp"

using namespace kori;
using namespace kori::tests;
using Catch::Contains;
using test::CuttingProxy;
using Cut = CuttingProxy::Cut;

namespace
{

// A note is its own mark.
Verdict note_with_mark(Transaction& tx, std::int64_t id)
{
    insert_note(tx, id);
    tx.mark(std::to_string(id));
    return Verdict::keep;
}

bool left_note(Transaction& tx, const std::string& mark)
{
    return tx.change(
               "/* notes.left */ INSERT INTO note (id, text) VALUES (?, '') ON CONFLICT (id) DO NOTHING",
               std::int64_t{std::stoll(mark)}) == 0;
}

// A store whose writer goes through a proxy.
struct Cuttable
{
    Cuttable()
    {
        migrate_postgres(database.url(), small_schema, {});
        settings = settings_for(database);
        settings.url = database.url_through(proxy.port());
        settings.left_mark = left_note;
        settings.reconnect_max_ms = 10'000;
    }
    std::unique_ptr<Store> open() const { return open_postgres(settings, small_schema); }
    std::string notes() const
    {
        return database.run("SELECT string_agg(id::text, ',' ORDER BY id) FROM note");
    }

    test::PostgresDatabase database;
    CuttingProxy proxy{test::PostgresDatabase::socket_file()};
    PostgresSettings settings;
};

} // namespace

TEST_CASE("a connection that is lost before the commit costs nothing", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const Cuttable cuttable;
    const auto store = cuttable.open();
    SECTION("between two groups")
    {
        REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
        cuttable.database.end_connections();
        CHECK(store->write_and_wait(noting(2)) == Fate::durable);
    }
    SECTION("inside a job")
    {
        int runs = 0;
        Pending pending;
        {
            Gate gate{*store};
            pending.write(*store, noting(1));
            pending.write(*store,
                          [&](Transaction& tx)
                          {
                              note_ids(tx);
                              if (++runs == 1)
                                  cuttable.database.end_connections();
                              return noting(2)(tx);
                          });
        }
        CHECK(pending.fates() == std::vector<Fate>(2, Fate::durable));
        CHECK(runs == 2);
    }
    SECTION("inside a job that hides it")
    {
        int runs = 0;
        CHECK(store->write_and_wait(
                  [&](Transaction& tx)
                  {
                      insert_note(tx, 1);
                      if (++runs == 1)
                          cuttable.database.end_connections();
                      try
                      {
                          insert_note(tx, 2);
                      }
                      catch (const std::exception&)
                      {
                      }
                      return Verdict::keep;
                  }) == Fate::durable);
        CHECK(runs == 2);
    }
    CHECK(cuttable.notes() == "1,2");
    CHECK(store->health().reconnects == 1);
    CHECK(store->health().takes_writes);
    CHECK(store->health().broken_promises == 0);
}

TEST_CASE("a lost answer to a commit that stands is found by its mark, and nothing runs twice",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Cuttable cuttable;
    const auto store = cuttable.open();
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    int runs = 0;
    const auto noting_two = [&](Transaction& tx)
    {
        ++runs;
        return note_with_mark(tx, 2);
    };
    SECTION("the server had done it")
    {
        cuttable.proxy.cut(Cut::after_commit);
        CHECK(store->write_and_wait(noting_two) == Fate::durable);
    }
    SECTION("the server is still at it")
    {
        cuttable.proxy.cut(Cut::late_commit, std::chrono::milliseconds{700});
        CHECK(store->write_and_wait(noting_two) == Fate::durable);
    }
    CHECK(cuttable.proxy.has_cut());
    CHECK(runs == 1);
    CHECK(cuttable.notes() == "1,2");
    CHECK(store->write_and_wait(noting(3)) == Fate::durable);
    CHECK(store->health().reconnects == 1);
}

TEST_CASE("a lost answer to a commit that the server never saw runs the group again", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Cuttable cuttable;
    const auto store = cuttable.open();
    int runs = 0;
    cuttable.proxy.cut(Cut::before_commit);
    CHECK(store->write_and_wait(
              [&](Transaction& tx)
              {
                  ++runs;
                  return note_with_mark(tx, 1);
              }) == Fate::durable);
    CHECK(cuttable.proxy.has_cut());
    CHECK(runs == 2);
    CHECK(cuttable.notes() == "1");
}

TEST_CASE("the mark of a group is one that was kept", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Cuttable cuttable;
    const auto store = cuttable.open();
    Pending pending;
    {
        Gate gate{*store};
        pending.write(*store, [](Transaction& tx) { return note_with_mark(tx, 1); });
        pending.write(*store,
                      [](Transaction& tx)
                      {
                          note_with_mark(tx, 2);
                          return Verdict::undo;
                      });
        pending.write(*store,
                      [&](Transaction& tx)
                      {
                          cuttable.proxy.cut(Cut::after_commit);
                          return noting(3)(tx);
                      });
    }
    CHECK(pending.fates() == std::vector<Fate>(3, Fate::durable));
    CHECK(cuttable.notes() == "1,3");
    CHECK(cuttable.proxy.commits() ==
          4); // two openings, the gate's own and the group's: it was not run again
}

TEST_CASE("what is left without a mark runs again when its answer is lost, and the store goes on",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Cuttable cuttable;
    const auto store = cuttable.open();
    cuttable.proxy.cut(Cut::after_commit);
    int runs = 0;
    CHECK(store->write_and_wait(
              [&](Transaction& tx)
              {
                  ++runs;
                  if (!note_ids(tx).contains(1))
                      insert_note(tx, 1);
                  return Verdict::keep;
              }) == Fate::durable);
    CHECK(runs == 2);
    CHECK(cuttable.notes() == "1");
    CHECK(store->health().takes_writes);
}

TEST_CASE("a database that lacks acknowledged work after a new connection is written to no more",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const Cuttable cuttable;
    const auto store = cuttable.open();
    const auto marked = [&](std::int64_t id)
    { return store->write_and_wait([id](Transaction& tx) { return note_with_mark(tx, id); }); };
    REQUIRE(marked(1) == Fate::durable);
    cuttable.database.end_connections();
    REQUIRE(marked(2) == Fate::durable); // the same one: goes on
    // As a standby would look that had not received the last commit.
    cuttable.database.run("DELETE FROM note WHERE id = 2");
    cuttable.database.end_connections();
    CHECK(marked(3) != Fate::durable);
    CHECK_FALSE(store->health().takes_writes);
    CHECK_THAT(store->health().reason, Contains("acknowledged"));
    CHECK(cuttable.notes() == "1");
}

TEST_CASE("numbers that another writer gave at the same time are no fault of the group, however often",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    auto settings = settings_for(database);
    int runs = 0;
    settings.before_commit = [&](Transaction& tx) { insert_note(tx, ++runs < 6 ? 1 : 100); };
    migrate_postgres(settings.url, small_schema, {});
    database.run("INSERT INTO note (id, text) VALUES (1, '')");
    const auto store = open_postgres(settings, small_schema);
    CHECK(store->write_and_wait(noting(2)) == Fate::durable);
    CHECK(runs == 6);
    CHECK(store->health().takes_writes);
}

TEST_CASE("a lost answer that nobody can find out stops the store", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Cuttable cuttable;
    SECTION("nobody told how to ask for a mark")
    {
        cuttable.settings.left_mark = nullptr;
        const auto store = cuttable.open();
        cuttable.proxy.cut(Cut::after_commit);
        CHECK(store->write_and_wait(noting(1)) == Fate::lost);
        CHECK(cuttable.notes() == "1");
        CHECK_FALSE(store->health().takes_writes);
        CHECK_THAT(store->health().reason, Contains("during a commit"));
        CHECK(store->write_and_wait(noting(2)) == Fate::refused);
        CHECK(note_ids(*store) == Ids{1}); // reads go on
    }
    SECTION("the old transaction does not end in time")
    {
        cuttable.settings.reconnect_max_ms = 300;
        cuttable.settings.lock_timeout_ms = 100;
        const auto store = cuttable.open();
        cuttable.proxy.cut(Cut::late_commit, std::chrono::milliseconds{2'000});
        CHECK(store->write_and_wait([](Transaction& tx) { return note_with_mark(tx, 1); }) == Fate::lost);
        CHECK_FALSE(store->health().takes_writes);
    }
}

TEST_CASE("while the database is away jobs are refused, and the store goes on when it comes back",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Cuttable cuttable;
    cuttable.settings.reconnect_max_ms = 200;
    const auto store = cuttable.open();
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    cuttable.proxy.refuse_connections(true);
    CHECK(store->write_and_wait(noting(2)) == Fate::refused);
    CHECK_FALSE(store->health().takes_writes);
    CHECK_THAT(store->health().reason, Contains("cannot be reached"));
    CHECK(store->write_and_wait(noting(2)) == Fate::refused);
    CHECK_THROWS_AS(note_ids(*store), StorageError);
    cuttable.proxy.refuse_connections(false);
    SECTION("for jobs that keep coming")
    {
        auto fate = Fate::refused;
        for (int i = 0; i < 400 && fate == Fate::refused; ++i)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds{25});
            fate = store->write_and_wait(noting(3));
        }
        CHECK(fate == Fate::durable);
        CHECK(note_ids(*store) == Ids{1, 3});
    }
    SECTION("also when nobody writes, since nobody is sent to a store that takes no writes")
    {
        for (int i = 0; i < 400 && !store->health().takes_writes; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds{25});
    }
    CHECK(store->health().takes_writes);
    CHECK(store->health().reason.empty());
}

TEST_CASE("a reader that lost its connection unseen reads with another one", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    const auto store = open_small(settings_for(database));
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    CHECK(note_ids(*store) == Ids{1});
    database.end_connections();
    CHECK(note_ids(*store) == Ids{1});
    // After its first result another connection would be another snapshot.
    CHECK_THROWS_AS(store->read(
                        [&](Transaction& tx)
                        {
                            note_ids(tx);
                            database.end_connections();
                            note_ids(tx);
                        }),
                    StorageError);
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("a store closes while its database is away", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Cuttable cuttable;
    cuttable.settings.reconnect_max_ms = 200;
    const auto store = cuttable.open();
    cuttable.proxy.refuse_connections(true);
    Pending pending;
    for (int id = 1; id <= 200; ++id)
        pending.write(*store, noting(id));
    store->close();
    CHECK(pending.fates() == std::vector<Fate>(200, Fate::refused));
}
