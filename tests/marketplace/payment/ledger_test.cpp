#include "marketplace/payment/ledger.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace kori;

namespace
{

// std::uniform_int_distribution differs between libraries; a plain remainder does not.
std::int64_t draw(std::mt19937_64& random, std::int64_t from, std::int64_t to)
{
    return from + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(to - from + 1));
}

std::vector<PayerShare> random_shares(std::mt19937_64& random)
{
    std::vector<PayerShare> shares;
    const auto count = draw(random, 1, 6);
    std::int64_t left = 10'000;
    for (std::int64_t i = 1; i < count; ++i)
    {
        const auto part = draw(random, 1, left - (count - i));
        shares.push_back({"org_" + std::to_string(i), part});
        left -= part;
    }
    shares.push_back({"org_last", left});
    return shares;
}

std::vector<PayerAmount> left_in(const std::vector<LedgerEntry>& entries,
                                 const std::vector<PayerShare>& shares)
{
    std::vector<PayerAmount> left;
    for (const auto& share : shares)
        left.push_back(
            {share.payer, ledger::balance(entries, {AccountKind::commitment, share.payer, "ord"})});
    return left;
}

Money total_of(const std::vector<LedgerEntry>& entries, AccountKind kind)
{
    Money sum;
    for (const auto& entry : entries)
        for (const auto& posting : entry.postings)
            if (posting.account.kind == kind)
                sum += posting.amount;
    return sum;
}

} // namespace

TEST_CASE("an entry balances, has two sides and no empty posting", "[ledger]")
{
    const Account budget{AccountKind::budget, "org", "bsk"};
    const Account commitment{AccountKind::commitment, "org", "ord"};
    const auto entry = [](std::vector<Posting> postings)
    { return LedgerEntry{EntryKind::reserve, "ord", std::move(postings)}; };
    CHECK(ledger::check_entry(entry({{budget, Money::cents(-5)}, {commitment, Money::cents(5)}})));
    CHECK(ledger::check_entry(entry({{budget, Money::cents(-5)}, {commitment, Money::cents(4)}}))
              .refusal()
              .rule == "ledger.not_balanced");
    CHECK(ledger::check_entry(entry({{budget, Money::cents(5)}})).refusal().rule ==
          "ledger.too_few_postings");
    CHECK(ledger::check_entry(entry({{budget, Money{}}, {commitment, Money{}}})).refusal().rule ==
          "ledger.zero_posting");
}

TEST_CASE("money that is reserved, converted, paid and released is found again to the cent", "[ledger]")
{
    const std::vector<PayerShare> shares = {{"city", 5'000}, {"county", 5'000}};
    std::vector<LedgerEntry> entries;
    entries.push_back(ledger::allot("bsk", "city", Money::euros(1'000)));
    entries.push_back(ledger::allot("bsk", "county", Money::euros(1'000)));
    entries.push_back(ledger::reserve("ord", "bsk", Money::cents(10'001), shares));
    CHECK(ledger::balance(entries, {AccountKind::commitment, "city", "ord"}) == Money::cents(5'001));
    CHECK(ledger::balance(entries, {AccountKind::budget, "city", "bsk"}) == Money::cents(94'999));

    const auto converted =
        ledger::convert_to_payable("ord", "pay", "prov", Money::cents(3'333), left_in(entries, shares));
    REQUIRE(converted);
    entries.push_back(*converted);
    CHECK(ledger::balance(entries, {AccountKind::payable, "city", "prov"}) +
              ledger::balance(entries, {AccountKind::payable, "county", "prov"}) ==
          Money::cents(3'333));

    entries.push_back(ledger::release("ord", "bsk", left_in(entries, shares)));
    CHECK(total_of(entries, AccountKind::commitment) == Money{});
    const auto owed = ledger::balance(entries, {AccountKind::payable, "city", "prov"});
    entries.push_back(ledger::pay("pay", "city", "prov", owed));
    CHECK(ledger::balance(entries, {AccountKind::payable, "city", "prov"}) == Money{});
    CHECK(ledger::balance(entries, {AccountKind::paid, "city", "prov"}) == owed);
}

TEST_CASE("more than is reserved is not converted, and exactly what is reserved is", "[ledger]")
{
    const std::vector<PayerAmount> left = {{"city", Money::cents(50)}, {"county", Money::cents(50)}};
    const auto too_much = ledger::convert_to_payable("ord", "pay", "prov", Money::cents(101), left);
    REQUIRE_FALSE(too_much);
    CHECK(too_much.refusal().rule == "ledger.cap_exceeded");
    CHECK(ledger::convert_to_payable("ord", "pay", "prov", Money::cents(100), left));
}

TEST_CASE("a contra entry undoes its entry and nothing else", "[ledger]")
{
    const std::vector<PayerShare> shares = {{"city", 3'333}, {"county", 6'667}};
    const auto entry = ledger::reserve("ord", "bsk", Money::cents(777), shares);
    const std::vector<LedgerEntry> both = {entry, ledger::reverse(entry, "ord")};
    for (const auto& posting : entry.postings)
        CHECK(ledger::balance(both, posting.account) == Money{});
    CHECK(ledger::check_entry(both[1]));
}

TEST_CASE("over random histories every entry balances and no payer pays more than it reserved",
          "[ledger][property]")
{
    const std::uint64_t seed = 20'260'302;
    INFO("seed " << seed);
    std::mt19937_64 random{seed};
    for (int history = 0; history < 400; ++history)
    {
        const auto shares = random_shares(random);
        REQUIRE(faults_of(shares, "").empty());
        const auto reserved = Money::cents(draw(random, 1, history % 2 == 0 ? 50 : 1'000'000));
        std::vector<LedgerEntry> entries = {ledger::reserve("ord", "bsk", reserved, shares)};
        REQUIRE(total_of(entries, AccountKind::commitment) == reserved);
        for (int step = 0; step < 12; ++step)
        {
            const auto left = total_of(entries, AccountKind::commitment);
            if (left.is_zero())
                break;
            const auto amount = step == 11 ? left : Money::cents(draw(random, 1, left.in_cents()));
            const auto converted =
                ledger::convert_to_payable("ord", "pay", "prov", amount, left_in(entries, shares));
            REQUIRE(converted);
            entries.push_back(*converted);
            for (const auto& part : left_in(entries, shares))
                REQUIRE_FALSE(part.amount.is_negative());
        }
        for (const auto& entry : entries)
            REQUIRE(ledger::check_entry(entry));
        CHECK(total_of(entries, AccountKind::commitment) == Money{});
        CHECK(total_of(entries, AccountKind::payable) == reserved);
        // In the end every payer has paid exactly the part that was reserved from it.
        const auto parts = parts_of(reserved, shares);
        for (std::size_t i = 0; i < shares.size(); ++i)
            CHECK(ledger::balance(entries, {AccountKind::payable, shares[i].payer, "prov"}) == parts[i]);
    }
}

TEST_CASE("a cap is used up to its last cent and not beyond", "[ledger]")
{
    CHECK(ledger::check_cap(Money::cents(100), Money::cents(40), Money::cents(60)));
    CHECK(ledger::check_cap(Money::cents(100), Money::cents(40), Money::cents(61)).refusal().rule ==
          "ledger.cap_exceeded");
    CHECK(ledger::room_under(Money::cents(100), Money::cents(40)) == Money::cents(60));
    CHECK(ledger::room_under(Money::cents(100), Money::cents(140)) == Money{});
}

TEST_CASE("accounts and entries have codes that read back", "[ledger]")
{
    for (const auto kind : {AccountKind::appropriation, AccountKind::budget, AccountKind::commitment,
                            AccountKind::payable, AccountKind::paid, AccountKind::claim_back})
        CHECK(parse_account_kind(code_of(kind)) == kind);
    for (const auto kind : {EntryKind::allot, EntryKind::reserve, EntryKind::release, EntryKind::convert,
                            EntryKind::reverse, EntryKind::pay, EntryKind::claim_back})
        CHECK(parse_entry_kind(code_of(kind)) == kind);
    CHECK(text_of(Account{AccountKind::commitment, "org_a", "ord_b"}) == "commitment/org_a/ord_b");
    CHECK_THROWS_AS(text_of(Account{AccountKind::budget, "a/b", "c"}), BrokenPromise);
}
