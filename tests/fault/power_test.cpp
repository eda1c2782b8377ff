// Power cuts and failing disks under load, on a disk that forgets what was not synced: what was acknowledged
// is there afterwards, and the server said what it knew.
#include "tests/fault/load.hpp"
#include "tests/fault/lossy/lossy_mount.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

using namespace kori;
using namespace kori::test;

namespace
{

bool is_long_run()
{
    return std::getenv("KORI_LONG") != nullptr;
}

// The disk's two folders. Keys lie on it as well, as in a plain installation.
struct Place
{
    TemporaryFolder folder;
    std::filesystem::path durable = folder.path() / "durable";
    std::filesystem::path mount = folder.path() / "mount";

    Place()
    {
        std::filesystem::create_directory(durable);
        std::filesystem::create_directory(mount);
    }
    std::filesystem::path data() const { return mount / "data"; }
};

// True, with a line that says so, where no disk of our own can be mounted.
bool is_skipped()
{
    const auto why = LossyMount::reason_against();
    if (!why.empty())
        WARN("skipped: no lossy disk, since " << why);
    return !why.empty();
}

// Everything acknowledged so far holds, and the data is whole; the server is ended gently.
void demand_kept(const Place& place, const std::vector<Acknowledged>& acknowledged, std::size_t& checked)
{
    LossyMount sound{place.durable, place.mount, {"drop"}};
    {
        ServerProcess server{place.data()};
        for (; checked < acknowledged.size(); ++checked)
            REQUIRE(broken_promise(server.port(), acknowledged[checked]) == "");
        REQUIRE(server.stop_gently() == 0);
    }
    REQUIRE(faults_of_data(place.data()) == std::vector<std::string>{});
    sound.end();
}

} // namespace

TEST_CASE("a power cut loses no acknowledged write, whichever unsynced sectors survive it", "[power]")
{
    if (is_skipped())
        return;
    const int rounds = is_long_run() ? 50 : 4;
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    const Place place;
    std::vector<Acknowledged> acknowledged;
    std::size_t checked = 0;
    demand_kept(place, acknowledged, checked); // the first start is a whole one
    for (int round = 0; round < rounds; ++round)
    {
        // Every third time nothing unsynced survives, else any half of it.
        LossyMount disk{
            place.durable, place.mount, {round % 3 == 0 ? std::string{"drop"} : std::to_string(random())}};
        {
            ServerProcess server{place.data()};
            Load load{server.port(), "p" + std::to_string(round), 4, acknowledged};
            std::this_thread::sleep_for(std::chrono::milliseconds{50 + random() % 250});
            disk.cut_power();
            // A server that has no power left may go on for a moment: it must acknowledge nothing more.
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
            server.kill_hard();
        }
        disk.end();
        demand_kept(place, acknowledged, checked);
    }
    CHECK(acknowledged.size() > static_cast<std::size_t>(rounds)); // the load was real
    WARN(acknowledged.size() << " acknowledged, 0 lost in " << rounds << " power cuts");
}

// Runs the load over a disk with a fault at the n-th act, for n = 1, 1 + step, … until a run ends without
// meeting it. After each the power is cut, and what unsynced bytes there were are gone; every tenth time, and
// at the end, everything is looked at on a sound disk: what one fault took stays away after the next.
void sweep(const std::string& fault, int step)
{
    const Place place;
    std::vector<Acknowledged> acknowledged;
    std::size_t checked = 0;
    demand_kept(place, acknowledged, checked);
    constexpr int writes = 2; // a round meets every act of a start and of a commit after another
    int refused_starts = 0;
    int fired = 0;
    for (int n = 1;; n += step)
    {
        constexpr int acts_max = 100'000;
        REQUIRE(n < acts_max);
        INFO(fault << n);
        LossyMount disk{place.durable, place.mount, {"drop", fault + std::to_string(n)}};
        bool said_so = true;
        try
        {
            ServerProcess server{place.data()};
            const auto before = acknowledged.size();
            for (int i = 0; i < writes; ++i)
            {
                const auto name = "f" + std::to_string(n) + "i" + std::to_string(i);
                const auto key = "key-for-the-fault-test-" + name;
                const auto answer = send_request(server.port(), "POST", "/api/v1/registrations",
                                                 registration(name), headers_with(key));
                REQUIRE(answer);
                if (answer->status == 201)
                    acknowledged.push_back(
                        {key, registration(name), answer->body, answer->headers.at("location")});
                else
                    CHECK(answer->status == 503);
            }
            const auto ready = send_request(server.port(), "GET", "/readyz", "", {});
            REQUIRE(ready);
            said_so = (ready->status == 200) == (acknowledged.size() - before == writes);
            disk.cut_power();
            server.kill_hard();
        }
        catch (const std::runtime_error&)
        {
            ++refused_starts; // a fault during the start: no server is better than one that cannot keep its
                              // word
            disk.cut_power();
        }
        CHECK(said_so);
        const bool has_fired = disk.end();
        if (!has_fired || ++fired % 10 == 0)
            demand_kept(place, acknowledged, checked);
        if (!has_fired)
            break;
    }
    CHECK(fired > 0);
    WARN(acknowledged.size() << " acknowledged, 0 lost; " << fault << "N fired " << fired << " times, "
                             << refused_starts << " starts were refused");
}

TEST_CASE("a sync that fails at any point loses no acknowledged write, and the server says that it stopped",
          "[power]")
{
    if (!is_skipped())
        sweep("fail-sync=", 1);
}

TEST_CASE("a disk that is full from any point on loses no acknowledged write, and the server says so",
          "[power]")
{
    if (!is_skipped())
        sweep("full-at-write=", is_long_run() ? 1 : 100);
}
