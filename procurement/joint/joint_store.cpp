#include "procurement/joint/joint_store.hpp"

namespace kori::joint
{
namespace
{

const std::string participation_columns = "id, programme_id, owner_id, organisation_id, state, "
                                          "share_basis_points, invited_us, answered_us, revision";
const std::string transfer_columns =
    "id, programme_id, from_id, to_id, on_day, reason, state, proposed_us, answered_us, revision";

Participation participation_in(const Row& row)
{
    return {row.id<ParticipationTag>(0),
            row.id<ProgrammeTag>(1),
            row.id<OrganisationTag>(2),
            row.id<OrganisationTag>(3),
            row.text(4),
            row.integer(5),
            row.instant(6),
            row.optional_instant(7),
            row.integer(8)};
}

Transfer transfer_in(const Row& row)
{
    return {row.id<TransferTag>(0),
            row.id<ProgrammeTag>(1),
            row.id<OrganisationTag>(2),
            row.id<OrganisationTag>(3),
            row.date(4),
            row.text(5),
            row.text(6),
            row.instant(7),
            row.optional_instant(8),
            row.integer(9)};
}

template <class Make>
auto all_of(const Rows& rows, Make make)
{
    std::vector<decltype(make(rows.front()))> result;
    for (const auto& row : rows)
        result.push_back(make(row));
    return result;
}

} // namespace

void insert(Transaction& tx, const Participation& participation)
{
    tx.change("/* joint.insert_participation */ INSERT INTO participation (id, programme_id, owner_id,"
              " organisation_id, state, share_basis_points, invited_us, answered_us, revision)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              participation.id, participation.programme, participation.owner, participation.organisation,
              participation.state, participation.share_basis_points, participation.invited_at,
              participation.answered_at, participation.revision);
}

void save(Transaction& tx, const Participation& participation)
{
    const auto touched =
        tx.change("/* joint.save_participation */ UPDATE participation SET owner_id = ?, state = ?,"
                  " answered_us = ?, revision = ? WHERE id = ?",
                  participation.owner, participation.state, participation.answered_at, participation.revision,
                  participation.id);
    PROMISE(touched == 1);
}

std::optional<Participation> find_participation(Transaction& tx, ParticipationId id)
{
    static const std::string sql =
        "/* joint.find_participation */ SELECT " + participation_columns + " FROM participation WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{participation_in(*row)} : std::nullopt;
}

std::vector<Participation> participations_in(Transaction& tx, ProgrammeId programme)
{
    static const std::string sql =
        "/* joint.participations_in */ SELECT " + participation_columns +
        " FROM participation WHERE programme_id = ? ORDER BY id /* bounded: one programme */";
    return all_of(tx.query(sql, programme), participation_in);
}

std::vector<Participation> participations_of(Transaction& tx, OrganisationId organisation,
                                             std::string_view after_id, std::int64_t limit)
{
    static const std::string sql =
        "/* joint.participations_of */ SELECT " + participation_columns +
        " FROM participation WHERE (organisation_id = ? OR owner_id = ?) AND id > ? ORDER BY id LIMIT ?";
    return all_of(tx.query(sql, organisation, organisation, after_id, limit), participation_in);
}

void insert(Transaction& tx, const Transfer& transfer)
{
    tx.change("/* joint.insert_transfer */ INSERT INTO programme_transfer (id, programme_id, from_id, to_id,"
              " on_day, reason, state, proposed_us, answered_us, revision)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              transfer.id, transfer.programme, transfer.from, transfer.to, transfer.on, transfer.reason,
              transfer.state, transfer.proposed_at, transfer.answered_at, transfer.revision);
}

void save(Transaction& tx, const Transfer& transfer)
{
    const auto touched = tx.change("/* joint.save_transfer */ UPDATE programme_transfer SET state = ?,"
                                   " answered_us = ?, revision = ? WHERE id = ?",
                                   transfer.state, transfer.answered_at, transfer.revision, transfer.id);
    PROMISE(touched == 1);
}

std::optional<Transfer> find_transfer(Transaction& tx, TransferId id)
{
    static const std::string sql =
        "/* joint.find_transfer */ SELECT " + transfer_columns + " FROM programme_transfer WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{transfer_in(*row)} : std::nullopt;
}

std::vector<Transfer> transfers_in(Transaction& tx, ProgrammeId programme)
{
    static const std::string sql =
        "/* joint.transfers_in */ SELECT " + transfer_columns +
        " FROM programme_transfer WHERE programme_id = ? ORDER BY id /* bounded: one programme */";
    return all_of(tx.query(sql, programme), transfer_in);
}

std::vector<Transfer> transfers_of(Transaction& tx, OrganisationId organisation, std::string_view after_id,
                                   std::int64_t limit)
{
    static const std::string sql =
        "/* joint.transfers_of */ SELECT " + transfer_columns +
        " FROM programme_transfer WHERE (from_id = ? OR to_id = ?) AND id > ? ORDER BY id LIMIT ?";
    return all_of(tx.query(sql, organisation, organisation, after_id, limit), transfer_in);
}

} // namespace kori::joint
