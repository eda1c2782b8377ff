// Which rows belong to a competition: table by table, from the competition outwards.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace kori::app
{

// Ids that are found on the way; each table is asked with one of them.
enum class DossierSet
{
    competition,
    programme,
    category,
    admission,
    tender,
    decision,
    contract,
    claim,
    request,
    about, // all of the above, and the ids of all rows: for what is kept about whatever it is
};

struct DossierFound
{
    std::string_view column;
    DossierSet set;
};

// A column that becomes a file of its own. {column} in the name is that column's text.
struct DossierFile
{
    std::string_view column;
    std::string_view name;
};

struct DossierTable
{
    std::string_view table;
    std::string_view column; // asked with the ids of the set
    DossierSet of;
    std::vector<DossierFound> gives = {};
    std::vector<DossierFile> files = {};
};
// In the order in which they are read: what gives ids stands before what is asked with them.
std::span<const DossierTable> dossier_tables();

} // namespace kori::app
