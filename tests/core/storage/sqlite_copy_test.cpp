#include "core/storage/sqlite/sqlite_store.hpp"

#include "store_fixture.hpp"

#include <atomic>
#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>
#include <thread>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;

namespace
{

void write_notes(Store& store, std::int64_t from, std::int64_t to, std::size_t length = 1)
{
    for (auto id = from; id <= to; ++id)
        REQUIRE(store.write_and_wait(noting(id, std::string(length, 'x'))) == Fate::durable);
}

Ids notes_in(const std::filesystem::path& file)
{
    return note_ids(*open_small(file));
}

std::size_t files_in(const std::filesystem::path& folder)
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
    {
        if (entry.is_regular_file())
            ++count;
    }
    return count;
}

// Overwrites the middle of the file.
void damage(const std::filesystem::path& file)
{
    const auto size = std::filesystem::file_size(file);
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekp(static_cast<std::streamoff>(size / 2));
    stream << std::string(20'000, '#');
}

} // namespace

TEST_CASE("a backup taken while the server writes is one moment of it, with everything acknowledged before",
          "[storage][backup]")
{
    const Folder folder;
    auto settings = settings_for(folder / "a.db");
    settings.checkpoint_pages = 50;
    const auto store = open_sqlite(settings, small_schema);
    // More than two steps of 1,000 pages, so that commits fall between the steps.
    REQUIRE(store->write_and_wait(noting(1, std::string(8'300'000, 'x'))) == Fate::durable);
    std::atomic<std::int64_t> acknowledged{1};
    std::atomic<bool> ends{false};
    std::thread writer{[&]
                       {
                           for (std::int64_t id = 2; !ends && id < 100'000; ++id)
                           {
                               if (store->write_and_wait(noting(id, std::string(500, 'y'))) == Fate::durable)
                                   acknowledged = id;
                           }
                       }};
    const struct Joining // also when the backup throws
    {
        std::thread& thread;
        std::atomic<bool>& ends;
        ~Joining()
        {
            ends = true;
            if (thread.joinable())
                thread.join();
        }
    } joining{writer, ends};
    const auto target = folder / "backup.db";
    while (acknowledged < 20)
        std::this_thread::yield();
    const auto before = acknowledged.load();
    backup_sqlite(folder / "a.db", target);
    const auto after = acknowledged.load();
    ends = true;
    writer.join();

    CHECK(check_sqlite(target) == "ok");
    const auto found = notes_in(target);
    REQUIRE_FALSE(found.empty());
    CHECK(*found.begin() == 1);
    CHECK(*found.rbegin() == static_cast<std::int64_t>(found.size())); // a prefix, without holes
    CHECK(*found.rbegin() >= before);
    CHECK(*found.rbegin() <= after + 1);
    CHECK(store->health().takes_writes);
}

TEST_CASE("a backup is one private file, and the source stays as it was", "[storage][backup]")
{
    const Folder folder;
    std::filesystem::create_directory(folder / "copies");
    open_small(folder / "a.db")->close();
    backup_sqlite(folder / "a.db", folder / "copies/b.db");
    CHECK(files_in(folder / "copies") == 1);
    struct stat found = {};
    REQUIRE(::stat((folder / "copies/b.db").c_str(), &found) == 0);
    CHECK((found.st_mode & 07777) == 0600);
    CHECK(check_sqlite(folder / "copies/b.db") == "ok");
    CHECK(check_sqlite(folder / "a.db") == "ok");
}

TEST_CASE("a backup reads what is only in the log of a killed server", "[storage][backup]")
{
    const Folder folder;
    const auto store = open_small(folder / "a.db");
    write_notes(*store, 1, 5);
    std::filesystem::copy_file(folder / "a.db", folder / "killed.db");
    std::filesystem::copy_file(folder / "a.db-wal", folder / "killed.db-wal");
    backup_sqlite(folder / "killed.db", folder / "b.db");
    CHECK(notes_in(folder / "b.db") == Ids{1, 2, 3, 4, 5});
}

TEST_CASE("a backup overwrites nothing and needs a source", "[storage][backup]")
{
    const Folder folder;
    open_small(folder / "a.db")->close();
    std::ofstream{folder / "b.db"} << "precious";
    CHECK_THAT(sentence_of<StorageError>([&] { backup_sqlite(folder / "a.db", folder / "b.db"); }),
               Contains("exists"));
    CHECK(std::filesystem::file_size(folder / "b.db") == 8);
    CHECK_THROWS_AS(backup_sqlite(folder / "none.db", folder / "c.db"), StorageError);
    CHECK_FALSE(std::filesystem::exists(folder / "c.db"));
    CHECK_FALSE(std::filesystem::exists(folder / "c.db.part"));
}

TEST_CASE("a restore puts the backup in place and keeps the old database beside it", "[storage][restore]")
{
    const Folder folder;
    auto store = open_small(folder / "a.db");
    write_notes(*store, 1, 3);
    backup_sqlite(folder / "a.db", folder / "b.db");
    write_notes(*store, 4, 6);
    store->close();

    restore_sqlite(folder / "b.db", folder / "a.db");
    CHECK(notes_in(folder / "a.db") == Ids{1, 2, 3});
    CHECK(notes_in(folder / "a.db.before-restore-1") == Ids{1, 2, 3, 4, 5, 6});
    CHECK(notes_in(folder / "b.db") == Ids{1, 2, 3});

    restore_sqlite(folder / "a.db.before-restore-1", folder / "a.db");
    CHECK(notes_in(folder / "a.db") == Ids{1, 2, 3, 4, 5, 6});
    CHECK(notes_in(folder / "a.db.before-restore-2") == Ids{1, 2, 3});
}

TEST_CASE("a restore over a killed server's files keeps their log and never mixes it with the backup",
          "[storage][restore]")
{
    const Folder folder;
    {
        const auto store = open_small(folder / "live.db");
        write_notes(*store, 1, 2);
        backup_sqlite(folder / "live.db", folder / "b.db");
        write_notes(*store, 3, 4);
        for (const auto* const ending : {"", "-wal", "-shm"})
            std::filesystem::copy_file((folder / "live.db").string() + ending,
                                       (folder / "a.db").string() + ending);
    }
    restore_sqlite(folder / "b.db", folder / "a.db");
    CHECK_FALSE(std::filesystem::exists(folder / "a.db-wal"));
    CHECK(notes_in(folder / "a.db") == Ids{1, 2});
    CHECK(notes_in(folder / "a.db.before-restore-1") == Ids{1, 2, 3, 4});
}

TEST_CASE("a restore into an empty place needs no old database", "[storage][restore]")
{
    const Folder folder;
    auto store = open_small(folder / "a.db");
    write_notes(*store, 1, 3);
    backup_sqlite(folder / "a.db", folder / "b.db");
    restore_sqlite(folder / "b.db", folder / "new.db");
    CHECK(notes_in(folder / "new.db") == Ids{1, 2, 3});
    CHECK_FALSE(std::filesystem::exists(folder / "new.db.before-restore-1"));
}

TEST_CASE("a restore is refused while a store has the file open", "[storage][restore]")
{
    const Folder folder;
    const auto store = open_small(folder / "a.db");
    write_notes(*store, 1, 1);
    backup_sqlite(folder / "a.db", folder / "b.db");
    write_notes(*store, 2, 2);
    CHECK_THAT(sentence_of<StorageError>([&] { restore_sqlite(folder / "b.db", folder / "a.db"); }),
               Contains("in use"));
    CHECK(note_ids(*store) == Ids{1, 2});
}

TEST_CASE("a damaged backup is not restored, and the check says what is wrong", "[storage][restore]")
{
    const Folder folder;
    auto store = open_small(folder / "a.db");
    write_notes(*store, 1, 200, 900);
    backup_sqlite(folder / "a.db", folder / "b.db");
    store->close();
    CHECK(check_sqlite(folder / "b.db") == "ok");
    damage(folder / "b.db");
    CHECK(check_sqlite(folder / "b.db") != "ok");
    CHECK_THAT(sentence_of<StorageError>([&] { restore_sqlite(folder / "b.db", folder / "a.db"); }),
               Contains("not whole"));
    CHECK(notes_in(folder / "a.db").size() == 200);
    CHECK_FALSE(std::filesystem::exists(folder / "a.db.before-restore-1"));
}

TEST_CASE("an empty file or another program's database is not restored", "[storage][restore]")
{
    const Folder folder;
    auto store = open_small(folder / "a.db");
    write_notes(*store, 1, 1);
    store->close();
    std::ofstream{folder / "empty.db"}.flush();
    CHECK_THAT(sentence_of<StorageError>([&] { restore_sqlite(folder / "empty.db", folder / "a.db"); }),
               Contains("no database of this program"));
    CHECK_THROWS_AS(restore_sqlite(folder / "none.db", folder / "a.db"), StorageError);
    CHECK(notes_in(folder / "a.db") == Ids{1});
}

TEST_CASE("an interrupted restore must be run again before the database opens", "[storage][restore]")
{
    const Folder folder;
    auto store = open_small(folder / "a.db");
    write_notes(*store, 1, 1);
    backup_sqlite(folder / "a.db", folder / "b.db");
    store->close();
    std::filesystem::copy_file(folder / "b.db", folder / "a.db.restoring");
    CHECK_THAT(sentence_of<StorageError>([&] { open_small(folder / "a.db"); }), Contains("restore"));
    restore_sqlite(folder / "b.db", folder / "a.db");
    CHECK(notes_in(folder / "a.db") == Ids{1});
}

TEST_CASE("a check finds rows that refer to nothing", "[storage][backup]")
{
    const Folder folder;
    open_small(folder / "a.db")->close();
    CHECK(check_sqlite(folder / "a.db") == "ok");
    sqlite3* plain = nullptr; // a connection that does not watch foreign keys
    REQUIRE(sqlite3_open((folder / "a.db").c_str(), &plain) == SQLITE_OK);
    REQUIRE(sqlite3_exec(plain, "INSERT INTO remark (id, note_id) VALUES (1, 77)", nullptr, nullptr,
                         nullptr) == SQLITE_OK);
    sqlite3_close(plain);
    CHECK_THAT(check_sqlite(folder / "a.db"), Contains("remark") && Contains("note"));
    CHECK_THROWS_AS(check_sqlite(folder / "none.db"), StorageError);
}
