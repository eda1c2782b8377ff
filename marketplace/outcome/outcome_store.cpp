#include "marketplace/outcome/outcome_store.hpp"

#include "core/json/reader.hpp"
#include "core/storage/keyset.hpp"

namespace kori::outcomes
{
namespace
{

const std::string columns =
    "id, order_id, organisation_id, provider_id, component, outcome, facts, state, claimed_on,"
    " claimed_by, ground, asked, rejected_by, payable_id, created_us, revision";

Claim claim_in(const Row& row)
{
    return {row.id<ClaimTag>(0),
            row.id<OrderTag>(1),
            row.id<OrganisationTag>(2),
            row.id<OrganisationTag>(3),
            row.text(4),
            row.text(5),
            facts_of(json::read_stored(row.text(6))),
            row.text(7),
            row.date(8),
            row.text(9),
            row.text(10),
            json::read_stored(row.text(11)).texts(),
            row.optional_text(12),
            row.optional_id<PayableTag>(13),
            row.instant(14),
            row.integer(15)};
}

std::vector<Claim> claims_in(const Rows& rows)
{
    std::vector<Claim> result;
    for (const auto& row : rows)
        result.push_back(claim_in(row));
    return result;
}

std::vector<Claim> page_of(Transaction& tx, std::string_view column, const std::string& owner,
                           std::string_view state, std::string_view after_id, std::int64_t limit)
{
    return claims_in(page_of_owner(
        tx, "/* outcomes.page */ SELECT " + columns + " FROM outcome_claim WHERE " + std::string{column},
        owner, state, after_id, limit));
}

} // namespace

void insert(Transaction& tx, const Claim& claim)
{
    tx.change("/* outcomes.insert */ INSERT INTO outcome_claim (id, order_id, organisation_id, provider_id, "
              "component,"
              " outcome, facts, state, claimed_on, claimed_by, ground, asked, rejected_by, payable_id, "
              "created_us, revision)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              claim.id, claim.order, claim.authority, claim.provider, claim.component, claim.outcome,
              json::write(document_of(claim.facts)), claim.state, claim.claimed_on, claim.claimed_by,
              claim.ground, json::write(json::array_of(claim.asked)), claim.rejected_by, claim.payable,
              claim.created_at, claim.revision);
}

void save(Transaction& tx, const Claim& claim)
{
    const auto touched = tx.change(
        "/* outcomes.save */ UPDATE outcome_claim SET facts = ?, state = ?, ground = ?, asked = ?,"
        " rejected_by = ?, payable_id = ?, revision = ? WHERE id = ?",
        json::write(document_of(claim.facts)), claim.state, claim.ground,
        json::write(json::array_of(claim.asked)), claim.rejected_by, claim.payable, claim.revision, claim.id);
    PROMISE(touched == 1);
}

std::optional<Claim> find(Transaction& tx, ClaimId id)
{
    static const std::string sql =
        "/* outcomes.find */ SELECT " + columns + " FROM outcome_claim WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{claim_in(*row)} : std::nullopt;
}

std::vector<Claim> of_order(Transaction& tx, OrderId order)
{
    static const std::string sql =
        "/* outcomes.of_order */ SELECT " + columns + " FROM outcome_claim WHERE order_id = ? ORDER BY id";
    return claims_in(tx.query(sql, order));
}

std::vector<Claim> of_authority(Transaction& tx, OrganisationId authority, std::string_view state,
                                std::string_view after_id, std::int64_t limit)
{
    return page_of(tx, "organisation_id", authority.text(), state, after_id, limit);
}

std::vector<Claim> of_coach(Transaction& tx, OrganisationId authority, MembershipId coach, CivilDate day,
                            std::string_view state, std::string_view after_id, std::int64_t limit)
{
    std::string sql =
        "/* outcomes.of_coach */ SELECT " + columns +
        " FROM outcome_claim WHERE organisation_id = ? AND id > ? AND EXISTS"
        " (SELECT 1 FROM service_order o JOIN customer k ON k.id = o.customer_id"
        " WHERE o.id = outcome_claim.order_id AND (k.is_erased = 'yes' OR EXISTS"
        " (SELECT 1 FROM relation r WHERE r.object_id = k.id AND r.kind = 'coach_of' AND r.membership_id = ?"
        " AND r.ended_us IS NULL AND r.valid_from <= ? AND (r.valid_to IS NULL OR r.valid_to > ?))))";
    std::vector<SqlValue> values{authority, after_id, coach, day, day};
    if (!state.empty())
    {
        sql += " AND state = ?";
        values.emplace_back(state);
    }
    values.emplace_back(limit);
    return claims_in(tx.query_values(sql + " ORDER BY id LIMIT ?", values));
}

std::vector<std::string> traces_of(Transaction& tx, CustomerId customer)
{
    std::vector<std::string> result;
    for (const auto& row :
         tx.query("/* outcomes.traces_of */ SELECT id FROM service_order WHERE customer_id = ?"
                  " UNION SELECT c.id FROM service_order o JOIN outcome_claim c ON c.order_id = o.id"
                  " WHERE o.customer_id = ?"
                  " UNION SELECT p.id FROM service_order o JOIN payable p ON p.order_id = o.id"
                  " WHERE o.customer_id = ?"
                  " UNION SELECT r.id FROM basket_agreement a JOIN choice_receipt r ON r.agreement_id = a.id"
                  " WHERE a.customer_id = ? ORDER BY id /* bounded: one customer */",
                  customer, customer, customer, customer))
        result.push_back(row.text(0));
    return result;
}

std::vector<Claim> of_provider(Transaction& tx, OrganisationId provider, std::string_view state,
                               std::string_view after_id, std::int64_t limit)
{
    return page_of(tx, "provider_id", provider.text(), state, after_id, limit);
}

void insert(Transaction& tx, const ClaimDecision& decision)
{
    tx.change("/* outcomes.insert_decision */ INSERT INTO outcome_decision (claim_id, number, stage, inputs, "
              "decision,"
              " rule_version, amount_cents, decided_by, decided_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              decision.claim, decision.number, decision.stage, json::write(document_of(decision.inputs)),
              json::write(document_of(decision.decision)), decision.decision.rule_version,
              decision.decision.amount, decision.decided_by, decision.decided_at);
}

std::vector<ClaimDecision> decisions_of(Transaction& tx, ClaimId claim)
{
    std::vector<ClaimDecision> result;
    for (const auto& row :
         tx.query("/* outcomes.decisions */ SELECT claim_id, number, stage, inputs, decision, decided_by,"
                  " decided_us FROM outcome_decision WHERE claim_id = ? ORDER BY number"
                  " /* bounded: one claim */",
                  claim))
        result.push_back({row.id<ClaimTag>(0), row.integer(1), row.text(2),
                          inputs_of(json::read_stored(row.text(3))),
                          decision_of(json::read_stored(row.text(4))), row.text(5), row.instant(6)});
    return result;
}

std::int64_t next_number(Transaction& tx, ClaimId claim)
{
    return tx
        .query_one("/* outcomes.next_number */ SELECT coalesce(max(number), 0) + 1 FROM outcome_decision"
                   " WHERE claim_id = ?",
                   claim)
        ->integer(0);
}

std::vector<PaidClaim> paid_of(Transaction& tx, CustomerId customer)
{
    std::vector<PaidClaim> result;
    for (const auto& row :
         tx.query("/* outcomes.paid_of */ SELECT c.id, p.order_id, p.basket_id, p.component, p.outcome,"
                  " p.quantity, p.amount_cents, c.facts FROM service_order o"
                  " JOIN payable p ON p.order_id = o.id JOIN outcome_claim c ON c.id = p.claim_id"
                  " WHERE o.customer_id = ? AND p.state NOT IN ('REVERSED', 'CLAWED_BACK') ORDER BY p.id"
                  " /* bounded: one customer */",
                  customer))
        result.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5),
                          row.money(6), facts_of(json::read_stored(row.text(7)))});
    return result;
}

} // namespace kori::outcomes
