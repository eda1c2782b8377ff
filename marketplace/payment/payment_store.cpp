#include "marketplace/payment/payment_store.hpp"

#include "core/storage/keyset.hpp"

namespace kori::payments
{
namespace
{

const std::string columns =
    "id, organisation_id, provider_id, order_id, claim_id, basket_id, basket_version_id, component,"
    " outcome, quantity, amount_cents, state, entry_id, created_us, revision";

Payable payable_in(const Row& row)
{
    return {row.id<PayableTag>(0),
            row.id<OrganisationTag>(1),
            row.id<OrganisationTag>(2),
            row.text(3),
            row.text(4),
            row.id<BasketTag>(5),
            row.id<BasketVersionTag>(6),
            row.text(7),
            row.text(8),
            row.integer(9),
            row.money(10),
            row.text(11),
            row.id<LedgerEntryTag>(12),
            row.instant(13),
            row.integer(14)};
}

std::vector<Payable> payables_in(const Rows& rows)
{
    std::vector<Payable> result;
    for (const auto& row : rows)
        result.push_back(payable_in(row));
    return result;
}

BookedEntry entry_in(Transaction& tx, const Row& row)
{
    const auto kind = parse_entry_kind(row.text(1));
    PROMISE(kind.has_value());
    BookedEntry booked{row.id<LedgerEntryTag>(0),
                       row.id<OrganisationTag>(3),
                       row.id<BasketTag>(4),
                       {*kind, row.text(2), {}},
                       row.instant(5)};
    const auto postings =
        tx.query("/* payments.postings */ SELECT kind, payer_id, about, amount_cents FROM ledger_posting"
                 " WHERE entry_id = ? ORDER BY line /* bounded: one booking */",
                 booked.id);
    for (const auto& posting : postings)
    {
        const auto account = parse_account_kind(posting.text(0));
        PROMISE(account.has_value());
        booked.entry.postings.push_back({{*account, posting.text(1), posting.text(2)}, posting.money(3)});
    }
    return booked;
}

bool may_not_go_below_zero(AccountKind kind)
{
    return kind == AccountKind::budget || kind == AccountKind::commitment || kind == AccountKind::payable;
}

std::vector<Payable> page_of(Transaction& tx, std::string_view column, const std::string& owner,
                             std::string_view state, std::string_view after_id, std::int64_t limit)
{
    return payables_in(page_of_owner(
        tx, "/* payments.page */ SELECT " + columns + " FROM payable WHERE " + std::string{column}, owner,
        state, after_id, limit));
}

} // namespace

LedgerEntryId book(Transaction& tx, const Ambient& ambient, OrganisationId authority, BasketId basket,
                   const LedgerEntry& entry)
{
    PROMISE(ledger::check_entry(entry));
    const auto id = ambient.next<LedgerEntryTag>();
    tx.change("/* payments.insert_entry */ INSERT INTO ledger_entry (id, kind, about, organisation_id, "
              "basket_id, booked_us)"
              " VALUES (?, ?, ?, ?, ?, ?)",
              id, code_of(entry.kind), entry.about, authority, basket, ambient.now);
    std::int64_t line = 0;
    for (const auto& posting : entry.postings)
    {
        tx.change(
            "/* payments.insert_posting */ INSERT INTO ledger_posting (entry_id, line, kind, payer_id, about,"
            " amount_cents) VALUES (?, ?, ?, ?, ?, ?)",
            id, ++line, code_of(posting.account.kind), posting.account.payer, posting.account.about,
            posting.amount);
        tx.change(
            "/* payments.move_balance */ INSERT INTO ledger_balance (kind, about, payer_id, balance_cents)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (kind, about, payer_id)"
            " DO UPDATE SET balance_cents = ledger_balance.balance_cents + excluded.balance_cents",
            code_of(posting.account.kind), posting.account.about, posting.account.payer, posting.amount);
    }
    for (const auto& posting : entry.postings)
        PROMISE(!may_not_go_below_zero(posting.account.kind) ||
                !balance_of(tx, posting.account).is_negative());
    return id;
}

Money balance_of(Transaction& tx, const Account& account)
{
    const auto row =
        tx.query_one("/* payments.balance */ SELECT balance_cents FROM ledger_balance WHERE kind = ?"
                     " AND about = ? AND payer_id = ?",
                     code_of(account.kind), account.about, account.payer);
    return row ? row->money(0) : Money{};
}

std::vector<AccountBalance> balances_of(Transaction& tx, AccountKind kind, std::string_view about)
{
    std::vector<AccountBalance> result;
    for (const auto& row :
         tx.query("/* payments.balances */ SELECT payer_id, balance_cents FROM ledger_balance"
                  " WHERE kind = ? AND about = ? ORDER BY payer_id"
                  " /* bounded: one account */",
                  code_of(kind), about))
        result.push_back({row.text(0), row.money(1)});
    return result;
}

std::vector<PayerAmount> left_for(Transaction& tx, std::string_view order)
{
    std::vector<PayerAmount> result;
    for (const auto& [payer, balance] : balances_of(tx, AccountKind::commitment, order))
        if (balance > Money{})
            result.push_back({payer, balance});
    return result;
}

std::optional<BookedEntry> find_entry(Transaction& tx, LedgerEntryId id)
{
    const auto row =
        tx.query_one("/* payments.find_entry */ SELECT id, kind, about, organisation_id, basket_id, booked_us"
                     " FROM ledger_entry WHERE id = ?",
                     id);
    return row ? std::optional{entry_in(tx, *row)} : std::nullopt;
}

std::vector<BookedEntry> entries_about(Transaction& tx, std::string_view about)
{
    std::vector<BookedEntry> result;
    for (const auto& row :
         tx.query("/* payments.entries_about */ SELECT id, kind, about, organisation_id, basket_id,"
                  " booked_us FROM ledger_entry WHERE about = ? ORDER BY id"
                  " /* bounded: one object */",
                  about))
        result.push_back(entry_in(tx, row));
    return result;
}

Money used_under(Transaction& tx, BasketVersionId version)
{
    const auto row = tx.query_one(
        "/* payments.used */ SELECT used_cents FROM ledger_use WHERE basket_version_id = ?", version);
    return row ? row->money(0) : Money{};
}

void add_use(Transaction& tx, BasketVersionId version, Money amount)
{
    tx.change("/* payments.add_use */ INSERT INTO ledger_use (basket_version_id, used_cents) VALUES (?, ?)"
              " ON CONFLICT (basket_version_id) DO UPDATE SET used_cents = ledger_use.used_cents + "
              "excluded.used_cents",
              version, amount);
    PROMISE(!used_under(tx, version).is_negative());
}

void set_hold(Transaction& tx, std::string_view claim, std::string_view order, Money amount)
{
    tx.change(
        "/* payments.set_hold */ INSERT INTO ledger_hold (claim_id, order_id, amount_cents) VALUES (?, ?, ?)"
        " ON CONFLICT (claim_id) DO UPDATE SET amount_cents = excluded.amount_cents",
        claim, order, amount);
}

void clear_hold(Transaction& tx, std::string_view claim)
{
    tx.change("/* payments.clear_hold */ DELETE FROM ledger_hold WHERE claim_id = ?", claim);
}

Holds holds_of(Transaction& tx, std::string_view order)
{
    const auto row =
        tx.query_one("/* payments.holds */ SELECT count(*), CAST(coalesce(sum(amount_cents), 0) AS bigint)"
                     " FROM ledger_hold WHERE order_id = ?",
                     order);
    return {row->integer(0), row->money(1)};
}

Money held_for_others(Transaction& tx, std::string_view order, std::string_view claim)
{
    return tx
        .query_one("/* payments.held_for_others */ SELECT CAST(coalesce(sum(amount_cents), 0) AS bigint)"
                   " FROM ledger_hold WHERE order_id = ? AND claim_id <> ?",
                   order, claim)
        ->money(0);
}

void insert(Transaction& tx, const Payable& payable)
{
    tx.change("/* payments.insert */ INSERT INTO payable (id, organisation_id, provider_id, order_id, "
              "claim_id, basket_id,"
              " basket_version_id, component, outcome, quantity, amount_cents, state, entry_id, created_us, "
              "revision)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              payable.id, payable.authority, payable.provider, payable.order, payable.claim, payable.basket,
              payable.basket_version, payable.component, payable.outcome, payable.quantity, payable.amount,
              payable.state, payable.entry, payable.created_at, payable.revision);
}

void save(Transaction& tx, const Payable& payable)
{
    const auto touched =
        tx.change("/* payments.save */ UPDATE payable SET state = ?, revision = ? WHERE id = ?",
                  payable.state, payable.revision, payable.id);
    PROMISE(touched == 1);
}

std::optional<Payable> find(Transaction& tx, PayableId id)
{
    static const std::string sql = "/* payments.find */ SELECT " + columns + " FROM payable WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{payable_in(*row)} : std::nullopt;
}

std::vector<Payable> of_claim(Transaction& tx, std::string_view claim)
{
    static const std::string sql =
        "/* payments.of_claim */ SELECT " + columns + " FROM payable WHERE claim_id = ? ORDER BY id";
    return payables_in(tx.query(sql, claim));
}

std::vector<Payable> of_order(Transaction& tx, std::string_view order)
{
    static const std::string sql =
        "/* payments.of_order */ SELECT " + columns + " FROM payable WHERE order_id = ? ORDER BY id";
    return payables_in(tx.query(sql, order));
}

std::vector<Payable> of_authority(Transaction& tx, OrganisationId authority, std::string_view state,
                                  std::string_view after_id, std::int64_t limit)
{
    return page_of(tx, "organisation_id", authority.text(), state, after_id, limit);
}

std::vector<Payable> of_provider(Transaction& tx, OrganisationId provider, std::string_view state,
                                 std::string_view after_id, std::int64_t limit)
{
    return page_of(tx, "provider_id", provider.text(), state, after_id, limit);
}

std::vector<Payable> co_paid_by(Transaction& tx, OrganisationId payer, std::string_view state,
                                std::string_view after_id, std::int64_t limit)
{
    // Whoever has a part has given the basket money: that leads to few lines by an index.
    std::string sql = "/* payments.co_paid */ SELECT " + columns +
                      " FROM payable WHERE organisation_id <> ? AND basket_id IN"
                      " (SELECT about FROM ledger_balance WHERE kind = 'budget' AND payer_id = ?)"
                      " AND EXISTS (SELECT 1 FROM ledger_posting p WHERE p.entry_id = payable.entry_id"
                      " AND p.kind = 'payable' AND p.payer_id = ?) AND id > ?";
    const auto name = payer.text();
    std::vector<SqlValue> values{name, name, name, after_id};
    if (!state.empty())
    {
        sql += " AND state = ?";
        values.emplace_back(state);
    }
    values.emplace_back(limit);
    return payables_in(tx.query_values(sql + " ORDER BY id LIMIT ?", values));
}

Money part_of(Transaction& tx, const Payable& payable, OrganisationId payer)
{
    const auto booked = find_entry(tx, payable.entry);
    PROMISE(booked.has_value());
    Money part;
    for (const auto& posting : booked->entry.postings)
        if (posting.account.kind == AccountKind::payable && posting.account.payer == payer.text())
            part += posting.amount;
    return part;
}

} // namespace kori::payments
