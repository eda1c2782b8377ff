#include "marketplace/app/invariants.hpp"

#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"
#include "marketplace/app/state_tables.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "marketplace/outcome/recompute.hpp"
#include "marketplace/thread/orphans.hpp"
#include "procurement/basket/basket_store.hpp"
#include "procurement/competition/competition.hpp"
#include "procurement/competition/tender.hpp"
#include "procurement/joint/joint.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kori::app
{
namespace
{

using Faults = std::vector<std::string>;

void add(Faults& faults, Faults more)
{
    for (auto& one : more)
        faults.push_back(std::move(one));
}

bool is_state(const StateTable& table, std::string_view state)
{
    return std::find(table.states.begin(), table.states.end(), state) != table.states.end();
}

void check_states(Transaction& tx, Faults& faults)
{
    struct Kept
    {
        const char* sql;
        const char* what;
        std::vector<const StateTable*> tables;
    };
    const std::vector<Kept> kept = {
        {"/* invariants.programmes */ SELECT DISTINCT state FROM programme",
         "programme",
         {&programme_states()}},
        {"/* invariants.participations */ SELECT DISTINCT state FROM participation",
         "participation",
         {&participation_states()}},
        {"/* invariants.transfers */ SELECT DISTINCT state FROM programme_transfer",
         "transfer",
         {&transfer_states()}},
        {"/* invariants.baskets */ SELECT DISTINCT state FROM basket", "basket", {&basket_states()}},
        {"/* invariants.basket_versions */ SELECT DISTINCT state FROM basket_version",
         "basket version",
         {&basket_version_states()}},
        {"/* invariants.admissions */ SELECT DISTINCT state FROM admission",
         "admission",
         {&acceptance_states(), &admission_states()}},
        {"/* invariants.competitions */ SELECT DISTINCT state FROM competition",
         "competition",
         {&competition_states()}},
        {"/* invariants.tenders */ SELECT DISTINCT state FROM tender", "tender", {&tender_states()}},
        {"/* invariants.offers */ SELECT DISTINCT state FROM offer", "offer", {&offer_states()}},
        {"/* invariants.agreements */ SELECT DISTINCT state FROM basket_agreement",
         "agreement",
         {&basket_agreement_states()}},
        {"/* invariants.sessions */ SELECT DISTINCT state FROM choice_session",
         "choice session",
         {&choice_session_states()}},
        {"/* invariants.orders */ SELECT DISTINCT state FROM service_order", "order", {&order_states()}},
        {"/* invariants.claims */ SELECT DISTINCT state FROM outcome_claim", "claim", {&claim_states()}},
        {"/* invariants.payables */ SELECT DISTINCT state FROM payable", "payable", {&payable_states()}},
    };
    for (const auto& one : kept)
        for (const auto& row : tx.query(one.sql))
            if (std::none_of(one.tables.begin(), one.tables.end(),
                             [&](const StateTable* table) { return is_state(*table, row.text(0)); }))
                faults.push_back(std::string{"a "} + one.what + " is in the unknown state " + row.text(0));
}

void check_ledger(Transaction& tx, Faults& faults)
{
    for (const auto& row :
         tx.query("/* invariants.zero_sum */ SELECT entry_id, CAST(sum(amount_cents) AS bigint)"
                  " FROM ledger_posting GROUP BY entry_id HAVING sum(amount_cents) <> 0 ORDER BY entry_id "
                  "LIMIT 20"))
        faults.push_back(row.text(0) + " adds up to " + std::to_string(row.integer(1)));
    for (const auto& row :
         tx.query("/* invariants.lonely_postings */ SELECT p.entry_id FROM ledger_posting p LEFT JOIN"
                  " ledger_entry e ON e.id = p.entry_id WHERE e.id IS NULL ORDER BY p.entry_id LIMIT 20"))
        faults.push_back("postings of " + row.text(0) + " have no entry");
    std::map<std::string, std::int64_t> sums;
    for (const auto& row :
         tx.query("/* invariants.sums */ SELECT kind, payer_id, about, CAST(sum(amount_cents) AS bigint)"
                  " FROM ledger_posting GROUP BY kind, payer_id, about ORDER BY kind, payer_id, about"))
        sums[row.text(0) + "/" + row.text(1) + "/" + row.text(2)] = row.integer(3);
    for (const auto& row : tx.query("/* invariants.balances */ SELECT kind, payer_id, about, balance_cents"
                                    " FROM ledger_balance ORDER BY kind, payer_id, about"))
    {
        const auto account = row.text(0) + "/" + row.text(1) + "/" + row.text(2);
        const auto sum = sums.contains(account) ? sums[account] : 0;
        if (sum != row.integer(3))
            faults.push_back(account + " says " + std::to_string(row.integer(3)) + " and its postings " +
                             std::to_string(sum));
        if (row.integer(3) < 0 && row.text(0) != "appropriation")
            faults.push_back(account + " is below zero: " + std::to_string(row.integer(3)));
        sums.erase(account);
    }
    for (const auto& [account, sum] : sums)
        faults.push_back(account + " has postings and no balance");
}

// What orders of a version hold or turned into lines is what its use says, and within its cap.
void check_budget_caps(Transaction& tx, Faults& faults)
{
    std::map<std::string, std::int64_t> used;
    for (const auto& row : tx.query(
             "/* invariants.committed */ SELECT o.basket_version_id, CAST(sum(b.balance_cents) AS bigint)"
             " FROM service_order o JOIN ledger_balance b ON b.kind = 'commitment' AND b.about = o.id"
             " GROUP BY o.basket_version_id ORDER BY o.basket_version_id"))
        used[row.text(0)] += row.integer(1);
    for (const auto& row : tx.query(
             "/* invariants.owed */ SELECT basket_version_id, CAST(sum(amount_cents) AS bigint)"
             " FROM payable WHERE state <> 'REVERSED' GROUP BY basket_version_id ORDER BY basket_version_id"))
        used[row.text(0)] += row.integer(1);
    for (const auto& [version, sum] : used)
    {
        const auto id = *BasketVersionId::parse(version);
        if (payments::used_under(tx, id) != Money::cents(sum))
            faults.push_back(version + " says " + std::to_string(payments::used_under(tx, id).in_cents()) +
                             " cents in use and its orders " + std::to_string(sum));
        const auto terms = baskets::find_version(tx, id);
        if (terms && terms->terms.budget_cap && Money::cents(sum) > *terms->terms.budget_cap)
            faults.push_back(version + " is above its budget cap");
    }
}

// What finance reserved anew after the end, by an entry of its own each, for claims still to come; it is free
// again when the order closes.
Money reserved_after_end(Transaction& tx, const Order& order)
{
    Money sum;
    for (const auto& entry : journal::about(tx, order.id.text()))
    {
        const auto facts = json::read_stored(entry.facts);
        if (entry.kind == "order.reserved_more" && !holds_money(facts.at("state").text()))
            sum += facts.at("amount_cents").money();
    }
    return sum;
}

// What an order may still hold: everything while it runs, then what waits for a decision.
bool holds_too_much(Transaction& tx, const Order& order, Money left)
{
    if (holds_money(order.state))
        return false;
    const auto held = payments::holds_of(tx, order.id.text()).amount;
    return left > held && (!takes_claims(order.state) || left > held + reserved_after_end(tx, order));
}

std::vector<std::string> money_faults_of(Transaction& tx, const Order& order)
{
    Faults faults;
    const auto name = order.id.text();
    Money left;
    for (const auto& part : payments::left_for(tx, name))
        left += part.amount;
    if (holds_too_much(tx, order, left))
        faults.push_back(name + " is " + order.state + " and still holds " + std::to_string(left.in_cents()) +
                         " cents");
    std::set<std::string> paid_claims;
    for (const auto& payable : payments::of_order(tx, name))
    {
        const auto decisions = outcomes::decisions_of(tx, *ClaimId::parse(payable.claim));
        if (decisions.empty() || decisions.back().decision.amount != payable.amount)
            faults.push_back(payable.id.text() + " is not what its decision says");
        if (!paid_claims.insert(payable.claim).second)
            faults.push_back(payable.claim + " was paid more than once");
        const auto booked = payments::find_entry(tx, payable.entry);
        Money sum;
        if (booked)
            for (const auto& posting : booked->entry.postings)
                if (posting.account.kind == AccountKind::payable)
                    sum += posting.amount;
        if (sum != payable.amount)
            faults.push_back(payable.id.text() + " and its entry differ");
    }
    return faults;
}

// Terms that were read once: hundreds of orders stand on the same version.
using TermsRead = std::map<BasketVersionId, BasketTerms>;

const BasketTerms* terms_of(Transaction& tx, TermsRead& read, BasketVersionId id)
{
    const auto at = read.find(id);
    if (at != read.end())
        return &at->second;
    const auto version = baskets::find_version(tx, id);
    return version ? &read.emplace(id, version->terms).first->second : nullptr;
}

// Caps of the person over all its orders in the basket, and one outcome once.
std::vector<std::string> person_faults_of(Transaction& tx, const Order& order, TermsRead& read)
{
    Faults faults;
    const auto* known = terms_of(tx, read, order.basket_version);
    if (known == nullptr)
        return faults;
    struct Sum
    {
        std::int64_t quantity = 0;
        Money amount;
    };
    std::map<std::string, Sum> of_person;
    std::map<std::string, Sum> of_order;
    Money total;
    std::set<std::string> once;
    for (const auto& paid : outcomes::paid_of(tx, order.customer))
    {
        // The same kind of outcome on the same day is the same outcome, whoever claims it.
        const auto day = paid.facts.job_starts_on ? paid.facts.job_starts_on : paid.facts.happened_on;
        if (!paid.outcome.empty() && day && !once.insert(paid.outcome + to_text(*day)).second)
            faults.push_back(paid.claim + " paid an outcome a second time");
        if (paid.basket != order.basket.text())
            continue;
        total += paid.amount;
        of_person[paid.component].quantity += paid.quantity;
        of_person[paid.component].amount += paid.amount;
        if (paid.order != order.id.text())
            continue;
        of_order[paid.component].quantity += paid.quantity;
        of_order[paid.component].amount += paid.amount;
    }
    const auto& terms = *known;
    if (terms.person_cap && total > *terms.person_cap)
        faults.push_back(order.id.text() + ": the person's cap over the basket is exceeded");
    for (const auto& component : terms.price_components)
    {
        const auto& person = of_person[component.code];
        const auto& own = of_order[component.code];
        const auto& caps = component.caps;
        if ((caps.quantity_per_person && person.quantity > *caps.quantity_per_person) ||
            (caps.money_per_person && person.amount > *caps.money_per_person) ||
            (caps.quantity_per_order && own.quantity > *caps.quantity_per_order) ||
            (caps.money_per_order && own.amount > *caps.money_per_order))
            faults.push_back(order.id.text() + ": a cap of " + component.code + " is exceeded");
    }
    return faults;
}

void check_order(Transaction& tx, const Order& order, TermsRead& read, Faults& faults)
{
    if (!is_state(order_states(), order.state))
        faults.push_back(order.id.text() + " is in the unknown state " + order.state);
    add(faults, threads::orphans_of(tx, order));
    add(faults, money_faults_of(tx, order));
    add(faults, person_faults_of(tx, order, read));
    for (const auto& claim : outcomes::of_order(tx, order.id))
    {
        if (!is_state(claim_states(), claim.state))
            faults.push_back(claim.id.text() + " is in the unknown state " + claim.state);
        add(faults, outcomes::recompute_of(tx, claim.id));
    }
}

Faults faults_of_order(Transaction& tx, OrderId id, TermsRead& read)
{
    Faults faults;
    const auto order = orders::find(tx, id);
    if (!order)
        return {id.text() + " is not there"};
    check_order(tx, *order, read, faults);
    return faults;
}

} // namespace

std::vector<std::string> broken_invariants_of(Transaction& tx, OrderId id)
{
    TermsRead read;
    return faults_of_order(tx, id, read);
}

std::vector<std::string>
broken_invariants(Transaction& tx, const std::function<void(std::int64_t orders, std::int64_t of)>& progress)
{
    constexpr std::int64_t page = 500;
    Faults faults;
    TermsRead read;
    check_states(tx, faults);
    check_ledger(tx, faults);
    check_budget_caps(tx, faults);
    const auto all =
        tx.query_one("/* invariants.order_count */ SELECT count(*) FROM service_order")->integer(0);
    std::int64_t looked_at = 0;
    std::string after;
    for (;;)
    {
        const auto rows = tx.query(
            "/* invariants.order_ids */ SELECT id FROM service_order WHERE id > ? ORDER BY id LIMIT ?", after,
            page);
        for (const auto& row : rows)
        {
            add(faults, faults_of_order(tx, row.id<OrderTag>(0), read));
            if (progress)
                progress(++looked_at, all);
        }
        if (rows.size() < static_cast<std::size_t>(page))
            break;
        after = rows.back().text(0);
    }
    // Claims and lines whose order is gone are in no order's thread.
    for (const auto& row :
         tx.query("/* invariants.lonely_claims */ SELECT c.id FROM outcome_claim c LEFT JOIN service_order o"
                  " ON o.id = c.order_id WHERE o.id IS NULL ORDER BY c.id LIMIT 20"))
        faults.push_back(row.text(0) + " has no order");
    for (const auto& row :
         tx.query("/* invariants.lonely_payables */ SELECT p.id FROM payable p LEFT JOIN service_order o"
                  " ON o.id = p.order_id WHERE o.id IS NULL ORDER BY p.id LIMIT 20"))
        faults.push_back(row.text(0) + " has no order");
    return faults;
}

} // namespace kori::app
