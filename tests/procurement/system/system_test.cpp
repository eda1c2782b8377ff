#include "procurement/system/system.hpp"

#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using samples::at;
using samples::law_of_the_tree;
using samples::on;

namespace
{

constexpr const char* job_search = "79611000-0";      // Annex E item 1
constexpr const char* career_guidance = "79634000-7"; // on no list

const ProgrammeId programme{IdBytes{1}};

Category category(const char* cpv, std::optional<Money> value)
{
    Category made{CategoryId{IdBytes{2}}, programme, 1,  {"a", "a", ""}, {}, cpv, {},
                  PurchaseForm::contract, value,     {}, Instant{}};
    return made;
}

Regime regime_of(Money value, const std::vector<Category>& categories)
{
    return regime_of_system(value, categories, on("2026-03-02"), law_of_the_tree());
}

SystemTerms terms()
{
    SystemTerms made{.programme = programme,
                     .description = {"a", "a", ""},
                     .procedure = {"a", "a", ""},
                     .announced_value = Money::euros(500'000),
                     .nuts = "FI1D2",
                     .documents_uri = "https://hankinnat.example/"};
    made.requests_until = at("2026-04-02T12:00:00+03:00");
    made.described_request_days = 30;
    return made;
}

const Instant sent = at("2026-03-02T10:00:00+02:00");

std::vector<FieldError> faults(const SystemTerms& what, Regime regime = Regime::annex_e,
                               std::vector<Category> categories = {category(job_search, Money::euros(1))})
{
    return faults_of_system({what, categories, regime, on("2030-01-01")}, sent, law_of_the_tree());
}

bool has(const std::vector<FieldError>& found, std::string_view pointer, std::string_view rule)
{
    return std::any_of(found.begin(), found.end(), [&](const FieldError& fault)
                       { return fault.pointer == pointer && fault.rule == rule; });
}

} // namespace

TEST_CASE("a system stands in the regime that all its planned contracts reach together", "[system]")
{
    const auto one_class = std::vector{category(job_search, Money::euros(100)), category(job_search, {})};
    CHECK(regime_of(Money::euros(400'000) - Money::cents(1), one_class) == Regime::below_threshold);
    CHECK(regime_of(Money::euros(400'000), one_class) == Regime::annex_e);
    CHECK(regime_of(Money::euros(750'000), one_class) == Regime::annex_e);
    const auto general = std::vector{category(career_guidance, Money::euros(100))};
    CHECK(regime_of(Money::euros(60'000) - Money::cents(1), general) == Regime::below_threshold);
    CHECK(regime_of(Money::euros(60'000), general) == Regime::national);
    CHECK(regime_of(Money::euros(500'000), general) == Regime::eu_level);
}

TEST_CASE("of special and other services the greater part decides; where that is open, the stricter regime",
          "[system]")
{
    const auto value = Money::euros(500'000);
    CHECK(regime_of(value, {category(job_search, Money::euros(251'000)),
                            category(career_guidance, Money::euros(249'000))}) == Regime::annex_e);
    CHECK(regime_of(value, {category(job_search, Money::euros(249'000)),
                            category(career_guidance, Money::euros(251'000))}) == Regime::eu_level);
    CHECK(regime_of(value, {category(job_search, Money::euros(250'000)),
                            category(career_guidance, Money::euros(250'000))}) == Regime::eu_level);
    CHECK(regime_of(value, {category(job_search, Money::euros(499'000)), category(career_guidance, {})}) ==
          Regime::eu_level);
}

TEST_CASE("a system that lacks nothing has no faults, and each thing that lacks is one", "[system]")
{
    CHECK(faults(terms()).empty());
    auto lacking = terms();
    lacking.description.sv.clear();
    lacking.procedure.fi.clear();
    lacking.nuts = "FI1";
    lacking.documents_uri.clear();
    lacking.announced_value.reset();
    lacking.requests_until.reset();
    const auto found = faults(lacking, Regime::annex_e, {});
    CHECK(has(found, "/system/description/sv", "system.text_missing"));
    CHECK(has(found, "/system/procedure/fi", "system.text_missing"));
    CHECK(has(found, "/system/nuts", "system.nuts"));
    CHECK(has(found, "/system/documents_uri", "system.documents_missing"));
    CHECK(has(found, "/system/announced_value_cents", "system.value_missing"));
    CHECK(has(found, "/system/requests_until", "system.window_missing"));
    CHECK(has(found, "/system/categories", "system.no_category"));
    CHECK(found.size() == 7);
}

TEST_CASE("the procedure is described outside the EU level only", "[system]")
{
    auto undescribed = terms();
    undescribed.procedure = {};
    undescribed.described_request_days.reset();
    CHECK(faults(undescribed, Regime::eu_level).empty());
    CHECK(has(faults(undescribed), "/system/procedure/fi", "system.text_missing"));
}

TEST_CASE("the initial window lasts 30 days at the EU level, to the end of the last one", "[system][T01]")
{
    auto of_law = terms();
    of_law.described_request_days.reset();
    of_law.requests_until = at("2026-04-01T23:59:59.999999+03:00");
    CHECK(faults(of_law, Regime::eu_level).empty());
    of_law.requests_until = at("2026-04-01T23:59:59.999998+03:00");
    CHECK(has(faults(of_law, Regime::eu_level), "/system/requests_until", "system.window_too_short"));
    of_law.described_request_days = 40; // the law sets the length there
    CHECK(has(faults(of_law, Regime::eu_level), "/system/described_request_days", "limit.length_is_law"));
}

TEST_CASE("elsewhere the initial window is as long as the buyer described", "[system][T01]")
{
    for (const auto regime : {Regime::annex_e, Regime::national})
    {
        auto described = terms();
        if (regime == Regime::national)
            described.announced_value = Money::euros(1);
        described.described_request_days = 14;
        described.requests_until = at("2026-03-16T23:59:59.999999+02:00");
        CHECK(faults(described, regime).empty());
        described.requests_until = at("2026-03-16T23:59:59.999998+02:00");
        CHECK(has(faults(described, regime), "/system/requests_until", "system.window_too_short"));
        described.described_request_days.reset();
        CHECK(has(faults(described, regime), "/system/described_request_days", "limit.not_described"));
    }
}

TEST_CASE("the window ends before the system does", "[system]")
{
    auto late = terms();
    late.requests_until = start_of_day(on("2030-01-01")).plus_micros(-1);
    CHECK(faults(late).empty());
    late.requests_until = start_of_day(on("2030-01-01"));
    CHECK(has(faults(late), "/system/requests_until", "system.window_after_end"));
}

TEST_CASE("the categories come to the announced value at most", "[system]")
{
    const auto half = category(job_search, Money::euros(250'000));
    CHECK(faults(terms(), Regime::annex_e, {half, half}).empty());
    const auto more = category(job_search, Money::euros(250'000) + Money::cents(1));
    CHECK(has(faults(terms(), Regime::annex_e, {half, more}), "/system/announced_value_cents",
              "system.categories_above_announced"));
}

TEST_CASE("a programme does not stand in a laxer regime than its value asks for", "[system]")
{
    CHECK(faults(terms(), Regime::annex_e).empty());
    auto lax = terms();
    CHECK(has(faults(lax, Regime::national), "/regime", "system.regime_too_lax"));
    lax.announced_value = Money::euros(400'000) - Money::cents(1);
    CHECK(faults(lax, Regime::national).empty()); // stricter than it has to be
}

TEST_CASE("a category's codes are looked at one by one", "[system]")
{
    auto wrong = category("79611000-1", {});
    wrong.more_cpv = {job_search, "796"};
    wrong.requirements = {"trade_register", "Kauppa,rekisteri"};
    const auto found = faults_of_category(wrong, on("2026-03-02"), law_of_the_tree());
    CHECK(has(found, "/cpv", "cpv.check_digit"));
    CHECK(has(found, "/more_cpv/1", "cpv.form"));
    CHECK(has(found, "/requirements/1", "system.requirement_code"));
    CHECK(found.size() == 3);
    CHECK(faults_of_category(category(job_search, {}), on("2026-03-02"), law_of_the_tree()).empty());
}

TEST_CASE("nothing is bought in a system before its window is over, while it is closed, or after its end",
          "[system]")
{
    using namespace programme_state;
    CHECK(check_may_buy(open));
    const auto rule = [](std::string_view state) { return check_may_buy(state).refusal().rule; };
    CHECK(rule(closed_temp) == "system.closed");
    for (const auto state : {draft, in_dialogue, published_initial})
        CHECK(rule(state) == "system.not_open_yet");
    for (const auto state : {terminated, expired, cancelled, dropped, archived})
        CHECK(rule(state) == "system.over");
}
