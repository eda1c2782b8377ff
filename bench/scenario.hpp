// A marketplace in which every scenario has its requests ready: people are signed in, offers are shown,
// orders run.
#pragma once

#include <filesystem>

namespace kori::bench
{

struct Amounts
{
    int choices = 0; // customers who look at their offers and have not chosen yet
    int orders = 0;  // started, nothing claimed yet
    int offers = 0;  // in the basket of the catalogue
};

// Writes into an empty folder: kori.db and keys/master.key for a server in rehearsal; NAME.plan for each
// scenario (catalogue, object, not_modified, choice, claim, mixed); NAME.recorded, what the server does for
// it in its database; start.txt, the moment at which the clock stands.
void prepare(const std::filesystem::path& folder, const Amounts& amounts);

} // namespace kori::bench
