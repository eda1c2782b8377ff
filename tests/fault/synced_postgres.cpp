#include "tests/fault/synced_postgres.hpp"

#include "tests/support/postgres.hpp"

#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kori::test
{
namespace
{

constexpr int patience_ms = 90'000; // a bound for a loaded machine, never a measure

} // namespace

SyncedPostgres::SyncedPostgres()
{
    int in[2];
    int out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        throw std::runtime_error{"no pipe"};
    process_ = fork();
    if (process_ == 0)
    {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        execlp("python3", "python3", "tools/test_postgres.py", "serve", "--synced", nullptr);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_ = in[1];
    from_ = out[0];
    url_ = read_line();
}

SyncedPostgres::~SyncedPostgres()
{
    close(to_); // the end of its standard input is its end
    close(from_);
    waitpid(process_, nullptr, 0);
}

void SyncedPostgres::kill_a_backend()
{
    const auto pid =
        run_on_postgres(url_, "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                              " AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1");
    if (pid.empty() || kill(std::stoi(pid), SIGKILL) != 0)
        throw std::runtime_error{"no backend could be killed"};
}

void SyncedPostgres::act(std::string_view word)
{
    const auto line = std::string{word} + "\n";
    if (write(to_, line.data(), line.size()) != static_cast<ssize_t>(line.size()) || read_line() != word)
        throw std::runtime_error{"the private PostgreSQL did not " + std::string{word}};
}

std::string SyncedPostgres::read_line()
{
    std::string line;
    for (;;)
    {
        pollfd waiting{from_, POLLIN, 0};
        char c = 0;
        if (poll(&waiting, 1, patience_ms) <= 0 || read(from_, &c, 1) != 1)
            throw std::runtime_error{"the private PostgreSQL does not answer"};
        if (c == '\n')
            return line;
        line += c;
    }
}

} // namespace kori::test
