#include "procurement/party/party_store.hpp"

#include "core/base/promise.hpp"

namespace kori::parties
{
namespace
{

EntityKind kind_in(const Row& row, std::size_t column)
{
    const auto kind = parse_entity_kind(row.text(column));
    PROMISE(kind.has_value());
    return *kind;
}

std::vector<MemberMunicipality> memberships_in(const Rows& rows)
{
    std::vector<MemberMunicipality> result;
    for (const auto& row : rows)
        result.push_back({row.id<AreaRecordTag>(0),
                          row.id<OrganisationTag>(1),
                          kind_in(row, 2),
                          row.text(3),
                          {row.date(4), row.optional_date(5)}});
    return result;
}

} // namespace

void save(Transaction& tx, const ContractingEntity& entity, Instant now)
{
    tx.change(
        "/* parties.save */ INSERT INTO contracting_entity (organisation_id, kind, area_code, revision, "
        "recorded_us)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (organisation_id) DO UPDATE SET kind = excluded.kind,"
        " area_code = excluded.area_code, revision = excluded.revision, recorded_us = excluded.recorded_us",
        entity.organisation, code_of(entity.kind), entity.area_code, entity.revision, now);
}

std::optional<ContractingEntity> find(Transaction& tx, OrganisationId organisation)
{
    const auto row = tx.query_one("/* parties.find */ SELECT organisation_id, kind, area_code, revision"
                                  " FROM contracting_entity WHERE organisation_id = ?",
                                  organisation);
    if (!row)
        return std::nullopt;
    return ContractingEntity{row->id<OrganisationTag>(0), kind_in(*row, 1), row->text(2), row->integer(3)};
}

void insert(Transaction& tx, const MemberMunicipality& membership, Instant now)
{
    tx.change("/* parties.insert_municipality */ INSERT INTO member_municipality (id, organisation_id, kind,"
              " municipality_code, valid_from, valid_to, recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              membership.id, membership.organisation, code_of(membership.kind), membership.municipality_code,
              membership.validity.from, membership.validity.to, now);
}

void end_membership(Transaction& tx, AreaRecordId id, CivilDate to)
{
    tx.change("/* parties.end_municipality */ UPDATE member_municipality SET valid_to = ? WHERE id = ?", to,
              id);
}

std::optional<MemberMunicipality> find_membership(Transaction& tx, AreaRecordId id)
{
    const auto found =
        memberships_in(tx.query("/* parties.find_municipality */ SELECT id, organisation_id, kind, "
                                "municipality_code, valid_from, valid_to"
                                " FROM member_municipality WHERE id = ? /* bounded: one row */",
                                id));
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<MemberMunicipality> memberships_of_municipality(Transaction& tx,
                                                            std::string_view municipality_code)
{
    return memberships_in(
        tx.query("/* parties.memberships_of_municipality */ SELECT id, organisation_id, kind,"
                 " municipality_code, valid_from, valid_to FROM member_municipality"
                 " WHERE municipality_code = ? ORDER BY valid_from, id"
                 " /* bounded: one municipality */",
                 municipality_code));
}

std::vector<MemberMunicipality> municipalities_of(Transaction& tx, OrganisationId organisation)
{
    return memberships_in(
        tx.query("/* parties.municipalities_of */ SELECT id, organisation_id, kind, municipality_code,"
                 " valid_from, valid_to FROM member_municipality WHERE organisation_id = ?"
                 " ORDER BY municipality_code, valid_from /* bounded: one area */",
                 organisation));
}

std::optional<OrganisationId> organiser_of(Transaction& tx, std::string_view municipality_code,
                                           EntityKind kind, CivilDate day)
{
    for (const auto& membership : memberships_of_municipality(tx, municipality_code))
        if (membership.kind == kind && membership.validity.contains(day))
            return membership.organisation;
    return std::nullopt;
}

void insert(Transaction& tx, const AreaCode& code, Instant now)
{
    tx.change("/* parties.insert_code */ INSERT INTO area_code (id, organisation_id, list, code, name_fi, "
              "name_sv, name_en,"
              " valid_from, valid_to, recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              code.id, code.organisation, code.list, code.code, code.name.fi, code.name.sv, code.name.en,
              code.validity.from, code.validity.to, now);
}

std::vector<AreaCode> codes_of(Transaction& tx, OrganisationId organisation, std::string_view list)
{
    const auto rows =
        tx.query("/* parties.codes_of */ SELECT id, code, name_fi, name_sv, name_en, valid_from, valid_to"
                 " FROM area_code WHERE organisation_id = ? AND list = ? ORDER BY code, valid_from"
                 " /* bounded: one list of an area */",
                 organisation, list);
    std::vector<AreaCode> result;
    for (const auto& row : rows)
        result.push_back({row.id<AreaRecordTag>(0),
                          organisation,
                          std::string{list},
                          row.text(1),
                          {row.text(2), row.text(3), row.text(4)},
                          {row.date(5), row.optional_date(6)}});
    return result;
}

bool is_code_on(Transaction& tx, OrganisationId organisation, std::string_view list, std::string_view code,
                CivilDate day)
{
    const auto rows = tx.query("/* parties.is_code_on */ SELECT valid_from, valid_to FROM area_code"
                               " WHERE organisation_id = ? AND list = ? AND code = ?"
                               " /* bounded: one code, in any order */",
                               organisation, list, code);
    for (const auto& row : rows)
        if (Validity{row.date(0), row.optional_date(1)}.contains(day))
            return true;
    return false;
}

void insert_value(Transaction& tx, AreaRecordId id, OrganisationId organisation, std::string_view name,
                  std::int64_t value, const Validity& validity, Instant now)
{
    tx.change("/* parties.insert_value */ INSERT INTO area_value (id, organisation_id, name, value, "
              "valid_from, valid_to,"
              " recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              id, organisation, name, value, validity.from, validity.to, now);
}

std::optional<std::int64_t> value_on(Transaction& tx, OrganisationId organisation, std::string_view name,
                                     CivilDate day)
{
    const auto rows = tx.query("/* parties.value_on */ SELECT value, valid_from, valid_to FROM area_value"
                               " WHERE organisation_id = ? AND name = ? ORDER BY recorded_us DESC, id DESC"
                               " /* bounded: one value */",
                               organisation, name);
    for (const auto& row : rows)
        if (Validity{row.date(1), row.optional_date(2)}.contains(day))
            return row.integer(0);
    return std::nullopt;
}

void insert_duty(Transaction& tx, AreaRecordId id, OrganisationId organisation, std::string_view role,
                 std::string_view permission, bool granted, const Validity& validity, Instant now)
{
    tx.change("/* parties.insert_duty */ INSERT INTO area_duty (id, organisation_id, role, permission, "
              "granted, valid_from,"
              " valid_to, recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              id, organisation, role, permission, yes_no(granted), validity.from, validity.to, now);
}

std::optional<bool> duty_on(Transaction& tx, OrganisationId organisation, std::string_view role,
                            std::string_view permission, CivilDate day)
{
    const auto rows = tx.query(
        "/* parties.duty_on */ SELECT granted, valid_from, valid_to FROM area_duty"
        " WHERE organisation_id = ? AND role = ? AND permission = ? ORDER BY recorded_us DESC, id DESC"
        " /* bounded: one duty */",
        organisation, role, permission);
    for (const auto& row : rows)
        if (Validity{row.date(1), row.optional_date(2)}.contains(day))
            return row.yes(0);
    return std::nullopt;
}

} // namespace kori::parties
