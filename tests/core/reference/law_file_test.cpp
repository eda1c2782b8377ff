#include "core/reference/law_file.hpp"

#include "core/base/working_days.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::chrono;

namespace
{

std::vector<std::string> law_faults(std::string_view text)
{
    LawBook book;
    try
    {
        read_law(text, "l.json", book);
    }
    catch (const ReferenceError& error)
    {
        return error.faults();
    }
    return {};
}

std::vector<std::string> holiday_faults(std::string_view text)
{
    LawBook book;
    try
    {
        read_holidays(text, "h.json", book);
    }
    catch (const ReferenceError& error)
    {
        return error.faults();
    }
    return {};
}

// A good entry in which one member is written differently.
std::string entry_with(const std::string& member, const std::string& written)
{
    std::string text = "[{";
    for (const auto& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
             {"name", "\"T02.working_days\""},
             {"value", "10"},
             {"unit", "\"working_days\""},
             {"from", "\"2017-01-01\""},
             {"to", "\"2030-01-01\""},
             {"source", "\"an act\""},
             {"mark", "\"verified\""},
             {"note", "\"a note\""},
         })
        if (const auto& used = name == member ? written : value; !used.empty())
            text += (text.size() > 2 ? ", \"" : "\"") + name + "\": " + used;
    return text + "}]";
}

} // namespace

TEST_CASE("a law value is read with its unit, days, source and mark", "[reference]")
{
    LawBook book;
    read_law(entry_with("", ""), "l.json", book);

    const auto* value = book.find("T02.working_days", 2026y / March / 2);
    REQUIRE(value != nullptr);
    CHECK(value->value == std::variant<std::int64_t, std::string>{std::int64_t{10}});
    CHECK(value->unit == "working_days");
    CHECK(value->validity == Validity{2017y / January / 1, 2030y / January / 1});
    CHECK(value->source == "an act");
    CHECK(value->mark == "verified");
}

TEST_CASE("a law value that is wrong in one member is refused, and the sentence names it", "[reference]")
{
    struct Case
    {
        const char* member;
        const char* written; // empty: left out
        const char* sentence;
    };
    const auto cases = {
        Case{"name", "", R"(l.json: entry 1, member "name": it is missing)"},
        Case{"name", "\"T02 days\"",
             R"(l.json: entry 1 (T02 days), member "name": )"
             "it holds other characters than letters, digits, dot and line"},
        Case{"value", "", R"(l.json: entry 1 (T02.working_days), member "value": it is missing)"},
        Case{"value", "\"10\"",
             R"(l.json: entry 1 (T02.working_days), member "value": it is not an integer)"},
        Case{"value", "true", R"(l.json: entry 1 (T02.working_days), member "value": it is not an integer)"},
        Case{"unit", "\"code\"", R"(l.json: entry 1 (T02.working_days), member "value": a code is a text)"},
        Case{"unit", "\"moons\"",
             R"(l.json: entry 1 (T02.working_days), member "unit": there is no unit moons)"},
        Case{"from", "\"2017-02-29\"",
             R"(l.json: entry 1 (T02.working_days), member "from": it is not a date like 2026-03-02)"},
        Case{"to", "\"2017-01-01\"",
             R"(l.json: entry 1 (T02.working_days), member "to": it is not later than "from")"},
        Case{"source", "\"\"",
             R"(l.json: entry 1 (T02.working_days), member "source": it is not a text, or an empty one)"},
        Case{"mark", "\"sure\"",
             R"(l.json: entry 1 (T02.working_days), member "mark": )"
             "it is none of verified, secondary, from_memory, assumed"},
        Case{"note", "7",
             R"(l.json: entry 1 (T02.working_days), member "note": it is not a text, or an empty one)"},
    };
    for (const auto& c : cases)
    {
        INFO(c.member << " written " << c.written);
        CHECK(law_faults(entry_with(c.member, c.written)) == std::vector<std::string>{c.sentence});
    }
    CHECK(law_faults(R"([{"name": "x", "vlaue": 1}])").front() ==
          R"(l.json: entry 1, member "vlaue": there is no such member)");
}

TEST_CASE("a file that is no list of objects is refused", "[reference]")
{
    CHECK(law_faults("{}") == std::vector<std::string>{"l.json: the file is not a list"});
    CHECK(law_faults("[1]").front() == "l.json: entry 1: it is not an object");
    CHECK(law_faults("[").size() == 1);
    CHECK(law_faults("[").front().starts_with("l.json"));
    CHECK(law_faults("[]").empty());
    CHECK_THROWS_AS(load_law("config/no_such_folder"), ReferenceError);
    CHECK_THROWS_AS(read_reference_file("config/law/no_such_file.json"), ReferenceError);
}

TEST_CASE("two values of one name on one day are refused across files too", "[reference]")
{
    LawBook book;
    read_law(entry_with("", ""), "a.json", book);
    try
    {
        read_law(entry_with("from", "\"2029-12-31\""), "b.json", book);
        FAIL("it was taken");
    }
    catch (const ReferenceError& error)
    {
        CHECK(error.faults() ==
              std::vector<std::string>{"b.json: entry 1 (T02.working_days), member \"from\": law value "
                                       "T02.working_days: two values cover 2029-12-31"});
    }
    read_law(entry_with("from", "\"2030-01-01\"")
                 .replace(entry_with("from", "\"2030-01-01\"").find("\"to\""), 18, "\"to\": \"2031-01-01\""),
             "c.json", book);
    CHECK(book.integer("T02.working_days", 2030y / June / 1) == 10);
}

TEST_CASE("an exception of the calendar changes its day in the law book", "[reference]")
{
    LawBook book;
    read_holidays(R"({"explanation": "e", "exceptions": [
        {"day": "2026-03-04", "kind": "holiday", "source": "an act", "mark": "assumed"},
        {"day": "2026-04-03", "kind": "working_day", "source": "an act", "mark": "assumed", "note": "n"}]})",
                  "h.json", book);
    CHECK_FALSE(is_working_day(2026y / March / 4, DeadlineLaw::eu_1182_71, &book));
    CHECK(is_working_day(2026y / April / 3, DeadlineLaw::eu_1182_71, &book));
}

TEST_CASE("a faulty calendar is refused", "[reference]")
{
    CHECK(holiday_faults(R"({"explanation": "e", "exceptions": []})").empty());
    CHECK(holiday_faults(R"({"exceptions": []})") ==
          std::vector<std::string>{R"(h.json, member "explanation": it is missing)"});
    CHECK(holiday_faults(R"({"explanation": "e", "exceptions": 1})") ==
          std::vector<std::string>{R"(h.json, member "exceptions": it is not a list)"});
    CHECK(holiday_faults(R"({"explanation": "e", "exceptions": [
        {"day": "2026-03-04", "kind": "feast", "source": "s", "mark": "assumed"},
        {"day": "2026-03-05", "kind": "holiday", "source": "s", "mark": "assumed"},
        {"day": "2026-03-05", "kind": "working_day", "source": "s", "mark": "assumed"}]})") ==
          std::vector<std::string>{
              R"(h.json: exception 1, member "kind": it is neither holiday nor working_day)",
              R"(h.json: exception 3, member "day": 2026-03-05 is there twice)",
          });
}
