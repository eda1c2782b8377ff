// What buyer and provider do with a small purchase.
#include "procurement/small_purchase/purchase_acts.hpp"
#include "procurement/small_purchase/purchase_views.hpp"
#include "procurement/small_purchase/small_purchase_actions.hpp"

namespace kori::small_purchases
{

using namespace http;

namespace
{

constexpr Permission manage{"small_purchase.manage"};
constexpr Permission deciding{"small_purchase.decide"};
constexpr Permission offering{"small_purchase.offer"};
const std::string one = "/api/v1/small-purchases/{purchase}";

// Sees, compares If-Match when it was sent, acts, shows.
template <class Act>
Handler acting(Act act)
{
    return [act](Call& call) -> Result<Reply>
    {
        const auto seen = visible(call);
        if (!seen)
            return seen.refusal();
        if (!call.actor.speaks_for(seen->authority))
            return absent();
        if (const auto fresh = call.expect_revision(seen->revision); !fresh)
            return fresh.refusal();
        if (const auto done = act(call, seen->id); !done)
            return done.refusal();
        const auto now = find(call.tx, seen->id);
        PROMISE(now.has_value());
        return Reply::view(full_view(call, *now), now->revision);
    };
}

using Move = Result<SmallPurchase> (*)(Transaction&, const Ambient&, const Actor&, SmallPurchaseId);
Handler moving(Move move)
{
    return acting([move](Call& call, SmallPurchaseId id)
                  { return move(call.tx, call.ambient, call.actor, id); });
}

Route act_row(std::string_view verb, Permission permission, std::shared_ptr<const Shape> body,
              std::shared_ptr<const Shape> reply, Handler handler, std::string summary)
{
    return Route{Method::post,       one + "/" + std::string{verb},
                 permission,         Access::writes,
                 std::move(body),    std::move(reply),
                 std::move(handler), std::move(summary)}
        .keyed()
        .allowing_match();
}

Result<Reply> post_rule(Call& call)
{
    const auto programme = call.id<ProgrammeTag>("programme");
    if (!programme)
        return programme.refusal();
    const auto& body = call.body;
    const auto rule = draft_rule(call.tx, call.ambient, call.actor, *programme,
                                 {{false, body.at("may_invite").boolean(), body.at("may_announce").boolean(),
                                   static_cast<int>(body.optional_integer("fewest_invited").value_or(0)),
                                   *parse_total_period(body.at("period").text())},
                                  body.at("text").local_text()});
    if (!rule)
        return rule.refusal();
    return Reply::created(view_of(*rule), rule->number, "/api/v1/purchase-rules/" + rule->id.text());
}

Result<Reply> post_publication(Call& call)
{
    const auto id = call.id<PurchaseRuleTag>("rule");
    if (!id)
        return id.refusal();
    const auto rule = publish_rule(call.tx, call.ambient, call.actor, *id);
    if (!rule)
        return rule.refusal();
    return Reply::ok(view_of(*rule));
}

ValueWish value_in(const json::Value& body)
{
    ValueWish wish;
    wish.price = body.at("price_cents").money();
    wish.is_monthly = body.at("basis").text() == "monthly";
    if (const auto months = body.optional_integer("months"))
        wish.months = static_cast<int>(*months);
    if (const auto* options = body.find("options"))
        for (const auto& option : options->array())
            wish.options.push_back({option.at("name").text(), option.at("value_cents").money(), true});
    return wish;
}

// Options belong to one price of a contract, months to a monthly one; what would be left out is refused.
Result<Done> check_value(const json::Value& body)
{
    const bool is_monthly = body.at("basis").text() == "monthly";
    const auto* wrong = body.find(is_monthly ? "options" : "months");
    if (wrong == nullptr)
        return Done{};
    const std::string pointer = is_monthly ? "/value/options" : "/value/months";
    return refuse(Fault::invalid, "small_purchase.value_of_other_basis",
                  "Months belong to a monthly price, options to one price of all.")
        .in({{pointer,
              "small_purchase.value_of_other_basis",
              "Months belong to a monthly price, options to one price of all.",
              {}}});
}

Result<Reply> post_need(Call& call)
{
    const auto programme = call.id<ProgrammeTag>("programme");
    if (!programme)
        return programme.refusal();
    const auto& body = call.body;
    if (const auto fits = check_value(body.at("value")); !fits)
        return fits.refusal();
    const auto purchase = state_need(
        call.tx, call.ambient, call.actor, *programme,
        {body.at("name").local_text(), body.at("description").local_text(), body.at("kind").text(),
         body.at("cpv").text(),
         body.at("form").text() == "concession" ? PurchaseForm::concession : PurchaseForm::contract,
         body.at("unit").text(), body.flag("unit_is_independent"), value_in(body.at("value"))});
    if (!purchase)
        return purchase.refusal();
    return Reply::created(full_view(call, *purchase), purchase->revision,
                          "/api/v1/small-purchases/" + purchase->id.text());
}

Result<SmallPurchase> post_estimate(Call& call, SmallPurchaseId id)
{
    if (const auto fits = check_value(call.body.at("value")); !fits)
        return fits.refusal();
    return restate_need(call.tx, call.ambient, call.actor, id, value_in(call.body.at("value")));
}

Result<SmallPurchase> post_invitation(Call& call, SmallPurchaseId id)
{
    std::vector<OrganisationId> providers;
    for (const auto& provider : call.body.at("providers").array())
        providers.push_back(provider.id<OrganisationTag>());
    return invite(call.tx, call.ambient, call.actor, id, providers, call.body.at("offers_close").instant());
}

Result<SmallPurchase> post_announcement(Call& call, SmallPurchaseId id)
{
    return announce(call.tx, call.ambient, call.actor, id, call.body.at("offers_close").instant());
}

Result<SmallPurchase> post_longer_time(Call& call, SmallPurchaseId id)
{
    return extend_time(call.tx, call.ambient, call.actor, id, call.body.at("offers_close").instant());
}

Result<PurchaseDecision> post_decision(Call& call, SmallPurchaseId id)
{
    Award award{call.body.at("chosen").id<PurchaseOfferTag>(), call.body.at("reasons").local_text(), {}};
    for (const auto& one_of : call.body.at("addressees").array())
        award.addressees.push_back(
            {one_of.at("addressee").id<OrganisationTag>(), one_of.at("reasons").local_text()});
    return decide(call.tx, call.ambient, call.actor, id, award);
}

Result<PurchaseDecision> post_interruption(Call& call, SmallPurchaseId id)
{
    return interrupt(call.tx, call.ambient, call.actor, id, call.body.at("reasons").local_text());
}

using Correcting = Result<PurchaseDecision> (*)(Transaction&, const Ambient&, const Actor&, SmallPurchaseId,
                                                const Correction&);
Handler correcting(Correcting act)
{
    return acting(
        [act](Call& call, SmallPurchaseId id)
        {
            return act(call.tx, call.ambient, call.actor, id,
                       {call.body.at("ground").text(), call.body.at("reasons").local_text()});
        });
}

Result<Reply> post_offer(Call& call)
{
    const auto seen = visible(call);
    if (!seen)
        return seen.refusal();
    const auto& body = call.body;
    const auto* evidence = body.find("evidence");
    const auto offer = submit_offer(call.tx, call.ambient, call.actor, seen->id,
                                    {body.at("price_cents").money(), body.at("content").text(),
                                     body.optional_text("trade_secret").value_or(""),
                                     evidence != nullptr ? evidence->texts() : std::vector<std::string>{}});
    if (!offer)
        return offer.refusal();
    return Reply::created(view_of(*offer, true), offer->number,
                          "/api/v1/small-purchases/" + seen->id.text() + "/offers");
}

Result<Reply> post_correction_request(Call& call)
{
    const auto seen = visible(call);
    if (!seen)
        return seen.refusal();
    const auto request =
        request_correction(call.tx, call.ambient, call.actor, seen->id, call.body.at("reason").text());
    if (!request)
        return request.refusal();
    return Reply::created(view_of(*request), 1, "/api/v1/small-purchases/" + seen->id.text() + "/decisions");
}

Shape value_shape()
{
    return object("PurchaseValue",
                  "Cents without VAT: the highest total payable (§27(1)), or by month (§30(3))",
                  {required("basis", code({"contract", "monthly"}, "One price of all, or a monthly one")),
                   required("price_cents", cents_shape("Of all, or of one month")),
                   optional("months", integer(1, 1'200, "Of a monthly price; none: open-ended", 12)),
                   optional("options", list(object("PurchaseOption", "An option or an extension",
                                                   {required("name", text(1, 200, "Which", "jatkoryhmä")),
                                                    required("value_cents", cents_shape("Without VAT"))}),
                                            0, 100, "Of one price of all"))});
}

Shape new_need_shape()
{
    return object(
        "NewSmallPurchase", "A need, with its estimated value",
        {required("name", local_text(200, "What is bought", "Työnhakuvalmennus", "Jobbsökningscoaching")),
         required("description",
                  local_text(4'000, "The need", "Kaksi ryhmää keväällä", "Två grupper på våren")),
         required("kind", kind_shape()), required("cpv", pattern("cpv", "What it is", "79611000-0")),
         required("form", code({"contract", "concession"}, "Contract or concession")),
         required("unit", text(1, 100, "Operational unit that buys", "palvelut")),
         optional("unit_is_independent",
                  boolean("The unit answers for its own purchases and is counted alone (§27(5))", false)),
         required("value", value_shape())});
}

Shape new_rule_shape()
{
    return object("NewPurchaseRule", "A draft of the buyer's rule on its small purchases (§2(3))",
                  {required("may_invite", boolean("Asks chosen providers", true)),
                   required("may_announce", boolean("Asks everybody", true)),
                   optional("fewest_invited", integer(0, 200, "So many are invited at least", 3)),
                   required("period", period_shape()),
                   required("text", local_text(4'000, "In words", "Vähintään kolmelta pyydetään tarjous.",
                                               "Anbud begärs av minst tre."))});
}

} // namespace

Routes buyer_routes(const std::shared_ptr<const Shape>& purchase)
{
    const auto rule = shared(rule_shape());
    const auto close = shared(
        object("PurchaseClose", "Until when offers are taken", {required("offers_close", close_shape())}));
    const auto invitation =
        shared(object("PurchaseInvitation", "Who is asked, and until when",
                      {required("providers", list(id_of<OrganisationTag>("Provider"), 1, 200,
                                                  "At least as many as the rule says")),
                       required("offers_close", close_shape())}));
    return {
        Route{Method::post, "/api/v1/programmes/{programme}/purchase-rules", manage, Access::writes,
              shared(new_rule_shape()), rule, post_rule, "Draft a rule on small purchases"}
            .keyed()
            .creating(),
        Route{Method::post, "/api/v1/purchase-rules/{rule}/publish", deciding, Access::writes, nullptr, rule,
              post_publication, "Publish the newest draft; it binds what is begun from now on"}
            .keyed(),
        Route{Method::post, "/api/v1/programmes/{programme}/small-purchases", manage, Access::writes,
              shared(new_need_shape()), purchase, post_need, "State a need; the running total is looked at"}
            .keyed()
            .creating(),
        act_row("estimate", manage,
                shared(object("NewPurchaseEstimate", "Another estimate of the need",
                              {required("value", value_shape())})),
                purchase, acting(post_estimate), "Estimate the need anew"),
        act_row("invite", manage, invitation, purchase, acting(post_invitation), "Ask chosen providers"),
        act_row("announce", manage, close, purchase, acting(post_announcement), "Ask everybody"),
        act_row("extend", manage, close, purchase, acting(post_longer_time), "Give all more time"),
        act_row("order", manage, nullptr, purchase, moving(order),
                "Order from the chosen one; from now on it is public"),
        act_row("drop", manage, nullptr, purchase, moving(drop), "Drop a need that is gone"),
    };
}

Routes decision_routes(const std::shared_ptr<const Shape>& purchase)
{
    const auto award = shared(
        object("NewPurchaseDecision", "Which offer is chosen, and why, to each who made one",
               {required("chosen", id_of<PurchaseOfferTag>("An offer that came in time")),
                required("reasons", reasons_shape()),
                required("addressees",
                         list(object("PurchaseAddressee", "Why it is so for this provider",
                                     {required("addressee", id_of<OrganisationTag>("Who made an offer")),
                                      required("reasons", reasons_shape())}),
                              0, 200, "Everybody who made an offer, also too late"))}));
    const auto reasons = shared(object("PurchaseInterruption", "A real and justified reason",
                                       {required("reasons", reasons_shape())}));
    const auto correction =
        shared(object("PurchaseCorrection", "Why the standing decision goes",
                      {required("ground", code({"request", "own_initiative"}, "Who noticed")),
                       required("reasons", reasons_shape())}));
    return {
        act_row("decide", deciding, award, purchase, acting(post_decision), "Decide between the offers"),
        act_row("interrupt", deciding, reasons, purchase, acting(post_interruption),
                "Break off, with reasons for all"),
        act_row("correct", deciding, correction, purchase, correcting(correct),
                "Take the standing decision away and decide again (§135)"),
        act_row("reopen", deciding, correction, purchase, correcting(reopen_offers),
                "Take an interruption back while its time runs"),
    };
}

Routes seller_routes()
{
    const auto offer = shared(
        object("NewPurchaseOffer", "An offer; a later one in time takes its place",
               {required("price_cents", cents_shape("Highest total payable with options, without VAT")),
                required("content", text(1, 20'000, "What you offer", "Kaksi kymmenen hengen ryhmää")),
                optional("trade_secret", text(1, 20'000, "What is your trade secret; it stays with the buyer",
                                              "Kustannusten erittely")),
                optional("evidence", list(text(1, 1'000, "Statement", "Verovelkatodistus 1.3.2026"), 0, 50,
                                          "What you can show; it stays with the buyer"))}));
    return {
        Route{Method::post, one + "/offers", offering, Access::writes, offer, shared(offer_shape()),
              post_offer, "Make an offer; its time of receipt counts"}
            .keyed()
            .creating(),
        Route{
            Method::post, one + "/correction-requests", offering, Access::writes,
            shared(object("NewPurchaseCorrectionRequest", "What is wrong with the decision",
                          {required("reason", text(1, 4'000, "What is wrong", "Hinta on luettu väärin."))})),
            shared(correction_request_shape()), post_correction_request,
            "Ask the buyer to correct its decision (§133)"}
            .keyed()
            .creating(),
    };
}

} // namespace kori::small_purchases
