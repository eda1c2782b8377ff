// What must hold whatever was done: after each step, once a day, when a receipt is replayed or a person
// erased.
#include "tests/simulation/year.hpp"

#include "core/crypto/crypto.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"
#include "core/work/due.hpp"
#include "marketplace/app/invariants.hpp"

namespace kori::test
{

// Erasing a person leaves chain, sums and statistics intact.
void Year::erase_step()
{
    if (people_.size() < 20 || !chance(25))
        return;
    auto& person = people_[pick(people_.size() / 2)];
    const auto before = fingerprint();
    const auto path = "/api/v1/customers/" + person.id;
    const auto answer = send(path + "/erase", json::Object{}.add("reason", "retention"), area_.admin.token);
    if (answer.status >= 300)
        return;
    ++counts_.erased;
    person.is_erased = true;
    demand(world_.get(path + "/identity", area_.coach.token).status == 404,
           "an erased person has no identity");
    demand(before.substr(before.find(' ')) == fingerprint().substr(fingerprint().find(' ')),
           "erasure moves no cent");
}

void Year::replay_step()
{
    if (orders_.empty())
        return;
    const auto receipt = any_of(orders_).receipt;
    const auto replay = world_.get("/api/v1/choice-receipts/" + receipt + "/replay", area_.auditor.token);
    demand(replay.status == 200 && replay.body.flag("is_equal"),
           "a receipt replays bit for bit: " + replay.raw.body);
}

void Year::look_at(const std::string& order)
{
    world_.store().read(
        [&](Transaction& tx)
        {
            for (const auto& fault : app::broken_invariants_of(tx, *OrderId::parse(order)))
                demand(false, fault);
        });
}

void Year::look_at_everything()
{
    world_.store().read(
        [&](Transaction& tx)
        {
            for (const auto& fault : app::broken_invariants(tx))
                demand(false, fault);
            const auto waiting = work::oldest_waiting(tx);
            demand(!waiting || *waiting > world_.now(), "what is due has run");
            // Decisions are immutable: none that was seen before reads differently now.
            for (const auto& row :
                 tx.query("/* simulation.decisions */ SELECT id, outcome, reasons_fi, reasons_sv, decided_us"
                          " FROM admission_decision ORDER BY id"))
            {
                const auto text = row.text(1) + row.text(2) + row.text(3) + std::to_string(row.integer(4));
                const auto [at, is_new] = decisions_.emplace(row.text(0), text);
                demand(is_new || at->second == text, "a decision never changes");
            }
            // What customers read exists in Finnish and Swedish in everything that was ever published.
            for (const auto& row : tx.query("/* simulation.terms */ SELECT terms FROM basket_version"
                                            " WHERE state IN ('CURRENT', 'SUPERSEDED') ORDER BY id"))
            {
                const auto terms = json::read(row.text(0), {.bytes_max = 4'194'304});
                demand(bool(terms), "stored terms can be read");
                for (const auto* text : {"name", "aim", "benefit"})
                    for (const auto* language : {"fi", "sv"})
                        demand(!terms->at(text).at(language).text().empty(),
                               "published texts stand in fi and sv");
            }
            // Identity is secret in itself: no entry of the journal names anybody.
            if (day_ % 30 < days_between_looks_ || day_ + 1 == size_.days)
            {
                for (const auto& row : tx.query("/* simulation.entries */ SELECT facts, reason, about FROM "
                                                "journal_entry ORDER BY id"))
                    for (const std::size_t column : {0U, 1U, 2U})
                        demand(row.text(column).find(planted_name) == std::string::npos &&
                                   row.text(column).find("cus_") == std::string::npos,
                               "the journal identifies no customer");
                const auto& key = world_.application().environment().keys.journal_key();
                for (const auto& fault : journal::verify(tx, key.public_key, "kori"))
                    demand(false, fault);
            }
        });
}

std::string Year::fingerprint()
{
    std::string root;
    std::string ledger;
    world_.store().read(
        [&](Transaction& tx)
        {
            if (const auto head = journal::newest_head(tx))
                root = to_hex(head->root);
            for (const auto& row :
                 tx.query("/* simulation.balances */ SELECT kind, about, payer_id, balance_cents FROM "
                          "ledger_balance ORDER BY kind, about, payer_id"))
                ledger += row.text(0) + "/" + row.text(1) + "/" + row.text(2) + "=" +
                          std::to_string(row.integer(3)) + "\n";
        });
    return root + " " + to_hex(crypto::sha256(ledger));
}

} // namespace kori::test
