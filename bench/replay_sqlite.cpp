#include "bench/replay.hpp"

#include <sqlite3.h>
#include <stdexcept>

namespace kori::bench
{
namespace
{

class SqliteReplay : public Replay
{
public:
    SqliteReplay(const std::filesystem::path& file, const Recorded& recorded, ReplayWhat what) : what_{what}
    {
        if (sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) !=
            SQLITE_OK)
            fail(file.string());
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        for (const auto& text : recorded.statements)
        {
            sqlite3_stmt* statement = nullptr;
            if (sqlite3_prepare_v3(database_, text.data(), static_cast<int>(text.size()),
                                   SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
                fail(text);
            statements_.push_back(statement);
        }
    }
    ~SqliteReplay() override
    {
        for (auto* const statement : statements_)
            sqlite3_finalize(statement);
        sqlite3_close(database_);
    }
    SqliteReplay(const SqliteReplay&) = delete;
    SqliteReplay& operator=(const SqliteReplay&) = delete;

    void commit(std::span<const Job> jobs) override
    {
        run("BEGIN");
        for (std::size_t i = 0; i < jobs.size(); ++i)
            for (const auto& call : jobs[i])
                if ((what_ == ReplayWhat::everything || call.writes()) &&
                    (!call.once_per_commit || i + 1 == jobs.size()))
                    say(call);
        run("COMMIT");
    }

private:
    void run(const char* text)
    {
        if (sqlite3_exec(database_, text, nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(text);
    }
    [[noreturn]] void fail(const std::string& what)
    {
        throw std::runtime_error{std::string{"SQLite: "} + sqlite3_errmsg(database_) + " at " + what};
    }
    void say(const Call& call)
    {
        auto* const statement = statements_[call.statement];
        int place = 0;
        for (const auto& value : call.values)
            bind(statement, ++place, value);
        int code = sqlite3_step(statement);
        while (code == SQLITE_ROW)
            code = sqlite3_step(statement);
        sqlite3_reset(statement);
        if (code != SQLITE_DONE)
            fail(sqlite3_sql(statement));
    }
    static void bind(sqlite3_stmt* statement, int place, const SqlValue::Content& value)
    {
        if (const auto* const number = std::get_if<std::int64_t>(&value))
            sqlite3_bind_int64(statement, place, *number);
        else if (const auto* const text = std::get_if<std::string>(&value))
            sqlite3_bind_text(statement, place, text->data(), static_cast<int>(text->size()), nullptr);
        else if (const auto* const blob = std::get_if<Blob>(&value))
            sqlite3_bind_blob(statement, place, blob->bytes.data(), static_cast<int>(blob->bytes.size()),
                              nullptr);
        else
            sqlite3_bind_null(statement, place);
    }

    sqlite3* database_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
    const ReplayWhat what_;
};

} // namespace

std::unique_ptr<Replay> replay_sqlite(const std::filesystem::path& file, const Recorded& recorded,
                                      ReplayWhat what)
{
    return std::make_unique<SqliteReplay>(file, recorded, what);
}

std::unique_ptr<Replay> replay_over(const std::string& database, const Recorded& recorded, ReplayWhat what)
{
    return database.starts_with("postgresql:") ? replay_postgres(database, recorded, what)
                                               : replay_sqlite(database, recorded, what);
}

} // namespace kori::bench
