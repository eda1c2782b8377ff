#include "journal_world.hpp"
#include "slow_tree.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

std::vector<std::string> stored_leaves(JournalWorld& world)
{
    return world.read(
        [](Transaction& tx)
        {
            std::vector<std::string> leaves;
            for (const auto& entry : journal::feed(tx, -1, 10'000, "", true))
                leaves.push_back(journal::leaf_bytes(entry));
            return leaves;
        });
}

} // namespace

TEST_CASE("the stored tree gives every root and every proof of RFC 9162 for the sizes 0 to 130", "[journal]")
{
    constexpr std::int64_t size_max = 130;
    JournalWorld world;
    world.commit();
    CHECK(world.head().size == 0);
    CHECK(world.head().root == journal::empty_root());
    world.write(
        [&](Transaction& tx)
        {
            for (std::int64_t size = 1; size <= size_max; ++size)
            {
                journal::append(tx, world.ambient(), {"mbr_1", "org_a"},
                                JournalWorld::entry("thing_" + std::to_string(size)));
                journal::commit_to_tree(tx, world.key, test_origin, world.now);
            }
        });
    const auto leaves = stored_leaves(world);
    REQUIRE(leaves.size() == size_max);
    const auto first = [&](std::int64_t size)
    { return slow::Leaves{leaves}.first(static_cast<std::size_t>(size)); };

    world.store->read(
        [&](Transaction& tx)
        {
            for (std::int64_t size = 0; size <= size_max; ++size)
            {
                REQUIRE(journal::head_of_size(tx, size)->root == slow::root(first(size)));
                for (std::int64_t number = 0; number < size; ++number)
                    REQUIRE(journal::inclusion_proof(tx, number, size) ==
                            slow::path(static_cast<std::size_t>(number), first(size)));
                for (std::int64_t old_size = 1; old_size < size; ++old_size)
                    REQUIRE(journal::consistency_proof(tx, old_size, size) ==
                            slow::proof(static_cast<std::size_t>(old_size), first(size)));
                REQUIRE(journal::consistency_proof(tx, 0, size)->empty());
                REQUIRE(journal::consistency_proof(tx, size, size)->empty());
            }
        });
    CHECK(world.faults().empty());
}

TEST_CASE("entries that are committed in batches make the same tree as one by one", "[journal]")
{
    JournalWorld single;
    JournalWorld batched;
    for (const int batch : {1, 2, 3, 7, 8, 16, 5})
    {
        for (int i = 0; i < batch; ++i)
        {
            single.append(JournalWorld::entry("thing_1"));
            batched.append(JournalWorld::entry("thing_1"));
            single.commit();
        }
        batched.commit();
        CHECK(batched.head().root == single.head().root);
        CHECK(batched.head().size == single.head().size);
    }
}

TEST_CASE("there are no proofs for what is not in the tree", "[journal]")
{
    JournalWorld world;
    world.append(JournalWorld::entry("thing_1"));
    world.commit();
    world.append(JournalWorld::entry("thing_2"));
    world.store->read(
        [](Transaction& tx)
        {
            CHECK(journal::inclusion_proof(tx, 0, 1) == std::vector<std::string>{});
            CHECK_FALSE(journal::inclusion_proof(tx, 1, 2)); // waits
            CHECK_FALSE(journal::inclusion_proof(tx, 0, 2));
            CHECK_FALSE(journal::inclusion_proof(tx, 1, 1));
            CHECK_FALSE(journal::inclusion_proof(tx, -1, 1));
            CHECK_FALSE(journal::consistency_proof(tx, 1, 2));
            CHECK_FALSE(journal::consistency_proof(tx, -1, 1));
            CHECK_FALSE(journal::consistency_proof(tx, 1, 0));
        });
}

TEST_CASE("a commit to the tree that was rolled back runs again to the same bytes", "[journal]")
{
    JournalWorld calm;
    JournalWorld stormy;
    for (int round = 0; round < 9; ++round)
    {
        calm.append(JournalWorld::entry("thing_1"));
        calm.commit();
        const auto entry_id = stormy.append(JournalWorld::entry("thing_1"));
        for (int attempt = 0; attempt < 3; ++attempt)
            stormy.try_and_undo([&](Transaction& tx)
                                { journal::commit_to_tree(tx, stormy.key, test_origin, stormy.now); });
        CHECK(stormy.read([&](Transaction& tx)
                          { return journal::find(tx, stored_text(entry_id))->number; }) == -1);
        stormy.commit();
        CHECK(stormy.head().checkpoint == calm.head().checkpoint);
    }
    CHECK(stormy.faults().empty());
}

TEST_CASE("a commit without new entries changes nothing", "[journal]")
{
    JournalWorld world;
    world.append(JournalWorld::entry("thing_1"));
    world.commit();
    const auto before = world.head();
    world.now = world.now.plus_days(1);
    world.commit();
    CHECK(world.head().checkpoint == before.checkpoint);
    CHECK(world.head().signed_at == before.signed_at);
}

TEST_CASE("entries of one group are numbered as they were caused, also when the clock says otherwise",
          "[journal]")
{
    JournalWorld world;
    world.append(JournalWorld::entry("thing_1"));
    world.commit();
    std::vector<std::string> expected;
    for (const int seconds : {50, 10, 10, 10, 40, 0})
    {
        world.now = parse_instant("2026-03-02T12:00:00Z")->plus_seconds(seconds);
        expected.push_back(stored_text(world.append(JournalWorld::entry("thing_2"))));
    }
    world.commit();
    std::vector<std::string> found;
    for (const auto& entry : world.read([](Transaction& tx) { return journal::feed(tx, 0, 100, "", true); }))
        found.push_back(entry.id);
    CHECK(found == expected);
}

TEST_CASE("a new epoch names the last head and changes the origin of the heads that contain it", "[journal]")
{
    JournalWorld world;
    world.append(JournalWorld::entry("thing_1"));
    world.commit();
    const auto before = world.head();
    std::optional<EntryId> id;
    world.write([&](Transaction& tx)
                { id = journal::start_epoch(tx, world.ambient(), "restored from the copy of Monday"); });
    CHECK(world.head().epoch == 0);
    world.commit();
    CHECK(world.head().epoch == 1);
    CHECK(world.head().size == 2);
    CHECK(before.checkpoint.starts_with("kori.example/journal\n1\n"));
    CHECK(world.head().checkpoint.starts_with("kori.example/journal/epoch-1\n2\n"));
    const auto entry =
        world.read([&](Transaction& tx) { return journal::find(tx, stored_text(*id)).value(); });
    CHECK(entry.kind == "journal.epoch_started");
    CHECK(entry.reason == "restored from the copy of Monday");
    CHECK(entry.facts ==
          "{\"last_epoch\":0,\"last_root\":\"" + to_base64(before.root) + "\",\"last_size\":1}");
    world.write([&](Transaction& tx) { journal::start_epoch(tx, world.ambient(), "once more"); });
    world.append(JournalWorld::entry("thing_1"));
    world.commit();
    CHECK(world.head().epoch == 2);
    CHECK(world.faults().empty());
}
