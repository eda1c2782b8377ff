#include "marketplace/choice/choice_view.hpp"

#include "core/access/access.hpp"
#include "core/desk/proof_view.hpp"
#include "core/http/environment.hpp"
#include "core/journal/journal.hpp"
#include "core/reference/areas.hpp"
#include "marketplace/choice/choice_actions.hpp"

namespace kori::choices
{
namespace
{

using namespace http;

json::Array places_of(const Call& call, const OfferTerms& terms)
{
    json::Array places;
    for (const auto& place : terms.places)
    {
        json::Object view;
        view.add("municipality", place.municipality);
        if (const auto* known =
                call.environment.areas.find_municipality(place.municipality, call.ambient.today()))
            view.add("name", known->name.in(call.actor.language));
        if (!place.address.empty())
            view.add("address", place.address);
        places.emplace_back(std::move(view));
    }
    return places;
}

json::Object view_of(const Call& call, std::int64_t place, const ShownOffer& shown)
{
    const auto version = offers::find_version(call.tx, shown.version);
    const auto offer = offers::find(call.tx, shown.offer);
    PROMISE(version.has_value() && offer.has_value());
    const auto provider = access::find_organisation(call.tx, offer->provider);
    PROMISE(provider.has_value());
    const auto in = [&](const LocalText& words) { return words.in(call.actor.language); };

    json::Object view;
    view.add("place", place)
        .add("offer", shown.offer)
        .add("version", shown.version)
        .add("provider", in(provider->name))
        .add("legal_form", provider->legal_form)
        .add("name", in(version->description.name))
        .add("description", in(version->description.description))
        .add("benefit", in(version->description.benefit));
    if (const auto& plain = in(version->description.plain_language); !plain.empty())
        view.add("plain_language", plain);
    json::Array blocks;
    for (const auto& block : version->description.content_blocks)
        blocks.emplace_back(in(block));
    view.add("content_blocks", std::move(blocks))
        .add("accessibility", json::array_of(version->description.accessibility))
        .add("places", places_of(call, version->terms))
        .add("languages", json::array_of(version->terms.languages))
        .add("delivery_modes", json::array_of(version->terms.delivery_modes))
        .add_if("start_within_days", version->terms.start_within_days)
        .add_if("min_days", version->terms.duration.min_days)
        .add_if("max_days", version->terms.duration.max_days)
        .add("is_full", shown.is_full);
    return view;
}

Shape shown_offer_shape()
{
    const auto words = [](const char* about, const char* example) { return text(0, 20'000, about, example); };
    const auto codes = [](const char* about, const char* example)
    { return list(text(1, 100, "Code", example), 0, 1'000, about); };
    return object(
        "OfferToCompare", "One alternative; all get equal space",
        {required("place", integer(1, 10'000, "Place in the neutral order", 1)),
         required("offer", id_of<OfferTag>("Offer")),
         required("version", id_of<OfferVersionTag>("As it was shown")),
         required("provider", words("Who gives it", "Savon ry")),
         required("legal_form", text(1, 60, "Which kind of organisation", "association")),
         required("name", words("Name", "Työpolku")),
         required("description", words("What it is", "Valmennusta …")),
         required("benefit", words("What you get out of it", "Saat työpaikan")),
         optional("plain_language", words("The same in plain language", "Autamme sinua.")),
         required("content_blocks",
                  list(words("Part", "Haastatteluharjoitus"), 0, 100, "What it is made of")),
         required("accessibility", codes("Declared", "step_free")),
         required("places",
                  list(object("PlaceToCompare", "Where",
                              {required("municipality", pattern("municipality_code", "Code", "297")),
                               optional("name", words("Its name", "Kuopio")),
                               optional("address", words("Of the site", "Puijonkatu 1"))}),
                       0, 1'000, "Where")),
         required("languages", codes("Languages", "fi")), required("delivery_modes", codes("How", "on_site")),
         optional("start_within_days", integer(0, 100'000, "Next start, at the latest", 14)),
         optional("min_days", integer(0, 100'000, "Shortest", 30)),
         optional("max_days", integer(0, 100'000, "Longest", 180)),
         required("is_full", boolean("Is there a waiting list?", false))});
}

} // namespace

json::Object view_for_customer(const Call& call, const ChoiceSession& session)
{
    const auto agreement = agreement_of(call.tx, session);
    const auto version = baskets::find_version(call.tx, agreement.basket_version);
    PROMISE(version.has_value());
    const auto& terms = version->terms;
    const auto language = call.actor.language;
    const auto shown = shown_to(call.tx, session.id, session.showing);

    json::Array offers;
    for (std::size_t i = 0; i < shown.size(); ++i)
        offers.emplace_back(view_of(call, static_cast<std::int64_t>(i) + 1, shown[i]));
    json::Object view;
    view.add("session", session.id)
        .add("state", session.state)
        .add("basket", json::Object{}
                           .add("id", agreement.basket)
                           .add("version", agreement.basket_version)
                           .add("name", terms.name.in(language))
                           .add("aim", terms.aim.in(language))
                           .add("benefit", terms.benefit.in(language))
                           .add("reveals_health", terms.reveals_health))
        .add("alternatives_needed", alternatives_needed(terms))
        .add("can_choose", session.state == choice_session_state::compared &&
                               static_cast<std::int64_t>(shown.size()) >= alternatives_needed(terms) &&
                               !shown.empty())
        .add_if("shown_at", session.shown_at)
        .add("offers", std::move(offers));
    if (const auto kept = find_kept_of(call.tx, session.id))
        view.add("receipt", kept->receipt.id);
    return view;
}

Shape choice_shape()
{
    return object(
        "Choice", "What a customer compares: nothing personal, no prices",
        {required("session", id_of<ChoiceSessionTag>("This choice")),
         required("state", state_of(choice_session_states(), "Where it stands")),
         required("basket", object("BasketToChooseIn", "What was agreed",
                                   {required("id", id_of<BasketTag>("Basket")),
                                    required("version", id_of<BasketVersionTag>("Version")),
                                    required("name", text(0, 20'000, "Name", "Polku työhön")),
                                    required("aim", text(0, 20'000, "Aim", "Työ")),
                                    required("benefit", text(0, 20'000, "What you get out of it", "Tuki")),
                                    required("reveals_health", boolean("Is a consent needed?", false))})),
         required("alternatives_needed", integer(0, 1'000, "So many must be shown at least", 2)),
         required("can_choose", boolean("Are there enough to choose from?", true)),
         optional("shown_at", instant("When the list was shown", "2026-03-02T10:15:00Z")),
         required("offers", list(shown_offer_shape(), 0, 10'000, "In the neutral order")),
         optional("receipt", id_of<ChoiceReceiptTag>("When it is decided"))});
}

json::Object session_view(Transaction& tx, const ChoiceSession& session)
{
    json::Object view;
    view.add("id", session.id)
        .add("agreement", session.agreement)
        .add("state", session.state)
        .add("code_expires_at", session.code_expires_at)
        .add("code_is_used", session.code_is_used)
        .add("seed_number", session.seed_number)
        .add_if("shown_at", session.shown_at)
        .add("revision", session.revision);
    if (session.showing > 0)
    {
        json::Array shown;
        for (const auto& offer : shown_to(tx, session.id, session.showing))
            shown.emplace_back(offer.offer);
        view.add("shown", std::move(shown));
    }
    if (const auto kept = find_kept_of(tx, session.id))
        view.add("receipt", kept->receipt.id);
    return view;
}

Shape session_shape()
{
    return object(
        "ChoiceSession", "One choice of a customer, opened by a coach",
        {required("id", id_of<ChoiceSessionTag>("Session")),
         required("agreement", id_of<BasketAgreementTag>("Of which agreement")),
         required("state", state_of(choice_session_states(), "Where it stands")),
         optional("code", text(14, 14, "Opens it once; told once", "7KQ2-M4XW-93TZ")),
         required("code_expires_at", instant("Until when the choice is open", "2026-03-16T10:15:00Z")),
         required("code_is_used", boolean("Has the customer opened it?", false)),
         required("seed_number", integer(1, 1'000'000, "Which seed orders the offers", 1)),
         optional("shown_at", instant("When the list was shown last", "2026-03-02T10:15:00Z")),
         optional("shown", list(id_of<OfferTag>("Offer"), 0, 10'000, "In the order shown")),
         optional("receipt", id_of<ChoiceReceiptTag>("When it is decided")),
         required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

json::Object receipt_view(const KeptReceipt& kept)
{
    const auto& receipt = kept.receipt;
    json::Object view;
    view.add("receipt", receipt.id)
        .add("text", canonical_text(receipt))
        .add("digest", kept.digest)
        .add("journal_entry", kept.entry)
        .add("agreement", receipt.agreement)
        .add("basket", receipt.basket)
        .add("basket_version", receipt.basket_version)
        .add("decided_at", receipt.decided_at)
        .add("is_assisted", receipt.assistance.has_value());
    if (!receipt.chosen)
        return view;
    view.add("chosen", *receipt.chosen);
    for (const auto& shown : receipt.shown)
        if (shown.version == *receipt.chosen)
            view.add("offer", shown.offer);
    return view;
}

json::Object receipt_view_with_proof(Transaction& tx, const KeptReceipt& kept)
{
    auto view = receipt_view(kept);
    const auto entry = journal::find(tx, kept.entry.text());
    PROMISE(entry.has_value());
    return view.add("proof", desk::proof_of(tx, *entry));
}

Shape receipt_shape()
{
    return object(
        "ChoiceReceipt", "What was shown, in which order, and what was chosen",
        {required("receipt", id_of<ChoiceReceiptTag>("Receipt")),
         required("text",
                  text(1, 1'000'000, "The canonical text, docs/choice-order.md", "kori-choice-receipt/1\n…")),
         required("digest", pattern("sha256", "SHA-256 of the text, as it stands in the journal",
                                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
         required("journal_entry", id_of<EntryTag>("Where the digest stands")),
         required("agreement", id_of<BasketAgreementTag>("Agreement")),
         required("basket", id_of<BasketTag>("Basket")),
         required("basket_version", id_of<BasketVersionTag>("Version")),
         required("decided_at", instant("When", "2026-03-02T10:15:00Z")),
         required("is_assisted", boolean("Did somebody help?", false)),
         optional("offer", id_of<OfferTag>("The chosen one; absent when none was suitable")),
         optional("chosen", id_of<OfferVersionTag>("Its version; frozen for the order")),
         optional("proof", desk::proof_shape())});
}

} // namespace kori::choices
