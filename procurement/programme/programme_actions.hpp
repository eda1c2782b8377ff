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

// What other capabilities do when a programme ends (terminated or expired): its baskets close to new
// customers.
struct Hooks
{
    std::function<void(Transaction&, const Ambient&, const Actor&, const Programme&)> when_ended = {};
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
// Refuses programme.channel_not_served: this version serves OPEN_ACCEPTANCE only.
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
std::vector<FieldError> missing(Transaction& tx, const Programme& programme, CivilDate today);

Result<Programme> publish(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
// From a draft too: only a DPS has an initial window (T01).
Result<Programme> open(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
// ASSUMED: in open acceptance only joining waits; customers go on choosing (§49(3) is a DPS's).
Result<Programme> close_temporarily(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    ProgrammeId id, const std::string& reason);
Result<Programme> reopen(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
Result<Programme> change_duration(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                  CivilDate ends_on, const std::string& reason);
Result<Programme> cancel(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                         const std::string& reason);
Result<Programme> terminate(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                            const std::string& reason, const Hooks& hooks);
Result<Programme> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
Result<Programme> archive(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id);
// A reasoned decision, upwards in strictness only.
Result<Programme> change_regime(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                Regime regime, const std::string& reason);

// "programme.expires"
void add_due_acts(work::DueActs& acts, Hooks hooks);

} // namespace kori::programmes
