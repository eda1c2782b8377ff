// A journal in a real SQLite file of its own, with a set clock and seeded ids.
#pragma once

#include "core/base/law_book.hpp"
#include "core/base/text.hpp"
#include "core/journal/journal.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace kori
{

inline constexpr std::string_view test_origin = "kori.example/journal";

class JournalWorld
{
public:
    enum class Commits
    {
        by_hand, // the test calls commit()
        with_each_group,
    };

    explicit JournalWorld(Commits commits = Commits::by_hand, std::string seed = "journal")
        : random{std::move(seed)}
    {
        std::filesystem::create_directory(folder_);
        for (const auto& migration : embedded_migrations())
        {
            if (migration.name == "journal")
                migrations_.push_back({1, migration.name, migration.sql});
        }
        SqliteSettings settings;
        settings.file = folder_ / "kori.db";
        if (commits == Commits::with_each_group)
            settings.before_commit = [this](Transaction& tx)
            { journal::commit_to_tree(tx, key, test_origin, now); };
        store = open_sqlite(settings, migrations_);
    }
    ~JournalWorld()
    {
        store->close();
        store.reset();
        std::filesystem::remove_all(folder_);
    }
    JournalWorld(const JournalWorld&) = delete;
    JournalWorld& operator=(const JournalWorld&) = delete;

    Ambient ambient() { return {now, now, random, law}; }

    static journal::NewEntry entry(std::string about, std::vector<std::string> organisations = {"org_a"})
    {
        journal::NewEntry entry;
        entry.kind = "thing.done";
        entry.about = std::move(about);
        entry.facts = {{"number", 1}, {"code", "x"}};
        entry.organisations = std::move(organisations);
        entry.reason = "why";
        entry.rule_version = "2026-1";
        return entry;
    }

    template <class Job>
    void write(Job job)
    {
        const auto fate = store->write_and_wait(
            [job](Transaction& tx)
            {
                job(tx);
                return Verdict::keep;
            });
        if (fate != Fate::durable)
            throw std::runtime_error{"the job was not kept"};
    }
    template <class Job>
    void try_and_undo(Job job)
    {
        store->write_and_wait(
            [job](Transaction& tx)
            {
                job(tx);
                return Verdict::undo;
            });
    }

    template <class Job>
    auto read(Job job)
    {
        std::optional<decltype(job(std::declval<Transaction&>()))> result;
        store->read([&](Transaction& tx) { result = job(tx); });
        return std::move(*result);
    }

    EntryId append(const journal::NewEntry& entry)
    {
        std::optional<EntryId> id;
        write([&](Transaction& tx) { id = journal::append(tx, ambient(), {"mbr_1", "org_a"}, entry); });
        return *id;
    }
    void commit()
    {
        write([&](Transaction& tx) { journal::commit_to_tree(tx, key, test_origin, now); });
    }
    journal::Head head()
    {
        return read([](Transaction& tx) { return journal::newest_head(tx).value(); });
    }
    std::vector<std::string> faults()
    {
        return read([&](Transaction& tx) { return journal::verify(tx, key.public_key, test_origin); });
    }

    crypto::SeededRandomness random;
    LawBook law;
    Instant now = parse_instant("2026-03-02T10:15:00Z").value();
    crypto::SigningKey key = crypto::signing_key_from_seed(std::string(32, '\x05'));
    std::unique_ptr<Store> store;

private:
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                    ("kori-journal-" + to_hex(crypto::system_randomness().bytes(8)));
    std::vector<Migration> migrations_;
};

} // namespace kori
