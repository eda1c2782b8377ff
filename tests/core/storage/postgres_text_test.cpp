#include "core/storage/postgres/postgres_text.hpp"

#include <catch2/catch.hpp>

using namespace kori;

TEST_CASE("question marks become numbered parameters, but not in quotes and comments", "[storage][postgres]")
{
    struct Case
    {
        const char* because;
        const char* sql;
        const char* numbered;
        int parameters;
    };
    const auto cases = {
        Case{"in order", "SELECT ? WHERE a = ? AND b IN (?, ?)", "SELECT $1 WHERE a = $2 AND b IN ($3, $4)",
             4},
        Case{"none", "SELECT 1", "SELECT 1", 0},
        Case{"a text", "SELECT '?', ?", "SELECT '?', $1", 1},
        Case{"a doubled quote", "SELECT 'it''s ?', ?", "SELECT 'it''s ?', $1", 1},
        Case{"a backslash is a letter", "SELECT '\\', ?", "SELECT '\\', $1", 1},
        Case{"but not in an E text", "SELECT E'\\'?', ?", "SELECT E'\\'?', $1", 1},
        Case{"a name that ends in e is no E text", "SELECT name'?', ?", "SELECT name'?', $1", 1},
        Case{"a quoted name", "SELECT \"?\"\"?\" FROM t WHERE a = ?", "SELECT \"?\"\"?\" FROM t WHERE a = $1",
             1},
        Case{"the statement's own name", "/* why? */ SELECT ?", "/* why? */ SELECT $1", 1},
        Case{"comments nest", "/* a /* ? */ ? */ SELECT ?", "/* a /* ? */ ? */ SELECT $1", 1},
        Case{"a line's comment", "SELECT ? -- why?\n, ?", "SELECT $1 -- why?\n, $2", 2},
        Case{"a comment to the end", "SELECT ? -- why?", "SELECT $1 -- why?", 1},
        Case{"dollar quotes", "SELECT $$?$$, ?", "SELECT $$?$$, $1", 1},
        Case{"named dollar quotes", "SELECT $a$ $$ ? $a$, ?", "SELECT $a$ $$ ? $a$, $1", 1},
        Case{"a parameter is no quote", "SELECT $1 + ?", "SELECT $1 + $1", 1},
        Case{"a dollar in a name is no quote", "SELECT a$b$, ?", "SELECT a$b$, $1", 1},
        Case{"an open text swallows the rest", "SELECT '?", "SELECT '?", 0},
        Case{"an open comment swallows the rest", "SELECT /* ?", "SELECT /* ?", 0},
        Case{"letters of other alphabets", "SELECT 'ä?', ä, ?", "SELECT 'ä?', ä, $1", 1},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto numbered = with_numbered_parameters(c.sql);
        CHECK(numbered.text == c.numbered);
        CHECK(numbered.parameters == c.parameters);
    }
}

TEST_CASE("a job may read, change rows and make tables, and nothing else", "[storage][postgres]")
{
    struct Case
    {
        const char* sql;
        SqlUse use;
    };
    const auto cases = {
        Case{"SELECT 1", SqlUse::allowed},
        Case{"  /* offers.find */\n select 1", SqlUse::allowed},
        Case{"-- first\nINSERT INTO t VALUES (1)", SqlUse::allowed},
        Case{"WITH x AS (SELECT 1) SELECT * FROM x", SqlUse::allowed},
        Case{"CREATE UNIQUE INDEX i ON t (a)", SqlUse::allowed},
        Case{"ALTER TABLE t ADD COLUMN a text", SqlUse::allowed},
        Case{"SELECT 'COMMIT', 'set_config'", SqlUse::allowed},
        Case{"SELECT commit_us FROM t", SqlUse::allowed},
        Case{"", SqlUse::empty},
        Case{" /* only.a_name */ -- and more", SqlUse::empty},
        Case{"BEGIN", SqlUse::of_the_store},
        Case{"/* x.y */ commit", SqlUse::of_the_store},
        Case{"ROLLBACK TO SAVEPOINT job", SqlUse::of_the_store},
        Case{"RELEASE job", SqlUse::of_the_store},
        Case{"SET lock_timeout = 0", SqlUse::of_the_store},
        Case{"RESET ALL", SqlUse::of_the_store},
        Case{"LISTEN a", SqlUse::of_the_store},
        Case{"COPY t FROM STDIN", SqlUse::of_the_store},
        Case{"DEALLOCATE ALL", SqlUse::of_the_store},
        Case{"DO $$ BEGIN COMMIT; END $$", SqlUse::of_the_store},
        Case{"CALL p()", SqlUse::of_the_store},
        Case{"CREATE DATABASE d", SqlUse::of_the_store},
        Case{"ALTER SYSTEM SET fsync = off", SqlUse::of_the_store},
        Case{"DROP ROLE r", SqlUse::of_the_store},
        Case{"SELECT pg_catalog.SET_CONFIG('a', 'b', false)", SqlUse::of_the_store},
        Case{"SELECT pg_try_advisory_lock(1)", SqlUse::of_the_store},
    };
    for (const auto& c : cases)
    {
        INFO(c.sql);
        CHECK(static_cast<int>(use_of(c.sql)) == static_cast<int>(c.use));
    }
}

TEST_CASE("an SQLSTATE says who is at fault", "[storage][postgres]")
{
    struct Case
    {
        const char* because;
        const char* sqlstate;
        SqlFailure failure;
    };
    const auto cases = {
        Case{"could not serialize", "40001", SqlFailure::conflict},
        Case{"deadlock", "40P01", SqlFailure::conflict},
        Case{"waited too long for a lock", "55P03", SqlFailure::conflict},
        Case{"took too long", "57014", SqlFailure::refused},
        Case{"unique key", "23505", SqlFailure::refused},
        Case{"number out of range", "22003", SqlFailure::refused},
        Case{"no such table", "42P01", SqlFailure::refused},
        Case{"not supported", "0A000", SqlFailure::refused},
        Case{"cardinality", "21000", SqlFailure::refused},
        Case{"raised by a trigger", "P0001", SqlFailure::refused},
        Case{"connection failure", "08006", SqlFailure::connection_lost},
        Case{"ended by an operator", "57P01", SqlFailure::connection_lost},
        Case{"the server crashed", "57P02", SqlFailure::connection_lost},
        Case{"the server starts", "57P03", SqlFailure::connection_lost},
        Case{"idle in a transaction", "25P03", SqlFailure::connection_lost},
        Case{"outcome unknown", "40003", SqlFailure::connection_lost},
        Case{"takes no writes any more", "25006", SqlFailure::connection_lost},
        Case{"our own misuse of the protocol", "08P01", SqlFailure::fault},
        Case{"disk full", "53100", SqlFailure::fault},
        Case{"I/O error", "58030", SqlFailure::fault},
        Case{"data corrupted", "XX001", SqlFailure::fault},
        Case{"nobody knows it", "ZZ999", SqlFailure::fault},
        Case{"empty", "", SqlFailure::fault},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(static_cast<int>(failure_of(c.sqlstate)) == static_cast<int>(c.failure));
    }
}
