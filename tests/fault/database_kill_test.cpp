// A PostgreSQL that dies under a server that serves: what was acknowledged is there when it is back, and
// nobody had to restart the server.
#include "tests/fault/load.hpp"
#include "tests/fault/synced_postgres.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <random>
#include <thread>

using namespace kori;
using namespace kori::test;

namespace
{

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What a supervisor without an account learns: status and state.
std::string ready_state(unsigned short port)
{
    const auto ready = send_request(port, "GET", "/readyz", "", {});
    REQUIRE(ready);
    const std::string mark = R"("state":")";
    const auto at = ready->body.find(mark) + mark.size();
    return std::to_string(ready->status) + " " + ready->body.substr(at, ready->body.find('"', at) - at);
}

bool comes_back(unsigned short port)
{
    constexpr std::chrono::seconds patience{30}; // as long as a group waits for a connection
    for (const auto until = steady_clock::now() + patience; steady_clock::now() < until;)
    {
        if (ready_state(port) == "200 ready")
            return true;
        std::this_thread::sleep_for(milliseconds{50});
    }
    return false;
}

// A server that cannot do anything for anybody, and says so to whom it concerns.
void demand_honesty(unsigned short port)
{
    CHECK(ready_state(port) == "503 unreachable");
    const auto alive = send_request(port, "GET", "/healthz", "", {});
    REQUIRE(alive);
    CHECK(alive->status == 200); // or a supervisor would restart it for nothing
    const auto metrics = send_request(port, "GET", "/metrics", "", {});
    REQUIRE(metrics);
    CHECK(metrics->status == 200);
    const auto reading = send_request(port, "GET", "/api/v1/programmes", "", {});
    REQUIRE(reading);
    CHECK(reading->status == 503);
}

} // namespace

TEST_CASE(
    "a database that is killed under load loses no acknowledged write, and the server comes back by itself",
    "[kill][postgres]")
{
    if (!has_postgres())
        return;
    const int kills = std::getenv("KORI_LONG") != nullptr ? 45 : 6;
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    const auto some_time = [&](unsigned least_ms, unsigned more_ms)
    { std::this_thread::sleep_for(milliseconds{least_ms + random() % more_ms}); };

    SyncedPostgres postgres;
    const Installation installation{postgres.url()};
    std::optional<ServerProcess> server{std::in_place, installation.flags()};
    std::vector<Acknowledged> acknowledged;
    std::size_t checked = 0;
    int server_kills = 0;
    for (int round = 0; round < kills; ++round)
    {
        INFO("round " << round);
        Load load{server->port(), "d" + std::to_string(round), 4, acknowledged};
        some_time(100, 200);
        switch (round % 3)
        {
        case 0: // one process of the database, which recovers by itself
            postgres.kill_a_backend();
            break;
        case 1: // the whole database; somebody starts it again
            postgres.crash();
            demand_honesty(server->port());
            some_time(1, 300);
            postgres.start();
            break;
        case 2: // both
            postgres.crash();
            server->kill_hard();
            ++server_kills;
            postgres.start();
            server.emplace(installation.flags());
            break;
        }
        CHECK(comes_back(server->port()));
        some_time(50, 100); // the same clients go on with the same server
        load.stop();
        CHECK(load.broken_answers() == 0);
        CHECK(comes_back(server->port())); // a read may have met the database's recovery late
        for (; checked < acknowledged.size(); ++checked)
            REQUIRE(broken_promise(server->port(), acknowledged[checked]) == "");
    }
    CHECK(server->stop_gently() == 0);
    CHECK(acknowledged.size() > static_cast<std::size_t>(kills)); // the load was real
    CHECK(faults_of_data(installation) == std::vector<std::string>{});
    WARN(acknowledged.size() << " acknowledged, 0 lost in " << server_kills << " kills of the server, "
                             << kills << " of the database");
}
