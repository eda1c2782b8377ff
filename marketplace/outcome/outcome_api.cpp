#include "marketplace/outcome/outcome_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "marketplace/order/order_sight.hpp"
#include "marketplace/outcome/claim_matter.hpp"
#include "marketplace/outcome/outcome_actions.hpp"
#include "marketplace/outcome/outcome_views.hpp"
#include "marketplace/payment/payment_views.hpp"

namespace kori::outcomes
{
namespace
{

using namespace http;

constexpr Permission make_claims{"claim.make"};
constexpr Permission see_claims{"claim.see"};
constexpr Permission verify_claims{"claim.verify"};
constexpr Permission reverse_payables{"payable.reverse"};

Result<Claim> claim_of(Call& call)
{
    const auto id = call.id<ClaimTag>("claim");
    if (!id)
        return id.refusal();
    auto claim = find(call.tx, *id);
    if (!claim || !may_see(call.tx, call.actor, *claim, call.ambient.today()))
        return absent();
    call.controller = claim->authority;
    return std::move(*claim);
}

json::Object shown(Call& call, const Claim& claim)
{
    // Inputs tell what other providers were paid for the same person: they are the authority's.
    return view_of(call.tx, call.environment.locale, call.actor.language, claim,
                   call.actor.speaks_for(claim.authority));
}

Result<Reply> post_claim(Call& call)
{
    const auto order = call.id<OrderTag>("order");
    if (!order)
        return order.refusal();
    const auto claim =
        make_claim(call.tx, call.ambient, call.actor,
                   {*order, call.body.at("component").text(), facts_of(call.body.at("facts"))});
    if (!claim)
        return claim.refusal();
    return Reply::created(shown(call, *claim), claim->revision, "/api/v1/claims/" + claim->id.text());
}

json::Object line_of(const Claim& claim)
{
    return json::Object{}
        .add("id", claim.id)
        .add("order", claim.order)
        .add("provider", claim.provider)
        .add("component", claim.component)
        .add("outcome", claim.outcome)
        .add("state", claim.state)
        .add("claimed_on", claim.claimed_on);
}

// A page of what the actor may see, and one more.
std::vector<Claim> seen_claims(const Call& call, std::string_view state, const PageWish& page)
{
    const auto& actor = call.actor;
    const auto& after = page.after[0];
    if (!actor.is_authority())
        return of_provider(call.tx, *actor.organisation, state, after, page.limit + 1);
    if (!orders::sees_own_customers_only(actor))
        return of_authority(call.tx, *actor.organisation, state, after, page.limit + 1);
    return of_coach(call.tx, *actor.organisation, *actor.membership, call.ambient.today(), state, after,
                    page.limit + 1);
}

Result<Reply> list_claims(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = seen_claims(call, call.query_text("state").value_or(""), *page);
    auto cursor = cut_page(call, *page, found, [](const Claim& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& claim : found)
        items.emplace_back(line_of(claim));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Result<Reply> get_claim(Call& call)
{
    const auto claim = claim_of(call);
    if (!claim)
        return claim.refusal();
    return Reply::view(shown(call, *claim), claim->revision);
}

// One act on one claim: fresh, then done, then shown.
template <class Act>
Handler acting(Act act)
{
    return [act](Call& call) -> Result<Reply>
    {
        const auto known = claim_of(call);
        if (!known)
            return known.refusal();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        const auto claim = act(call, known->id);
        if (!claim)
            return claim.refusal();
        return Reply::view(shown(call, *claim), claim->revision);
    };
}

Result<Reply> post_reverse(Call& call)
{
    const auto id = call.id<PayableTag>("payable");
    if (!id)
        return id.refusal();
    const auto known = payments::find(call.tx, *id);
    if (!known || !call.actor.speaks_for(known->authority))
        return absent();
    if (const auto fresh = call.expect_revision(known->revision); !fresh)
        return fresh.refusal();
    const auto reversed =
        reverse_payable(call.tx, call.ambient, call.actor, *id, call.body.at("ground").text());
    if (!reversed)
        return reversed.refusal();
    return Reply::view(payments::view_of(*reversed), reversed->revision);
}

Facts seen_claim(const Call& call)
{
    return {{"claim", call.path.find("claim")->second}};
}

Route claim_act(std::string path, Permission permission, std::shared_ptr<const Shape> body,
                const std::shared_ptr<const Shape>& view, Handler handler, std::string summary)
{
    return Route{Method::post,       "/api/v1/claims/{claim}/" + path,
                 permission,         Access::writes,
                 std::move(body),    view,
                 std::move(handler), std::move(summary)}
        .keyed()
        .allowing_match();
}

} // namespace

Routes outcome_routes()
{
    const auto states = claim_states().states;
    const auto view = shared(claim_shape());
    const auto wish =
        shared(object("ClaimWish", "What was delivered or what happened, with dated facts",
                      {required("component", text(1, 100, "Price component of the basket", "start")),
                       required("facts", facts_shape("ClaimFactsWish"))}));
    const auto lines = shared(object(
        "Claims", "One page",
        {required("items", list(object("ClaimLine", "One claim",
                                       {required("id", id_of<ClaimTag>("Claim")),
                                        required("order", id_of<OrderTag>("Order")),
                                        required("provider", id_of<OrganisationTag>("Who claims")),
                                        required("component", text(1, 100, "Price component", "start")),
                                        required("outcome", text(0, 60, "Outcome", "OPEN_JOB")),
                                        required("state", text(1, 60, "Where it stands", "VERIFYING")),
                                        required("claimed_on", date("When it arrived", "2026-03-10"))}),
                                0, 200, "By id"))}));
    const auto ground = shared(
        object("ClaimRejection", "Why", {required("ground", code(reject_grounds(), "A listed ground"))}));
    const auto more = shared(object("ClaimQuestion", "Which facts are needed",
                                    {required("facts", list(code(fact_names(), "Fact"), 1, 20, "By name"))}));
    const auto facts = shared(
        object("ClaimAnswer", "The facts again", {required("facts", facts_shape("ClaimFactsAnswer"))}));
    const auto resolution = shared(object(
        "ClaimResolution", "How the dispute ends",
        {required("in_favour", boolean("Of the claim?", true)),
         required("ground", code({"evidence_given", "evidence_missing", "did_not_happen", "another_person",
                                  "counted_elsewhere", "outside_service", "job_agreed_before"},
                                 "A listed ground"))}));
    const auto mistake = shared(object("PayableReversal", "Which mistake it was",
                                       {required("ground", code(reverse_grounds(), "A listed ground"))}));
    return {
        Route{Method::post, "/api/v1/orders/{order}/claims", make_claims, Access::writes, wish, view,
              post_claim, "Claim a component or an outcome"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/claims", see_claims, Access::reads, nullptr, lines, list_claims,
              "Claims of your organisation, made or to verify; for a coach of his own customers"}
            .asking({{"state", code({states.begin(), states.end()}, "Only in that state")}})
            .paged(),
        Route{Method::get, "/api/v1/claims/{claim}", see_claims, Access::reads_and_logs, nullptr, view,
              get_claim, "One claim and why it was decided so"}
            .viewing(seen_claim),
        claim_act(
            "confirm", verify_claims, nullptr, view,
            acting([](Call& call, ClaimId id) { return confirm(call.tx, call.ambient, call.actor, id); }),
            "Confirm that it happened; the rule says the amount"),
        claim_act(
            "reject", verify_claims, ground, view,
            acting([](Call& call, ClaimId id)
                   { return reject(call.tx, call.ambient, call.actor, id, call.body.at("ground").text()); }),
            "Reject on a listed ground"),
        claim_act(
            "more-info", verify_claims, more, view,
            acting(
                [](Call& call, ClaimId id)
                { return ask_more(call.tx, call.ambient, call.actor, id, call.body.at("facts").texts()); }),
            "Ask for facts"),
        claim_act(
            "facts", make_claims, facts, view,
            acting(
                [](Call& call, ClaimId id)
                { return answer(call.tx, call.ambient, call.actor, id, facts_of(call.body.at("facts"))); }),
            "Give the facts that were asked for"),
        claim_act(
            "withdraw", make_claims, nullptr, view,
            acting([](Call& call, ClaimId id) { return withdraw(call.tx, call.ambient, call.actor, id); }),
            "Take the claim back"),
        claim_act(
            "dispute", make_claims, nullptr, view,
            acting([](Call& call, ClaimId id) { return dispute(call.tx, call.ambient, call.actor, id); }),
            "Dispute a rejection"),
        claim_act("resolve", verify_claims, resolution, view,
                  acting(
                      [](Call& call, ClaimId id)
                      {
                          return resolve(call.tx, call.ambient, call.actor, id,
                                         call.body.at("in_favour").boolean(), call.body.at("ground").text());
                      }),
                  "Resolve a dispute that another person's rejection began"),
        Route{Method::post, "/api/v1/payables/{payable}/reverse", reverse_payables, Access::writes, mistake,
              shared(payments::payable_shape()), post_reverse, "Take a mistaken line back before its invoice"}
            .keyed()
            .allowing_match(),
    };
}

} // namespace kori::outcomes
