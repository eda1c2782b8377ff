// The commands of kori-admin: what an operator does beside the running server.
#pragma once

#include "core/crypto/keyring.hpp"
#include "marketplace/app/settings.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::admin
{

struct Command
{
    std::string_view name;
    std::string_view words; // after the name
    std::string_view about;
    std::size_t words_min;
    std::size_t words_max;
    std::function<int(const app::Settings&, const std::vector<std::string>& words)> run; // without the name
};
const std::vector<Command>& commands();
std::string usage();

// The installation's keys; throws KeyringError when they are not there.
crypto::Keyring keyring(const app::Settings& settings);

int migrate(const app::Settings& settings, const std::vector<std::string>& words);
int add_operator(const app::Settings& settings, const std::vector<std::string>& words);
int seed_demo(const app::Settings& settings, const std::vector<std::string>& words);
int backup(const app::Settings& settings, const std::vector<std::string>& words);
int restore(const app::Settings& settings, const std::vector<std::string>& words);
int copy(const app::Settings& settings, const std::vector<std::string>& words);
int check(const app::Settings& settings, const std::vector<std::string>& words);
int dossier(const app::Settings& settings, const std::vector<std::string>& words);
int verify_dossier(const app::Settings& settings, const std::vector<std::string>& words);
int verify_journal(const app::Settings& settings, const std::vector<std::string>& words);
int verify_proof(const app::Settings& settings, const std::vector<std::string>& words);
int export_journal(const app::Settings& settings, const std::vector<std::string>& words);
int print_document(const app::Settings& settings, const std::vector<std::string>& words);

} // namespace kori::admin
