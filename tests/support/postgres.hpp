// Databases on the private PostgreSQL of a test run (tools/test_postgres.py), and ways to trouble them.
#pragma once

#include <cstdint>
#include <string>

namespace kori::test
{

// Whether there is one (KORI_TEST_POSTGRES). Says once on standard output when there is none.
bool has_postgres();

// Whether the whole suite runs over PostgreSQL now (KORI_TEST_ENGINE=postgres).
bool is_postgres_run();

// One statement outside of every store; the first column of its first row, empty when there is none.
std::string run_on_postgres(const std::string& url, const std::string& sql);

// A fresh, empty database; dropped at the end, whoever is still connected.
class PostgresDatabase
{
public:
    explicit PostgresDatabase(const std::string& how = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' "
                                                       "LC_CTYPE 'C'");
    ~PostgresDatabase();
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    const std::string& name() const { return name_; }
    const std::string& url() const { return url_; }
    // The same database through a port of this machine, as tests/support/cutting_proxy.hpp offers one.
    std::string url_through(int port) const;
    static std::string socket_file(); // of the server

    std::string run(const std::string& sql) const;
    // Ends all connections to this database, as a server that goes down; how many there were.
    int end_connections() const;

private:
    std::string name_;
    std::string url_;
};

} // namespace kori::test
