#include "procurement/basket/basket_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "core/http/locale.hpp"
#include "procurement/basket/basket_check.hpp"
#include "procurement/basket/basket_document.hpp"
#include "procurement/basket/basket_views.hpp"

#include <charconv>

namespace kori::baskets
{
namespace
{

using namespace http;

constexpr Permission manage{"basket.manage"};
constexpr Permission publishing{"basket.publish"};
constexpr std::size_t terms_bytes_max = 262'144;

std::optional<BasketVersion> current_of(Transaction& tx, const Basket& basket)
{
    return basket.current ? find_version(tx, *basket.current) : std::nullopt;
}

Result<Reply> shown(Call& call, const Result<Basket>& basket)
{
    if (!basket)
        return basket.refusal();
    return Reply::view(view_of(call, *basket, current_of(call.tx, *basket)), basket->revision);
}

// A basket that was never published is its authority's own.
Result<Basket> visible(const Call& call)
{
    const auto id = call.id<BasketTag>("basket");
    if (!id)
        return id.refusal();
    const auto basket = find(call.tx, *id);
    if (!basket || (!basket->current && !call.actor.speaks_for(basket->authority)))
        return absent();
    return *basket;
}

Result<Basket> own(const Call& call)
{
    const auto id = call.id<BasketTag>("basket");
    if (!id)
        return id.refusal();
    const auto basket = find(call.tx, *id);
    if (!basket || !call.actor.speaks_for(basket->authority))
        return absent();
    return *basket;
}

// Finds the caller's own basket, honours If-Match, then acts.
template <class Act>
Handler acting(Act act)
{
    return [act](Call& call) -> Result<Reply>
    {
        const auto known = own(call);
        if (!known)
            return known.refusal();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        return shown(call, act(call, known->id));
    };
}

Result<Reply> post_basket(Call& call)
{
    const auto programme = call.id<ProgrammeTag>("programme");
    if (!programme)
        return programme.refusal();
    const auto basket =
        create(call.tx, call.ambient, call.actor, *programme, terms_of(call.body.at("terms")));
    if (!basket)
        return basket.refusal();
    return Reply::created(view_of(call, *basket, std::nullopt), basket->revision,
                          "/api/v1/baskets/" + basket->id.text());
}

Reply summaries(const Call& call, const PageWish& page, std::vector<Basket> found)
{
    auto cursor = cut_page(call, page, found, [](const Basket& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& basket : found)
        items.emplace_back(summary_of(call, basket));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

// In the order of the ids: nothing is ranked, and no provider or offer plays a part in it.
Result<Reply> list_baskets(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    BasketFilter filter{
        call.query_text("municipality"), call.query_text("target_group"), call.query_text("need"), {}};
    if (const auto programme = call.query_text("programme"))
        filter.programme = ProgrammeId::parse(*programme);
    return summaries(call, *page, public_after(call.tx, page->after[0], page->limit + 1, filter));
}

// All of a programme's: drafts and closed ones too, for its authority.
Result<Reply> list_of_programme(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto programme = programmes::find(call.tx, *id);
    const bool is_own = programme && call.actor.speaks_for(programme->authority);
    if (!programme || (!programme->published_at && !is_own))
        return absent();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    return summaries(call, *page,
                     after(call.tx, page->after[0], page->limit + 1, std::nullopt, *id, !is_own));
}

// ?as_of= a day, ?as_known_at= a moment: what counted then, according to what was recorded then.
Result<Reply> get_basket(Call& call)
{
    auto basket = visible(call);
    if (!basket)
        return basket.refusal();
    const auto as_of = call.query_text("as_of");
    const auto as_known_at = call.query_text("as_known_at");
    if (!as_of && !as_known_at)
        return shown(call, basket);
    const auto day = as_of ? *parse_date(*as_of) : call.ambient.today();
    const auto moment = as_known_at ? *parse_instant(*as_known_at) : call.ambient.now;
    const auto version = version_as_of(call.tx, basket->id, day, moment);
    const auto state = state_as_of(call.tx, basket->id, day, moment);
    if (!version || !state)
        return absent();
    basket->state = *state;
    basket->draft.reset();
    return Reply::ok(view_of(call, *basket, version));
}

Result<Reply> get_draft(Call& call)
{
    const auto basket = own(call);
    if (!basket)
        return basket.refusal();
    const auto draft = basket->draft ? find_version(call.tx, *basket->draft) : std::nullopt;
    if (!draft)
        return absent();
    return Reply::view(view_of(*draft), basket->revision);
}

Result<Reply> get_missing(Call& call)
{
    const auto basket = own(call);
    if (!basket)
        return basket.refusal();
    const auto draft = basket->draft ? find_version(call.tx, *basket->draft) : std::nullopt;
    if (!draft)
        return absent();
    const auto language = choose_language(call.request.header("accept-language"), call.actor.language);
    json::Array errors;
    for (const auto& fault : missing(call.tx, call.ambient, call.environment.areas, *basket, draft->terms))
        errors.emplace_back(json::Object{}
                                .add("pointer", fault.pointer)
                                .add("rule", fault.rule)
                                .add("detail", call.environment.locale.sentence(fault.rule, fault.sentence,
                                                                                fault.values, language)));
    const bool is_complete = errors.empty();
    return Reply::ok(json::Object{}.add("is_complete", is_complete).add("errors", std::move(errors)));
}

bool may_see(const Call& call, const Basket& basket, const BasketVersion& version)
{
    return version.published_at || call.actor.speaks_for(basket.authority);
}

Result<Reply> list_versions(Call& call)
{
    const auto basket = visible(call);
    if (!basket)
        return basket.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    std::int64_t after_number = 0;
    const auto& last_seen = page->after[0];
    std::from_chars(last_seen.data(), last_seen.data() + last_seen.size(), after_number);
    std::vector<BasketVersion> some;
    for (auto& version : versions_of(call.tx, basket->id))
        if (version.number > after_number && may_see(call, *basket, version))
            some.push_back(std::move(version));
    if (some.size() > static_cast<std::size_t>(page->limit + 1))
        some.erase(some.begin() + page->limit + 1, some.end());
    auto cursor = cut_page(call, *page, some, [](const BasketVersion& last)
                           { return std::vector{std::to_string(last.number)}; });
    json::Array items;
    for (const auto& version : some)
        items.emplace_back(row_of(version));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Result<Reply> get_version(Call& call)
{
    const auto basket = visible(call);
    if (!basket)
        return basket.refusal();
    const auto id = call.id<BasketVersionTag>("version");
    if (!id)
        return id.refusal();
    const auto version = find_version(call.tx, *id);
    if (!version || version->basket != basket->id || !may_see(call, *basket, *version))
        return absent();
    return Reply::ok(view_of(*version));
}

using Move = Result<Basket> (*)(Transaction&, const Ambient&, const Actor&, BasketId);
Handler moving(Move move)
{
    return acting([move](Call& call, BasketId id) { return move(call.tx, call.ambient, call.actor, id); });
}

using ReasonedMove = Result<Basket> (*)(Transaction&, const Ambient&, const Actor&, BasketId,
                                        const std::string&);
Handler moving_for(ReasonedMove move)
{
    return acting([move](Call& call, BasketId id)
                  { return move(call.tx, call.ambient, call.actor, id, call.body.at("reason").text()); });
}

Routes reading_routes()
{
    const auto view = shared(view_shape());
    const auto summaries =
        shared(object("BasketPage", "Baskets", {required("items", list(summary_shape(), 0, 200, "Page"))}));
    const auto versions = shared(object("BasketVersionPage", "Versions, the oldest first",
                                        {required("items", list(version_summary_shape(), 0, 200, "Page"))}));
    const auto version = shared(version_shape());
    const std::string one = "/api/v1/baskets/{basket}";
    return {
        Route{Method::get, "/api/v1/baskets", everybody, Access::reads, nullptr, summaries, list_baskets,
              "Baskets that are published, in the order of their ids: nothing is ranked"}
            .paged()
            .asking(
                {{"municipality", pattern("municipality_code", "Only those for this municipality", "297")},
                 {"target_group", text(1, 60, "Only those for this target group", "long_term_unemployed")},
                 {"need", text(1, 60, "Only those for this need", "job_search")},
                 {"programme", id_of<ProgrammeTag>("Only those of this programme")}}),
        Route{Method::get, "/api/v1/programmes/{programme}/baskets", everybody, Access::reads, nullptr,
              summaries, list_of_programme, "All baskets of a programme; drafts for its authority only"}
            .paged(),
        Route{Method::get, one, everybody, Access::reads, nullptr, view, get_basket,
              "A basket with its current version, also as of a day and as known at a moment"}
            .asking({{"as_of", date("What counted on that day", "2026-03-02")},
                     {"as_known_at", instant("By what was recorded then", "2026-03-02T10:15:00Z")}}),
        Route{Method::get, one + "/draft", manage, Access::reads, nullptr, version, get_draft,
              "The draft and its terms"},
        Route{Method::get, one + "/missing", manage, Access::reads, nullptr, shared(missing_shape()),
              get_missing, "Everything that keeps the draft from being published"},
        Route{Method::get, one + "/versions", everybody, Access::reads, nullptr, versions, list_versions,
              "Versions of a basket"}
            .paged(),
        Route{Method::get, one + "/versions/{version}", everybody, Access::reads, nullptr, version,
              get_version, "One version with its terms"},
    };
}

} // namespace

Routes basket_routes(const Hooks& hooks)
{
    const auto view = shared(view_shape());
    const auto terms =
        shared(object("BasketDraft", "The terms as a whole; what they lack is told at publication",
                      {required("terms", terms_shape("BasketTerms"))}));
    const auto reason = shared(object(
        "BasketReason", "Why", {required("reason", text(1, 2'000, "Why; public", "Tarve on muuttunut"))}));
    const std::string one = "/api/v1/baskets/{basket}";
    const auto row = [&](std::string_view verb, Permission permission, std::shared_ptr<const Shape> body,
                         Handler handler, std::string summary)
    {
        return Route{Method::post,       one + "/" + std::string{verb},
                     permission,         Access::writes,
                     std::move(body),    view,
                     std::move(handler), std::move(summary)}
            .keyed()
            .allowing_match();
    };
    Routes all = reading_routes();
    Routes writing = {
        Route{Method::post, "/api/v1/programmes/{programme}/baskets", manage, Access::writes, terms, view,
              post_basket, "Begin a basket: a draft that may lack parts"}
            .keyed()
            .creating()
            .taking_bytes(terms_bytes_max),
        Route{Method::put, one + "/draft", manage, Access::writes, terms, view,
              acting(
                  [](Call& call, BasketId id)
                  {
                      return replace_draft(call.tx, call.ambient, call.actor, id,
                                           terms_of(call.body.at("terms")));
                  }),
              "Replace the draft's terms as a whole"}
            .guarded()
            .taking_bytes(terms_bytes_max),
        row("draft", manage, nullptr, moving(start_draft), "Begin a new draft with the current terms"),
        row("discard-draft", manage, nullptr, moving(discard_draft),
            "Discard the draft of a published basket"),
        row("publish", publishing, nullptr,
            acting([](Call& call, BasketId id)
                   { return publish(call.tx, call.ambient, call.actor, id, call.environment.areas); }),
            "Publish the draft; running orders stay on their version"),
        row("activate", publishing, nullptr, moving(activate), "Let customers choose in it"),
        row("pause", publishing, reason, moving_for(pause), "No new customers for a time"),
        row("resume", publishing, nullptr, moving(resume), "Customers choose in it again"),
        row("close-to-new", publishing, reason, moving_for(close_to_new),
            "No new customers; those inside finish"),
        row("close", publishing, nullptr,
            acting([hooks](Call& call, BasketId id)
                   { return close(call.tx, call.ambient, call.actor, id, hooks); }),
            "Close it when nobody is inside"),
        row("drop", manage, nullptr, moving(drop), "Drop a basket that was never published"),
        row("archive", manage, nullptr, moving(archive), "Put a closed basket into the archive"),
    };
    all.insert(all.end(), std::make_move_iterator(writing.begin()), std::make_move_iterator(writing.end()));
    return all;
}

} // namespace kori::baskets
