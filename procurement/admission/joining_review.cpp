// The authority looks at a request to join a DPS, and lengthens its clock in a single reasoned case.
#include "procurement/admission/joining_steps.hpp"

namespace kori::admissions
{

Result<Admission> open_joining(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = request_for_member(tx, ambient, actor, id);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();

    const auto programme = programme_of(tx, *admission);
    const bool waited = admission->state == admission_state::waiting_reopening;

    if (const auto listed = admission_states().move(admission->state, "open"); !listed)
        return listed.refusal();
    if (waited && programme.state != programme_state::open)
        return refuse(Fault::conflict, "admission.waits_for_reopening",
                      "The system is closed: the request waits for its reopening.");
    // The watch or the window's end would have seen it at the next midnight: it was closed until today.
    if (!clock_of(tx, id))
        start_joining_clock(tx, ambient, actor, *admission, programme,
                            waited ? ClockStart::reopening : ClockStart::window_end,
                            finnish_date(ambient.received_at));
    admission->assessed_by = actor.membership;

    if (auto moved = move(tx, ambient, *admission, "open"); !moved)
        return moved.refusal();

    note(tx, ambient, actor, "admission.opened", *admission, {});
    return *admission;
}

Result<Admission> extend_clock(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id,
                               const std::string& reason)
{
    auto admission = request_for_member(tx, ambient, actor, id);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();

    const auto programme = programme_of(tx, *admission);
    auto clock = clock_of(tx, id);

    if (const auto listed = admission_states().move(admission->state, "extend"); !listed)
        return listed.refusal();
    PROMISE(clock.has_value());
    if (clock->limit == limit_of(LimitStage::admission_decision_extended).id)
        return refuse(Fault::conflict, "admission.extended_already", "The time was lengthened already.");
    if (clock->limit != limit_of(LimitStage::admission_decision).id)
        return refuse(Fault::conflict, "admission.longer_time_runs",
                      "The announced longer time runs: it is not lengthened further.");
    // ASSUMED: a time that is over is missed; a reason given afterwards does not bring it back.
    if (ambient.received_at > clock->due_at)
        return refuse(Fault::too_late, "admission.clock_is_over", "The time to decide is over.");

    const auto longer = extended_clock(programme.regime, clock->started_on, ambient.law);
    clock->limit = limit_of(longer.stage).id;
    clock->due_at = longer.due_at;
    clock->extension_reason = reason;
    clock->extended_at = ambient.now;
    save(tx, *clock);
    admission->answer_due_on = longer.due_on;
    if (auto moved = move(tx, ambient, *admission, "extend"); !moved)
        return moved.refusal();
    plan_decision(tx, ambient, *admission, longer.due_on);

    note(tx, ambient, actor, "admission.extended", *admission,
         {{"limit", clock->limit}, {"due_on", to_text(longer.due_on)}});
    tell(tx, ambient, "extended", admission->provider, *admission);
    return *admission;
}

Result<Done> note_call(Transaction& tx, const Ambient& ambient, ProgrammeId programme)
{
    if (runs_before_use(tx, programme))
        return refuse(
            Fault::conflict, "admission.before_use_clocks_run",
            "Requests wait in the longer time that only a system not yet in use has: decide on them first.");
    note_first_call(tx, programme, ambient.now);
    return Done{};
}

} // namespace kori::admissions
