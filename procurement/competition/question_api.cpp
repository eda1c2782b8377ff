// Questions, answers and the deadline that they may move.
#include "core/http/cursor.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/competition_views.hpp"

namespace kori::competitions
{
namespace
{

using namespace http;

constexpr Permission see{"competition.see"};
constexpr Permission manage{"competition.manage"};
constexpr Permission tendering{"tender.manage"};

ExtensionGround ground_in(const std::string& code)
{
    if (code == "late_answer")
        return ExtensionGround::late_answer;
    return code == "material_change" ? ExtensionGround::material_change : ExtensionGround::buyers_own;
}

Result<Reply> post_question(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto question = ask(call.tx, call.ambient, call.actor, *id, call.body.at("question").text());
    if (!question)
        return question.refusal();
    return Reply::created(view_of(call, *question), 1, "/api/v1/competitions/" + id->text() + "/questions");
}

Result<Reply> post_answer(Call& call)
{
    const auto competition = call.id<CompetitionTag>("competition");
    const auto id = call.id<QuestionTag>("question");
    if (!competition || !id)
        return absent();
    const auto question =
        answer(call.tx, call.ambient, call.actor,
               {*competition, *id, call.body.at("told_question").text(), call.body.at("answer").text()});
    return question ? Result<Reply>{Reply::ok(view_of(call, *question))} : question.refusal();
}

Result<Reply> list_questions(Call& call)
{
    const auto competition = visible(call);
    if (!competition)
        return competition.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto questions = questions_after(call.tx, competition->id, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, questions, [](const Question& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& question : questions)
        // What is not answered is for the buyer and the asker: others read it with its answer.
        if (question.answer || call.actor.is_authority() || call.actor.speaks_for(question.asker))
            items.emplace_back(view_of(call, question));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> post_deadline(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto known = own_competition(call.tx, call.actor, *id);
    if (!known)
        return known.refusal();
    if (const auto fresh = call.expect_revision(known->revision); !fresh)
        return fresh.refusal();
    return shown(call,
                 extend_deadline(call.tx, call.ambient, call.actor, *id, call.body.at("closes_at").instant(),
                                 ground_in(call.body.at("ground").text()), call.body.at("reason").text()));
}

} // namespace

Routes question_routes()
{
    const auto question = shared(question_shape());
    const auto page = shared(object("CompetitionQuestionPage", "Questions, oldest first",
                                    {required("items", list(question_shape(), 0, 200, "Page"))}));
    const auto asked =
        shared(object("NewCompetitionQuestion", "Say nothing that tells who you are",
                      {required("question", text(1, 4'000, "Question", "Onko tulkkaus hinnassa?"))}));
    const auto answered =
        shared(object("CompetitionAnswer", "To everybody invited",
                      {required("told_question", text(1, 4'000, "The question without a trace of the asker",
                                                      "Onko tulkkaus hinnassa?")),
                       required("answer", text(1, 10'000, "Answer", "On."))}));
    const auto deadline = shared(object(
        "CompetitionDeadline", "Forwards only, told to everybody invited",
        {required("closes_at", instant("Until when tenders arrive", "2026-04-27T12:00:00Z")),
         required("ground", code({"late_answer", "material_change", "buyers_own"}, "Why it moves (T09)")),
         required("reason", text(1, 2'000, "In words", "Vastaus annettiin myöhään"))}));
    const std::string one = "/api/v1/competitions/{competition}";
    return {
        Route{Method::get, one + "/questions", see, Access::reads, nullptr, page, list_questions,
              "Questions with their answers; nobody reads who asked"}
            .paged(),
        Route{Method::post, one + "/questions", tendering, Access::writes, asked, question, post_question,
              "Ask; the answer goes to everybody invited"}
            .keyed()
            .creating(),
        Route{Method::post, one + "/questions/{question}/answer", manage, Access::writes, answered, question,
              post_answer, "Answer to everybody invited"}
            .keyed(),
        Route{Method::post, one + "/deadline", manage, Access::writes, deadline, shared(competition_shape()),
              post_deadline, "Move the deadline forwards"}
            .keyed()
            .allowing_match(),
    };
}

} // namespace kori::competitions
