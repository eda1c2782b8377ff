#include "tests/support/traces.hpp"

#include "core/storage/store.hpp"

namespace kori::test
{

std::vector<journal::Entry> entries_about(World& world, std::string_view id)
{
    std::vector<journal::Entry> entries;
    world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
    return entries;
}

std::int64_t entries_of(World& world, std::string_view kind, std::string_view about)
{
    std::int64_t count = 0;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, about))
                count += entry.kind == kind ? 1 : 0;
        });
    return count;
}

std::int64_t open_tasks(World& world, std::string_view kind, std::string_view about)
{
    std::int64_t count = 0;
    world.store().read(
        [&](Transaction& tx)
        {
            count = tx.query_one("/* test.tasks */ SELECT count(*) FROM task WHERE kind = ? AND about = ? "
                                 "AND done_us IS NULL",
                                 kind, about)
                        ->integer(0);
        });
    return count;
}

} // namespace kori::test
