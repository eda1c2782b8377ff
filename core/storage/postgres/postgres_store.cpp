#include "core/storage/postgres/postgres_store.hpp"

#include "core/storage/group_writer.hpp"
#include "core/storage/postgres/postgres_engine.hpp"
#include "core/storage/postgres/postgres_schema.hpp"

#include <atomic>
#include <chrono>
#include <libpq-fe.h>
#include <memory>
#include <utility>

namespace kori
{

namespace
{

using std::chrono::steady_clock;

// ASSUMED: reads that come soon after a failed connection are refused at once instead of each waiting for its
// own.
constexpr std::chrono::milliseconds connect_pause{500};

constexpr auto begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// A kept connection may have died unseen. As long as it gave no result, another one can take its place.
class ReadTransaction : public Transaction
{
    template <class Part>
    auto once_more_when_lost(const Part& part)
    {
        try
        {
            return part();
        }
        catch (const ConnectionLost&)
        {
            if (connection_->gave_results() || std::exchange(was_renewed_, true))
                throw;
        }
        connection_ = readers_.open_anew(connection_.get());
        connection_->post_control(begin_reading);
        connection_->expect_transaction(true);
        return part();
    }

public:
    ReadTransaction(std::unique_ptr<PostgresConnection>& connection, PostgresReaders& readers)
        : connection_{connection}, readers_{readers}
    {
    }

protected:
    Rows run_query(std::string_view sql, std::span<const SqlValue> values) override
    {
        return once_more_when_lost([&] { return connection_->query(sql, values); });
    }
    std::int64_t run_change(std::string_view sql, std::span<const SqlValue> values) override
    {
        return once_more_when_lost([&] { return connection_->change(sql, values); });
    }

private:
    std::unique_ptr<PostgresConnection>& connection_;
    PostgresReaders& readers_;
    bool was_renewed_ = false;
};

void read_with(PostgresReaders& readers, const std::function<void(Transaction&)>& job)
{
    auto connection = readers.take();
    const auto end = [&]
    {
        connection->roll_back(); // a read has nothing to commit
        readers.give_back(std::move(connection));
    };
    try
    {
        connection->post_control(begin_reading);
        connection->expect_transaction(true);
        ReadTransaction transaction{connection, readers};
        job(transaction);
    }
    catch (...)
    {
        end();
        throw;
    }
    end();
}

std::shared_ptr<PostgresReaders> readers_of(const PostgresSession& session, std::size_t readers_max)
{
    const auto failed_at =
        std::make_shared<std::atomic<steady_clock::time_point>>(steady_clock::time_point{});
    return std::make_shared<PostgresReaders>(
        [session, failed_at]
        {
            if (steady_clock::now() < failed_at->load() + connect_pause)
                throw ConnectionLost{"The database cannot be reached."};
            try
            {
                auto connection =
                    std::make_unique<PostgresConnection>(session, PostgresConnection::Use::read);
                failed_at->store({});
                return connection;
            }
            catch (...)
            {
                failed_at->store(steady_clock::now());
                throw;
            }
        },
        readers_max);
}

class PostgresStore : public Store
{
public:
    PostgresStore(const PostgresSettings& settings, std::span<const Migration> migrations,
                  std::unique_ptr<PostgresConnection> writer)
        : readers_{readers_of(session_of(settings), settings.readers_max)},
          writer_{postgres_engine(settings, migrations, std::move(writer), readers_),
                  {settings.group_jobs_max, settings.group_bytes_max, settings.queue_jobs_max},
                  settings.before_commit}
    {
    }
    ~PostgresStore() override { PostgresStore::close(); }

    void write(WriteJob job) override { writer_.write(std::move(job)); }
    void read(const std::function<void(Transaction&)>& job) override { read_with(*readers_, job); }
    StoreHealth health() const override { return writer_.health(); }
    void close() override { writer_.close(); }

private:
    const std::shared_ptr<PostgresReaders> readers_;
    GroupWriter writer_; // last: its thread ends before the rest goes
};

} // namespace

std::unique_ptr<Store> open_postgres(const PostgresSettings& settings, std::span<const Migration> migrations)
{
    PROMISE(settings.group_jobs_max > 0 && settings.queue_jobs_max > 0 && settings.readers_max > 0);
    PROMISE(settings.statement_timeout_ms >= 0 && settings.lock_timeout_ms > 0);
    PROMISE(settings.idle_in_transaction_timeout_ms >= 0 && settings.reconnect_max_ms >= 0);
    auto writer = std::make_unique<PostgresConnection>(session_of(settings), PostgresConnection::Use::write);
    demand_current_schema(*writer, migrations);
    commit_barrier(*writer); // what a reader may find now is where commits go
    if (settings.say)
        settings.say("PostgreSQL " + writer->server_version() +
                     (settings.trusts_durability ? " is trusted to sync every commit."
                                                 : " syncs every commit (fsync and synchronous_commit)."));
    return std::make_unique<PostgresStore>(settings, migrations, std::move(writer));
}

std::string name_of_postgres(const std::string& url)
{
    char* fault = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
        PQconninfoParse(url.c_str(), &fault), &PQconninfoFree};
    PQfreemem(fault); // it may quote the password
    if (!options)
        return "postgresql:// (not readable)";
    const auto value = [&](std::string_view keyword) -> std::string
    {
        for (const auto* one = options.get(); one->keyword != nullptr; ++one)
            if (one->keyword == keyword)
                return one->val != nullptr ? one->val : "";
        return {};
    };
    const auto user = value("user");
    const auto host = value("host");
    auto port = value("port");
    if (port.find_first_not_of(',') == std::string::npos) // several hosts, each at the usual port
        port.clear();
    const bool is_socket = host.starts_with('/');
    return "postgresql://" + (user.empty() ? "" : user + "@") + (is_socket ? "" : host) +
           (port.empty() ? "" : ":" + port) + "/" + value("dbname") + (is_socket ? " at " + host : "");
}

namespace
{

// What a tool asks may take its time.
PostgresSession session_of_a_tool(const std::string& url)
{
    PostgresSession session;
    session.url = url;
    session.statement_timeout_ms = 0;
    session.idle_in_transaction_timeout_ms = 0;
    session.trusts_durability = true; // nothing of it is acknowledged to anybody else
    return session;
}

} // namespace

void migrate_postgres(const std::string& url, std::span<const Migration> migrations,
                      const std::function<void(const std::string&)>& say)
{
    PostgresConnection connection{session_of_a_tool(url), PostgresConnection::Use::write};
    bring_schema_up_to_date(connection, migrations, say);
}

void read_postgres(const std::string& url, const std::function<void(Transaction&)>& job)
{
    read_with(*readers_of(session_of_a_tool(url), 1), job);
}

} // namespace kori
