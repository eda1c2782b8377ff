// What an authority does with its programmes. Each action: may he, load, decide, save, journal.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/work/due.hpp"
#include "procurement/programme/programme_store.hpp"

#include <functional>

namespace kori::programmes
{

// What other capabilities know of a programme or do with it.
struct Hooks
{
    // It ended (terminated, expired or cancelled): its baskets close to new customers.
    std::function<void(Transaction&, const Ambient&, const Actor&, const Programme&)> when_ended = {};
    // What its channel demands besides, before it is published: a system's terms and categories (§50).
    std::function<std::vector<FieldError>(Transaction&, const Ambient&, const Programme&)> faults_of_channel =
        {};
    // The last moment of a system's initial window (T01).
    std::function<Instant(Transaction&, const Programme&)> window_end = {};
    // A public programme runs longer or shorter than it did until `formerly`.
    std::function<void(Transaction&, const Ambient&, const Actor&, const Programme&, CivilDate formerly,
                       const std::string& reason)>
        when_duration_changed = {};
};

struct NewProgramme
{
    LocalText name;
    Channel channel;
    Regime regime;
    std::optional<std::int64_t> answer_working_days;
    bool may_close;
    std::optional<CivilDate> ends_on;
};
// Refuses programme.regime_does_not_fit_channel.
Result<Programme> create(Transaction& tx, const Ambient& ambient, const Actor& actor,
                         const NewProgramme& wish);

// Outer absent = as it was; inner absent = taken away.
struct ProgrammeChange
{
    std::optional<LocalText> name;
    std::optional<std::optional<std::int64_t>> answer_working_days;
    std::optional<bool> may_close;
    std::optional<std::optional<CivilDate>> ends_on;
};
Result<Programme> change_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                               const ProgrammeChange& wish);

// Everything that keeps it from being published, at once.
std::vector<FieldError> missing(Transaction& tx, const Ambient& ambient, const Programme& programme,
                                const Hooks& hooks);

// Market dialogue (§65): what is told in it stands in procurement/dialogue.
Result<Programme> open_dialogue(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
Result<Programme> close_dialogue(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);

// A DPS opens by itself when its window is over; a small purchase has no window and opens at once.
Result<Programme> publish(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                          const Hooks& hooks);
// From a draft too, but for a DPS. Refuses "programme.window_open" until its window is over.
Result<Programme> open(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                       const Hooks& hooks);
// ASSUMED: in open acceptance only joining waits; customers go on choosing (§49(3) is a DPS's).
Result<Programme> close_temporarily(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    ProgrammeId id, const std::string& reason);
Result<Programme> reopen(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
Result<Programme> change_duration(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                  CivilDate ends_on, const std::string& reason, const Hooks& hooks);
Result<Programme> cancel(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                         const std::string& reason, const Hooks& hooks);
Result<Programme> terminate(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                            const std::string& reason, const Hooks& hooks);
Result<Programme> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
Result<Programme> archive(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
// A reasoned decision, upwards in strictness only.
Result<Programme> change_regime(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                Regime regime, const std::string& reason);

// "programme.expires", "programme.opens"
void add_due_acts(work::DueActs& acts, Hooks hooks);

} // namespace kori::programmes
