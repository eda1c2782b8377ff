// kill -9 under load: what was acknowledged is there after the restart, and nothing else is broken.
#include "tests/fault/load.hpp"
#include "tests/support/postgres.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

using namespace kori;
using namespace kori::test;

TEST_CASE("kill -9 under write load loses no acknowledged write and breaks no invariant", "[kill]")
{
    // A start over PostgreSQL and its checks take longer, and what is killed is not what keeps the data.
    const bool is_long = std::getenv("KORI_LONG") != nullptr;
    const int cycles = is_postgres_run() ? (is_long ? 40 : 5) : (is_long ? 200 : 20);
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    const Installation installation;
    std::vector<Acknowledged> acknowledged;
    std::size_t checked = 0;

    for (int cycle = 0; cycle < cycles; ++cycle)
    {
        ServerProcess server{installation.flags()};
        // First: everything acknowledged so far is there, and its repetition gives the same bytes.
        for (; checked < acknowledged.size(); ++checked)
            REQUIRE(broken_promise(server.port(), acknowledged[checked]) == "");
        Load load{server.port(), "c" + std::to_string(cycle), 4, acknowledged};
        std::this_thread::sleep_for(std::chrono::milliseconds{50 + random() % 150});
        server.kill_hard();
    }

    {
        ServerProcess last{installation.flags()}; // recovers, then ends as it should
        for (; checked < acknowledged.size(); ++checked)
            REQUIRE(broken_promise(last.port(), acknowledged[checked]) == "");
        CHECK(last.stop_gently() == 0);
    }
    CHECK(acknowledged.size() > static_cast<std::size_t>(cycles)); // the load was real
    CHECK(faults_of_data(installation) == std::vector<std::string>{});
    WARN(acknowledged.size() << " acknowledged, 0 lost in " << cycles << " kills of the server"
                             << (is_postgres_run() ? " over PostgreSQL" : ""));
}

TEST_CASE("a request that was accepted before a gentle stop is answered", "[stop]")
{
    const Installation installation;
    ServerProcess server{installation.flags()};
    std::atomic<int> answered = 0;
    std::vector<std::thread> clients;
    for (int client = 0; client < 8; ++client)
        clients.emplace_back(
            [&, client]
            {
                const auto answer =
                    send_request(server.port(), "POST", "/api/v1/registrations",
                                 registration("g" + std::to_string(client)),
                                 headers_with("key-for-the-stop-test-" + std::to_string(client)));
                if (answer && answer->status == 201)
                    ++answered;
            });
    for (auto& client : clients)
        client.join();
    CHECK(answered == 8);
    CHECK(server.stop_gently() == 0);
}

TEST_CASE("a rehearsal's database never starts as production, nor with other keys", "[start]")
{
    const Installation installation;
    const auto as_rehearsal = installation.flags({"--rehearsal"});
    {
        ServerProcess rehearsal{as_rehearsal};
        CHECK(rehearsal.stop_gently() == 0);
    }
    CHECK_THROWS(ServerProcess{installation.flags()});
    std::filesystem::remove_all(installation.data() / "keys");
    CHECK_THROWS(ServerProcess{as_rehearsal});
}
