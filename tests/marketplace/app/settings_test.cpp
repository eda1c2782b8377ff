#include "marketplace/app/settings.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace kori;
using app::Settings;
using app::SettingsError;
using Catch::Matchers::Contains;

namespace
{

std::filesystem::path written(const test::TemporaryFolder& folder, const std::string& text)
{
    const auto file = folder.path() / "server.json";
    std::ofstream{file} << text;
    return file;
}

} // namespace

TEST_CASE("without a file the defaults count", "[settings]")
{
    const auto settings = Settings::load({}, {}, {});
    for (const auto& row : app::setting_rows())
        CHECK(settings.text(row.name) == row.fallback);
}

TEST_CASE("the command line wins over the environment, which wins over the file", "[settings]")
{
    const test::TemporaryFolder folder;
    const auto file = written(folder, R"({"_port":"a comment","port":1001,"origin":"file"})");
    CHECK(Settings::load(file, {}, {}).number("port") == 1'001);
    CHECK(Settings::load(file, {{"KORI_PORT", "1002"}}, {}).number("port") == 1'002);
    const auto all = Settings::load(file, {{"KORI_PORT", "1002"}}, {{"port", "1003"}});
    CHECK(all.number("port") == 1'003);
    CHECK(all.text("origin") == "file");
}

TEST_CASE("a wrong setting stops the start with a sentence that names it", "[settings]")
{
    struct Case
    {
        const char* because;
        const char* name;
        const char* value;
        const char* said;
    };
    const auto cases = {
        Case{"above the highest port", "port", "65536", "port is a whole number from 0 to 65535"},
        Case{"below the shortest wait", "header_timeout_ms", "49",
             "header_timeout_ms is a whole number from 50"},
        Case{"no number", "threads", "many", "not \"many\""},
        Case{"a number with a tail", "port", "80x", "not \"80x\""},
        Case{"neither yes nor no", "tls", "on", "tls is yes or no"},
        Case{"unknown", "prot", "1", "There is no setting prot"},
    };
    for (const auto& one : cases)
    {
        INFO(one.because);
        CHECK_THROWS_WITH(Settings::load({}, {}, {{one.name, one.value}}), Contains(one.said));
    }
    CHECK_NOTHROW(Settings::load({}, {}, {{"port", "65535"}}));
    CHECK_NOTHROW(Settings::load({}, {}, {{"header_timeout_ms", "50"}}));
}

TEST_CASE("every wrong setting is told at once", "[settings]")
{
    CHECK_THROWS_WITH(Settings::load({}, {}, {{"port", "x"}, {"tls", "x"}, {"tls_key", "k.pem"}}),
                      Contains("port") && Contains("tls is") && Contains("go together"));
}

TEST_CASE("a settings file that cannot be read is told by its name", "[settings]")
{
    const test::TemporaryFolder folder;
    CHECK_THROWS_AS(Settings::load(folder.path() / "absent.json", {}, {}), SettingsError);
    CHECK_THROWS_AS(Settings::load(written(folder, "[1]"), {}, {}), SettingsError);
    CHECK_THROWS_AS(Settings::load(written(folder, R"({"port":1,"port":2})"), {}, {}), SettingsError);
}

TEST_CASE("a new rehearsal starts at the moment that was asked for", "[settings]")
{
    CHECK_THROWS_WITH(app::parts_of(Settings::load({}, {}, {{"rehearsal_start", "yesterday"}})),
                      Contains("rehearsal_start"));
    const auto parts = app::parts_of(Settings::load({}, {}, {{"rehearsal_start", "2026-03-02T08:00:00Z"}}));
    CHECK(to_text(*parts.rehearsal_start) == "2026-03-02T08:00:00.000000Z");
}
