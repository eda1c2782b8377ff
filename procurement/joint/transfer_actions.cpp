// A programme passes to another contracting entity: proposed, accepted, carried out by the clock.
#include "core/access/access_actions.hpp"
#include "core/access/tasks.hpp"
#include "core/journal/journal.hpp"
#include "procurement/joint/joint_steps.hpp"
#include "procurement/programme/programme_transfer.hpp"

#include <algorithm>

namespace kori::joint
{
namespace
{

constexpr std::string_view transfer_due = "programme.transfer_due";

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Transfer& transfer)
{
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     transfer.id.text(),
                     {{"programme", transfer.programme.text()},
                      {"from", transfer.from.text()},
                      {"to", transfer.to.text()},
                      {"on", to_text(transfer.on)}},
                     journal::Audience::organisation,
                     {transfer.from.text(), transfer.to.text()},
                     transfer.reason,
                     {}});
}

Result<Transfer> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, Transfer transfer,
                       std::string_view verb, std::string kind)
{
    auto to = transfer_states().move(transfer.state, verb);
    if (!to)
        return to.refusal();
    transfer.state = *to;
    if (!transfer.answered_at)
        transfer.answered_at = ambient.now;
    transfer.revision += 1;
    save(tx, transfer);
    access::finish_tasks(tx, task_transfer, transfer.id.text(), ambient.now);
    note(tx, ambient, actor, std::move(kind), transfer);
    return transfer;
}

Result<Transfer> answered(Transaction& tx, const Ambient& ambient, const Actor& actor, TransferId id,
                          std::string_view verb, std::string kind)
{
    const auto transfer = find_transfer(tx, id);
    if (!transfer || !actor.speaks_for(transfer->to))
        return absent();
    return moved(tx, ambient, actor, *transfer, verb, std::move(kind));
}

bool is_running(const Transfer& transfer)
{
    return transfer.state == transfer_state::proposed || transfer.state == transfer_state::accepted;
}

// Who owns a programme does not take part in it as well; the others take part in the new owner's.
void turn_participations(Transaction& tx, const Ambient& ambient, const Transfer& transfer)
{
    for (auto& one : participations_in(tx, transfer.programme))
    {
        one.owner = transfer.to;
        if (one.organisation == transfer.to)
            if (auto to = participation_states().move(one.state, "take_over"))
            {
                one.state = *to;
                access::finish_tasks(tx, task_invitation, one.id.text(), ambient.now);
            }
        one.revision += 1;
        save(tx, one);
    }
}

void carry_out(Transaction& tx, const Ambient& ambient, const Transfer& transfer, Programme programme,
               const Hooks& hooks)
{
    programme.authority = transfer.to;
    programme.revision += 1;
    programmes::pass_to(tx, programme, ambient.now);
    turn_participations(tx, ambient, transfer);
    access::pass_tasks(tx, programme.id.text(), transfer.from, transfer.to);
    if (hooks.when_transferred)
        hooks.when_transferred(tx, ambient, programme, transfer.from);

    PROMISE(moved(tx, ambient, the_clock(), transfer, "carry_out", "joint.transfer_carried_out"));
    journal::append(
        tx, ambient, access::doer_of(the_clock()),
        {"programme.transferred",
         programme.id.text(),
         {{"from", transfer.from.text()}, {"to", transfer.to.text()}, {"revision", programme.revision}},
         programme.published_at ? journal::Audience::everyone : journal::Audience::organisation,
         {transfer.to.text(), transfer.from.text()},
         transfer.reason,
         {}});
}

void fall_due(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment, const Hooks& hooks)
{
    const auto id = TransferId::parse(moment.about);
    PROMISE(id.has_value());
    const auto transfer = find_transfer(tx, *id);
    PROMISE(transfer.has_value());
    if (!is_running(*transfer))
        return;
    const auto programme = programmes::find(tx, transfer->programme);
    PROMISE(programme.has_value());
    if (transfer->state == transfer_state::accepted && is_living(programme->state))
        return carry_out(tx, ambient, *transfer, *programme, hooks);
    PROMISE(moved(tx, ambient, the_clock(), *transfer, "lapse", "joint.transfer_lapsed"));
}

} // namespace

Result<Transfer> propose_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                  OrganisationId to, CivilDate on, const std::string& reason)
{
    const auto programme = own_living(tx, actor, id);
    if (!programme)
        return programme.refusal();

    if (const auto other = check_other_entity(tx, to, *programme, "/to"); !other)
        return other.refusal();
    if (on <= ambient.today())
        return refused_at("/on", "joint.transfer_day_past", {{"day", to_text(ambient.today())}});
    if (programme->ends_on && on >= *programme->ends_on)
        return refused_at("/on", "joint.transfer_after_end", {});
    const auto earlier = transfers_in(tx, id);
    if (std::any_of(earlier.begin(), earlier.end(), is_running))
        return refuse_by(joint_sentences(), Fault::conflict, "joint.transfer_running", {});

    const Transfer transfer{ambient.next<TransferTag>(),
                            id,
                            programme->authority,
                            to,
                            on,
                            reason,
                            std::string{transfer_states().initial},
                            ambient.now};
    insert(tx, transfer);
    work::plan(tx, ambient, transfer_due, transfer.id.text(), programme->authority, start_of_day(on));
    access::give_task(tx, ambient, to, role::decision_maker, task_transfer, transfer.id.text(),
                      start_of_day(on).plus_micros(-1));

    note(tx, ambient, actor, "joint.transfer_proposed", transfer);
    return transfer;
}

Result<Transfer> accept_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor, TransferId id)
{
    return answered(tx, ambient, actor, id, "accept", "joint.transfer_accepted");
}

Result<Transfer> refuse_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor, TransferId id)
{
    return answered(tx, ambient, actor, id, "refuse", "joint.transfer_refused");
}

Result<Transfer> withdraw_transfer(Transaction& tx, const Ambient& ambient, const Actor& actor, TransferId id)
{
    const auto transfer = find_transfer(tx, id);
    if (!transfer || !actor.speaks_for(transfer->from))
        return absent();
    return moved(tx, ambient, actor, *transfer, "withdraw", "joint.transfer_withdrawn");
}

void add_due_acts(work::DueActs& acts, Hooks hooks)
{
    acts.add(std::string{transfer_due}, [hooks = std::move(hooks)](Transaction& tx, const Ambient& ambient,
                                                                   const work::DueMoment& moment)
             { fall_due(tx, ambient, moment, hooks); });
}

} // namespace kori::joint
