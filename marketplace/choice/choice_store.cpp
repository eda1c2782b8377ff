#include "marketplace/choice/choice_store.hpp"

#include "core/base/promise.hpp"

#include <utility>

namespace kori::choices
{
namespace
{

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

} // namespace

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

void end_token(Transaction& tx, ChoiceSessionId id, Instant now)
{
    tx.change("/* choices.end_token */ UPDATE choice_session SET token_expires_us = ? WHERE id = ?", now, id);
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

BasketAgreement agreement_of(Transaction& tx, const ChoiceSession& session)
{
    auto agreement = find_agreement(tx, session.agreement);
    PROMISE(agreement.has_value());
    return std::move(*agreement);
}

} // namespace kori::choices
