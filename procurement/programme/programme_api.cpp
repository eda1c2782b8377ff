#include "procurement/programme/programme_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "procurement/programme/channel_shape.hpp"

namespace kori::programmes
{
namespace
{

using namespace http;

constexpr Permission manage{"programme.manage"};
constexpr Permission publishing{"programme.publish"};
constexpr Permission decide{"programme.decide"};
constexpr std::string_view all_regimes[] = {"eu_level", "annex_e", "national", "below_threshold",
                                            "not_a_public_contract"};
constexpr std::int64_t answer_max = 60; // working days, as an area's own value

json::Object view_of(const Programme& programme)
{
    return json::Object{}
        .add("id", programme.id)
        .add("authority", programme.authority)
        .add("name", programme.name)
        .add("channel", code_of(programme.channel))
        .add("regime", code_of(programme.regime))
        .add("state", programme.state)
        .add_if("answer_working_days", programme.answer_working_days)
        .add("may_close", programme.may_close)
        .add_if("ends_on", programme.ends_on)
        .add_if("published_at", programme.published_at)
        .add("takes_requests",
             programme.channel != Channel::small_purchase && takes_requests(programme.state))
        .add("revision", programme.revision);
}

Result<Reply> shown(const Result<Programme>& programme)
{
    if (!programme)
        return programme.refusal();
    return Reply::view(view_of(*programme), programme->revision);
}

// A draft is its authority's own.
bool may_see(const Call& call, const Programme& programme)
{
    return programme.published_at || call.actor.speaks_for(programme.authority);
}

Result<Reply> post_programme(Call& call)
{
    const auto& body = call.body;
    const auto made =
        create(call.tx, call.ambient, call.actor,
               {body.at("name").local_text(), *parse_channel(body.at("channel").text()),
                *parse_regime(body.at("regime").text()), body.optional_integer("answer_working_days"),
                body.flag("may_close"), body.optional_date("ends_on")});
    if (!made)
        return made.refusal();
    return Reply::created(view_of(*made), made->revision, "/api/v1/programmes/" + made->id.text());
}

Result<Reply> list_programmes(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    std::optional<OrganisationId> authority;
    if (const auto text = call.query_text("authority"))
        authority = OrganisationId::parse(*text);
    const bool only_public = !authority || !call.actor.speaks_for(*authority);
    auto found = after(call.tx, page->after[0], page->limit + 1, authority, only_public);
    auto cursor =
        cut_page(call, *page, found, [](const Programme& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& programme : found)
        items.emplace_back(view_of(programme));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Result<Reply> get_programme(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto programme = find(call.tx, *id);
    if (!programme || !may_see(call, *programme))
        return absent();
    return Reply::view(view_of(*programme), programme->revision);
}

// Finds the caller's own programme, honours If-Match, then acts.
template <class Act>
Handler acting(Act act)
{
    return [act](Call& call) -> Result<Reply>
    {
        const auto id = call.id<ProgrammeTag>("programme");
        if (!id)
            return id.refusal();
        const auto known = find(call.tx, *id);
        if (!known || !call.actor.speaks_for(known->authority))
            return absent();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        return shown(act(call, *id));
    };
}

Result<Programme> patch(Call& call, ProgrammeId id)
{
    ProgrammeChange wish;
    const auto& members = call.body.object();
    if (const auto* name = members.find("name"))
        wish.name = name->local_text();
    if (const auto* days = members.find("answer_working_days"))
        wish.answer_working_days = days->is_null() ? std::nullopt : std::optional{days->integer()};
    if (const auto* may_close = members.find("may_close"))
        wish.may_close = may_close->boolean();
    if (const auto* ends_on = members.find("ends_on"))
        wish.ends_on = ends_on->is_null() ? std::nullopt : std::optional{ends_on->date()};
    return change_draft(call.tx, call.ambient, call.actor, id, wish);
}

Shape name_shape()
{
    return draft_local_text(200, "Name", "Pohjois-Savon palvelut", "Norra Savolax tjänster");
}

Shape answer_shape()
{
    return integer(1, answer_max,
                   "Working days in which a request to join is answered; none: the area's own promise", 10);
}

Shape end_shape()
{
    return date("First day without it", "2027-01-01");
}

Shape regime_shape()
{
    return code({std::begin(all_regimes), std::end(all_regimes)}, "Which rules bind");
}

Shape state_shape()
{
    return state_of(programme_states(), "Where it stands");
}

Shape view_shape()
{
    return object("Programme", "What an authority opens under one legal channel",
                  {required("id", id_of<ProgrammeTag>("Programme")),
                   required("authority", id_of<OrganisationTag>("Owner")), required("name", name_shape()),
                   required("channel", channel_shape("Legal channel; never changes")),
                   required("regime", regime_shape()), required("state", state_shape()),
                   optional("answer_working_days", answer_shape()),
                   required("may_close", boolean("Closing for a time was announced", false)),
                   optional("ends_on", end_shape()),
                   optional("published_at", instant("First published", "2026-03-02T10:15:00Z")),
                   required("takes_requests", boolean("May requests to join be sent now?", true)),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape new_shape()
{
    return object("NewProgramme", "A draft; what it lacks is told when it is published",
                  {required("name", name_shape()),
                   required("channel", channel_shape("Legal channel; never changes")),
                   required("regime", regime_shape()), optional("answer_working_days", answer_shape()),
                   optional("may_close", boolean("Announces that it may be closed for a time", false)),
                   optional("ends_on", end_shape())});
}

Shape change_shape()
{
    return object("ProgrammeChange", "What a draft says from now on; what is left out stays",
                  {optional("name", name_shape()), optional("answer_working_days", nullable(answer_shape())),
                   optional("may_close", boolean("Announces that it may be closed for a time", false)),
                   optional("ends_on", nullable(end_shape()))});
}

Shape reason_text()
{
    return text(1, 2'000, "Why; public", "Tarve on muuttunut");
}

using Move = Result<Programme> (*)(Transaction&, const Ambient&, const Actor&, ProgrammeId);
Handler moving(Move move)
{
    return acting([move](Call& call, ProgrammeId id) { return move(call.tx, call.ambient, call.actor, id); });
}

using HookedMove = Result<Programme> (*)(Transaction&, const Ambient&, const Actor&, ProgrammeId,
                                         const Hooks&);
Handler moving_with(HookedMove move, const Hooks& hooks)
{
    return acting([move, hooks](Call& call, ProgrammeId id)
                  { return move(call.tx, call.ambient, call.actor, id, hooks); });
}

using ReasonedMove = Result<Programme> (*)(Transaction&, const Ambient&, const Actor&, ProgrammeId,
                                           const std::string&);
Handler moving_for(ReasonedMove move)
{
    return acting([move](Call& call, ProgrammeId id)
                  { return move(call.tx, call.ambient, call.actor, id, call.body.at("reason").text()); });
}

using HookedEnd = Result<Programme> (*)(Transaction&, const Ambient&, const Actor&, ProgrammeId,
                                        const std::string&, const Hooks&);
Handler ending(HookedEnd end, const Hooks& hooks)
{
    return acting(
        [end, hooks](Call& call, ProgrammeId id)
        { return end(call.tx, call.ambient, call.actor, id, call.body.at("reason").text(), hooks); });
}

} // namespace

Routes programme_routes(const Hooks& hooks)
{
    const auto view = shared(view_shape());
    const auto reason = shared(object("ProgrammeReason", "Why", {required("reason", reason_text())}));
    const auto page = shared(
        object("ProgrammePage", "Programmes", {required("items", list(view_shape(), 0, 200, "Page"))}));
    const auto duration =
        shared(object("ProgrammeDuration", "Until when it runs",
                      {required("ends_on", end_shape()), required("reason", reason_text())}));
    const auto regime =
        shared(object("RegimeDecision", "Upwards in strictness only",
                      {required("regime", regime_shape()), required("reason", reason_text())}));
    const std::string one = "/api/v1/programmes/{programme}";
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
    return {
        Route{Method::post, "/api/v1/programmes", manage, Access::writes, shared(new_shape()), view,
              post_programme, "Begin a programme"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/programmes", everybody, Access::reads, nullptr, page, list_programmes,
              "Published programmes; of your own authority the drafts too"}
            .paged()
            .asking({{"authority", id_of<OrganisationTag>("Only this authority's")}}),
        Route{Method::get, one, everybody, Access::reads, nullptr, view, get_programme, "One programme"},
        Route{Method::patch, one, manage, Access::writes, shared(change_shape()), view, acting(patch),
              "Change a draft"}
            .guarded(),
        row("open-dialogue", manage, nullptr, moving(open_dialogue),
            "Open a market dialogue about the draft (§65)"),
        row("close-dialogue", manage, nullptr, moving(close_dialogue), "Close it; the draft goes on"),
        row("publish", publishing, nullptr, moving_with(publish, hooks),
            "Publish it; requests may come in. A dynamic purchasing system opens by itself when its initial "
            "window is over"),
        row("open", publishing, nullptr, moving_with(open, hooks),
            "Open it; a draft is published at the same time, unless it is a dynamic purchasing system"),
        row("close-temporarily", publishing, reason, moving_for(close_temporarily),
            "Close it for a time, if that was announced"),
        row("reopen", publishing, nullptr, moving(reopen), "Open it again"),
        row("duration", publishing, duration,
            acting(
                [hooks](Call& call, ProgrammeId id)
                {
                    return change_duration(call.tx, call.ambient, call.actor, id,
                                           call.body.at("ends_on").date(), call.body.at("reason").text(),
                                           hooks);
                }),
            "Let it run longer or shorter"),
        row("cancel", decide, reason, ending(cancel, hooks), "Break off before it opened"),
        row("terminate", decide, reason, ending(terminate, hooks), "End it; running orders live on"),
        row("drop", manage, nullptr, moving(drop), "Drop a draft"),
        row("archive", manage, nullptr, moving(archive), "Put an ended programme into the archive"),
        row("regime", decide, regime,
            acting(
                [](Call& call, ProgrammeId id)
                {
                    return change_regime(call.tx, call.ambient, call.actor, id,
                                         *parse_regime(call.body.at("regime").text()),
                                         call.body.at("reason").text());
                }),
            "Decide that stricter rules bind it"),
    };
}

} // namespace kori::programmes
