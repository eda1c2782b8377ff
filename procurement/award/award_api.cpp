// Deciding, telling, waiting, correcting, interrupting; and all rows of this capability.
#include "procurement/award/award_api.hpp"

#include "core/json/reader.hpp"
#include "procurement/award/award_actions.hpp"
#include "procurement/award/award_document.hpp"
#include "procurement/award/award_views.hpp"

namespace kori::awards
{
namespace
{

using namespace http;

Shape copy_shape()
{
    return object(
        "DecisionCopy", "The decision as one addressee got it",
        {required("recipient", id_of<OrganisationTag>("Who")),
         required("digest", text(64, 64, "SHA-256 of the document",
                                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
         required("sent_at", instant("When it was sent", "2026-05-20T09:00:00Z")),
         required("received_on", date("When it counts as received", "2026-05-20")),
         optional("document",
                  local_text(2'000'000, "Your own copy, HTML", "<!DOCTYPE html>", "<!DOCTYPE html>"))});
}

Shape place_shape()
{
    return object(
        "AwardPlace", "What the decision says of one tender",
        {required("tender", id_of<TenderTag>("Tender")),
         required("tenderer", id_of<OrganisationTag>("Whose")),
         required("rank", integer(1, 10'000, "In the comparison", 1)),
         required("order_of_use", integer(0, 10'000, "Of winners; 0: no winner", 1)),
         required("price_cents", money(Money::cents(0), Money::cents(100'000'000'000'000),
                                       "Price used in the comparison", Money::cents(125'000))),
         required("state", code({std::string{place_state::not_winner}, std::string{place_state::waiting},
                                 std::string{place_state::contracted}, std::string{place_state::released}},
                                "What became of it"))});
}

Shape record_shape()
{
    const auto one = object("DecisionRecord", "A decision, its copies and its places",
                            {required("decision", decision_shape()),
                             optional("standstill_until", date("Last day of the standstill", "2026-06-01")),
                             required("places", list(place_shape(), 0, 10'000, "By rank")),
                             required("copies", list(copy_shape(), 0, 10'000, "By recipient"))});
    const auto request = object("CorrectionRequest", "A party asks for correction",
                                {required("id", id_of<CorrectionRequestTag>("Request")),
                                 required("decision", id_of<AwardDecisionTag>("About which")),
                                 required("requester", id_of<OrganisationTag>("Who")),
                                 required("words", text(1, 10'000, "Why", "Pisteet on laskettu väärin.")),
                                 required("received_at", instant("When", "2026-05-25T09:00:00Z")),
                                 required("in_time", boolean("Within the time for it", true))});
    return object("AwardRecord", "Decisions of a competition, oldest first",
                  {required("competition", id_of<CompetitionTag>("Competition")),
                   required("state", state_of(competition_states(), "Where it stands")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1)),
                   required("decisions", list(one, 0, 1'000, "Oldest first")),
                   required("requests", list(request, 0, 1'000, "Oldest first"))});
}

json::Object view_of_copy(const AwardCopy& copy, bool with_document)
{
    json::Object view;
    view.add("recipient", copy.recipient)
        .add("digest", copy.digest)
        .add("sent_at", copy.sent_at)
        .add("received_on", copy.received_on);
    if (with_document)
        view.add("document", copy.document);
    return view;
}

json::Object view_of_place(const AwardPlace& place)
{
    return json::Object{}
        .add("tender", place.tender)
        .add("tenderer", place.tenderer)
        .add("rank", place.rank)
        .add("order_of_use", place.order_of_use)
        .add("price_cents", place.price)
        .add("state", place.state);
}

json::Object view_of_request(const CorrectionRequest& request)
{
    return json::Object{}
        .add("id", request.id)
        .add("decision", request.decision)
        .add("requester", request.requester)
        .add("words", request.words)
        .add("received_at", request.received_at)
        .add("in_time", request.in_time);
}

// The authority sees all; a party sees what was served to it, with the places and prices, and its own
// requests.
Result<Reply> get_decisions(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto competition = competitions::find(call.tx, *id);
    if (!competition || !call.actor.organisation)
        return absent();
    const bool is_own = call.actor.speaks_for(competition->authority);
    json::Array decisions;
    json::Array requests;
    for (const auto& decision : decisions_of(call.tx, *id))
    {
        const auto mine = find_copy(call.tx, decision.id, *call.actor.organisation);
        if (!is_own && !mine)
            continue;
        json::Object one;
        one.add("decision", view_of(decision))
            .add_if("standstill_until", standstill_of(call.tx, decision.id));
        json::Array places;
        for (const auto& place : places_of(call.tx, decision.id))
            places.emplace_back(view_of_place(place));
        json::Array copies;
        if (is_own)
            for (const auto& copy : copies_of(call.tx, decision.id))
                copies.emplace_back(view_of_copy(copy, true));
        else
            copies.emplace_back(view_of_copy(*mine, true));
        decisions.emplace_back(one.add("places", std::move(places)).add("copies", std::move(copies)));
        for (const auto& request : requests_about(call.tx, decision.id))
            if (is_own || request.requester == *call.actor.organisation)
                requests.emplace_back(view_of_request(request));
    }
    if (!is_own && decisions.empty())
        return absent();
    auto view = view_of(*competition);
    return Reply::ok(view.add("decisions", std::move(decisions)).add("requests", std::move(requests)));
}

Handler deciding()
{
    return acting<CompetitionTag>(
        "competition",
        [](Call& call, CompetitionId id)
        {
            return decide(call.tx, call.ambient, call.actor, id,
                          {call.body.at("winners").integer(), call.body.at("reasons").local_text()});
        });
}

using ReasonedAct = Result<AwardDecision> (*)(Transaction&, const Ambient&, const Actor&, const http::Locale&,
                                              CompetitionId, const LocalText&);
Handler deciding_for(ReasonedAct act)
{
    return acting<CompetitionTag>("competition",
                                  [act](Call& call, CompetitionId id)
                                  {
                                      return act(call.tx, call.ambient, call.actor, call.environment.locale,
                                                 id, call.body.at("reasons").local_text());
                                  });
}

Handler asking_correction()
{
    return [](Call& call) -> Result<Reply>
    {
        const auto id = call.id<CompetitionTag>("competition");
        if (!id)
            return id.refusal();
        const auto request =
            ask_correction(call.tx, call.ambient, call.actor, *id, call.body.at("words").text());
        if (!request)
            return request.refusal();
        return Reply::ok(json::Object{}
                             .add("id", request->id)
                             .add("received_at", request->received_at)
                             .add("in_time", request->in_time));
    };
}

Routes decision_routes()
{
    const auto step = shared(step_shape());
    const auto decision = shared(decision_shape());
    const auto wish = shared(object("NewAward", "Who wins, and why",
                                    {required("winners", integer(1, 1'000, "The best so many", 1)),
                                     required("reasons", reasons_shape())}));
    const auto reasons =
        shared(object("DecisionReasons", "Why, in both languages", {required("reasons", reasons_shape())}));
    const auto words =
        shared(object("NewCorrectionRequest", "What is wrong",
                      {required("words", text(1, 10'000, "What and why", "Pisteet on laskettu väärin."))}));
    const auto receipt = shared(object("CorrectionReceipt", "That the request arrived",
                                       {required("id", id_of<CorrectionRequestTag>("Request")),
                                        required("received_at", instant("When", "2026-05-25T09:00:00Z")),
                                        required("in_time", boolean("Within the time for it", true))}));
    return {
        competition_row("decision", may_decide, wish, decision, deciding(), "Decide who wins"),
        competition_row(
            "decision-notice", may_assess, nullptr, step,
            acting<CompetitionTag>(
                "competition", [](Call& call, CompetitionId id)
                { return notify(call.tx, call.ambient, call.actor, call.environment.locale, id); }),
            "Send each party its copy of the decision"),
        competition_row(
            "standstill", may_assess, nullptr, step,
            acting<CompetitionTag>("competition", [](Call& call, CompetitionId id)
                                   { return begin_waiting(call.tx, call.ambient, call.actor, id); }),
            "Begin the standstill that was announced"),
        competition_row("correction-requests", may_answer, words, receipt, asking_correction(),
                        "Ask for the correction of a decision that concerns you"),
        competition_row("correction", may_decide, reasons, decision, deciding_for(correct),
                        "Withdraw the decision in force by a new one"),
        competition_row("interruption", may_decide, reasons, decision, deciding_for(interrupt),
                        "Break the purchase off after the opening"),
        Route{Method::get, "/api/v1/competitions/{competition}/decisions", may_see, Access::reads, nullptr,
              shared(record_shape()), get_decisions, "Decisions; a party sees those that were served to it"},
        tender_row(
            "release", may_decide,
            shared(object("ReleaseReason", "Why it does not sign",
                          {required("reason", text(1, 4'000, "Why", "Vetäytyi"))})),
            step,
            acting<TenderTag>(
                "tender", [](Call& call, TenderId id)
                { return release(call.tx, call.ambient, call.actor, id, call.body.at("reason").text()); }),
            "Record that a winner does not sign"),
    };
}

} // namespace

Routes award_routes()
{
    Routes all;
    for (auto&& rows : {opening_routes(), assessment_routes(), decision_routes(), contract_routes()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace kori::awards
