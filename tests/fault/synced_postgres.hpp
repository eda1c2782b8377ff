// A PostgreSQL of the test's own that syncs what it commits, and that the test may kill and start again.
#pragma once

#include <string>
#include <string_view>

namespace kori::test
{

class SyncedPostgres
{
public:
    SyncedPostgres(); // tools/test_postgres.py serve --synced; throws when there is none
    ~SyncedPostgres();
    SyncedPostgres(const SyncedPostgres&) = delete;
    SyncedPostgres& operator=(const SyncedPostgres&) = delete;

    const std::string& url() const { return url_; }
    void crash() { act("crash"); } // all its processes, at once
    void start() { act("start"); } // recovers, then takes connections
    // SIGKILL for the process behind one connection; the server then ends all others itself and recovers.
    void kill_a_backend();

private:
    void act(std::string_view word);
    std::string read_line();

    int process_ = -1;
    int to_ = -1;
    int from_ = -1;
    std::string url_;
};

} // namespace kori::test
