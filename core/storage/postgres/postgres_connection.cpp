#include "core/storage/postgres/postgres_connection.hpp"

#include "core/base/text.hpp"
#include "core/storage/commit_group.hpp"
#include "core/storage/postgres/postgres_text.hpp"
#include "core/storage/statement_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <libpq-fe.h>
#include <poll.h>
#include <utility>

namespace kori
{

namespace
{

// pg_type.dat; these numbers are fixed for good.
constexpr Oid bytea_type = 17;
constexpr Oid name_type = 19;
constexpr Oid int8_type = 20;
constexpr Oid int2_type = 21;
constexpr Oid int4_type = 23;
constexpr Oid text_type = 25;
constexpr Oid varchar_type = 1'043;
constexpr Oid numeric_type = 1'700;

// ASSUMED: beyond a statement's own limit, the time a living server may take to say that it was reached.
constexpr std::int64_t answer_grace_ms = 10'000;

bool is_integer(Oid type)
{
    return type == int8_type || type == int4_type || type == int2_type;
}

bool is_text(Oid type)
{
    return type == text_type || type == varchar_type || type == name_type;
}

// Into a numeric parameter (compared with a sum) an integer goes unharmed.
struct Fits
{
    Oid type;
    bool operator()(std::monostate) const { return true; }
    bool operator()(std::int64_t) const { return is_integer(type) || is_text(type) || type == numeric_type; }
    bool operator()(const std::string&) const { return is_text(type) || is_integer(type); }
    bool operator()(const Blob&) const { return type == bytea_type; }
};

std::int64_t number_of(const char* bytes, int length)
{
    std::uint64_t number = (static_cast<unsigned char>(bytes[0]) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (int i = 0; i < length; ++i)
        number = (number << 8) | static_cast<unsigned char>(bytes[i]);
    return static_cast<std::int64_t>(number);
}

SqlValue::Content column_of(const PGresult* result, int row, int column)
{
    if (PQgetisnull(result, row, column) != 0)
        return std::monostate{};
    const char* const bytes = PQgetvalue(result, row, column);
    const int length = PQgetlength(result, row, column);
    const auto type = PQftype(result, column);
    if (is_integer(type))
        return number_of(bytes, length);
    std::string copy{bytes, static_cast<std::size_t>(length)};
    if (type == bytea_type)
        return Blob{std::move(copy)};
    return copy;
}

Rows rows_of(const PGresult* result)
{
    Rows rows;
    const int columns = PQnfields(result);
    const int count = PQntuples(result);
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row)
    {
        std::vector<SqlValue::Content> contents;
        contents.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column)
            contents.push_back(column_of(result, row, column));
        rows.emplace_back(std::move(contents));
    }
    return rows;
}

std::string field_of(const PGresult* result, int field)
{
    const char* const text = PQresultErrorField(result, field);
    return text ? text : "";
}

std::string trimmed(const char* message)
{
    std::string text = message ? message : "";
    std::replace(text.begin(), text.end(), '\n', ' ');
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string capitalised(std::string sentence)
{
    sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
    return sentence;
}

} // namespace

struct PostgresCallbacks
{
    static void take_notice(void* self, const PGresult* notice)
    {
        if (field_of(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING")
            static_cast<PostgresConnection*>(self)->was_warned_ = true;
    }
};

void PostgresConnection::ClearResult::operator()(pg_result* result) const
{
    PQclear(result);
}

PostgresConnection::PostgresConnection(const PostgresSession& session, Use use)
    : use_{use}, answer_timeout_ms_{use == Use::migrate ? -1 : session.statement_timeout_ms + answer_grace_ms}
{
    const auto seconds =
        std::to_string(std::max<std::int64_t>(2, (session.connect_timeout_ms + 999) / 1'000));
    // What stands before the URL may be said otherwise there, what stands behind it not.
    const std::array<const char*, 9> names{"target_session_attrs", "connect_timeout",  "keepalives_idle",
                                           "keepalives_interval",  "keepalives_count", "dbname",
                                           "client_encoding",      "application_name", nullptr};
    const std::array<const char*, 9> values{"read-write",        seconds.c_str(), "10",   "5",    "3",
                                            session.url.c_str(), "UTF8",          "kori", nullptr};
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
    const bool is_migrating = use_ == Use::migrate;
    post_control("SET statement_timeout = " +
                 std::to_string(is_migrating ? 0 : session.statement_timeout_ms));
    post_control("SET lock_timeout = " + std::to_string(session.lock_timeout_ms));
    post_control("SET idle_in_transaction_session_timeout = " +
                 std::to_string(is_migrating ? 0 : session.idle_in_transaction_timeout_ms));
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
    if (control("SHOW synchronous_commit")[0].text(0) == "off")
        throw StorageError{
            "The server answers commits before they are synced (synchronous_commit is off) for this role."};
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
    for (int column = 0; column < PQnfields(result); ++column)
    {
        const auto type = PQftype(result, column);
        if (!is_integer(type) && !is_text(type) && type != bytea_type)
            refuse(std::string{label} + " yields a type outside the common subset (column " +
                   std::to_string(column) + ")");
    }
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
    std::vector<std::string> numbers(values.size()); // texts of integers
    std::vector<const char*> data(values.size(), nullptr);
    std::vector<int> lengths(values.size(), 0);
    std::vector<int> formats(values.size(), 0);
    std::size_t bytes = 64; // ASSUMED: the messages around the values
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        const auto& content = values[i].content();
        if (!std::visit(Fits{statement.parameters[i]}, content))
            refuse(statement.label + " was given a value of another type than its parameter " +
                   std::to_string(i + 1));
        if (const auto* const number = std::get_if<std::int64_t>(&content))
        {
            numbers[i] = std::to_string(*number);
            data[i] = numbers[i].c_str();
        }
        else if (const auto* const text = std::get_if<std::string>(&content))
        {
            if (!is_utf8(*text))
                refuse(statement.label + " was given a text that is no UTF-8 or holds U+0000");
            data[i] = text->c_str();
            bytes += text->size();
        }
        else if (const auto* const blob = std::get_if<Blob>(&content))
        {
            data[i] = blob->bytes.data();
            lengths[i] = static_cast<int>(blob->bytes.size());
            formats[i] = 1;
            bytes += blob->bytes.size();
        }
    }
    if (!pending_.empty() && (pending_.size() >= pending_max || pending_bytes_ + bytes > pending_bytes_max))
        answers();
    if (PQsendQueryPrepared(connection_, statement.name.c_str(), static_cast<int>(values.size()), data.data(),
                            lengths.data(), formats.data(), 1) != 1)
        lose();
    pending_.push_back({statement.label, false});
    ++pending_of_job_;
    pending_bytes_ += bytes;
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
            first = {pending_.front().label, pending_.front().is_control,
                     field_of(result.get(), PG_DIAG_SQLSTATE),
                     field_of(result.get(), PG_DIAG_MESSAGE_PRIMARY),
                     field_of(result.get(), PG_DIAG_CONSTRAINT_NAME)};
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
