#include "procurement/notice/notice_check.hpp"

#include "tests/procurement/notice/a_life.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace kori;
using test::life_of_a_system;
using test::moment;

TEST_CASE("a whole life has no faults", "[notice]")
{
    for (const auto regime : {Regime::eu_level, Regime::annex_e, Regime::national})
        CHECK(notice::faults(life_of_a_system(regime)) == std::vector<FieldError>{});
}

TEST_CASE("each fault in the facts of a notice is told with its field", "[notice]")
{
    using notice::NoticeFacts;
    struct Case
    {
        const char* because;
        std::function<void(NoticeFacts&)> spoil;
        const char* pointer;
        const char* rule;
    };
    const Case cases[] = {
        {"no buyer", [](NoticeFacts& f) { f.buyer.organisation.name.clear(); }, "/buyer/organisation/name",
         "notice.missing"},
        {"no business ID of the buyer", [](NoticeFacts& f) { f.buyer.organisation.business_id.clear(); },
         "/buyer/organisation/business_id", "notice.missing"},
        {"a wrong check digit", [](NoticeFacts& f) { f.buyer.organisation.business_id = "2332748-8"; },
         "/buyer/organisation/business_id", "notice.bad_identifier"},
        {"a code of another list", [](NoticeFacts& f) { f.buyer.legal_type = "gen-pub"; },
         "/buyer/legal_type", "notice.bad_code"},
        {"an activity that nobody knows", [](NoticeFacts& f) { f.buyer.activity = "jobs"; },
         "/buyer/activity", "notice.bad_code"},
        {"no e-mail of the review body", [](NoticeFacts& f) { f.review_body.email.clear(); },
         "/review_body/email", "notice.missing"},
        {"no language", [](NoticeFacts& f) { f.languages.clear(); }, "/languages", "notice.missing"},
        {"English is no language of a Finnish notice",
         [](NoticeFacts& f) { f.languages = {Language::fi, Language::en}; }, "/languages", "notice.bad_code"},
        {"no Swedish title", [](NoticeFacts& f) { f.system.title.sv.clear(); }, "/system/title/sv",
         "notice.missing"},
        {"a title of 401 letters", [](NoticeFacts& f) { f.system.title.fi = std::string(401, 'a'); },
         "/system/title/fi", "notice.too_long"},
        {"a control character", [](NoticeFacts& f) { f.system.description.fi = "a\x01"; },
         "/system/description/fi", "notice.unprintable"},
        {"no announced value is fine, zero is not", [](NoticeFacts& f)
         { f.system.announced_value = Money{}; }, "/system/announced_value", "notice.amount_not_positive"},
        {"a region of another country", [](NoticeFacts& f) { f.system.nuts = "SE110"; }, "/system/nuts",
         "notice.bad_code"},
        {"the system ends before it starts", [](NoticeFacts& f)
         { f.system.ends = plus_days(f.system.starts, -1); }, "/system/ends", "notice.out_of_order"},
        {"a CPV without its check digit", [](NoticeFacts& f) { f.system.categories[0].cpv = "79611000"; },
         "/system/categories/0/cpv", "notice.bad_code"},
        {"no award criterion", [](NoticeFacts& f) { f.system.categories[1].criteria.clear(); },
         "/system/categories/1/criteria", "notice.missing"},
        {"two categories of one id",
         [](NoticeFacts& f) { f.system.categories[2].id = f.competitions[2].category = "coaching"; },
         "/system/categories", "notice.doubled"},
        {"a change without a listed reason", [](NoticeFacts& f) { f.system.changes[0].reason_code = "why"; },
         "/system/changes/0/reason_code", "notice.bad_code"},
        {"a competition in no category", [](NoticeFacts& f) { f.competitions[2].category = "cooking"; },
         "/competitions/2/category", "notice.unknown_category"},
        {"opened before the deadline that was moved",
         [](NoticeFacts& f) { f.competitions[0].opening->at = moment("2026-04-15T11:59:59+03:00"); },
         "/competitions/0/opening/at", "notice.out_of_order"},
        {"decided before the opening",
         [](NoticeFacts& f) { f.competitions[0].decision->at = moment("2026-04-15T12:29:59+03:00"); },
         "/competitions/0/decision/at", "notice.out_of_order"},
        {"decided without an opening", [](NoticeFacts& f) { f.competitions[0].opening.reset(); },
         "/competitions/0/decision/at", "notice.out_of_order"},
        {"more admissible tenders than tenders",
         [](NoticeFacts& f) { f.competitions[0].opening->admissible = 4; }, "/competitions/0/opening/tenders",
         "notice.out_of_order"},
        {"nobody won, and no listed reason",
         [](NoticeFacts& f) { f.competitions[1].decision->no_award_code = ""; },
         "/competitions/1/decision/no_award_code", "notice.missing"},
        {"an award without a winner",
         [](NoticeFacts& f) { f.competitions[0].decision->awards[0].winners.clear(); },
         "/competitions/0/decision/awards/0/winners", "notice.missing"},
        {"a winner of no size",
         [](NoticeFacts& f) { f.competitions[0].decision->awards[0].winners[0].size = "huge"; },
         "/competitions/0/decision/awards/0/winners/0/size", "notice.bad_code"},
        {"a contract signed before the decision", [](NoticeFacts& f)
         { f.competitions[0].decision->awards[0].contract->signed_on = std::chrono::year{2026} / 4 / 19; },
         "/competitions/0/decision/awards/0/contract/signed_on", "notice.out_of_order"},
        {"a contract of nothing",
         [](NoticeFacts& f) { f.competitions[0].decision->awards[0].contract->value = {}; },
         "/competitions/0/decision/awards/0/contract/value", "notice.amount_not_positive"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto facts = life_of_a_system(Regime::eu_level);
        c.spoil(facts);
        const auto faults = notice::faults(facts);
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].pointer == c.pointer);
        CHECK(faults[0].rule == c.rule);
        CHECK_FALSE(notice::check(facts));
    }
}

TEST_CASE("what is optional may be absent", "[notice]")
{
    auto facts = life_of_a_system(Regime::eu_level);
    facts.system.announced_value.reset();
    facts.system.end.reset();
    facts.system.changes.clear();
    facts.competitions.clear();
    facts.system.procedure = {};
    CHECK(notice::faults(facts).empty());
    facts.system.regime = Regime::annex_e; // must describe its procedure (§109)
    CHECK(notice::faults(facts).size() == 2);
}

TEST_CASE("there is no notice outside a dynamic purchasing system or where the Act asks for none", "[notice]")
{
    auto facts = life_of_a_system(Regime::eu_level);
    const auto rule = [&facts]
    {
        const auto checked = notice::check(facts);
        return checked ? std::string{"fine"} : checked.refusal().rule;
    };
    CHECK(rule() == "fine");
    facts.system.channel = Channel::open_acceptance;
    CHECK(rule() == "notice.no_form");
    facts.system.channel = Channel::dps;
    facts.system.regime = Regime::below_threshold;
    CHECK(rule() == "notice.no_form");
    facts.system.regime = Regime::not_a_public_contract;
    CHECK(rule() == "notice.no_form");
}
