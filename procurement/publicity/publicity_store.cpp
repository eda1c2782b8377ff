#include "procurement/publicity/publicity_store.hpp"

#include "core/base/promise.hpp"

namespace kori::publicity
{
namespace
{

constexpr std::string_view request_columns =
    "id, authority_id, matter_id, asked_by, organisation_id, came_by, wanted, state, is_large, large_reason,"
    " received_us, due_on, revision";

InformationRequest request_of(const Row& row)
{
    return {.id = row.id<InformationRequestTag>(0),
            .authority = row.id<OrganisationTag>(1),
            .matter = row.text(2),
            .asked_by = row.optional_id<MembershipTag>(3),
            .organisation = row.optional_id<OrganisationTag>(4),
            .came_by = row.text(5),
            .wanted = row.text(6),
            .state = row.text(7),
            .is_large = row.yes(8),
            .large_reason = row.text(9),
            .received_at = row.instant(10),
            .due_on = row.date(11),
            .revision = row.integer(12)};
}

std::vector<InformationRequest> requests_of(const Rows& rows)
{
    std::vector<InformationRequest> result;
    for (const auto& row : rows)
        result.push_back(request_of(row));
    return result;
}

} // namespace

void insert(Transaction& tx, const InformationRequest& request, Instant now)
{
    tx.change(
        "/* publicity.insert_request */ INSERT INTO information_request (id, authority_id, matter_id,"
        " asked_by, organisation_id, came_by, wanted, state, is_large, large_reason, received_us, due_on,"
        " revision, created_us, changed_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        request.id, request.authority, request.matter, request.asked_by, request.organisation,
        request.came_by, request.wanted, request.state, yes_no(request.is_large), request.large_reason,
        request.received_at, request.due_on, request.revision, now, now);
}

void save(Transaction& tx, const InformationRequest& request, Instant now)
{
    const auto touched =
        tx.change("/* publicity.save_request */ UPDATE information_request SET state = ?, is_large = ?,"
                  " large_reason = ?, due_on = ?, revision = ?, changed_us = ? WHERE id = ? AND revision = ?",
                  request.state, yes_no(request.is_large), request.large_reason, request.due_on,
                  request.revision, now, request.id, request.revision - 1);
    PROMISE(touched == 1);
}

std::optional<InformationRequest> find(Transaction& tx, InformationRequestId id)
{
    static const std::string sql = "/* publicity.find_request */ SELECT " + std::string{request_columns} +
                                   " FROM information_request WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{request_of(*row)} : std::nullopt;
}

std::vector<InformationRequest> asked_by(Transaction& tx, MembershipId membership, std::string_view after_id,
                                         std::int64_t limit)
{
    static const std::string sql =
        "/* publicity.asked_by */ SELECT " + std::string{request_columns} +
        " FROM information_request WHERE asked_by = ? AND id > ? ORDER BY id LIMIT ?";
    return requests_of(tx.query(sql, membership, after_id, limit));
}

std::vector<InformationRequest> waiting_at(Transaction& tx, OrganisationId authority,
                                           std::string_view after_due, std::string_view after_id,
                                           std::int64_t limit)
{
    static const std::string sql = "/* publicity.waiting_at */ SELECT " + std::string{request_columns} +
                                   " FROM information_request WHERE authority_id = ? AND state = 'RECEIVED'"
                                   " AND (due_on > ? OR (due_on = ? AND id > ?)) ORDER BY due_on, id LIMIT ?";
    return requests_of(tx.query(sql, authority, after_due, after_due, after_id, limit));
}

InformationCounts count(Transaction& tx, OrganisationId authority, Instant from, Instant to, CivilDate today)
{
    InformationCounts counts;
    const auto rows =
        tx.query("/* publicity.count_states */ /* bounded: one row per state */ SELECT state, COUNT(*)"
                 " FROM information_request WHERE authority_id = ? AND received_us >= ? AND received_us < ?"
                 " GROUP BY state ORDER BY state",
                 authority, from, to);
    using namespace information_request_state;
    for (const auto& row : rows)
    {
        const auto& state = row.text(0);
        const auto number = row.integer(1);
        counts.received += number;
        (state == received        ? counts.open
         : state == given         ? counts.given
         : state == given_in_part ? counts.given_in_part
         : state == refused       ? counts.refused
                                  : counts.withdrawn) += number;
    }
    counts.overdue =
        tx.query_one("/* publicity.count_overdue */ SELECT COUNT(*) FROM information_request"
                     " WHERE authority_id = ? AND received_us >= ? AND received_us < ? AND state = 'RECEIVED'"
                     " AND due_on < ?",
                     authority, from, to, today)
            ->integer(0);
    counts.late = tx.query_one("/* publicity.count_late */ SELECT COUNT(*) FROM information_request r"
                               " JOIN information_decision d ON d.request_id = r.id WHERE r.authority_id = ?"
                               " AND r.received_us >= ? AND r.received_us < ? AND d.is_late = 'yes'",
                               authority, from, to)
                      ->integer(0);
    return counts;
}

std::optional<Instant> first_contract_in(Transaction& tx, CategoryId category)
{
    const auto rows = tx.query("/* publicity.first_contract_in */ SELECT c.made_us FROM contract c"
                               " JOIN competition k ON k.id = c.competition_id WHERE k.category_id = ?"
                               " ORDER BY c.made_us, c.id LIMIT 1",
                               category);
    return rows.empty() ? std::nullopt : std::optional{rows.front().instant(0)};
}

void insert(Transaction& tx, const InformationDecision& decision)
{
    tx.change("/* publicity.insert_decision */ INSERT INTO information_decision (id, request_id, outcome,"
              " reasons_fi, reasons_sv, reasons_en, given, instructions_fi, instructions_sv, is_late,"
              " decided_us, decided_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              decision.id, decision.request, decision.outcome, decision.reasons.fi, decision.reasons.sv,
              decision.reasons.en, decision.given, decision.instructions.fi, decision.instructions.sv,
              yes_no(decision.is_late), decision.decided_at, decision.decided_by);
}

std::optional<InformationDecision> decision_of(Transaction& tx, InformationRequestId request)
{
    const auto row =
        tx.query_one("/* publicity.decision_of */ SELECT id, request_id, outcome, reasons_fi, reasons_sv,"
                     " reasons_en, given, instructions_fi, instructions_sv, is_late, decided_us, decided_by"
                     " FROM information_decision WHERE request_id = ?",
                     request);
    if (!row)
        return std::nullopt;
    return InformationDecision{row->id<InformationDecisionTag>(0),
                               row->id<InformationRequestTag>(1),
                               row->text(2),
                               {row->text(3), row->text(4), row->text(5)},
                               row->text(6),
                               {row->text(7), row->text(8), ""},
                               row->yes(9),
                               row->instant(10),
                               row->id<MembershipTag>(11)};
}

} // namespace kori::publicity
