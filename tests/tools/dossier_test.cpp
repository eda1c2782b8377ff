// kori-admin dossier beside a data folder, and verify-dossier where there is nothing else.
#include "core/base/text.hpp"
#include "core/journal/journal.hpp"
#include "procurement/competition/competition_store.hpp"
#include "tests/procurement/competition/sample_competition.hpp"
#include "tests/support/program.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace kori;
using kori::test::run_program;

namespace
{

const auto competition_id = samples::id<CompetitionId>(1);

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

// A data folder as a server leaves it, with one competition; the key that its heads carry.
std::string leave_competition(const std::filesystem::path& data)
{
    app::Parts parts;
    parts.data = data;
    parts.config = "config";
    app::Application application{std::move(parts)};
    auto& environment = application.environment();
    application.store().write_and_wait(
        [&](Transaction& tx)
        {
            const auto now = environment.clock.now();
            const Ambient ambient{now, now, environment.random, environment.law};
            competitions::insert(tx,
                                 {.id = competition_id,
                                  .programme = samples::id<ProgrammeId>(4),
                                  .category = samples::id<CategoryId>(5),
                                  .authority = samples::id<OrganisationId>(6),
                                  .regime = Regime::eu_level,
                                  .state = "DRAFT",
                                  .name = samples::words("Competition"),
                                  .description = samples::words("Coaching"),
                                  .criteria = samples::criteria(),
                                  .parts = {},
                                  .estimated_value = Money::euros(100'000),
                                  .service_from = *parse_date("2026-09-01"),
                                  .service_until = *parse_date("2027-08-31")},
                                 now);
            journal::append(
                tx, ambient, {"clock", ""},
                {"competition.drafted", competition_id.text(), {}, journal::Audience::operators, {}, {}, {}});
            return Verdict::keep;
        });
    auto key = to_base64(environment.keys.journal_key().public_key);
    application.stop();
    return key;
}

} // namespace

TEST_CASE("a dossier is made beside the database and checked where there is none", "[dossier]")
{
    test::TemporaryFolder data;
    test::TemporaryFolder elsewhere;
    const auto key = leave_competition(data.path());
    const auto file = (elsewhere.path() / "dossier.tar").string();
    const auto made = run_program(KORI_ADMIN_PROGRAM, {"dossier", "--competition", competition_id.text(),
                                                       "--out", file, "--data", data.path().string()});
    INFO(made.output);
    REQUIRE(made.code == 0);
    CHECK(made.output.find("1 journal entries") != std::string::npos);
    using std::filesystem::perms;
    CHECK((std::filesystem::status(file).permissions() & perms::mask) ==
          (perms::owner_read | perms::owner_write));

    for (const auto& words :
         {std::vector<std::string>{"verify-dossier", file, key}, {"verify-dossier", file}})
    {
        const auto checked = run_program(KORI_ADMIN_PROGRAM, words);
        INFO(checked.output);
        CHECK(checked.code == 0);
        CHECK(checked.output.find("is whole") != std::string::npos);
    }

    auto bytes = bytes_of(file);
    const auto at = bytes.find("Competition (fi)");
    REQUIRE(at != std::string::npos);
    bytes[at] = 'c';
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
    const auto altered = run_program(KORI_ADMIN_PROGRAM, {"verify-dossier", file, key});
    CHECK(altered.code == 1);
    CHECK(altered.output.find("rows/competition.jsonl") != std::string::npos);
}

TEST_CASE("a dossier takes no other file's place, and none is left of what does not exist", "[dossier]")
{
    test::TemporaryFolder data;
    leave_competition(data.path());
    const auto file = data.path() / "there.tar";
    std::ofstream{file} << "mine";
    const auto made = [&](const std::string& competition, const std::filesystem::path& out)
    {
        return run_program(KORI_ADMIN_PROGRAM, {"dossier", "--out", out.string(), "--competition",
                                                competition, "--data", data.path().string()});
    };
    CHECK(made(competition_id.text(), file).code != 0);
    CHECK(bytes_of(file) == "mine");
    const auto none = data.path() / "none.tar";
    CHECK(made(samples::id<CompetitionId>(8).text(), none).code == 1);
    CHECK_FALSE(std::filesystem::exists(none));
    CHECK(made("prg_1", none).code != 0);
    CHECK_FALSE(std::filesystem::exists(none));
}
