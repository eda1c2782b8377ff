// kori-admin beside and after a running server: backup while it writes, restore elsewhere, a changed byte
// found.
#include "core/base/text.hpp"
#include "core/json/reader.hpp"
#include "tests/fault/load.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

using namespace kori;
using kori::test::run_program;
using kori::test::send_request;
using kori::test::ServerProcess;

namespace
{

// The new organisation's path, or empty.
std::string register_one(unsigned short port, int number)
{
    const auto answer =
        send_request(port, "POST", "/api/v1/registrations", test::registration("ry" + std::to_string(number)),
                     test::headers_with("key-for-the-admin-test-" + std::to_string(number)));
    return answer && answer->status == 201 ? answer->headers.at("location") : std::string{};
}

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE(
    "a backup taken while the server writes restores elsewhere, with all that was acknowledged before it",
    "[backup]")
{
    test::TemporaryFolder first;
    test::TemporaryFolder second;
    std::vector<std::string> before;
    {
        ServerProcess server{first.path()};
        for (int number = 0; number < 10; ++number)
            before.push_back(register_one(server.port(), number));
        std::atomic<bool> is_over = false;
        std::thread writer{[&]
                           {
                               for (int number = 100; number < 2'000 && !is_over; ++number)
                                   register_one(server.port(), number);
                           }};
        const auto backup = run_program(KORI_ADMIN_PROGRAM, {"backup", (second.path() / "copy.db").string(),
                                                             "--data", first.path().string()});
        is_over = true;
        writer.join();
        REQUIRE(backup.code == 0);
    }
    // The keys are kept apart from the database and come back from their own copy.
    std::filesystem::copy(first.path() / "keys", second.path() / "keys",
                          std::filesystem::copy_options::recursive);
    const auto restored = run_program(KORI_ADMIN_PROGRAM, {"restore", (second.path() / "copy.db").string(),
                                                           "--data", second.path().string()});
    INFO(restored.output);
    REQUIRE(restored.code == 0);
    CHECK(run_program(KORI_ADMIN_PROGRAM, {"verify-journal", "--data", second.path().string()}).code == 0);
    ServerProcess server{second.path()};
    for (const auto& location : before)
    {
        const auto seen = send_request(server.port(), "GET", location, "", {});
        REQUIRE(seen);
        CHECK(seen->status == 200);
    }
}

TEST_CASE("a changed byte of an old entry is found, and an untouched journal is said to be whole",
          "[journal]")
{
    test::TemporaryFolder folder;
    {
        ServerProcess server{folder.path()};
        for (int number = 0; number < 5; ++number)
            REQUIRE(!register_one(server.port(), number).empty());
        REQUIRE(server.stop_gently() == 0); // the log is emptied into the file
    }
    const auto whole = run_program(KORI_ADMIN_PROGRAM, {"verify-journal", "--data", folder.path().string()});
    CHECK(whole.code == 0);
    CHECK(whole.output.find("whole") != std::string::npos);

    auto bytes = bytes_of(folder.path() / "kori.db");
    const auto at = bytes.find(R"("legal_form":"association")");
    REQUIRE(at != std::string::npos);
    bytes[at + 15] = 'A';
    std::ofstream{folder.path() / "kori.db", std::ios::binary | std::ios::trunc} << bytes;
    const auto altered =
        run_program(KORI_ADMIN_PROGRAM, {"verify-journal", "--data", folder.path().string()});
    CHECK(altered.code == 1);
}

TEST_CASE("an inclusion proof saved by an outsider verifies without the database, and a changed one does not",
          "[journal]")
{
    test::TemporaryFolder folder;
    ServerProcess server{folder.path()};
    REQUIRE(!register_one(server.port(), 1).empty());
    const auto body = [&](const std::string& path)
    {
        const auto answer = send_request(server.port(), "GET", path, "", {});
        REQUIRE(answer);
        auto value = json::read(answer->body);
        REQUIRE(value);
        return *value;
    };
    const auto entry = body("/api/v1/journal/entries").at("items").array().front().at("id").text();
    const auto proof = json::write(body("/api/v1/journal/entries/" + entry + "/proof"));
    const auto key = body("/api/v1/journal/key").at("public_key").text();
    const auto file = folder.path() / "proof.json";
    std::ofstream{file} << proof;
    CHECK(run_program(KORI_ADMIN_PROGRAM, {"verify-proof", file.string(), key}).code == 0);
    auto forged = proof;
    const auto leaf = forged.find(R"("leaf":")") + 12;
    forged[leaf] = forged[leaf] == 'A' ? 'B' : 'A';
    std::ofstream{file, std::ios::trunc} << forged;
    CHECK(run_program(KORI_ADMIN_PROGRAM, {"verify-proof", file.string(), key}).code == 1);
}
