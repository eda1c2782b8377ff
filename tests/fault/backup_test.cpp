// kori-admin backup beside a server that writes, and restore elsewhere.
#include "tests/fault/load.hpp"
#include "tests/support/installation.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace kori;
using kori::test::run_program;
using kori::test::send_request;
using kori::test::ServerProcess;

TEST_CASE(
    "a backup taken while the server writes restores elsewhere, with all that was acknowledged before it",
    "[backup]")
{
    const test::Installation first;
    const test::Installation second;
    const test::TemporaryFolder shelf;
    const auto file = (shelf.path() / "copy.db").string();
    std::vector<std::string> before;
    {
        ServerProcess server{first.flags()};
        for (int number = 0; number < 10; ++number)
            before.push_back(test::register_one(server.port(), number));
        std::atomic<bool> is_over = false;
        std::thread writer{[&]
                           {
                               for (int number = 100; number < 2'000 && !is_over; ++number)
                                   test::register_one(server.port(), number);
                           }};
        const auto backup = run_program(KORI_ADMIN_PROGRAM, first.flags({"backup", file}));
        is_over = true;
        writer.join();
        INFO(backup.output);
        REQUIRE(backup.code == 0);
    }
    // The keys are kept apart from the database and come back from their own copy.
    std::filesystem::copy(first.data() / "keys", second.data() / "keys",
                          std::filesystem::copy_options::recursive);
    const auto restored = run_program(KORI_ADMIN_PROGRAM, second.flags({"restore", file}));
    INFO(restored.output);
    REQUIRE(restored.code == 0);
    const auto checked = run_program(KORI_ADMIN_PROGRAM, second.flags({"check"}));
    INFO(checked.output);
    CHECK(checked.code == 0);
    ServerProcess server{second.flags()};
    for (const auto& location : before)
    {
        const auto seen = send_request(server.port(), "GET", location, "", {});
        REQUIRE(seen);
        CHECK(seen->status == 200);
    }
}
