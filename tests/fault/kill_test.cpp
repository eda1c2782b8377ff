// kill -9 under load: what was acknowledged is there after the restart, and nothing else is broken.
#include "tests/fault/load.hpp"
#include "tests/support/world.hpp"

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
    // 20 cycles in the daily run, 200 with KORI_LONG=1.
    const int cycles = std::getenv("KORI_LONG") != nullptr ? 200 : 20;
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    TemporaryFolder folder;
    std::vector<Acknowledged> acknowledged;
    std::size_t checked = 0;

    for (int cycle = 0; cycle < cycles; ++cycle)
    {
        ServerProcess server{folder.path()};
        // First: everything acknowledged so far is there, and its repetition gives the same bytes.
        for (; checked < acknowledged.size(); ++checked)
            REQUIRE(broken_promise(server.port(), acknowledged[checked]) == "");
        Load load{server.port(), "c" + std::to_string(cycle), 4, acknowledged};
        std::this_thread::sleep_for(std::chrono::milliseconds{50 + random() % 150});
        server.kill_hard();
    }

    {
        ServerProcess last{folder.path()}; // recovers, then ends as it should
        for (; checked < acknowledged.size(); ++checked)
            REQUIRE(broken_promise(last.port(), acknowledged[checked]) == "");
        CHECK(last.stop_gently() == 0);
    }
    CHECK(acknowledged.size() > static_cast<std::size_t>(cycles)); // the load was real
    CHECK(faults_of_data(folder.path()) == std::vector<std::string>{});
    WARN(acknowledged.size() << " acknowledged, 0 lost in " << cycles << " kills");
}

TEST_CASE("a request that was accepted before a gentle stop is answered", "[stop]")
{
    TemporaryFolder folder;
    ServerProcess server{folder.path()};
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
    TemporaryFolder folder;
    {
        ServerProcess rehearsal{folder.path(), {"--rehearsal"}};
        CHECK(rehearsal.stop_gently() == 0);
    }
    CHECK_THROWS(ServerProcess{folder.path()});
    std::filesystem::remove_all(folder.path() / "keys");
    CHECK_THROWS(ServerProcess{folder.path(), {"--rehearsal"}});
}
