// Organisations, users, memberships and relations: the rows, and the rules that need nothing else.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/base/validity.hpp"
#include "core/storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

namespace crypto
{
class Keyring;
}

struct RelationTag
{
    static constexpr std::string_view prefix = "rel";
};
struct TaskTag
{
    static constexpr std::string_view prefix = "tsk";
};
using RelationId = Id<RelationTag>;
using TaskId = Id<TaskTag>;

struct Organisation
{
    OrganisationId id;
    OrganisationKind kind;
    std::optional<std::string> business_id; // Y-tunnus; an informal group has none
    std::string legal_form; // code: association, foundation, company, cooperative, public_body, person, group
    LocalText name;
    std::int64_t revision = 1;
};

// A person's place in an organisation, as it stands in one revision.
struct Membership
{
    MembershipId id;
    UserId user;
    OrganisationId organisation;
    std::optional<MembershipId> deputy; // takes over open tasks and relations when it ends
    std::int64_t revision = 1;
    std::vector<std::string> roles;
    Validity validity;
    Instant recorded_at;
};

// This coach for this person, this worker on this order.
struct Relation
{
    RelationId id;
    std::string kind; // "coach_of", "worker_on"
    MembershipId membership;
    std::string object; // the id as text
    std::string limits; // coded, empty = none: "no_contact_data", "read_only"
    Validity validity;
};

struct Task
{
    TaskId id;
    OrganisationId organisation;
    std::optional<MembershipId> membership; // none: whoever of the organisation has the role
    std::string role;
    std::string kind; // "order.acknowledge"
    std::string about;
    std::optional<Instant> due_at;
};

namespace access
{

// Which roles an organisation of that kind can give.
std::vector<std::string_view> roles_of(OrganisationKind kind);

void insert(Transaction& tx, const Organisation& organisation, Instant now);
std::optional<Organisation> find_organisation(Transaction& tx, OrganisationId id);
std::vector<Organisation> organisations_after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                                              std::optional<OrganisationKind> kind);
bool business_id_is_taken(Transaction& tx, std::string_view business_id);

struct FunctionalContact
{
    std::string purpose; // "procurement", "customers", "invoices", "data_protection"
    std::string email;
    std::optional<std::string> phone;
};
void set_functional_contact(Transaction& tx, OrganisationId organisation, const FunctionalContact& contact,
                            CivilDate from, Instant now);
std::vector<FunctionalContact> functional_contacts(Transaction& tx, OrganisationId organisation);

void insert(Transaction& tx, const Membership& membership);
// A new revision of roles and validity; the caller has raised `revision`.
void save(Transaction& tx, const Membership& membership);
std::optional<Membership> find_membership(Transaction& tx, MembershipId id);
// As it was valid on a day according to what was recorded at a moment.
std::optional<Membership> find_membership(Transaction& tx, MembershipId id, CivilDate as_of,
                                          Instant as_known_at);
std::vector<Membership> memberships_of(Transaction& tx, OrganisationId organisation,
                                       std::string_view after_id, std::int64_t limit);
std::vector<Membership> memberships_of_user(Transaction& tx, UserId user);

void insert(Transaction& tx, const Relation& relation, Instant now);
void end_relation(Transaction& tx, RelationId id, CivilDate to, Instant now);
std::optional<Relation> find_relation(Transaction& tx, std::string_view kind, MembershipId membership,
                                      std::string_view object, CivilDate day);
std::vector<Relation> relations_of(Transaction& tx, MembershipId membership, CivilDate day);
std::vector<Relation> relations_to(Transaction& tx, std::string_view object, std::string_view kind,
                                   CivilDate day);

void insert(Transaction& tx, const Task& task, Instant now);
// A new task for whoever of the organisation has the role.
void give_task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view role,
               std::string_view kind, std::string_view about, std::optional<Instant> due_at);
// All open tasks of that kind about that object are done.
void finish_tasks(Transaction& tx, std::string_view kind, std::string_view about, Instant now);
// The member's own and those that wait for whoever carries one of its roles.
std::vector<Task> open_tasks(Transaction& tx, const Membership& member, std::string_view after_id,
                             std::int64_t limit);
// Open tasks and running relations of a membership that ends go to its deputy, or back to the organisation.
void pass_on(Transaction& tx, const Ambient& ambient, const Membership& ended);

} // namespace access
} // namespace kori
