#include "tests/support/postgres.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <libpq-fe.h>
#include <stdexcept>
#include <unistd.h>

namespace kori::test
{

namespace
{

// "postgresql:///postgres?host=FOLDER&user=kori", as tools/test_postgres.py prints it.
std::string server_url()
{
    const char* const url = std::getenv("KORI_TEST_POSTGRES");
    return url ? url : "";
}

std::string with_database(std::string url, const std::string& name)
{
    const std::string old = ":///postgres?";
    const auto at = url.find(old);
    if (at == std::string::npos)
        throw std::runtime_error{"KORI_TEST_POSTGRES is not what tools/test_postgres.py prints"};
    return url.replace(at, old.size(), ":///" + name + "?");
}

} // namespace

std::string run_on_postgres(const std::string& url, const std::string& sql)
{
    auto* const connection = PQconnectdb(url.c_str());
    auto* const result = PQexec(connection, sql.c_str());
    const auto status = PQresultStatus(result);
    const std::string problem = PQerrorMessage(connection);
    std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error{"the test's own statement failed: " + problem};
    return value;
}

bool is_postgres_run()
{
    const char* const engine = std::getenv("KORI_TEST_ENGINE");
    return engine != nullptr && std::string{engine} == "postgres";
}

bool has_postgres()
{
    static const bool is_there = []
    {
        if (!server_url().empty())
            return true;
        std::puts(
            "PostgreSQL tests were skipped: KORI_TEST_POSTGRES is not set (tools/test_postgres.py run …)");
        std::fflush(stdout);
        return false;
    }();
    return is_there;
}

PostgresDatabase::PostgresDatabase(const std::string& how)
{
    static std::atomic<int> number{0};
    name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
    url_ = with_database(server_url(), name_);
    run_on_postgres(server_url(), "CREATE DATABASE " + name_ + " " + how);
}

PostgresDatabase::~PostgresDatabase()
{
    try
    {
        run_on_postgres(server_url(), "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "%s\n", error.what());
    }
}

std::string PostgresDatabase::url_through(int port) const
{
    return "postgresql://kori@127.0.0.1:" + std::to_string(port) + "/" + name_ +
           "?sslmode=disable&gssencmode=disable";
}

std::string PostgresDatabase::socket_file()
{
    const auto url = server_url();
    const auto start = url.find("host=") + 5;
    return url.substr(start, url.find('&', start) - start) + "/.s.PGSQL.5432";
}

std::string PostgresDatabase::run(const std::string& sql) const
{
    return run_on_postgres(url_, sql);
}

int PostgresDatabase::end_connections() const
{
    return std::stoi(
        run_on_postgres(server_url(), "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
                                      " WHERE datname = '" +
                                          name_ + "'"));
}

} // namespace kori::test
