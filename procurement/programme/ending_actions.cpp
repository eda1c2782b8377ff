// How long a programme runs, and how it opens and ends by itself or by decision.
#include "procurement/programme/programme_steps.hpp"

namespace kori::programmes
{
namespace
{

void forget_moments(Transaction& tx, const Ambient& ambient, const Programme& programme)
{
    work::cancel(tx, ambient, expires, programme.id.text());
    work::cancel(tx, ambient, opens, programme.id.text());
}

void tell_ended(Transaction& tx, const Ambient& ambient, const Actor& actor, const Programme& programme,
                const Hooks& hooks)
{
    forget_moments(tx, ambient, programme);
    if (hooks.when_ended)
        hooks.when_ended(tx, ambient, actor, programme);
}

Programme programme_of(Transaction& tx, const work::DueMoment& moment)
{
    const auto id = ProgrammeId::parse(moment.about);
    PROMISE(id.has_value());
    auto programme = find(tx, *id);
    PROMISE(programme.has_value());
    return std::move(*programme);
}

void expire(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment, const Hooks& hooks)
{
    const auto programme = programme_of(tx, moment);
    const auto clock = the_clock();
    // A programme that was published but never opened has nothing to end but its window.
    const bool was_opened = programme.state != programme_state::published_initial;
    if (was_opened && !programme_states().move(programme.state, "expire"))
        return;
    const auto ended = was_opened ? moved(tx, ambient, clock, programme, "expire", "programme.expired")
                                  : moved(tx, ambient, clock, programme, "cancel", "programme.cancelled", {},
                                          "ended_unopened");
    PROMISE(ended);
    tell_ended(tx, ambient, clock, *ended, hooks);
}

void open_after_window(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto programme = programme_of(tx, moment);
    if (programme_states().move(programme.state, "open"))
        PROMISE(moved(tx, ambient, the_clock(), programme, "open", "programme.opened"));
}

} // namespace

Result<Programme> change_duration(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                  CivilDate ends_on, const std::string& reason, const Hooks& hooks)
{
    auto programme = own(tx, actor, id);
    if (!programme)
        return programme.refusal();
    if (const auto to = programme_states().move(programme->state, "change_duration"); !to)
        return to.refusal();
    if (ends_on <= ambient.today())
        return refuse(Fault::invalid, "programme.end_in_past", "The end {ends_on} is not after {day}.")
            .with("ends_on", to_text(ends_on))
            .with("day", to_text(ambient.today()))
            .in({{"/ends_on",
                  "programme.end_in_past",
                  "The end {ends_on} is not after {day}.",
                  {{"ends_on", to_text(ends_on)}, {"day", to_text(ambient.today())}}}});

    const auto formerly = *programme->ends_on;
    programme->ends_on = ends_on;
    plan_end(tx, ambient, *programme);
    auto changed = moved(tx, ambient, actor, *programme, "change_duration", "programme.duration_changed",
                         {{"ends_on", to_text(ends_on)}}, reason);
    if (changed && hooks.when_duration_changed)
        hooks.when_duration_changed(tx, ambient, actor, *changed, formerly, reason);
    return changed;
}

Result<Programme> cancel(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                         const std::string& reason, const Hooks& hooks)
{
    auto cancelled = moved(tx, ambient, actor, id, "cancel", "programme.cancelled", reason);
    if (cancelled)
        tell_ended(tx, ambient, actor, *cancelled, hooks);
    return cancelled;
}

Result<Programme> terminate(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                            const std::string& reason, const Hooks& hooks)
{
    auto ended = moved(tx, ambient, actor, id, "terminate", "programme.terminated", reason);
    if (ended)
        tell_ended(tx, ambient, actor, *ended, hooks);
    return ended;
}

void add_due_acts(work::DueActs& acts, Hooks hooks)
{
    acts.add(std::string{opens}, open_after_window);
    acts.add(std::string{expires}, [hooks = std::move(hooks)](Transaction& tx, const Ambient& ambient,
                                                              const work::DueMoment& moment)
             { expire(tx, ambient, moment, hooks); });
}

} // namespace kori::programmes
