#include "core/access/actor.hpp"

#include <algorithm>

namespace kori
{

std::string_view code_of(OrganisationKind kind)
{
    switch (kind)
    {
    case OrganisationKind::authority:
        return "authority";
    case OrganisationKind::provider:
        return "provider";
    case OrganisationKind::civic:
        return "civic";
    case OrganisationKind::platform:
        return "platform";
    }
    return "civic";
}

std::optional<OrganisationKind> parse_organisation_kind(std::string_view code)
{
    for (const auto kind : {OrganisationKind::authority, OrganisationKind::provider, OrganisationKind::civic,
                            OrganisationKind::platform})
        if (code_of(kind) == code)
            return kind;
    return std::nullopt;
}

bool Actor::has_role(std::string_view wanted) const
{
    return std::find(roles.begin(), roles.end(), wanted) != roles.end();
}

std::string Actor::journal_name() const
{
    switch (kind)
    {
    case ActorKind::nobody:
        return "nobody";
    case ActorKind::member:
        return membership->text();
    case ActorKind::customer:
        return "customer";
    case ActorKind::clock:
        return "clock";
    }
    return "nobody";
}

Actor the_clock()
{
    Actor clock;
    clock.kind = ActorKind::clock;
    return clock;
}

} // namespace kori
