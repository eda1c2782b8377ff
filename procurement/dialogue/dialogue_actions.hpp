// Asking and answering about a programme, and keeping the log of its market dialogue. Each action: may he,
// load, decide, save, journal.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "procurement/dialogue/dialogue_store.hpp"
#include "procurement/programme/programme_store.hpp"

namespace kori::dialogues
{

// Any provider asks about a published programme that has not ended; nobody else learns who asked. Refuses
// "programme.over".
Result<ProgrammeQuestion> ask(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              ProgrammeId programme, const std::string& text);
// For all to see; a further answer takes the place of the one before, which stays on record.
Result<ProgrammeQuestion> answer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ProgrammeQuestionId id, const LocalText& text);

struct NewDialogueEntry
{
    CivilDate held_on;
    LocalText topic;
    LocalText information;
    std::vector<DialogueParticipant> participants;
};
// While the dialogue is open. Refuses "dialogue.not_open", "dialogue.held_in_future",
// "dialogue.no_such_organisation".
Result<DialogueEntry> record(Transaction& tx, const Ambient& ambient, const Actor& actor,
                             ProgrammeId programme, const NewDialogueEntry& wish);

inline constexpr std::string_view task_question = "programme.question";

} // namespace kori::dialogues
