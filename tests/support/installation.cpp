#include "tests/support/installation.hpp"

#include <stdexcept>

namespace kori::test
{

Installation::Installation() : own_{is_postgres_run() ? std::make_unique<PostgresDatabase>() : nullptr}
{
    if (own_)
        url_ = own_->url();
    migrate();
}

Installation::Installation(std::string url) : url_{std::move(url)}
{
    migrate();
}

app::Database Installation::database() const
{
    return {data() / "kori.db", url_, own_ != nullptr}; // the test run's own server does not sync
}

std::vector<std::string> Installation::flags(std::vector<std::string> more) const
{
    std::vector<std::string> flags{"--data", data().string()};
    if (!url_.empty())
        flags.insert(flags.end(), {"--database", url_});
    if (own_)
        flags.insert(flags.end(), {"--database-trusted", "yes"});
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
}

// A SQLite file is made and migrated by its first server.
void Installation::migrate() const
{
    if (!url_.empty())
        app::migrate(database(), [](const std::string&) {});
}

} // namespace kori::test
