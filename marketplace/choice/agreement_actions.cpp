// Needs and agreements: what a coach finds out and proposes, and what the customer answers.
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_clocks.hpp"
#include "marketplace/choice/choice_journal.hpp"
#include "marketplace/choice/choice_refusals.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "procurement/party/party_actions.hpp"

#include <algorithm>

namespace kori::choices
{
namespace
{

std::optional<Refusal> wrong_codes(Transaction& tx, const Ambient& ambient,
                                   const http::Environment& environment, OrganisationId authority,
                                   const std::vector<std::string>& target_groups,
                                   const std::vector<std::string>& needs)
{
    CustomerFacts facts;
    facts.target_groups = target_groups;
    facts.needs = needs;
    auto faults = customers::faults_of(tx, authority, facts, ambient.today(), environment.areas, "");
    if (faults.empty())
        return std::nullopt;
    return refuse(Fault::invalid, "customer.facts", "Some facts are not as they must be.")
        .in(std::move(faults));
}

// The language of services counts among the languages that a rule may ask for.
CustomerFacts facts_for_rules(const Customer& customer)
{
    auto facts = customer.facts;
    if (!holds(facts.languages, customer.language))
        facts.languages.push_back(customer.language);
    return facts;
}

std::vector<RuleResult> check(Transaction& tx, const Customer& customer, BasketVersionId version)
{
    const auto terms = baskets::find_version(tx, version);
    PROMISE(terms.has_value());
    return check_eligibility(terms->terms.eligibility_rules, facts_for_rules(customer));
}

Refusal not_eligible(const std::vector<RuleResult>& results)
{
    auto refusal = refuse(Fault::invalid, "agreement.not_eligible",
                          "Rules of the basket shut this customer out; an override needs a reason.");
    for (const auto& result : results)
        if (!result.passed)
            refusal.fields.push_back({"/basket", result.rule, result.sentence, result.values});
    return refusal;
}

std::optional<Refusal> takes_no_customers(const Basket& basket)
{
    if (basket.channel != Channel::open_acceptance)
        return refuse(Fault::conflict, "agreement.channel_without_choice",
                      "In this channel the customer does not pick the provider.");
    if (!takes_customers(basket.state) || !basket.current)
        return basket_takes_no_customers();
    return std::nullopt;
}

} // namespace

Result<BasketAgreement> agreement_for_coach(Transaction& tx, const Actor& actor, BasketAgreementId id,
                                            CivilDate day)
{
    auto agreement = find_agreement(tx, id);
    if (!agreement || !customers::find_for_coach(tx, actor, agreement->customer, day))
        return absent();
    return std::move(*agreement);
}

Result<BasketAgreement> agreement_for_sight(Transaction& tx, const Actor& actor, BasketAgreementId id,
                                            CivilDate day)
{
    auto agreement = find_agreement(tx, id);
    if (!agreement || !customers::find_for_sight(tx, actor, agreement->customer, day))
        return absent();
    return std::move(*agreement);
}

std::vector<RuleResult> eligibility_of(Transaction& tx, const BasketAgreement& agreement)
{
    const auto customer = customers::find(tx, agreement.customer);
    PROMISE(customer.has_value());
    return check(tx, *customer, agreement.basket_version);
}

Result<NeedAssessment> open_assessment(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       const http::Environment& environment, CustomerId id,
                                       const std::vector<std::string>& target_groups,
                                       const std::vector<std::string>& needs)
{
    const auto customer = customers::find_for_coach(tx, actor, id, ambient.today());
    if (!customer)
        return customer.refusal();

    if (auto wrong = wrong_codes(tx, ambient, environment, customer->authority, target_groups, needs))
        return *wrong;

    const NeedAssessment assessment{ambient.next<NeedAssessmentTag>(),
                                    customer->authority,
                                    id,
                                    std::string{need_assessment_states().initial},
                                    target_groups,
                                    needs,
                                    *actor.membership};
    insert(tx, assessment, ambient.now);

    note(tx, ambient, access::doer_of(actor), assessment.authority, "need_assessment.opened",
         assessment.id.text(), {});
    return assessment;
}

Result<NeedAssessment> record_needs(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    const http::Environment& environment, NeedAssessmentId id,
                                    const std::vector<std::string>& target_groups,
                                    const std::vector<std::string>& needs)
{
    auto assessment = find_assessment(tx, id);
    if (!assessment || !customers::find_for_coach(tx, actor, assessment->customer, ambient.today()))
        return absent();

    const auto next = need_assessment_states().move(assessment->state, "record");
    if (!next)
        return next.refusal();
    if (auto wrong = wrong_codes(tx, ambient, environment, assessment->authority, target_groups, needs))
        return *wrong;

    assessment->state = *next;
    assessment->target_groups = target_groups;
    assessment->needs = needs;
    ++assessment->revision;
    save(tx, *assessment);

    note(tx, ambient, access::doer_of(actor), assessment->authority, "need_assessment.recorded", id.text(),
         {});
    return std::move(*assessment);
}

Result<NeedAssessment> complete_assessment(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                           NeedAssessmentId id)
{
    auto assessment = find_assessment(tx, id);
    if (!assessment)
        return absent();
    const auto customer = customers::find_for_coach(tx, actor, assessment->customer, ambient.today());
    if (!customer)
        return absent();

    const auto next = need_assessment_states().move(assessment->state, "complete");
    if (!next)
        return next.refusal();
    if (assessment->needs.empty())
        return refuse(Fault::invalid, "need_assessment.no_needs", "Record at least one need first.");

    for (auto& other : assessments_of(tx, assessment->customer))
    {
        if (other.id == id || other.state == need_assessment_state::outdated)
            continue;
        const auto outdated = need_assessment_states().move(other.state, "outdate");
        PROMISE(outdated);
        other.state = *outdated;
        ++other.revision;
        save(tx, other);
        note(tx, ambient, access::doer_of(actor), other.authority, "need_assessment.outdated",
             other.id.text(), {});
    }
    assessment->state = *next;
    ++assessment->revision;
    save(tx, *assessment);
    customers::set_needs(tx, *customer, assessment->target_groups, assessment->needs);

    note(tx, ambient, access::doer_of(actor), assessment->authority, "need_assessment.completed", id.text(),
         {{"needs", static_cast<std::int64_t>(assessment->needs.size())}});
    return std::move(*assessment);
}

Result<Proposed> propose(Transaction& tx, const Ambient& ambient, const Actor& actor,
                         const ProposeBasket& wish)
{
    const auto customer = customers::find_for_coach(tx, actor, wish.customer, ambient.today());
    if (!customer)
        return customer.refusal();

    const auto basket = baskets::find(tx, wish.basket);
    if (!basket || basket->authority != customer->authority)
        return refuse(Fault::invalid, "agreement.no_such_basket", "Your authority has no such basket.")
            .in({{"/basket", "agreement.no_such_basket", "Your authority has no such basket.", {}}});
    if (auto closed = takes_no_customers(*basket))
        return *closed;
    auto results = check(tx, *customer, *basket->current);
    const bool is_override = !all_passed(results);
    if (is_override && wish.override_reason.empty())
        return not_eligible(results);

    BasketAgreement agreement{ambient.next<BasketAgreementTag>(),
                              customer->authority,
                              customer->id,
                              basket->id,
                              *basket->current,
                              std::string{basket_agreement_states().initial},
                              *actor.membership,
                              is_override ? wish.override_reason : ""};
    if (is_override)
        agreement.override_by = actor.membership;
    insert(tx, agreement, ambient.now);
    // ASSUMED: a proposal waits for the customer's answer as long as a choice stays open.
    const auto days = parties::value_for(tx, ambient.law, agreement.authority,
                                         "service_level.choice_open.days", ambient.today());
    work::plan(tx, ambient, answer_due, agreement.id.text(), agreement.authority,
               ambient.now.plus_days(days));

    // The reason of an override is a sentence about a person: it stands with the agreement, not in the
    // journal.
    note(tx, ambient, access::doer_of(actor), agreement.authority, "agreement.proposed", agreement.id.text(),
         {{"basket", agreement.basket.text()},
          {"basket_version", agreement.basket_version.text()},
          {"override", yes_no(is_override)}});
    return Proposed{std::move(agreement), std::move(results)};
}

Result<BasketAgreement> move_agreement(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       BasketAgreementId id, std::string_view verb,
                                       const std::string& told_how, const std::string& reason)
{
    auto agreement = agreement_for_coach(tx, actor, id, ambient.today());
    if (!agreement)
        return agreement.refusal();

    const auto next = basket_agreement_states().move(agreement->state, verb);
    if (!next)
        return next.refusal();
    if (verb == "agree")
    {
        const auto basket = baskets::find(tx, agreement->basket);
        PROMISE(basket.has_value());
        if (auto closed = takes_no_customers(*basket))
            return *closed;
        if (basket->current != agreement->basket_version)
            return basket_changed();
        if (const auto results = eligibility_of(tx, *agreement);
            !agreement->override_by && !all_passed(results))
            return not_eligible(results);
    }
    if (verb == "withdraw" && running_session(tx, id))
        return session_is_open();

    agreement->state = *next;
    if (!told_how.empty())
        agreement->told_how = told_how;
    ++agreement->revision;
    save(tx, *agreement);

    std::string kind = "agreement.";
    kind += verb == "agree" ? "agreed" : verb == "decline" ? "declined" : "withdrawn";
    Facts facts{{"basket", agreement->basket.text()}, {"basket_version", agreement->basket_version.text()}};
    if (!told_how.empty())
        facts.emplace_back("told_how", told_how);
    note(tx, ambient, access::doer_of(actor), agreement->authority, std::move(kind), id.text(),
         std::move(facts), reason);
    return agreement;
}

} // namespace kori::choices
