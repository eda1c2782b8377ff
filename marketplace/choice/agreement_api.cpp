// Needs and agreements: what a coach records with the customer.
#include "core/http/locale.hpp"
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_api.hpp"
#include "marketplace/consent/consent_actions.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "marketplace/customer/customer_view.hpp"

namespace kori::choices
{
namespace
{

using namespace http;

constexpr Permission manage{"agreement.manage"};
constexpr Permission see{"customer.see"};
constexpr Permission see_coded{"customer.see_coded"};

std::string handle(const Call& call, CustomerId customer)
{
    return customers::handle_of(call.environment.keys, customer);
}

// --- needs

json::Object view_of(const NeedAssessment& assessment)
{
    return json::Object{}
        .add("id", assessment.id)
        .add("state", assessment.state)
        .add("target_groups", json::array_of(assessment.target_groups))
        .add("needs", json::array_of(assessment.needs))
        .add("coach", assessment.coach)
        .add("revision", assessment.revision);
}

Reply given(const Call& call, const NeedAssessment& assessment, bool is_new)
{
    call.person = assessment.customer.revealed();
    if (is_new)
        return Reply::created(view_of(assessment), assessment.revision,
                              "/api/v1/need-assessments/" + assessment.id.text());
    return Reply::view(view_of(assessment), assessment.revision);
}

Result<Reply> post_assessment(Call& call)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto assessment =
        open_assessment(call.tx, call.ambient, call.actor, call.environment, *id,
                        call.body.at("target_groups").texts(), call.body.at("needs").texts());
    if (!assessment)
        return assessment.refusal();
    return given(call, *assessment, true);
}

Result<NeedAssessment> seen_assessment(const Call& call)
{
    const auto id = call.id<NeedAssessmentTag>("assessment");
    if (!id)
        return id.refusal();
    auto assessment = find_assessment(call.tx, *id);
    if (!assessment ||
        !customers::find_for_coach(call.tx, call.actor, assessment->customer, call.ambient.today()))
        return absent();
    return std::move(*assessment);
}

Result<Reply> get_assessment(Call& call)
{
    const auto assessment = seen_assessment(call);
    if (!assessment)
        return assessment.refusal();
    return given(call, *assessment, false);
}

std::string about_assessment(const Call& call)
{
    return handle(call, seen_assessment(call)->customer);
}

Result<Reply> list_assessments(Call& call)
{
    const auto customer = customers::path_customer(call, customers::find_for_coach);
    if (!customer)
        return customer.refusal();
    json::Array items;
    for (const auto& assessment : assessments_of(call.tx, customer->id))
        items.emplace_back(view_of(assessment));
    return Reply::ok(json::Object{}.add("items", items));
}

Result<Reply> post_needs(Call& call)
{
    const auto known = seen_assessment(call);
    if (!known)
        return known.refusal();
    if (const auto fresh = call.expect_revision(known->revision); !fresh)
        return fresh.refusal();
    const auto assessment =
        record_needs(call.tx, call.ambient, call.actor, call.environment, known->id,
                     call.body.at("target_groups").texts(), call.body.at("needs").texts());
    if (!assessment)
        return assessment.refusal();
    return given(call, *assessment, false);
}

Result<Reply> post_complete(Call& call)
{
    const auto known = seen_assessment(call);
    if (!known)
        return known.refusal();
    if (const auto fresh = call.expect_revision(known->revision); !fresh)
        return fresh.refusal();
    const auto assessment = complete_assessment(call.tx, call.ambient, call.actor, known->id);
    if (!assessment)
        return assessment.refusal();
    return given(call, *assessment, false);
}

// --- agreements

json::Array view_of(const Call& call, const std::vector<RuleResult>& results)
{
    json::Array view;
    for (const auto& result : results)
    {
        const auto name = result.passed ? result.rule + ".met" : result.rule;
        view.emplace_back(json::Object{}
                              .add("rule", result.rule)
                              .add("passed", result.passed)
                              .add("says", call.environment.locale.sentence(
                                               name, result.sentence, result.values, call.actor.language)));
    }
    return view;
}

json::Object view_of(const BasketAgreement& agreement, customers::Sight sight)
{
    json::Object view;
    view.add("id", agreement.id)
        .add("basket", agreement.basket)
        .add("basket_version", agreement.basket_version)
        .add("state", agreement.state)
        .add("coach", agreement.coach)
        .add("revision", agreement.revision);
    if (agreement.override_by)
        view.add("override_by", *agreement.override_by);
    if (!agreement.told_how.empty())
        view.add("told_how", agreement.told_how);
    // The third fence: whose it is and a sentence about that person are for the coach alone.
    if (sight != customers::Sight::full)
        return view;
    view.add("customer", agreement.customer.revealed());
    if (!agreement.override_reason.empty())
        view.add("override_reason", agreement.override_reason);
    return view;
}

Result<Reply> post_agreement(Call& call)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto proposed = propose(call.tx, call.ambient, call.actor,
                                  {*id, call.body.at("basket").id<BasketTag>(),
                                   call.body.optional_text("override_reason").value_or("")});
    if (!proposed)
        return proposed.refusal();
    call.person = id->revealed();
    auto view = view_of(proposed->agreement, customers::Sight::full);
    view.add("eligibility", view_of(call, proposed->results));
    return Reply::created(view, proposed->agreement.revision,
                          "/api/v1/agreements/" + proposed->agreement.id.text());
}

Result<BasketAgreement> seen_agreement(const Call& call)
{
    const auto id = call.id<BasketAgreementTag>("agreement");
    if (!id)
        return id.refusal();
    return agreement_for_sight(call.tx, call.actor, *id, call.ambient.today());
}

Result<Reply> get_agreement(Call& call)
{
    const auto agreement = seen_agreement(call);
    if (!agreement)
        return agreement.refusal();
    const auto customer = customers::find(call.tx, agreement->customer);
    const auto sight = customers::sight_of(call.tx, call.actor, *customer, call.ambient.today());
    auto view = view_of(*agreement, sight);
    if (sight == customers::Sight::full)
        view.add("eligibility", view_of(call, eligibility_of(call.tx, *agreement)));
    return Reply::view(view, agreement->revision);
}

std::string about_agreement(const Call& call)
{
    return handle(call, seen_agreement(call)->customer);
}

Result<Reply> list_agreements(Call& call)
{
    const auto customer = customers::path_customer(call, customers::find_for_sight);
    if (!customer)
        return customer.refusal();
    const auto sight = customers::sight_of(call.tx, call.actor, *customer, call.ambient.today());
    json::Array items;
    for (const auto& agreement : agreements_of(call.tx, customer->id))
        items.emplace_back(view_of(agreement, sight));
    return Reply::ok(json::Object{}.add("items", items));
}

Handler moving(std::string_view verb)
{
    return [verb](Call& call) -> Result<Reply>
    {
        const auto id = call.id<BasketAgreementTag>("agreement");
        if (!id)
            return id.refusal();
        const auto known = agreement_for_coach(call.tx, call.actor, *id, call.ambient.today());
        if (!known)
            return known.refusal();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        const auto agreement = move_agreement(call.tx, call.ambient, call.actor, *id, verb,
                                              call.body.optional_text("how").value_or(""),
                                              call.body.optional_text("reason").value_or(""));
        if (!agreement)
            return agreement.refusal();
        call.person = agreement->customer.revealed();
        return Reply::view(view_of(*agreement, customers::Sight::full), agreement->revision);
    };
}

Shape agreement_shape()
{
    return object("BasketAgreement", "A basket agreed with a customer; it names no provider",
                  {required("id", id_of<BasketAgreementTag>("Agreement")),
                   required("basket", id_of<BasketTag>("Basket")),
                   required("basket_version", id_of<BasketVersionTag>("What it was agreed on")),
                   required("state", state_of(basket_agreement_states(), "Where it stands")),
                   required("coach", id_of<MembershipTag>("Who proposed it")),
                   optional("customer", customers::customer_id_shape("Whose; for the coach alone")),
                   optional("override_by", id_of<MembershipTag>("Who let the customer in against a rule")),
                   optional("override_reason",
                            text(1, 500, "Why; for the coach alone", "Hakija siirtymässä kohderyhmään")),
                   optional("told_how", text(1, 60, "How the customer answered", "in_meeting")),
                   optional("eligibility",
                            list(object("EligibilityResult", "One rule about the customer",
                                        {required("rule", text(1, 100, "Rule", "eligibility.need")),
                                         required("passed", boolean("Does the customer fit?", true)),
                                         required("says", text(0, 1'000, "In words", "The need fits."))}),
                                 0, 200, "The basket's rules about customers")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape assessment_shape()
{
    return object("NeedAssessment", "Structured needs; the plan itself stays in the national system",
                  {required("id", id_of<NeedAssessmentTag>("Assessment")),
                   required("state", state_of(need_assessment_states(), "Where it stands")),
                   required("target_groups", customers::code_list_shape("Of the area's list", "young")),
                   required("needs", customers::code_list_shape("Of the area's list", "job_search")),
                   required("coach", id_of<MembershipTag>("Who opened it")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape how_shape()
{
    return code(consents::ways_of_telling(), "How the customer said it");
}

} // namespace

Routes agreement_routes()
{
    const auto assessment = shared(assessment_shape());
    const auto needs =
        shared(object("NeedsWish", "Needs found out so far",
                      {required("target_groups", customers::code_list_shape("Of the area's list", "young")),
                       required("needs", customers::code_list_shape("Of the area's list", "job_search"))}));
    const auto assessments = shared(object("NeedAssessments", "All of them",
                                           {required("items", list(assessment_shape(), 0, 1'000, "All"))}));
    const auto agreement = shared(agreement_shape());
    const auto wish =
        shared(object("BasketProposal", "A basket for a customer, never a provider",
                      {required("basket", id_of<BasketTag>("Basket")),
                       optional("override_reason", text(1, 500, "Why, when a rule shuts the customer out",
                                                        "Siirtymässä kohderyhmään"))}));
    const auto told =
        shared(object("CustomerSays", "What the customer said", {required("how", how_shape())}));
    const auto reason =
        shared(object("AgreementWithdrawal", "Why it is withdrawn",
                      {required("reason", text(1, 500, "Why, without a name", "Väärä kori"))}));
    const auto agreements = shared(object("BasketAgreements", "All of them",
                                          {required("items", list(agreement_shape(), 0, 1'000, "All"))}));
    const auto moved = [](Route route) { return std::move(route).keyed().allowing_match(); };
    return {
        Route{Method::post, "/api/v1/customers/{customer}/need-assessments", manage, Access::writes, needs,
              assessment, post_assessment, "Begin to find out a customer's needs"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/customers/{customer}/need-assessments", see, Access::reads_and_logs,
              nullptr, assessments, list_assessments, "A customer's assessments"}
            .viewing_about(customers::about_path_customer),
        Route{Method::get, "/api/v1/need-assessments/{assessment}", see, Access::reads_and_logs, nullptr,
              assessment, get_assessment, "One assessment"}
            .viewing_about(about_assessment),
        moved(Route{Method::post, "/api/v1/need-assessments/{assessment}/record", manage, Access::writes,
                    needs, assessment, post_needs, "Record what was found out"}),
        moved(Route{Method::post, "/api/v1/need-assessments/{assessment}/complete", manage, Access::writes,
                    nullptr, assessment, post_complete,
                    "The needs are known; an earlier assessment is outdated"}),
        Route{Method::post, "/api/v1/customers/{customer}/agreements", manage, Access::writes, wish,
              agreement, post_agreement, "Propose a basket to a customer"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/customers/{customer}/agreements", see_coded, Access::reads_and_logs,
              nullptr, agreements, list_agreements, "A customer's agreements"}
            .viewing_about(customers::about_path_customer),
        Route{Method::get, "/api/v1/agreements/{agreement}", see_coded, Access::reads_and_logs, nullptr,
              agreement, get_agreement, "One agreement"}
            .viewing_about(about_agreement),
        moved(Route{Method::post, "/api/v1/agreements/{agreement}/agree", manage, Access::writes, told,
                    agreement, moving("agree"), "Record that the customer agrees"}),
        moved(Route{Method::post, "/api/v1/agreements/{agreement}/decline", manage, Access::writes, told,
                    agreement, moving("decline"), "Record that the customer says no"}),
        moved(Route{Method::post, "/api/v1/agreements/{agreement}/withdraw", manage, Access::writes, reason,
                    agreement, moving("withdraw"), "Take an agreement back"}),
    };
}

} // namespace kori::choices
