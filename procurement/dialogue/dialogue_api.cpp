#include "procurement/dialogue/dialogue_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "procurement/dialogue/dialogue_actions.hpp"

namespace kori::dialogues
{
namespace
{

using namespace http;

constexpr Permission manage{"programme.manage"};
constexpr Permission asking_permission{"question.ask"};
constexpr Permission answering_permission{"question.answer"};

// A draft is its authority's own; what was told in its dialogue is public when it is published.
Result<Programme> visible(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    auto programme = programmes::find(call.tx, *id);
    if (!programme || (!programme->published_at && !call.actor.speaks_for(programme->authority)))
        return absent();
    return std::move(*programme);
}

json::Object view_of(const ProgrammeQuestion& question, const Actor& actor)
{
    json::Array answers;
    for (const auto& one : question.answers)
        answers.emplace_back(json::Object{}
                                 .add("number", one.number)
                                 .add("answer", one.text)
                                 .add("answered_at", one.answered_at));
    return json::Object{}
        .add("id", question.id)
        .add("programme", question.programme)
        .add("question", question.text)
        .add("asked_at", question.asked_at)
        .add("answers", std::move(answers))
        .add("is_yours", actor.speaks_for(question.asker));
}

json::Object view_of(const DialogueEntry& entry)
{
    json::Array participants;
    for (const auto& one : entry.participants)
        participants.emplace_back(
            json::Object{}.add("name", one.name).add_if("organisation", one.organisation));
    return json::Object{}
        .add("id", entry.id)
        .add("programme", entry.programme)
        .add("number", entry.number)
        .add("held_on", entry.held_on)
        .add("topic", entry.topic)
        .add("information", entry.information)
        .add("participants", std::move(participants))
        .add("recorded_at", entry.recorded_at);
}

Result<Reply> post_question(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto asked = ask(call.tx, call.ambient, call.actor, *id, call.body.at("question").text());
    if (!asked)
        return asked.refusal();
    return Reply::created(view_of(*asked, call.actor), 1,
                          "/api/v1/programmes/" + asked->programme.text() + "/questions");
}

Result<Reply> list_questions(Call& call)
{
    const auto programme = visible(call);
    if (!programme)
        return programme.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    const auto& after = page->after[0];
    auto found =
        call.actor.speaks_for(programme->authority)
            ? all_questions(call.tx, programme->id, after, page->limit + 1)
            : public_questions(call.tx, programme->id, call.actor.organisation, after, page->limit + 1);
    auto cursor = cut_page(call, *page, found,
                           [](const ProgrammeQuestion& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& question : found)
        items.emplace_back(view_of(question, call.actor));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> post_answer(Call& call)
{
    const auto id = call.id<ProgrammeQuestionTag>("question");
    if (!id)
        return id.refusal();
    const auto answered = answer(call.tx, call.ambient, call.actor, *id, call.body.at("answer").local_text());
    if (!answered)
        return answered.refusal();
    return Reply::ok(view_of(*answered, call.actor));
}

Result<Reply> post_entry(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    NewDialogueEntry wish{call.body.at("held_on").date(),
                          call.body.at("topic").local_text(),
                          call.body.at("information").local_text(),
                          {}};
    for (const auto& one : call.body.at("participants").array())
    {
        const auto* organisation = one.find("organisation");
        wish.participants.push_back(
            {one.at("name").text(),
             organisation ? std::optional{organisation->id<OrganisationTag>()} : std::nullopt});
    }
    const auto entry = record(call.tx, call.ambient, call.actor, *id, wish);
    if (!entry)
        return entry.refusal();
    return Reply::created(view_of(*entry), 1,
                          "/api/v1/programmes/" + entry->programme.text() + "/dialogue-entries");
}

Result<Reply> list_entries(Call& call)
{
    const auto programme = visible(call);
    if (!programme)
        return programme.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = entries_of(call.tx, programme->id, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, found, [](const DialogueEntry& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& entry : found)
        items.emplace_back(view_of(entry));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Shape question_text()
{
    return text(1, 4'000, "What is asked; public with its answer, so it names nobody",
                "Voiko valmennuksen pitää etänä?");
}

Shape answer_text()
{
    return local_text(8'000, "The answer", "Kyllä voi.", "Ja, det går.");
}

Shape question_shape()
{
    const auto moment = [](std::string about) { return instant(std::move(about), "2026-03-02T10:15:00Z"); };
    auto given = object("ProgrammeAnswer", "The last one is in force",
                        {required("number", integer(1, 1'000, "From 1", 1)),
                         required("answer", answer_text()), required("answered_at", moment("When"))});
    return object("ProgrammeQuestion", "A question about a programme; who asked is told to the asker alone",
                  {required("id", id_of<ProgrammeQuestionTag>("Question")),
                   required("programme", id_of<ProgrammeTag>("Programme")),
                   required("question", question_text()), required("asked_at", moment("When")),
                   required("answers", list(std::move(given), 0, 1'000,
                                            "Public; none yet: seen by the asker "
                                            "and the authority")),
                   required("is_yours", boolean("Did your organisation ask?", false))});
}

std::vector<Member> entry_members()
{
    auto participant = object("DialogueParticipant", "An organisation that took part",
                              {required("name", text(1, 200, "Its name", "Savon Työpolku ry")),
                               optional("organisation", id_of<OrganisationTag>("If it is registered here"))});
    return {required("held_on", date("When it was", "2026-03-02")),
            required("topic", local_text(500, "About what", "Palvelun sisältö", "Tjänstens innehåll")),
            required("information",
                     local_text(8'000, "What the authority told, the same for all", "Tarve", "Behovet")),
            required("participants", list(std::move(participant), 1, 200, "Who took part"))};
}

Shape entry_shape()
{
    auto members = entry_members();
    members.insert(members.begin(), {required("id", id_of<DialogueEntryTag>("Entry")),
                                     required("programme", id_of<ProgrammeTag>("Programme")),
                                     required("number", integer(1, 1'000'000, "From 1", 1))});
    members.push_back(required("recorded_at", instant("When", "2026-03-02T10:15:00Z")));
    return object("DialogueEntry", "One talk of a market dialogue (§65)", std::move(members));
}

} // namespace

Routes dialogue_routes()
{
    const auto page = [](std::string name, Shape item)
    {
        return shared(object(std::move(name), "Oldest first",
                             {required("items", list(std::move(item), 0, 200, "Page"))}));
    };
    const std::string one = "/api/v1/programmes/{programme}";
    return {
        Route{Method::post, one + "/questions", asking_permission, Access::writes,
              shared(object("ProgrammeQuestionWish", "A question", {required("question", question_text())})),
              shared(question_shape()), post_question, "Ask about a published programme"}
            .keyed()
            .creating(),
        Route{Method::get, one + "/questions", everybody, Access::reads, nullptr,
              page("ProgrammeQuestionPage", question_shape()), list_questions,
              "Questions and answers about a programme; without an answer your own ones only"}
            .paged(),
        Route{Method::post, "/api/v1/programme-questions/{question}/answers", answering_permission,
              Access::writes,
              shared(object("ProgrammeAnswerWish", "An answer", {required("answer", answer_text())})),
              shared(question_shape()), post_answer, "Answer to all; a further answer takes its place"}
            .keyed(),
        Route{Method::post, one + "/dialogue-entries", manage, Access::writes,
              shared(object("DialogueEntryWish", "What was talked about and with whom", entry_members())),
              shared(entry_shape()), post_entry, "Log a talk of the open market dialogue (§65)"}
            .keyed()
            .creating(),
        Route{Method::get, one + "/dialogue-entries", everybody, Access::reads, nullptr,
              page("DialogueEntryPage", entry_shape()), list_entries,
              "The log of the market dialogue; public when the programme is"}
            .paged(),
    };
}

} // namespace kori::dialogues
