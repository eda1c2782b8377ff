#include "core/storage/sqlite/sqlite_store.hpp"

#include "fault_vfs.hpp"
#include "store_fixture.hpp"

#include <atomic>
#include <sys/stat.h>
#include <unistd.h>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

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
