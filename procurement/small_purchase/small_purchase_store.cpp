#include "procurement/small_purchase/small_purchase_store.hpp"

#include "core/base/promise.hpp"

namespace kori
{

std::string_view code_of(TotalPeriod period)
{
    switch (period)
    {
    case TotalPeriod::rolling:
        return "rolling";
    case TotalPeriod::calendar:
        return "calendar";
    case TotalPeriod::both:
        return "both";
    }
    promise_broken("every period has a code", __FILE__, __LINE__);
}

std::optional<TotalPeriod> parse_total_period(std::string_view code)
{
    for (const auto period : {TotalPeriod::rolling, TotalPeriod::calendar, TotalPeriod::both})
        if (code_of(period) == code)
            return period;
    return std::nullopt;
}

} // namespace kori

namespace kori::small_purchases
{
namespace
{

constexpr std::string_view rule_columns = "id, programme_id, authority_id, number, may_invite, may_announce, "
                                          "fewest_invited, period, text_fi, text_sv,"
                                          " text_en, drafted_by, drafted_us, published_by, published_us";
constexpr std::string_view columns =
    "p.id, p.programme_id, p.authority_id, p.rule_id, p.state, p.name_fi, p.name_sv, p.name_en,"
    " p.description_fi, p.description_sv, p.description_en, p.kind, p.cpv, p.form, p.unit, "
    "p.unit_is_independent,"
    " p.estimate, p.is_public, p.is_announced, p.is_warned, p.called_us, p.offers_close_us, p.ordered_us,"
    " p.ordered_by, p.revision";

WrittenRule rule_in(const Row& row)
{
    const auto period = parse_total_period(row.text(7));
    PROMISE(period.has_value());
    return {row.id<PurchaseRuleTag>(0),
            row.id<ProgrammeTag>(1),
            row.id<OrganisationTag>(2),
            row.integer(3),
            {!row.is_null(14), row.yes(4), row.yes(5), static_cast<int>(row.integer(6)), *period},
            {row.text(8), row.text(9), row.text(10)},
            row.id<MembershipTag>(11),
            row.instant(12),
            row.optional_id<MembershipTag>(13),
            row.optional_instant(14)};
}

std::optional<WrittenRule> one_rule(const std::optional<Row>& row)
{
    return row ? std::optional{rule_in(*row)} : std::nullopt;
}

SmallPurchase purchase_in(const Row& row)
{
    return {row.id<SmallPurchaseTag>(0),
            row.id<ProgrammeTag>(1),
            row.id<OrganisationTag>(2),
            row.id<PurchaseRuleTag>(3),
            row.text(4),
            {row.text(5), row.text(6), row.text(7)},
            {row.text(8), row.text(9), row.text(10)},
            row.text(11),
            row.text(12),
            row.text(13) == "concession" ? PurchaseForm::concession : PurchaseForm::contract,
            row.text(14),
            row.yes(15),
            row.integer(16),
            row.yes(17),
            row.yes(18),
            row.yes(19),
            row.optional_instant(20),
            row.optional_instant(21),
            row.optional_instant(22),
            row.optional_id<MembershipTag>(23),
            row.integer(24)};
}

std::vector<SmallPurchase> all_in(const Rows& rows)
{
    std::vector<SmallPurchase> result;
    for (const auto& row : rows)
        result.push_back(purchase_in(row));
    return result;
}

std::string_view code_of(PurchaseForm form)
{
    return form == PurchaseForm::concession ? "concession" : "contract";
}

} // namespace

void insert(Transaction& tx, const WrittenRule& rule)
{
    tx.change(
        "/* small_purchases.insert_rule */ INSERT INTO purchase_rule (id, programme_id, authority_id, number,"
        " may_invite, may_announce, fewest_invited, period, text_fi, text_sv, text_en, drafted_by, "
        "drafted_us,"
        " published_by, published_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rule.id, rule.programme, rule.authority, rule.number, yes_no(rule.rule.may_invite),
        yes_no(rule.rule.may_announce), rule.rule.fewest_invited, kori::code_of(rule.rule.period),
        rule.text.fi, rule.text.sv, rule.text.en, rule.drafted_by, rule.drafted_at, rule.published_by,
        rule.published_at);
}

void publish(Transaction& tx, PurchaseRuleId id, MembershipId by, Instant now)
{
    const auto touched =
        tx.change("/* small_purchases.publish_rule */ UPDATE purchase_rule SET published_by = ?,"
                  " published_us = ? WHERE id = ? AND published_us IS NULL",
                  by, now, id);
    PROMISE(touched == 1);
}

std::optional<WrittenRule> find_rule(Transaction& tx, PurchaseRuleId id)
{
    return one_rule(tx.query_one("/* small_purchases.find_rule */ SELECT " + std::string{rule_columns} +
                                     " FROM purchase_rule WHERE id = ?",
                                 id));
}

std::optional<WrittenRule> newest_rule(Transaction& tx, ProgrammeId programme)
{
    return one_rule(
        tx.query_one("/* small_purchases.newest_rule */ SELECT " + std::string{rule_columns} +
                         " FROM purchase_rule WHERE programme_id = ? ORDER BY number DESC LIMIT 1",
                     programme));
}

std::optional<WrittenRule> published_rule(Transaction& tx, ProgrammeId programme)
{
    return one_rule(tx.query_one("/* small_purchases.published_rule */ SELECT " + std::string{rule_columns} +
                                     " FROM purchase_rule WHERE programme_id = ? AND published_us IS NOT NULL"
                                     " ORDER BY number DESC LIMIT 1",
                                 programme));
}

std::vector<WrittenRule> rules_of(Transaction& tx, ProgrammeId programme, std::int64_t before,
                                  std::int64_t limit, bool only_published)
{
    static const std::string all = "/* small_purchases.rules_of */ SELECT " + std::string{rule_columns} +
                                   " FROM purchase_rule WHERE programme_id = ? AND number < ?"
                                   " ORDER BY number DESC LIMIT ?";
    static const std::string published =
        "/* small_purchases.published_rules_of */ SELECT " + std::string{rule_columns} +
        " FROM purchase_rule WHERE programme_id = ? AND number < ? AND published_us IS NOT NULL"
        " ORDER BY number DESC LIMIT ?";
    std::vector<WrittenRule> result;
    for (const auto& row : tx.query(only_published ? published : all, programme, before, limit))
        result.push_back(rule_in(row));
    return result;
}

void insert(Transaction& tx, const SmallPurchase& purchase, Instant now)
{
    tx.change(
        "/* small_purchases.insert */ INSERT INTO small_purchase (id, programme_id, authority_id, rule_id,"
        " state, name_fi, name_sv, name_en, description_fi, description_sv, description_en, kind, cpv, form,"
        " unit, unit_is_independent, estimate, is_public, is_announced, is_warned, revision, begun_us,"
        " changed_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        purchase.id, purchase.programme, purchase.authority, purchase.rule, purchase.state, purchase.name.fi,
        purchase.name.sv, purchase.name.en, purchase.description.fi, purchase.description.sv,
        purchase.description.en, purchase.kind, purchase.cpv, code_of(purchase.form), purchase.unit,
        yes_no(purchase.unit_is_independent), purchase.estimate, yes_no(purchase.is_public),
        yes_no(purchase.is_announced), yes_no(purchase.is_warned), purchase.revision, now, now);
}

void save(Transaction& tx, const SmallPurchase& purchase, Instant now)
{
    // What is bought, by which rule and for whom is not among them: another need is another purchase.
    const auto touched = tx.change(
        "/* small_purchases.save */ UPDATE small_purchase SET state = ?, estimate = ?, is_public = ?,"
        " is_announced = ?, is_warned = ?, called_us = ?, offers_close_us = ?, ordered_us = ?, ordered_by = "
        "?,"
        " revision = ?, changed_us = ? WHERE id = ? AND revision = ?",
        purchase.state, purchase.estimate, yes_no(purchase.is_public), yes_no(purchase.is_announced),
        yes_no(purchase.is_warned), purchase.called_at, purchase.offers_close, purchase.ordered_at,
        purchase.ordered_by, purchase.revision, now, purchase.id, purchase.revision - 1);
    PROMISE(touched == 1);
}

std::optional<SmallPurchase> find(Transaction& tx, SmallPurchaseId id)
{
    static const std::string sql =
        "/* small_purchases.find */ SELECT " + std::string{columns} + " FROM small_purchase p WHERE p.id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{purchase_in(*row)} : std::nullopt;
}

std::vector<SmallPurchase> of_authority(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                        std::int64_t limit)
{
    static const std::string sql = "/* small_purchases.of_authority */ SELECT " + std::string{columns} +
                                   " FROM small_purchase p WHERE p.authority_id = ? AND p.id > ?"
                                   " ORDER BY p.id LIMIT ?";
    return all_in(tx.query(sql, authority, after_id, limit));
}

std::vector<SmallPurchase> public_ones(Transaction& tx, std::string_view after_id, std::int64_t limit)
{
    static const std::string sql = "/* small_purchases.public_ones */ SELECT " + std::string{columns} +
                                   " FROM small_purchase p WHERE p.is_public = 'yes' AND p.id > ?"
                                   " ORDER BY p.id LIMIT ?";
    return all_in(tx.query(sql, after_id, limit));
}

std::vector<SmallPurchase> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                                       std::int64_t limit)
{
    static const std::string sql =
        "/* small_purchases.of_provider */ SELECT " + std::string{columns} +
        " FROM small_purchase p WHERE p.id > ? AND (p.is_public = 'yes' OR EXISTS"
        " (SELECT 1 FROM purchase_invitation i WHERE i.purchase_id = p.id AND i.provider_id = ?))"
        " ORDER BY p.id LIMIT ?";
    return all_in(tx.query(sql, after_id, provider, limit));
}

std::optional<SmallPurchase> alike(Transaction& tx, const SmallPurchase& purchase)
{
    static const std::string sql =
        "/* small_purchases.alike */ SELECT " + std::string{columns} +
        " FROM small_purchase p WHERE p.authority_id = ? AND p.kind = ? AND p.id <> ?"
        " AND p.state <> 'DROPPED' ORDER BY p.id DESC LIMIT 1";
    const auto row = tx.query_one(sql, purchase.authority, purchase.kind, purchase.id);
    return row ? std::optional{purchase_in(*row)} : std::nullopt;
}

std::vector<TotalRow> committed_of(Transaction& tx, OrganisationId authority)
{
    std::vector<TotalRow> result;
    for (const auto& row :
         tx.query("/* small_purchases.committed_of */ /* bounded: a total needs every row */ SELECT v.about, "
                  "v.kind,"
                  " v.unit, v.unit_is_independent, v.counted_on, v.cents FROM committed_value v"
                  " JOIN small_purchase p ON p.id = v.about WHERE v.authority_id = ?"
                  " ORDER BY v.kind, v.counted_on, v.about",
                  authority))
        result.push_back({row.text(0), row.text(1), row.text(2), row.yes(3), row.date(4), row.money(5)});
    return result;
}

void insert(Transaction& tx, const PurchaseEstimate& estimate)
{
    tx.change(
        "/* small_purchases.insert_estimate */ INSERT INTO purchase_estimate (purchase_id, number, basis,"
        " months, cents, reason, estimated_by, estimated_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        estimate.purchase, estimate.number, estimate.basis, estimate.months, estimate.value, estimate.reason,
        estimate.estimated_by, estimate.estimated_at);
    std::int64_t place = 0;
    for (const auto& line : estimate.lines)
        tx.change(
            "/* small_purchases.insert_estimate_line */ INSERT INTO purchase_estimate_line (purchase_id,"
            " number, place, name, cents) VALUES (?, ?, ?, ?, ?)",
            estimate.purchase, estimate.number, ++place, line.name, line.value);
}

std::optional<PurchaseEstimate> find_estimate(Transaction& tx, SmallPurchaseId purchase, std::int64_t number)
{
    const auto row = tx.query_one(
        "/* small_purchases.find_estimate */ SELECT basis, months, cents, reason, estimated_by, estimated_us"
        " FROM purchase_estimate WHERE purchase_id = ? AND number = ?",
        purchase, number);
    if (!row)
        return std::nullopt;
    std::vector<ValueLine> lines;
    for (const auto& line :
         tx.query("/* small_purchases.estimate_lines */ SELECT name, cents FROM purchase_estimate_line"
                  " WHERE purchase_id = ? AND number = ? ORDER BY place /* bounded: one estimate */",
                  purchase, number))
        lines.push_back({line.text(0), line.money(1), true});
    return PurchaseEstimate{purchase,       number,       row->text(0),     row->optional_integer(1),
                            row->money(2),  row->text(3), std::move(lines), row->id<MembershipTag>(4),
                            row->instant(5)};
}

void invite(Transaction& tx, SmallPurchaseId purchase, OrganisationId provider, Instant now)
{
    tx.change(
        "/* small_purchases.invite */ INSERT INTO purchase_invitation (purchase_id, provider_id, invited_us)"
        " VALUES (?, ?, ?)",
        purchase, provider, now);
}

std::vector<OrganisationId> invited_to(Transaction& tx, SmallPurchaseId purchase)
{
    std::vector<OrganisationId> result;
    for (const auto& row :
         tx.query("/* small_purchases.invited_to */ SELECT provider_id FROM purchase_invitation"
                  " WHERE purchase_id = ? ORDER BY provider_id /* bounded: one call */",
                  purchase))
        result.push_back(row.id<OrganisationTag>(0));
    return result;
}

bool is_invited(Transaction& tx, SmallPurchaseId purchase, OrganisationId provider)
{
    return tx
        .query_one("/* small_purchases.is_invited */ SELECT invited_us FROM purchase_invitation"
                   " WHERE purchase_id = ? AND provider_id = ?",
                   purchase, provider)
        .has_value();
}

} // namespace kori::small_purchases
