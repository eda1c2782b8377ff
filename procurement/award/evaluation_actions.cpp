// Who evaluates, their conflicts of interest, and the points that they give and agree on.
#include "core/access/access.hpp"
#include "procurement/award/assessment_actions.hpp"

#include <algorithm>

namespace kori::awards
{
namespace
{

bool has_own_points(Transaction& tx, const Competition& competition)
{
    const auto evaluators = assessments::evaluators_of(tx, competition.id);
    for (const auto& tender : tenders::of_competition(tx, competition.id))
        for (const auto& points : assessments::points_of(tx, tender.id, competition.criteria, evaluators))
            if (!points.own.empty())
                return true;
    return false;
}

// Somebody named to evaluate who has said that no conflict stands.
Result<Done> may_evaluate(Transaction& tx, const Actor& actor, CompetitionId id)
{
    const auto evaluators = assessments::evaluators_of(tx, id);
    if (!actor.user || std::none_of(evaluators.begin(), evaluators.end(),
                                    [&](const Evaluator& one) { return one.user == *actor.user; }))
        return refuse(Fault::forbidden, "award.not_an_evaluator",
                      "Only those who were named to evaluate this competition give points.");
    if (!has_declared_no_conflict(tx, id, *actor.user))
        return refuse(Fault::conflict, "award.conflict_undeclared",
                      "First declare that you have no conflict of interest here.");
    return Done{};
}

struct Pointed
{
    OwnTender own;
    const Criterion* criterion = nullptr;
};

// A tender under evaluation, and a quality criterion whose scale has that step.
Result<Pointed> pointed(Transaction& tx, const Actor& actor, TenderId id, const GivenPoints& wish)
{
    auto own = opened_tender(tx, actor, id);
    if (!own)
        return own.refusal();
    if (auto may = may_evaluate(tx, actor, own->competition.id); !may)
        return may.refusal();
    if (own->competition.state != competition_state::evaluation)
        return refuse(Fault::conflict, "award.not_now", "The competition is not where this is done.");
    if (own->tender.state != tender_state::compliant)
        return refuse(Fault::conflict, "award.tender_not_compared", "This tender is not in the comparison.");
    Pointed result{std::move(*own), nullptr};
    for (const auto& criterion : result.own.competition.criteria.criteria)
        if (criterion.code == wish.criterion && criterion.kind == CriterionKind::quality)
            result.criterion = &criterion;
    if (result.criterion == nullptr)
        return bad_field("/criterion", "award.no_such_criterion",
                         "This competition has no such criterion of quality.");
    if (!is_step(*result.criterion, wish.points))
        return bad_field("/points", "award.points_not_on_scale", "The scale has no such step.");
    return result;
}

} // namespace

Result<Competition> name_evaluators(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    CompetitionId id, const std::vector<MembershipId>& members)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition;

    if (!competition->opened_at || decision_in_force(tx, id))
        return refuse(Fault::conflict, "award.not_now", "The competition is not where this is done.");
    if (has_own_points(tx, *competition))
        return refuse(Fault::conflict, "award.points_given",
                      "Points have been given: who evaluates is not changed any more.");
    std::vector<Evaluator> evaluators;
    for (std::size_t i = 0; i < members.size(); ++i)
    {
        const auto member = access::find_membership(tx, members[i]);
        if (!member || member->organisation != competition->authority ||
            !member->validity.contains(ambient.today()))
            return bad_field("/members/" + std::to_string(i), "award.not_a_member",
                             "The authority has no such member today.");
        evaluators.push_back({id, member->user, member->id, ambient.now});
    }

    assessments::name_evaluators(tx, id, evaluators, ambient.now);

    std::vector<std::string> names;
    for (const auto& one : evaluators)
        names.push_back(one.membership.text());
    note(tx, ambient, actor, "competition.evaluators_named", *competition,
         {{"members", joined_codes(names)}});
    return competition;
}

Result<ConflictDeclaration> declare_conflict(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                             CompetitionId id, bool has_conflict, const std::string& words)
{
    const auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    PROMISE(actor.user && actor.membership);

    if (!competition->opened_at)
        return refuse(Fault::conflict, "award.not_opened",
                      "Who tendered is not known yet: declare after the opening.");
    if (has_conflict && words.empty())
        return bad_field("/words", "award.conflict_words_missing", "Say what the conflict of interest is.");

    ConflictDeclaration declaration{
        ambient.next<DeclarationTag>(), id, *actor.user, *actor.membership, has_conflict, words, ambient.now};
    assessments::insert(tx, declaration);

    note(tx, ambient, actor, "competition.conflict_declared", *competition,
         {{"has_conflict", yes_no(has_conflict)}});
    return declaration;
}

Result<Competition> begin_evaluation(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     CompetitionId id)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition;
    if (!competition->closes_at)
        return refuse(Fault::conflict, "award.not_now", "The competition is not where this is done.");
    const auto facts = facts_of(tx, ambient, *competition);

    if (auto moved = move(tx, ambient, *competition, "evaluate", ActsAs::officer, facts); !moved)
        return moved.refusal();

    note(tx, ambient, actor, "competition.evaluation_begun", *competition,
         {{"compared", facts.tenders_compliant}});
    return competition;
}

Result<Tender> give_own_points(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                               const GivenPoints& wish)
{
    auto found = pointed(tx, actor, id, wish);
    if (!found)
        return found.refusal();
    const auto& competition = found->own.competition;

    const auto evaluators = assessments::evaluators_of(tx, competition.id);
    for (const auto& points : assessments::points_of(tx, id, competition.criteria, evaluators))
        if (points.criterion == wish.criterion && points.agreed)
            return refuse(Fault::conflict, "award.points_agreed",
                          "The points on this criterion have been agreed on.");

    assessments::save_own_points(tx, id, wish.criterion, {*actor.user, wish.points, wish.reason},
                                 ambient.now);

    note(tx, ambient, actor, "tender.points_given", competition,
         {{"tender", id.text()}, {"criterion", wish.criterion}, {"points", wish.points}});
    return found->own.tender;
}

Result<Tender> agree_points(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                            const GivenPoints& wish)
{
    auto found = pointed(tx, actor, id, wish);
    if (!found)
        return found.refusal();
    const auto& competition = found->own.competition;

    const auto evaluators = assessments::evaluators_of(tx, competition.id);
    const auto all = assessments::points_of(tx, id, competition.criteria, evaluators);
    const auto points = std::find_if(all.begin(), all.end(), [&](const QualityPoints& one)
                                     { return one.criterion == wish.criterion; });
    PROMISE(points != all.end());
    if (points->own.size() != evaluators.size())
        return refuse(Fault::conflict, "award.own_points_missing",
                      "Every evaluator gives own points before they agree.");
    const bool all_alike = std::all_of(points->own.begin(), points->own.end(),
                                       [&](const OwnPoints& one) { return one.points == wish.points; });
    if (!all_alike && wish.reason.empty())
        return bad_field("/reason", "award.agreed_reason_missing",
                         "Points that differ from somebody's own need a reason.");

    auto agreed = *points;
    agreed.agreed = wish.points;
    agreed.agreed_reason = wish.reason;
    assessments::save_agreed_points(tx, id, agreed, *actor.membership, ambient.now);

    note(tx, ambient, actor, "tender.points_agreed", competition,
         {{"tender", id.text()}, {"criterion", wish.criterion}, {"points", wish.points}});
    return found->own.tender;
}

} // namespace kori::awards
