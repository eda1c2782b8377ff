#include "procurement/dialogue/dialogue_actions.hpp"

#include "core/access/access_actions.hpp"
#include "core/journal/journal.hpp"

namespace kori::dialogues
{
namespace
{

std::vector<FieldError> faults_of(Transaction& tx, const NewDialogueEntry& wish, CivilDate today)
{
    std::vector<FieldError> faults;
    if (wish.held_on > today)
        faults.push_back({"/held_on",
                          "dialogue.held_in_future",
                          "What is told was told by {day} at the latest.",
                          {{"day", to_text(today)}}});
    for (std::size_t i = 0; i < wish.participants.size(); ++i)
        if (const auto& organisation = wish.participants[i].organisation;
            organisation && !access::find_organisation(tx, *organisation))
            faults.push_back({"/participants/" + std::to_string(i) + "/organisation",
                              "dialogue.no_such_organisation",
                              "No such organisation is registered here.",
                              {}});
    return faults;
}

} // namespace

Result<ProgrammeQuestion> ask(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                              const std::string& text)
{
    if (!actor.is_provider())
        return refuse(Fault::forbidden, "dialogue.not_a_provider", "Only a provider asks here.");

    const auto programme = programmes::find(tx, id);
    if (!programme || !programme->published_at)
        return absent();

    if (!takes_requests(programme->state))
        return refuse(Fault::conflict, "programme.over", "This programme has come to its end.");

    const ProgrammeQuestion question{ambient.next<ProgrammeQuestionTag>(),
                                     id,
                                     programme->authority,
                                     *actor.organisation,
                                     text,
                                     ambient.now};
    insert(tx, question);
    access::give_task(tx, ambient, programme->authority, role::procurement_officer, task_question,
                      question.id.text(), std::nullopt);

    // Seen by the asker alone, because the entry tells who asked.
    journal::append(tx, ambient, access::doer_of(actor),
                    {"programme.question_asked",
                     question.id.text(),
                     {{"programme", id.text()}},
                     journal::Audience::organisation,
                     {actor.organisation->text()},
                     {},
                     {}});
    return question;
}

Result<ProgrammeQuestion> answer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ProgrammeQuestionId id, const LocalText& text)
{
    auto question = find_question(tx, id);
    if (!question || !actor.speaks_for(question->authority))
        return absent();

    const ProgrammeAnswer given{static_cast<std::int64_t>(question->answers.size()) + 1, text, ambient.now,
                                actor.journal_name()};
    insert(tx, id, given);
    question->answers.push_back(given);
    access::finish_tasks(tx, task_question, id.text(), ambient.now);

    journal::append(tx, ambient, access::doer_of(actor),
                    {"programme.question_answered",
                     id.text(),
                     {{"programme", question->programme.text()}, {"number", given.number}},
                     journal::Audience::everyone,
                     {question->authority.text()},
                     {},
                     {}});
    return std::move(*question);
}

Result<DialogueEntry> record(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                             const NewDialogueEntry& wish)
{
    const auto programme = programmes::find(tx, id);
    if (!programme || !actor.speaks_for(programme->authority))
        return absent();

    if (programme->state != programme_state::in_dialogue)
        return refuse(Fault::conflict, "dialogue.not_open", "No dialogue about this programme is open.");
    if (auto faults = faults_of(tx, wish, ambient.today()); !faults.empty())
        return refuse(Fault::invalid, "dialogue.faulty", "The entry of the dialogue is not right.")
            .in(std::move(faults));

    DialogueEntry entry{ambient.next<DialogueEntryTag>(),
                        id,
                        entries_in(tx, id) + 1,
                        wish.held_on,
                        wish.topic,
                        wish.information,
                        wish.participants,
                        ambient.now,
                        actor.journal_name()};
    insert(tx, entry);

    journal::append(tx, ambient, access::doer_of(actor),
                    {"programme.dialogue_recorded",
                     entry.id.text(),
                     {{"programme", id.text()},
                      {"number", entry.number},
                      {"participants", static_cast<std::int64_t>(entry.participants.size())}},
                     journal::Audience::organisation,
                     {programme->authority.text()},
                     {},
                     {}});
    return entry;
}

} // namespace kori::dialogues
