#include "core/storage/postgres/postgres_connection.hpp"

#include "any_store.hpp"
#include "core/storage/commit_group.hpp"

#include <thread>

using namespace kori;
using namespace kori::tests;
using Catch::Contains;
using Use = PostgresConnection::Use;

namespace
{

PostgresSession session_for(const test::PostgresDatabase& database)
{
    PostgresSession session;
    session.url = database.url();
    session.trusts_durability = true;
    return session;
}

constexpr auto insert_sql = "/* notes.insert */ INSERT INTO note (id, text) VALUES (?, ?)";

// A writing connection inside a transaction and a savepoint, with a table.
struct Opened
{
    Opened() : writer{session_for(database), Use::write}
    {
        writer.control("CREATE TABLE note (id bigint NOT NULL, text text, seal bytea, PRIMARY KEY (id))");
    }
    void begin()
    {
        writer.post_control("BEGIN ISOLATION LEVEL SERIALIZABLE");
        writer.post_control("SAVEPOINT job");
    }
    void insert(std::int64_t id, const std::string& text)
    {
        const std::vector<SqlValue> values{id, text};
        writer.post(insert_sql, values);
    }
    test::PostgresDatabase database;
    PostgresConnection writer;
};

} // namespace

TEST_CASE("the session has its limits and its names", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    struct Case
    {
        const char* name;
        const char* value;
    };
    const auto cases = {
        Case{"statement_timeout", "30s"},
        Case{"lock_timeout", "5s"},
        Case{"idle_in_transaction_session_timeout", "10s"},
        Case{"application_name", "kori"},
        Case{"client_encoding", "UTF8"},
        Case{"standard_conforming_strings", "on"},
    };
    for (const auto& c : cases)
    {
        INFO(c.name);
        CHECK(opened.writer.control(std::string{"SHOW "} + c.name)[0].text(0) == c.value);
    }
}

TEST_CASE("a posted statement waits for nothing, and its error surfaces at the next result with its name",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    auto& writer = opened.writer;
    opened.insert(1, "a"); // prepares
    writer.settle();
    const auto before = writer.round_trips();
    opened.begin();
    opened.insert(2, "b");
    opened.insert(1, "a secret"); // the key is taken
    opened.insert(3, "c");
    CHECK(writer.round_trips() == before);
    CHECK_THAT(sentence_of<StatementRefused>(
                   [&] { writer.query("/* notes.count */ SELECT count(*) FROM note", {}); }),
               Contains("notes.insert") && Contains("23505") && Contains("note_pkey") && !Contains("secret"));
    CHECK(writer.statement_was_refused());
    CHECK_THROWS_AS(writer.query("SELECT 1", {}), StatementRefused);
    writer.undo_to_savepoint();
    writer.forget_refusal();
    opened.insert(4, "d");
    writer.commit();
    CHECK(opened.database.run("SELECT string_agg(id::text, ',' ORDER BY id) FROM note") == "1,4");
}

TEST_CASE("a posted statement's error surfaces at the commit, and then nothing is committed",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    opened.insert(1, "a");
    opened.writer.settle();
    opened.begin();
    opened.insert(2, "b");
    opened.insert(1, "again");
    CHECK_THAT(sentence_of<StatementRefused>([&] { opened.writer.commit(); }), Contains("notes.insert"));
    opened.writer.roll_back();
    CHECK(opened.database.run("SELECT count(*) FROM note") == "1");
}

TEST_CASE("posted statements are answered before any buffer can fill up", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    auto& writer = opened.writer;
    opened.insert(0, "a");
    writer.settle();
    opened.begin();
    auto before = writer.round_trips();
    for (int id = 1; id <= 1'000; ++id)
        opened.insert(id, "x");
    CHECK(writer.round_trips() - before >= 1'000 / static_cast<int>(PostgresConnection::pending_max));
    CHECK(writer.round_trips() - before <= 1'000 / static_cast<int>(PostgresConnection::pending_max) + 1);
    before = writer.round_trips();
    for (int id = 1'001; id <= 1'010; ++id)
        opened.insert(id, std::string(200'000, 'x')); // each alone is more than may wait
    CHECK(writer.round_trips() - before >= 10);
    writer.commit();
    CHECK(opened.database.run("SELECT count(*) FROM note") == "1011");
}

TEST_CASE("a big text and big bytes come back as they went in over PostgreSQL", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    std::string bytes(5'000'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 31);
    const std::vector<SqlValue> values{1, std::string(3'000'000, 'y'), Blob{bytes}};
    opened.writer.change("INSERT INTO note (id, text, seal) VALUES (?, ?, ?)", values);
    const auto rows = opened.writer.query("SELECT text, seal FROM note", {});
    CHECK(rows[0].text(0) == std::string(3'000'000, 'y'));
    CHECK(rows[0].bytes(1) == bytes);
}

TEST_CASE("what is outside the common subset is refused before a value is sent", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    auto& writer = opened.writer;
    for (const auto* const sql :
         {"SELECT true", "SELECT 1.5", "SELECT CAST(1 AS real)", "SELECT CURRENT_TIMESTAMP",
          "SELECT sum(id) FROM note", "SELECT id > 1 FROM note", "SELECT ARRAY[1]"})
    {
        INFO(sql);
        for (int i = 0; i < 2; ++i) // the second time it is known already
        {
            CHECK_THAT(sentence_of<StatementRefused>([&] { writer.query(sql, {}); }),
                       Contains("outside the common subset"));
            writer.forget_refusal();
        }
    }
    const auto insert = [&](SqlValue id, SqlValue text, SqlValue seal)
    {
        const std::vector<SqlValue> values{std::move(id), std::move(text), std::move(seal)};
        writer.forget_refusal();
        writer.change("INSERT INTO note (id, text, seal) VALUES (?, ?, ?)", values);
    };
    CHECK_THROWS_AS(insert(1, Blob{"x"}, nullptr), StatementRefused);
    CHECK_THROWS_AS(insert(1, "x", "text"), StatementRefused);
    CHECK_THROWS_AS(insert(1, "x", 7), StatementRefused);
    CHECK_THROWS_AS(insert(Blob{"x"}, "x", nullptr), StatementRefused);
    CHECK_THAT(sentence_of<StatementRefused>([&] { insert("a secret", "x", nullptr); }),
               Contains("22P02") && !Contains("secret"));
    CHECK_NOTHROW(insert(1, "x", Blob{"x"}));
    for (const auto* const sql : {"SELECT CAST(7 AS smallint)", "SELECT 7", "SELECT CAST(7 AS bigint)"})
        CHECK(writer.query(sql, {})[0].integer(0) == 7);
    CHECK(writer.query("SELECT CAST(-7 AS smallint)", {})[0].integer(0) == -7);
    CHECK(writer.query("SELECT CAST('n' AS name), CAST('v' AS varchar(3)), 'l'", {})[0].text(2) == "l");
}

TEST_CASE("a statement is prepared once on PostgreSQL, and kept ones are bounded", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    auto& writer = opened.writer;
    const auto limit = static_cast<int>(PostgresConnection::statements_kept_max);
    for (int i = 0; i < limit + 50; ++i)
    {
        writer.query("SELECT " + std::to_string(i), {});
        writer.query("SELECT 'often used'", {});
    }
    CHECK(writer.statements_kept() == PostgresConnection::statements_kept_max);
    CHECK(writer.control("SELECT count(*) FROM pg_prepared_statements")[0].integer(0) == limit);
    const auto prepared = writer.statements_prepared();
    writer.query("SELECT 'often used'", {});
    CHECK(writer.statements_prepared() == prepared);
    writer.query("SELECT 0", {});
    CHECK(writer.statements_prepared() == prepared + 1);
}

TEST_CASE("a statement whose preparation failed is prepared again", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    auto& writer = opened.writer;
    CHECK_THROWS_AS(writer.query("SELECT id FROM later", {}), StatementRefused);
    writer.forget_refusal();
    writer.control("CREATE TABLE later (id bigint)");
    CHECK(writer.query("SELECT id FROM later", {}).empty());
}

TEST_CASE("a statement that takes too long is the job's own fault, a lock that is waited for is a conflict",
          "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    opened.insert(1, "a");
    opened.writer.settle();
    auto session = session_for(opened.database);
    session.statement_timeout_ms = 100;
    PostgresConnection hasty{session, Use::write};
    CHECK_THAT(
        sentence_of<StatementRefused>([&] { hasty.query("/* naps.take */ SELECT 1 FROM pg_sleep(5)", {}); }),
        Contains("naps.take") && Contains("57014"));
    CHECK(hasty.is_usable());

    session = session_for(opened.database);
    session.lock_timeout_ms = 50;
    PostgresConnection impatient{session, Use::write};
    opened.writer.control("BEGIN");
    opened.writer.change("UPDATE note SET text = 'b' WHERE id = 1", {});
    impatient.control("BEGIN");
    CHECK_THROWS_AS(impatient.change("UPDATE note SET text = 'c' WHERE id = 1", {}), Conflict);
    CHECK_THROWS_AS(impatient.query("SELECT 1", {}), Conflict); // until it is rolled back
    impatient.roll_back();
    CHECK(impatient.is_usable());
    opened.writer.roll_back();
    CHECK(impatient.change("UPDATE note SET text = 'c' WHERE id = 1", {}) == 1);
}

TEST_CASE("a connection that the server ended says so at once and for good", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    CHECK(opened.database.end_connections() >= 1);
    CHECK_THROWS_AS(opened.writer.query("SELECT 1", {}), ConnectionLost);
    CHECK_FALSE(opened.writer.is_usable());
    CHECK_THROWS_AS(opened.writer.control("SELECT 1"), ConnectionLost);
    CHECK_THROWS_AS(opened.writer.commit(), ConnectionLost); // not AnswerLost: nothing was sent
}

TEST_CASE("a transaction that failed unseen is not taken for committed", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    Opened opened;
    auto& writer = opened.writer;
    writer.control("BEGIN");
    CHECK_THROWS_AS(writer.query("SELECT 1 FROM nowhere", {}), StatementRefused);
    CHECK_THAT(sentence_of<StorageError>([&] { writer.commit(); }), Contains("rolled back"));
    CHECK_FALSE(writer.fault().empty());

    PostgresConnection other{session_for(opened.database), Use::write};
    CHECK_THAT(sentence_of<StorageError>([&] { other.commit(); }),
               Contains("warning")); // no transaction is open
}

TEST_CASE(
    "a database that orders texts otherwise than by bytes is refused with the words that make a right one",
    "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase wrong{
        "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'fi' LC_COLLATE 'C' LC_CTYPE 'C'"};
    CHECK_THAT(sentence_of<StorageError>([&] { PostgresConnection(session_for(wrong), Use::read); }),
               Contains("LC_COLLATE 'C'"));
    const test::PostgresDatabase latin{"TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"};
    CHECK_THAT(sentence_of<StorageError>([&] { PostgresConnection(session_for(latin), Use::read); }),
               Contains("UTF8") && Contains("LATIN1"));
}

TEST_CASE("a writer asks whether commits are synced", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    const test::PostgresDatabase database;
    auto session = session_for(database);
    session.trusts_durability = false;
    CHECK_THAT(sentence_of<StorageError>([&] { PostgresConnection(session, Use::write); }),
               Contains("fsync"));
    CHECK_NOTHROW(PostgresConnection(session, Use::read));
}

TEST_CASE("a server that is not there is named in one sentence", "[storage][postgres]")
{
    if (!test::has_postgres())
        return;
    PostgresSession session;
    session.url = "postgresql://kori:hidden@127.0.0.1:1/none";
    CHECK_THAT(sentence_of<StorageError>([&] { PostgresConnection(session, Use::write); }),
               Contains("cannot be opened") && !Contains("hidden"));
}
