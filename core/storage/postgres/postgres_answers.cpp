// What comes back from the server, and what an error means for the connection.
#include "core/storage/commit_group.hpp"
#include "core/storage/postgres/postgres_connection.hpp"
#include "core/storage/postgres/postgres_text.hpp"

#include <cctype>
#include <cerrno>
#include <libpq-fe.h>
#include <poll.h>
#include <utility>

namespace kori
{

namespace
{

std::string field_of(const PGresult* result, int field)
{
    const char* const text = PQresultErrorField(result, field);
    return text ? text : "";
}

std::string capitalised(std::string sentence)
{
    sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
    return sentence;
}

} // namespace

PostgresConnection::Result PostgresConnection::answers()
{
    if (PQpipelineSync(connection_) != 1)
        lose();
    ++round_trips_;
    Result last;
    Failure first;
    bool has_failed = false;
    while (!pending_.empty())
    {
        auto result = next_result();
        if (!result)
            lose();
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_FATAL_ERROR && !has_failed)
        {
            has_failed = true;
            first = {pending_.front().label,
                     pending_.front().is_control,
                     field_of(result.get(), PG_DIAG_SQLSTATE),
                     field_of(result.get(), PG_DIAG_MESSAGE_PRIMARY),
                     field_of(result.get(), PG_DIAG_CONSTRAINT_NAME),
                     field_of(result.get(), PG_DIAG_SOURCE_FUNCTION)};
            // Without an SQLSTATE it is libpq that speaks: nothing more will come.
            if (first.sqlstate.empty() || failure_of(first.sqlstate) == SqlFailure::connection_lost)
                fail(first);
        }
        while (next_result())
        {
            // One statement yields one result here; the end of its results comes as none.
        }
        pending_.pop_front();
        last = std::move(result);
    }
    pending_of_job_ = 0;
    pending_bytes_ = 0;
    const auto sync = next_result();
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC)
        lose();
    if (has_failed)
        fail(first);
    if (expects_transaction_ && !commit_was_sent_ && PQtransactionStatus(connection_) == PQTRANS_IDLE)
        break_down("The database ended a transaction that was still needed.");
    return last;
}

PostgresConnection::Result PostgresConnection::next_result()
{
    while (true)
    {
        const int unsent = PQflush(connection_);
        if (unsent < 0)
            lose();
        if (PQisBusy(connection_) == 0)
            return Result{PQgetResult(connection_)};
        pollfd socket{PQsocket(connection_), POLLIN, 0};
        if (unsent > 0)
            socket.events = POLLIN | POLLOUT;
        const int ready = ::poll(&socket, 1, static_cast<int>(answer_timeout_ms_));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            lose();
        if ((socket.revents & ~POLLOUT) != 0 && PQconsumeInput(connection_) != 1)
            lose();
    }
}

void PostgresConnection::fail(const Failure& failure)
{
    auto kind = failure.sqlstate.empty() ? SqlFailure::connection_lost : failure_of(failure.sqlstate);
    if (failure.sqlstate == "25006" && use_ == Use::read) // a read that tries to write
        kind = SqlFailure::refused;
    if (kind == SqlFailure::refused && failure.is_control)
        kind = failure.sqlstate == "57014" ? SqlFailure::conflict : SqlFailure::fault;
    if (failure.sqlstate == "23505" && kind == SqlFailure::refused && races_left_ > 0)
    {
        --races_left_;
        kind = SqlFailure::conflict;
    }
    // "cached plan must not change result type": a new connection prepares anew.
    if (failure.sqlstate == "0A000" && failure.function == "RevalidateCachedQuery")
        kind = SqlFailure::connection_lost;
    switch (kind)
    {
    case SqlFailure::connection_lost:
        lose();
    case SqlFailure::conflict:
        state_ = State::conflict;
        throw Conflict{"Others changed the same rows (" + failure.sqlstate + " at " + failure.label + ")."};
    case SqlFailure::refused:
    {
        // The server's words on a value quote it, so they stay out of messages.
        auto why = failure.sqlstate;
        if (!failure.constraint.empty())
            why += ", " + failure.constraint;
        else if (failure.sqlstate.starts_with("42"))
            why += ", " + failure.message;
        refuse(failure.label + " was refused: " + why);
    }
    case SqlFailure::fault:
        break_down("The database failed: " + failure.sqlstate + " at " + failure.label + ".");
    }
    lose(); // not reached
}

void PostgresConnection::refuse(std::string sentence)
{
    was_refused_ = true;
    throw StatementRefused{capitalised(std::move(sentence)) + "."};
}

void PostgresConnection::lose()
{
    state_ = State::lost;
    pending_.clear();
    pending_of_job_ = 0;
    pending_bytes_ = 0;
    // "Committed locally", and then the server went: it may stand only there.
    if (commit_was_sent_ && was_warned_)
        break_down(
            "The database warned during a commit and went, so the commit may not be where it should be.");
    if (std::exchange(commit_was_sent_, false))
        throw AnswerLost{"The connection to the database was lost during a commit, and nobody knows whether "
                         "it stands."};
    throw ConnectionLost{"The connection to the database was lost."};
}

void PostgresConnection::break_down(std::string sentence)
{
    state_ = State::faulty;
    fault_ = std::move(sentence);
    throw StorageError{fault_};
}

} // namespace kori
