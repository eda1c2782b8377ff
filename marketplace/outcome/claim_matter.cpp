#include "marketplace/outcome/claim_matter.hpp"

#include "marketplace/order/order_sight.hpp"

namespace kori::outcomes
{
namespace
{

bool acts_for_the_authority(const Actor& actor)
{
    return !actor.has_role(role::coach) || actor.has_role(role::finance_officer) ||
           actor.has_role(role::procurement_officer);
}

// As what may the actor verify this outcome? Its duties say which part it has in the authority; the part of
// the coach is that of the customer's own (380/2023 §124: as far as the task needs). For another one the
// claim is not there.
Result<Done> check_actor(Transaction& tx, const Actor& actor, const ClaimWithOrder& matter, CivilDate today)
{
    std::vector<Verifier> parts;
    if (orders::is_coach_of(tx, actor, matter.order, today))
        parts.push_back(Verifier::coach);
    if (acts_for_the_authority(actor))
        parts.push_back(Verifier::authority);
    Result<Done> last{absent()};
    for (const auto part : parts)
    {
        last = check_verifier(matter.terms, matter.claim.outcome, part, actor.organisation->text(),
                              matter.claim.provider.text());
        if (last)
            return last;
    }
    return last;
}

} // namespace

ClaimWithOrder with_order(Transaction& tx, Claim claim)
{
    auto order = orders::find(tx, claim.order);
    PROMISE(order.has_value());
    auto version = baskets::find_version(tx, order->basket_version);
    PROMISE(version.has_value());
    return {std::move(claim), std::move(*order), std::move(version->terms)};
}

bool may_see(Transaction& tx, const Actor& actor, const Claim& claim, CivilDate today)
{
    if (actor.speaks_for(claim.provider))
        return true;
    if (!actor.speaks_for(claim.authority))
        return false;
    if (!orders::sees_own_customers_only(actor))
        return true;
    const auto order = orders::find(tx, claim.order);
    PROMISE(order.has_value());
    return orders::is_coach_of(tx, actor, *order, today);
}

Result<ClaimWithOrder> for_verifier(Transaction& tx, const Actor& actor, ClaimId id, CivilDate today)
{
    auto claim = find(tx, id);
    if (!claim || !may_see(tx, actor, *claim, today))
        return absent();
    auto matter = with_order(tx, std::move(*claim));
    if (auto may = check_actor(tx, actor, matter, today); !may)
        return may.refusal();
    return matter;
}

Result<ClaimWithOrder> for_claimant(Transaction& tx, const Actor& actor, ClaimId id)
{
    auto claim = find(tx, id);
    if (!claim || !actor.speaks_for(claim->provider))
        return absent();
    return with_order(tx, std::move(*claim));
}

Result<Done> move(Claim& claim, std::string_view verb)
{
    auto next = claim_states().move(claim.state, verb);
    if (!next)
        return next.refusal();
    claim.state = std::move(*next);
    return Done{};
}

Result<ClaimWithOrder> moved(Result<ClaimWithOrder> found, std::string_view verb)
{
    if (found)
        if (auto fits = move(found->claim, verb); !fits)
            return fits.refusal();
    return found;
}

void must_move(Claim& claim, std::string_view verb)
{
    PROMISE(move(claim, verb));
}

void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, std::string kind,
          const ClaimWithOrder& matter, Facts facts, std::string reason, std::string rule_version)
{
    facts.insert(facts.begin(), {{"state", matter.claim.state},
                                 {"order", matter.order.id.text()},
                                 {"component", matter.claim.component}});
    journal::append(tx, ambient, doer,
                    {std::move(kind), matter.claim.id.text(), std::move(facts),
                     journal::Audience::organisation, orders::organisations_of(matter.order),
                     std::move(reason), std::move(rule_version)});
}

} // namespace kori::outcomes
