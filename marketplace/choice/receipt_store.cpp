#include "marketplace/choice/receipt_store.hpp"

#include "core/base/promise.hpp"
#include "core/crypto/crypto.hpp"
#include "core/json/reader.hpp"
#include "marketplace/choice/choice_store.hpp"

#include <utility>

namespace kori::choices
{
namespace
{

constexpr std::string_view receipt_columns = "id, session_id, agreement_id, basket_id, basket_version_id, "
                                             "seed_number, seed_digest, alternatives_needed,"
                                             " shown_us, decided_us, chosen_version_id, assisted_kind, "
                                             "assisted_by, language, showing, digest, entry_id";

KeptReceipt kept_in(Transaction& tx, const Row& row)
{
    const auto language = parse_language(row.text(13));
    PROMISE(language.has_value());
    const auto session = row.id<ChoiceSessionTag>(1);
    const auto showing = row.integer(14);
    ChoiceReceipt receipt{row.id<ChoiceReceiptTag>(0), session, row.id<BasketAgreementTag>(2),
                          row.id<BasketTag>(3), row.id<BasketVersionTag>(4)};
    receipt.seed_number = row.integer(5);
    receipt.seed_digest_hex = row.text(6);
    receipt.shown = shown_to(tx, session, showing);
    receipt.alternatives_needed = row.integer(7);
    receipt.shown_at = row.instant(8);
    receipt.decided_at = row.instant(9);
    receipt.chosen = row.optional_id<OfferVersionTag>(10);
    if (const auto kind = row.optional_text(11))
    {
        const auto parsed = parse_assistance_kind(*kind);
        PROMISE(parsed.has_value());
        receipt.assistance = Assistance{row.text(12), *parsed};
    }
    receipt.language = *language;
    return {std::move(receipt), showing, row.text(15), row.id<EntryTag>(16)};
}

} // namespace

void insert(Transaction& tx, const KeptReceipt& kept)
{
    const auto& receipt = kept.receipt;
    std::optional<std::string> kind;
    std::optional<std::string> by;
    if (receipt.assistance)
    {
        kind = std::string{code_of(receipt.assistance->kind)};
        by = receipt.assistance->by;
    }
    tx.change("/* choices.insert_receipt */ INSERT INTO choice_receipt (id, session_id, showing, "
              "agreement_id, basket_id,"
              " basket_version_id, seed_number, seed_digest, alternatives_needed, shown_us, decided_us, "
              "chosen_version_id,"
              " assisted_kind, assisted_by, language, digest, entry_id)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              receipt.id, receipt.session, kept.showing, receipt.agreement, receipt.basket,
              receipt.basket_version, receipt.seed_number, receipt.seed_digest_hex,
              receipt.alternatives_needed, receipt.shown_at, receipt.decided_at, receipt.chosen, kind, by,
              code_of(receipt.language), kept.digest, kept.entry);
}

std::optional<KeptReceipt> find_kept(Transaction& tx, ChoiceReceiptId id)
{
    static const std::string sql = "/* choices.find_receipt */ SELECT " + std::string{receipt_columns} +
                                   " FROM choice_receipt WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{kept_in(tx, *row)} : std::nullopt;
}

std::optional<KeptReceipt> find_kept_of(Transaction& tx, ChoiceSessionId session)
{
    static const std::string sql = "/* choices.find_receipt_of_session */ SELECT " +
                                   std::string{receipt_columns} + " FROM choice_receipt WHERE session_id = ?";
    const auto row = tx.query_one(sql, session);
    return row ? std::optional{kept_in(tx, *row)} : std::nullopt;
}

std::optional<ChoiceReceipt> find_receipt(Transaction& tx, ChoiceReceiptId id)
{
    auto kept = find_kept(tx, id);
    return kept ? std::optional{std::move(kept->receipt)} : std::nullopt;
}

std::optional<ChoiceReceipt> receipt_of(Transaction& tx, BasketAgreementId agreement)
{
    static const std::string sql =
        "/* choices.receipt_of */ SELECT " + std::string{receipt_columns} +
        " FROM choice_receipt WHERE agreement_id = ? AND chosen_version_id IS NOT NULL";
    const auto row = tx.query_one(sql, agreement);
    return row ? std::optional{kept_in(tx, *row).receipt} : std::nullopt;
}

BasketAgreement agreement_of(Transaction& tx, const ChoiceReceipt& receipt)
{
    auto agreement = find_agreement(tx, receipt.agreement);
    PROMISE(agreement.has_value());
    return std::move(*agreement);
}

std::string digest_of(const ChoiceReceipt& receipt)
{
    return to_hex(crypto::sha256(canonical_text(receipt)));
}

void insert(Transaction& tx, const UnmetNeed& need)
{
    tx.change("/* choices.insert_unmet_need */ INSERT INTO unmet_need (receipt_id, organisation_id, "
              "basket_id, municipality,"
              " needs, reason, recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              need.receipt, need.authority, need.basket, need.municipality,
              json::write(json::array_of(need.needs)), need.reason, need.recorded_at);
}

std::vector<CountedNeed> needs_to_count(Transaction& tx, OrganisationId authority,
                                        std::string_view after_receipt, std::int64_t limit)
{
    std::vector<CountedNeed> result;
    for (const auto& row :
         tx.query("/* choices.needs_to_count */ SELECT u.receipt_id, u.basket_id, u.needs, u.recorded_us,"
                  " a.customer_id FROM unmet_need u JOIN choice_receipt r ON r.id = u.receipt_id"
                  " JOIN basket_agreement a ON a.id = r.agreement_id"
                  " WHERE u.organisation_id = ? AND u.receipt_id > ? ORDER BY u.receipt_id LIMIT ?",
                  authority, after_receipt, limit))
        result.push_back({row.id<ChoiceReceiptTag>(0), row.id<BasketTag>(1),
                          json::read_stored(row.text(2)).texts(), row.instant(3), row.id<CustomerTag>(4)});
    return result;
}

std::vector<UnmetNeed> unmet_needs_after(Transaction& tx, OrganisationId authority,
                                         std::string_view after_receipt, std::int64_t limit)
{
    std::vector<UnmetNeed> result;
    for (const auto& row :
         tx.query("/* choices.unmet_needs_after */ SELECT receipt_id, basket_id, municipality, needs,"
                  " reason, recorded_us FROM unmet_need WHERE organisation_id = ? AND receipt_id > ?"
                  " ORDER BY receipt_id LIMIT ?",
                  authority, after_receipt, limit))
        result.push_back({row.id<ChoiceReceiptTag>(0), authority, row.id<BasketTag>(1), row.text(2),
                          json::read_stored(row.text(3)).texts(), row.text(4), row.instant(5)});
    return result;
}

} // namespace kori::choices
