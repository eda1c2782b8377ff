#include "procurement/admission/joining_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"
#include "procurement/admission/declaration_document.hpp"

namespace kori::admissions
{
namespace
{

SelfDeclaration declaration_of(const Row& row)
{
    return {row.id<SelfDeclarationTag>(0),
            row.id<OrganisationTag>(1),
            row.integer(2),
            content_of(json::read_stored(row.text(3))),
            row.id<MembershipTag>(4),
            row.instant(5)};
}

std::vector<std::string> codes_of(const std::vector<RequirementAnswer>& answers, bool met)
{
    std::vector<std::string> codes;
    for (const auto& answer : answers)
        if (answer.met == met)
            codes.push_back(answer.code);
    return codes;
}

ClockStart parse_start(std::string_view code)
{
    for (const auto start : {ClockStart::receipt, ClockStart::window_end, ClockStart::reopening})
        if (code_of(start) == code)
            return start;
    promise_broken("the table lists the starts", __FILE__, __LINE__);
}

constexpr std::string_view decision_columns = "id, admission_id, outcome, failed, reasons_fi, reasons_sv, "
                                              "reasons_en, verdict, html_fi, html_sv, digest,"
                                              " remedies, decided_us, decided_by, replaces_id";

JoiningDecision decision_of(const Row& row)
{
    return {row.id<AdmissionDecisionTag>(0),
            row.id<AdmissionTag>(1),
            row.text(2),
            split_codes(row.text(3)),
            {row.text(4), row.text(5), row.text(6)},
            row.text(7),
            {row.text(8), row.text(9), {}},
            row.text(10),
            split_codes(row.text(11)),
            row.instant(12),
            row.id<MembershipTag>(13),
            row.optional_id<AdmissionDecisionTag>(14)};
}

std::int64_t count_of(const std::optional<Row>& row)
{
    PROMISE(row.has_value());
    return row->integer(0);
}

} // namespace

void insert(Transaction& tx, const SelfDeclaration& declaration)
{
    tx.change(
        "/* admissions.insert_declaration */ INSERT INTO self_declaration (id, provider_id, number, content,"
        " recorded_by, recorded_us) VALUES (?, ?, ?, ?, ?, ?)",
        declaration.id, declaration.provider, declaration.number,
        json::write(document_of(declaration.content)), declaration.recorded_by, declaration.recorded_at);
}

std::optional<SelfDeclaration> newest_declaration(Transaction& tx, OrganisationId provider)
{
    const auto row =
        tx.query_one("/* admissions.newest_declaration */ SELECT id, provider_id, number, content,"
                     " recorded_by, recorded_us FROM self_declaration WHERE provider_id = ?"
                     " ORDER BY number DESC LIMIT 1",
                     provider);
    return row ? std::optional{declaration_of(*row)} : std::nullopt;
}

std::optional<SelfDeclaration> find_declaration(Transaction& tx, SelfDeclarationId id)
{
    const auto row = tx.query_one("/* admissions.find_declaration */ SELECT id, provider_id, number, content,"
                                  " recorded_by, recorded_us FROM self_declaration WHERE id = ?",
                                  id);
    return row ? std::optional{declaration_of(*row)} : std::nullopt;
}

void insert(Transaction& tx, const JoiningStatement& statement)
{
    tx.change("/* admissions.insert_statement */ INSERT INTO joining_statement (admission_id, number,"
              " declaration_id, met, unmet, confirmed_by, confirmed_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              statement.admission, statement.number, statement.declaration,
              joined_codes(codes_of(statement.answers, true)),
              joined_codes(codes_of(statement.answers, false)), statement.confirmed_by,
              statement.confirmed_at);
}

std::optional<JoiningStatement> statement_of(Transaction& tx, AdmissionId admission)
{
    const auto row =
        tx.query_one("/* admissions.statement_of */ SELECT admission_id, number, declaration_id, met,"
                     " unmet, confirmed_by, confirmed_us FROM joining_statement WHERE admission_id = ?"
                     " ORDER BY number DESC LIMIT 1",
                     admission);
    if (!row)
        return std::nullopt;
    JoiningStatement statement{row->id<AdmissionTag>(0),  row->integer(1), row->id<SelfDeclarationTag>(2), {},
                               row->id<MembershipTag>(5), row->instant(6)};
    for (auto& code : split_codes(row->text(3)))
        statement.answers.push_back({std::move(code), true});
    for (auto& code : split_codes(row->text(4)))
        statement.answers.push_back({std::move(code), false});
    return statement;
}

void save(Transaction& tx, const JoiningClock& clock)
{
    tx.change("/* admissions.save_clock */ INSERT INTO joining_clock (admission_id, programme_id, start_kind,"
              " started_on, limit_id, due_us, extension_reason, extended_us, decided_us, ended_us)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (admission_id) DO UPDATE SET"
              " limit_id = excluded.limit_id, due_us = excluded.due_us,"
              " extension_reason = excluded.extension_reason, extended_us = excluded.extended_us,"
              " decided_us = excluded.decided_us, ended_us = excluded.ended_us",
              clock.admission, clock.programme, code_of(clock.start), clock.started_on, clock.limit,
              clock.due_at, clock.extension_reason, clock.extended_at, clock.decided_at, clock.ended_at);
}

std::optional<JoiningClock> clock_of(Transaction& tx, AdmissionId admission)
{
    const auto row = tx.query_one("/* admissions.clock_of */ SELECT admission_id, programme_id, start_kind,"
                                  " started_on, limit_id, due_us, extension_reason, extended_us, decided_us,"
                                  " ended_us FROM joining_clock WHERE admission_id = ?",
                                  admission);
    if (!row)
        return std::nullopt;
    return JoiningClock{row->id<AdmissionTag>(0),
                        row->id<ProgrammeTag>(1),
                        parse_start(row->text(2)),
                        row->date(3),
                        row->text(4),
                        row->instant(5),
                        row->optional_text(6),
                        row->optional_instant(7),
                        row->optional_instant(8),
                        row->optional_instant(9)};
}

ClockCounters clock_counters(Transaction& tx, ProgrammeId programme, Instant now)
{
    return {count_of(tx.query_one("/* admissions.clocks_kept */ SELECT count(*) FROM joining_clock"
                                  " WHERE programme_id = ? AND decided_us <= due_us",
                                  programme)),
            count_of(tx.query_one("/* admissions.clocks_missed */ SELECT count(*) FROM joining_clock"
                                  " WHERE programme_id = ? AND coalesce(decided_us, ended_us, ?) > due_us",
                                  programme, now)),
            count_of(tx.query_one("/* admissions.clocks_open */ SELECT count(*) FROM joining_clock"
                                  " WHERE programme_id = ? AND decided_us IS NULL AND ended_us IS NULL"
                                  " AND due_us >= ?",
                                  programme, now))};
}

void note_first_call(Transaction& tx, ProgrammeId programme, Instant now)
{
    tx.change(
        "/* admissions.note_first_call */ INSERT INTO system_use (programme_id, first_call_us) VALUES (?, ?)"
        " ON CONFLICT (programme_id) DO NOTHING",
        programme, now);
}

bool is_in_use(Transaction& tx, ProgrammeId programme)
{
    return tx
        .query_one("/* admissions.is_in_use */ SELECT first_call_us FROM system_use WHERE programme_id = ?",
                   programme)
        .has_value();
}

bool runs_before_use(Transaction& tx, ProgrammeId programme)
{
    return count_of(tx.query_one("/* admissions.clocks_before_use */ SELECT count(*) FROM joining_clock"
                                 " WHERE programme_id = ? AND limit_id = 'T04' AND decided_us IS NULL"
                                 " AND ended_us IS NULL",
                                 programme)) > 0;
}

void insert(Transaction& tx, const JoiningHearing& hearing)
{
    tx.change(
        "/* admissions.insert_hearing */ INSERT INTO joining_hearing (id, admission_id, kind, about, reason,"
        " asked_by, asked_us, answer_until_us, answer, answered_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        hearing.id, hearing.admission, hearing.kind, joined_codes(hearing.about), hearing.reason,
        hearing.asked_by, hearing.asked_at, hearing.answer_until, hearing.answer, hearing.answered_at);
}

void answer_hearing(Transaction& tx, JoiningHearingId id, std::string_view answer, Instant now)
{
    const auto touched = tx.change("/* admissions.answer_hearing */ UPDATE joining_hearing SET answer = ?,"
                                   " answered_us = ? WHERE id = ? AND answer IS NULL",
                                   answer, now, id);
    PROMISE(touched == 1);
}

std::vector<JoiningHearing> hearings_of(Transaction& tx, AdmissionId admission)
{
    std::vector<JoiningHearing> result;
    for (const auto& row : tx.query(
             "/* admissions.hearings_of */ SELECT id, admission_id, kind, about, reason, asked_by, asked_us,"
             " answer_until_us, answer, answered_us FROM joining_hearing WHERE admission_id = ?"
             " ORDER BY asked_us, id LIMIT 200",
             admission))
        result.push_back({row.id<JoiningHearingTag>(0), row.id<AdmissionTag>(1), row.text(2),
                          split_codes(row.text(3)), row.text(4), row.text(5), row.instant(6), row.instant(7),
                          row.optional_text(8), row.optional_instant(9)});
    return result;
}

void insert(Transaction& tx, const JoiningDecision& decision)
{
    tx.change(
        "/* admissions.insert_joining_decision */ INSERT INTO joining_decision (id, admission_id, outcome,"
        " failed, reasons_fi, reasons_sv, reasons_en, verdict, html_fi, html_sv, digest, remedies, "
        "decided_us,"
        " decided_by, replaces_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        decision.id, decision.admission, decision.outcome, joined_codes(decision.failed), decision.reasons.fi,
        decision.reasons.sv, decision.reasons.en, decision.verdict, decision.html.fi, decision.html.sv,
        decision.digest, joined_codes(decision.remedies), decision.decided_at, decision.decided_by,
        decision.replaces);
}

std::optional<JoiningDecision> find_joining_decision(Transaction& tx, AdmissionDecisionId id)
{
    static const std::string sql = "/* admissions.find_joining_decision */ SELECT " +
                                   std::string{decision_columns} + " FROM joining_decision WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{decision_of(*row)} : std::nullopt;
}

std::vector<JoiningDecision> joining_decisions_of(Transaction& tx, AdmissionId admission)
{
    static const std::string sql = "/* admissions.joining_decisions_of */ SELECT " +
                                   std::string{decision_columns} +
                                   " FROM joining_decision WHERE admission_id = ?"
                                   " ORDER BY decided_us, id LIMIT 200";
    std::vector<JoiningDecision> result;
    for (const auto& row : tx.query(sql, admission))
        result.push_back(decision_of(row));
    return result;
}

Standing standing_in(Transaction& tx, CategoryId category, OrganisationId provider, Instant at)
{
    // A removed provider may ask again, so the newest decision may stand on an older request than the newest
    // one.
    const auto row =
        tx.query_one("/* admissions.standing_in */ SELECT d.outcome, d.admission_id, a.state, a.changed_us"
                     " FROM joining_decision d JOIN admission a ON a.id = d.admission_id"
                     " WHERE a.category_id = ? AND a.provider_id = ? AND d.decided_us <= ?"
                     " ORDER BY d.decided_us DESC, d.id DESC LIMIT 1",
                     category, provider, at);
    if (!row)
        return {};
    const auto outcome = row->text(0);
    const auto admission = row->id<AdmissionTag>(1);
    const auto state = row->text(2);
    // These two come without a decision and nothing leaves them, so their last change is their beginning.
    const bool is_over =
        (state == admission_state::left || state == admission_state::ended) && row->instant(3) <= at;
    if (is_over || outcome == "rejected" || outcome == "removed")
        return {StandingKind::none, admission};
    return {outcome == "suspended" ? StandingKind::suspended : StandingKind::admitted, admission};
}

std::vector<OrganisationId> member_providers(Transaction& tx, ProgrammeId programme,
                                             std::string_view after_id, std::int64_t limit)
{
    std::vector<OrganisationId> result;
    for (const auto& row : tx.query(
             "/* admissions.member_providers */ SELECT DISTINCT provider_id FROM admission"
             " WHERE programme_id = ? AND category_id IS NOT NULL AND state IN ('ADMITTED', 'RENEWAL_ASKED')"
             " AND provider_id > ? ORDER BY provider_id LIMIT ?",
             programme, after_id, limit))
        result.push_back(row.id<OrganisationTag>(0));
    return result;
}

std::vector<DeclaredEvidence> declared_until(Transaction& tx, OrganisationId provider, Instant until,
                                             AdmissionId admission)
{
    std::vector<DeclaredEvidence> result;
    for (const auto& row :
         tx.query("/* admissions.declared_until */ SELECT id, admission_id, provider_id, authority_id, code,"
                  " valid_from, valid_to, statement, recorded_us FROM admission_evidence"
                  " WHERE provider_id = ? AND (recorded_us <= ? OR admission_id = ?)"
                  " ORDER BY code, valid_from, id LIMIT 500",
                  provider, until, admission))
        result.push_back({row.id<EvidenceTag>(0),
                          row.id<AdmissionTag>(1),
                          row.id<OrganisationTag>(2),
                          row.id<OrganisationTag>(3),
                          {row.text(4), {row.date(5), row.optional_date(6)}},
                          row.text(7),
                          row.instant(8)});
    return result;
}

} // namespace kori::admissions
