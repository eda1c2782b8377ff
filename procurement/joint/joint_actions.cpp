#include "procurement/joint/joint_actions.hpp"

#include "core/access/access_actions.hpp"
#include "core/journal/journal.hpp"
#include "procurement/joint/joint_steps.hpp"
#include "procurement/party/party_store.hpp"

namespace kori::joint
{
namespace
{

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Participation& participation)
{
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     participation.id.text(),
                     {{"programme", participation.programme.text()},
                      {"organisation", participation.organisation.text()},
                      {"share_basis_points", participation.share_basis_points}},
                     journal::Audience::organisation,
                     {participation.owner.text(), participation.organisation.text()},
                     {},
                     {}});
}

Result<Participation> answered(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               Participation participation, std::string_view verb, std::string kind)
{
    auto to = participation_states().move(participation.state, verb);
    if (!to)
        return to.refusal();
    participation.state = *to;
    participation.answered_at = ambient.now;
    participation.revision += 1;
    save(tx, participation);
    access::finish_tasks(tx, task_invitation, participation.id.text(), ambient.now);
    note(tx, ambient, actor, std::move(kind), participation);
    return participation;
}

Result<Participation> received(Transaction& tx, const Actor& actor, ParticipationId id)
{
    auto participation = find_participation(tx, id);
    if (!participation || !actor.speaks_for(participation->organisation))
        return absent();
    return std::move(*participation);
}

} // namespace

Refusal over()
{
    return refuse(Fault::conflict, "programme.over", "This programme has come to its end.");
}

Refusal refused_at(const std::string& pointer, std::string_view rule, const Facts& values)
{
    return refuse_by(joint_sentences(), Fault::invalid, rule, values)
        .in({field_error(joint_sentences(), pointer, rule, values)});
}

Result<Programme> own_living(Transaction& tx, const Actor& actor, ProgrammeId id)
{
    auto programme = programmes::find(tx, id);
    if (!programme || !actor.speaks_for(programme->authority))
        return absent();
    if (!is_living(programme->state))
        return over();
    return std::move(*programme);
}

Result<Done> check_other_entity(Transaction& tx, OrganisationId organisation, const Programme& programme,
                                const std::string& pointer)
{
    if (organisation == programme.authority || !parties::find(tx, organisation))
        return refused_at(pointer, "joint.not_an_entity", {});
    return Done{};
}

Result<Participation> invite(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                             OrganisationId organisation, std::int64_t share_basis_points)
{
    const auto programme = own_living(tx, actor, id);
    if (!programme)
        return programme.refusal();

    if (const auto other = check_other_entity(tx, organisation, *programme, "/organisation"); !other)
        return other.refusal();
    std::int64_t given = 0;
    for (const auto& one : participations_in(tx, id))
    {
        if (one.state != participation_state::invited && one.state != participation_state::joined)
            continue;
        if (one.organisation == organisation)
            return refuse_by(joint_sentences(), Fault::conflict, "joint.invited_already", {});
        given += one.share_basis_points;
    }
    if (const auto fits = check_share(given, share_basis_points); !fits)
        return Refusal{fits.refusal()}.in(
            {{"/share_basis_points", fits.refusal().rule, fits.refusal().sentence, fits.refusal().values}});

    const Participation participation{ambient.next<ParticipationTag>(),
                                      id,
                                      programme->authority,
                                      organisation,
                                      std::string{participation_states().initial},
                                      share_basis_points,
                                      ambient.now};
    insert(tx, participation);
    access::give_task(tx, ambient, organisation, role::decision_maker, task_invitation,
                      participation.id.text(), std::nullopt);

    note(tx, ambient, actor, "joint.invited", participation);
    return participation;
}

Result<Participation> join(Transaction& tx, const Ambient& ambient, const Actor& actor, ParticipationId id)
{
    const auto participation = received(tx, actor, id);
    if (!participation)
        return participation;
    if (const auto programme = programmes::find(tx, participation->programme);
        !programme || !is_living(programme->state))
        return over();
    return answered(tx, ambient, actor, *participation, "join", "joint.joined");
}

Result<Participation> decline(Transaction& tx, const Ambient& ambient, const Actor& actor, ParticipationId id)
{
    const auto participation = received(tx, actor, id);
    if (!participation)
        return participation;
    return answered(tx, ambient, actor, *participation, "decline", "joint.declined");
}

Result<Participation> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               ParticipationId id)
{
    const auto participation = find_participation(tx, id);
    if (!participation || !actor.speaks_for(participation->owner))
        return absent();
    return answered(tx, ambient, actor, *participation, "withdraw", "joint.withdrawn");
}

} // namespace kori::joint
