// Compliance, completions, low prices, evaluators and points.
#include "core/json/reader.hpp"
#include "procurement/award/assessment_actions.hpp"
#include "procurement/award/award_document.hpp"
#include "procurement/award/award_views.hpp"

namespace kori::awards
{
namespace
{

using namespace http;

std::vector<TenderId> tenders_in(const json::Value& body)
{
    std::vector<TenderId> ids;
    for (const auto& item : body.at("tenders").array())
        ids.push_back(item.id<TenderTag>());
    return ids;
}

Result<Reply> post_completions(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto& body = call.body;
    const auto asked = ask_completion(call.tx, call.ambient, call.actor, *id,
                                      {body.at("fault").text(), body.at("question").text(), tenders_in(body),
                                       body.at("answer_by").instant()});
    if (!asked)
        return asked.refusal();
    json::Array rows;
    for (const auto& one : *asked)
        rows.emplace_back(view_of(one));
    return Reply::ok(json::Object{}.add("completions", std::move(rows)));
}

Result<Reply> get_assessment(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto competition = own_competition(call.tx, call.actor, *id);
    if (!competition)
        return competition.refusal();
    return Reply::ok(assessment_view(call, *competition));
}

// As decided, or as it would be decided now.
Result<Reply> get_comparison(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto competition = own_competition(call.tx, call.actor, *id);
    if (!competition)
        return competition.refusal();
    if (!competition->opened_at)
        return refuse(Fault::conflict, "award.not_now", "The competition is not where this is done.");
    const auto decision = decision_in_force(call.tx, *id);
    const bool is_decided = decision && decision->kind == award_kind::award;
    json::Array rows;
    if (is_decided)
        rows = json::read_stored(decision->comparison).array();
    else
    {
        if (hides_prices(call.tx, *competition))
            return refuse(Fault::forbidden, "award.prices_hidden",
                          "Quality is judged blind to price: this opens when all quality is agreed.");
        const auto scores = compare(call.tx, *competition);
        if (!scores)
            return scores.refusal();
        rows = comparison_of(call.tx, *competition, *scores);
    }
    auto view = view_of(*competition);
    return Reply::ok(view.add("is_decided", is_decided).add("rows", shown_rows(rows)));
}

// What a tenderer is asked about its own tender.
Result<Reply> get_questions(Call& call)
{
    const auto id = call.id<TenderTag>("tender");
    if (!id)
        return id.refusal();
    const auto own = tenders_own(call.tx, call.actor, *id);
    if (!own)
        return own.refusal();
    json::Array completions;
    for (const auto& one : assessments::completions_of(call.tx, own->competition.id))
        if (one.tender == *id)
            completions.emplace_back(view_of(one));
    json::Object view;
    view.add("tender", *id).add("completions", std::move(completions));
    if (const auto asked = assessments::find_low_price(call.tx, *id))
        view.add("low_price", view_of(*asked));
    return Reply::ok(std::move(view));
}

GivenPoints points_in(const json::Value& body)
{
    return {body.at("criterion").text(), body.at("points").integer(),
            body.optional_text("reason").value_or("")};
}

Result<Tender> judged(Call& call, TenderId id)
{
    return judge(call.tx, call.ambient, call.actor, id,
                 {call.body.at("verdict").text() == "compliant",
                  call.body.optional_text("ground").value_or(""),
                  call.body.optional_text("reason").value_or("")});
}

Result<Competition> named(Call& call, CompetitionId id)
{
    std::vector<MembershipId> members;
    for (const auto& item : call.body.at("members").array())
        members.push_back(item.id<MembershipTag>());
    return name_evaluators(call.tx, call.ambient, call.actor, id, members);
}

Shape words(std::int64_t min, std::string about)
{
    return text(min, 4'000, std::move(about), "Liite 2 puuttuu tarjouksesta.");
}

Shape answer_by()
{
    return instant("Until when", "2026-05-11T13:00:00Z");
}

Shape tenders_shape()
{
    return list(id_of<TenderTag>("Tender"), 1, 1'000, "All that it concerns");
}

std::shared_ptr<const Shape> points_body(std::int64_t reason_min)
{
    return shared(
        object(reason_min > 0 ? "NewOwnPoints" : "NewAgreedPoints", "Points on one criterion",
               {required("criterion", text(1, 100, "Code of a criterion of quality", "quality")),
                required("points", integer(0, 1'000, "A step of its scale", 3)),
                reason_min > 0 ? required("reason", words(1, "Why"))
                               : optional("reason", words(0, "Why; owed when own points differ"))}));
}

Handler completing()
{
    return acting<CompletionTag>(
        "completion", [](Call& call, CompletionId id)
        { return answer_completion(call.tx, call.ambient, call.actor, id, call.body.at("answer").text()); });
}

Handler on_competition(Result<Competition> (*act)(Transaction&, const Ambient&, const Actor&, CompetitionId))
{
    return acting<CompetitionTag>("competition", [act](Call& call, CompetitionId id)
                                  { return act(call.tx, call.ambient, call.actor, id); });
}

Routes reading_routes()
{
    auto comparison_members = std::vector<Member>{
        required("competition", id_of<CompetitionTag>("Competition")),
        required("state", state_of(competition_states(), "Where it stands")),
        required("revision", integer(1, 1'000'000'000, "Revision", 1)),
        required("is_decided", boolean("As it was decided; else as it would be now", true)),
        required("rows", list(comparison_row_shape(), 0, 10'000, "By rank"))};
    return {
        Route{Method::get, "/api/v1/competitions/{competition}/assessment", may_see, Access::reads, nullptr,
              shared(assessment_shape()), get_assessment, "Everything that leads to the comparison"},
        Route{Method::get, "/api/v1/competitions/{competition}/comparison", may_see, Access::reads, nullptr,
              shared(object("Comparison", "The one ranking of view, decision and export",
                            std::move(comparison_members))),
              get_comparison, "The comparison of the tenders"},
        Route{Method::get, "/api/v1/opened-tenders/{tender}/questions", may_answer, Access::reads, nullptr,
              shared(object("TenderQuestions", "What a tenderer is asked about its tender",
                            {required("tender", id_of<TenderTag>("Tender")),
                             required("completions", list(completion_shape(), 0, 100, "By fault")),
                             optional("low_price", low_price_shape())})),
              get_questions, "What you are asked about your tender"},
    };
}

Routes compliance_routes()
{
    const auto step = shared(step_shape());
    const auto tender = shared(tender_step_shape());
    const auto verdict =
        shared(object("TenderVerdict", "Does the tender do what was called for?",
                      {required("verdict", code({"compliant", "excluded"}, "What was found")),
                       optional("ground", code({std::string{exclusion_ground::not_compliant},
                                                std::string{exclusion_ground::suspended},
                                                std::string{exclusion_ground::supplier_excluded},
                                                std::string{exclusion_ground::abnormally_low}},
                                               "Of an exclusion")),
                       optional("reason", words(1, "Of an exclusion"))}));
    const auto completion =
        shared(object("NewCompletions", "All that have a fault are asked with the same time",
                      {required("fault", text(1, 60, "Your own code of the fault", "reference_missing")),
                       required("question", words(1, "What is asked")), required("tenders", tenders_shape()),
                       required("answer_by", answer_by())}));
    const auto low =
        shared(object("NewLowPriceQuestions", "Prices that look abnormally low",
                      {required("question", words(1, "What is asked")), required("tenders", tenders_shape()),
                       required("answer_by", answer_by())}));
    const auto answer =
        shared(object("TenderAnswer", "An answer", {required("answer", words(1, "In your words"))}));
    return {
        competition_row("compliance-check", may_assess, nullptr, step, on_competition(check_compliance),
                        "Begin to check whether the tenders do what was called for"),
        tender_row("verdict", may_assess, verdict, tender, acting<TenderTag>("tender", judged),
                   "Find a tender compliant, or exclude it"),
        tender_row(
            "reinstatement", may_assess,
            shared(object("ReinstatementReason", "Why", {required("reason", words(1, "Why"))})), tender,
            acting<TenderTag>(
                "tender", [](Call& call, TenderId id)
                { return take_back(call.tx, call.ambient, call.actor, id, call.body.at("reason").text()); }),
            "Take an exclusion back after a corrected decision"),
        competition_row(
            "completions", may_assess, completion,
            shared(object("AskedCompletions", "What was asked",
                          {required("completions", list(completion_shape(), 0, 1'000, "Asked"))})),
            post_completions, "Ask tenderers to complete a faulty document"),
        Route{Method::post, "/api/v1/completions/{completion}/answer", may_answer, Access::writes, answer,
              shared(completion_shape()), completing(), "Complete your tender as you were asked to"}
            .keyed(),
        competition_row("low-price-questions", may_assess, low, step,
                        acting<CompetitionTag>(
                            "competition",
                            [](Call& call, CompetitionId id)
                            {
                                return ask_low_price(call.tx, call.ambient, call.actor, id,
                                                     {call.body.at("question").text(), tenders_in(call.body),
                                                      call.body.at("answer_by").instant()});
                            }),
                        "Ask about prices that look abnormally low"),
        tender_row("low-price-answer", may_answer, answer, shared(low_price_shape()),
                   acting<TenderTag>("tender",
                                     [](Call& call, TenderId id)
                                     {
                                         return answer_low_price(call.tx, call.ambient, call.actor, id,
                                                                 call.body.at("answer").text());
                                     }),
                   "Explain your price"),
    };
}

Routes evaluation_routes()
{
    const auto step = shared(step_shape());
    const auto tender = shared(tender_step_shape());
    const auto evaluators = shared(
        object("NewEvaluators", "They and nobody else evaluate",
               {required("members", list(id_of<MembershipTag>("Member of the authority"), 1, 100, "Who"))}));
    const auto declaration =
        shared(object("NewConflictDeclaration", "Before you evaluate or decide",
                      {required("has_conflict", boolean("A conflict of interest stands", false)),
                       optional("words", words(0, "What it is"))}));
    return {
        competition_row("evaluators", may_assess, evaluators, step,
                        acting<CompetitionTag>("competition", named), "Name who evaluates"),
        competition_row("conflict-declarations", may_declare, declaration, shared(declaration_shape()),
                        acting<CompetitionTag>("competition",
                                               [](Call& call, CompetitionId id)
                                               {
                                                   return declare_conflict(
                                                       call.tx, call.ambient, call.actor, id,
                                                       call.body.at("has_conflict").boolean(),
                                                       call.body.optional_text("words").value_or(""));
                                               }),
                        "Declare whether you have a conflict of interest"),
        competition_row("evaluation", may_assess, nullptr, step, on_competition(begin_evaluation),
                        "Begin to compare"),
        tender_row(
            "own-points", may_evaluate, points_body(1), tender,
            acting<TenderTag>(
                "tender", [](Call& call, TenderId id)
                { return give_own_points(call.tx, call.ambient, call.actor, id, points_in(call.body)); }),
            "Give your own points with a reason"),
        tender_row("agreed-points", may_evaluate, points_body(0), tender,
                   acting<TenderTag>(
                       "tender", [](Call& call, TenderId id)
                       { return agree_points(call.tx, call.ambient, call.actor, id, points_in(call.body)); }),
                   "Write down what the evaluators agreed on"),
    };
}

} // namespace

Routes assessment_routes()
{
    Routes all;
    for (auto&& rows : {reading_routes(), compliance_routes(), evaluation_routes()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace kori::awards
