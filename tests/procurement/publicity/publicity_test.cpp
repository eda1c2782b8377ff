// What is public and when, how long papers are kept, and what can be a trade secret: the rules alone.
#include "procurement/publicity/publicity.hpp"
#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using namespace kori::samples;

namespace
{

const auto moment = at("2026-05-04T12:00:00+03:00");

PublicMoments only(PublicFrom event)
{
    PublicMoments moments;
    switch (event)
    {
    case PublicFrom::made:
        moments.made = moment;
        break;
    case PublicFrom::sent:
        moments.sent = moment;
        break;
    case PublicFrom::decided:
        moments.decided = moment;
        break;
    case PublicFrom::listed:
        moments.listed = moment;
        break;
    case PublicFrom::contract_made:
        moments.contract_made = moment;
        break;
    }
    return moments;
}

PublicMoments all_but(PublicFrom event)
{
    PublicMoments moments{moment, moment, moment, moment, moment};
    switch (event)
    {
    case PublicFrom::made:
        moments.made.reset();
        break;
    case PublicFrom::sent:
        moments.sent.reset();
        break;
    case PublicFrom::decided:
        moments.decided.reset();
        break;
    case PublicFrom::listed:
        moments.listed.reset();
        break;
    case PublicFrom::contract_made:
        moments.contract_made.reset();
        break;
    }
    return moments;
}

struct Expected
{
    DocumentKind kind;
    Channel channel;
    PublicFrom event;
};

} // namespace

TEST_CASE("each document is public from its own event on and not a microsecond earlier", "[publicity]")
{
    const auto dps = Channel::dps;
    const auto open = Channel::open_acceptance;
    const auto small = Channel::small_purchase;
    using enum DocumentKind;
    using enum PublicFrom;
    const Expected table[] = {
        {register_entry, dps, made},
        {call, dps, sent},
        {call_answer, dps, sent},
        {DocumentKind::decision, dps, decided},
        {request_to_join, dps, contract_made},
        {tender, dps, contract_made},
        {opening_record, dps, contract_made},
        {comparison, dps, contract_made},
        {contract, dps, contract_made},
        {other, dps, contract_made},
        {request_to_join, open, decided},
        {offer, open, listed},
        {DocumentKind::decision, open, decided},
        {call, open, sent},
        {offer, small, contract_made},
        {comparison, small, contract_made},
        {DocumentKind::decision, small, decided},
        {call, small, sent},
    };
    for (const auto& row : table)
    {
        INFO(code_of(row.kind) << " in " << code_of(row.channel));
        CHECK(is_public(row.kind, row.channel, only(row.event), moment));
        CHECK_FALSE(is_public(row.kind, row.channel, only(row.event), moment.plus_micros(-1)));
        CHECK_FALSE(is_public(row.kind, row.channel, all_but(row.event), moment.plus_days(10'000)));
    }
}

TEST_CASE("no kind stands twice in the table, and open acceptance knows no tender", "[publicity]")
{
    std::set<std::pair<DocumentKind, Channel>> seen;
    for (const auto& row : publicity_rows())
        CHECK(seen.emplace(row.kind, row.channel).second);
    CHECK(publicity_row(DocumentKind::tender, Channel::open_acceptance) == nullptr);
    CHECK(publicity_row(DocumentKind::comparison, Channel::open_acceptance) == nullptr);
    CHECK(publicity_row(DocumentKind::tender, Channel::small_purchase) == nullptr);
    CHECK(publicity_row(DocumentKind::tender, Channel::dps) != nullptr);
}

TEST_CASE("a party sees from the decision on what decided, and of another's tender the total price",
          "[publicity]")
{
    using enum DocumentKind;
    const auto before = PublicMoments{};
    const auto after = only(PublicFrom::decided);
    const auto see = [&](DocumentKind kind, DocumentViewer viewer, const PublicMoments& moments)
    { return scope_of(kind, Channel::dps, viewer, moments, moment); };
    CHECK(see(tender, DocumentViewer::party, before) == DocumentScope::nothing);
    CHECK(see(tender, DocumentViewer::party, after) == DocumentScope::total_price);
    CHECK(see(tender, DocumentViewer::anyone, after) == DocumentScope::nothing);
    CHECK(see(tender, DocumentViewer::owner, before) == DocumentScope::all);
    CHECK(see(comparison, DocumentViewer::party, after) == DocumentScope::all);
    CHECK(see(comparison, DocumentViewer::anyone, after) == DocumentScope::nothing);
    CHECK(see(request_to_join, DocumentViewer::party, after) == DocumentScope::nothing);
    CHECK(see(tender, DocumentViewer::party, only(PublicFrom::contract_made)) == DocumentScope::all);
    CHECK(scope_of(tender, Channel::dps, DocumentViewer::party, after, moment.plus_micros(-1)) ==
          DocumentScope::nothing);
}

TEST_CASE("papers are kept for three years from the contract, a large contract for as long as it runs",
          "[publicity][T27]")
{
    const auto& law = law_of_the_tree();
    MadeContract contract{Channel::dps, Regime::eu_level, moment, Money::euros(999'999), on("2035-01-31")};
    const auto three_years = kept_until(contract, law);
    REQUIRE(three_years);
    CHECK(finnish_date(*three_years) == on("2029-05-05")); // the first moment after three whole years
    CHECK(finnish_date(three_years->plus_micros(-1)) == on("2029-05-04"));
    contract.value = Money::euros(1'000'000);
    CHECK(kept_until(contract, law) == start_of_day(on("2035-02-01")));
    contract.last_day = on("2028-01-01"); // ends sooner than the three years
    CHECK(kept_until(contract, law) == three_years);
    contract.channel = Channel::open_acceptance;
    contract.regime = Regime::not_a_public_contract;
    CHECK_FALSE(kept_until(contract, law));
}

TEST_CASE("a total price is no trade secret, nor is a listed price", "[publicity]")
{
    const auto rule = [](DocumentKind kind, Channel channel, std::string_view content)
    {
        const auto may = may_be_claimed(kind, channel, content);
        return may ? std::string{} : may.refusal().rule;
    };
    using namespace passage_content;
    CHECK(rule(DocumentKind::tender, Channel::dps, total_price) == "publicity.total_price_is_told");
    CHECK(rule(DocumentKind::tender, Channel::dps, unit_price).empty());
    CHECK(rule(DocumentKind::tender, Channel::dps, method).empty());
    CHECK(rule(DocumentKind::offer, Channel::open_acceptance, unit_price) ==
          "publicity.listed_price_is_public");
    CHECK(rule(DocumentKind::offer, Channel::small_purchase, unit_price).empty());
    CHECK(rule(DocumentKind::decision, Channel::dps, method) == "publicity.not_a_providers_document");
}

TEST_CASE("the state tables of publicity are sound", "[publicity]")
{
    CHECK(information_request_states().faults().empty());
    CHECK(trade_secret_states().faults().empty());
}
