#include "procurement/award/award_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"

namespace kori::awards
{
namespace
{

const std::string decision_columns = "id, competition_id, number, kind, follows_id, reasons_fi, reasons_sv, "
                                     "comparison, digest, decided_us, decided_by";
const std::string place_columns = "decision_id, tender_id, tenderer_id, place, total_thousandths, "
                                  "price_cents, use_order, state, reason";
const std::string copy_columns =
    "decision_id, recipient_id, document_fi, document_sv, digest, sent_us, received_on";
const std::string contract_columns =
    "id, competition_id, decision_id, tender_id, supplier_id, authority_id, programme_id, value_cents,"
    " signed_on, made_us, made_by, evidence, promises, without_standstill";

AwardDecision decision_in(const Row& row)
{
    // The first one follows the competition itself.
    return {row.id<AwardDecisionTag>(0),
            row.id<CompetitionTag>(1),
            row.integer(2),
            row.text(3),
            AwardDecisionId::parse(row.text(4)),
            {row.text(5), row.text(6), {}},
            row.text(7),
            row.text(8),
            row.instant(9),
            row.id<MembershipTag>(10)};
}

AwardPlace place_in(const Row& row)
{
    return {row.id<AwardDecisionTag>(0),
            row.id<TenderTag>(1),
            row.id<OrganisationTag>(2),
            row.integer(3),
            row.integer(4),
            row.money(5),
            row.integer(6),
            row.text(7),
            row.text(8)};
}

AwardCopy copy_in(const Row& row)
{
    return {row.id<AwardDecisionTag>(0),
            row.id<OrganisationTag>(1),
            {row.text(2), row.text(3), {}},
            row.text(4),
            row.instant(5),
            row.date(6)};
}

std::string written(const std::vector<ContractPromise>& promises)
{
    json::Array all;
    for (const auto& promise : promises)
        all.emplace_back(json::Object{}
                             .add("criterion", promise.criterion)
                             .add("outcome", promise.outcome)
                             .add("unit", promise.unit)
                             .add("component", promise.component)
                             .add("promised", promise.promised)
                             .add("quantity_cap", promise.quantity_cap));
    return json::write(all);
}

std::vector<ContractPromise> promises_in(std::string_view text)
{
    std::vector<ContractPromise> promises;
    const auto document = json::read_stored(text);
    for (const auto& item : document.array())
        promises.push_back({item.at("criterion").text(), item.at("outcome").text(), item.at("unit").text(),
                            item.at("component").text(), item.at("promised").integer(),
                            item.at("quantity_cap").integer()});
    return promises;
}

Contract contract_in(const Row& row)
{
    return {row.id<ContractTag>(0),
            row.id<CompetitionTag>(1),
            row.id<AwardDecisionTag>(2),
            row.id<TenderTag>(3),
            row.id<OrganisationTag>(4),
            row.id<OrganisationTag>(5),
            row.id<ProgrammeTag>(6),
            row.money(7),
            row.date(8),
            row.instant(9),
            row.id<MembershipTag>(10),
            split_codes(row.text(11)),
            promises_in(row.text(12)),
            row.yes(13)};
}

} // namespace

bool insert(Transaction& tx, const AwardDecision& decision)
{
    const auto follows = decision.follows ? decision.follows->text() : decision.competition.text();
    return tx.change("/* awards.insert_decision */ INSERT INTO award_decision (id, competition_id, number,"
                     " kind, follows_id, reasons_fi, reasons_sv, comparison, digest, decided_us, decided_by)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                     decision.id, decision.competition, decision.number, decision.kind, follows,
                     decision.reasons.fi, decision.reasons.sv, decision.comparison, decision.digest,
                     decision.decided_at, decision.decided_by) == 1;
}

std::optional<AwardDecision> find_decision(Transaction& tx, AwardDecisionId id)
{
    static const std::string sql =
        "/* awards.find_decision */ SELECT " + decision_columns + " FROM award_decision WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{decision_in(*row)} : std::nullopt;
}

std::vector<AwardDecision> decisions_of(Transaction& tx, CompetitionId competition)
{
    static const std::string sql =
        "/* awards.decisions_of */ /* bounded: one competition's chain */ SELECT " + decision_columns +
        " FROM award_decision WHERE competition_id = ? ORDER BY number";
    std::vector<AwardDecision> all;
    for (const auto& row : tx.query(sql, competition))
        all.push_back(decision_in(row));
    return all;
}

std::optional<AwardDecision> newest_decision(Transaction& tx, CompetitionId competition)
{
    static const std::string sql =
        "/* awards.newest_decision */ SELECT " + decision_columns +
        " FROM award_decision WHERE competition_id = ? ORDER BY number DESC LIMIT 1";
    const auto row = tx.query_one(sql, competition);
    return row ? std::optional{decision_in(*row)} : std::nullopt;
}

std::optional<AwardDecision> decision_in_force(Transaction& tx, CompetitionId competition)
{
    auto newest = newest_decision(tx, competition);
    if (newest && newest->kind == award_kind::correction)
        return std::nullopt;
    return newest;
}

void insert(Transaction& tx, const AwardPlace& place)
{
    tx.change("/* awards.insert_place */ INSERT INTO award_place (decision_id, tender_id, tenderer_id, place,"
              " total_thousandths, price_cents, use_order, state, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              place.decision, place.tender, place.tenderer, place.rank, place.total_thousandths, place.price,
              place.order_of_use, place.state, place.reason);
}

void save_state(Transaction& tx, const AwardPlace& place)
{
    const auto touched = tx.change("/* awards.save_state */ UPDATE award_place SET state = ?, reason = ?"
                                   " WHERE decision_id = ? AND tender_id = ?",
                                   place.state, place.reason, place.decision, place.tender);
    PROMISE(touched == 1);
}

std::vector<AwardPlace> places_of(Transaction& tx, AwardDecisionId decision)
{
    static const std::string sql = "/* awards.places_of */ /* bounded: those compared */ SELECT " +
                                   place_columns + " FROM award_place WHERE decision_id = ? ORDER BY place";
    std::vector<AwardPlace> all;
    for (const auto& row : tx.query(sql, decision))
        all.push_back(place_in(row));
    return all;
}

void insert(Transaction& tx, const AwardCopy& copy)
{
    tx.change("/* awards.insert_copy */ INSERT INTO award_copy (decision_id, recipient_id, document_fi,"
              " document_sv, digest, sent_us, received_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
              copy.decision, copy.recipient, copy.document.fi, copy.document.sv, copy.digest, copy.sent_at,
              copy.received_on);
}

std::vector<AwardCopy> copies_of(Transaction& tx, AwardDecisionId decision)
{
    static const std::string sql =
        "/* awards.copies_of */ /* bounded: those whom a decision concerns */ SELECT " + copy_columns +
        " FROM award_copy WHERE decision_id = ? ORDER BY recipient_id";
    std::vector<AwardCopy> all;
    for (const auto& row : tx.query(sql, decision))
        all.push_back(copy_in(row));
    return all;
}

std::optional<AwardCopy> find_copy(Transaction& tx, AwardDecisionId decision, OrganisationId recipient)
{
    static const std::string sql = "/* awards.find_copy */ SELECT " + copy_columns +
                                   " FROM award_copy WHERE decision_id = ? AND recipient_id = ?";
    const auto row = tx.query_one(sql, decision, recipient);
    return row ? std::optional{copy_in(*row)} : std::nullopt;
}

void begin_standstill(Transaction& tx, AwardDecisionId decision, CivilDate until, Instant now)
{
    tx.change("/* awards.begin_standstill */ INSERT INTO award_standstill (decision_id, until_on, begun_us)"
              " VALUES (?, ?, ?)",
              decision, until, now);
}

std::optional<CivilDate> standstill_of(Transaction& tx, AwardDecisionId decision)
{
    const auto row = tx.query_one(
        "/* awards.standstill_of */ SELECT until_on FROM award_standstill WHERE decision_id = ?", decision);
    return row ? std::optional{row->date(0)} : std::nullopt;
}

void insert(Transaction& tx, const CorrectionRequest& request)
{
    tx.change("/* awards.insert_request */ INSERT INTO correction_request (id, competition_id, decision_id,"
              " requester_id, words, received_us, in_time) VALUES (?, ?, ?, ?, ?, ?, ?)",
              request.id, request.competition, request.decision, request.requester, request.words,
              request.received_at, yes_no(request.in_time));
}

std::vector<CorrectionRequest> requests_about(Transaction& tx, AwardDecisionId decision)
{
    std::vector<CorrectionRequest> all;
    for (const auto& row :
         tx.query("/* awards.requests_about */ /* bounded: parties of one decision */ SELECT id,"
                  " competition_id, decision_id, requester_id, words, received_us, in_time"
                  " FROM correction_request WHERE decision_id = ? ORDER BY received_us, id",
                  decision))
        all.push_back({row.id<CorrectionRequestTag>(0), row.id<CompetitionTag>(1),
                       row.id<AwardDecisionTag>(2), row.id<OrganisationTag>(3), row.text(4), row.instant(5),
                       row.yes(6)});
    return all;
}

bool insert(Transaction& tx, const Contract& contract)
{
    return tx.change("/* awards.insert_contract */ INSERT INTO contract (id, competition_id, decision_id,"
                     " tender_id, supplier_id, authority_id, programme_id, value_cents, signed_on, made_us,"
                     " made_by, evidence, promises, without_standstill)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                     contract.id, contract.competition, contract.decision, contract.tender, contract.supplier,
                     contract.authority, contract.programme, contract.value, contract.signed_on,
                     contract.made_at, contract.made_by, joined_codes(contract.evidence),
                     written(contract.promises), yes_no(contract.without_standstill)) == 1;
}

std::optional<Contract> find_contract(Transaction& tx, ContractId id)
{
    static const std::string sql =
        "/* awards.find_contract */ SELECT " + contract_columns + " FROM contract WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{contract_in(*row)} : std::nullopt;
}

std::vector<Contract> contracts_of(Transaction& tx, CompetitionId competition)
{
    static const std::string sql =
        "/* awards.contracts_of */ /* bounded: winners of one competition */ SELECT " + contract_columns +
        " FROM contract WHERE competition_id = ? ORDER BY id";
    std::vector<Contract> all;
    for (const auto& row : tx.query(sql, competition))
        all.push_back(contract_in(row));
    return all;
}

bool insert(Transaction& tx, const ContractChange& change)
{
    return tx.change("/* awards.insert_change */ INSERT INTO contract_change (contract_id, number, ground,"
                     " value_cents, reason, changed_us, changed_by) VALUES (?, ?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT DO NOTHING",
                     change.contract, change.number, change.ground, change.value, change.reason,
                     change.changed_at, change.changed_by) == 1;
}

std::vector<ContractChange> changes_of(Transaction& tx, ContractId contract)
{
    std::vector<ContractChange> all;
    for (const auto& row :
         tx.query("/* awards.changes_of */ /* bounded: one contract's changes, which add up */ SELECT"
                  " contract_id, number, ground, value_cents, reason, changed_us, changed_by"
                  " FROM contract_change WHERE contract_id = ? ORDER BY number",
                  contract))
        all.push_back({row.id<ContractTag>(0), row.integer(1), row.text(2), row.money(3), row.text(4),
                       row.instant(5), row.id<MembershipTag>(6)});
    return all;
}

} // namespace kori::awards
