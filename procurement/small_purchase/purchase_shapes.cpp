// The descriptions of what purchase_views.cpp makes.
#include "procurement/small_purchase/purchase_views.hpp"

namespace kori::small_purchases
{

using namespace http;

namespace
{

constexpr std::string_view a_moment = "2026-03-16T10:00:00Z";
const auto most = Money::euros(1'000'000'000); // ASSUMED: no small purchase is estimated higher

Shape number_shape(std::string about)
{
    return integer(1, 1'000'000'000, std::move(about), 1);
}

Shape moment(std::string about)
{
    return instant(std::move(about), std::string{a_moment});
}

Shape rule_name(std::string example)
{
    return text(1, 100, "Name of the rule", std::move(example));
}

Shape estimate_shape()
{
    return object("PurchaseEstimate", "What the need is estimated at, without VAT (§27(1), §30(3))",
                  {required("number", number_shape("Of the estimate")),
                   required("basis", code({"contract", "monthly"}, "How it is counted")),
                   optional("months", integer(1, 1'200, "Of a monthly price; none: open-ended", 12)),
                   required("value_cents", cents_shape("Highest total payable")),
                   required("rule", rule_name("value.contract")),
                   required("sentence", text(1, 1'000, "The rule in words", "Arvo on hinta optioineen.")),
                   required("lines", list(object("PurchaseEstimateLine", "What makes it up",
                                                 {required("name", text(1, 200, "Name", "price")),
                                                  required("value_cents", cents_shape("Without VAT"))}),
                                          1, 101, "In their order"))});
}

std::vector<Member> row_members()
{
    return {required("id", id_of<SmallPurchaseTag>("Purchase")),
            required("programme", id_of<ProgrammeTag>("Programme")),
            required("authority", id_of<OrganisationTag>("Who buys")),
            required("rule", id_of<PurchaseRuleTag>("The buyer's rule under which it was begun")),
            required("state", state_of(purchase_states(), "Where it stands")),
            required("name", local_text(200, "What is bought", "Työnhakuvalmennus", "Jobbsökningscoaching")),
            required("description",
                     local_text(4'000, "The need", "Kaksi ryhmää keväällä", "Två grupper på våren")),
            required("cpv", pattern("cpv", "What it is", "79611000-0")),
            required("is_announced", boolean("Announced to all", false)),
            optional("called_at", moment("When offers were asked for")),
            optional("offers_close", close_shape()),
            optional("ordered_at", moment("When the order was made")),
            required("revision", number_shape("Revision"))};
}

Shape total_row_shape()
{
    return object("SmallPurchaseTotalRow", "A purchase that adds to the total",
                  {required("purchase", any_id("Purchase")),
                   required("unit", text(1, 100, "Operational unit", "palvelut")),
                   required("on", date("Day on which it counts", "2026-03-16")),
                   required("value_cents", cents_shape("Without VAT"))});
}

} // namespace

Shape kind_shape()
{
    return text(1, 60, "Your code of what you buy alike: purchases of one kind add up (§31)",
                "job_search_coaching");
}

Shape period_shape()
{
    return code({"rolling", "calendar", "both"}, "Over which twelve months purchases add up: the fullest "
                                                 "window, the calendar year, or the fuller of the two");
}

Shape cents_shape(std::string about)
{
    return money(Money{}, most, std::move(about), Money::euros(12'000));
}

Shape reasons_shape()
{
    return local_text(4'000, "Reasons", "Tarjous on hinnaltaan edullisin.", "Anbudet har lägst pris.");
}

Shape close_shape()
{
    return moment("The last moment at which an offer is in time");
}

Shape rule_shape()
{
    return object("PurchaseRule", "What the buyer says about its small purchases; each version stays",
                  {required("id", id_of<PurchaseRuleTag>("Rule")),
                   required("programme", id_of<ProgrammeTag>("Programme")),
                   required("number", number_shape("In its programme")),
                   required("may_invite", boolean("Asks chosen providers", true)),
                   required("may_announce", boolean("Asks everybody", true)),
                   required("fewest_invited", integer(0, 200, "So many are invited at least", 3)),
                   required("period", period_shape()),
                   required("text", local_text(4'000, "In words", "Vähintään kolmelta pyydetään tarjous.",
                                               "Anbud begärs av minst tre.")),
                   required("drafted_at", moment("When it was drafted")),
                   optional("published_at", moment("When it was published"))});
}

Shape row_shape()
{
    return object("SmallPurchaseRow", "A small purchase in a list", row_members());
}

std::vector<Member> total_members()
{
    return {required("verdict", code({"within", "near", "refused"}, "Where the total stands")),
            required("total_cents", cents_shape("Of the rows")),
            required("limit_cents", cents_shape("The national threshold; below means below")),
            required("rule", rule_name("total.within")),
            required("sentence", text(1, 1'000, "The rule in words", "Kokonaisarvo on 12 000 €.")),
            required("rows", list(total_row_shape(), 0, 100'000, "What adds up, by day"))};
}

Shape purchase_shape()
{
    auto members = row_members();
    members.push_back(optional("kind", kind_shape()));
    members.push_back(optional("form", code({"contract", "concession"}, "For the buyer only")));
    members.push_back(optional("unit", text(1, 100, "Operational unit; for the buyer only", "palvelut")));
    members.push_back(optional("unit_is_independent", boolean("Counted alone (§27(5))", false)));
    members.push_back(optional("estimate", estimate_shape()));
    members.push_back(
        optional("invited", list(id_of<OrganisationTag>("Provider"), 0, 200, "For the buyer only")));
    members.push_back(optional("total", object("SmallPurchaseTotal",
                                               "The running total with this purchase; for the "
                                               "buyer only",
                                               total_members())));
    members.push_back(
        optional("chosen", object("ChosenPurchaseOffer", "Who was chosen; public from the order on",
                                  {required("offer", id_of<PurchaseOfferTag>("Offer")),
                                   required("provider", id_of<OrganisationTag>("Provider")),
                                   required("price_cents", cents_shape("Without VAT"))})));
    return object("SmallPurchase", "A purchase below the national threshold", std::move(members));
}

Shape offer_shape()
{
    return object("PurchaseOffer", "An offer; a later one in time takes its place",
                  {required("id", id_of<PurchaseOfferTag>("Offer")),
                   required("purchase", id_of<SmallPurchaseTag>("Purchase")),
                   required("provider", id_of<OrganisationTag>("Who offers")),
                   required("number", number_shape("Of this provider")),
                   required("price_cents", cents_shape("Highest total payable with options, without VAT")),
                   required("content", text(1, 20'000, "What is offered", "Kaksi kymmenen hengen ryhmää")),
                   required("is_late", boolean("Came after the close", false)),
                   required("received_at", moment("When it had arrived")),
                   optional("trade_secret", text(0, 20'000, "Between the two", "Kustannusten erittely")),
                   optional("evidence", list(text(1, 1'000, "Statement", "Verovelkatodistus 1.3.2026"), 0, 50,
                                             "Between the two"))});
}

Shape correction_request_shape()
{
    return object("PurchaseCorrectionRequest", "A party asks for a correction (§133(2))",
                  {required("id", id_of<PurchaseCorrectionRequestTag>("Request")),
                   required("decision", id_of<PurchaseDecisionTag>("Of which decision")),
                   required("provider", id_of<OrganisationTag>("Who asks")),
                   required("reason", text(1, 4'000, "What is wrong", "Hinta on luettu väärin.")),
                   required("is_late", boolean("The time for it was over", false)),
                   required("received_at", moment("When it had arrived"))});
}

Shape decision_shape()
{
    const auto served = object(
        "ServedPurchaseDecision", "A copy as its addressee got it",
        {required("addressee", id_of<OrganisationTag>("To whom")), optional("reasons", reasons_shape()),
         required("document", local_text(200'000, "HTML", "<!DOCTYPE html>…", "<!DOCTYPE html>…")),
         required("digest", text(64, 64, "SHA-256 over fi, a zero byte and sv",
                                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
         required("sent_at", moment("When it was sent")),
         required("correction_until", moment("Until when its addressee may ask for a correction"))});
    return object(
        "PurchaseDecision", "A decision on a small purchase; it never changes",
        {required("id", id_of<PurchaseDecisionTag>("Decision")),
         required("purchase", id_of<SmallPurchaseTag>("Purchase")),
         required("number", number_shape("In its purchase")),
         required("kind", code({"award", "interruption", "correction", "reopening"}, "What is decided")),
         optional("offer", id_of<PurchaseOfferTag>("The chosen one")), required("reasons", reasons_shape()),
         optional("ground", code({"request", "own_initiative"}, "Why it is corrected")),
         required("remedies",
                  list(text(1, 100, "Remedy", "procurement_correction"), 0, 5, "What can be done about it")),
         optional("replaces", id_of<PurchaseDecisionTag>("The one before it")),
         required("decided_at", moment("When")),
         required("served", list(served, 0, 10'000, "Your copy; the buyer sees all")),
         required("requests", list(correction_request_shape(), 0, 10'000, "Yours; the buyer sees all"))});
}

} // namespace kori::small_purchases
