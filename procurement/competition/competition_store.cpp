#include "procurement/competition/competition_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"
#include "procurement/competition/criteria_document.hpp"

namespace kori::competitions
{
namespace
{

const std::string columns =
    "id, programme_id, category_id, authority_id, regime, state, name_fi, name_sv, name_en, description_fi,"
    " description_sv, description_en, criteria, parts, estimated_value_cents, value_is_told, service_from,"
    " service_until, winners_most, order_of_use, accelerated_reason, documents_withheld,"
    " observes_standstill, openers_needed, questions_until_us, closes_us, invited_us, opened_us,"
    " cancelled_us, key_text, lot_commitment, revision";

Competition competition_in(const Row& row)
{
    const auto regime = parse_regime(row.text(4));
    PROMISE(regime.has_value());
    const auto accelerated_reason = row.text(20);
    return {row.id<CompetitionTag>(0),
            row.id<ProgrammeTag>(1),
            row.id<CategoryTag>(2),
            row.id<OrganisationTag>(3),
            *regime,
            row.text(5),
            {row.text(6), row.text(7), row.text(8)},
            {row.text(9), row.text(10), row.text(11)},
            criteria_of(json::read_stored(row.text(12))),
            parts_of(json::read_stored(row.text(13))),
            row.money(14),
            row.yes(15),
            row.date(16),
            row.date(17),
            row.integer(18),
            row.text(19),
            !accelerated_reason.empty(),
            row.yes(21),
            row.yes(22),
            row.integer(23),
            row.optional_instant(24),
            row.optional_instant(25),
            row.optional_instant(26),
            row.optional_instant(27),
            row.optional_instant(28),
            row.text(29),
            row.text(30),
            row.integer(31),
            accelerated_reason};
}

std::vector<Competition> competitions_in(const Rows& rows)
{
    std::vector<Competition> result;
    for (const auto& row : rows)
        result.push_back(competition_in(row));
    return result;
}

Question question_in(const Row& row)
{
    return {row.id<QuestionTag>(0),
            row.id<CompetitionTag>(1),
            row.id<OrganisationTag>(2),
            row.text(3),
            row.instant(4),
            row.optional_text(5),
            row.optional_text(6),
            row.optional_id<MembershipTag>(7),
            row.optional_instant(8)};
}
const std::string question_columns = "id, competition_id, provider_id, question, asked_us, told_question,"
                                     " answer, answered_by, answered_us";

} // namespace

void insert(Transaction& tx, const Competition& competition, Instant now)
{
    const auto& it = competition;
    PROMISE(it.accelerated == !it.accelerated_reason.empty());
    tx.change("/* competitions.insert */ INSERT INTO competition (id, programme_id, category_id,"
              " authority_id, regime, state, name_fi, name_sv, name_en, description_fi, description_sv,"
              " description_en, criteria, parts, estimated_value_cents, value_is_told, service_from,"
              " service_until, winners_most, order_of_use, accelerated_reason, documents_withheld,"
              " observes_standstill, openers_needed, questions_until_us, closes_us, invited_us, opened_us,"
              " cancelled_us, key_text, lot_commitment, revision, created_us, changed_us) VALUES (?, ?, ?,"
              " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              it.id, it.programme, it.category, it.authority, code_of(it.regime), it.state, it.name.fi,
              it.name.sv, it.name.en, it.description.fi, it.description.sv, it.description.en,
              json::write(document_of(it.criteria)), json::write(document_of(it.parts)), it.estimated_value,
              yes_no(it.value_is_told), it.service_from, it.service_until, it.winners_most, it.use,
              it.accelerated_reason, yes_no(it.documents_withheld), yes_no(it.observes_standstill),
              it.openers_needed, it.questions_until, it.closes_at, it.invited_at, it.opened_at,
              it.cancelled_at, it.key_text, it.lot_commitment, it.revision, now, now);
}

void save(Transaction& tx, const Competition& competition, Instant now)
{
    // Programme, category and authority are not among them: they never change.
    const auto& it = competition;
    PROMISE(it.accelerated == !it.accelerated_reason.empty());
    const auto touched = tx.change(
        "/* competitions.save */ UPDATE competition SET regime = ?, state = ?, name_fi = ?, name_sv = ?,"
        " name_en = ?, description_fi = ?, description_sv = ?, description_en = ?, criteria = ?, parts = ?,"
        " estimated_value_cents = ?, value_is_told = ?, service_from = ?, service_until = ?,"
        " winners_most = ?, order_of_use = ?, accelerated_reason = ?, documents_withheld = ?,"
        " observes_standstill = ?, openers_needed = ?, questions_until_us = ?, closes_us = ?,"
        " invited_us = ?, opened_us = ?, cancelled_us = ?, key_text = ?, lot_commitment = ?, revision = ?,"
        " changed_us = ? WHERE id = ?",
        code_of(it.regime), it.state, it.name.fi, it.name.sv, it.name.en, it.description.fi,
        it.description.sv, it.description.en, json::write(document_of(it.criteria)),
        json::write(document_of(it.parts)), it.estimated_value, yes_no(it.value_is_told), it.service_from,
        it.service_until, it.winners_most, it.use, it.accelerated_reason, yes_no(it.documents_withheld),
        yes_no(it.observes_standstill), it.openers_needed, it.questions_until, it.closes_at, it.invited_at,
        it.opened_at, it.cancelled_at, it.key_text, it.lot_commitment, it.revision, now, it.id);
    PROMISE(touched == 1);
}

std::optional<Competition> find(Transaction& tx, CompetitionId id)
{
    static const std::string sql =
        "/* competitions.find */ SELECT " + columns + " FROM competition WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{competition_in(*row)} : std::nullopt;
}

std::vector<Competition> of_authority(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                      std::int64_t limit)
{
    static const std::string sql = "/* competitions.of_authority */ SELECT " + columns +
                                   " FROM competition WHERE authority_id = ? AND id > ? ORDER BY id LIMIT ?";
    return competitions_in(tx.query(sql, authority, after_id, limit));
}

std::vector<Competition> of_invited(Transaction& tx, OrganisationId provider, std::string_view after_id,
                                    std::int64_t limit)
{
    static const std::string sql =
        "/* competitions.of_invited */ SELECT " + columns +
        " FROM competition WHERE id IN (SELECT i.competition_id FROM competition_invitation i"
        " WHERE i.provider_id = ?) AND id > ? ORDER BY id LIMIT ?";
    return competitions_in(tx.query(sql, provider, after_id, limit));
}

std::vector<Competition> of_programme(Transaction& tx, ProgrammeId programme)
{
    static const std::string sql =
        "/* competitions.of_programme */ /* bounded: the competitions of one system */ SELECT " + columns +
        " FROM competition WHERE programme_id = ? ORDER BY id";
    return competitions_in(tx.query(sql, programme));
}

void insert(Transaction& tx, const Invitation& invitation)
{
    tx.change("/* competitions.insert_invitation */ INSERT INTO competition_invitation (competition_id,"
              " provider_id, admission_id, invited_us) VALUES (?, ?, ?, ?)",
              invitation.competition, invitation.provider, invitation.admission, invitation.invited_at);
}

std::vector<Invitation> invitations_of(Transaction& tx, CompetitionId competition)
{
    std::vector<Invitation> result;
    for (const auto& row :
         tx.query("/* competitions.invitations_of */ /* bounded: who stands in one category */ SELECT"
                  " competition_id, provider_id, admission_id, invited_us FROM competition_invitation"
                  " WHERE competition_id = ? ORDER BY provider_id",
                  competition))
        result.push_back(
            {row.id<CompetitionTag>(0), row.id<OrganisationTag>(1), row.text(2), row.instant(3)});
    return result;
}

bool is_invited(Transaction& tx, CompetitionId competition, OrganisationId provider)
{
    return tx
        .query_one("/* competitions.is_invited */ SELECT invited_us FROM competition_invitation"
                   " WHERE competition_id = ? AND provider_id = ?",
                   competition, provider)
        .has_value();
}

void save_openers(Transaction& tx, CompetitionId competition, const std::vector<Opener>& openers)
{
    tx.change("/* competitions.forget_openers */ DELETE FROM competition_opener WHERE competition_id = ?",
              competition);
    for (const auto& opener : openers)
    {
        PROMISE(opener.competition == competition);
        tx.change("/* competitions.insert_opener */ INSERT INTO competition_opener (competition_id, number,"
                  " user_id, membership_id, key_text, locked_share, commitment) VALUES (?, ?, ?, ?, ?, ?, ?)",
                  competition, opener.number, opener.user, opener.membership, opener.key_text,
                  opener.locked_share, opener.commitment);
    }
}

std::vector<Opener> openers_of(Transaction& tx, CompetitionId competition)
{
    std::vector<Opener> result;
    for (const auto& row :
         tx.query("/* competitions.openers_of */ SELECT competition_id, user_id, membership_id, number,"
                  " key_text, locked_share, commitment FROM competition_opener WHERE competition_id = ?"
                  " ORDER BY number LIMIT 16",
                  competition))
        result.push_back({row.id<CompetitionTag>(0), row.id<UserTag>(1), row.id<MembershipTag>(2),
                          row.integer(3), row.text(4), row.text(5), row.text(6)});
    return result;
}

std::string secret_commitment_of(Transaction& tx, CompetitionId competition)
{
    const auto row = tx.query_one("/* competitions.secret_commitment_of */ SELECT secret_commitment"
                                  " FROM competition_seal WHERE competition_id = ?",
                                  competition);
    return row ? row->optional_text(0).value_or("") : "";
}

void save_secret_commitment(Transaction& tx, CompetitionId competition, std::string_view hex)
{
    tx.change("/* competitions.save_secret_commitment */ INSERT INTO competition_seal (competition_id,"
              " secret_commitment) VALUES (?, ?) ON CONFLICT (competition_id) DO UPDATE SET"
              " secret_commitment = excluded.secret_commitment",
              competition, hex);
}

void save_sealed_lot(Transaction& tx, CompetitionId competition, const Blob& sealed)
{
    tx.change("/* competitions.save_sealed_lot */ INSERT INTO competition_seal (competition_id, sealed_lot)"
              " VALUES (?, ?) ON CONFLICT (competition_id) DO UPDATE SET sealed_lot = excluded.sealed_lot",
              competition, sealed);
}

std::optional<Blob> sealed_lot_of(Transaction& tx, CompetitionId competition)
{
    const auto row = tx.query_one("/* competitions.sealed_lot_of */ SELECT sealed_lot FROM competition_seal"
                                  " WHERE competition_id = ?",
                                  competition);
    if (!row || row->is_null(0))
        return std::nullopt;
    return Blob{row->bytes(0)};
}

void insert(Transaction& tx, const RegisteredOpenerKey& key)
{
    tx.change("/* competitions.insert_opener_key */ INSERT INTO opener_key (user_id, number, key_text,"
              " fingerprint, registered_by, registered_us) VALUES (?, ?, ?, ?, ?, ?)",
              key.user, key.number, key.key_text, key.fingerprint, key.registered_by, key.registered_at);
}

std::optional<RegisteredOpenerKey> newest_key_of(Transaction& tx, UserId user)
{
    const auto row = tx.query_one("/* competitions.newest_key_of */ SELECT user_id, number, key_text,"
                                  " fingerprint, registered_by, registered_us FROM opener_key"
                                  " WHERE user_id = ? ORDER BY number DESC LIMIT 1",
                                  user);
    if (!row)
        return std::nullopt;
    return RegisteredOpenerKey{row->id<UserTag>(0), row->integer(1),           row->text(2),
                               row->text(3),        row->id<MembershipTag>(4), row->instant(5)};
}

void insert(Transaction& tx, const Question& question)
{
    tx.change("/* competitions.insert_question */ INSERT INTO competition_question (id, competition_id,"
              " provider_id, question, asked_us) VALUES (?, ?, ?, ?, ?)",
              question.id, question.competition, question.asker, question.question, question.asked_at);
}

void save_answer(Transaction& tx, const Question& question)
{
    const auto touched = tx.change(
        "/* competitions.save_answer */ UPDATE competition_question SET told_question = ?,"
        " answer = ?, answered_by = ?, answered_us = ? WHERE id = ? AND answer IS NULL",
        question.told_question, question.answer, question.answered_by, question.answered_at, question.id);
    PROMISE(touched == 1);
}

std::optional<Question> find_question(Transaction& tx, QuestionId id)
{
    static const std::string sql = "/* competitions.find_question */ SELECT " + question_columns +
                                   " FROM competition_question WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{question_in(*row)} : std::nullopt;
}

std::vector<Question> questions_of(Transaction& tx, CompetitionId competition)
{
    static const std::string sql =
        "/* competitions.questions_of */ /* bounded: each asker's number is bounded */ SELECT " +
        question_columns + " FROM competition_question WHERE competition_id = ? ORDER BY asked_us, id";
    std::vector<Question> result;
    for (const auto& row : tx.query(sql, competition))
        result.push_back(question_in(row));
    return result;
}

std::vector<Question> questions_after(Transaction& tx, CompetitionId competition, std::string_view after_id,
                                      std::int64_t limit)
{
    static const std::string sql =
        "/* competitions.questions_after */ SELECT " + question_columns +
        " FROM competition_question WHERE competition_id = ? AND id > ? ORDER BY id LIMIT ?";
    std::vector<Question> result;
    for (const auto& row : tx.query(sql, competition, after_id, limit))
        result.push_back(question_in(row));
    return result;
}

} // namespace kori::competitions
