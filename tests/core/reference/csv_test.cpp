#include "core/reference/csv.hpp"

#include "core/reference/reference_file.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

std::string fault_of(std::string_view text)
{
    try
    {
        read_csv(text, "t.csv", {"a", "b"});
    }
    catch (const ReferenceError& error)
    {
        return error.what();
    }
    return "none";
}

} // namespace

TEST_CASE("a table is read field by field, with or without quotes", "[reference]")
{
    const auto rows = read_csv("a,b\n1,\n\"x, \"\"y\"\"\",\"two\nlines\"\nlast,row", "t.csv", {"a", "b"});
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].fields.at("a") == "1");
    CHECK(rows[0].fields.at("b").empty());
    CHECK(rows[0].line == 2);
    CHECK(rows[1].fields.at("a") == "x, \"y\"");
    CHECK(rows[1].fields.at("b") == "two\nlines");
    CHECK(rows[2].fields.at("b") == "row");
    CHECK(rows[2].line == 5);
}

TEST_CASE("a table of another shape is refused with its line", "[reference]")
{
    CHECK(fault_of("") == "t.csv: line 1: the header is not the expected one");
    CHECK(fault_of("b,a\n") == "t.csv: line 1: the header is not the expected one");
    CHECK(fault_of("a,b\n1,2\n3\n") == "t.csv: line 3: the row has another number of fields than the header");
    CHECK(fault_of("a,b\n1,2,3\n") == "t.csv: line 2: the row has another number of fields than the header");
    CHECK(fault_of("a,b\n\n") == "t.csv: line 2: the row has another number of fields than the header");
    CHECK(fault_of("a,b\n1,\"2\n") == "t.csv: line 2: a quote is not closed");
    CHECK(fault_of("a,b\n1,\"2\"x\n") == "t.csv: line 2: text follows a closing quote");
    CHECK(fault_of("a,b\n1,x\"2\n") ==
          "t.csv: line 2: a quote or a carriage return stands in a field without quotes");
    CHECK(fault_of("a,b\r\n1,2\r\n") ==
          "t.csv: line 1: a quote or a carriage return stands in a field without quotes");
    CHECK(fault_of("a,b\n") == "none");
}
