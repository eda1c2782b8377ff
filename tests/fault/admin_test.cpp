// kori-admin beside and after a running server: a changed byte is found, a saved proof holds.
#include "core/base/text.hpp"
#include "core/json/reader.hpp"
#include "tests/fault/load.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace kori;
using kori::test::run_program;
using kori::test::send_request;
using kori::test::ServerProcess;

namespace
{

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("a changed byte of an old entry is found, and an untouched journal is said to be whole",
          "[journal]")
{
    test::TemporaryFolder folder;
    {
        ServerProcess server{folder.path()};
        for (int number = 0; number < 5; ++number)
            REQUIRE(!test::register_one(server.port(), number).empty());
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
    REQUIRE(!test::register_one(server.port(), 1).empty());
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
