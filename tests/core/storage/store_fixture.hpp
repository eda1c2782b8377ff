// What the storage tests share: a folder of their own, a small schema, and ways to form one group.
#pragma once

#include "core/storage/sqlite/sqlite_store.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace kori::tests
{

// On the disk, never in a memory file system: synced bytes are the subject.
class Folder
{
public:
    Folder()
    {
        auto name = (std::filesystem::temp_directory_path() / "kori-storage-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw std::runtime_error{"no folder for the test"};
        path_ = name;
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

constexpr Migration small_schema[] = {
    {1, "note",
     "CREATE TABLE note (id {{int64}} NOT NULL, text text NOT NULL, CONSTRAINT note_pk PRIMARY KEY (id)) "
     "{{strict}};\n"},
    {2, "remark",
     "CREATE TABLE remark (id {{int64}} NOT NULL, note_id {{int64}} NOT NULL, seal {{bytes}},\n"
     "  CONSTRAINT remark_pk PRIMARY KEY (id),\n"
     "  CONSTRAINT remark_note FOREIGN KEY (note_id) REFERENCES note (id)) {{strict}};\n"},
};

inline SqliteSettings settings_for(const std::filesystem::path& file, const std::string& vfs = {})
{
    SqliteSettings settings;
    settings.file = file;
    settings.vfs = vfs;
    return settings;
}

inline std::unique_ptr<Store> open_small(const std::filesystem::path& file, const std::string& vfs = {})
{
    return open_sqlite(settings_for(file, vfs), small_schema);
}

inline void insert_note(Transaction& tx, std::int64_t id, std::string_view text = "x")
{
    tx.change("/* notes.insert */ INSERT INTO note (id, text) VALUES (?, ?)", id, text);
}

inline std::function<Verdict(Transaction&)> noting(std::int64_t id, std::string text = "x")
{
    return [id, text = std::move(text)](Transaction& tx)
    {
        insert_note(tx, id, text);
        return Verdict::keep;
    };
}

inline std::set<std::int64_t> note_ids(Transaction& tx)
{
    std::set<std::int64_t> ids;
    for (const auto& row : tx.query("/* notes.ids */ SELECT id FROM note ORDER BY id"))
        ids.insert(row.integer(0));
    return ids;
}

inline std::set<std::int64_t> note_ids(Store& store)
{
    std::set<std::int64_t> ids;
    store.read([&](Transaction& tx) { ids = note_ids(tx); });
    return ids;
}

using Ids = std::set<std::int64_t>;

// Waits with a bound, so that a fault fails a test instead of hanging it.
template <class T>
T soon(std::future<T>& future)
{
    if (future.wait_for(std::chrono::seconds{20}) != std::future_status::ready)
        throw std::runtime_error{"no answer within 20 seconds"};
    return future.get();
}

// Jobs that were written and not yet waited for.
class Pending
{
public:
    void write(Store& store, std::function<Verdict(Transaction&)> run,
               std::function<void(Transaction&)> witness = {}, std::size_t weight_bytes = 1'024)
    {
        const auto answer = std::make_shared<std::promise<Fate>>();
        fates_.push_back(answer->get_future());
        store.write({std::move(run), std::move(witness), [answer](Fate fate) { answer->set_value(fate); },
                     weight_bytes});
    }
    std::vector<Fate> fates()
    {
        std::vector<Fate> known;
        for (auto& fate : fates_)
            known.push_back(soon(fate));
        fates_.clear();
        return known;
    }

private:
    std::deque<std::future<Fate>> fates_;
};

// Holds the writer inside a group that leaves nothing: what is written meanwhile becomes one group.
class Gate
{
public:
    explicit Gate(Store& store) : shared_{std::make_shared<Shared>()}
    {
        auto entered = shared_->entered.get_future();
        store.write({[shared = shared_](Transaction&)
                     {
                         shared->has_entered = true;
                         shared->entered.set_value();
                         auto left = shared->left.get_future();
                         left.wait_for(std::chrono::seconds{20});
                         return Verdict::undo;
                     },
                     {},
                     [shared = shared_](Fate)
                     {
                         if (!shared->has_entered)
                             shared->entered.set_exception(std::make_exception_ptr(
                                 std::runtime_error{"the store takes no more writes"}));
                     },
                     1});
        soon(entered);
    }
    ~Gate() { open(); }
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    void open()
    {
        if (!is_open_)
            shared_->left.set_value();
        is_open_ = true;
    }

private:
    struct Shared
    {
        std::promise<void> entered;
        bool has_entered = false; // only the thread that runs or refuses the job looks at it
        std::promise<void> left;
    };
    std::shared_ptr<Shared> shared_;
    bool is_open_ = false;
};

// The sentence with which something is refused; empty when it is not.
template <class Error, class Part>
std::string sentence_of(const Part& part)
{
    try
    {
        part();
    }
    catch (const Error& error)
    {
        return error.what();
    }
    return {};
}

} // namespace kori::tests

namespace Catch
{

template <>
struct StringMaker<kori::Fate>
{
    static std::string convert(kori::Fate fate)
    {
        switch (fate)
        {
        case kori::Fate::durable:
            return "durable";
        case kori::Fate::lost:
            return "lost";
        case kori::Fate::failed:
            return "failed";
        case kori::Fate::refused:
            return "refused";
        }
        return "?";
    }
};

} // namespace Catch
