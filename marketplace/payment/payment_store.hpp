// The ledger and the payable lines as rows. Orders and claims stand above this folder, so their ids are texts
// here.
#pragma once

#include "core/base/ambient.hpp"
#include "core/storage/transaction.hpp"
#include "marketplace/payment/payment.hpp"
#include "procurement/basket/basket.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct LedgerEntryTag
{
    static constexpr std::string_view prefix = "lge";
};
using LedgerEntryId = Id<LedgerEntryTag>;

struct BookedEntry
{
    LedgerEntryId id;
    OrganisationId authority;
    BasketId basket;
    LedgerEntry entry;
    Instant booked_at;
};

struct Payable
{
    PayableId id;
    OrganisationId authority;
    OrganisationId provider;
    std::string order;
    std::string claim;
    BasketId basket;
    BasketVersionId basket_version;
    std::string component;
    std::string outcome; // empty for components that pay for no outcome
    std::int64_t quantity = 0;
    Money amount;
    std::string state;   // payable_state
    LedgerEntryId entry; // its conversion
    Instant created_at;
    std::int64_t revision = 1;
};

namespace payments
{

// Appends the entry and moves its balances. Promises a balanced entry, and that no budget, commitment or
// payable account falls below zero: whoever books has looked.
LedgerEntryId book(Transaction& tx, const Ambient& ambient, OrganisationId authority, BasketId basket,
                   const LedgerEntry& entry);
Money balance_of(Transaction& tx, const Account& account);
struct AccountBalance
{
    std::string payer;
    Money balance;
};
// Of all payers, by payer.
std::vector<AccountBalance> balances_of(Transaction& tx, AccountKind kind, std::string_view about);
// What each payer still has reserved for the order, by payer; only what is above zero.
std::vector<PayerAmount> left_for(Transaction& tx, std::string_view order);
std::optional<BookedEntry> find_entry(Transaction& tx, LedgerEntryId id);
std::vector<BookedEntry> entries_about(Transaction& tx, std::string_view about);

Money used_under(Transaction& tx, BasketVersionId version);
void add_use(Transaction& tx, BasketVersionId version, Money amount);

void set_hold(Transaction& tx, std::string_view claim, std::string_view order, Money amount);
void clear_hold(Transaction& tx, std::string_view claim);
struct Holds
{
    std::int64_t claims = 0;
    Money amount;
};
Holds holds_of(Transaction& tx, std::string_view order);
// By the order's open claims but that one.
Money held_for_others(Transaction& tx, std::string_view order, std::string_view claim);

void insert(Transaction& tx, const Payable& payable);
void save(Transaction& tx, const Payable& payable); // state; the caller has raised `revision`
std::optional<Payable> find(Transaction& tx, PayableId id);
std::vector<Payable> of_claim(Transaction& tx, std::string_view claim);
std::vector<Payable> of_order(Transaction& tx, std::string_view order);
// Keyset pages by id. `state` empty: all.
std::vector<Payable> of_authority(Transaction& tx, OrganisationId authority, std::string_view state,
                                  std::string_view after_id, std::int64_t limit);
std::vector<Payable> of_provider(Transaction& tx, OrganisationId provider, std::string_view state,
                                 std::string_view after_id, std::int64_t limit);
// Lines of other authorities in which the payer has a part.
std::vector<Payable> co_paid_by(Transaction& tx, OrganisationId payer, std::string_view state,
                                std::string_view after_id, std::int64_t limit);
// What a payer was given to pay of the line when it was verified; nothing: it has no part in it.
Money part_of(Transaction& tx, const Payable& payable, OrganisationId payer);

} // namespace payments
} // namespace kori
