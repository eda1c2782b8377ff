#include "tests/support/kept_bytes.hpp"

#include "core/storage/sqlite/sqlite_store.hpp"
#include "marketplace/app/copy.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace kori::test
{

std::string kept_bytes(World& world)
{
    const TemporaryFolder rows;
    std::stringstream text;
    const auto add = [&](const std::filesystem::path& folder)
    {
        for (const auto& file : std::filesystem::recursive_directory_iterator{folder})
            if (file.is_regular_file() && file.file_size() > 0) // an empty one would set the stream's failbit
                text << std::ifstream{file.path(), std::ios::binary}.rdbuf();
    };
    if (world.database().is_postgres())
    {
        app::backup_postgres(world.database(), rows.path() / "rows.db", [](auto, auto) {});
        add(rows.path());
    }
    add(world.folder());
    return text.str();
}

} // namespace kori::test
