// The rows of trade-secret claims and of what was decided on them.
#include "core/base/promise.hpp"
#include "procurement/publicity/publicity_store.hpp"

namespace kori::publicity
{
namespace
{

constexpr std::string_view columns =
    "id, document_id, matter_id, authority_id, provider_id, part, passage, content, ground, state,"
    " claimed_by, claimed_us, revision";

TradeSecretClaim claim_of(const Row& row)
{
    return {row.id<TradeSecretClaimTag>(0),
            row.text(1),
            row.text(2),
            row.id<OrganisationTag>(3),
            row.id<OrganisationTag>(4),
            row.text(5),
            row.text(6),
            row.text(7),
            row.text(8),
            row.text(9),
            row.id<MembershipTag>(10),
            row.instant(11),
            row.integer(12)};
}

} // namespace

void insert(Transaction& tx, const TradeSecretClaim& claim)
{
    tx.change("/* publicity.insert_claim */ INSERT INTO trade_secret_claim (id, document_id, matter_id,"
              " authority_id, provider_id, part, passage, content, ground, state, claimed_by, claimed_us,"
              " revision, changed_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              claim.id, claim.document, claim.matter, claim.authority, claim.provider, claim.part,
              claim.passage, claim.content, claim.ground, claim.state, claim.claimed_by, claim.claimed_at,
              claim.revision, claim.claimed_at);
}

void save(Transaction& tx, const TradeSecretClaim& claim, Instant now)
{
    const auto touched =
        tx.change("/* publicity.save_claim */ UPDATE trade_secret_claim SET state = ?, revision = ?,"
                  " changed_us = ? WHERE id = ? AND revision = ?",
                  claim.state, claim.revision, now, claim.id, claim.revision - 1);
    PROMISE(touched == 1);
}

std::optional<TradeSecretClaim> find(Transaction& tx, TradeSecretClaimId id)
{
    static const std::string sql =
        "/* publicity.find_claim */ SELECT " + std::string{columns} + " FROM trade_secret_claim WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{claim_of(*row)} : std::nullopt;
}

std::vector<TradeSecretClaim> claims_of(Transaction& tx, std::string_view document)
{
    static const std::string sql =
        "/* publicity.claims_of */ SELECT " + std::string{columns} +
        " FROM trade_secret_claim WHERE document_id = ? ORDER BY claimed_us, id LIMIT ?";
    std::vector<TradeSecretClaim> result;
    for (const auto& row : tx.query(sql, document, claims_of_document_max))
        result.push_back(claim_of(row));
    return result;
}

void insert(Transaction& tx, const TradeSecretDecision& decision)
{
    tx.change(
        "/* publicity.insert_claim_decision */ INSERT INTO trade_secret_decision (id, claim_id, outcome,"
        " reasons_fi, reasons_sv, reasons_en, decided_us, decided_by, replaces_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        decision.id, decision.claim, decision.outcome, decision.reasons.fi, decision.reasons.sv,
        decision.reasons.en, decision.decided_at, decision.decided_by, decision.replaces);
}

std::optional<TradeSecretDecision> standing_decision(Transaction& tx, TradeSecretClaimId claim)
{
    const auto row =
        tx.query_one("/* publicity.standing_claim_decision */ SELECT id, claim_id, outcome, reasons_fi,"
                     " reasons_sv, reasons_en, decided_us, decided_by, replaces_id FROM trade_secret_decision"
                     " WHERE claim_id = ? ORDER BY decided_us DESC, id DESC LIMIT 1",
                     claim);
    if (!row)
        return std::nullopt;
    return TradeSecretDecision{row->id<TradeSecretDecisionTag>(0),
                               row->id<TradeSecretClaimTag>(1),
                               row->text(2),
                               {row->text(3), row->text(4), row->text(5)},
                               row->instant(6),
                               row->id<MembershipTag>(7),
                               row->optional_id<TradeSecretDecisionTag>(8)};
}

} // namespace kori::publicity
