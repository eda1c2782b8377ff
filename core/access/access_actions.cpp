#include "core/access/access_actions.hpp"

#include <algorithm>

namespace kori::access
{
namespace
{

std::string_view chief_role(OrganisationKind kind)
{
    switch (kind)
    {
    case OrganisationKind::authority:
        return role::administrator;
    case OrganisationKind::provider:
    case OrganisationKind::civic:
        return role::manager;
    case OrganisationKind::platform:
        return role::operator_;
    }
    return role::manager;
}

std::vector<FieldError> role_faults(OrganisationKind kind, const std::vector<std::string>& roles)
{
    std::vector<FieldError> faults;
    const auto known = roles_of(kind);
    for (std::size_t i = 0; i < roles.size(); ++i)
        if (std::find(known.begin(), known.end(), roles[i]) == known.end())
            faults.push_back({"/roles/" + std::to_string(i),
                              "access.role_of_another_kind",
                              "An organisation of this kind does not have this role.",
                              {}});
    return faults;
}

journal::NewEntry entry_of(std::string kind, const Membership& membership, std::string reason = {})
{
    journal::NewEntry entry{std::move(kind),
                            membership.id.text(),
                            {{"organisation", membership.organisation.text()},
                             {"roles", joined_codes(membership.roles)},
                             {"valid_from", to_text(membership.validity.from)},
                             {"revision", membership.revision}},
                            journal::Audience::organisation,
                            {membership.organisation.text()},
                            std::move(reason),
                            {}};
    if (membership.validity.to)
        entry.facts.emplace_back("valid_to", to_text(*membership.validity.to));
    return entry;
}

// The deputy must be another membership of the same organisation.
bool is_fit_deputy(Transaction& tx, OrganisationId organisation, std::optional<MembershipId> deputy,
                   std::optional<MembershipId> self)
{
    if (!deputy)
        return true;
    const auto found = find_membership(tx, *deputy);
    return found && found->organisation == organisation && (!self || *self != *deputy);
}

// 380/2023 §§124-125: rights follow from the task, and the task is given by somebody else. A provider's
// people are its own matter.
Result<Done> check_not_own(const Actor& actor, const Membership& before, const ChangeMember& wish)
{
    if (!actor.is_authority() || !actor.membership)
        return Done{};
    const bool is_own = *actor.membership == before.id || actor.user == before.user;
    const bool becomes_deputy = wish.deputy == actor.membership && before.deputy != actor.membership;
    if ((is_own && (wish.roles != before.roles || wish.validity != before.validity)) || becomes_deputy)
        return refuse(Fault::conflict, "access.own_rights", "Another administrator decides your rights.");
    return Done{};
}

Refusal bad_deputy()
{
    return refuse(Fault::invalid, "access.deputy_unfit",
                  "A deputy is another member of the same organisation.")
        .in({{"/deputy", "access.deputy_unfit", "A deputy is another member of the same organisation.", {}}});
}

Membership new_membership(const Ambient& ambient, UserId user, OrganisationId organisation,
                          std::vector<std::string> roles, Validity validity,
                          std::optional<MembershipId> deputy)
{
    return {ambient.next<MembershipTag>(),
            user,
            organisation,
            deputy,
            1,
            std::move(roles),
            validity,
            ambient.now};
}

} // namespace

journal::Doer doer_of(const Actor& actor)
{
    return {actor.journal_name(), actor.organisation ? actor.organisation->text() : std::string{}};
}

Result<Registered> register_organisation(Transaction& tx, const Ambient& ambient, const crypto::Keyring& keys,
                                         const Actor& actor, const RegisterOrganisation& wish)
{
    // Anybody may register a provider or a civic actor; contracting entities are entered by the platform's
    // operator.
    const bool is_public_kind =
        wish.kind == OrganisationKind::provider || wish.kind == OrganisationKind::civic;
    const bool is_first_operator = actor.kind == ActorKind::clock; // kori-admin, before anybody can sign in
    if (!is_public_kind && !is_first_operator && !actor.has_role(role::operator_))
        return refuse(Fault::forbidden, "access.operator_enters_authorities",
                      "A contracting entity is entered by the platform's operator.");

    if (wish.business_id && business_id_is_taken(tx, *wish.business_id))
        return refuse(Fault::conflict, "access.business_id_taken",
                      "An organisation with this business ID is here already.")
            .in({{"/business_id",
                  "access.business_id_taken",
                  "An organisation with this business ID is here already.",
                  {}}});
    if (find_user_by_email(tx, keys, wish.email))
        return refuse(Fault::conflict, "access.email_taken",
                      "This address is in use: sign in and ask to be added as a member instead.");

    const Organisation organisation{
        ambient.next<OrganisationTag>(), wish.kind, wish.business_id, wish.legal_form, wish.name, 1};
    const User user{ambient.next<UserTag>(), wish.email, wish.person_name, wish.password_hash, wish.language};
    const auto membership =
        new_membership(ambient, user.id, organisation.id, {std::string{chief_role(wish.kind)}},
                       {ambient.today(), std::nullopt}, std::nullopt);

    insert(tx, organisation, ambient.now);
    insert(tx, keys, user, ambient.random, ambient.now);
    insert(tx, membership);

    journal::append(tx, ambient, doer_of(actor),
                    {"organisation.registered",
                     organisation.id.text(),
                     {{"kind", code_of(wish.kind)}, {"legal_form", wish.legal_form}},
                     journal::Audience::everyone,
                     {organisation.id.text()},
                     {},
                     {}});
    journal::append(tx, ambient, doer_of(actor), entry_of("membership.added", membership));
    return Registered{organisation, membership};
}

Result<AddedMember> add_member(Transaction& tx, const Ambient& ambient, const crypto::Keyring& keys,
                               const Actor& actor, const AddMember& wish)
{
    if (!actor.speaks_for(wish.organisation))
        return absent();

    const auto organisation = find_organisation(tx, wish.organisation);
    if (!organisation)
        return absent();
    const auto known = find_user_by_email(tx, keys, wish.email);

    if (auto faults = role_faults(organisation->kind, wish.roles); !faults.empty())
        return refuse(Fault::invalid, "access.role_of_another_kind",
                      "An organisation of this kind does not have this role.")
            .in(std::move(faults));
    if (wish.validity.is_empty())
        return refuse(Fault::invalid, "access.empty_validity", "The end must be after the beginning.");
    if (!is_fit_deputy(tx, wish.organisation, wish.deputy, std::nullopt))
        return bad_deputy();
    if (known)
        for (const auto& membership : memberships_of_user(tx, known->id))
            if (membership.organisation == wish.organisation && membership.validity.overlaps(wish.validity))
                return refuse(Fault::conflict, "access.member_already", "This person is a member already.");

    if (actor.is_authority() &&
        ((known && known->id == actor.user) || (wish.deputy && wish.deputy == actor.membership)))
        return refuse(Fault::conflict, "access.own_rights", "Another administrator decides your rights.");

    const User user = known ? *known
                            : User{ambient.next<UserTag>(), wish.email, wish.person_name, wish.password_hash,
                                   wish.language};
    const auto membership =
        new_membership(ambient, user.id, wish.organisation, wish.roles, wish.validity, wish.deputy);
    if (!known)
        insert(tx, keys, user, ambient.random, ambient.now);
    insert(tx, membership);

    journal::append(tx, ambient, doer_of(actor), entry_of("membership.added", membership));
    return AddedMember{membership, !known};
}

Result<Membership> change_member(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const ChangeMember& wish)
{
    auto membership = find_membership(tx, wish.membership);
    if (!membership || !actor.speaks_for(membership->organisation))
        return absent();

    const auto organisation = find_organisation(tx, membership->organisation);
    PROMISE(organisation.has_value());
    if (auto faults = role_faults(organisation->kind, wish.roles); !faults.empty())
        return refuse(Fault::invalid, "access.role_of_another_kind",
                      "An organisation of this kind does not have this role.")
            .in(std::move(faults));
    if (wish.validity.is_empty())
        return refuse(Fault::invalid, "access.empty_validity", "The end must be after the beginning.");
    if (!is_fit_deputy(tx, membership->organisation, wish.deputy, membership->id))
        return bad_deputy();
    if (auto fits = check_not_own(actor, *membership, wish); !fits)
        return fits.refusal();

    membership->roles = wish.roles;
    membership->validity = wish.validity;
    membership->deputy = wish.deputy;
    membership->revision += 1;
    membership->recorded_at = ambient.now;
    save(tx, *membership);

    journal::append(tx, ambient, doer_of(actor), entry_of("membership.changed", *membership, wish.reason));
    return *membership;
}

Result<Membership> end_membership(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  MembershipId id, const std::string& reason)
{
    auto membership = find_membership(tx, id);
    if (!membership || !actor.speaks_for(membership->organisation))
        return absent();

    if (!membership->validity.contains(ambient.today()) && membership->validity.from <= ambient.today())
        return refuse(Fault::conflict, "access.membership_over", "This membership has ended already.");
    if (actor.membership && *actor.membership == id)
        return refuse(Fault::conflict, "access.own_membership",
                      "Another administrator ends your membership.");

    membership->validity.to = std::max(ambient.today(), membership->validity.from);
    membership->revision += 1;
    membership->recorded_at = ambient.now;
    save(tx, *membership);
    revoke_tokens_of(tx, id, ambient.now);
    pass_on(tx, ambient, *membership);

    journal::append(tx, ambient, doer_of(actor), entry_of("membership.ended", *membership, reason));
    return *membership;
}

} // namespace kori::access
