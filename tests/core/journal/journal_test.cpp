#include "journal_world.hpp"

#include "core/json/reader.hpp"
#include "core/observe/log.hpp"

#include <catch2/catch.hpp>

using namespace kori;

TEST_CASE("an entry comes back as it was appended", "[journal]")
{
    JournalWorld world;
    auto wish = JournalWorld::entry("basket_1", {"org_b", "org_a", "org_b"});
    wish.facts = {{"z", 5}, {"a", "\xc3\xa4\"\n"}, {"m", std::int64_t{-9}}};
    const auto id = stored_text(world.append(wish));
    const auto entry = world.read([&](Transaction& tx) { return journal::find(tx, id).value(); });
    CHECK(entry.number == -1);
    CHECK(entry.id == id);
    CHECK(entry.at == world.now);
    CHECK(entry.actor == "mbr_1");
    CHECK(entry.organisation == "org_a");
    CHECK(entry.kind == "thing.done");
    CHECK(entry.about == "basket_1");
    CHECK(entry.facts == "{\"a\":\"\xc3\xa4\\\"\\n\",\"m\":-9,\"z\":5}");
    CHECK(entry.reason == "why");
    CHECK(entry.rule_version == "2026-1");
    CHECK(entry.audience == "organisation");
    CHECK(entry.leaf_hash.empty());
    CHECK(entry.organisations == std::vector<std::string>{"org_a", "org_b"});
    CHECK_FALSE(world.read([](Transaction& tx) { return journal::find(tx, "jnl_absent").has_value(); }));
}

TEST_CASE("an entry of a job that was undone is gone with it", "[journal]")
{
    JournalWorld world;
    world.try_and_undo(
        [&](Transaction& tx)
        { journal::append(tx, world.ambient(), {"mbr_1", "org_a"}, JournalWorld::entry("basket_1")); });
    world.commit();
    CHECK(world.head().size == 0);
    CHECK(world.read([](Transaction& tx) { return journal::about(tx, "basket_1").size(); }) == 0);
}

TEST_CASE("the entries about one object come oldest first, numbered before waiting", "[journal]")
{
    JournalWorld world;
    std::vector<std::string> expected;
    for (int i = 0; i < 6; ++i)
    {
        expected.push_back(stored_text(world.append(JournalWorld::entry("basket_1"))));
        world.append(JournalWorld::entry("basket_2"));
        if (i == 2)
            world.commit();
    }
    std::vector<std::string> found;
    for (const auto& entry : world.read([](Transaction& tx) { return journal::about(tx, "basket_1"); }))
        found.push_back(entry.id);
    CHECK(found == expected);
}

TEST_CASE("the leaf is canonical JSON of everything that decides what an entry means and who sees it",
          "[journal]")
{
    JournalWorld world;
    const auto id = stored_text(world.append(JournalWorld::entry("basket_1", {"org_b", "org_a"})));
    world.commit();
    const auto entry = world.read([&](Transaction& tx) { return journal::find(tx, id).value(); });
    const auto leaf = journal::leaf_bytes(entry);
    CHECK(
        leaf ==
        R"({"about":"basket_1","actor":"mbr_1","actor_organisation":"org_a","at":"2026-03-02T10:15:00.000000Z",)"
        R"("audience":"organisation","facts":{"code":"x","number":1},"id":")" +
            id +
            R"(","kind":"thing.done","organisations":["org_a","org_b"],"reason":"why","rule_version":"2026-1"})");
    CHECK(json::write_canonical(*json::read(leaf)) == leaf);
    CHECK(journal::leaf_hash(leaf) == entry.leaf_hash);
    CHECK(entry.number == 0);
}

TEST_CASE("entries without kind, doer, or organisations where these decide, are broken promises", "[journal]")
{
    JournalWorld world;
    struct Case
    {
        const char* because;
        journal::Doer doer;
        journal::NewEntry entry;
    };
    auto no_kind = JournalWorld::entry("x");
    no_kind.kind.clear();
    auto reserved = JournalWorld::entry("x");
    reserved.kind = "journal.epoch_started";
    auto doubled = JournalWorld::entry("x");
    doubled.facts = {{"a", 1}, {"a", 2}};
    const Case cases[] = {
        {"no kind", {"mbr_1", ""}, no_kind},
        {"no doer", {"", ""}, JournalWorld::entry("x")},
        {"nobody could see it", {"mbr_1", ""}, JournalWorld::entry("x", {})},
        {"an organisation without id", {"mbr_1", ""}, JournalWorld::entry("x", {""})},
        {"a kind of the journal itself", {"mbr_1", ""}, reserved},
        {"the same fact twice", {"mbr_1", ""}, doubled},
    };
    observe::set_log_sink([](std::string_view) {}); // the store tells of each broken promise
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK_THROWS_AS(
            world.write([&](Transaction& tx) { journal::append(tx, world.ambient(), c.doer, c.entry); }),
            BrokenPromise);
    }
    observe::set_log_sink({});
}
