#include "marketplace/choice/choice_store.hpp"

#include "core/crypto/crypto.hpp"
#include "core/json/reader.hpp"
#include "core/json/value.hpp"

#include <algorithm>

namespace kori::choices
{
namespace
{

std::vector<std::string> texts_in(const std::string& stored)
{
    const auto list = json::read(stored);
    PROMISE(list);
    return list->texts();
}

constexpr std::string_view assessment_columns =
    "id, organisation_id, customer_id, state, target_groups, needs, coach_id, revision";

NeedAssessment assessment_in(const Row& row)
{
    return {
        row.id<NeedAssessmentTag>(0), row.id<OrganisationTag>(1), row.id<CustomerTag>(2),   row.text(3),
        texts_in(row.text(4)),        texts_in(row.text(5)),      row.id<MembershipTag>(6), row.integer(7)};
}

constexpr std::string_view agreement_columns =
    "id, organisation_id, customer_id, basket_id, basket_version_id, state,"
    " coach_id, override_reason, revision, override_by, told_how";

BasketAgreement agreement_in(const Row& row)
{
    return {row.id<BasketAgreementTag>(0),
            row.id<OrganisationTag>(1),
            row.id<CustomerTag>(2),
            row.id<BasketTag>(3),
            row.id<BasketVersionTag>(4),
            row.text(5),
            row.id<MembershipTag>(6),
            row.text(7),
            row.integer(8),
            row.optional_id<MembershipTag>(9),
            row.text(10)};
}

constexpr std::string_view session_columns =
    "id, agreement_id, organisation_id, state, code_expires_us, token_expires_us,"
    " showing, seed_number, language, shown_us, revision";

ChoiceSession session_in(const Row& row)
{
    const auto language = parse_language(row.text(8));
    PROMISE(language.has_value());
    ChoiceSession session{row.id<ChoiceSessionTag>(0), row.id<BasketAgreementTag>(1),
                          row.id<OrganisationTag>(2), row.text(3), row.instant(4)};
    session.token_expires_at = row.optional_instant(5);
    session.code_is_used = session.token_expires_at.has_value();
    session.showing = row.integer(6);
    session.seed_number = row.integer(7);
    session.language = *language;
    session.shown_at = row.optional_instant(9);
    session.revision = row.integer(10);
    return session;
}

std::optional<ChoiceSession> only_session(const std::optional<Row>& row)
{
    return row ? std::optional{session_in(*row)} : std::nullopt;
}

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

void insert(Transaction& tx, const NeedAssessment& assessment, Instant now)
{
    tx.change("/* choices.insert_assessment */ INSERT INTO need_assessment (id, organisation_id, "
              "customer_id, state,"
              " target_groups, needs, coach_id, revision, opened_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              assessment.id, assessment.authority, assessment.customer, assessment.state,
              json::write(json::array_of(assessment.target_groups)),
              json::write(json::array_of(assessment.needs)), assessment.coach, assessment.revision, now);
}

void save(Transaction& tx, const NeedAssessment& assessment)
{
    const auto touched =
        tx.change("/* choices.save_assessment */ UPDATE need_assessment SET state = ?,"
                  " target_groups = ?, needs = ?, revision = ? WHERE id = ? AND revision = ?",
                  assessment.state, json::write(json::array_of(assessment.target_groups)),
                  json::write(json::array_of(assessment.needs)), assessment.revision, assessment.id,
                  assessment.revision - 1);
    PROMISE(touched == 1);
}

std::optional<NeedAssessment> find_assessment(Transaction& tx, NeedAssessmentId id)
{
    static const std::string sql = "/* choices.find_assessment */ SELECT " + std::string{assessment_columns} +
                                   " FROM need_assessment WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{assessment_in(*row)} : std::nullopt;
}

std::vector<NeedAssessment> assessments_of(Transaction& tx, CustomerId customer)
{
    static const std::string sql = "/* choices.assessments_of */ SELECT " + std::string{assessment_columns} +
                                   " FROM need_assessment WHERE customer_id = ? ORDER BY id LIMIT 1000";
    std::vector<NeedAssessment> result;
    for (const auto& row : tx.query(sql, customer))
        result.push_back(assessment_in(row));
    return result;
}

void insert(Transaction& tx, const BasketAgreement& agreement, Instant now)
{
    tx.change(
        "/* choices.insert_agreement */ INSERT INTO basket_agreement (id, organisation_id, customer_id, "
        "basket_id,"
        " basket_version_id, state, coach_id, override_by, override_reason, told_how, revision, proposed_us)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        agreement.id, agreement.authority, agreement.customer, agreement.basket, agreement.basket_version,
        agreement.state, agreement.coach, agreement.override_by, agreement.override_reason,
        agreement.told_how, agreement.revision, now);
}

void save(Transaction& tx, const BasketAgreement& agreement)
{
    const auto touched = tx.change(
        "/* choices.save_agreement */ UPDATE basket_agreement SET state = ?, told_how = ?,"
        " revision = ? WHERE id = ? AND revision = ?",
        agreement.state, agreement.told_how, agreement.revision, agreement.id, agreement.revision - 1);
    PROMISE(touched == 1);
}

std::optional<BasketAgreement> find_agreement(Transaction& tx, BasketAgreementId id)
{
    static const std::string sql = "/* choices.find_agreement */ SELECT " + std::string{agreement_columns} +
                                   " FROM basket_agreement WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{agreement_in(*row)} : std::nullopt;
}

std::vector<BasketAgreement> agreements_of(Transaction& tx, CustomerId customer)
{
    static const std::string sql = "/* choices.agreements_of */ SELECT " + std::string{agreement_columns} +
                                   " FROM basket_agreement WHERE customer_id = ? ORDER BY id LIMIT 1000";
    std::vector<BasketAgreement> result;
    for (const auto& row : tx.query(sql, customer))
        result.push_back(agreement_in(row));
    return result;
}

void forget_words_about(Transaction& tx, CustomerId customer)
{
    tx.change("/* choices.forget_words_about */ UPDATE basket_agreement SET override_reason = ''"
              " WHERE customer_id = ?",
              customer);
}

void fulfil(Transaction& tx, BasketAgreementId id)
{
    auto agreement = find_agreement(tx, id);
    PROMISE(agreement.has_value());
    const auto next = basket_agreement_states().move(agreement->state, "fulfil");
    PROMISE(next);
    agreement->state = *next;
    ++agreement->revision;
    save(tx, *agreement);
}

std::int64_t seed_number_of(Transaction& tx, CustomerId customer, BasketVersionId version)
{
    const auto row =
        tx.query_one("/* choices.seed_number_of */ SELECT COALESCE(MAX(seed_number), 1) FROM choice_seed"
                     " WHERE customer_id = ? AND basket_version_id = ?",
                     customer, version);
    return row->integer(0);
}

void insert_seed(Transaction& tx, CustomerId customer, BasketVersionId version, std::int64_t number,
                 Instant now)
{
    tx.change(
        "/* choices.insert_seed */ INSERT INTO choice_seed (customer_id, basket_version_id, seed_number,"
        " recorded_us) VALUES (?, ?, ?, ?)",
        customer, version, number, now);
}

std::string seed_of(std::string_view display_key, CustomerId customer, BasketVersionId version,
                    std::int64_t number)
{
    return crypto::hmac_sha256(display_key, "kori choice seed/1\n" + customer.revealed() + "\n" +
                                                version.text() + "\n" + std::to_string(number));
}

KeyedHash keyed_hash_under(std::string seed)
{
    return [seed = std::move(seed)](std::string_view message) { return crypto::hmac_sha256(seed, message); };
}

void insert(Transaction& tx, const ChoiceSession& session, std::string_view code_hash, Instant now)
{
    tx.change(
        "/* choices.insert_session */ INSERT INTO choice_session (id, agreement_id, organisation_id, state, "
        "code_hash,"
        " code_expires_us, token_hash, token_expires_us, showing, seed_number, language, shown_us, revision,"
        " opened_us) VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?, ?, ?)",
        session.id, session.agreement, session.authority, session.state, Blob{std::string{code_hash}},
        session.code_expires_at, session.showing, session.seed_number, code_of(session.language),
        session.shown_at, session.revision, now);
}

void save(Transaction& tx, const ChoiceSession& session)
{
    const auto touched = tx.change(
        "/* choices.save_session */ UPDATE choice_session SET state = ?, showing = ?, seed_number = ?,"
        " language = ?, shown_us = ?, revision = ? WHERE id = ? AND revision = ?",
        session.state, session.showing, session.seed_number, code_of(session.language), session.shown_at,
        session.revision, session.id, session.revision - 1);
    PROMISE(touched == 1);
}

std::optional<ChoiceSession> find_session(Transaction& tx, ChoiceSessionId id)
{
    static const std::string sql = "/* choices.find_session */ SELECT " + std::string{session_columns} +
                                   " FROM choice_session WHERE id = ?";
    return only_session(tx.query_one(sql, id));
}

std::optional<ChoiceSession> find_session_by_code(Transaction& tx, std::string_view code_hash)
{
    static const std::string sql = "/* choices.find_session_by_code */ SELECT " +
                                   std::string{session_columns} + " FROM choice_session WHERE code_hash = ?";
    return only_session(tx.query_one(sql, Blob{std::string{code_hash}}));
}

std::optional<ChoiceSession> find_session_by_token(Transaction& tx, std::string_view token_hash)
{
    static const std::string sql = "/* choices.find_session_by_token */ SELECT " +
                                   std::string{session_columns} + " FROM choice_session WHERE token_hash = ?";
    return only_session(tx.query_one(sql, Blob{std::string{token_hash}}));
}

std::vector<ChoiceSession> sessions_of(Transaction& tx, BasketAgreementId agreement)
{
    static const std::string sql = "/* choices.sessions_of */ SELECT " + std::string{session_columns} +
                                   " FROM choice_session WHERE agreement_id = ? ORDER BY id LIMIT 1000";
    std::vector<ChoiceSession> result;
    for (const auto& row : tx.query(sql, agreement))
        result.push_back(session_in(row));
    return result;
}

std::optional<ChoiceSession> running_session(Transaction& tx, BasketAgreementId agreement)
{
    static const std::string sql =
        "/* choices.running_session */ SELECT " + std::string{session_columns} +
        " FROM choice_session WHERE agreement_id = ? AND state IN ('OPENED', 'COMPARED')";
    return only_session(tx.query_one(sql, agreement));
}

void set_token(Transaction& tx, ChoiceSessionId id, std::string_view token_hash, Instant expires_at)
{
    const auto touched =
        tx.change("/* choices.set_token */ UPDATE choice_session SET token_hash = ?, token_expires_us = ?"
                  " WHERE id = ? AND token_hash IS NULL",
                  Blob{std::string{token_hash}}, expires_at, id);
    PROMISE(touched == 1);
}

void insert_shown(Transaction& tx, ChoiceSessionId session, std::int64_t showing,
                  const std::vector<ShownOffer>& shown)
{
    std::int64_t place = 0;
    for (const auto& offer : shown)
        tx.change("/* choices.insert_shown */ INSERT INTO choice_shown (session_id, showing, place, offer_id,"
                  " offer_version_id, is_full) VALUES (?, ?, ?, ?, ?, ?)",
                  session, showing, ++place, offer.offer, offer.version, yes_no(offer.is_full));
}

std::vector<ShownOffer> shown_to(Transaction& tx, ChoiceSessionId session, std::int64_t showing)
{
    // All of them: a receipt holds every offer that was shown.
    std::vector<ShownOffer> result;
    for (const auto& row :
         tx.query("/* choices.shown_to */ SELECT offer_id, offer_version_id, is_full FROM choice_shown"
                  " WHERE session_id = ? AND showing = ? ORDER BY place"
                  " /* bounded: one showing */",
                  session, showing))
        result.push_back({row.id<OfferTag>(0), row.id<OfferVersionTag>(1), row.yes(2)});
    return result;
}

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
                          texts_in(row.text(3)), row.text(4), row.instant(5)});
    return result;
}

} // namespace kori::choices
