// Who asks: the one value that the three fences look at (permission, organisation, fields).
#pragma once

#include "core/base/id.hpp"
#include "core/base/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class ActorKind
{
    nobody,   // no credentials: public routes only
    member,   // a user acting under one membership
    customer, // a person with a choice code: no account, one choice session
    clock,    // the server itself, executing a due moment
};

// The duties that a membership can carry (config/law/duties.json says what each may do, by date).
namespace role
{
inline constexpr std::string_view administrator = "administrator";             // authority
inline constexpr std::string_view procurement_officer = "procurement_officer"; // authority
inline constexpr std::string_view decision_maker = "decision_maker";           // authority
inline constexpr std::string_view coach = "coach";                             // authority
inline constexpr std::string_view finance_officer = "finance_officer";         // authority
inline constexpr std::string_view auditor = "auditor";                         // authority
inline constexpr std::string_view manager = "manager";                         // provider
inline constexpr std::string_view worker = "worker";                           // provider
inline constexpr std::string_view finance = "finance";                         // provider
inline constexpr std::string_view operator_ = "operator";                      // runs the platform
} // namespace role

// The name of something that a route lets happen. Declared once per capability; no route has a default.
struct Permission
{
    std::string_view name;
    constexpr explicit Permission(std::string_view permission_name) : name{permission_name} {}
    constexpr bool operator==(const Permission&) const = default;
};
// The route is open to everybody, signed in or not.
inline constexpr Permission everybody{"everybody"};
// Any signed-in member.
inline constexpr Permission any_member{"any_member"};
// Whoever shows a token that is valid: a member or the holder of a choice code.
inline constexpr Permission signed_in{"signed_in"};
// The holder of a choice code.
inline constexpr Permission choice_holder{"choice_holder"};

enum class OrganisationKind
{
    authority, // a contracting entity: employment authority or wellbeing county
    provider,
    civic, // neither sells nor buys: school, peer group
    platform,
};
std::string_view code_of(OrganisationKind kind);
std::optional<OrganisationKind> parse_organisation_kind(std::string_view code);

struct Actor
{
    ActorKind kind = ActorKind::nobody;
    std::optional<UserId> user;
    std::optional<MembershipId> membership;
    std::optional<OrganisationId> organisation;
    OrganisationKind organisation_kind = OrganisationKind::civic;
    std::vector<std::string> roles;
    std::string choice_session; // of a customer: the session's id as text
    std::string token_hash;     // of the credential used; scopes idempotency keys
    Language language = Language::fi;

    bool has_role(std::string_view wanted) const;
    // Does the actor act for that organisation?
    bool speaks_for(OrganisationId wanted) const { return organisation && *organisation == wanted; }
    bool is_authority() const
    {
        return kind == ActorKind::member && organisation_kind == OrganisationKind::authority;
    }
    bool is_provider() const
    {
        return kind == ActorKind::member && organisation_kind == OrganisationKind::provider;
    }
    // For the journal: the membership, "customer", "clock" or "nobody".
    std::string journal_name() const;
};

// The server itself, at a due moment.
Actor the_clock();

} // namespace kori
