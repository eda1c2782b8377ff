// What is a promise of the port is tested on every engine there is.
#pragma once

#include "core/storage/postgres/postgres_store.hpp"
#include "tests/support/postgres.hpp"

#include "store_fixture.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kori::tests
{

enum class Engine
{
    sqlite,
    postgres,
};

inline std::vector<Engine> engines()
{
    if (test::has_postgres())
        return {Engine::sqlite, Engine::postgres};
    return {Engine::sqlite};
}

// The limits that both adapters know.
struct Limits
{
    std::size_t group_jobs_max = 60;
    std::size_t queue_jobs_max = 10'000;
    std::size_t readers_max = 8;
    std::function<void(Transaction&)> before_commit = {};
    std::function<void(const std::string&)> say = {};
};

inline PostgresSettings settings_for(const test::PostgresDatabase& database)
{
    PostgresSettings settings;
    settings.url = database.url();
    settings.trusts_durability = true; // the private server of the tests does not sync
    return settings;
}

inline std::unique_ptr<Store> open_small(const PostgresSettings& settings,
                                         std::span<const Migration> schema = small_schema)
{
    migrate_postgres(settings.url, schema, {});
    return open_postgres(settings, schema);
}

// A folder or a database, gone at the end.
class AnyDatabase
{
public:
    explicit AnyDatabase(Engine engine)
    {
        if (engine == Engine::postgres)
            database_.emplace();
    }
    std::unique_ptr<Store> open(const Limits& limits = {},
                                std::span<const Migration> schema = small_schema) const
    {
        return database_ ? open_with(settings_for(*database_), limits, schema)
                         : open_with(settings_for(folder_ / "a.db"), limits, schema);
    }
    bool is_postgres() const { return database_.has_value(); }

private:
    template <class Settings>
    static std::unique_ptr<Store> open_with(Settings settings, const Limits& limits,
                                            std::span<const Migration> schema)
    {
        settings.group_jobs_max = limits.group_jobs_max;
        settings.queue_jobs_max = limits.queue_jobs_max;
        settings.readers_max = limits.readers_max;
        settings.before_commit = limits.before_commit;
        settings.say = limits.say;
        if constexpr (std::is_same_v<Settings, PostgresSettings>)
            return open_small(settings, schema);
        else
            return open_sqlite(settings, schema);
    }

    Folder folder_;
    std::optional<test::PostgresDatabase> database_;
};

} // namespace kori::tests

namespace Catch
{

template <>
struct StringMaker<kori::tests::Engine>
{
    static std::string convert(kori::tests::Engine engine)
    {
        return engine == kori::tests::Engine::sqlite ? "SQLite" : "PostgreSQL";
    }
};

} // namespace Catch
