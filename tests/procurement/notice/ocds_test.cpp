#include "procurement/notice/ocds.hpp"

#include "tests/procurement/notice/a_life.hpp"
#include "tests/rules/golden.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <set>

using namespace kori;
using test::life_of_a_system;
using test::moment;

namespace
{

ocds::Publication publication()
{
    return {"ocds-213czf",
            "https://kori.example.org/ocds",
            "Esimerkin työllisyysalue",
            "2332748-7",
            "https://creativecommons.org/licenses/by/4.0/",
            "https://kori.example.org/ocds/policy",
            5};
}

const Instant in_the_end = moment("2029-08-01T09:00:00+03:00");

json::Array of_competition(const notice::NoticeFacts& facts, std::size_t number, Instant until)
{
    return ocds::competition_releases(facts, facts.competitions[number], publication(), until);
}

std::vector<std::string> tags(const json::Array& releases)
{
    std::vector<std::string> all;
    for (const auto& release : releases)
        all.push_back(release.at("tag").array().front().text());
    return all;
}

} // namespace

TEST_CASE("the packages of a system's life are what the golden files show", "[notice][ocds]")
{
    const auto facts = life_of_a_system(Regime::eu_level);
    const auto releases = ocds::release_package(facts, publication(), in_the_end);
    const auto records = ocds::record_package(facts, publication(), in_the_end);
    REQUIRE(releases);
    REQUIRE(records);
    const std::string folder = "tests/procurement/notice/golden/";
    CHECK(test::difference_to_golden(folder + "release-package.json", json::write_pretty(*releases)) == "");
    CHECK(test::difference_to_golden(folder + "record-package.json", json::write_pretty(*records)) == "");
}

TEST_CASE("what happened to a system and its competitions is told in its order", "[notice][ocds]")
{
    const auto facts = life_of_a_system(Regime::eu_level);
    CHECK(tags(ocds::system_releases(facts, publication(), in_the_end)) ==
          std::vector<std::string>{"tender", "tenderUpdate", "tenderUpdate"});
    CHECK(tags(of_competition(facts, 0, in_the_end)) ==
          std::vector<std::string>{"tender", "tenderUpdate", "award", "contract", "contractAmendment",
                                   "contractTermination"});
    CHECK(tags(of_competition(facts, 1, in_the_end)) == std::vector<std::string>{"tender", "award"});
    CHECK(tags(of_competition(facts, 2, in_the_end)) == std::vector<std::string>{"tender"});
    auto cancelled = facts;
    cancelled.competitions[2].cancelled_at = moment("2027-03-10T09:00:00+02:00");
    CHECK(tags(of_competition(cancelled, 2, in_the_end)) ==
          std::vector<std::string>{"tender", "tenderCancellation"});
}

TEST_CASE("nothing is told of tenders before the decision, not even how many there are", "[notice][ocds]")
{
    const auto facts = life_of_a_system(Regime::eu_level);
    const auto& decided = facts.competitions[0].decision->at;
    struct Case
    {
        const char* because;
        Instant until;
        bool told;
    };
    const Case cases[] = {
        {"invited", moment("2026-04-01T08:00:00+03:00"), false},
        {"the tenders are in", moment("2026-04-15T12:00:00+03:00"), false},
        {"the tenders are open, nothing is decided", moment("2026-04-15T12:30:00+03:00"), false},
        {"a microsecond before the decision", decided.plus_micros(-1), false},
        {"decided", decided, true},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto text = json::write(of_competition(facts, 0, c.until));
        for (const auto* word : {"bids", "numberOfTenderers", "tenderers", "\"tenderer\"", "awards", "Aalto"})
        {
            INFO(word);
            const bool always_absent =
                std::string{word} == "numberOfTenderers" || std::string{word} == "tenderers";
            CHECK((text.find(word) != std::string::npos) == (c.told && !always_absent));
        }
    }
}

TEST_CASE("a competition is a process of its own that names the system as its framework", "[notice][ocds]")
{
    const auto facts = life_of_a_system(Regime::eu_level);
    const auto system = ocds::ocid_of(publication(), facts.system.id);
    CHECK(system == "ocds-213czf-prg_01j9z3k8h0000000000000000a");
    std::set<std::string> ocids{system};
    for (std::size_t i = 0; i < facts.competitions.size(); ++i)
    {
        const auto releases = of_competition(facts, i, in_the_end);
        for (const auto& release : releases)
            CHECK(release.at("ocid") == releases.front().at("ocid"));
        ocids.insert(releases.front().at("ocid").text());
        const auto& related = releases.front().at("relatedProcesses").array();
        REQUIRE(related.size() == 1);
        CHECK(related[0].at("relationship") == json::Value{json::Array{"framework"}});
        CHECK(related[0].at("scheme").text() == "ocid");
        CHECK(related[0].at("identifier").text() == system);
    }
    CHECK(ocids.size() == 4);
}

TEST_CASE("a release stays as it is when more happens", "[notice][ocds]")
{
    const auto facts = life_of_a_system(Regime::eu_level);
    auto earlier = facts;
    earlier.competitions[0].decision->awards[0].contract->end.reset();
    earlier.competitions[0].decision->awards[0].contract->changes.clear();
    const auto before = of_competition(earlier, 0, in_the_end);
    const auto after = of_competition(facts, 0, in_the_end);
    REQUIRE(before.size() + 2 == after.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        CHECK(json::write(before[i]) == json::write(after[i]));
    std::set<std::string> ids;
    for (const auto& release : after)
        ids.insert(release.at("id").text());
    CHECK(ids.size() == after.size());
}

TEST_CASE("every moment of the open data carries the offset of Finland", "[notice][ocds]")
{
    const auto package = ocds::record_package(life_of_a_system(Regime::eu_level), publication(), in_the_end);
    REQUIRE(package);
    const auto text = json::write(*package);
    const std::regex date{"\"(\\w*[dD]ate\\w*)\":\"([^\"]*)\""};
    const std::regex with_offset{"\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\+0[23]:00"};
    std::size_t seen = 0;
    for (std::sregex_iterator at{text.begin(), text.end(), date}, end; at != end; ++at, ++seen)
    {
        INFO(at->str());
        CHECK(std::regex_match((*at)[2].str(), with_offset));
    }
    CHECK(seen > 50);
}

TEST_CASE("a small number of customers is left out", "[notice][ocds]")
{
    auto facts = life_of_a_system(Regime::eu_level);
    const auto quantity = [&facts]
    {
        const auto releases = of_competition(facts, 0, in_the_end);
        return releases[0].at("tender").at("items").array()[0].optional_integer("quantity");
    };
    struct Case
    {
        const char* because;
        std::optional<std::int64_t> customers;
        std::optional<std::int64_t> told;
    };
    const Case cases[] = {
        {"not known", std::nullopt, std::nullopt},
        {"none", 0, std::nullopt},
        {"one below the smallest cell", 4, {}},
        {"the smallest cell", 5, 5},
        {"many", 40, 40},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        facts.competitions[0].customers = c.customers;
        CHECK(quantity() == c.told);
    }
}

TEST_CASE("of a winner who is a person only name and business ID are told", "[notice][ocds]")
{
    const auto releases = of_competition(life_of_a_system(Regime::eu_level), 0, in_the_end);
    std::size_t persons = 0;
    for (const auto& party : releases[2].at("parties").array())
    {
        const bool is_person = party.at("name").text() == "Urapolku Bergman";
        persons += is_person ? 1U : 0U;
        CHECK((party.find("address") == nullptr) == is_person);
        CHECK(party.at("identifier").at("id").is_text());
    }
    CHECK(persons == 1);
}

TEST_CASE("releases merge by the routine of the standard", "[notice][ocds]")
{
    using json::Array;
    using json::Object;
    const auto release = [](const char* date, Object tender)
    {
        return json::Value{Object{}
                               .add("ocid", "ocds-x-1")
                               .add("id", date)
                               .add("date", date)
                               .add("tag", Array{"tender"})
                               .add("tender", std::move(tender))};
    };
    const auto merged = [&release](Object older, Object newer)
    {
        return json::write(ocds::compiled({release("2026-01-01T00:00:00+02:00", std::move(older)),
                                           release("2026-02-01T00:00:00+02:00", std::move(newer))})
                               .at("tender"));
    };
    CHECK(merged(Object{}.add("a", 1).add("b", 2), Object{}.add("b", 3).add("c", 4)) ==
          R"({"a":1,"b":3,"c":4})");
    CHECK(merged(Object{}.add("p", Object{}.add("from", 1).add("to", 2)),
                 Object{}.add("p", Object{}.add("to", 3))) == R"({"p":{"from":1,"to":3}})");
    CHECK(merged(Object{}.add("l", Array{Object{}.add("id", "1").add("x", 1), Object{}.add("id", "2")}),
                 Object{}.add("l", Array{Object{}.add("id", "3"), Object{}.add("id", "1").add("y", 2)})) ==
          R"({"l":[{"id":"1","x":1,"y":2},{"id":"2"},{"id":"3"}]})");
    CHECK(merged(Object{}.add("roles", Array{"a", "b"}), Object{}.add("roles", Array{"c"})) ==
          R"({"roles":["c"]})");
    // The schema marks this list "wholeListMerge".
    CHECK(merged(Object{}.add("additionalClassifications",
                              Array{Object{}.add("id", "1"), Object{}.add("id", "2")}),
                 Object{}.add("additionalClassifications", Array{Object{}.add("id", "2")})) ==
          R"({"additionalClassifications":[{"id":"2"}]})");

    const auto state = ocds::compiled({release("2026-01-01T00:00:00+02:00", Object{}.add("a", 1)),
                                       release("2026-02-01T00:00:00+02:00", Object{}.add("a", 2))});
    CHECK(state.at("id").text() == "ocds-x-1-2026-02-01T00:00:00+02:00");
    CHECK(state.at("date").text() == "2026-02-01T00:00:00+02:00");
    CHECK(state.at("tag") == json::Value{Array{"compiled"}});
}

TEST_CASE("the compiled state of a contract is that of its last change", "[notice][ocds]")
{
    const auto facts = life_of_a_system(Regime::eu_level);
    const auto state = ocds::compiled(of_competition(facts, 0, in_the_end));
    const auto& contract = state.at("contracts").array().front();
    CHECK(state.at("contracts").array().size() == 1);
    CHECK(contract.at("status").text() == "terminated");
    CHECK(contract.at("value").at("amount").euros().amount == Money::euros(245'000));
    CHECK(contract.at("period").at("endDate").text() == "2027-06-30T23:59:59+03:00");
    CHECK(state.at("tender").at("tenderPeriod").at("endDate").text() == "2026-04-15T12:00:00+03:00");
    CHECK(state.at("tender").at("status").text() == "complete");
    const auto system = ocds::compiled(ocds::system_releases(facts, publication(), in_the_end));
    CHECK(system.at("tender").at("lots").array().size() == 3);
    CHECK(system.at("tender").at("techniques").at("dynamicPurchasingSystem").at("status").text() ==
          "terminated");
}

TEST_CASE("before the system is published there is no package", "[notice][ocds]")
{
    const auto facts = life_of_a_system(Regime::eu_level);
    const auto before = facts.system.published_at.plus_micros(-1);
    const auto early = ocds::record_package(facts, publication(), before);
    REQUIRE_FALSE(early);
    CHECK(early.refusal().rule == "notice.nothing_to_tell");
    CHECK(ocds::record_package(facts, publication(), facts.system.published_at));
}
