#include "core/reference/duties.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using namespace std::chrono;

namespace
{

std::vector<std::string> faults_of(std::string_view text)
{
    DutyBook book;
    try
    {
        read_duties(text, "d.json", book);
    }
    catch (const ReferenceError& error)
    {
        return error.faults();
    }
    return {};
}

} // namespace

TEST_CASE("a role may do what its duties list, on their days", "[reference]")
{
    DutyBook book;
    book.add({"coach", {"choice.prepare"}, {2025y / January / 1, 2026y / July / 1}, "a decision"});

    CHECK_FALSE(book.may("coach", "choice.prepare", 2024y / December / 31));
    CHECK(book.may("coach", "choice.prepare", 2025y / January / 1));
    CHECK(book.may("coach", "choice.prepare", 2026y / June / 30));
    CHECK_FALSE(book.may("coach", "choice.prepare", 2026y / July / 1));
    CHECK_FALSE(book.may("coach", "choice.see", 2026y / January / 1));
    CHECK_FALSE(book.may("worker", "choice.prepare", 2026y / January / 1));
    CHECK_FALSE(book.may("", "", 2026y / January / 1));
}

TEST_CASE("the duties of a role add up", "[reference]")
{
    DutyBook book;
    book.add({"coach", {"choice.prepare", "choice.see"}, {2025y / January / 1, {}}, "a decision"});
    book.add({"coach", {"choice.see", "order.see"}, {2026y / January / 1, 2027y / January / 1}, "another"});
    using Names = std::set<std::string, std::less<>>;

    CHECK(book.permissions_of("coach", 2025y / June / 1) == Names{"choice.prepare", "choice.see"});
    CHECK(book.permissions_of("coach", 2026y / June / 1) ==
          Names{"choice.prepare", "choice.see", "order.see"});
    CHECK(book.permissions_of("coach", 2027y / June / 1) == Names{"choice.prepare", "choice.see"});
    CHECK(book.permissions_of("coach", 2024y / June / 1).empty());
    CHECK(book.permissions_of("worker", 2026y / June / 1).empty());
    CHECK(book.roles() == std::vector<std::string>{"coach"});
}

TEST_CASE("the project's duties give the kernel's permissions to their roles and to no other", "[reference]")
{
    const auto book = load_duties("config/law/duties.json");
    struct Case
    {
        const char* permission;
        std::vector<std::string> roles;
    };
    const std::vector<Case> cases{
        {"access.manage_members", {"administrator"}},
        {"access.see_members", {"administrator", "auditor"}},
        {"area.manage", {"administrator"}},
        {"journal.see", {"auditor"}},
        {"platform.manage_organisations", {"operator"}},
        {"platform.operate", {"operator"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.permission);
        for (const auto& role : c.roles)
            CHECK(book.may(role, c.permission, 2026y / March / 2));
        for (const auto* role : {"coach", "worker", "customer", "procurement_officer", "finance_officer"})
            CHECK_FALSE(book.may(role, c.permission, 2026y / March / 2));
    }
}

TEST_CASE("a faulty file of duties is refused with every fault, and gives no duty", "[reference]")
{
    const auto faults = faults_of(R"([
        {"role": "Coach", "permissions": ["choice.see"], "from": "2025-01-01", "source": "s"},
        {"role": "coach", "permissions": ["see", "choice.see", "choice.see"], "from": "2025-01-01", "source": "s"},
        {"role": "coach", "permissions": [], "from": "2025-01-01", "source": "s"},
        {"role": "coach", "permissions": ["choice.see"], "from": "2025-01-01", "to": "2025-01-01", "source": "s"},
        {"role": "coach", "permissions": ["choice.see"], "from": "1.1.2025", "until": "2026-01-01"}
    ])");
    CHECK(faults == std::vector<std::string>{
                        R"(d.json: entry 1 (Coach), member "role": it is not a word of small letters)",
                        R"(d.json: entry 2 (coach), member "permissions": choice.see is there twice)",
                        R"(d.json: entry 2 (coach), member "permissions": see is not like "capability.act")",
                        R"(d.json: entry 3 (coach), member "permissions": it is not a list, or an empty one)",
                        R"(d.json: entry 4 (coach), member "to": it is not later than "from")",
                        R"(d.json: entry 5, member "until": there is no such member)",
                        R"(d.json: entry 5 (coach), member "from": it is not a date like 2026-03-02)",
                        R"(d.json: entry 5 (coach), member "source": it is missing)",
                    });

    DutyBook book;
    CHECK_THROWS_AS(read_duties(R"([{"role": "coach", "permissions": ["choice.see"], "from": "2025-01-01",
                                     "source": "s"}, {}])",
                                "d.json", book),
                    ReferenceError);
    CHECK(book.roles().empty());
}
