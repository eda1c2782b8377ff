#include "marketplace/payment/ledger.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr RuleSentence sentences[] = {
    {"ledger.too_few_postings", "An entry needs at least two postings.", ""},
    {"ledger.zero_posting", "A posting of nothing says nothing.", ""},
    {"ledger.not_balanced", "The postings add up to {sum_cents} cents, not to zero.", ""},
    {"ledger.cap_exceeded", "The cap is {cap_cents} cents, {used_cents} are used; {wanted_cents} do not fit.",
     ""},
};

struct AccountKindRow
{
    AccountKind kind;
    std::string_view code;
};
constexpr AccountKindRow account_kinds[] = {
    {AccountKind::appropriation, "appropriation"},
    {AccountKind::budget, "budget"},
    {AccountKind::commitment, "commitment"},
    {AccountKind::payable, "payable"},
    {AccountKind::paid, "paid"},
    {AccountKind::claim_back, "claim_back"},
};

struct EntryKindRow
{
    EntryKind kind;
    std::string_view code;
};
constexpr EntryKindRow entry_kinds[] = {
    {EntryKind::allot, "allot"},           {EntryKind::reserve, "reserve"}, {EntryKind::release, "release"},
    {EntryKind::convert, "convert"},       {EntryKind::reverse, "reverse"}, {EntryKind::pay, "pay"},
    {EntryKind::claim_back, "claim_back"},
};

// Out of one account, into another; a part of nothing leaves no trace.
void move_money(LedgerEntry& entry, Account from, Account to, Money amount)
{
    if (amount.is_zero())
        return;
    entry.postings.push_back({std::move(from), -amount});
    entry.postings.push_back({std::move(to), amount});
}

Account account(AccountKind kind, std::string_view payer, std::string_view about)
{
    return Account{kind, std::string{payer}, std::string{about}};
}

Money sum_of(std::span<const PayerAmount> amounts)
{
    Money sum;
    for (const auto& amount : amounts)
    {
        PROMISE(!amount.amount.is_negative());
        sum += amount.amount;
    }
    return sum;
}

Refusal cap_exceeded(Money cap, Money used, Money wanted)
{
    return refuse_by(sentences, Fault::conflict, "ledger.cap_exceeded",
                     {{"cap_cents", cap.in_cents()},
                      {"used_cents", used.in_cents()},
                      {"wanted_cents", wanted.in_cents()}});
}

} // namespace

std::string_view code_of(AccountKind kind)
{
    for (const auto& row : account_kinds)
        if (row.kind == kind)
            return row.code;
    return "";
}

std::optional<AccountKind> parse_account_kind(std::string_view code)
{
    for (const auto& row : account_kinds)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

std::string_view code_of(EntryKind kind)
{
    for (const auto& row : entry_kinds)
        if (row.kind == kind)
            return row.code;
    return "";
}

std::optional<EntryKind> parse_entry_kind(std::string_view code)
{
    for (const auto& row : entry_kinds)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

std::string text_of(const Account& which)
{
    PROMISE(which.payer.find('/') == std::string::npos && which.about.find('/') == std::string::npos);
    return std::string{code_of(which.kind)} + "/" + which.payer + "/" + which.about;
}

namespace ledger
{

Result<Done> check_entry(const LedgerEntry& entry)
{
    if (entry.postings.size() < 2)
        return refuse_by(sentences, Fault::invalid, "ledger.too_few_postings", {});
    Money sum;
    for (const auto& posting : entry.postings)
    {
        if (posting.amount.is_zero())
            return refuse_by(sentences, Fault::invalid, "ledger.zero_posting", {});
        sum += posting.amount;
    }
    if (!sum.is_zero())
        return refuse_by(sentences, Fault::invalid, "ledger.not_balanced", {{"sum_cents", sum.in_cents()}});
    return Done{};
}

Money balance(std::span<const LedgerEntry> entries, const Account& which)
{
    Money sum;
    for (const auto& entry : entries)
        for (const auto& posting : entry.postings)
            if (posting.account == which)
                sum += posting.amount;
    return sum;
}

LedgerEntry allot(std::string_view basket, std::string_view payer, Money amount)
{
    PROMISE(amount > Money{});
    LedgerEntry entry{EntryKind::allot, std::string{basket}, {}};
    move_money(entry, account(AccountKind::appropriation, payer, basket),
               account(AccountKind::budget, payer, basket), amount);
    return entry;
}

LedgerEntry reserve(std::string_view order, std::string_view basket, Money amount,
                    std::span<const PayerShare> shares)
{
    PROMISE(amount > Money{});
    LedgerEntry entry{EntryKind::reserve, std::string{order}, {}};
    const auto parts = parts_of(amount, shares);
    for (std::size_t i = 0; i < shares.size(); ++i)
        move_money(entry, account(AccountKind::budget, shares[i].payer, basket),
                   account(AccountKind::commitment, shares[i].payer, order), parts[i]);
    return entry;
}

LedgerEntry release(std::string_view order, std::string_view basket, std::span<const PayerAmount> left)
{
    PROMISE(sum_of(left) > Money{});
    LedgerEntry entry{EntryKind::release, std::string{order}, {}};
    for (const auto& part : left)
        move_money(entry, account(AccountKind::commitment, part.payer, order),
                   account(AccountKind::budget, part.payer, basket), part.amount);
    return entry;
}

Result<LedgerEntry> convert_to_payable(std::string_view order, std::string_view payable,
                                       std::string_view provider, Money amount,
                                       std::span<const PayerAmount> left)
{
    PROMISE(amount > Money{});
    const auto whole = sum_of(left);
    if (amount > whole)
        return cap_exceeded(whole, Money{}, amount);
    std::vector<std::int64_t> weights;
    for (const auto& part : left)
        weights.push_back(part.amount.in_cents());
    const auto parts = amount.split(weights);
    LedgerEntry entry{EntryKind::convert, std::string{payable}, {}};
    for (std::size_t i = 0; i < left.size(); ++i)
    {
        // Rounding up one part of at most the whole never passes what that payer has left.
        PROMISE(parts[i] <= left[i].amount);
        move_money(entry, account(AccountKind::commitment, left[i].payer, order),
                   account(AccountKind::payable, left[i].payer, provider), parts[i]);
    }
    return entry;
}

LedgerEntry reverse(const LedgerEntry& entry, std::string_view about)
{
    LedgerEntry contra{EntryKind::reverse, std::string{about}, {}};
    for (const auto& posting : entry.postings)
        contra.postings.push_back({posting.account, -posting.amount});
    return contra;
}

LedgerEntry pay(std::string_view payable, std::string_view payer, std::string_view provider, Money amount)
{
    PROMISE(amount > Money{});
    LedgerEntry entry{EntryKind::pay, std::string{payable}, {}};
    move_money(entry, account(AccountKind::payable, payer, provider),
               account(AccountKind::paid, payer, provider), amount);
    return entry;
}

Money room_under(Money cap, Money used)
{
    return std::max(cap - used, Money{});
}

Result<Done> check_cap(Money cap, Money used, Money wanted)
{
    if (wanted > cap - used)
        return cap_exceeded(cap, used, wanted);
    return Done{};
}

} // namespace ledger

RuleSentences ledger_sentences()
{
    return sentences;
}

} // namespace kori
