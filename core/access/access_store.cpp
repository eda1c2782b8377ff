#include "core/access/access.hpp"
#include "core/access/tasks.hpp"

namespace kori::access
{
namespace
{

constexpr std::string_view organisation_columns =
    "id, kind, business_id, legal_form, name_fi, name_sv, name_en, revision";

Organisation organisation_of(const Row& row)
{
    const auto kind = parse_organisation_kind(row.text(1));
    PROMISE(kind.has_value());
    return {row.id<OrganisationTag>(0),
            *kind,
            row.optional_text(2),
            row.text(3),
            {row.text(4), row.text(5), row.text(6)},
            row.integer(7)};
}

constexpr std::string_view membership_columns =
    "m.id, m.user_id, m.organisation_id, m.deputy_id, v.revision, v.roles, v.valid_from, v.valid_to, "
    "v.recorded_us";

Membership membership_of(const Row& row)
{
    return {row.id<MembershipTag>(0),
            row.id<UserTag>(1),
            row.id<OrganisationTag>(2),
            row.optional_id<MembershipTag>(3),
            row.integer(4),
            split_codes(row.text(5)),
            {row.date(6), row.optional_date(7)},
            row.instant(8)};
}

std::vector<Membership> all_of(const Rows& rows)
{
    std::vector<Membership> result;
    for (const auto& row : rows)
        result.push_back(membership_of(row));
    return result;
}

Relation relation_of(const Row& row)
{
    return {row.id<RelationTag>(0),
            row.text(1),
            row.id<MembershipTag>(2),
            row.text(3),
            row.text(4),
            {row.date(5), row.optional_date(6)}};
}

std::vector<Relation> valid_on(const Rows& rows, CivilDate day)
{
    std::vector<Relation> result;
    for (const auto& row : rows)
        if (auto relation = relation_of(row); relation.validity.contains(day))
            result.push_back(std::move(relation));
    return result;
}

void insert_version(Transaction& tx, const Membership& membership)
{
    tx.change("/* access.insert_membership_version */ INSERT INTO membership_version (membership_id, "
              "revision, roles,"
              " valid_from, valid_to, recorded_us) VALUES (?, ?, ?, ?, ?, ?)",
              membership.id, membership.revision, joined_codes(membership.roles), membership.validity.from,
              membership.validity.to, membership.recorded_at);
}

} // namespace

std::vector<std::string_view> roles_of(OrganisationKind kind)
{
    switch (kind)
    {
    case OrganisationKind::authority:
        return {role::administrator, role::procurement_officer, role::decision_maker,
                role::coach,         role::finance_officer,     role::auditor};
    case OrganisationKind::provider:
        return {role::manager, role::worker, role::finance};
    case OrganisationKind::civic:
        return {role::manager, role::worker};
    case OrganisationKind::platform:
        return {role::operator_};
    }
    return {};
}

void insert(Transaction& tx, const Organisation& organisation, Instant now)
{
    tx.change("/* access.insert_organisation */ INSERT INTO organisation (id, kind, business_id, legal_form, "
              "name_fi,"
              " name_sv, name_en, revision, created_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              organisation.id, code_of(organisation.kind), organisation.business_id, organisation.legal_form,
              organisation.name.fi, organisation.name.sv, organisation.name.en, organisation.revision, now);
}

std::optional<Organisation> find_organisation(Transaction& tx, OrganisationId id)
{
    static const std::string sql = "/* access.find_organisation */ SELECT " +
                                   std::string{organisation_columns} + " FROM organisation WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{organisation_of(*row)} : std::nullopt;
}

std::vector<Organisation> organisations_after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                                              std::optional<OrganisationKind> kind)
{
    static const std::string all = "/* access.organisations_after */ SELECT " +
                                   std::string{organisation_columns} +
                                   " FROM organisation WHERE id > ? ORDER BY id LIMIT ?";
    static const std::string of_kind = "/* access.organisations_of_kind_after */ SELECT " +
                                       std::string{organisation_columns} +
                                       " FROM organisation WHERE id > ? AND kind = ? ORDER BY id LIMIT ?";
    std::vector<Organisation> result;
    for (const auto& row :
         kind ? tx.query(of_kind, after_id, code_of(*kind), limit) : tx.query(all, after_id, limit))
        result.push_back(organisation_of(row));
    return result;
}

bool business_id_is_taken(Transaction& tx, std::string_view business_id)
{
    return tx
        .query_one("/* access.business_id_is_taken */ SELECT id FROM organisation WHERE business_id = ?",
                   business_id)
        .has_value();
}

void set_functional_contact(Transaction& tx, OrganisationId organisation, const FunctionalContact& contact,
                            CivilDate from, Instant now)
{
    tx.change("/* access.set_functional_contact */ INSERT INTO functional_contact (organisation_id, purpose, "
              "email, phone,"
              " valid_from, recorded_us) VALUES (?, ?, ?, ?, ?, ?)",
              organisation, contact.purpose, contact.email, contact.phone, from, now);
}

std::vector<FunctionalContact> functional_contacts(Transaction& tx, OrganisationId organisation)
{
    const auto rows =
        tx.query("/* access.functional_contacts */ SELECT purpose, email, phone FROM functional_contact"
                 " WHERE organisation_id = ? ORDER BY purpose, recorded_us"
                 " /* bounded: few purposes an organisation */",
                 organisation);
    std::vector<FunctionalContact> result;
    for (const auto& row : rows)
    {
        if (!result.empty() && result.back().purpose == row.text(0))
            result.pop_back(); // the later record replaces the earlier one of the same purpose
        result.push_back({row.text(0), row.text(1), row.optional_text(2)});
    }
    return result;
}

void insert(Transaction& tx, const Membership& membership)
{
    tx.change("/* access.insert_membership */ INSERT INTO membership (id, user_id, organisation_id, "
              "deputy_id, revision)"
              " VALUES (?, ?, ?, ?, ?)",
              membership.id, membership.user, membership.organisation, membership.deputy,
              membership.revision);
    insert_version(tx, membership);
}

void save(Transaction& tx, const Membership& membership)
{
    const auto touched =
        tx.change("/* access.save_membership */ UPDATE membership SET deputy_id = ?, revision = ?"
                  " WHERE id = ? AND revision = ?",
                  membership.deputy, membership.revision, membership.id, membership.revision - 1);
    PROMISE(touched == 1);
    insert_version(tx, membership);
}

std::optional<Membership> find_membership(Transaction& tx, MembershipId id)
{
    static const std::string sql = "/* access.find_membership */ SELECT " + std::string{membership_columns} +
                                   " FROM membership m JOIN membership_version v ON v.membership_id = m.id"
                                   " AND v.revision = m.revision WHERE m.id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{membership_of(*row)} : std::nullopt;
}

std::optional<Membership> find_membership(Transaction& tx, MembershipId id, CivilDate as_of,
                                          Instant as_known_at)
{
    static const std::string sql = "/* access.find_membership_as_of */ SELECT " +
                                   std::string{membership_columns} +
                                   " FROM membership m JOIN membership_version v ON v.membership_id = m.id"
                                   " WHERE m.id = ? AND v.recorded_us <= ? AND v.valid_from <= ?"
                                   " ORDER BY v.revision DESC LIMIT 1";
    const auto row = tx.query_one(sql, id, as_known_at, as_of);
    return row ? std::optional{membership_of(*row)} : std::nullopt;
}

std::vector<Membership> memberships_of(Transaction& tx, OrganisationId organisation,
                                       std::string_view after_id, std::int64_t limit)
{
    static const std::string sql = "/* access.memberships_of */ SELECT " + std::string{membership_columns} +
                                   " FROM membership m JOIN membership_version v ON v.membership_id = m.id"
                                   " AND v.revision = m.revision WHERE m.organisation_id = ? AND m.id > ?"
                                   " ORDER BY m.id LIMIT ?";
    return all_of(tx.query(sql, organisation, after_id, limit));
}

std::vector<Membership> memberships_of_user(Transaction& tx, UserId user)
{
    static const std::string sql = "/* access.memberships_of_user */ SELECT " +
                                   std::string{membership_columns} +
                                   " FROM membership m JOIN membership_version v ON v.membership_id = m.id"
                                   " AND v.revision = m.revision WHERE m.user_id = ? ORDER BY m.id LIMIT 100";
    return all_of(tx.query(sql, user));
}

void insert(Transaction& tx, const Relation& relation, Instant now)
{
    tx.change("/* access.insert_relation */ INSERT INTO relation (id, kind, membership_id, object_id, "
              "limits, valid_from,"
              " valid_to, recorded_us, ended_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
              relation.id, relation.kind, relation.membership, relation.object, relation.limits,
              relation.validity.from, relation.validity.to, now);
}

void end_relation(Transaction& tx, RelationId id, CivilDate to, Instant now)
{
    tx.change("/* access.end_relation */ UPDATE relation SET valid_to = ?, ended_us = ? WHERE id = ? AND "
              "ended_us IS NULL",
              to, now, id);
}

std::optional<Relation> find_relation(Transaction& tx, std::string_view kind, MembershipId membership,
                                      std::string_view object, CivilDate day)
{
    for (auto& relation : relations_to(tx, object, kind, day))
        if (relation.membership == membership)
            return std::move(relation);
    return std::nullopt;
}

std::vector<Relation> relations_of(Transaction& tx, MembershipId membership, CivilDate day)
{
    return valid_on(
        tx.query("/* access.relations_of */ SELECT id, kind, membership_id, object_id, limits, valid_from,"
                 " valid_to FROM relation WHERE membership_id = ? AND ended_us IS NULL ORDER BY id"
                 " /* bounded: one member */",
                 membership),
        day);
}

std::vector<Relation> relations_to(Transaction& tx, std::string_view object, std::string_view kind,
                                   CivilDate day)
{
    return valid_on(
        tx.query("/* access.relations_to */ SELECT id, kind, membership_id, object_id, limits, valid_from,"
                 " valid_to FROM relation WHERE object_id = ? AND kind = ? AND ended_us IS NULL ORDER BY id"
                 " /* bounded: one object */",
                 object, kind),
        day);
}

void insert(Transaction& tx, const Task& task, Instant now)
{
    tx.change("/* access.insert_task */ INSERT INTO task (id, organisation_id, membership_id, role, kind, "
              "about, due_us,"
              " created_us, done_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
              task.id, task.organisation, task.membership, task.role, task.kind, task.about, task.due_at,
              now);
}

void give_task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view role,
               std::string_view kind, std::string_view about, std::optional<Instant> due_at)
{
    insert(tx,
           Task{ambient.next<TaskTag>(), organisation, std::nullopt, std::string{role}, std::string{kind},
                std::string{about}, due_at},
           ambient.now);
}

void finish_tasks(Transaction& tx, std::string_view kind, std::string_view about, Instant now)
{
    tx.change("/* access.finish_tasks */ UPDATE task SET done_us = ? WHERE about = ? AND kind = ? AND "
              "done_us IS NULL",
              now, about, kind);
}

void pass_tasks(Transaction& tx, std::string_view about, OrganisationId from, OrganisationId to)
{
    tx.change("/* access.pass_tasks */ UPDATE task SET organisation_id = ?, membership_id = NULL"
              " WHERE about = ? AND organisation_id = ? AND done_us IS NULL",
              to, about, from);
}

std::vector<Task> open_tasks(Transaction& tx, const Membership& member, std::string_view after_id,
                             std::int64_t limit)
{
    std::string places;
    std::vector<SqlValue> values{member.organisation, after_id, member.id};
    for (const auto& one : member.roles)
    {
        places += places.empty() ? "?" : ", ?";
        values.emplace_back(one);
    }
    if (places.empty())
        places = "''";
    values.emplace_back(limit);
    const auto rows = tx.query_values(
        "/* access.open_tasks */ SELECT id, organisation_id, membership_id, role, kind, about, due_us"
        " FROM task WHERE organisation_id = ? AND done_us IS NULL AND id > ? AND (membership_id = ?"
        " OR (membership_id IS NULL AND role IN (" +
            places + "))) ORDER BY id LIMIT ?",
        values);
    std::vector<Task> result;
    for (const auto& row : rows)
        result.push_back({row.id<TaskTag>(0), row.id<OrganisationTag>(1), row.optional_id<MembershipTag>(2),
                          row.text(3), row.text(4), row.text(5), row.optional_instant(6)});
    return result;
}

void pass_on(Transaction& tx, const Ambient& ambient, const Membership& ended)
{
    tx.change("/* access.pass_on_tasks */ UPDATE task SET membership_id = ? WHERE membership_id = ? AND "
              "done_us IS NULL",
              ended.deputy, ended.id);
    for (const auto& relation : relations_of(tx, ended.id, ambient.today()))
    {
        end_relation(tx, relation.id, ambient.today(), ambient.now);
        if (!ended.deputy)
            continue;
        insert(tx,
               Relation{ambient.next<RelationTag>(),
                        relation.kind,
                        *ended.deputy,
                        relation.object,
                        relation.limits,
                        {ambient.today(), relation.validity.to}},
               ambient.now);
    }
}

} // namespace kori::access
