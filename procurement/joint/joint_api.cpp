#include "procurement/joint/joint_api.hpp"

#include "core/access/access.hpp"
#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "procurement/joint/joint_actions.hpp"
#include "procurement/system/system_store.hpp"

#include <algorithm>

namespace kori::joint
{
namespace
{

using namespace http;

constexpr Permission decide{"programme.decide"};
constexpr Permission see{"joint.see"};

json::Object view_of(const Participation& participation)
{
    return json::Object{}
        .add("id", participation.id)
        .add("programme", participation.programme)
        .add("owner", participation.owner)
        .add("organisation", participation.organisation)
        .add("state", participation.state)
        .add("share_basis_points", participation.share_basis_points)
        .add("invited_at", participation.invited_at)
        .add_if("answered_at", participation.answered_at)
        .add("revision", participation.revision);
}

json::Object view_of(const Transfer& transfer)
{
    return json::Object{}
        .add("id", transfer.id)
        .add("programme", transfer.programme)
        .add("from", transfer.from)
        .add("to", transfer.to)
        .add("on", transfer.on)
        .add("reason", transfer.reason)
        .add("state", transfer.state)
        .add("proposed_at", transfer.proposed_at)
        .add_if("answered_at", transfer.answered_at)
        .add("revision", transfer.revision);
}

// Who bears the costs: the owner first.
struct Bearer
{
    OrganisationId organisation;
    std::int64_t share_basis_points;
    std::optional<Instant> joined_at = {};
};

std::vector<Bearer> bearers_of(Transaction& tx, const Programme& programme)
{
    std::vector<Bearer> bearers{{programme.authority, all_shares}};
    for (const auto& one : participations_in(tx, programme.id))
        if (one.state == participation_state::joined)
        {
            bearers.push_back({one.organisation, one.share_basis_points, one.answered_at});
            bearers.front().share_basis_points -= one.share_basis_points;
        }
    return bearers;
}

// The contracts so far in parts that add up; nobody but the bearers is told.
std::vector<Money> parts_of(Transaction& tx, const Programme& programme, const std::vector<Bearer>& bearers)
{
    Money total;
    for (const auto& row : systems::values_of_programme(tx, programme.id))
        total += row.value;
    std::vector<std::int64_t> weights;
    for (const auto& bearer : bearers)
        weights.push_back(bearer.share_basis_points);
    return total.split(weights);
}

Result<Reply> get_participants(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto programme = programmes::find(call.tx, *id);
    if (!programme)
        return absent();
    const auto bearers = bearers_of(call.tx, *programme);
    const bool is_bearer = std::any_of(bearers.begin(), bearers.end(), [&](const Bearer& bearer)
                                       { return call.actor.speaks_for(bearer.organisation); });
    if (!programme->published_at && !is_bearer)
        return absent();
    const auto parts = parts_of(call.tx, *programme, bearers);
    json::Array items;
    for (std::size_t i = 0; i < bearers.size(); ++i)
    {
        const auto organisation = access::find_organisation(call.tx, bearers[i].organisation);
        PROMISE(organisation.has_value());
        json::Object item;
        item.add("organisation", bearers[i].organisation)
            .add("name", organisation->name)
            .add("is_owner", i == 0)
            .add("share_basis_points", bearers[i].share_basis_points)
            .add_if("joined_at", bearers[i].joined_at);
        if (is_bearer)
            item.add("part_cents", parts[i]);
        items.emplace_back(std::move(item));
    }
    return Reply::ok(json::Object{}.add("items", std::move(items)));
}

Result<Reply> post_participation(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto invited =
        invite(call.tx, call.ambient, call.actor, *id, call.body.at("organisation").id<OrganisationTag>(),
               call.body.at("share_basis_points").integer());
    if (!invited)
        return invited.refusal();
    return Reply::created(view_of(*invited), invited->revision, "/api/v1/participations");
}

Result<Reply> post_transfer(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto proposed =
        propose_transfer(call.tx, call.ambient, call.actor, *id, call.body.at("to").id<OrganisationTag>(),
                         call.body.at("on").date(), call.body.at("reason").text());
    if (!proposed)
        return proposed.refusal();
    return Reply::created(view_of(*proposed), proposed->revision, "/api/v1/transfers");
}

template <class Thing>
Result<Reply> listed(Call& call,
                     std::vector<Thing> (*of)(Transaction&, OrganisationId, std::string_view, std::int64_t))
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = of(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, found, [](const Thing& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& thing : found)
        items.emplace_back(view_of(thing));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> list_participations(Call& call)
{
    return listed<Participation>(call, participations_of);
}

Result<Reply> list_transfers(Call& call)
{
    return listed<Transfer>(call, transfers_of);
}

// An act of either side on something that both see; to others it looks absent.
template <class Tag, class Thing>
Handler acting(std::string name, std::optional<Thing> (*find)(Transaction&, Id<Tag>),
               bool (*is_side)(const Actor&, const Thing&),
               Result<Thing> (*act)(Transaction&, const Ambient&, const Actor&, Id<Tag>))
{
    return [=](Call& call) -> Result<Reply>
    {
        const auto id = call.id<Tag>(name);
        if (!id)
            return id.refusal();
        const auto known = find(call.tx, *id);
        if (!known || !is_side(call.actor, *known))
            return absent();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        const auto done = act(call.tx, call.ambient, call.actor, *id);
        if (!done)
            return done.refusal();
        return Reply::view(view_of(*done), done->revision);
    };
}

bool is_side_of_participation(const Actor& actor, const Participation& participation)
{
    return actor.speaks_for(participation.owner) || actor.speaks_for(participation.organisation);
}

bool is_side_of_transfer(const Actor& actor, const Transfer& transfer)
{
    return actor.speaks_for(transfer.from) || actor.speaks_for(transfer.to);
}

Handler on_participation(Result<Participation> (*act)(Transaction&, const Ambient&, const Actor&,
                                                      ParticipationId))
{
    return acting<ParticipationTag, Participation>("participation", find_participation,
                                                   is_side_of_participation, act);
}

Handler on_transfer(Result<Transfer> (*act)(Transaction&, const Ambient&, const Actor&, TransferId))
{
    return acting<TransferTag, Transfer>("transfer", find_transfer, is_side_of_transfer, act);
}

Shape share_shape(std::int64_t least)
{
    return integer(least, all_shares, "Of the costs, in basis points; all add up to 10 000", 2'500);
}

Shape moment(std::string about)
{
    return instant(std::move(about), "2026-03-02T10:15:00Z");
}

Shape revision_shape()
{
    return integer(1, 1'000'000'000, "Revision", 1);
}

Shape participation_shape()
{
    return object("Participation", "An entity that is invited into a programme, or takes part in it",
                  {required("id", id_of<ParticipationTag>("Participation")),
                   required("programme", id_of<ProgrammeTag>("Programme")),
                   required("owner", id_of<OrganisationTag>("Whose programme it is")),
                   required("organisation", id_of<OrganisationTag>("Who takes part")),
                   required("state", state_of(participation_states(), "Where it stands")),
                   required("share_basis_points", share_shape(1)), required("invited_at", moment("Invited")),
                   optional("answered_at", moment("Answered")), required("revision", revision_shape())});
}

Shape transfer_shape()
{
    return object("Transfer", "A programme that passes to another entity on a day",
                  {required("id", id_of<TransferTag>("Transfer")),
                   required("programme", id_of<ProgrammeTag>("Programme")),
                   required("from", id_of<OrganisationTag>("Owner until then")),
                   required("to", id_of<OrganisationTag>("Owner from then on")),
                   required("on", date("First day with the new owner", "2027-01-01")),
                   required("reason", text(1, 2'000, "Why", "Alueet yhdistyvät")),
                   required("state", state_of(transfer_states(), "Where it stands")),
                   required("proposed_at", moment("Proposed")), optional("answered_at", moment("Answered")),
                   required("revision", revision_shape())});
}

Shape participants_shape()
{
    auto item =
        object("Participant", "Who bears the costs of a programme",
               {required("organisation", id_of<OrganisationTag>("Entity")),
                required("name", local_text(200, "Name", "Kuopion alue", "Kuopio området")),
                required("is_owner", boolean("Is it the owner's programme?", true)),
                required("share_basis_points", share_shape(0)), optional("joined_at", moment("Since when")),
                optional("part_cents", money(Money{}, Money::euros(10'000'000'000'000),
                                             "Its part of the contracts so far, without VAT; told to "
                                             "those who bear them",
                                             Money::euros(1'000)))});
    return object("Participants", "The owner first; shares add up to 10 000",
                  {required("items", list(std::move(item), 1, 10'001, "All"))});
}

} // namespace

Routes joint_routes()
{
    const auto participation = shared(participation_shape());
    const auto transfer = shared(transfer_shape());
    const auto page = [](std::string name, Shape item)
    {
        return shared(object(std::move(name), "Oldest first",
                             {required("items", list(std::move(item), 0, 200, "Page"))}));
    };
    const std::string one = "/api/v1/programmes/{programme}";
    const auto row =
        [](std::string path, std::shared_ptr<const Shape> view, Handler handler, std::string summary)
    {
        return Route{Method::post,       std::move(path),   decide, Access::writes, nullptr, std::move(view),
                     std::move(handler), std::move(summary)}
            .keyed()
            .allowing_match();
    };
    const std::string part = "/api/v1/participations/{participation}/";
    const std::string passing = "/api/v1/transfers/{transfer}/";
    return {
        Route{Method::get, one + "/participants", everybody, Access::reads, nullptr,
              shared(participants_shape()), get_participants,
              "Which entities bear a programme and its results, with their shares"},
        Route{Method::post, one + "/participations", decide, Access::writes,
              shared(object("ParticipationWish", "An entity to take part, and what it bears",
                            {required("organisation", id_of<OrganisationTag>("Another entity")),
                             required("share_basis_points", share_shape(1))})),
              participation, post_participation, "Invite another contracting entity into your programme"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/participations", see, Access::reads, nullptr,
              page("ParticipationPage", participation_shape()), list_participations,
              "Your entity's participations, and those of others in your programmes"}
            .paged(),
        row(part + "join", participation, on_participation(join), "Take part with that share"),
        row(part + "decline", participation, on_participation(decline), "Do not take part"),
        row(part + "withdraw", participation, on_participation(withdraw),
            "Take an invitation back before it is answered"),
        Route{
            Method::post, one + "/transfers", decide, Access::writes,
            shared(object("TransferWish", "To whom, when and why",
                          {required("to", id_of<OrganisationTag>("Another entity")),
                           required("on", date("First day with the new owner", "2027-01-01")),
                           required("reason", text(1, 2'000, "Why", "Alueet yhdistyvät"))})),
            transfer, post_transfer,
            "Propose that the programme passes to another entity. On that day its baskets, requests, offers "
            "and open tasks go with it; orders that run, and their money, stay with the entity that ordered "
            "until they end"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/transfers", see, Access::reads, nullptr,
              page("TransferPage", transfer_shape()), list_transfers, "Transfers from your entity and to it"}
            .paged(),
        row(passing + "accept", transfer, on_transfer(accept_transfer),
            "Agree: on its day the programme becomes yours"),
        row(passing + "refuse", transfer, on_transfer(refuse_transfer), "Do not take the programme"),
        row(passing + "withdraw", transfer, on_transfer(withdraw_transfer),
            "Take a proposal back before it is answered"),
    };
}

} // namespace kori::joint
