// Programmes of several contracting entities (yhteishankinta), and a programme that passes to another entity
// (siirto). One entity owns a programme; the others take part by their own act and bear a share of its costs.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "procurement/programme/programme.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace kori
{

struct ParticipationTag
{
    static constexpr std::string_view prefix = "ptc";
};
using ParticipationId = Id<ParticipationTag>;

struct TransferTag
{
    static constexpr std::string_view prefix = "trf";
};
using TransferId = Id<TransferTag>;

namespace participation_state
{
inline constexpr std::string_view invited = "INVITED";
inline constexpr std::string_view joined = "JOINED";
inline constexpr std::string_view declined = "DECLINED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";   // by the owner, before an answer
inline constexpr std::string_view taken_over = "TAKEN_OVER"; // the programme passed to the participant
} // namespace participation_state
const StateTable& participation_states();

namespace transfer_state
{
inline constexpr std::string_view proposed = "PROPOSED";
inline constexpr std::string_view accepted = "ACCEPTED";
inline constexpr std::string_view refused = "REFUSED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
inline constexpr std::string_view done = "DONE";
inline constexpr std::string_view lapsed = "LAPSED"; // not accepted in time, or the programme had ended
} // namespace transfer_state
const StateTable& transfer_states();

struct Participation
{
    ParticipationId id;
    ProgrammeId programme;
    OrganisationId owner;
    OrganisationId organisation;
    std::string state;
    std::int64_t share_basis_points = 0; // of the costs, 1 to 10 000; what nobody bears is the owner's
    Instant invited_at;
    std::optional<Instant> answered_at = {};
    std::int64_t revision = 1;
};

struct Transfer
{
    TransferId id;
    ProgrammeId programme;
    OrganisationId from;
    OrganisationId to;
    CivilDate on; // the first day on which it is the receiver's
    std::string reason;
    std::string state;
    Instant proposed_at;
    std::optional<Instant> answered_at = {};
    std::int64_t revision = 1;
};

inline constexpr std::int64_t all_shares = 10'000; // basis points

// Can that share be given beside those that were? Rule "joint.shares_above_all".
Result<Done> check_share(std::int64_t given_basis_points, std::int64_t added_basis_points);
// Does a programme in that state have anything left to take part in or to pass on?
bool is_living(std::string_view programme_state);

RuleSentences joint_sentences();

} // namespace kori
