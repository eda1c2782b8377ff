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

TEST_CASE("half a copy is no source", "[app][copy]")
{
    const TemporaryFolder folder;
    const app::Database half{folder.path() / "half.db", {}, false};
    app::migrate(half, [](const std::string&) {});
    use(half, [](Transaction& tx) { work::set_installation_value(tx, work::unfinished_copy, "yes"); });
    CHECK_THROWS_WITH(app::copy_database(half, {folder.path() / "whole.db", {}, false}, [](auto, auto) {}),
                      Catch::Contains("interrupted"));
}

TEST_CASE("what was put back begins a new epoch of its journal at its first start, and only there",
          "[app][copy]")
{
    World world;
    const TemporaryFolder folder;
    const app::Database target{folder.path() / "kori.db", {}, false};
    app::copy_database(
        world.database(), target, [](auto, auto) {},
        [](Transaction& tx) { work::set_installation_value(tx, work::restored, "yes"); });
    for (int start = 0; start < 2; ++start)
    {
        app::Parts parts;
        parts.data = folder.path();
        parts.config = "config";
        parts.is_rehearsal = true;
        parts.keyring = crypto::Keyring{std::string(32, 'k')};
        app::Application{std::move(parts)}.stop();
    }
    app::read_database(target,
                       [](Transaction& tx)
                       {
                           const auto head = journal::newest_head(tx);
                           REQUIRE(head);
                           CHECK(head->epoch == 1);
                           CHECK_FALSE(work::installation_value(tx, work::restored).has_value());
                       });
}

TEST_CASE("a database's name for people holds no password", "[app][copy]")
{
    const auto name = [](const std::string& url) { return app::Database{{}, url, false}.name(); };
    CHECK(name("postgresql://kori:secret@db.example:5432/kori?sslmode=require") ==
          "postgresql://kori@db.example:5432/kori");
    CHECK(name("postgresql://kori@db.example/kori") == "postgresql://kori@db.example/kori");
    CHECK(name("postgresql:///kori?host=/run/postgresql&password=secret") ==
          "postgresql:///kori at /run/postgresql");
    CHECK(name("postgresql://kori:se:cret@db.example/kori") == "postgresql://kori@db.example/kori");
    CHECK(name("postgresql://kori@db.example/kori?nonsense=secret") == "postgresql:// (not readable)");
    CHECK(name("postgresql://kori:se%3Acret@db1,db2/kori") == "postgresql://kori@db1,db2/kori");
    CHECK(name("postgresql:///kori?password=x@y") == "postgresql:///kori");
    CHECK(name("host=db.example password=secret dbname=kori") == "postgresql://db.example/kori");
}
