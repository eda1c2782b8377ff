#include "procurement/award/award_views.hpp"

#include "core/access/access.hpp"
#include "core/json/reader.hpp"
#include "procurement/award/contract_change.hpp"

#include <algorithm>

namespace kori::awards
{

using namespace http;

namespace
{

std::string name_of(Transaction& tx, OrganisationId id)
{
    const auto organisation = access::find_organisation(tx, id);
    PROMISE(organisation.has_value());
    return organisation->name.fi;
}

// Own points of others show when one's own are complete, and to who does not evaluate when all is agreed.
json::Array quality_view(Call& call, const Competition& competition, const std::vector<Evaluator>& evaluators,
                         TenderId tender)
{
    const auto all = assessments::points_of(call.tx, tender, competition.criteria, evaluators);
    const bool evaluates = std::any_of(evaluators.begin(), evaluators.end(), [&](const Evaluator& one)
                                       { return call.actor.user && one.user == *call.actor.user; });
    const bool sees_others = evaluates ? may_see_points_of_others(competition.criteria, *call.actor.user, all)
                                       : std::all_of(all.begin(), all.end(),
                                                     [](const auto& one) { return one.agreed.has_value(); });
    json::Array rows;
    for (const auto& points : all)
    {
        json::Array own;
        for (const auto& one : points.own)
        {
            if (!sees_others && !(call.actor.user && one.evaluator == *call.actor.user))
                continue;
            const auto who = std::find_if(evaluators.begin(), evaluators.end(),
                                          [&](const Evaluator& e) { return e.user == one.evaluator; });
            PROMISE(who != evaluators.end());
            own.emplace_back(json::Object{}
                                 .add("member", who->membership)
                                 .add("points", one.points)
                                 .add("reason", one.reason));
        }
        json::Object row;
        row.add("criterion", points.criterion).add("own", std::move(own)).add_if("agreed", points.agreed);
        if (points.agreed)
            row.add("agreed_reason", points.agreed_reason);
        rows.emplace_back(std::move(row));
    }
    return rows;
}

json::Object tender_view(Call& call, const Competition& competition, const std::vector<Evaluator>& evaluators,
                         const Tender& tender, bool hides)
{
    auto view = view_of(tender);
    view.add("tenderer", tender.tenderer)
        .add("name", name_of(call.tx, tender.tenderer))
        .add("is_standing", is_standing(call.tx, competition, tender.tenderer));
    const auto form = form_of(call.tx, competition, tender.id);
    view.add("form_is_readable", form.has_value());
    if (form)
    {
        if (!hides)
            view.add("price_cents", form->price);
        json::Array promises;
        for (const auto& promise : form->promises)
            promises.emplace_back(
                json::Object{}.add("criterion", promise.criterion).add("amount", promise.amount));
        view.add("promises", std::move(promises));
    }
    return view.add("quality", quality_view(call, competition, evaluators, tender.id));
}

} // namespace

bool hides_prices(Transaction& tx, const Competition& competition)
{
    return !kori::may_see_prices(competition.criteria, is_quality_agreed(tx, competition));
}

json::Object view_of(const Competition& competition)
{
    return json::Object{}
        .add("competition", competition.id)
        .add("state", competition.state)
        .add("revision", competition.revision);
}

json::Object view_of(const Tender& tender)
{
    json::Object view;
    view.add("tender", tender.id).add("state", tender.state);
    if (!tender.ground.empty())
        view.add("ground", tender.ground).add("reason", tender.reason);
    return view.add("revision", tender.revision);
}

json::Object view_of(const CompletionRequest& request)
{
    return json::Object{}
        .add("id", request.id)
        .add("tender", request.tender)
        .add("fault", request.fault)
        .add("question", request.question)
        .add("asked_at", request.asked_at)
        .add("answer_by", request.answer_by)
        .add_if("answer", request.answer)
        .add_if("answered_at", request.answered_at);
}

json::Object view_of(const LowPriceQuestion& question)
{
    return json::Object{}
        .add("tender", question.tender)
        .add("question", question.question)
        .add("asked_at", question.asked_at)
        .add("answer_by", question.answer_by)
        .add_if("answer", question.answer)
        .add_if("answered_at", question.answered_at);
}

json::Object view_of(const ConflictDeclaration& declaration)
{
    return json::Object{}
        .add("id", declaration.id)
        .add("member", declaration.membership)
        .add("has_conflict", declaration.has_conflict)
        .add("words", declaration.words)
        .add("declared_at", declaration.declared_at);
}

json::Object view_of(const AwardDecision& decision)
{
    return json::Object{}
        .add("id", decision.id)
        .add("number", decision.number)
        .add("kind", decision.kind)
        .add_if("follows", decision.follows)
        .add("reasons", decision.reasons)
        .add("digest", decision.digest)
        .add("decided_at", decision.decided_at);
}

json::Object view_of(Transaction& tx, const Contract& contract)
{
    json::Array promises;
    for (const auto& promise : contract.promises)
        promises.emplace_back(json::Object{}
                                  .add("criterion", promise.criterion)
                                  .add("outcome", promise.outcome)
                                  .add("unit", promise.unit)
                                  .add("component", promise.component)
                                  .add("promised", promise.promised)
                                  .add("quantity_cap", promise.quantity_cap));
    json::Array changes;
    for (const auto& change : changes_of(tx, contract.id))
        changes.emplace_back(json::Object{}
                                 .add("number", change.number)
                                 .add("ground", change.ground)
                                 .add("value_cents", change.value)
                                 .add("reason", change.reason)
                                 .add("changed_at", change.changed_at));
    return json::Object{}
        .add("id", contract.id)
        .add("decision", contract.decision)
        .add("tender", contract.tender)
        .add("supplier", contract.supplier)
        .add("name", name_of(tx, contract.supplier))
        .add("value_cents", contract.value)
        .add("signed_on", contract.signed_on)
        .add("made_at", contract.made_at)
        .add("without_standstill", contract.without_standstill)
        .add("promises", std::move(promises))
        .add("changes", std::move(changes));
}

json::Object opening_view(Call& call, const Competition& competition, OpeningRoom& room)
{
    auto view = view_of(competition);
    view.add("openers_needed", competition.openers_needed);
    const auto opening = assessments::find_opening(call.tx, competition.id);
    if (!opening)
        return view.add("present", json::array_of(room.present(competition.id, call.ambient.now)));
    return view.add("present", json::Array{})
        .add("opened_at", opening->opened_at)
        .add("openers", json::array_of(opening->openers))
        .add("tenders", json::read_stored(opening->record))
        .add("lot_secret", opening->lot_secret)
        .add("lot_number", opening->lot_number);
}

json::Object assessment_view(Call& call, const Competition& competition)
{
    const auto evaluators = assessments::evaluators_of(call.tx, competition.id);
    const bool hides = hides_prices(call.tx, competition);
    auto view = view_of(competition);
    json::Array members;
    for (const auto& one : evaluators)
        members.emplace_back(one.membership);
    json::Array declarations;
    for (const auto& one : assessments::declarations_of(call.tx, competition.id))
        declarations.emplace_back(view_of(one));
    json::Array completions;
    for (const auto& one : assessments::completions_of(call.tx, competition.id))
        completions.emplace_back(view_of(one));
    json::Array low_prices;
    for (const auto& one : assessments::low_prices_of(call.tx, competition.id))
        low_prices.emplace_back(view_of(one));
    json::Array tenders;
    for (const auto& tender : kori::tenders::of_competition(call.tx, competition.id))
        if (was_opened(tender.state))
            tenders.emplace_back(tender_view(call, competition, evaluators, tender, hides));
    return view.add("prices_are_hidden", hides)
        .add("evaluators", std::move(members))
        .add("declarations", std::move(declarations))
        .add("completions", std::move(completions))
        .add("low_prices", std::move(low_prices))
        .add("tenders", std::move(tenders));
}

json::Array shown_rows(const json::Array& comparison)
{
    json::Array rows;
    for (const auto& row : comparison)
    {
        json::Array lines;
        for (const auto& line : row.at("lines").array())
            lines.emplace_back(json::Object{}
                                   .add("criterion", line.at("criterion"))
                                   .add("thousandths", line.at("thousandths"))
                                   .add("rule", line.at("rule"))
                                   .add("values", line.at("values")));
        json::Object shown;
        for (const std::string name :
             {"tender", "tenderer", "name", "is_compared", "rank", "total_thousandths", "price_cents"})
            shown.add(name, row.at(name));
        rows.emplace_back(shown.add("lines", std::move(lines)));
    }
    return rows;
}

Route competition_row(std::string_view verb, Permission permission, std::shared_ptr<const Shape> body,
                      std::shared_ptr<const Shape> reply, Handler handler, std::string summary)
{
    return Route{Method::post,       "/api/v1/competitions/{competition}/" + std::string{verb},
                 permission,         Access::writes,
                 std::move(body),    std::move(reply),
                 std::move(handler), std::move(summary)}
        .keyed();
}

Route tender_row(std::string_view verb, Permission permission, std::shared_ptr<const Shape> body,
                 std::shared_ptr<const Shape> reply, Handler handler, std::string summary)
{
    return Route{Method::post,       "/api/v1/opened-tenders/{tender}/" + std::string{verb},
                 permission,         Access::writes,
                 std::move(body),    std::move(reply),
                 std::move(handler), std::move(summary)}
        .keyed();
}

} // namespace kori::awards
