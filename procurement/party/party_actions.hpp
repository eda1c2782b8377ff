#pragma once

#include "core/access/access_actions.hpp"
#include "core/reference/areas.hpp"
#include "procurement/party/party_store.hpp"

namespace kori::parties
{

// The actor's own organisation becomes a contracting entity of that area (or corrects it).
Result<ContractingEntity> set_entity(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     EntityKind kind, const std::string& area_code, const AreaBook& areas);
// From that day on the actor's entity organises services there; may lie in the future.
Result<MemberMunicipality> join_municipality(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                             const std::string& municipality_code, const Validity& validity,
                                             const AreaBook& areas);
Result<MemberMunicipality> leave_municipality(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                              AreaRecordId id, CivilDate to, const std::string& reason);
Result<AreaCode> add_code(Transaction& tx, const Ambient& ambient, const Actor& actor,
                          const std::string& list, const std::string& code, const LocalText& name,
                          const Validity& validity);
Result<Done> set_value(Transaction& tx, const Ambient& ambient, const Actor& actor, const std::string& name,
                       std::int64_t value, const Validity& validity);
Result<Done> set_duty(Transaction& tx, const Ambient& ambient, const Actor& actor, const std::string& role,
                      const std::string& permission, bool granted, const Validity& validity);

// An area's own value on that day, else the default of config/law.
std::int64_t value_for(Transaction& tx, const LawBook& law, OrganisationId authority, std::string_view name,
                       CivilDate day);

} // namespace kori::parties
