#include "marketplace/offer/offer_api.hpp"

#include "core/crypto/crypto.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "core/http/locale.hpp"
#include "marketplace/offer/offer_actions.hpp"

#include <algorithm>

namespace kori::offers
{
namespace
{

using namespace http;

constexpr Permission manage_descriptions{"description.manage"};
constexpr Permission manage_offers{"offer.manage"};
constexpr Permission see_offers{"offer.see"};

Language language_of(const Call& call)
{
    return choose_language(call.request.header("accept-language"), call.actor.language);
}

json::Object view_of(const OwnDescription& description)
{
    auto view = json::Object{}.add("id", description.id).add("state", description.state);
    view.add("content", document_of(description.content)).add("revision", description.revision);
    return view;
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

// How much of an offer this actor sees.
enum class Sight
{
    nothing,
    listed,    // everybody, of what is or was listed
    submitted, // the authority, from the submission on
    all,       // the provider itself
};

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

// `shown`: the version in the place of the current one.
json::Object offer_view(Call& call, const Offer& offer, Sight sight, const std::optional<OfferVersion>& shown)
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
                    .add("is_shown", is_shown_on(call.tx, offer, call.ambient.today()))
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

json::Object offer_view(Call& call, const Offer& offer, Sight sight)
{
    return offer_view(call, offer, sight,
                      offer.current ? find_version(call.tx, *offer.current) : std::nullopt);
}

Result<Reply> post_description(Call& call)
{
    const auto made = create_description(call.tx, call.ambient, call.actor, description_of(call.body));
    if (!made)
        return made.refusal();
    return Reply::created(view_of(*made), made->revision, "/api/v1/descriptions/" + made->id.text());
}

Result<OwnDescription> own_description(Call& call)
{
    const auto id = call.id<ServiceDescriptionTag>("description");
    if (!id)
        return id.refusal();
    auto description = find_description(call.tx, *id);
    if (!description || !call.actor.speaks_for(description->provider))
        return absent();
    return std::move(*description);
}

Result<Reply> list_descriptions(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto descriptions = descriptions_of(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, descriptions,
                           [](const OwnDescription& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& description : descriptions)
        items.emplace_back(view_of(description));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> get_description(Call& call)
{
    auto description = own_description(call);
    if (!description)
        return description.refusal();
    const auto wanted = call.query_text("revision");
    if (!wanted)
        return Reply::view(view_of(*description), description->revision);
    const auto revision = std::stoll(*wanted); // checked against the row's query description
    const auto content = description_in_revision(call.tx, description->id, revision);
    if (!content)
        return absent();
    description->content = *content;
    description->revision = revision;
    return Reply::ok(view_of(*description));
}

Result<Reply> put_description(Call& call)
{
    const auto seen = own_description(call);
    if (!seen)
        return seen.refusal();
    if (const auto fresh = call.expect_revision(seen->revision); !fresh)
        return fresh.refusal();
    const auto changed =
        edit_description(call.tx, call.ambient, call.actor, seen->id, description_of(call.body));
    if (!changed)
        return changed.refusal();
    return Reply::view(view_of(*changed), changed->revision);
}

Result<Reply> post_retirement(Call& call)
{
    const auto seen = own_description(call);
    if (!seen)
        return seen.refusal();
    if (const auto fresh = call.expect_revision(seen->revision); !fresh)
        return fresh.refusal();
    const auto retired = retire_description(call.tx, call.ambient, call.actor, seen->id);
    if (!retired)
        return retired.refusal();
    return Reply::view(view_of(*retired), retired->revision);
}

Result<Reply> post_offer(Call& call)
{
    const auto basket = call.id<BasketTag>("basket");
    if (!basket)
        return basket.refusal();
    const auto made = put_into_basket(call.tx, call.ambient, call.actor, *basket,
                                      call.body.at("description").id<ServiceDescriptionTag>(),
                                      terms_of(call.body.at("terms")));
    if (!made)
        return made.refusal();
    return Reply::created(offer_view(call, *made, Sight::all), made->revision,
                          "/api/v1/offers/" + made->id.text());
}

// In a neutral order that changes every week; nobody can wish for another one.
Result<Reply> list_public(Call& call)
{
    const auto id = call.id<BasketTag>("basket");
    if (!id)
        return id.refusal();
    const auto basket = baskets::find(call.tx, *id);
    if (!basket || !basket->current)
        return absent();
    const auto page = page_of(call, 2);
    if (!page)
        return page.refusal();
    // A list that was begun under one seed is read to its end under it.
    const auto seed_name = page->after[0].empty() ? public_seed_name(call.ambient.today()) : page->after[0];
    const auto seed = public_seed(call.environment.keys.display_key(), *id, seed_name);
    auto placed = in_public_order(shown_in(call.tx, *id, call.ambient.today()), seed);
    std::erase_if(placed, [&](const PlacedOffer& one) { return to_hex(one.place) <= page->after[1]; });
    auto cursor = cut_page(call, *page, placed, [&](const PlacedOffer& last)
                           { return std::vector{seed_name, to_hex(last.place)}; });
    json::Array items;
    for (const auto& one : placed)
        items.emplace_back(offer_view(call, one.offer, Sight::listed));
    return Reply::page(json::Object{}.add("seed", seed_name).add("items", std::move(items)),
                       std::move(cursor));
}

Result<Reply> list_offers(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = call.actor.is_authority()
                     ? submitted_to(call.tx, *call.actor.organisation, page->after[0], page->limit + 1)
                     : of_provider(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, found, [](const Offer& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& offer : found)
        items.emplace_back(offer_view(call, offer, sight_of(call, offer)));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

struct Seen
{
    Offer offer;
    Sight sight;
};

Result<Seen> seen_offer(Call& call)
{
    const auto id = call.id<OfferTag>("offer");
    if (!id)
        return id.refusal();
    auto offer = find(call.tx, *id);
    if (!offer)
        return absent();
    const auto sight = sight_of(call, *offer);
    if (sight == Sight::nothing)
        return absent();
    return Seen{std::move(*offer), sight};
}

struct Moment
{
    CivilDate as_of;
    Instant as_known_at;
};

std::optional<Moment> moment_of(const Call& call)
{
    const auto as_of = call.query_text("as_of");
    const auto as_known_at = call.query_text("as_known_at");
    if (!as_of && !as_known_at)
        return std::nullopt;
    return Moment{as_of ? *parse_date(*as_of) : call.ambient.today(),
                  as_known_at ? *parse_instant(*as_known_at) : call.ambient.now};
}

// ?as_of= a day, ?as_known_at= a moment: which version, and so which prices, were listed then.
Result<Reply> get_offer(Call& call)
{
    const auto seen = seen_offer(call);
    if (!seen)
        return seen.refusal();
    const auto moment = moment_of(call);
    if (!moment)
        return Reply::view(offer_view(call, seen->offer, seen->sight), seen->offer.revision);
    const auto then = version_as_of(call.tx, seen->offer.id, moment->as_of, moment->as_known_at);
    if (!then)
        return absent();
    return Reply::ok(offer_view(call, seen->offer, seen->sight, then));
}

Result<Reply> list_versions(Call& call)
{
    const auto seen = seen_offer(call);
    if (!seen)
        return seen.refusal();
    const auto moment = moment_of(call);
    json::Array items;
    for (const auto& version : versions_of(call.tx, seen->offer.id))
    {
        if (!is_seen(version, seen->sight))
            continue;
        if (moment &&
            (version.recorded_at > moment->as_known_at || version.recorded_at > end_of_day(moment->as_of)))
            continue;
        items.emplace_back(version_view(call, version, seen->sight));
    }
    return Reply::ok(json::Object{}.add("items", std::move(items)));
}

template <class Act>
Result<Reply> act_on_own(Call& call, Act act)
{
    const auto seen = seen_offer(call);
    if (!seen)
        return seen.refusal();
    if (seen->sight != Sight::all)
        return absent();
    if (const auto fresh = call.expect_revision(seen->offer.revision); !fresh)
        return fresh.refusal();
    const auto done = act(seen->offer.id);
    if (!done)
        return done.refusal();
    const auto now = find(call.tx, seen->offer.id);
    PROMISE(now.has_value());
    return Reply::view(offer_view(call, *now, Sight::all), now->revision);
}

Result<Reply> put_draft(Call& call)
{
    return act_on_own(call, [&](OfferId id)
                      { return edit_offer(call.tx, call.ambient, call.actor, id, terms_of(call.body)); });
}

Result<Reply> post_submission(Call& call)
{
    return act_on_own(call, [&](OfferId id) { return submit_offer(call.tx, call.ambient, call.actor, id); });
}

using Move = Result<Offer> (*)(Transaction&, const Ambient&, const Actor&, OfferId);

Handler moving(Move act)
{
    return [act](Call& call)
    { return act_on_own(call, [&](OfferId id) { return act(call.tx, call.ambient, call.actor, id); }); };
}

std::vector<std::string> names_of(const StateTable& table)
{
    std::vector<std::string> names;
    for (const auto state : table.states)
        names.emplace_back(state);
    return names;
}

Shape code_text(std::string about, std::string example)
{
    return text(1, 100, std::move(about), std::move(example));
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
         required("state", code(names_of(offer_states()), "Where it stands")),
         required("is_shown", boolean("Can customers see it now?", true)),
         required("revision", integer(1, 1'000'000'000, "Revision", 1)),
         optional("service_description", id_of<ServiceDescriptionTag>("For the provider and the authority")),
         optional("current", version_shape()), optional("draft", version_shape())});
}

Shape own_description_shape()
{
    return object("ServiceDescription", "A provider's own description",
                  {required("id", id_of<ServiceDescriptionTag>("Description")),
                   required("state", code(names_of(service_description_states()), "Where it stands")),
                   required("content", description_shape("ServiceDescriptionContent")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

std::vector<QueryParameter> as_of()
{
    return {{"as_of", date("What counted on that day", "2026-03-02")},
            {"as_known_at", instant("By what was recorded then", "2026-03-02T10:15:00Z")}};
}

Routes description_routes()
{
    const auto content = shared(description_shape("NewServiceDescription"));
    const auto own = shared(own_description_shape());
    const auto page = shared(object("ServiceDescriptionPage", "Own descriptions",
                                    {required("items", list(own_description_shape(), 0, 200, "Page"))}));
    return {
        Route{Method::get, "/api/v1/descriptions", see_offers, Access::reads, nullptr, page,
              list_descriptions, "Your service descriptions"}
            .paged(),
        Route{Method::post, "/api/v1/descriptions", manage_descriptions, Access::writes, content, own,
              post_description, "Describe a service"}
            .keyed()
            .creating()
            .taking_bytes(262'144),
        Route{Method::get, "/api/v1/descriptions/{description}", see_offers, Access::reads, nullptr, own,
              get_description, "One description, also in an earlier revision"}
            .asking({{"revision", integer(1, 1'000'000'000, "As it was then", 1)}}),
        Route{Method::put, "/api/v1/descriptions/{description}", manage_descriptions, Access::writes, content,
              own, put_description,
              "Change a description; offers keep the text that they were submitted with"}
            .guarded()
            .taking_bytes(262'144),
        Route{Method::post, "/api/v1/descriptions/{description}/retire", manage_descriptions, Access::writes,
              nullptr, own, post_retirement, "No new offers of it"}
            .keyed()
            .allowing_match(),
    };
}

} // namespace

Routes offer_routes()
{
    const auto offer = shared(offer_shape());
    const auto page =
        shared(object("OfferPage", "Offers", {required("items", list(offer_shape(), 0, 200, "Page"))}));
    const auto listed =
        shared(object("PublicOffers", "What customers can choose from, in a neutral order",
                      {required("seed", text(1, 20, "Name of the order's seed: the week", "2026-W10")),
                       required("items", list(offer_shape(), 0, 200, "Page"))}));
    const auto versions = shared(
        object("OfferVersions", "By number", {required("items", list(version_shape(), 0, 1'000, "All"))}));
    const auto wish =
        shared(object("NewOffer", "A description put into a basket",
                      {required("description", id_of<ServiceDescriptionTag>("Your description")),
                       required("terms", terms_shape("NewOfferTerms", "NewOfferPlace", "NewOfferPrice",
                                                     "NewOfferDuration"))}));
    const auto terms =
        shared(terms_shape("OfferDraft", "OfferDraftPlace", "OfferDraftPrice", "OfferDraftDuration"));
    Routes all = description_routes();
    for (auto&& row : {
             Route{Method::post, "/api/v1/baskets/{basket}/offers", manage_offers, Access::writes, wish,
                   offer, post_offer, "Put a service into a basket, as a draft"}
                 .keyed()
                 .creating(),
             Route{Method::get, "/api/v1/baskets/{basket}/offers", everybody, Access::reads, nullptr, listed,
                   list_public, "What is offered in a basket, in a neutral order"}
                 .paged(),
             Route{Method::get, "/api/v1/offers", see_offers, Access::reads, nullptr, page, list_offers,
                   "A provider's own offers, or all that an authority was given"}
                 .paged(),
             Route{Method::get, "/api/v1/offers/{offer}", everybody, Access::reads, nullptr, offer, get_offer,
                   "One offer, also as of a day and as known at a moment"}
                 .asking(as_of()),
             Route{Method::get, "/api/v1/offers/{offer}/versions", everybody, Access::reads, nullptr,
                   versions, list_versions,
                   "Its versions with their prices; the check's results for the provider and the authority"}
                 .asking(as_of()),
             Route{
                 Method::put, "/api/v1/offers/{offer}/draft", manage_offers, Access::writes, terms, offer,
                 put_draft,
                 "Change the draft, or begin a new version; the listed one stays until the new one is listed"}
                 .guarded(),
             Route{Method::post, "/api/v1/offers/{offer}/submit", manage_offers, Access::writes, nullptr,
                   offer, post_submission,
                   "Have the draft checked rule by rule; when all are met it is listed"}
                 .keyed()
                 .allowing_match(),
             Route{Method::post, "/api/v1/offers/{offer}/pause", manage_offers, Access::writes, nullptr,
                   offer, moving(pause_offer), "Not shown to new customers for now"}
                 .keyed()
                 .allowing_match(),
             Route{Method::post, "/api/v1/offers/{offer}/resume", manage_offers, Access::writes, nullptr,
                   offer, moving(resume_offer), "Shown again"}
                 .keyed()
                 .allowing_match(),
             Route{Method::post, "/api/v1/offers/{offer}/withdraw", manage_offers, Access::writes, nullptr,
                   offer, moving(withdraw_offer), "Withdraw for good; running orders go on"}
                 .keyed()
                 .allowing_match(),
         })
        all.push_back(row);
    return all;
}

} // namespace kori::offers
