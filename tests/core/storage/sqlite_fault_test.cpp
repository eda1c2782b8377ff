// What the store does when the disk fails: at chosen moments, and at every single call of a short life.
#include "core/storage/sqlite/sqlite_store.hpp"

#include "fault_vfs.hpp"
#include "store_fixture.hpp"

#include <map>
#include <sqlite3.h>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

namespace
{

// Larger than the page cache (2 MB), so that its pages go to the disk inside the job and not at the commit.
std::string more_than_the_cache()
{
    return std::string(6'000'000, 'x');
}

} // namespace

TEST_CASE(
    "a full disk inside the second of three jobs: none is answered as done, writing stops, reading goes on",
    "[storage][fault]")
{
    for (const bool swallows : {false, true})
    {
        INFO((swallows ? "the job swallows the error" : "the job lets the error pass"));
        heal_disk();
        const Folder folder;
        bool third_ran = false;
        {
            const auto store = open_small(folder / "a.db", fault_vfs);
            REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
            Pending pending;
            {
                Gate gate{*store};
                pending.write(*store, noting(2));
                pending.write(*store,
                              [&](Transaction& tx)
                              {
                                  fail_disk(DiskCall::write, 1, SQLITE_FULL, Lasting::once);
                                  if (!swallows)
                                  {
                                      insert_note(tx, 3, more_than_the_cache());
                                      return Verdict::keep;
                                  }
                                  CHECK_THROWS_AS(insert_note(tx, 3, more_than_the_cache()), StorageError);
                                  CHECK_THROWS_AS(insert_note(tx, 33), StorageError);
                                  return Verdict::keep;
                              });
                pending.write(*store,
                              [&](Transaction& tx)
                              {
                                  third_ran = true;
                                  insert_note(tx, 4);
                                  return Verdict::keep;
                              });
            }
            CHECK(pending.fates() == std::vector<Fate>{Fate::lost, Fate::lost, Fate::refused});
            CHECK(disk_failed());
            CHECK_FALSE(third_ran);
            // The disk is well again, and still nothing is taken: only a restart decides.
            CHECK(store->write_and_wait(noting(5)) == Fate::refused);
            CHECK_FALSE(store->health().takes_writes);
            CHECK_THAT(store->health().reason, Contains("full"));
            CHECK(note_ids(*store) == Ids{1});
        }
        const auto store = open_small(folder / "a.db");
        CHECK(note_ids(*store) == Ids{1});
        CHECK(store->write_and_wait(noting(2)) == Fate::durable);
    }
}

TEST_CASE("a schema that rolls back the whole group loses it openly, never in part", "[storage][fault]")
{
    const Folder folder;
    const Migration schema[] = {
        {1, "rash",
         "CREATE TABLE note (id {{int64}} NOT NULL UNIQUE ON CONFLICT ROLLBACK, text text) {{strict}};\n"}};
    const auto store = open_sqlite(settings_for(folder / "a.db"), schema);
    REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    Pending pending;
    {
        Gate gate{*store};
        pending.write(*store, noting(2));
        pending.write(*store,
                      [](Transaction& tx)
                      {
                          CHECK_THROWS_AS(insert_note(tx, 1), StorageError); // not the job's own failure
                          return Verdict::keep;
                      });
        pending.write(*store, noting(3));
    }
    CHECK(pending.fates() == std::vector<Fate>{Fate::lost, Fate::lost, Fate::refused});
    CHECK_FALSE(store->health().takes_writes);
    CHECK(note_ids(*store) == Ids{1});
}

TEST_CASE("a failed sync ends writing: nothing is tried again and nothing is touched at the end",
          "[storage][fault]")
{
    heal_disk();
    const Folder folder;
    {
        const auto store = open_small(folder / "a.db", fault_vfs);
        REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
        Pending pending;
        {
            Gate gate{*store};
            pending.write(*store, noting(2));
            pending.write(*store, [](Transaction&) { return Verdict::undo; });
            fail_disk(DiskCall::sync, 1, SQLITE_IOERR_FSYNC, Lasting::once);
        }
        CHECK(pending.fates() == std::vector<Fate>{Fate::lost, Fate::lost});
        CHECK(store->write_and_wait(noting(3)) == Fate::refused);
        CHECK_FALSE(store->health().takes_writes);
        CHECK(note_ids(*store) == Ids{1});
        const auto writes = disk_calls(DiskCall::write);
        const auto syncs = disk_calls(DiskCall::sync);
        store->close();
        CHECK(disk_calls(DiskCall::write) == writes);
        CHECK(disk_calls(DiskCall::sync) == syncs);
        CHECK_FALSE(store->health().reason.empty());
    }
    const auto store = open_small(folder / "a.db");
    CHECK(note_ids(*store).contains(1));
    CHECK_FALSE(note_ids(*store).contains(3));
}

TEST_CASE("a restart brings the log home before anything is acknowledged behind it", "[storage][fault]")
{
    // After a failed sync the kernel may show bytes that never reached the disk. Were new groups written
    // behind them, a power cut would take these with it although their own sync went well.
    heal_disk();
    const Folder folder;
    {
        const auto store = open_small(folder / "a.db", fault_vfs);
        REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
        fail_disk(DiskCall::sync, 1, SQLITE_IOERR_FSYNC, Lasting::stays);
        CHECK(store->write_and_wait(noting(2)) == Fate::lost);
    }
    CHECK(std::filesystem::file_size(folder / "a.db-wal") > 0);
    CHECK_THROWS_AS(open_small(folder / "a.db", fault_vfs), StorageError); // the disk still cannot sync
    heal_disk();
    const auto store = open_small(folder / "a.db", fault_vfs);
    CHECK(store->health().wal_bytes == 0);
    CHECK(disk_calls(DiskCall::sync) > 0);
    CHECK(note_ids(*store).contains(1));
}

TEST_CASE("a failed checkpoint ends writing, and what was acknowledged stays", "[storage][fault]")
{
    heal_disk();
    const Folder folder;
    auto settings = settings_for(folder / "a.db", fault_vfs);
    settings.checkpoint_pages = 5;
    Ids acknowledged;
    {
        const auto store = open_sqlite(settings, small_schema);
        // The commit syncs once, its checkpoint then syncs the log before it moves pages.
        for (std::int64_t id = 1; id <= 100 && store->health().takes_writes; ++id)
        {
            const auto fate = store->write_and_wait(
                [id](Transaction& tx)
                {
                    if (id > 10)
                        fail_disk(DiskCall::sync, 2, SQLITE_IOERR_FSYNC, Lasting::once);
                    insert_note(tx, id, std::string(3'000, 'x'));
                    return Verdict::keep;
                });
            if (fate == Fate::durable)
                acknowledged.insert(id);
        }
        CHECK(disk_failed());
        CHECK_THAT(store->health().reason, Contains("checkpoint"));
        CHECK(store->write_and_wait(noting(200)) == Fate::refused);
        CHECK(note_ids(*store) == acknowledged);
    }
    CHECK(acknowledged.size() > 10);
    CHECK(note_ids(*open_small(folder / "a.db")) == acknowledged);
}

TEST_CASE("a fault of a reader is that reader's alone", "[storage][fault]")
{
    heal_disk();
    const Folder folder;
    {
        const auto store = open_small(folder / "a.db");
        REQUIRE(store->write_and_wait(noting(1)) == Fate::durable);
    }
    const auto store = open_small(folder / "a.db", fault_vfs);
    fail_disk(DiskCall::read, 1, SQLITE_IOERR_READ, Lasting::once);
    CHECK_THROWS_AS(note_ids(*store), StorageError);
    CHECK(note_ids(*store) == Ids{1});
    CHECK(store->health().takes_writes);
    CHECK(store->write_and_wait(noting(2)) == Fate::durable);
}

namespace
{

struct Life
{
    std::map<std::int64_t, Fate> fates; // of each note that was wanted
    bool was_opened = false;
    bool took_writes_to_the_end = false;
};

// A short life with single jobs, a group of three of which the second is undone, and checkpoints between.
Life live(const std::filesystem::path& file)
{
    Life life;
    auto settings = settings_for(file, fault_vfs);
    settings.checkpoint_pages = 6;
    std::unique_ptr<Store> store;
    try
    {
        store = open_sqlite(settings, small_schema);
    }
    catch (const StorageError&)
    {
        return life;
    }
    life.was_opened = true;
    for (std::int64_t round = 0; round < 4; ++round)
    {
        const auto id = round * 10;
        life.fates[id] = store->write_and_wait(noting(id, std::string(5'000, 'x')));
        Pending pending;
        try
        {
            Gate gate{*store};
            pending.write(*store, noting(id + 1));
            pending.write(
                *store,
                [id](Transaction& tx)
                {
                    insert_note(tx, id + 5);
                    return Verdict::undo;
                },
                [id](Transaction& tx) { insert_note(tx, id + 2); });
            pending.write(*store, noting(id + 3));
        }
        catch (const std::runtime_error&)
        {
            // Not even the gate was let in.
            pending.write(*store, noting(id + 1));
            pending.write(*store, noting(id + 2));
            pending.write(*store, noting(id + 3));
        }
        const auto fates = pending.fates();
        for (std::int64_t i = 0; i < 3; ++i)
            life.fates[id + 1 + i] = fates[static_cast<std::size_t>(i)];
    }
    life.took_writes_to_the_end = store->health().takes_writes;
    store->close();
    return life;
}

void check_after(const std::filesystem::path& file, const Life& life)
{
    heal_disk(Syncs::pretended);
    const auto store = open_small(file, fault_vfs);
    const auto found = note_ids(*store);
    for (const auto& [id, fate] : life.fates)
    {
        INFO("note " << id << " was " << Catch::StringMaker<Fate>::convert(fate));
        if (fate == Fate::durable)
            CHECK(found.contains(id));
        if (fate == Fate::refused)
            CHECK_FALSE(found.contains(id));
        CHECK(fate != Fate::failed);
    }
    for (const auto id : found)
    {
        CHECK(id % 10 != 5); // what was undone never shows
        CHECK(life.fates.contains(id));
    }
    for (std::int64_t id = 0; id < 40; id += 10) // a group is there wholly or not at all
        CHECK(found.contains(id + 1) + found.contains(id + 2) + found.contains(id + 3) !=
              (found.contains(id + 1) ? 2 : 1));
    store->close();
    CHECK(check_sqlite(file) == "ok");
}

} // namespace

TEST_CASE("at whichever call the disk fails, every acknowledged note is there after a restart",
          "[storage][fault]")
{
    struct Case
    {
        const char* because;
        DiskCall call;
        int code;
        Lasting lasting;
        int faults_min; // so that the sweep cannot pass by failing nothing
    };
    const auto cases = {
        Case{"the disk is full for one write", DiskCall::write, SQLITE_FULL, Lasting::once, 40},
        Case{"the disk is full and stays so", DiskCall::write, SQLITE_FULL, Lasting::stays, 40},
        Case{"one write fails", DiskCall::write, SQLITE_IOERR_WRITE, Lasting::once, 40},
        Case{"one sync fails", DiskCall::sync, SQLITE_IOERR_FSYNC, Lasting::once, 10},
        Case{"no sync works any more", DiskCall::sync, SQLITE_IOERR_FSYNC, Lasting::stays, 10},
        Case{"one read fails", DiskCall::read, SQLITE_IOERR_READ, Lasting::once, 5},
        Case{"one truncation fails", DiskCall::truncate, SQLITE_IOERR_TRUNCATE, Lasting::once, 1},
    };
    for (const auto& c : cases)
    {
        int faults = 0;
        for (int nth = 1; nth <= 1'000; ++nth)
        {
            INFO(c.because << ", call " << nth);
            const Folder folder;
            heal_disk(Syncs::pretended);
            fail_disk(c.call, nth, c.code, c.lasting);
            const auto life = live(folder / "a.db");
            if (!disk_failed())
            {
                CHECK(life.took_writes_to_the_end);
                CHECK(life.fates.size() == 16);
                break;
            }
            ++faults;
            check_after(folder / "a.db", life);
        }
        INFO(c.because);
        CHECK(faults >= c.faults_min);
        CHECK(faults < 1'000);
    }
}
