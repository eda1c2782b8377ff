#include "core/journal/journal.hpp"
#include "core/work/installation.hpp"
#include "marketplace/app/copy.hpp"
#include "tests/support/chain.hpp"
#include "tests/support/moved.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace kori;
using namespace kori::test;

namespace
{

void use(const app::Database& database, const std::function<void(Transaction&)>& part)
{
    const auto store = app::open_store(database, {1, 1, {}, {}});
    REQUIRE(store->write_and_wait(
                [&](Transaction& tx)
                {
                    part(tx);
                    return Verdict::keep;
                }) == Fate::durable);
    store->close();
}

} // namespace

TEST_CASE("a database moves to the other engine and back with every row, its head and its balances",
          "[app][copy]")
{
    World world;
    const auto market = make_market(world);
    order_in(world, market, "STARTED");
    const auto there_and_back = moved(world.database());
    CHECK(there_and_back.first.rows > 100);
    CHECK(there_and_back.first.entries > 20);
    CHECK(there_and_back.first.balances > 0);
    CHECK(there_and_back.first.root == there_and_back.second.root);
    CHECK(there_and_back.first.rows == there_and_back.second.rows);
    CHECK(there_and_back.first.balances_cents == there_and_back.second.balances_cents);
}

TEST_CASE("a copy goes into a new database only, and never over one that is in use", "[app][copy]")
{
    World world;
    World other;
    CHECK_THROWS_WITH(app::copy_database(world.database(), other.database(), [](auto, auto) {}),
                      Catch::Contains("in use") || Catch::Contains("lock"));
}

TEST_CASE("nobody serves from half a copy, and repeating it makes it whole", "[app][copy]")
{
    World world;
    const TemporaryFolder folder;
    const app::Database target{folder.path() / "kori.db", {}, false};
    app::migrate(target, [](const std::string&) {});
    use(target, [](Transaction& tx) { work::set_installation_value(tx, work::unfinished_copy, "yes"); });
    app::Parts parts;
    parts.data = folder.path();
    parts.config = "config";
    parts.is_rehearsal = true;
    parts.keyring = crypto::Keyring{std::string(32, 'k')};
    CHECK_THROWS_WITH(app::Application{std::move(parts)}, Catch::Contains("interrupted"));
    const auto report = app::copy_database(world.database(), target, [](auto, auto) {});
    CHECK(report.entries > 0);
    app::read_database(target, [](Transaction& tx)
                       { CHECK_FALSE(work::installation_value(tx, work::unfinished_copy).has_value()); });
}

TEST_CASE("a database's name for people holds no password", "[app][copy]")
{
    const auto name = [](const std::string& url) { return app::Database{{}, url, false}.name(); };
    CHECK(name("postgresql://kori:secret@db.example:5432/kori?sslmode=require") ==
          "postgresql://kori@db.example:5432/kori");
    CHECK(name("postgresql://kori@db.example/kori") == "postgresql://kori@db.example/kori");
    CHECK(name("postgresql:///kori?host=/run/postgresql&password=secret") == "postgresql:///kori");
}
