#include "procurement/competition/competition_api.hpp"

#include "core/crypto/competition_key.hpp"
#include "core/http/cursor.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/competition_views.hpp"

namespace kori::competitions
{
namespace
{

using namespace http;

constexpr Permission see{"competition.see"};
constexpr Permission manage{"competition.manage"};
constexpr Permission decide{"competition.decide"};

// Finds the caller's own competition, honours If-Match, then acts.
template <class Act>
Handler acting(Act act)
{
    return [act](Call& call) -> Result<Reply>
    {
        const auto id = call.id<CompetitionTag>("competition");
        if (!id)
            return id.refusal();
        const auto known = own_competition(call.tx, call.actor, *id);
        if (!known)
            return known.refusal();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        return shown(call, act(call, *known));
    };
}

using Move = Result<Competition> (*)(Transaction&, const Ambient&, const Actor&, CompetitionId);
Handler moving(Move move)
{
    return acting([move](Call& call, const Competition& known)
                  { return move(call.tx, call.ambient, call.actor, known.id); });
}

Result<Reply> post_draft(Call& call)
{
    const auto programme = call.id<ProgrammeTag>("programme");
    if (!programme)
        return programme.refusal();
    const auto made = create_draft(call.tx, call.ambient, call.actor, *programme,
                                   call.body.at("category").id<CategoryTag>(), terms_in(call.body, {}));
    if (!made)
        return made.refusal();
    return Reply::created(view_of(call, *made), made->revision, "/api/v1/competitions/" + made->id.text());
}

Result<Competition> patch_draft(Call& call, const Competition& known)
{
    return change_draft(call.tx, call.ambient, call.actor, known.id,
                        terms_in(call.body, terms_of(call.tx, known)));
}

Result<Competition> post_cancellation(Call& call, const Competition& known)
{
    return cancel(call.tx, call.ambient, call.actor, known.id, call.body.at("reason").text());
}

Result<Reply> get_competition(Call& call)
{
    return shown(call, visible(call));
}

Result<Reply> list_competitions(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = call.actor.is_authority()
                     ? of_authority(call.tx, *call.actor.organisation, page->after[0], page->limit + 1)
                     : of_invited(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, found, [](const Competition& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& competition : found)
        items.emplace_back(view_of(call, competition));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

json::Object view_of(const RegisteredOpenerKey& key)
{
    const auto fingerprint = from_hex(key.fingerprint);
    PROMISE(fingerprint.has_value());
    return json::Object{}
        .add("number", key.number)
        .add("key_text", key.key_text)
        .add("fingerprint", crypto::spoken_fingerprint(*fingerprint))
        .add("registered_at", key.registered_at);
}

Result<Reply> put_opener_key(Call& call)
{
    const auto key = register_opener_key(call.tx, call.ambient, call.actor, call.body.at("key_text").text());
    return key ? Result<Reply>{Reply::ok(view_of(*key))} : key.refusal();
}

Result<Reply> get_opener_key(Call& call)
{
    const auto key = call.actor.user ? newest_key_of(call.tx, *call.actor.user) : std::nullopt;
    return key ? Result<Reply>{Reply::ok(view_of(*key))} : absent();
}

Shape key_text_shape()
{
    return text(1, 4'096, "KORI-OPENER-KEY-1: the public part", "KORI-OPENER-KEY-1\n…");
}

Routes opener_key_routes()
{
    const auto view = shared(object(
        "OpenerKey", "Your public key for opening tenders",
        {required("number", integer(1, 1'000'000, "Of your keys", 1)), required("key_text", key_text_shape()),
         required("fingerprint", text(1, 100, "Read it out", "3f9a 01c2")),
         required("registered_at", instant("Registered", "2026-03-02T08:00:00Z"))}));
    const auto body = shared(object("NewOpenerKey", "What `kori-seal opener-key` wrote into FILE.pub",
                                    {required("key_text", key_text_shape())}));
    return {
        Route{Method::put, "/api/v1/opener-key", any_member, Access::writes, body, view, put_opener_key,
              "Register your public key; shares of competitions to come are locked to it"},
        Route{Method::get, "/api/v1/opener-key", any_member, Access::reads, nullptr, view, get_opener_key,
              "The key that you registered last"},
    };
}

} // namespace

Routes competition_routes()
{
    const auto view = shared(competition_shape());
    const auto reason = shared(object("CompetitionReason", "Why",
                                      {required("reason", text(1, 4'000, "Real and justified (§125)",
                                                               "Määräraha poistui talousarviosta"))}));
    const auto page = shared(object("CompetitionPage", "Competitions",
                                    {required("items", list(competition_shape(), 0, 200, "Page"))}));
    const std::string one = "/api/v1/competitions/{competition}";
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
    Routes all{
        Route{Method::post, "/api/v1/programmes/{programme}/competitions", manage, Access::writes,
              shared(new_draft_shape()), view, post_draft, "Begin a competition in a category of a system"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/competitions", see, Access::reads, nullptr, page, list_competitions,
              "An authority's own, or those that a provider is invited to"}
            .paged(),
        Route{Method::get, one, see, Access::reads, nullptr, view, get_competition,
              "One competition; of tenders nobody but their tenderers sees anything before the opening"},
        Route{Method::patch, one, manage, Access::writes, shared(changed_draft_shape()), view,
              acting(patch_draft), "Change a draft"}
            .guarded(),
        row("drop", manage, nullptr, moving(drop_draft), "Drop a draft"),
        row("invite", manage, nullptr, moving(invite),
            "Invite everybody admitted in the category at the same moment; the list is frozen"),
        row("newcomers", manage, nullptr, moving(invite_newcomers),
            "Invite those admitted since, if they still have the shortest time"),
        row("cancellation", decide, reason, acting(post_cancellation), "Cancel it (§125)"),
    };
    for (auto& rows : {opener_key_routes(), question_routes(), tender_routes()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace kori::competitions
