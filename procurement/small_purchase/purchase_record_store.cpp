// What a small purchase leaves on record: offers, decisions, what was served, requests to correct. Only
// inserts.
#include "procurement/small_purchase/small_purchase_store.hpp"

namespace kori::small_purchases
{
namespace
{

constexpr std::string_view offer_columns =
    "o.id, o.purchase_id, o.provider_id, o.number, o.price_cents, o.content, o.trade_secret, o.is_late,"
    " o.submitted_by, o.received_us";
constexpr std::string_view decision_columns =
    "d.id, d.purchase_id, d.number, d.kind, d.offer_id, d.reasons_fi, d.reasons_sv, d.reasons_en, d.ground,"
    " d.remedies, d.replaces_id, d.decided_by, d.decided_us";

PurchaseOffer offer_in(Transaction& tx, const Row& row)
{
    PurchaseOffer offer{row.id<PurchaseOfferTag>(0),
                        row.id<SmallPurchaseTag>(1),
                        row.id<OrganisationTag>(2),
                        row.integer(3),
                        row.money(4),
                        row.text(5),
                        row.text(6),
                        {},
                        row.yes(7),
                        row.id<MembershipTag>(8),
                        row.instant(9)};
    for (const auto& one :
         tx.query("/* small_purchases.evidence_of */ SELECT statement FROM purchase_offer_evidence"
                  " WHERE offer_id = ? ORDER BY place /* bounded: one offer */",
                  offer.id))
        offer.evidence.push_back(one.text(0));
    return offer;
}

std::vector<PurchaseOffer> offers_in(Transaction& tx, const Rows& rows)
{
    std::vector<PurchaseOffer> result;
    for (const auto& row : rows)
        result.push_back(offer_in(tx, row));
    return result;
}

PurchaseDecision decision_in(const Row& row)
{
    return {row.id<PurchaseDecisionTag>(0),
            row.id<SmallPurchaseTag>(1),
            row.integer(2),
            row.text(3),
            row.optional_id<PurchaseOfferTag>(4),
            {row.text(5), row.text(6), row.text(7)},
            row.text(8),
            split_codes(row.text(9)),
            row.optional_id<PurchaseDecisionTag>(10),
            row.id<MembershipTag>(11),
            row.instant(12)};
}

std::optional<PurchaseDecision> one_decision(const std::optional<Row>& row)
{
    return row ? std::optional{decision_in(*row)} : std::nullopt;
}

} // namespace

void insert(Transaction& tx, const PurchaseOffer& offer)
{
    tx.change(
        "/* small_purchases.insert_offer */ INSERT INTO purchase_offer (id, purchase_id, provider_id, number,"
        " price_cents, content, trade_secret, is_late, submitted_by, received_us)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        offer.id, offer.purchase, offer.provider, offer.number, offer.price, offer.content,
        offer.trade_secret, yes_no(offer.is_late), offer.submitted_by, offer.received_at);
    std::int64_t place = 0;
    for (const auto& statement : offer.evidence)
        tx.change(
            "/* small_purchases.insert_evidence */ INSERT INTO purchase_offer_evidence (offer_id, place,"
            " statement) VALUES (?, ?, ?)",
            offer.id, ++place, statement);
}

std::optional<PurchaseOffer> find_offer(Transaction& tx, PurchaseOfferId id)
{
    static const std::string sql = "/* small_purchases.find_offer */ SELECT " + std::string{offer_columns} +
                                   " FROM purchase_offer o WHERE o.id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{offer_in(tx, *row)} : std::nullopt;
}

std::vector<PurchaseOffer> offers_after(Transaction& tx, SmallPurchaseId purchase, std::string_view after_id,
                                        std::int64_t limit)
{
    static const std::string sql = "/* small_purchases.offers_after */ SELECT " + std::string{offer_columns} +
                                   " FROM purchase_offer o WHERE o.purchase_id = ? AND o.id > ?"
                                   " ORDER BY o.id LIMIT ?";
    return offers_in(tx, tx.query(sql, purchase, after_id, limit));
}

std::vector<PurchaseOffer> offers_of(Transaction& tx, SmallPurchaseId purchase, OrganisationId provider,
                                     std::string_view after_id, std::int64_t limit)
{
    static const std::string sql =
        "/* small_purchases.offers_of */ SELECT " + std::string{offer_columns} +
        " FROM purchase_offer o WHERE o.purchase_id = ? AND o.provider_id = ? AND o.id > ?"
        " ORDER BY o.id LIMIT ?";
    return offers_in(tx, tx.query(sql, purchase, provider, after_id, limit));
}

std::vector<PurchaseOffer> valid_offers(Transaction& tx, SmallPurchaseId purchase)
{
    static const std::string sql =
        "/* small_purchases.valid_offers */ /* bounded: all are compared */ SELECT " +
        std::string{offer_columns} +
        " FROM purchase_offer o WHERE o.purchase_id = ? AND o.is_late = 'no' AND NOT EXISTS"
        " (SELECT 1 FROM purchase_offer later WHERE later.purchase_id = o.purchase_id"
        " AND later.provider_id = o.provider_id AND later.is_late = 'no' AND later.number > o.number)"
        " ORDER BY o.id";
    return offers_in(tx, tx.query(sql, purchase));
}

void insert(Transaction& tx, const PurchaseDecision& decision)
{
    tx.change(
        "/* small_purchases.insert_decision */ INSERT INTO purchase_decision (id, purchase_id, number, kind,"
        " offer_id, reasons_fi, reasons_sv, reasons_en, ground, remedies, replaces_id, decided_by, "
        "decided_us)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        decision.id, decision.purchase, decision.number, decision.kind, decision.offer, decision.reasons.fi,
        decision.reasons.sv, decision.reasons.en, decision.ground, joined_codes(decision.remedies),
        decision.replaces, decision.decided_by, decision.decided_at);
}

void insert(Transaction& tx, const ServedDecision& served)
{
    tx.change("/* small_purchases.insert_served */ INSERT INTO purchase_served (decision_id, provider_id, "
              "reasons_fi,"
              " reasons_sv, reasons_en, document_fi, document_sv, digest, sent_us)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              served.decision, served.provider, served.reasons.fi, served.reasons.sv, served.reasons.en,
              served.document.fi, served.document.sv, served.digest, served.sent_at);
}

std::optional<PurchaseDecision> newest_decision(Transaction& tx, SmallPurchaseId purchase)
{
    static const std::string sql =
        "/* small_purchases.newest_decision */ SELECT " + std::string{decision_columns} +
        " FROM purchase_decision d WHERE d.purchase_id = ? ORDER BY d.number DESC LIMIT 1";
    return one_decision(tx.query_one(sql, purchase));
}

std::optional<PurchaseDecision> find_decision(Transaction& tx, PurchaseDecisionId id)
{
    static const std::string sql = "/* small_purchases.find_decision */ SELECT " +
                                   std::string{decision_columns} + " FROM purchase_decision d WHERE d.id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{decision_in(*row)} : std::nullopt;
}

std::vector<PurchaseDecision> decisions_after(Transaction& tx, SmallPurchaseId purchase, std::int64_t number,
                                              std::int64_t limit)
{
    static const std::string sql =
        "/* small_purchases.decisions_after */ SELECT " + std::string{decision_columns} +
        " FROM purchase_decision d WHERE d.purchase_id = ? AND d.number > ? ORDER BY d.number LIMIT ?";
    std::vector<PurchaseDecision> result;
    for (const auto& row : tx.query(sql, purchase, number, limit))
        result.push_back(decision_in(row));
    return result;
}

std::vector<PurchaseDecision> decisions_served_to(Transaction& tx, SmallPurchaseId purchase,
                                                  OrganisationId provider, std::int64_t number,
                                                  std::int64_t limit)
{
    static const std::string sql =
        "/* small_purchases.decisions_served_to */ SELECT " + std::string{decision_columns} +
        " FROM purchase_decision d JOIN purchase_served s ON s.decision_id = d.id AND s.provider_id = ?"
        " WHERE d.purchase_id = ? AND d.number > ? ORDER BY d.number LIMIT ?";
    std::vector<PurchaseDecision> result;
    for (const auto& row : tx.query(sql, provider, purchase, number, limit))
        result.push_back(decision_in(row));
    return result;
}

std::vector<ServedDecision> served_of(Transaction& tx, PurchaseDecisionId decision)
{
    std::vector<ServedDecision> result;
    for (const auto& row :
         tx.query("/* small_purchases.served_of */ SELECT decision_id, provider_id, reasons_fi, reasons_sv,"
                  " reasons_en, document_fi, document_sv, digest, sent_us FROM purchase_served"
                  " WHERE decision_id = ? ORDER BY provider_id /* bounded: addressees of one decision */",
                  decision))
        result.push_back({row.id<PurchaseDecisionTag>(0),
                          row.id<OrganisationTag>(1),
                          {row.text(2), row.text(3), row.text(4)},
                          {row.text(5), row.text(6), {}},
                          row.text(7),
                          row.instant(8)});
    return result;
}

void insert(Transaction& tx, const PurchaseCorrectionRequest& request)
{
    tx.change("/* small_purchases.insert_correction_request */ INSERT INTO purchase_correction_request (id, "
              "purchase_id,"
              " decision_id, provider_id, reason, is_late, requested_by, received_us)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              request.id, request.purchase, request.decision, request.provider, request.reason,
              yes_no(request.is_late), request.requested_by, request.received_at);
}

std::vector<PurchaseCorrectionRequest> requests_about(Transaction& tx, PurchaseDecisionId decision)
{
    std::vector<PurchaseCorrectionRequest> result;
    for (const auto& row : tx.query(
             "/* small_purchases.requests_about */ SELECT id, purchase_id, decision_id, provider_id, reason,"
             " is_late, requested_by, received_us FROM purchase_correction_request WHERE decision_id = ?"
             " ORDER BY received_us, id /* bounded: about one decision */",
             decision))
        result.push_back({row.id<PurchaseCorrectionRequestTag>(0), row.id<SmallPurchaseTag>(1),
                          row.id<PurchaseDecisionTag>(2), row.id<OrganisationTag>(3), row.text(4), row.yes(5),
                          row.id<MembershipTag>(6), row.instant(7)});
    return result;
}

} // namespace kori::small_purchases
