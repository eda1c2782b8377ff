#include "bench/replay.hpp"
#include "core/storage/postgres/postgres_text.hpp"

#include <libpq-fe.h>
#include <stdexcept>

#include <poll.h>

namespace kori::bench
{
namespace
{

class PostgresReplay : public Replay
{
public:
    PostgresReplay(const std::string& url, const Recorded& recorded, ReplayWhat what) : what_{what}
    {
        connection_ = PQconnectdb(url.c_str());
        if (PQstatus(connection_) != CONNECTION_OK || PQsetnonblocking(connection_, 1) != 0 ||
            PQenterPipelineMode(connection_) != 1)
            fail("the connection");
        for (std::size_t i = 0; i < recorded.statements.size(); ++i)
        {
            names_.push_back("s" + std::to_string(i));
            const auto text = with_numbered_parameters(recorded.statements[i]).text;
            if (PQsendPrepare(connection_, names_.back().c_str(), text.c_str(), 0, nullptr) != 1)
                fail(recorded.statements[i]);
            wait_for_all();
        }
    }
    ~PostgresReplay() override { PQfinish(connection_); }
    PostgresReplay(const PostgresReplay&) = delete;
    PostgresReplay& operator=(const PostgresReplay&) = delete;

    void commit(std::span<const Job> jobs) override
    {
        control("BEGIN");
        for (std::size_t i = 0; i < jobs.size(); ++i)
            for (const auto& call : jobs[i])
            {
                if ((what_ == ReplayWhat::rows && !call.writes()) ||
                    (call.once_per_commit && i + 1 != jobs.size()))
                    continue;
                say(call);
                if (what_ == ReplayWhat::everything && call.kind != CallKind::post)
                    wait_for_all();
            }
        control("COMMIT");
        wait_for_all();
    }

private:
    [[noreturn]] void fail(const std::string& what)
    {
        throw std::runtime_error{std::string{"PostgreSQL: "} + PQerrorMessage(connection_) + " at " + what};
    }
    void control(const char* text)
    {
        if (PQsendQueryParams(connection_, text, 0, nullptr, nullptr, nullptr, nullptr, 1) != 1)
            fail(text);
    }
    void say(const Call& call)
    {
        const auto count = call.values.size();
        std::vector<std::string> numbers(count);
        std::vector<const char*> data(count, nullptr);
        std::vector<int> lengths(count, 0);
        std::vector<int> formats(count, 0);
        for (std::size_t i = 0; i < count; ++i)
        {
            const auto& value = call.values[i];
            if (const auto* const number = std::get_if<std::int64_t>(&value))
                data[i] = (numbers[i] = std::to_string(*number)).c_str();
            else if (const auto* const text = std::get_if<std::string>(&value))
                data[i] = text->c_str();
            else if (const auto* const blob = std::get_if<Blob>(&value))
            {
                data[i] = blob->bytes.data();
                lengths[i] = static_cast<int>(blob->bytes.size());
                formats[i] = 1;
            }
        }
        if (PQsendQueryPrepared(connection_, names_[call.statement].c_str(), static_cast<int>(count),
                                data.data(), lengths.data(), formats.data(), 1) != 1)
            fail(names_[call.statement]);
    }

    // One round trip: everything that was sent has its answer then.
    void wait_for_all()
    {
        if (PQpipelineSync(connection_) != 1)
            fail("a sync");
        while (true)
        {
            const int unsent = PQflush(connection_);
            if (unsent < 0)
                fail("sending");
            while (PQisBusy(connection_) == 0)
            {
                auto* const result = PQgetResult(connection_);
                const auto status = result != nullptr ? PQresultStatus(result) : PGRES_COMMAND_OK;
                PQclear(result);
                if (status == PGRES_PIPELINE_SYNC)
                    return;
                if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
                    fail("a statement");
            }
            pollfd socket{PQsocket(connection_), static_cast<short>(POLLIN | (unsent > 0 ? POLLOUT : 0)), 0};
            constexpr int patience_ms = 60'000;
            if (poll(&socket, 1, patience_ms) <= 0 ||
                ((socket.revents & POLLIN) != 0 && PQconsumeInput(connection_) != 1))
                fail("an answer");
        }
    }

    pg_conn* connection_ = nullptr;
    std::vector<std::string> names_;
    const ReplayWhat what_;
};

} // namespace

std::unique_ptr<Replay> replay_postgres(const std::string& url, const Recorded& recorded, ReplayWhat what)
{
    return std::make_unique<PostgresReplay>(url, recorded, what);
}

} // namespace kori::bench
