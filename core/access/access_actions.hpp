// What people do about organisations and memberships. Each action: may he, load, decide, save, journal.
#pragma once

#include "core/access/access.hpp"
#include "core/access/credentials.hpp"
#include "core/journal/journal.hpp"

namespace kori::access
{

journal::Doer doer_of(const Actor& actor);

struct RegisterOrganisation
{
    OrganisationKind kind;
    std::optional<std::string> business_id;
    std::string legal_form;
    LocalText name;
    std::string email;
    std::string person_name;
    Language language;
    std::string password_hash;
};
struct Registered
{
    Organisation organisation;
    Membership membership;
};
// A new organisation with its first member, who gets every role of its kind's chief: authority →
// administrator, provider and civic → manager, platform → operator. Refuses access.business_id_taken,
// access.email_taken.
Result<Registered> register_organisation(Transaction& tx, const Ambient& ambient, const crypto::Keyring& keys,
                                         const Actor& actor, const RegisterOrganisation& wish);

struct AddMember
{
    OrganisationId organisation;
    std::string email;
    std::string person_name;
    Language language;
    std::vector<std::string> roles;
    Validity validity;
    std::optional<MembershipId> deputy;
    std::string password_hash; // of a new user; ignored when the address is known
};
struct AddedMember
{
    Membership membership;
    bool is_new_user;
};
// In an authority nobody widens his own rights: access.own_rights, here and below. That is roles, days, and
// taking over what another member has. An only administrator adds a second one, who does it.
Result<AddedMember> add_member(Transaction& tx, const Ambient& ambient, const crypto::Keyring& keys,
                               const Actor& actor, const AddMember& wish);

struct ChangeMember
{
    MembershipId membership;
    std::vector<std::string> roles;
    Validity validity;
    std::optional<MembershipId> deputy;
    std::string reason;
};
Result<Membership> change_member(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const ChangeMember& wish);

// From that day on the membership gives no right; tokens are revoked and open work passes on.
Result<Membership> end_membership(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  MembershipId membership, const std::string& reason);

} // namespace kori::access
