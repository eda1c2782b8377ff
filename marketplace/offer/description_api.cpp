// A provider's own service descriptions; offers copy them.
#include "core/http/cursor.hpp"
#include "marketplace/offer/offer_actions.hpp"
#include "marketplace/offer/offer_api.hpp"
#include "marketplace/offer/offer_document.hpp"
#include "marketplace/offer/offer_view.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kori::offers
{
namespace
{

using namespace http;

constexpr Permission manage_descriptions{"description.manage"};
constexpr Permission see_offers{"offer.see"};

json::Object view_of(const OwnDescription& description)
{
    auto view = json::Object{}.add("id", description.id).add("state", description.state);
    view.add("content", document_of(description.content)).add("revision", description.revision);
    return view;
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

template <class Act>
Result<Reply> act_on_own(Call& call, Act act)
{
    const auto seen = own_description(call);
    if (!seen)
        return seen.refusal();
    if (const auto fresh = call.expect_revision(seen->revision); !fresh)
        return fresh.refusal();
    const Result<OwnDescription> done = act(seen->id);
    if (!done)
        return done.refusal();
    return Reply::view(view_of(*done), done->revision);
}

Result<Reply> put_description(Call& call)
{
    return act_on_own(
        call, [&](ServiceDescriptionId id)
        { return edit_description(call.tx, call.ambient, call.actor, id, description_of(call.body)); });
}

Result<Reply> post_retirement(Call& call)
{
    return act_on_own(call, [&](ServiceDescriptionId id)
                      { return retire_description(call.tx, call.ambient, call.actor, id); });
}

Shape own_description_shape()
{
    return object("ServiceDescription", "A provider's own description",
                  {required("id", id_of<ServiceDescriptionTag>("Description")),
                   required("state", state_of(service_description_states(), "Where it stands")),
                   required("content", description_shape("ServiceDescriptionContent")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

} // namespace

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

} // namespace kori::offers
