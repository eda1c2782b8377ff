// What the journal adds to PostgreSQL: the mark of a group, and one tree under several writers.
#include "core/storage/postgres/postgres_store.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/postgres.hpp"

#include "journal_world.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace kori;

namespace
{

// One process of several: its own store, keys and ids, the others' database.
struct Writer
{
    Writer(const std::string& url, const std::vector<Migration>& migrations, std::string seed)
        : random{std::move(seed)}
    {
        PostgresSettings settings;
        settings.url = url;
        settings.trusts_durability = true;
        settings.before_commit = [this](Transaction& tx)
        { journal::commit_to_tree(tx, key, test_origin, now); };
        settings.left_mark = [](Transaction& tx, const std::string& mark)
        { return journal::left_entry(tx, mark); };
        store = open_postgres(settings, migrations);
    }
    Fate append(const std::string& about)
    {
        return store->write_and_wait(
            [&](Transaction& tx)
            {
                const Ambient ambient{now, now, random, law};
                journal::append(tx, ambient, {"mbr_1", "org_a"}, JournalWorld::entry(about));
                return Verdict::keep;
            });
    }

    Instant now = parse_instant("2026-03-02T10:15:00Z").value();
    crypto::SeededRandomness random;
    LawBook law;
    crypto::SigningKey key = crypto::signing_key_from_seed(std::string(32, '\x05'));
    std::unique_ptr<Store> store;
};

std::vector<Migration> journal_only()
{
    for (const auto& migration : embedded_migrations())
        if (migration.name == "journal")
            return {{1, migration.name, migration.sql}};
    return {};
}

std::size_t whole_entries(Store& store, const crypto::SigningKey& key)
{
    std::size_t entries = 0;
    store.read(
        [&](Transaction& tx)
        {
            CHECK(journal::verify(tx, key.public_key, test_origin).empty());
            entries = journal::feed(tx, -1, 1'000, "", true).size();
        });
    return entries;
}

} // namespace

TEST_CASE("an entry tells whether it is committed, and asking leaves nothing", "[journal][postgres]")
{
    JournalWorld world;
    const auto id = stored_text(world.append(JournalWorld::entry("basket_1")));
    world.try_and_undo([&](Transaction& tx) { CHECK(journal::left_entry(tx, id)); });
    world.try_and_undo([&](Transaction& tx) { CHECK_FALSE(journal::left_entry(tx, "jnl_absent")); });
    CHECK(world.read([](Transaction& tx) { return journal::feed(tx, -1, 10, "", true).size(); }) == 0);
    world.commit();
    CHECK(world.read([](Transaction& tx) { return journal::feed(tx, -1, 10, "", true).size(); }) == 1);
    world.try_and_undo([&](Transaction& tx) { CHECK(journal::left_entry(tx, id)); }); // also as a leaf
}

TEST_CASE("a group whose commit lost its answer is known by its journal entry", "[journal][postgres]")
{
    if (!test::has_postgres())
        return;
    const auto migrations = journal_only();
    const test::PostgresDatabase database;
    migrate_postgres(database.url(), migrations, {});
    test::CuttingProxy proxy{test::PostgresDatabase::socket_file()};
    Writer writer{database.url_through(proxy.port()), migrations, "one"};
    for (const auto cut : {test::CuttingProxy::Cut::after_commit, test::CuttingProxy::Cut::before_commit,
                           test::CuttingProxy::Cut::late_commit})
    {
        proxy.cut(cut);
        CHECK(writer.append("basket_1") == Fate::durable);
        CHECK(proxy.has_cut());
    }
    CHECK(whole_entries(*writer.store, writer.key) == 3);
    CHECK(database.run("SELECT count(*) FROM journal_entry") == "3");
}

TEST_CASE("several writers make one tree without a gap", "[journal][postgres]")
{
    if (!test::has_postgres())
        return;
    const auto migrations = journal_only();
    const test::PostgresDatabase database;
    migrate_postgres(database.url(), migrations, {});
    Writer first{database.url(), migrations, "one"};
    Writer second{database.url(), migrations, "two"};
    std::atomic<std::size_t> durable{0};
    std::atomic<int> unexpected{0};
    const auto append_some = [&](Writer& writer)
    {
        for (int i = 0; i < 40; ++i)
        {
            const auto fate = writer.append("basket_1");
            durable += fate == Fate::durable ? 1 : 0;
            unexpected += fate != Fate::durable && fate != Fate::refused;
        }
    };
    std::thread other{[&] { append_some(second); }};
    append_some(first);
    other.join();
    CHECK(unexpected == 0);
    CHECK(durable > 40);
    CHECK(whole_entries(*first.store, first.key) == durable);
}
