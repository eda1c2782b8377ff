#include "procurement/basket/basket_views.hpp"

#include "procurement/basket/basket_document.hpp"
#include "procurement/programme/channel_shape.hpp"

namespace kori::baskets
{

using namespace http;

namespace
{

constexpr std::int64_t faults_max = 2'000;

Shape codes_shape(const char* about)
{
    return list(text(1, 60, "Code", "long_term_unemployed"), 0, 310, about);
}

Shape state_shape()
{
    return state_of(basket_states(), "Where it stands");
}

std::vector<Member> version_members()
{
    return {required("id", id_of<BasketVersionTag>("Version")),
            required("number", integer(1, 1'000'000, "From 1", 1)),
            required("state", state_of(basket_version_states(), "Of this version")),
            optional("valid_from", date("Counts from this day", "2026-03-02")),
            optional("published_at", instant("When it was published", "2026-03-02T10:15:00Z")),
            optional("ended_on", date("First day without the basket", "2027-03-01"))};
}

} // namespace

json::Object view_of(const BasketVersion& version)
{
    return json::Object{}
        .add("id", version.id)
        .add("basket", version.basket)
        .add("number", version.number)
        .add("state", version.state)
        .add_if("valid_from", version.valid_from)
        .add_if("published_at", version.published_at)
        .add_if("ended_on", version.ended_on)
        .add("recorded_at", version.recorded_at)
        .add("terms", document_of(version.terms));
}

json::Object row_of(const BasketVersion& version)
{
    return json::Object{}
        .add("id", version.id)
        .add("number", version.number)
        .add("state", version.state)
        .add_if("valid_from", version.valid_from)
        .add_if("published_at", version.published_at)
        .add_if("ended_on", version.ended_on);
}

json::Object view_of(const Call& call, const Basket& basket, const std::optional<BasketVersion>& shown)
{
    json::Object view;
    view.add("id", basket.id)
        .add("programme", basket.programme)
        .add("authority", basket.authority)
        .add("channel", code_of(basket.channel))
        .add("state", basket.state)
        .add("takes_offers", takes_offers(basket.state))
        .add("takes_customers", takes_customers(basket.state));
    if (shown)
        view.add("current", view_of(*shown));
    if (basket.draft && call.actor.speaks_for(basket.authority))
        view.add("draft", *basket.draft);
    return view.add("revision", basket.revision);
}

json::Object summary_of(const Call& call, const Basket& basket)
{
    const bool is_own = call.actor.speaks_for(basket.authority);
    const auto named = basket.current ? basket.current : basket.draft;
    const auto version = named ? find_version(call.tx, *named) : std::nullopt;
    const BasketTerms terms = version ? version->terms : BasketTerms{};
    json::Object view;
    view.add("id", basket.id)
        .add("programme", basket.programme)
        .add("authority", basket.authority)
        .add("state", basket.state)
        .add("name", terms.name)
        .add("municipalities", json::array_of(terms.municipalities))
        .add("target_groups", json::array_of(terms.target_groups))
        .add("needs", json::array_of(terms.needs))
        .add("languages", json::array_of(terms.languages))
        .add("takes_offers", takes_offers(basket.state))
        .add("takes_customers", takes_customers(basket.state))
        .add_if("current", basket.current);
    if (is_own)
        view.add_if("draft", basket.draft);
    return view.add("revision", basket.revision);
}

Shape version_summary_shape()
{
    return object("BasketVersionSummary", "A version without its terms", version_members());
}

Shape version_shape()
{
    auto members = version_members();
    members.push_back(required("basket", id_of<BasketTag>("Basket")));
    members.push_back(required("recorded_at", instant("When this was recorded", "2026-03-02T10:15:00Z")));
    members.push_back(required("terms", terms_shape("BasketTerms")));
    return object("BasketVersion", "One version of a basket; orders stay on the version they were made under",
                  members);
}

Shape view_shape()
{
    return object(
        "Basket", "A service basket: what is asked for, for whom and on which conditions",
        {required("id", id_of<BasketTag>("Basket")), required("programme", id_of<ProgrammeTag>("Programme")),
         required("authority", id_of<OrganisationTag>("Owner")),
         required("channel", channel_shape("Its programme's; never changes")),
         required("state", state_shape()), required("takes_offers", boolean("May offers be sent?", true)),
         required("takes_customers", boolean("May customers choose in it?", false)),
         optional("current", version_shape()), optional("draft", id_of<BasketVersionTag>("Being written")),
         required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape summary_shape()
{
    return object(
        "BasketSummary", "A basket in a list",
        {required("id", id_of<BasketTag>("Basket")), required("programme", id_of<ProgrammeTag>("Programme")),
         required("authority", id_of<OrganisationTag>("Owner")), required("state", state_shape()),
         required("name", draft_local_text(200, "What the customer reads", "Oma polku töihin",
                                           "Egen väg till arbete")),
         required("municipalities",
                  list(pattern("municipality_code", "Three digits, as text", "297"), 0, 310, "Where")),
         required("target_groups", codes_shape("For whom")), required("needs", codes_shape("What for")),
         required("languages", list(pattern("language_tag", "BCP 47", "fi"), 0, 60, "In which languages")),
         required("takes_offers", boolean("May offers be sent?", true)),
         required("takes_customers", boolean("May customers choose in it?", false)),
         optional("current", id_of<BasketVersionTag>("What offers and customers stand on")),
         optional("draft", id_of<BasketVersionTag>("Being written; only for its authority")),
         required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape missing_shape()
{
    return object(
        "BasketMissing", "Everything that keeps the draft from being published",
        {required("is_complete", boolean("May be published as far as its terms go", false)),
         required("errors", list(object("BasketMissingPart", "One thing that is missing or wrong",
                                        {required("pointer", text(0, 500, "JSON pointer", "/terms/name/sv")),
                                         required("rule", text(1, 100, "Stable name", "basket.text_missing")),
                                         required("detail", text(1, 2'000, "In the caller's language",
                                                                 "Ruotsinkielinen teksti puuttuu."))}),
                                 0, faults_max, "All of them at once"))});
}

} // namespace kori::baskets
