// What a competition left behind, packed, and checked where there is neither database nor server.
#include "marketplace/app/dossier.hpp"

#include "core/base/tar.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"
#include "core/storage/sqlite/sqlite_shape.hpp"
#include "marketplace/app/dossier_tables.hpp"
#include "procurement/competition/tender_store.hpp"
#include "tests/procurement/competition/sample_competition.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace kori;
using kori::test::World;

namespace
{

const auto competition_id = samples::id<CompetitionId>(1);
const auto tender_id = samples::id<TenderId>(2);
const auto provider_id = samples::id<OrganisationId>(3);
const std::string sealed_bytes{"KORI-TENDER-1\0\x01\xff sealed", 23};

journal::NewEntry entry(std::string kind, std::string about)
{
    return {std::move(kind), std::move(about), {{"number", 1}}, journal::Audience::operators, {}, {}, {}};
}

Competition competition()
{
    return {.id = competition_id,
            .programme = samples::id<ProgrammeId>(4),
            .category = samples::id<CategoryId>(5),
            .authority = samples::id<OrganisationId>(6),
            .regime = Regime::eu_level,
            .state = "AWARDED",
            .name = samples::words("Competition"),
            .description = samples::words("Coaching"),
            .criteria = samples::criteria(),
            .parts = {},
            .estimated_value = Money::euros(100'000),
            .service_from = *parse_date("2026-09-01"),
            .service_until = *parse_date("2027-08-31")};
}

// A competition with a tender, an opened part, a decision and its copy; and another one that must not come
// along.
void leave_traces(Transaction& tx, const Ambient& ambient)
{
    auto other = competition();
    competitions::insert(tx, other, ambient.now);
    other.id = samples::id<CompetitionId>(9);
    other.name = samples::words("Another");
    competitions::insert(tx, other, ambient.now);
    tenders::insert(tx,
                    {.id = tender_id,
                     .competition = competition_id,
                     .tenderer = provider_id,
                     .group = {},
                     .state = "OPENED",
                     .digest = std::string(64, 'a')},
                    ambient.now);
    tenders::save_part(tx, {tender_id, "form", 23, std::string(64, 'b'), false});
    tenders::insert_piece(tx, tender_id, "form", 1, Blob{sealed_bytes});
    tx.change(
        "/* test.opened_part */ INSERT INTO opened_part (tender_id, name, bytes, digest, fault, content)"
        " VALUES (?, 'form', 5, ?, '', ?)",
        tender_id, std::string(64, 'c'), Blob{"12345"});
    tx.change("/* test.decision */ INSERT INTO award_decision (id, competition_id, number, kind, follows_id,"
              " reasons_fi, reasons_sv, comparison, digest, decided_us, decided_by)"
              " VALUES ('dcn_1', ?, 1, 'award', ?, 'Paras', 'Bäst', '{}', '', 1, 'mbr_1')",
              competition_id, competition_id);
    tx.change(
        "/* test.copy */ INSERT INTO award_copy (decision_id, recipient_id, document_fi, document_sv, digest,"
        " sent_us, received_on) VALUES ('dcn_1', ?, '<p>Päätös</p>', '<p>Beslut</p>', '', 1, '2026-05-04')",
        provider_id);
    const journal::Doer doer{"clock", ""};
    journal::append(tx, ambient, doer, entry("competition.invited", competition_id.text()));
    journal::append(tx, ambient, doer, entry("tender.submitted", tender_id.text()));
    journal::append(tx, ambient, doer, entry("viewed", tender_id.text()));
    journal::append(tx, ambient, doer, entry("competition.decided", "dcn_1"));
    journal::append(tx, ambient, doer, entry("competition.invited", other.id.text()));
}

struct Scene
{
    World world;
    std::string public_key = world.application().environment().keys.journal_key().public_key;

    Scene()
    {
        world.store().write_and_wait(
            [&](Transaction& tx)
            {
                auto& environment = world.application().environment();
                const Ambient ambient{world.now(), world.now(), environment.random, environment.law};
                leave_traces(tx, ambient);
                return Verdict::keep;
            });
    }
    std::string made(app::DossierSummary* summary = nullptr)
    {
        std::ostringstream out;
        world.store().read(
            [&](Transaction& tx)
            {
                const auto& environment = world.application().environment();
                const auto told = app::write_dossier(tx, competition_id, environment.keys.journal_key(),
                                                     environment.origin, world.now(), out);
                REQUIRE(told);
                if (summary)
                    *summary = *told;
            });
        return out.str();
    }
};

app::DossierCheck checked(const std::string& archive, const std::optional<std::string>& key)
{
    std::istringstream in{archive};
    return app::check_dossier(in, key);
}

std::map<std::string, std::string> files_of(const std::string& archive)
{
    std::istringstream in{archive};
    TarReader reader{in, 1'000'000};
    std::map<std::string, std::string> files;
    while (auto file = reader.next())
        files.emplace(file->name, file->bytes);
    REQUIRE(reader.fault().empty());
    return files;
}

// The same archive with other files.
std::string packed(const std::map<std::string, std::string>& files)
{
    std::ostringstream out;
    TarWriter writer{out};
    for (const auto& [name, bytes] : files)
        writer.add(name, bytes);
    writer.finish();
    return out.str();
}

bool names(const std::vector<std::string>& faults, std::string_view what)
{
    return std::any_of(faults.begin(), faults.end(),
                       [&](const std::string& fault) { return fault.find(what) != std::string::npos; });
}

} // namespace

TEST_CASE("a dossier holds the rows, the documents, the sealed tenders and the entries of one competition",
          "[dossier]")
{
    Scene scene;
    app::DossierSummary summary;
    const auto files = files_of(scene.made(&summary));
    CHECK(files.at("sealed/" + tender_id.text() + "/form.kori") == sealed_bytes);
    CHECK(files.at("documents/opened/" + tender_id.text() + "/form") == "12345");
    CHECK(files.at("documents/decisions/dcn_1/" + provider_id.text() + ".sv.html") == "<p>Beslut</p>");
    CHECK(files.at("rows/tender.jsonl").find(tender_id.text()) != std::string::npos);
    CHECK(files.at("rows/competition.jsonl").find("Competition (fi)") != std::string::npos);
    CHECK(summary.entries == 4);
    CHECK(summary.waiting == 0);
    CHECK(summary.files == static_cast<std::int64_t>(files.size()) - 2);
    CHECK(files.at("seen.jsonl").find("viewed") != std::string::npos);
    for (const auto& [name, bytes] : files)
        CHECK(bytes.find("Another") == std::string::npos);
    CHECK(files.at("journal.jsonl").find(samples::id<CompetitionId>(9).text()) == std::string::npos);
}

TEST_CASE("a dossier is checked without a database", "[dossier]")
{
    Scene scene;
    app::DossierSummary made;
    const auto archive = scene.made(&made);
    for (const auto& key : {std::optional{scene.public_key}, std::optional<std::string>{}})
    {
        const auto result = checked(archive, key);
        CHECK(result.faults == std::vector<std::string>{});
        CHECK(result.summary.about == competition_id.text());
        CHECK(result.summary.entries == made.entries);
        CHECK(result.summary.rows == made.rows);
        CHECK(result.summary.public_key == scene.public_key);
    }
    const auto other = crypto::signing_key_from_seed(std::string(32, 'o'));
    CHECK(names(checked(archive, other.public_key).faults, "another key"));
}

TEST_CASE("one changed byte of any file is found, and the file is named", "[dossier]")
{
    Scene scene;
    const auto files = files_of(scene.made());
    for (const auto& [name, bytes] : files)
    {
        if (bytes.empty())
            continue;
        auto changed = files;
        auto& content = changed[name];
        content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
        INFO(name);
        CHECK(names(checked(packed(changed), scene.public_key).faults, name));
    }
}

TEST_CASE("any changed byte of the archive is found", "[dossier]")
{
    Scene scene;
    const auto archive = scene.made();
    for (std::size_t at = 0; at < archive.size(); at += 61)
    {
        auto changed = archive;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        INFO("byte " << at << " of " << archive.size());
        CHECK_FALSE(checked(changed, scene.public_key).faults.empty());
    }
    CHECK_FALSE(checked(archive.substr(0, archive.size() / 2), scene.public_key).faults.empty());
    CHECK_FALSE(checked("", scene.public_key).faults.empty());
}

TEST_CASE("a file that was taken out, put in or doubled is named", "[dossier]")
{
    Scene scene;
    const auto files = files_of(scene.made());
    auto fewer = files;
    fewer.erase("rows/tender.jsonl");
    CHECK(names(checked(packed(fewer), scene.public_key).faults, "rows/tender.jsonl is missing"));
    auto more = files;
    more["rows/forged.jsonl"] = "{}\n";
    CHECK(names(checked(packed(more), scene.public_key).faults, "rows/forged.jsonl does not stand"));
    auto twice = packed(files);
    twice = twice.substr(0, twice.size() - 1'024) + packed({{"head.txt", files.at("head.txt")}});
    CHECK(names(checked(twice, scene.public_key).faults, "head.txt stands twice"));
}

TEST_CASE("an entry that never stood in the journal is found even under a signature", "[dossier]")
{
    // Whoever holds the key could sign any manifest; the entries are held by the tree and its published
    // heads.
    Scene scene;
    auto files = files_of(scene.made());
    auto& lines = files["journal.jsonl"];
    const auto at = lines.find("tender.submitted");
    REQUIRE(at != std::string::npos);
    lines.replace(at, 16, "tender.withdrawn");
    CHECK(
        names(checked(packed(files), scene.public_key).faults, "of journal.jsonl: The entry does not stand"));
}

TEST_CASE("a competition that does not exist leaves no file", "[dossier]")
{
    World world;
    std::ostringstream out;
    world.store().read(
        [&](Transaction& tx)
        {
            const auto& environment = world.application().environment();
            CHECK_FALSE(app::write_dossier(tx, competition_id, environment.keys.journal_key(),
                                           environment.origin, world.now(), out));
        });
    CHECK(out.str().empty());
}

TEST_CASE("every table that hangs on a competition or a tender comes along", "[dossier]")
{
    std::set<std::string_view> listed{"tender_piece"}; // joined in the sealed files
    for (const auto& table : app::dossier_tables())
        listed.insert(table.table);
    int seen = 0;
    for (const auto& shape : shapes_made_by(embedded_migrations()))
        for (const auto& column : shape.columns)
            if (column == "competition_id" || column == "tender_id")
            {
                INFO(shape.name);
                CHECK(listed.contains(shape.name));
                ++seen;
            }
    CHECK(seen > 10);
    for (const auto& table : app::dossier_tables())
    {
        const auto shapes = shapes_made_by(embedded_migrations());
        const auto found = std::find_if(shapes.begin(), shapes.end(),
                                        [&](const TableShape& one) { return one.name == table.table; });
        INFO(table.table);
        REQUIRE(found != shapes.end());
        CHECK(std::find(found->columns.begin(), found->columns.end(), table.column) != found->columns.end());
    }
}
