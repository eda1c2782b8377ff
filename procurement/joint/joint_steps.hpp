// What the acts of both files share.
#pragma once

#include "procurement/joint/joint_actions.hpp"

namespace kori::joint
{

// The actor's own programme, which has not ended; another authority's looks absent.
Result<Programme> own_living(Transaction& tx, const Actor& actor, ProgrammeId id);
// Refuses "joint.not_an_entity" at that field.
Result<Done> check_other_entity(Transaction& tx, OrganisationId organisation, const Programme& programme,
                                const std::string& pointer);
Refusal refused_at(const std::string& pointer, std::string_view rule, const Facts& values);
Refusal over();

} // namespace kori::joint
