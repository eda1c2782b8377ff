// Documents made from the code's own tables are those in the tree.
#include "tests/rules/golden.hpp"
#include "tests/support/world.hpp"

#include "marketplace/app/documents.hpp"
#include "marketplace/app/settings.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("docs/routes.md tells the route table as it is", "[documents]")
{
    World world;
    auto& application = world.application();
    const auto page = app::routes_page(application.desk().routes(), application.environment().duties,
                                       finnish_date(World::default_start()));
    CHECK(page.find("**nobody**") == std::string::npos);
    CHECK(difference_to_golden("docs/routes.md", page) == "");
}

TEST_CASE("docs/schema.md tells the tables of a migrated database", "[documents]")
{
    World world;
    const auto page = app::schema_page(world.store());
    CHECK(page.find("## journal_entry\n") != std::string::npos);
    CHECK(difference_to_golden("docs/schema.md", page) == "");
}

TEST_CASE("docs/openapi.json is the description that the server gives", "[documents]")
{
    World world;
    CHECK(difference_to_golden("docs/openapi.json", app::openapi_page(world.application().openapi())) == "");
}

TEST_CASE("config/server.example.json names every setting with its default", "[documents]")
{
    const auto example = app::settings_example();
    for (const auto& row : app::setting_rows())
        CHECK(example.find("\"" + std::string{row.name} + "\": ") != std::string::npos);
    CHECK(difference_to_golden("config/server.example.json", example) == "");
    // What the file says must be accepted as it is.
    if (!writes_golden())
        CHECK_NOTHROW(app::Settings::load("config/server.example.json", {}, {}));
}
