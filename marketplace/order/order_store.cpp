#include "marketplace/order/order_store.hpp"

#include "core/json/reader.hpp"

namespace kori::orders
{
namespace
{

const std::string columns = "id, organisation_id, provider_id, customer_id, agreement_id, receipt_id, "
                            "offer_id, offer_version_id, basket_id,"
                            " basket_version_id, programme_id, admission_id, decision_id, state, "
                            "municipality, language, needs_interpreter, needs,"
                            " reveals_health, planned_start_on, sent_us, accepted_us, started_on, ended_on, "
                            "reserved_cents, ground, made_by,"
                            " revision, created_us";

std::vector<PayerShare> payers_of(Transaction& tx, OrderId order)
{
    std::vector<PayerShare> result;
    for (const auto& row :
         tx.query("/* orders.payers */ SELECT payer_id, basis_points FROM service_order_payer"
                  " WHERE order_id = ? ORDER BY line /* bounded: one order */",
                  order))
        result.push_back({row.text(0), row.integer(1)});
    return result;
}

Order order_in(Transaction& tx, const Row& row)
{
    const auto id = row.id<OrderTag>(0);
    return {id,
            row.id<OrganisationTag>(1),
            row.id<OrganisationTag>(2),
            row.id<CustomerTag>(3),
            row.id<BasketAgreementTag>(4),
            row.id<ChoiceReceiptTag>(5),
            row.id<OfferTag>(6),
            row.id<OfferVersionTag>(7),
            row.id<BasketTag>(8),
            row.id<BasketVersionTag>(9),
            row.id<ProgrammeTag>(10),
            row.id<AdmissionTag>(11),
            row.id<AdmissionDecisionTag>(12),
            row.text(13),
            row.text(14),
            row.text(15),
            row.yes(16),
            json::read_stored(row.text(17)).texts(),
            row.yes(18),
            row.date(19),
            row.optional_instant(20),
            row.optional_instant(21),
            row.optional_date(22),
            row.optional_date(23),
            row.money(24),
            row.text(25),
            row.id<MembershipTag>(26),
            payers_of(tx, id),
            row.instant(28),
            row.integer(27)};
}

std::vector<Order> orders_in(Transaction& tx, const Rows& rows)
{
    std::vector<Order> result;
    for (const auto& row : rows)
        result.push_back(order_in(tx, row));
    return result;
}

} // namespace

void insert(Transaction& tx, const Order& order)
{
    tx.change(
        "/* orders.insert */ INSERT INTO service_order (id, organisation_id, provider_id, customer_id, "
        "agreement_id,"
        " receipt_id, offer_id, offer_version_id, basket_id, basket_version_id, programme_id, admission_id, "
        "decision_id,"
        " state, municipality, language, needs_interpreter, needs, reveals_health, planned_start_on, sent_us,"
        " accepted_us, started_on, ended_on, reserved_cents, ground, made_by, revision, created_us) VALUES "
        "(?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        order.id, order.authority, order.provider, order.customer, order.agreement, order.receipt,
        order.offer, order.offer_version, order.basket, order.basket_version, order.programme,
        order.admission, order.decision, order.state, order.municipality, order.language,
        yes_no(order.needs_interpreter), json::write(json::array_of(order.needs)),
        yes_no(order.reveals_health), order.planned_start_on, order.sent_at, order.accepted_at,
        order.started_on, order.ended_on, order.reserved, order.ground, order.made_by, order.revision,
        order.created_at);
    std::int64_t line = 0;
    for (const auto& share : order.payers)
        tx.change("/* orders.insert_payer */ INSERT INTO service_order_payer (order_id, line, payer_id, "
                  "basis_points)"
                  " VALUES (?, ?, ?, ?)",
                  order.id, ++line, share.payer, share.basis_points);
}

void save(Transaction& tx, const Order& order)
{
    const auto touched =
        tx.change("/* orders.save */ UPDATE service_order SET state = ?, sent_us = ?, accepted_us = ?,"
                  " started_on = ?, ended_on = ?, reserved_cents = ?, ground = ?, revision = ? WHERE id = ?",
                  order.state, order.sent_at, order.accepted_at, order.started_on, order.ended_on,
                  order.reserved, order.ground, order.revision, order.id);
    PROMISE(touched == 1);
}

std::optional<Order> find(Transaction& tx, OrderId id)
{
    static const std::string sql = "/* orders.find */ SELECT " + columns + " FROM service_order WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{order_in(tx, *row)} : std::nullopt;
}

std::int64_t running_in(Transaction& tx, BasketId basket)
{
    return tx
        .query_one(
            "/* orders.running_in */ SELECT count(*) FROM service_order WHERE basket_id = ? AND state IN"
            " ('CREATED', 'SENT', 'ACKNOWLEDGED', 'WAITLISTED', 'ACCEPTED', 'STARTED', 'INTERRUPTED')",
            basket)
        ->integer(0);
}

std::vector<Order> of_receipt(Transaction& tx, ChoiceReceiptId receipt)
{
    static const std::string sql =
        "/* orders.of_receipt */ SELECT " + columns + " FROM service_order WHERE receipt_id = ? ORDER BY id";
    return orders_in(tx, tx.query(sql, receipt));
}

std::vector<Order> of_customer(Transaction& tx, CustomerId customer)
{
    static const std::string sql = "/* orders.of_customer */ SELECT " + columns +
                                   " FROM service_order WHERE customer_id = ? ORDER BY id";
    return orders_in(tx, tx.query(sql, customer));
}

std::vector<Order> of_authority(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                std::int64_t limit)
{
    static const std::string sql =
        "/* orders.of_authority */ SELECT " + columns +
        " FROM service_order WHERE organisation_id = ? AND id > ? ORDER BY id LIMIT ?";
    return orders_in(tx, tx.query(sql, authority, after_id, limit));
}

std::vector<Order> of_basket(Transaction& tx, BasketId basket, std::string_view after_id, std::int64_t limit)
{
    static const std::string sql = "/* orders.of_basket */ SELECT " + columns +
                                   " FROM service_order WHERE basket_id = ? AND id > ? ORDER BY id LIMIT ?";
    return orders_in(tx, tx.query(sql, basket, after_id, limit));
}

std::vector<Order> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                               std::int64_t limit)
{
    static const std::string sql =
        "/* orders.of_provider */ SELECT " + columns +
        " FROM service_order WHERE provider_id = ? AND sent_us IS NOT NULL AND id > ? ORDER BY id LIMIT ?";
    return orders_in(tx, tx.query(sql, provider, after_id, limit));
}

std::int64_t inside_offer(Transaction& tx, OfferId offer)
{
    return tx
        .query_one("/* orders.inside_offer */ SELECT count(*) FROM service_order WHERE offer_id = ?"
                   " AND state IN ('ACCEPTED', 'STARTED', 'INTERRUPTED')",
                   offer)
        ->integer(0);
}

std::int64_t inside_basket(Transaction& tx, BasketId basket)
{
    return tx
        .query_one("/* orders.inside_basket */ SELECT count(*) FROM service_order WHERE basket_id = ?"
                   " AND state IN ('ACCEPTED', 'STARTED', 'INTERRUPTED')",
                   basket)
        ->integer(0);
}

void insert(Transaction& tx, const OrderNote& note)
{
    tx.change("/* orders.insert_note */ INSERT INTO service_order_note (id, order_id, act, kind, noted_on, "
              "noted_by,"
              " recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              note.id, note.order, note.act, note.kind, note.noted_on, note.noted_by, note.recorded_at);
}

std::vector<OrderNote> notes_of(Transaction& tx, OrderId order)
{
    std::vector<OrderNote> result;
    for (const auto& row :
         tx.query("/* orders.notes */ SELECT id, order_id, act, kind, noted_on, noted_by, recorded_us"
                  " FROM service_order_note WHERE order_id = ? ORDER BY id LIMIT 1000",
                  order))
        result.push_back({row.id<OrderNoteTag>(0), row.id<OrderTag>(1), row.text(2), row.text(3), row.date(4),
                          row.text(5), row.instant(6)});
    return result;
}

} // namespace kori::orders
