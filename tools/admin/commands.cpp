#include "tools/admin/commands.hpp"

#include "core/crypto/keyring.hpp"
#include "core/journal/evidence.hpp"
#include "core/journal/journal.hpp"
#include "marketplace/app/application.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

namespace kori::admin
{
namespace
{

journal::Evidence evidence_in(const std::string& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::stringstream text;
    text << stream.rdbuf();
    auto evidence = journal::read_evidence(text.str());
    if (!stream || !evidence)
        throw app::SettingsError{"The file " + file + " holds no inclusion proof."};
    return std::move(*evidence);
}

} // namespace

crypto::Keyring keyring(const app::Settings& settings)
{
    const auto& folder = settings.text("keys");
    return crypto::Keyring::load(folder.empty() ? settings.data() / "keys" : std::filesystem::path{folder},
                                 false);
}

int migrate(const app::Settings& settings, const std::vector<std::string>&)
{
    std::filesystem::create_directories(settings.data());
    app::migrate(app::database_of(settings),
                 [](const std::string& sentence) { std::printf("%s\n", sentence.c_str()); });
    std::printf("The database is up to date.\n");
    return 0;
}

int verify_journal(const app::Settings& settings, const std::vector<std::string>&)
{
    const auto keys = keyring(settings);
    std::vector<std::string> faults;
    std::int64_t size = 0;
    app::read_database(app::database_of(settings),
                       [&](Transaction& tx)
                       {
                           faults =
                               journal::verify(tx, keys.journal_key().public_key, settings.text("origin"));
                           if (const auto head = journal::newest_head(tx))
                               size = head->size;
                       });
    for (const auto& fault : faults)
        std::printf("%s\n", fault.c_str());
    if (faults.empty())
        std::printf("The journal is whole: %lld entries under one signed head.\n",
                    static_cast<long long>(size));
    return faults.empty() ? 0 : 1;
}

int verify_proof(const app::Settings& settings, const std::vector<std::string>& words)
{
    const auto key = from_base64(words[1]);
    if (!key || key->size() != 32)
        throw app::SettingsError{"The public key is 32 bytes in base 64, as /api/v1/journal/key gives it."};
    const auto fault = journal::verify_offline(evidence_in(words[0]), *key, settings.text("origin"));
    std::printf("%s\n", fault.empty() ? "The entry stands in the signed tree." : fault.c_str());
    return fault.empty() ? 0 : 1;
}

int export_journal(const app::Settings& settings, const std::vector<std::string>&)
{
    app::read_database(app::database_of(settings),
                       [](Transaction& tx)
                       {
                           std::int64_t last = -1;
                           for (std::int64_t next = -1;; last = next)
                           {
                               next = journal::export_lines(tx, last, "", false, [](std::string_view line)
                                                            { std::cout << line << '\n'; });
                               if (next == last)
                                   return;
                           }
                       });
    return 0;
}

int print_document(const app::Settings& settings, const std::vector<std::string>&)
{
    app::Application application{app::parts_of(settings)};
    std::cout << application.openapi() << '\n';
    application.stop();
    return 0;
}

const std::vector<Command>& commands()
{
    static const std::vector<Command> all = {
        {"migrate", "", "bring the database to this program's schema", 0, 0, migrate},
        {"add-operator", "EMAIL NAME", "enter the platform's first operator; prints the password once", 2, 2,
         add_operator},
        {"demo", "", "seed a demo area into an empty data folder; prints the passwords once", 0, 0,
         seed_demo},
        {"backup", "FILE", "copy the database while the server runs", 1, 1, backup},
        {"restore", "FILE",
         "put a backup in the database's place, or into a new PostgreSQL; no server may run", 1, 1, restore},
        {"copy", "--from DATABASE --to DATABASE", "copy a file or an URL into a new one, and compare", 2, 2,
         copy},
        {"check", "", "check file, journal, states, ledger and every order; says what it checked", 0, 0,
         check},
        {"verify-journal", "", "recompute every leaf, node and signed head", 0, 0, verify_journal},
        {"verify-proof", "FILE PUBLIC_KEY", "check a saved inclusion proof without any database", 2, 2,
         verify_proof},
        {"export-journal", "", "public entries as JSON lines, and the leaf hashes of all others", 0, 0,
         export_journal},
        {"dossier", "--competition ID --out FILE",
         "all that a competition left behind, with proofs, as one archive", 2, 2, dossier},
        {"verify-dossier", "FILE [PUBLIC_KEY]", "check such an archive without any database", 1, 2,
         verify_dossier},
        {"openapi", "", "print the description of the interface", 0, 0, print_document},
    };
    return all;
}

std::string usage()
{
    std::string text = "kori-admin COMMAND [--data DIR] [--settings FILE] [--SETTING VALUE]\n";
    for (const auto& command : commands())
    {
        std::string words = "  " + std::string{command.name} + " " + std::string{command.words};
        words.resize(std::max<std::size_t>(words.size() + 1, 34), ' ');
        text += words + std::string{command.about} + "\n";
    }
    return text;
}

} // namespace kori::admin
