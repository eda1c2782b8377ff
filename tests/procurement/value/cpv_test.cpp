#include "procurement/value/cpv.hpp"

#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kori;
using samples::law_of_the_tree;
using samples::on;

namespace
{
const auto day = on("2026-03-02");
constexpr auto general = ThresholdClass::general;
constexpr auto items_1_4 = ThresholdClass::annex_e_1_4;
constexpr auto items_5_15 = ThresholdClass::annex_e_5_15;
} // namespace

TEST_CASE("each CPV code falls into the class of Annex E, its neighbours into theirs", "[value]")
{
    struct Case
    {
        const char* because;
        const char* code;
        ThresholdClass threshold_class;
    };
    const std::vector<Case> cases{
        {"job search services", "79611000-0", items_1_4},
        {"one below job search", "79610999-0", general},
        {"placement", "79610000-3", general},
        {"career guidance is not listed", "79634000-7", general},
        {"recruitment is not listed", "79600000-0", general},
        {"supply of office personnel", "79612000-7", general},
        {"staff development", "79633000-0", general},
        {"health and social work, first", "85000000-9", items_1_4},
        {"just before", "84999999-0", general},
        {"guidance and counselling", "85312300-2", items_1_4},
        {"rehabilitation", "85312500-4", items_1_4},
        {"vocational rehabilitation", "85312510-7", items_1_4},
        {"social work, last", "85323000-9", items_1_4},
        {"just after", "85323001-0", general},
        {"education, first", "80000000-4", items_1_4},
        {"just before education", "79999999-0", general},
        {"vocational training", "80530000-8", items_1_4},
        {"personal development training", "80570000-0", items_1_4},
        {"education, last", "80660000-8", items_1_4},
        {"just after education", "80660001-0", general},
        {"membership organisations", "98133000-4", items_1_4},
        {"civic betterment", "98133100-5", items_1_4},
        {"youth associations", "98133110-8", items_5_15},
        {"other community services", "98000000-3", items_5_15},
        {"other membership organisations", "98130000-3", items_5_15},
        {"between the two", "98131000-0", general},
        {"a bus", "34121000-1", general},
    };
    for (const auto& c : cases)
    {
        INFO(c.because << " " << c.code);
        CHECK(class_of_cpv(c.code, day, law_of_the_tree()) == c.threshold_class);
    }
    CHECK(class_of_cpv("79611000-0", on("2016-12-31"), law_of_the_tree()) == general);
}

TEST_CASE("no two ranges of the data overlap, so no code has two classes", "[value]")
{
    const auto& law = law_of_the_tree();
    std::vector<std::pair<std::string, std::string>> ranges;
    for (const auto& [name, values] : law.all())
        if (name.starts_with("threshold_class.") && name.ends_with(".cpv_first"))
        {
            const auto range = name.substr(0, name.size() - std::string_view{".cpv_first"}.size());
            ranges.emplace_back(law.code(name, day), law.code(range + ".cpv_last", day));
            CHECK(parse_threshold_class(law.code(range + ".class", day)));
            CHECK(check_cpv(ranges.back().first, day, law));
            CHECK(check_cpv(ranges.back().second, day, law));
        }
    CHECK(ranges.size() == 13);
    for (std::size_t i = 0; i < ranges.size(); ++i)
    {
        CHECK(ranges[i].first <= ranges[i].second);
        for (std::size_t j = 0; j < i; ++j)
        {
            INFO(ranges[i].first << " " << ranges[j].first);
            CHECK((ranges[i].second < ranges[j].first || ranges[j].second < ranges[i].first));
        }
    }
}

TEST_CASE("a narrow range counts inside a wide one, and an unknown class is a fault of the data", "[value]")
{
    LawBook book;
    const auto add = [&book](const std::string& range, const char* first, const char* last, const char* name)
    {
        for (const auto& [end, code] :
             {std::pair{".cpv_first", first}, {".cpv_last", last}, {".class", name}})
            book.add("threshold_class." + range + end,
                     {std::string{code}, "code", {day, std::nullopt}, "test", "assumed"});
    };
    add("wide", "10000000-0", "20000000-0", "annex_e_5_15");
    add("narrow", "15000000-0", "15000001-0", "annex_e_1_4");
    CHECK(class_of_cpv("15000000-0", day, book) == items_1_4);
    CHECK(class_of_cpv("15000002-0", day, book) == items_5_15);
    add("wrong", "30000000-0", "30000000-0", "annex_f");
    CHECK_THROWS_AS(class_of_cpv("30000000-0", day, book), LawMissing);
}

TEST_CASE("a CPV code has its form, and its check digit where the data know it", "[value]")
{
    const auto rule_of = [](std::string_view code)
    {
        const auto checked = check_cpv(code, day, law_of_the_tree());
        return checked ? std::string{} : checked.refusal().rule;
    };
    CHECK(rule_of("79611000-0") == "");
    CHECK(rule_of("85312510-7") == "");
    CHECK(rule_of("79611000-1") == "cpv.check_digit");
    CHECK(rule_of("79634000-8") == "cpv.check_digit");
    CHECK(rule_of("85323000-8") == "cpv.check_digit");
    CHECK(rule_of("79611000") == "cpv.form");
    CHECK(rule_of("7961100-00") == "cpv.form");
    CHECK(rule_of("") == "cpv.form");
    const auto wrong = check_cpv("79611000-1", day, law_of_the_tree());
    CHECK(wrong.refusal().values == Facts{{"code", "79611000-1"}, {"right", "79611000-0"}});
}

TEST_CASE("a value falls into its regime: equal to a threshold has reached it", "[value]")
{
    struct Case
    {
        const char* because;
        std::int64_t cents;
        ThresholdClass threshold_class;
        PurchaseForm form;
        const char* day;
        Regime regime;
        bool reaches_eu;
    };
    constexpr auto contract = PurchaseForm::contract;
    constexpr auto concession = PurchaseForm::concession;
    const std::vector<Case> cases{
        {"nothing", 0, general, contract, "2026-03-02", Regime::below_threshold, false},
        {"a cent below 60 000", 5'999'999, general, contract, "2026-03-02", Regime::below_threshold, false},
        {"60 000", 6'000'000, general, contract, "2026-03-02", Regime::national, false},
        {"a cent below the EU threshold", 21'599'999, general, contract, "2026-03-02", Regime::national,
         false},
        {"the EU threshold of 2026", 21'600'000, general, contract, "2026-03-02", Regime::eu_level, true},
        {"the same sum in 2025", 21'600'000, general, contract, "2025-12-31", Regime::national, false},
        {"the EU threshold of 2025", 22'100'000, general, contract, "2025-12-31", Regime::eu_level, true},
        {"a cent below 400 000", 39'999'999, items_1_4, contract, "2026-03-02", Regime::below_threshold,
         false},
        {"400 000", 40'000'000, items_1_4, contract, "2026-03-02", Regime::annex_e, false},
        {"a cent below 750 000", 74'999'999, items_1_4, contract, "2026-03-02", Regime::annex_e, false},
        {"750 000 stays Annex E", 75'000'000, items_1_4, contract, "2026-03-02", Regime::annex_e, true},
        {"a cent below 300 000", 29'999'999, items_5_15, contract, "2026-03-02", Regime::below_threshold,
         false},
        {"300 000", 30'000'000, items_5_15, contract, "2026-03-02", Regime::annex_e, false},
        {"a cent below 500 000", 49'999'999, items_1_4, concession, "2026-03-02", Regime::below_threshold,
         false},
        {"500 000", 50'000'000, general, concession, "2026-03-02", Regime::national, false},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto found =
            regime_of_value(Money::cents(c.cents), c.threshold_class, c.form, on(c.day), law_of_the_tree());
        CHECK(found.regime == c.regime);
        CHECK(found.reaches_eu == c.reaches_eu);
    }
}

TEST_CASE("an EU threshold that nobody has entered yet is not guessed, and not needed far below it",
          "[value]")
{
    const auto later = on("2028-01-01");
    CHECK(regime_of_value(Money::cents(5'999'999), general, PurchaseForm::contract, later, law_of_the_tree())
              .regime == Regime::below_threshold);
    CHECK_THROWS_AS(
        regime_of_value(Money::cents(6'000'000), general, PurchaseForm::contract, later, law_of_the_tree()),
        LawMissing);
}
