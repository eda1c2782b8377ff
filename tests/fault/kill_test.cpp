// kill -9 under load: what was acknowledged is there after the restart, and nothing else is broken.
#include "core/crypto/keyring.hpp"
#include "core/journal/journal.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"
#include "tests/support/process.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <random>
#include <thread>

using namespace kori;
using kori::test::send_request;
using kori::test::ServerProcess;

namespace
{

// An acknowledgement, kept outside of the server.
struct Acknowledged
{
    std::string key;
    std::string request;
    std::string answer;
    std::string location;
};

std::string registration(const std::string& name)
{
    return R"({"kind":"provider","legal_form":"association","name":{"fi":")" + name + R"(","sv":")" + name +
           R"("},"person_name":"Paavo Palvelija","email":")" + name +
           R"(@jarjesto.example","password":"a password that is long","language":"fi"})";
}

std::map<std::string, std::string> headers_with(const std::string& key)
{
    return {{"Content-Type", "application/json"}, {"Idempotency-Key", key}, {"Accept-Language", "fi"}};
}

void register_until_told(unsigned short port, const std::string& prefix, const std::atomic<bool>& is_over,
                         std::mutex& mutex, std::vector<Acknowledged>& acknowledged)
{
    for (int i = 0; i < 10'000 && !is_over; ++i)
    {
        const auto name = prefix + std::to_string(i);
        const auto key = "key-for-the-kill-test-" + name;
        const auto body = registration(name);
        const auto answer = send_request(port, "POST", "/api/v1/registrations", body, headers_with(key));
        if (!answer)
            return; // the server is gone: not acknowledged
        if (answer->status != 201)
            continue;
        const std::lock_guard lock{mutex};
        acknowledged.push_back({key, body, answer->body, answer->headers.at("location")});
    }
}

std::vector<std::string> faults_of_journal(const std::filesystem::path& data)
{
    const auto keys = crypto::Keyring::load(data / "keys", false);
    std::vector<std::string> faults;
    read_sqlite(data / "kori.db", [&](Transaction& tx)
                { faults = journal::verify(tx, keys.journal_key().public_key, "kori"); });
    return faults;
}

} // namespace

TEST_CASE("kill -9 under write load loses no acknowledged write and breaks no invariant", "[kill]")
{
    // 20 cycles in the daily run, 200 with KORI_LONG=1.
    const int cycles = std::getenv("KORI_LONG") != nullptr ? 200 : 20;
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    test::TemporaryFolder folder;
    std::vector<Acknowledged> acknowledged;
    std::size_t checked = 0;

    for (int cycle = 0; cycle < cycles; ++cycle)
    {
        ServerProcess server{folder.path()};
        // First: everything acknowledged so far is there, and its repetition gives the same bytes.
        for (; checked < acknowledged.size(); ++checked)
        {
            const auto& one = acknowledged[checked];
            const auto seen =
                send_request(server.port(), "GET", one.location, "", {{"Accept-Language", "fi"}});
            REQUIRE(seen);
            REQUIRE(seen->status == 200);
            const auto again = send_request(server.port(), "POST", "/api/v1/registrations", one.request,
                                            headers_with(one.key));
            REQUIRE(again);
            REQUIRE(again->status == 201);
            REQUIRE(again->body == one.answer);
        }
        std::atomic<bool> is_over = false;
        std::mutex mutex;
        std::vector<std::thread> clients;
        for (int client = 0; client < 4; ++client)
            clients.emplace_back(
                [&, client]
                {
                    register_until_told(server.port(),
                                        "c" + std::to_string(cycle) + "x" + std::to_string(client) + "x",
                                        is_over, mutex, acknowledged);
                });
        std::this_thread::sleep_for(std::chrono::milliseconds{50 + random() % 150});
        server.kill_hard();
        is_over = true;
        for (auto& client : clients)
            client.join();
    }

    {
        ServerProcess last{folder.path()}; // recovers, then ends as it should
        CHECK(last.stop_gently() == 0);
    }
    CHECK(acknowledged.size() > static_cast<std::size_t>(cycles)); // the load was real
    CHECK(check_sqlite(folder.path() / "kori.db") == "ok");
    CHECK(faults_of_journal(folder.path()).empty());
    WARN(acknowledged.size() << " acknowledged, 0 lost in " << cycles << " kills");
}

TEST_CASE("a request that was accepted before a gentle stop is answered", "[stop]")
{
    test::TemporaryFolder folder;
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
    test::TemporaryFolder folder;
    {
        ServerProcess rehearsal{folder.path(), {"--rehearsal"}};
        CHECK(rehearsal.stop_gently() == 0);
    }
    CHECK_THROWS(ServerProcess{folder.path()});
    std::filesystem::remove_all(folder.path() / "keys");
    CHECK_THROWS(ServerProcess{folder.path(), {"--rehearsal"}});
}
