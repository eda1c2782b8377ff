#include "procurement/basket/outcome_catalogue.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;

TEST_CASE("an outcome code reads with its months where it has some", "[outcome]")
{
    struct Case
    {
        const char* because;
        const char* code;
        int months; // -1 = not a code
    };
    const auto cases = {
        Case{"a plain outcome", "OPEN_JOB", 0},
        Case{"the shortest", "RETAIN_1", 1},
        Case{"the longest", "RETAIN_60", 60},
        Case{"one more", "RETAIN_61", -1},
        Case{"none", "RETAIN_0", -1},
        Case{"a number has one spelling", "RETAIN_06", -1},
        Case{"months are not left out", "RETAIN", -1},
        Case{"nor empty", "RETAIN_", -1},
        Case{"no sign", "RETAIN_-6", -1},
        Case{"no rest", "RETAIN_6x", -1},
        Case{"two words", "NO_RETURN_12", 12},
        Case{"a plain outcome has no months", "OPEN_JOB_6", -1},
        Case{"capitals", "open_job", -1},
        Case{"nothing", "", -1},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto parsed = parse_outcome(c.code);
        CHECK(parsed.has_value() == (c.months >= 0));
        if (parsed)
            CHECK(parsed->months == c.months);
    }
}

TEST_CASE("no outcome is verified by the provider itself and each has a verifier", "[outcome]")
{
    std::set<std::string_view> codes;
    for (const auto& kind : outcome_catalogue())
    {
        INFO(kind.code);
        CHECK(codes.insert(kind.code).second);
        CHECK_FALSE(kind.verifiers.empty());
        CHECK_FALSE(may_verify(kind, Verifier::provider));
        CHECK_FALSE(kind.source.empty());
        CHECK_FALSE(code_of(kind.evidence).empty());
        for (const auto verifier : kind.verifiers)
            CHECK(parse_verifier(code_of(verifier)) == verifier);
    }
    CHECK(codes.size() == 19);
}
