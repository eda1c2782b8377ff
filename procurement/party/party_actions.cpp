#include "procurement/party/party_actions.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>

namespace kori::parties
{
namespace
{

Refusal not_an_authority()
{
    return refuse(Fault::forbidden, "party.not_an_authority", "Only a contracting entity decides this.");
}

Refusal no_entity()
{
    return refuse(Fault::conflict, "party.no_entity", "Say first which area this contracting entity is.");
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind, std::string about,
          Facts facts, std::string reason = {})
{
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     std::move(about),
                     std::move(facts),
                     journal::Audience::everyone,
                     {actor.organisation->text()},
                     std::move(reason),
                     {}});
}

Facts dates_of(Facts facts, const Validity& validity)
{
    facts.emplace_back("valid_from", to_text(validity.from));
    if (validity.to)
        facts.emplace_back("valid_to", to_text(*validity.to));
    return facts;
}

} // namespace

Result<ContractingEntity> set_entity(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     EntityKind kind, const std::string& area_code, const AreaBook& areas)
{
    if (!actor.is_authority())
        return not_an_authority();

    const auto known = find(tx, *actor.organisation);

    const auto area_kind =
        kind == EntityKind::employment_authority ? AreaKind::employment_area : AreaKind::wellbeing_county;
    if (areas.find_area(area_kind, area_code, ambient.today()) == nullptr)
        return refuse(Fault::invalid, "party.no_such_area", "There is no such area today.")
            .in({{"/area_code", "party.no_such_area", "There is no such area today.", {}}});
    if (known && known->kind != kind)
        return refuse(Fault::conflict, "party.kind_is_fixed",
                      "A contracting entity does not change its kind.");

    const ContractingEntity entity{*actor.organisation, kind, area_code, known ? known->revision + 1 : 1};
    save(tx, entity, ambient.now);

    note(tx, ambient, actor, "party.entity_set", actor.organisation->text(),
         {{"kind", code_of(kind)}, {"area_code", area_code}});
    return entity;
}

Result<MemberMunicipality> join_municipality(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                             const std::string& municipality_code, const Validity& validity,
                                             const AreaBook& areas)
{
    if (!actor.is_authority())
        return not_an_authority();

    const auto entity = find(tx, *actor.organisation);
    if (!entity)
        return no_entity();

    if (areas.find_municipality(municipality_code, validity.from) == nullptr)
        return refuse(Fault::invalid, "party.no_such_municipality",
                      "There is no such municipality on that day.")
            .in({{"/municipality",
                  "party.no_such_municipality",
                  "There is no such municipality on that day.",
                  {}}});
    const MemberMunicipality membership{ambient.next<AreaRecordTag>(), *actor.organisation, entity->kind,
                                        municipality_code, validity};
    if (const auto fits = check_membership(membership, memberships_of_municipality(tx, municipality_code));
        !fits)
        return fits.refusal();

    insert(tx, membership, ambient.now);

    note(tx, ambient, actor, "party.municipality_joined", membership.id.text(),
         dates_of({{"municipality", municipality_code}}, validity));
    return membership;
}

Result<MemberMunicipality> leave_municipality(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                              AreaRecordId id, CivilDate to, const std::string& reason)
{
    auto membership = find_membership(tx, id);
    if (!membership || !actor.speaks_for(membership->organisation))
        return absent();

    if (to < ambient.today() || to <= membership->validity.from ||
        (membership->validity.to && *membership->validity.to <= to))
        return refuse(Fault::invalid, "party.bad_end",
                      "The end lies today or later, after the beginning and before the old end.")
            .in({{"/to",
                  "party.bad_end",
                  "The end lies today or later, after the beginning and before the old end.",
                  {}}});

    membership->validity.to = to;
    end_membership(tx, id, to);

    note(tx, ambient, actor, "party.municipality_left", id.text(),
         dates_of({{"municipality", membership->municipality_code}}, membership->validity), reason);
    return *membership;
}

Result<AreaCode> add_code(Transaction& tx, const Ambient& ambient, const Actor& actor,
                          const std::string& list, const std::string& code, const LocalText& name,
                          const Validity& validity)
{
    if (!actor.is_authority())
        return not_an_authority();

    const AreaCode wish{ambient.next<AreaRecordTag>(), *actor.organisation, list, code, name, validity};

    if (const auto fits = check_code(wish, codes_of(tx, *actor.organisation, list)); !fits)
        return fits.refusal();

    insert(tx, wish, ambient.now);

    note(tx, ambient, actor, "party.code_added", wish.id.text(),
         dates_of({{"list", list}, {"code", code}}, validity));
    return wish;
}

Result<Done> set_value(Transaction& tx, const Ambient& ambient, const Actor& actor, const std::string& name,
                       std::int64_t value, const Validity& validity)
{
    if (!actor.is_authority())
        return not_an_authority();

    if (const auto fits = check_area_value(name, value); !fits)
        return fits.refusal();
    if (validity.is_empty())
        return refuse(Fault::invalid, "party.empty_validity", "The end must be after the beginning.");

    const auto id = ambient.next<AreaRecordTag>();
    insert_value(tx, id, *actor.organisation, name, value, validity, ambient.now);

    note(tx, ambient, actor, "party.value_set", id.text(),
         dates_of({{"name", name}, {"value", value}}, validity));
    return Done{};
}

Result<Done> set_duty(Transaction& tx, const Ambient& ambient, const Actor& actor, const std::string& role,
                      const std::string& permission, bool granted, const Validity& validity)
{
    if (!actor.is_authority())
        return not_an_authority();

    const auto known = access::roles_of(OrganisationKind::authority);
    if (std::find(known.begin(), known.end(), role) == known.end())
        return refuse(Fault::invalid, "party.unknown_role", "An authority does not have this role.")
            .in({{"/role", "party.unknown_role", "An authority does not have this role.", {}}});
    // The platform's duties are not an area's to give; taking away its own management would lock the area
    // out.
    if (permission.starts_with("platform.") || permission == "area.manage")
        return refuse(Fault::invalid, "party.duty_is_fixed", "An area does not decide this duty.")
            .in({{"/permission", "party.duty_is_fixed", "An area does not decide this duty.", {}}});
    // 380/2023 §§124-125: nobody widens his own rights.
    if (granted && actor.has_role(role))
        return refuse(Fault::conflict, "party.own_duty", "Nobody gives a duty to a role of his own.");
    if (validity.is_empty())
        return refuse(Fault::invalid, "party.empty_validity", "The end must be after the beginning.");

    const auto id = ambient.next<AreaRecordTag>();
    insert_duty(tx, id, *actor.organisation, role, permission, granted, validity, ambient.now);

    note(tx, ambient, actor, "party.duty_set", id.text(),
         dates_of({{"role", role}, {"permission", permission}, {"granted", yes_no(granted)}}, validity));
    return Done{};
}

std::int64_t value_for(Transaction& tx, const LawBook& law, OrganisationId authority, std::string_view name,
                       CivilDate day)
{
    if (const auto own = value_on(tx, authority, name, day))
        return *own;
    return law.integer(name, day);
}

} // namespace kori::parties
