#include "marketplace/offer/offer_view.hpp"

#include "core/access/access.hpp"
#include "core/base/promise.hpp"
#include "core/http/environment.hpp"
#include "core/http/locale.hpp"
#include "marketplace/offer/offer_document.hpp"
#include "marketplace/offer/shown_offers.hpp"

#include <utility>

namespace kori::offers
{

using namespace http;

namespace
{

Language language_of(const Call& call)
{
    return choose_language(call.request.header("accept-language"), call.actor.language);
}

json::Object check_view(const Call& call, const OfferCheck& check)
{
    json::Array results;
    for (const auto& result : check.results)
    {
        const auto rule = result.passed ? result.rule + ".met" : result.rule;
        results.emplace_back(
            json::Object{}
                .add("rule", result.rule)
                .add("passed", result.passed)
                .add("sentence", call.environment.locale.sentence(rule, result.sentence, result.values,
                                                                  language_of(call))));
    }
    return json::Object{}
        .add("passed", check.passed)
        .add("checked_on", check.checked_on)
        .add("results", std::move(results));
}

json::Object view_of(const Call& call, const Offer& offer, Sight sight,
                     const std::optional<OfferVersion>& shown, bool is_shown)
{
    const auto provider = access::find_organisation(call.tx, offer.provider);
    PROMISE(provider.has_value());
    auto view = json::Object{}
                    .add("id", offer.id)
                    .add("basket", offer.basket)
                    .add("authority", offer.authority)
                    .add("provider", offer.provider)
                    .add("provider_name", provider->name)
                    .add("state", offer.state)
                    .add("is_shown", is_shown)
                    .add("revision", offer.revision);
    if (shown && is_seen(*shown, sight))
        view.add("current", version_view(call, *shown, sight));
    if (sight == Sight::listed)
        return view;
    view.add("service_description", offer.description);
    if (const auto draft = offer.draft ? find_version(call.tx, *offer.draft) : std::nullopt)
        if (is_seen(*draft, sight))
            view.add("draft", version_view(call, *draft, sight));
    return view;
}

std::optional<OfferVersion> current_of(const Call& call, const Offer& offer)
{
    return offer.current ? find_version(call.tx, *offer.current) : std::nullopt;
}

Shape code_text(std::string about, std::string example)
{
    return text(1, 100, std::move(about), std::move(example));
}

} // namespace

Sight sight_of(const Call& call, const Offer& offer)
{
    if (call.actor.speaks_for(offer.provider))
        return Sight::all;
    const bool has_part = call.actor.has_role(role::procurement_officer) ||
                          call.actor.has_role(role::decision_maker) || call.actor.has_role(role::auditor);
    if (offer.was_submitted && has_part && call.actor.speaks_for(offer.authority))
        return Sight::submitted;
    return offer.current ? Sight::listed : Sight::nothing;
}

bool is_seen(const OfferVersion& version, Sight sight)
{
    return sight == Sight::all || (sight == Sight::submitted && version.submitted_at) ||
           (sight == Sight::listed && version.listed_at);
}

json::Object version_view(const Call& call, const OfferVersion& version, Sight sight)
{
    auto view = json::Object{}
                    .add("id", version.id)
                    .add("number", version.number)
                    .add("description", document_of(version.description))
                    .add("terms", document_of(version.terms))
                    .add_if("listed_at", version.listed_at);
    if (sight == Sight::listed)
        return view;
    view.add("recorded_at", version.recorded_at)
        .add_if("submitted_at", version.submitted_at)
        .add_if("checked_against", version.checked_against);
    if (version.checked_against)
        view.add("check", check_view(call, version.check));
    return view;
}

json::Object offer_view(const Call& call, const Offer& offer, Sight sight,
                        const std::optional<OfferVersion>& shown)
{
    return view_of(call, offer, sight, shown, is_shown_on(call.tx, offer, call.ambient.today()));
}

json::Object offer_view(const Call& call, const Offer& offer, Sight sight)
{
    return offer_view(call, offer, sight, current_of(call, offer));
}

json::Object shown_offer_view(const Call& call, const Offer& offer)
{
    return view_of(call, offer, Sight::listed, current_of(call, offer), true);
}

// Texts may be missing in a draft: the check says so.
Shape description_shape(std::string name)
{
    return object(
        std::move(name), "A service in the customer's language, reusable in many baskets",
        {required("name", draft_local_text(200, "Name", "Työvalmennus", "Arbetsträning")),
         required("description", draft_local_text(10'000, "What happens in it", "Tapaamme viikoittain.",
                                                  "Vi träffas varje vecka.")),
         required("benefit", draft_local_text(2'000, "What the participant gets out of it", "Löydät työtä.",
                                              "Du hittar arbete.")),
         optional("content_blocks",
                  list(draft_local_text(4'000, "Part", "Aloitus", "Start"), 0, 30, "Parts in their order")),
         required("service_types", list(code_text("Code", "job_coaching"), 0, 50, "Of the area's list")),
         optional("qualifications",
                  list(code_text("Code", "career_coach"), 0, 100, "Of the staff, declared")),
         optional("accessibility", list(code_text("Code", "step_free"), 0, 100, "Declared points")),
         optional("plain_language",
                  draft_local_text(4'000, "In plain language", "Autamme sinua.", "Vi hjälper dig."))});
}

Shape terms_shape(std::string name, std::string place_name, std::string price_name, std::string duration_name)
{
    const auto days = [](std::string about, std::int64_t example)
    { return integer(1, 3'660, std::move(about), example); };
    return object(
        std::move(name), "What is offered, where, when and for what price",
        {required("places",
                  list(object(std::move(place_name), "Where the service is given",
                              {required("municipality", pattern("municipality_code", "Municipality", "297")),
                               optional("address",
                                        text(1, 300, "Of a site, never of a person", "Esimerkkikatu 1"))}),
                       0, 200, "Places")),
         required("languages", list(text(1, 35, "Language", "fi"), 0, 50, "Languages")),
         required("delivery_modes", list(code_text("Code", "on_site"), 0, 20, "Ways of delivery")),
         required("capacity", integer(0, 100'000, "Persons at the same time", 10)),
         optional("start_within_days", days("At most so many days between two starts", 14)),
         optional("duration", object(std::move(duration_name), "Of one order; absent = the basket's limits",
                                     {optional("min_days", days("Shortest", 30)),
                                      optional("max_days", days("Longest", 180))})),
         optional("prices", list(object(std::move(price_name), "The price of one unit, without VAT",
                                        {required("component", code_text("The basket's component", "start")),
                                         required("price_cents", money(Money{}, Money::euros(10'000'000),
                                                                       "Cents", Money::euros(300)))}),
                                 0, 100, "None for a civic service")),
         optional("statements",
                  map(boolean("Answer", true), 100, "Answers to the conditions' yes/no statements")),
         optional("accepts_no_volume_guarantee", boolean("No number of customers is promised", true))});
}

Shape version_shape()
{
    const auto result = object("OfferRuleResult", "One rule and what it says; never a score",
                               {required("rule", text(1, 100, "Rule", "offer.capacity_positive")),
                                required("passed", boolean("Is it met?", true)),
                                required("sentence", text(0, 2'000, "In words", "The capacity is 10."))});
    const auto check = object(
        "OfferCheck", "Rule by rule",
        {required("passed", boolean("Are all met?", true)), required("checked_on", date("Day", "2026-03-02")),
         required("results", list(result, 0, 500, "The offer's rules, then the basket's conditions"))});
    return object("OfferVersion", "Never changes once it was submitted",
                  {required("id", id_of<OfferVersionTag>("Version")),
                   required("number", integer(1, 1'000'000, "From 1", 1)),
                   required("description", description_shape("OfferedService")),
                   required("terms", terms_shape("OfferTerms", "OfferPlace", "OfferPrice", "OfferDuration")),
                   optional("listed_at", instant("When it was listed", "2026-03-02T10:15:00Z")),
                   optional("submitted_at", instant("When it was submitted", "2026-03-02T10:15:00Z")),
                   optional("recorded_at", instant("When it was written", "2026-03-02T10:15:00Z")),
                   optional("checked_against", id_of<BasketVersionTag>("Version of the basket")),
                   optional("check", check)});
}

Shape offer_shape()
{
    return object(
        "Offer", "A provider's service in a basket",
        {required("id", id_of<OfferTag>("Offer")), required("basket", id_of<BasketTag>("Basket")),
         required("authority", id_of<OrganisationTag>("Whose basket")),
         required("provider", id_of<OrganisationTag>("Whose offer")),
         required("provider_name", local_text(200, "Name", "Savon Työpolku ry", "Savon Työpolku rf")),
         required("state", state_of(offer_states(), "Where it stands")),
         required("is_shown", boolean("Can customers see it now?", true)),
         required("revision", integer(1, 1'000'000'000, "Revision", 1)),
         optional("service_description", id_of<ServiceDescriptionTag>("For the provider and the authority")),
         optional("current", version_shape()), optional("draft", version_shape())});
}

} // namespace kori::offers
