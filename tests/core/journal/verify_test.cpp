#include "core/journal/checkpoint.hpp"
#include "core/journal/evidence.hpp"
#include "journal_world.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

// Eleven entries in three commits and an epoch: some with organisations, some without.
void fill(JournalWorld& world)
{
    for (int i = 0; i < 11; ++i)
    {
        auto entry = JournalWorld::entry("thing_" + std::to_string(i), {"org_a", "org_b"});
        if (i % 3 == 0)
        {
            entry.audience = journal::Audience::everyone;
            entry.organisations.clear();
        }
        world.append(entry);
        if (i == 6)
            world.write([&](Transaction& tx) { journal::start_epoch(tx, world.ambient(), "restored"); });
        if (i % 4 == 3)
            world.commit();
    }
    world.commit();
}

// What verify says after that statement, which is undone afterwards. Nothing when no row was touched.
std::vector<std::string> faults_after(JournalWorld& world, const std::string& sql,
                                      const std::vector<SqlValue>& values = {})
{
    std::vector<std::string> faults;
    world.try_and_undo(
        [&](Transaction& tx)
        {
            tx.query_values("/* test.tamper */ " + sql, values);
            faults = journal::verify(tx, world.key.public_key, test_origin);
        });
    return faults;
}

TEST_CASE("a saved file that is no proof is told apart from a proof that does not hold", "[journal]")
{
    const std::string good = R"("leaf":"e30=","proof":[],"checkpoint":"x")";
    const auto read = journal::read_evidence("{\"number\":3," + good + "}");
    REQUIRE(read);
    CHECK(read->leaf == "{}");
    CHECK(read->number == 3);
    CHECK(journal::read_evidence("{\"id\":\"rcp\",\"proof\":{\"number\":3," + good + "}}"));
    for (const std::string text :
         {"", "[]", "{}", "{\"proof\":{}}", R"({"number":"3",)", R"({"leaf":"e30=","number":3,"proof":[]})",
          R"({"leaf":7,"number":3,"proof":[],"checkpoint":"x"})",
          R"({"leaf":"***","number":3,"proof":[],"checkpoint":"x"})",
          R"({"leaf":"e30=","number":"3","proof":[],"checkpoint":"x"})",
          R"({"leaf":"e30=","number":3,"proof":[1],"checkpoint":"x"})",
          R"({"leaf":"e30=","number":3,"proof":["***"],"checkpoint":"x"})",
          R"({"leaf":"e30=","number":3,"proof":[],"checkpoint":null})"})
    {
        INFO(text);
        CHECK_FALSE(journal::read_evidence(text));
    }
}

} // namespace

TEST_CASE("an untouched journal is whole, also while an entry waits", "[journal]")
{
    JournalWorld world;
    CHECK(world.faults().empty());
    world.commit();
    CHECK(world.faults().empty());
    fill(world);
    CHECK(world.faults().empty());
    world.append(JournalWorld::entry("thing_12"));
    CHECK(world.faults().empty());
    CHECK(world.head().epoch == 1);
}

TEST_CASE("a change in any column of any table is found", "[journal]")
{
    struct Case
    {
        const char* because;
        const char* sql;
    };
    const Case cases[] = {
        {"id", "UPDATE journal_entry SET id = 'jnl_other' WHERE number = 3"},
        {"at_us", "UPDATE journal_entry SET at_us = at_us + 1 WHERE number = 3"},
        {"at_us beyond all years", "UPDATE journal_entry SET at_us = 9223372036854775807 WHERE number = 3"},
        {"actor", "UPDATE journal_entry SET actor = 'mbr_2' WHERE number = 3"},
        {"actor_organisation", "UPDATE journal_entry SET actor_organisation = '' WHERE number = 3"},
        {"kind", "UPDATE journal_entry SET kind = 'thing.undone' WHERE number = 3"},
        {"a kind that would be an epoch",
         "UPDATE journal_entry SET kind = 'journal.epoch_started' WHERE number = 3"},
        {"about", "UPDATE journal_entry SET about = 'thing_9' WHERE number = 3"},
        {"facts, another value",
         "UPDATE journal_entry SET facts = '{\"code\":\"y\",\"number\":1}' WHERE number = 3"},
        {"facts, a blank",
         "UPDATE journal_entry SET facts = '{\"code\": \"x\",\"number\":1}' WHERE number = 3"},
        {"facts, another order",
         "UPDATE journal_entry SET facts = '{\"number\":1,\"code\":\"x\"}' WHERE number = 3"},
        {"facts, no JSON", "UPDATE journal_entry SET facts = '{' WHERE number = 3"},
        {"facts, no UTF-8", "UPDATE journal_entry SET facts = CAST(x'ff' AS text) WHERE number = 3"},
        {"reason", "UPDATE journal_entry SET reason = 'because' WHERE number = 3"},
        {"reason, no UTF-8", "UPDATE journal_entry SET reason = CAST(x'ff' AS text) WHERE number = 3"},
        {"rule_version", "UPDATE journal_entry SET rule_version = '2026-2' WHERE number = 3"},
        {"audience, opened", "UPDATE journal_entry SET audience = 'everyone' WHERE number = 4"},
        {"audience, closed", "UPDATE journal_entry SET audience = 'operators' WHERE number = 4"},
        {"number, a gap", "UPDATE journal_entry SET number = 12 WHERE number = 11"},
        {"number, a gap in the middle", "UPDATE journal_entry SET number = 12 WHERE number = 3"},
        {"number, taken back",
         "UPDATE journal_entry SET number = NULL, leaf_hash = NULL, waiting_step = 1 WHERE number = 11"},
        {"leaf_hash", "UPDATE journal_entry SET leaf_hash = zeroblob(32) WHERE number = 3"},
        {"leaf_hash of the last", "UPDATE journal_entry SET leaf_hash = zeroblob(32) WHERE number = 11"},
        {"an entry more",
         "INSERT INTO journal_entry SELECT 'jnl_new', at_us, actor, actor_organisation, kind, about, facts,"
         " reason, rule_version, audience, NULL, 12, leaf_hash FROM journal_entry WHERE number = 3"},
        {"an entry gone", "DELETE FROM journal_entry WHERE number = 10"},
        {"organisation_id",
         "UPDATE journal_entry_organisation SET organisation_id = 'org_c' WHERE organisation_id = 'org_b'"
         " AND entry_id = (SELECT id FROM journal_entry WHERE number = 4)"},
        {"entry_id",
         "UPDATE journal_entry_organisation SET entry_id = (SELECT id FROM journal_entry WHERE number = 3)"
         " WHERE organisation_id = 'org_b' AND entry_id = (SELECT id FROM journal_entry WHERE number = 4)"},
        {"an organisation more",
         "INSERT INTO journal_entry_organisation SELECT id, 'org_c' FROM journal_entry WHERE number = 4"},
        {"an organisation less", "DELETE FROM journal_entry_organisation WHERE organisation_id = 'org_b'"
                                 " AND entry_id = (SELECT id FROM journal_entry WHERE number = 4)"},
        {"node level", "UPDATE journal_node SET level = 9 WHERE level = 1 AND position = 0"},
        {"node position", "UPDATE journal_node SET position = 99 WHERE level = 1 AND position = 0"},
        {"node hash", "UPDATE journal_node SET hash = zeroblob(32) WHERE level = 3"},
        {"a node more", "INSERT INTO journal_node VALUES (9, 9, zeroblob(32))"},
        {"a node less", "DELETE FROM journal_node WHERE level = 2 AND position = 1"},
        {"head size", "UPDATE journal_head SET size = 5 WHERE size = 4"},
        {"head size beyond the tree", "UPDATE journal_head SET size = 99 WHERE size = 12"},
        {"head epoch", "UPDATE journal_head SET epoch = 1 WHERE size = 4"},
        {"head root", "UPDATE journal_head SET root = zeroblob(32) WHERE size = 4"},
        {"head checkpoint", "UPDATE journal_head SET checkpoint = (SELECT checkpoint FROM journal_head WHERE "
                            "size = 12) WHERE size = 4"},
        {"something behind a checkpoint",
         "UPDATE journal_head SET checkpoint = checkpoint || 'x' || char(10) WHERE size = 4"},
        {"head signed_us", "UPDATE journal_head SET signed_us = signed_us + 1 WHERE size = 4"},
        {"the newest head gone", "DELETE FROM journal_head WHERE size = 12"},
    };
    JournalWorld world;
    fill(world);
    REQUIRE(world.head().size == 12);
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK_FALSE(faults_after(world, c.sql).empty());
    }
    CHECK(faults_after(world, "UPDATE journal_head SET size = size").empty());
    CHECK(world.faults().empty());
}

TEST_CASE("entries that change places are found", "[journal]")
{
    JournalWorld world;
    fill(world);
    std::vector<std::string> faults;
    world.try_and_undo(
        [&](Transaction& tx)
        {
            tx.change("/* test.a */ UPDATE journal_entry SET number = 99 WHERE number = 3");
            tx.change("/* test.b */ UPDATE journal_entry SET number = 3 WHERE number = 2");
            tx.change("/* test.c */ UPDATE journal_entry SET number = 2 WHERE number = 99");
            faults = journal::verify(tx, world.key.public_key, test_origin);
        });
    CHECK_FALSE(faults.empty());
}

TEST_CASE("an entry whose leaf hash was changed with it is found by the nodes and the heads", "[journal]")
{
    JournalWorld world;
    fill(world);
    std::vector<std::string> faults;
    world.try_and_undo(
        [&](Transaction& tx)
        {
            auto entry = journal::feed(tx, 10, 1, "", true).at(0);
            entry.reason = "another";
            tx.change("/* test.forge */ UPDATE journal_entry SET reason = ?, leaf_hash = ? WHERE number = 11",
                      entry.reason, Blob{journal::leaf_hash(journal::leaf_bytes(entry))});
            faults = journal::verify(tx, world.key.public_key, test_origin);
        });
    CHECK_FALSE(faults.empty());
}

TEST_CASE("any changed byte of a text or a hash is found", "[journal]")
{
    JournalWorld world;
    fill(world);
    struct Column
    {
        const char* table;
        const char* name;
        const char* where;
        bool is_blob;
    };
    const Column columns[] = {
        {"journal_entry", "id", "number = 3", false},
        {"journal_entry", "actor", "number = 3", false},
        {"journal_entry", "facts", "number = 3", false},
        {"journal_entry", "about", "number = 3", false},
        {"journal_entry", "leaf_hash", "number = 3", true},
        {"journal_node", "hash", "level = 2 AND position = 1", true},
        {"journal_head", "root", "size = 9", true},
        {"journal_head", "checkpoint", "size = 9", false},
    };
    for (const auto& c : columns)
    {
        INFO(c.table << "." << c.name);
        const auto where = std::string{" WHERE "} + c.where;
        const auto bytes = world.read(
            [&](Transaction& tx)
            {
                const auto row = tx.query_one("/* test.read */ SELECT " + std::string{c.name} + " FROM " +
                                              c.table + where);
                return c.is_blob ? row->bytes(0) : row->text(0);
            });
        REQUIRE_FALSE(bytes.empty());
        for (std::size_t i = 0; i < bytes.size(); ++i)
        {
            auto changed = bytes;
            changed[i] = static_cast<char>(changed[i] ^ 0x02);
            INFO(i);
            // The cast lets bytes through that are no UTF-8, as somebody with the file in hand could.
            const std::string set = c.is_blob ? " = ?" : " = CAST(? AS text)";
            CHECK_FALSE(faults_after(world, "UPDATE " + std::string{c.table} + " SET " + c.name + set + where,
                                     {Blob{changed}})
                            .empty());
        }
    }
}

TEST_CASE("a head that the key itself signed for something else is found", "[journal]")
{
    JournalWorld world;
    fill(world);
    const auto head = world.head();
    struct Case
    {
        const char* because;
        journal::CheckpointBody body;
        std::size_t faults;
    };
    const Case cases[] = {
        {"the same again", {head.size, head.root, head.epoch, head.signed_at}, 0},
        {"another root", {head.size, std::string(32, 'r'), head.epoch, head.signed_at}, 1},
        {"another epoch", {head.size, head.root, head.epoch + 1, head.signed_at}, 1},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto note = journal::sign_checkpoint(c.body, world.key, test_origin);
        CHECK(faults_after(world,
                           "UPDATE journal_head SET root = ?, epoch = ?, checkpoint = ? WHERE size = 12",
                           {Blob{c.body.root}, c.body.epoch, note})
                  .size() == c.faults);
    }
}

TEST_CASE("facts that were not written in canonical form are found although the tree fits them", "[journal]")
{
    JournalWorld world;
    world.append(JournalWorld::entry("thing_1"));
    world.write([](Transaction& tx)
                { tx.change("/* test.tamper */ UPDATE journal_entry SET facts = '{\"a\": 1}'"); });
    world.commit();
    CHECK(world.faults().size() == 1);
}

TEST_CASE("a journal is not whole under another key or another name", "[journal]")
{
    JournalWorld world;
    fill(world);
    const auto other = crypto::signing_key_from_seed(std::string(32, '\x06'));
    CHECK_FALSE(
        world.read([&](Transaction& tx) { return journal::verify(tx, other.public_key, test_origin); })
            .empty());
    CHECK_FALSE(
        world
            .read([&](Transaction& tx) { return journal::verify(tx, world.key.public_key, "other.example"); })
            .empty());
}

TEST_CASE("an outsider verifies an entry with leaf, proof, checkpoint and key alone", "[journal]")
{
    JournalWorld world;
    fill(world);
    const auto head = world.head();
    for (std::int64_t number = 0; number < head.size; ++number)
    {
        journal::Evidence evidence;
        world.store->read(
            [&](Transaction& tx)
            {
                evidence = {journal::leaf_bytes(journal::feed(tx, number - 1, 1, "", true).at(0)), number,
                            journal::inclusion_proof(tx, number, head.size).value(), head.checkpoint};
            });
        const auto verdict = [&](const journal::Evidence& shown)
        { return journal::verify_offline(shown, world.key.public_key, test_origin); };
        CHECK(verdict(evidence).empty());
        auto changed = evidence;
        changed.leaf += ' ';
        CHECK_FALSE(verdict(changed).empty());
        changed = evidence;
        changed.number = (number + 1) % head.size;
        CHECK_FALSE(verdict(changed).empty());
        changed = evidence;
        changed.proof.pop_back();
        CHECK_FALSE(verdict(changed).empty());
        changed = evidence;
        changed.checkpoint[changed.checkpoint.find("12")] = '2';
        CHECK(verdict(changed) == "The checkpoint is not signed by the key of this log.");
        CHECK_FALSE(journal::verify_offline(evidence, std::string(32, 'k'), test_origin).empty());
    }
}
