#include "procurement/admission/admission_store.hpp"

#include "core/base/promise.hpp"

namespace kori::admissions
{
namespace
{

constexpr std::string_view columns =
    "id, programme_id, authority_id, provider_id, channel, state, submitted_us,"
    " answer_due_on, revision, clock_from, assessed_by, category_id";

Admission admission_of(const Row& row)
{
    const auto channel = parse_channel(row.text(4));
    PROMISE(channel.has_value());
    return {row.id<AdmissionTag>(0),
            row.id<ProgrammeTag>(1),
            row.id<OrganisationTag>(2),
            row.id<OrganisationTag>(3),
            *channel,
            row.text(5),
            row.optional_instant(6),
            row.optional_date(7),
            row.integer(8),
            row.optional_date(9),
            row.optional_id<MembershipTag>(10),
            row.optional_id<CategoryTag>(11)};
}

std::vector<Admission> all_of(const Rows& rows)
{
    std::vector<Admission> result;
    for (const auto& row : rows)
        result.push_back(admission_of(row));
    return result;
}

std::optional<Admission> one_of(const std::optional<Row>& row)
{
    return row ? std::optional{admission_of(*row)} : std::nullopt;
}

constexpr std::string_view decision_columns =
    "id, admission_id, outcome, reasons_fi, reasons_sv, reasons_en, remedy, decided_us, decided_by, "
    "replaces_id,"
    " failed_conditions, missing_evidence, document_fi, document_sv, document_en";

AdmissionDecision decision_of(const Row& row)
{
    return {row.id<AdmissionDecisionTag>(0),
            row.id<AdmissionTag>(1),
            row.text(2),
            {row.text(3), row.text(4), row.text(5)},
            row.text(6),
            row.instant(7),
            row.id<MembershipTag>(8),
            row.optional_id<AdmissionDecisionTag>(9),
            split_codes(row.text(10)),
            split_codes(row.text(11)),
            {row.text(12), row.text(13), row.text(14)}};
}

} // namespace

void insert(Transaction& tx, const Admission& admission, Instant now)
{
    tx.change("/* admissions.insert */ INSERT INTO admission (id, programme_id, authority_id, provider_id, "
              "channel, state,"
              " submitted_us, clock_from, answer_due_on, assessed_by, category_id, revision, created_us, "
              "changed_us)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              admission.id, admission.programme, admission.authority, admission.provider,
              code_of(admission.channel), admission.state, admission.submitted_at, admission.clock_from,
              admission.answer_due_on, admission.assessed_by, admission.category, admission.revision, now,
              now);
}

void save(Transaction& tx, const Admission& admission, Instant now)
{
    const auto touched = tx.change(
        "/* admissions.save */ UPDATE admission SET state = ?, submitted_us = ?, clock_from = ?,"
        " answer_due_on = ?, assessed_by = ?, revision = ?, changed_us = ? WHERE id = ? AND revision = ?",
        admission.state, admission.submitted_at, admission.clock_from, admission.answer_due_on,
        admission.assessed_by, admission.revision, now, admission.id, admission.revision - 1);
    PROMISE(touched == 1);
}

std::optional<Admission> find(Transaction& tx, AdmissionId id)
{
    static const std::string sql =
        "/* admissions.find */ SELECT " + std::string{columns} + " FROM admission WHERE id = ?";
    return one_of(tx.query_one(sql, id));
}

std::optional<Admission> find_of(Transaction& tx, ProgrammeId programme, OrganisationId provider)
{
    static const std::string sql = "/* admissions.find_of */ SELECT " + std::string{columns} +
                                   " FROM admission WHERE programme_id = ? AND provider_id = ?"
                                   " ORDER BY created_us DESC, id DESC LIMIT 1";
    return one_of(tx.query_one(sql, programme, provider));
}

bool is_accepted_in(Transaction& tx, ProgrammeId programme, OrganisationId provider)
{
    const auto newest = find_of(tx, programme, provider);
    return newest && is_accepted(newest->state);
}

std::vector<Admission> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                                   std::int64_t limit)
{
    static const std::string sql = "/* admissions.of_provider */ SELECT " + std::string{columns} +
                                   " FROM admission WHERE provider_id = ? AND id > ? ORDER BY id LIMIT ?";
    return all_of(tx.query(sql, provider, after_id, limit));
}

std::vector<Admission> queue_of(Transaction& tx, OrganisationId authority, std::string_view after_due,
                                std::string_view after_id, std::int64_t limit)
{
    static const std::string sql =
        "/* admissions.queue_of */ SELECT " + std::string{columns} +
        " FROM admission WHERE authority_id = ?"
        " AND state IN ('SUBMITTED', 'WAITING_REOPENING', 'UNDER_REVIEW', 'CLARIFICATION', 'EXTENDED', "
        "'LEAVING')"
        " AND (coalesce(answer_due_on, '9999-12-31') > ? OR (coalesce(answer_due_on, '9999-12-31') = ? AND "
        "id > ?))"
        " ORDER BY coalesce(answer_due_on, '9999-12-31'), id LIMIT ?";
    return all_of(tx.query(sql, authority, after_due, after_due, after_id, limit));
}

std::vector<Admission> received_by(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                   std::int64_t limit)
{
    static const std::string sql =
        "/* admissions.received_by */ SELECT " + std::string{columns} +
        " FROM admission WHERE authority_id = ? AND submitted_us IS NOT NULL AND id > ?"
        " ORDER BY id LIMIT ?";
    return all_of(tx.query(sql, authority, after_id, limit));
}

std::vector<Admission> accepted_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                   std::int64_t limit)
{
    static const std::string sql =
        "/* admissions.accepted_in */ SELECT " + std::string{columns} +
        " FROM admission WHERE programme_id = ? AND category_id IS NULL"
        " AND state IN ('ACCEPTED', 'RENEWAL_ASKED') AND id > ? ORDER BY id LIMIT ?";
    return all_of(tx.query(sql, programme, after_id, limit));
}

std::vector<Admission> submitted_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                    std::int64_t limit)
{
    static const std::string sql =
        "/* admissions.submitted_in */ SELECT " + std::string{columns} +
        " FROM admission WHERE programme_id = ? AND submitted_us IS NOT NULL AND id > ? ORDER BY id LIMIT ?";
    return all_of(tx.query(sql, programme, after_id, limit));
}

bool has_asked(Transaction& tx, ProgrammeId programme, OrganisationId provider)
{
    return !tx.query("/* admissions.has_asked */ SELECT id FROM admission WHERE programme_id = ?"
                     " AND provider_id = ? AND submitted_us IS NOT NULL ORDER BY id LIMIT 1",
                     programme, provider)
                .empty();
}

std::vector<Admission> members_in(Transaction& tx, ProgrammeId programme, CategoryId category)
{
    static const std::string sql = "/* admissions.members_in */ SELECT " + std::string{columns} +
                                   " FROM admission WHERE programme_id = ? AND category_id = ? AND state IN "
                                   "('ADMITTED', 'RENEWAL_ASKED')"
                                   " ORDER BY provider_id, id";
    return all_of(tx.query(sql, programme, category));
}

std::vector<Admission> memberships_of(Transaction& tx, ProgrammeId programme, OrganisationId provider)
{
    static const std::string sql =
        "/* admissions.memberships_of */ SELECT " + std::string{columns} +
        " FROM admission WHERE programme_id = ? AND provider_id = ? AND category_id IS NOT NULL"
        " AND state IN ('ADMITTED', 'RENEWAL_ASKED') ORDER BY category_id, id LIMIT 500";
    return all_of(tx.query(sql, programme, provider));
}

std::optional<Admission> find_in(Transaction& tx, CategoryId category, OrganisationId provider)
{
    static const std::string sql = "/* admissions.find_in */ SELECT " + std::string{columns} +
                                   " FROM admission WHERE category_id = ? AND provider_id = ?"
                                   " ORDER BY created_us DESC, id DESC LIMIT 1";
    return one_of(tx.query_one(sql, category, provider));
}

std::vector<Admission> in_state(Transaction& tx, ProgrammeId programme, std::string_view state,
                                std::int64_t limit)
{
    static const std::string sql = "/* admissions.in_state */ SELECT " + std::string{columns} +
                                   " FROM admission WHERE programme_id = ? AND state = ? ORDER BY id LIMIT ?";
    return all_of(tx.query(sql, programme, state, limit));
}

void insert(Transaction& tx, const AdmissionDecision& decision)
{
    tx.change("/* admissions.insert_decision */ INSERT INTO admission_decision (id, admission_id, outcome,"
              " failed_conditions, missing_evidence, reasons_fi, reasons_sv, reasons_en, remedy, "
              "document_fi, document_sv,"
              " document_en, decided_us, decided_by, replaces_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
              "?, ?, ?, ?)",
              decision.id, decision.admission, decision.outcome, joined_codes(decision.failed_conditions),
              joined_codes(decision.missing_evidence), decision.reasons.fi, decision.reasons.sv,
              decision.reasons.en, decision.remedy, decision.document.fi, decision.document.sv,
              decision.document.en, decision.decided_at, decision.decided_by, decision.replaces);
}

std::optional<AdmissionDecision> standing_decision(Transaction& tx, AdmissionId admission)
{
    static const std::string sql = "/* admissions.standing_decision */ SELECT " +
                                   std::string{decision_columns} +
                                   " FROM admission_decision WHERE admission_id = ?"
                                   " ORDER BY decided_us DESC, id DESC LIMIT 1";
    const auto row = tx.query_one(sql, admission);
    return row ? std::optional{decision_of(*row)} : std::nullopt;
}

std::optional<AdmissionDecision> find_decision(Transaction& tx, AdmissionDecisionId id)
{
    static const std::string sql = "/* admissions.find_decision */ SELECT " + std::string{decision_columns} +
                                   " FROM admission_decision WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{decision_of(*row)} : std::nullopt;
}

std::vector<AdmissionDecision> decisions_of(Transaction& tx, AdmissionId admission)
{
    static const std::string sql =
        "/* admissions.decisions_of */ SELECT " + std::string{decision_columns} +
        " FROM admission_decision WHERE admission_id = ? ORDER BY decided_us, id LIMIT 200";
    std::vector<AdmissionDecision> result;
    for (const auto& row : tx.query(sql, admission))
        result.push_back(decision_of(row));
    return result;
}

std::vector<AdmissionDecision> decisions_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                            std::int64_t limit)
{
    static const std::string sql = "/* admissions.decisions_in */ SELECT " + std::string{decision_columns} +
                                   " FROM admission_decision WHERE admission_id IN (SELECT a.id FROM "
                                   "admission a WHERE a.programme_id = ?)"
                                   " AND id > ? ORDER BY id LIMIT ?";
    std::vector<AdmissionDecision> result;
    for (const auto& row : tx.query(sql, programme, after_id, limit))
        result.push_back(decision_of(row));
    return result;
}

void insert(Transaction& tx, const DeclaredEvidence& evidence)
{
    tx.change(
        "/* admissions.insert_evidence */ INSERT INTO admission_evidence (id, admission_id, provider_id,"
        " authority_id, code, valid_from, valid_to, statement, recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
        "?)",
        evidence.id, evidence.admission, evidence.provider, evidence.authority, evidence.evidence.code,
        evidence.evidence.validity.from, evidence.evidence.validity.to, evidence.statement,
        evidence.recorded_at);
}

std::vector<DeclaredEvidence> declarations_of(Transaction& tx, OrganisationId provider,
                                              OrganisationId authority)
{
    const auto rows =
        tx.query("/* admissions.declarations_of */ SELECT id, admission_id, provider_id, authority_id, code,"
                 " valid_from, valid_to, statement, recorded_us FROM admission_evidence"
                 " WHERE provider_id = ? AND authority_id = ? ORDER BY code, valid_from, id LIMIT 500",
                 provider, authority);
    std::vector<DeclaredEvidence> result;
    for (const auto& row : rows)
        result.push_back({row.id<EvidenceTag>(0),
                          row.id<AdmissionTag>(1),
                          row.id<OrganisationTag>(2),
                          row.id<OrganisationTag>(3),
                          {row.text(4), {row.date(5), row.optional_date(6)}},
                          row.text(7),
                          row.instant(8)});
    return result;
}

std::vector<EvidenceOnFile> evidence_of(Transaction& tx, OrganisationId provider, OrganisationId authority)
{
    std::vector<EvidenceOnFile> result;
    for (auto& declared : declarations_of(tx, provider, authority))
        result.push_back(std::move(declared.evidence));
    return result;
}

void insert(Transaction& tx, const AdmissionCheck& check)
{
    tx.change("/* admissions.insert_check */ INSERT INTO admission_check (id, admission_id, kind, "
              "extract_on, result,"
              " checked_by, checked_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              check.id, check.admission, check.kind, check.extract_on, check.result, check.checked_by,
              check.checked_at);
}

std::vector<AdmissionCheck> checks_of(Transaction& tx, AdmissionId admission)
{
    std::vector<AdmissionCheck> result;
    for (const auto& row :
         tx.query("/* admissions.checks_of */ SELECT id, admission_id, kind, extract_on, result,"
                  " checked_by, checked_us FROM admission_check WHERE admission_id = ?"
                  " ORDER BY checked_us, id LIMIT 200",
                  admission))
        result.push_back({row.id<AdmissionCheckTag>(0), row.id<AdmissionTag>(1), row.text(2), row.date(3),
                          row.text(4), row.id<MembershipTag>(5), row.instant(6)});
    return result;
}

void insert(Transaction& tx, const AdmissionQuestion& question)
{
    tx.change("/* admissions.insert_question */ INSERT INTO admission_question (id, admission_id, question, "
              "asked_by,"
              " asked_us, answer, answered_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              question.id, question.admission, question.question, question.asked_by, question.asked_at,
              question.answer, question.answered_at);
}

void answer_question(Transaction& tx, AdmissionQuestionId id, std::string_view answer, Instant now)
{
    const auto touched =
        tx.change("/* admissions.answer_question */ UPDATE admission_question SET answer = ?,"
                  " answered_us = ? WHERE id = ? AND answer IS NULL",
                  answer, now, id);
    PROMISE(touched == 1);
}

std::vector<AdmissionQuestion> questions_of(Transaction& tx, AdmissionId admission)
{
    std::vector<AdmissionQuestion> result;
    for (const auto& row :
         tx.query("/* admissions.questions_of */ SELECT id, admission_id, question, asked_by, asked_us,"
                  " answer, answered_us FROM admission_question WHERE admission_id = ?"
                  " ORDER BY asked_us, id LIMIT 200",
                  admission))
        result.push_back({row.id<AdmissionQuestionTag>(0), row.id<AdmissionTag>(1), row.text(2),
                          row.id<MembershipTag>(3), row.instant(4), row.optional_text(5),
                          row.optional_instant(6)});
    return result;
}

} // namespace kori::admissions
