// kori-admin dossier and verify-dossier: what one competition left behind, and whether it is all there.
#include "core/base/text.hpp"
#include "marketplace/app/database.hpp"
#include "marketplace/app/dossier.hpp"
#include "tools/admin/commands.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace kori::admin
{
namespace
{

Instant system_now()
{
    using namespace std::chrono;
    return Instant{duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

// It holds tenders: for the operator's eyes only, and never over another file.
void make_private_file(const std::string& name)
{
    const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        throw app::SettingsError{"The file " + name + " exists, or its folder cannot be written."};
    ::close(file);
}

} // namespace

int dossier(const app::Settings& settings, const std::vector<std::string>& words)
{
    const auto competition = CompetitionId::parse(words[0]);
    if (!competition)
        throw app::SettingsError{"A competition is named by its id, as cmp_… ."};
    const auto keys = keyring(settings);
    make_private_file(words[1]);
    std::optional<app::DossierSummary> made;
    {
        std::ofstream out{words[1], std::ios::binary | std::ios::trunc};
        out.exceptions(std::ios::failbit | std::ios::badbit);
        app::read_database(app::database_of(settings),
                           [&](Transaction& tx)
                           {
                               made = app::write_dossier(tx, *competition, keys.journal_key(),
                                                         settings.text("origin"), system_now(), out);
                           });
        out.close();
    }
    if (!made)
    {
        std::remove(words[1].c_str());
        std::printf("There is no competition %s.\n", words[0].c_str());
        return 1;
    }
    std::printf(
        "%s: %lld files, %lld rows, %lld journal entries (%lld of them not yet under a signed head).\n"
        "Signed with the key %s.\n",
        words[1].c_str(), static_cast<long long>(made->files), static_cast<long long>(made->rows),
        static_cast<long long>(made->entries), static_cast<long long>(made->waiting),
        to_base64(made->public_key).c_str());
    return 0;
}

int verify_dossier(const app::Settings&, const std::vector<std::string>& words)
{
    std::optional<std::string> key;
    if (words.size() > 1)
    {
        key = from_base64(words[1]);
        if (!key || key->size() != 32)
            throw app::SettingsError{
                "The public key is 32 bytes in base 64, as /api/v1/journal/key gives it."};
    }
    std::ifstream in{words[0], std::ios::binary};
    if (!in)
        throw app::SettingsError{"The file " + words[0] + " cannot be read."};
    const auto checked = app::check_dossier(in, key);
    for (const auto& fault : checked.faults)
        std::printf("%s\n", fault.c_str());
    if (!checked.faults.empty())
        return 1;
    const auto& summary = checked.summary;
    std::printf(
        "The dossier of %s is whole: %lld files, %lld rows, %lld journal entries in the signed tree.\n",
        summary.about.c_str(), static_cast<long long>(summary.files), static_cast<long long>(summary.rows),
        static_cast<long long>(summary.entries - summary.waiting));
    if (!key)
        std::printf("It is signed with the key %s. Compare it with the one that the authority publishes.\n",
                    to_base64(summary.public_key).c_str());
    return 0;
}

} // namespace kori::admin
