#include "core/storage/sqlite/sqlite_shape.hpp"

#include "core/storage/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <unistd.h>

namespace kori
{
namespace
{

// A database in a folder of its own that goes with it.
class Scratch
{
public:
    Scratch()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "kori-shape-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw StorageError{"There is no room for a temporary folder."};
        folder_ = pattern;
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::filesystem::path file() const { return folder_ / "shape.db"; }

private:
    std::filesystem::path folder_;
};

std::vector<TableShape> tables_of(Transaction& tx, std::map<std::string, std::set<std::string>>& parents)
{
    std::vector<TableShape> tables;
    for (const auto& named : tx.query("SELECT name FROM sqlite_schema WHERE type = 'table'"
                                      " AND name <> 'schema_migration' ORDER BY name"))
    {
        TableShape table;
        table.name = named.text(0);
        std::map<std::int64_t, std::string> key;
        for (const auto& column :
             tx.query("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", table.name))
        {
            table.columns.push_back(column.text(0));
            if (column.integer(1) > 0)
                key[column.integer(1)] = column.text(0);
        }
        for (auto& [place, name] : key)
            table.key.push_back(std::move(name));
        for (const auto& reference :
             tx.query("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?)", table.name))
            parents[table.name].insert(reference.text(0));
        tables.push_back(std::move(table));
    }
    return tables;
}

} // namespace

std::vector<TableShape> shapes_made_by(std::span<const Migration> migrations)
{
    const Scratch scratch;
    SqliteSettings settings;
    settings.file = scratch.file();
    open_sqlite(settings, migrations)->close();
    std::map<std::string, std::set<std::string>> parents;
    std::vector<TableShape> left;
    read_sqlite(scratch.file(), [&](Transaction& tx) { left = tables_of(tx, parents); });

    std::vector<TableShape> ordered;
    std::set<std::string> placed;
    while (!left.empty())
    {
        const auto next =
            std::find_if(left.begin(), left.end(),
                         [&](const TableShape& table)
                         {
                             const auto& wanted = parents[table.name];
                             return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& parent)
                                                { return placed.contains(parent); });
                         });
        PROMISE(next != left.end()); // no two tables refer to each other
        placed.insert(next->name);
        ordered.push_back(std::move(*next));
        left.erase(next);
    }
    return ordered;
}

} // namespace kori
