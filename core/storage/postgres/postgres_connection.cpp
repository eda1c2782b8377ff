#include "core/storage/postgres/postgres_connection.hpp"

#include "core/base/text.hpp"
#include "core/storage/commit_group.hpp"
#include "core/storage/postgres/postgres_text.hpp"
#include "core/storage/postgres/postgres_values.hpp"
#include "core/storage/statement_name.hpp"

#include <algorithm>
#include <array>
#include <libpq-fe.h>
#include <utility>

namespace kori
{

namespace
{

// ASSUMED: beyond a statement's own limit, the time a living server may take to say that it was reached.
constexpr std::int64_t answer_grace_ms = 10'000;

std::string trimmed(const char* message)
{
    std::string text = message ? message : "";
    std::replace(text.begin(), text.end(), '\n', ' ');
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

} // namespace

struct PostgresCallbacks
{
    static void take_notice(void* self, const PGresult* notice)
    {
        const auto is = [notice](int field, std::string_view text)
        {
            const char* const said = PQresultErrorField(notice, field);
            return said != nullptr && text == said;
        };
        // A server that dies at once warns in quickdie(), and says nothing of the commit by it.
        if (is(PG_DIAG_SEVERITY_NONLOCALIZED, "WARNING") && !is(PG_DIAG_SOURCE_FUNCTION, "quickdie"))
            static_cast<PostgresConnection*>(self)->was_warned_ = true;
    }
};

void PostgresConnection::ClearResult::operator()(pg_result* result) const
{
    PQclear(result);
}

PostgresConnection::PostgresConnection(const PostgresSession& session, Use use)
    : use_{use}, answer_timeout_ms_{
                     session.statement_timeout_ms == 0 ? -1 : session.statement_timeout_ms + answer_grace_ms}
{
    const auto seconds =
        std::to_string(std::max<std::int64_t>(2, (session.connect_timeout_ms + 999) / 1'000));
    // What stands before the URL may be said otherwise there, what stands behind it not.
    // tcp_user_timeout, in ms: what was sent into a cut network is not waited for by keepalives.
    const std::array<const char*, 10> names{"target_session_attrs",
                                            "connect_timeout",
                                            "keepalives_idle",
                                            "keepalives_interval",
                                            "keepalives_count",
                                            "tcp_user_timeout",
                                            "dbname",
                                            "client_encoding",
                                            "application_name",
                                            nullptr};
    const std::array<const char*, 10> values{"read-write", seconds.c_str(),     "10",   "5",    "3",
                                             "10000",      session.url.c_str(), "UTF8", "kori", nullptr};
    connection_ = PQconnectdbParams(names.data(), values.data(), 1);
    if (PQstatus(connection_) != CONNECTION_OK)
    {
        const auto why = trimmed(PQerrorMessage(connection_));
        PQfinish(std::exchange(connection_, nullptr));
        throw StorageError{"The PostgreSQL database cannot be opened: " + why};
    }
    try
    {
        harden(session);
    }
    catch (...)
    {
        PQfinish(std::exchange(connection_, nullptr));
        throw;
    }
}

PostgresConnection::~PostgresConnection()
{
    PQfinish(connection_);
}

void PostgresConnection::harden(const PostgresSession& session)
{
    PQsetNoticeReceiver(connection_, &PostgresCallbacks::take_notice, this);
    if (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1)
        throw StorageError{"This libpq has no pipeline mode."};
    post_control("SET statement_timeout = " + std::to_string(session.statement_timeout_ms));
    post_control("SET lock_timeout = " + std::to_string(session.lock_timeout_ms));
    post_control("SET idle_in_transaction_session_timeout = " +
                 std::to_string(session.idle_in_transaction_timeout_ms));
    post_control("SET standard_conforming_strings = on");
    const auto encoding = control("SHOW server_encoding");
    if (encoding[0].text(0) != "UTF8")
        throw StorageError{"The database keeps its texts as " + encoding[0].text(0) +
                           " and not as UTF8. Create it anew: CREATE DATABASE … TEMPLATE template0 ENCODING "
                           "'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'."};
    if (control("SELECT CASE WHEN 'a' < 'B' THEN 1 ELSE 0 END")[0].integer(0) != 0)
        throw StorageError{
            "The database does not order texts by their bytes. Create it anew: CREATE DATABASE … "
            "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'."};
    if (use_ == Use::write && !session.trusts_durability)
        demand_durability();
}

void PostgresConnection::demand_durability()
{
    if (control("SHOW fsync")[0].text(0) != "on")
        throw StorageError{"The server does not sync its files (fsync is off), so nothing would be durable."};
    if (control("SHOW full_page_writes")[0].text(0) != "on")
        throw StorageError{"The server does not survive a power cut (full_page_writes is off)."};
    const auto synced = control("SHOW synchronous_commit")[0].text(0);
    if (synced == "off")
        throw StorageError{
            "The server answers commits before they are synced (synchronous_commit is off) for this role."};
    const bool has_standbys = !control("SHOW synchronous_standby_names")[0].text(0).empty();
    if (has_standbys && (synced == "local" || synced == "remote_write"))
        throw StorageError{"The server names synchronous standbys, and answers commits before they have them"
                           " (synchronous_commit is " +
                           synced + ") for this role."};
    control("SET synchronous_commit = '" + synced + "'"); // a reload cannot take it back
}

std::string PostgresConnection::server_version() const
{
    const char* const version = PQparameterStatus(connection_, "server_version");
    return version ? version : "of an unknown version";
}

void PostgresConnection::guard()
{
    switch (state_)
    {
    case State::usable:
        break;
    case State::conflict:
        throw Conflict{"Others changed the same rows."};
    case State::lost:
        throw ConnectionLost{"The connection to the database was lost."};
    case State::faulty:
        throw StorageError{fault_};
    }
}

// A round trip once for each text: its errors show at once, and the types are known before a value is sent.
const PostgresConnection::Kept& PostgresConnection::prepared(std::string_view sql)
{
    if (const auto found = by_text_.find(sql); found != by_text_.end())
    {
        kept_.splice(kept_.begin(), kept_, found->second);
        return *found->second;
    }
    auto label = name_of(sql);
    switch (use_of(sql))
    {
    case SqlUse::allowed:
        break;
    case SqlUse::empty:
        refuse(label + " is empty");
    case SqlUse::of_the_store:
        refuse(label + " belongs to the store");
    }
    if (!is_utf8(sql))
        refuse(label + " is no UTF-8");
    if (kept_.size() >= statements_kept_max)
        drop_oldest();
    Kept statement{std::string{sql}, prepared_name(statements_prepared_), std::move(label), {}};
    ++statements_prepared_;
    const auto text = with_numbered_parameters(sql).text;
    if (PQsendPrepare(connection_, statement.name.c_str(), text.c_str(), 0, nullptr) != 1)
        lose();
    pending_.push_back({statement.label, false});
    if (PQsendDescribePrepared(connection_, statement.name.c_str()) != 1)
        lose();
    pending_.push_back({statement.label, false});
    const auto description = answers();
    for (int i = 0; i < PQnparams(description.get()); ++i)
        statement.parameters.push_back(PQparamtype(description.get(), i));
    kept_.push_front(std::move(statement));
    by_text_.emplace(kept_.front().text, kept_.begin());
    demand_common_types(description.get(), kept_.front().label);
    return kept_.front();
}

void PostgresConnection::demand_common_types(const pg_result* result, std::string_view label)
{
    if (const int column = column_outside_common_types(result); column >= 0)
        refuse(std::string{label} + " yields a type outside the common subset (column " +
               std::to_string(column) + ")");
}

void PostgresConnection::drop_oldest()
{
    control("DEALLOCATE " + kept_.back().name);
    by_text_.erase(kept_.back().text);
    kept_.pop_back();
}

void PostgresConnection::send(const Kept& statement, std::span<const SqlValue> values)
{
    if (values.size() != statement.parameters.size())
        refuse(statement.label + " has another number of parameters than it was given");
    const BoundValues bound{values, statement.parameters};
    if (!bound.fault().empty())
        refuse(statement.label + bound.fault());
    if (!pending_.empty() &&
        (pending_.size() >= pending_max || pending_bytes_ + bound.bytes() > pending_bytes_max))
        answers();
    if (PQsendQueryPrepared(connection_, statement.name.c_str(), bound.count(), bound.data(), bound.lengths(),
                            bound.formats(), 1) != 1)
        lose();
    pending_.push_back({statement.label, false});
    ++pending_of_job_;
    pending_bytes_ += bound.bytes();
}

PostgresConnection::Result PostgresConnection::run(std::string_view sql, std::span<const SqlValue> values)
{
    guard();
    if (was_refused_)
        throw StatementRefused{"an earlier statement of this job was refused, so it may not go on"};
    const auto& statement = prepared(sql);
    send(statement, values);
    auto result = answers();
    demand_common_types(result.get(), statement.label); // also when the statement was known already
    gave_results_ = true;
    return result;
}

Rows PostgresConnection::query(std::string_view sql, std::span<const SqlValue> values)
{
    return rows_of(run(sql, values).get());
}

std::int64_t PostgresConnection::change(std::string_view sql, std::span<const SqlValue> values)
{
    const auto result = run(sql, values);
    const std::string_view tag = PQcmdStatus(result.get());
    if (tag.starts_with("SELECT"))
        return 0;
    const std::string touched = PQcmdTuples(result.get());
    return touched.empty() ? 0 : std::stoll(touched);
}

void PostgresConnection::post(std::string_view sql, std::span<const SqlValue> values)
{
    guard();
    if (was_refused_)
        throw StatementRefused{"an earlier statement of this job was refused, so it may not go on"};
    send(prepared(sql), values);
    if (pending_.size() >= pending_max || pending_bytes_ >= pending_bytes_max)
        answers();
}

void PostgresConnection::settle()
{
    guard();
    if (pending_of_job_ > 0)
        answers();
}

void PostgresConnection::send_control(std::string_view sql)
{
    guard();
    const std::string text{sql};
    if (PQsendQueryParams(connection_, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) != 1)
        lose();
    pending_.push_back({text, true});
    pending_bytes_ += text.size() + 64;
}

void PostgresConnection::post_control(std::string_view sql)
{
    send_control(sql);
    if (pending_.size() >= pending_max || pending_bytes_ >= pending_bytes_max)
        answers();
}

Rows PostgresConnection::control(std::string_view sql)
{
    send_control(sql);
    return rows_of(answers().get());
}

void PostgresConnection::commit()
{
    guard();
    if (PQconsumeInput(connection_) != 1) // what is known to be lost already needs no question afterwards
        lose();
    was_warned_ = false;
    send_control("COMMIT");
    commit_was_sent_ = true;
    const auto result = answers();
    commit_was_sent_ = false;
    // A transaction that had failed unseen answers COMMIT with ROLLBACK.
    if (std::string_view{PQcmdStatus(result.get())} != "COMMIT")
        break_down("The database rolled back in the place of a commit.");
    // "Committed locally, but not on the standby", or no transaction was there.
    if (was_warned_)
        break_down("The database committed with a warning, so the commit may not be where it should be.");
}

void PostgresConnection::undo_to_savepoint()
{
    guard();
    if (pending_of_job_ > 0)
    {
        try
        {
            answers();
        }
        catch (const StatementRefused&)
        {
            // Undone with the rest.
        }
    }
    post_control("ROLLBACK TO SAVEPOINT job");
    post_control("RELEASE SAVEPOINT job");
}

void PostgresConnection::roll_back() noexcept
{
    expects_transaction_ = false;
    commit_was_sent_ = false;
    gave_results_ = false;
    if (state_ == State::conflict)
        state_ = State::usable;
    if (state_ != State::usable)
        return;
    try
    {
        try
        {
            if (!pending_.empty())
                answers();
        }
        catch (const StatementRefused&)
        {
            // Rolled back with the rest.
        }
        if (state_ == State::usable && PQtransactionStatus(connection_) != PQTRANS_IDLE)
            control("ROLLBACK");
    }
    catch (...)
    {
        if (state_ == State::usable || state_ == State::conflict)
            state_ = State::lost; // whatever it was, another connection begins clean
    }
}

Rows PostgresTransaction::run_query(std::string_view sql, std::span<const SqlValue> values)
{
    return connection_.query(sql, values);
}

std::int64_t PostgresTransaction::run_change(std::string_view sql, std::span<const SqlValue> values)
{
    return connection_.change(sql, values);
}

void PostgresTransaction::run_post(std::string_view sql, std::span<const SqlValue> values)
{
    connection_.post(sql, values);
}

} // namespace kori
