// Taking part in another entity's programme, and passing a programme on. Each action: may he, load, decide,
// save, journal.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/work/due.hpp"
#include "procurement/joint/joint_store.hpp"
#include "procurement/programme/programme_store.hpp"

#include <functional>

namespace kori::joint
{

// Taking part: joint_actions.cpp. The owner invites; refuses "programme.over", "joint.not_an_entity",
// "joint.invited_already", "joint.shares_above_all".
Result<Participation> invite(Transaction& tx, const Ambient& ambient, const Actor& actor,
                             ProgrammeId programme, OrganisationId organisation,
                             std::int64_t share_basis_points);
// The invited entity's own acts. To join refuses "programme.over".
Result<Participation> join(Transaction& tx, const Ambient& ambient, const Actor& actor, ParticipationId id);
Result<Participation> decline(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              ParticipationId id);
// The owner's, before an answer.
Result<Participation> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               ParticipationId id);

// Passing on: transfer_actions.cpp. The owner proposes day and reason; from the beginning of that day the
// programme is the receiver's, if it accepted. Refuses "programme.over", "joint.not_an_entity",
// "joint.transfer_running", "joint.transfer_day_past", "joint.transfer_after_end".
Result<Transfer> propose_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  ProgrammeId programme, OrganisationId to, CivilDate on,
                                  const std::string& reason);
Result<Transfer> accept_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor, TransferId id);
Result<Transfer> refuse_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor, TransferId id);
Result<Transfer> withdraw_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   TransferId id);

// What else hangs in a programme goes with it: baskets, requests, offers, their open tasks. Orders and their
// money stay with the entity that ordered.
struct Hooks
{
    std::function<void(Transaction&, const Ambient&, const Programme&, OrganisationId from)>
        when_transferred = {};
};
// "programme.transfer_due"
void add_due_acts(work::DueActs& acts, Hooks hooks);

inline constexpr std::string_view task_invitation = "joint.invitation";
inline constexpr std::string_view task_transfer = "joint.transfer";

} // namespace kori::joint
