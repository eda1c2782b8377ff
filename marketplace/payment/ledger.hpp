// The ledger of commitments and payables: append-only, double entry, integer cents without VAT. A balance is
// the sum of its postings; every entry's postings add up to zero.
#pragma once

#include "core/base/money.hpp"
#include "marketplace/payment/payer_share.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// Money moves appropriation → budget → commitment → payable → paid; a release goes commitment → budget.
enum class AccountKind
{
    appropriation, // where budgets come from; its balance is minus everything given
    budget,        // free money of one payer for one basket: what may still be reserved
    commitment,    // reserved for one order by one payer
    payable,       // owed to one provider by one payer
    paid,          // left the house; the payment itself is made elsewhere
    claim_back,    // owed by a provider that was paid wrongly
};
std::string_view code_of(AccountKind kind);
std::optional<AccountKind> parse_account_kind(std::string_view code);

struct Account
{
    AccountKind kind = AccountKind::budget;
    std::string payer; // an organisation's id as text
    std::string about; // budget: basket id (and year, if the caller keeps years); commitment: order id;
                       // payable, paid: provider id
    auto operator<=>(const Account&) const = default;
};
// "commitment/org_…/ord_…"; the two parts hold no '/'.
std::string text_of(const Account& account);

// Positive = into the account.
struct Posting
{
    Account account;
    Money amount;
    bool operator==(const Posting&) const = default;
};

enum class EntryKind
{
    allot,   // a budget gets its money
    reserve, // the order is accepted
    release, // the order ended with money left
    convert, // a claim becomes payable
    reverse, // the contra entry of a conversion
    pay,
    claim_back,
};
std::string_view code_of(EntryKind kind);
std::optional<EntryKind> parse_entry_kind(std::string_view code);

struct LedgerEntry
{
    EntryKind kind = EntryKind::allot;
    std::string about; // the order, claim or payable that caused it
    std::vector<Posting> postings;
    bool operator==(const LedgerEntry&) const = default;
};

// What one payer has in a commitment, in the payers' order.
struct PayerAmount
{
    std::string payer;
    Money amount;
    bool operator==(const PayerAmount&) const = default;
};

// Its verbs are everyday words, hence a namespace of their own.
namespace ledger
{

// "ledger.not_balanced", "ledger.too_few_postings", "ledger.zero_posting".
Result<Done> check_entry(const LedgerEntry& entry);
Money balance(std::span<const LedgerEntry> entries, const Account& account);

// All builders give balanced entries without zero postings and promise amounts above zero.
LedgerEntry allot(std::string_view basket, std::string_view payer, Money amount);
// Splits by the payers' shares, exactly.
LedgerEntry reserve(std::string_view order, std::string_view basket, Money amount,
                    std::span<const PayerShare> shares);
// Gives back what is left, payer by payer.
LedgerEntry release(std::string_view order, std::string_view basket, std::span<const PayerAmount> left);
// Splits by what each payer has left in the commitment, so none ever pays more than it reserved and the last
// conversion empties all of them to the cent. Refuses more than is left: "ledger.cap_exceeded".
Result<LedgerEntry> convert_to_payable(std::string_view order, std::string_view payable,
                                       std::string_view provider, Money amount,
                                       std::span<const PayerAmount> left);
// The same postings the other way round.
LedgerEntry reverse(const LedgerEntry& entry, std::string_view about);
LedgerEntry pay(std::string_view payable, std::string_view payer, std::string_view provider, Money amount);

// What may still be used under a cap; never below zero.
Money room_under(Money cap, Money used);
// Refuses with "ledger.cap_exceeded" and the cap, what is used and what was wanted.
Result<Done> check_cap(Money cap, Money used, Money wanted);

} // namespace ledger

RuleSentences ledger_sentences();

} // namespace kori
