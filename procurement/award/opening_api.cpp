// Handing in opened shares, the opening record, and parts of opened tenders.
#include "core/access/credentials.hpp"
#include "core/crypto/locked_share.hpp"
#include "core/http/environment.hpp"
#include "core/storage/store.hpp"
#include "procurement/award/award_views.hpp"
#include "procurement/award/opening_actions.hpp"

namespace kori::awards
{
namespace
{

using namespace http;

const access::ThrottleLimits throttle_limits{};

struct Asker
{
    Actor actor;
    access::User user;
};

// Prepare runs before the transaction asks who it is; nobody: the transaction refuses.
std::optional<Asker> asker_of(Transaction& tx, const Request& request, Environment& environment)
{
    const auto header = request.header("authorization").value_or("");
    if (header.size() < 8)
        return std::nullopt;
    const auto actor = access::actor_of_token(tx, header.substr(7), environment.clock.now());
    if (!actor || !actor->user || !actor->membership)
        return std::nullopt;
    const auto user = access::find_user(tx, environment.keys, *actor->user);
    return user ? std::optional{Asker{*actor, *user}} : std::nullopt;
}

// With the shares that wait already: are they true, and when they are enough, what do they open?
void look_into(Transaction& tx, const Request& request, const Asker& asker, OpeningRoom& room, Instant now,
               ShareAttempt& attempt)
{
    const auto competition = competitions::find(tx, *attempt.competition);
    if (!competition || !asker.actor.speaks_for(competition->authority) || !competition->closes_at ||
        request.received_at <= *competition->closes_at || competition->opened_at)
        return;
    auto together = room.others(competition->id, asker.user.id, now);
    std::vector<crypto::SecretShare> shares;
    attempt.present.clear();
    attempt.present_members.clear();
    for (auto& one : together)
    {
        attempt.present.push_back(one.user);
        attempt.present_members.push_back(one.membership);
        shares.push_back(std::move(one.share));
    }
    attempt.present.push_back(asker.user.id);
    attempt.present_members.push_back(*asker.actor.membership);
    shares.push_back(
        {attempt.share->share.number, crypto::SecretBytes::copy_of(attempt.share->share.bytes.view())});
    if (auto well = check_shares(tx, *competition, shares); !well)
    {
        // Those that wait were true when they came: what is wrong is the caller's own.
        auto refusal = well.refusal();
        for (auto& field : refusal.fields)
            field.pointer = "/share";
        attempt.fault = std::move(refusal);
    }
    else if (static_cast<std::int64_t>(shares.size()) >= competition->openers_needed)
    {
        auto opened = open_all(tx, *competition, shares);
        if (!opened)
            attempt.fault = opened.refusal();
        else
            attempt.opened = std::make_shared<const OpenedAll>(std::move(*opened));
    }
}

Result<std::any> prepare_share(const Request& request, const json::Value& body, Environment& environment,
                               OpeningRoom& room)
{
    ShareAttempt attempt;
    std::optional<Asker> asker;
    bool is_throttled = false;
    const auto now = environment.clock.now();
    environment.store.read(
        [&](Transaction& tx)
        {
            asker = asker_of(tx, request, environment);
            is_throttled = asker && access::is_throttled(tx, environment.keys, asker->user.email,
                                                         request.peer, now, throttle_limits);
        });
    if (!asker)
        return std::any{attempt};
    if (is_throttled)
        return refuse(Fault::throttled, "access.too_many_failures",
                      "Too many wrong passwords from here; wait a while.")
            .with("retry_after_seconds", throttle_limits.window_seconds);
    attempt.present = {asker->user.id};
    attempt.present_members = {*asker->actor.membership};
    attempt.password_fits = crypto::verify_password(asker->user.password_hash, body.at("password").text());
    auto read = crypto::read_opened_share(body.at("share").text());
    if (!read)
        attempt.fault = Refusal{read.refusal()}.in(
            {{"/share", read.refusal().rule, read.refusal().sentence, read.refusal().values}});
    else
    {
        attempt.competition = CompetitionId::parse(read->competition);
        if (!attempt.competition)
            attempt.fault = bad_field("/share", "award.share_of_another_competition",
                                      "This share belongs to another competition.");
        attempt.share = std::make_shared<const WaitingShare>(
            WaitingShare{asker->user.id, *asker->actor.membership, std::move(read->share),
                         now.plus_seconds(share_waits_seconds)});
    }
    if (attempt.password_fits && !attempt.fault)
        environment.store.read([&](Transaction& tx) { look_into(tx, request, *asker, room, now, attempt); });
    return std::any{std::move(attempt)};
}

Result<Reply> post_share(Call& call, const std::shared_ptr<OpeningRoom>& room)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto* attempt = std::any_cast<ShareAttempt>(&call.prepared);
    PROMISE(attempt != nullptr);
    const auto done = hand_in_share(call.tx, call.ambient, call.actor, *id, *attempt);
    if (!done)
    {
        if (done.refusal().rule == "award.password_wrong")
            if (const auto user = access::find_user(call.tx, call.environment.keys, *call.actor.user))
                call.when_refused = [email = user->email, &keys = call.environment.keys,
                                     peer = call.request.peer, now = call.ambient.now](Transaction& tx)
                { access::count_failure(tx, keys, email, peer, now, throttle_limits); };
        return done.refusal();
    }
    // The share waits only when its entry is on disk.
    call.after_commit = [room, id = *id, share = attempt->share, opened = done->was_opened]
    {
        if (opened)
            room->clear(id);
        else
            room->put(id, {share->user,
                           share->membership,
                           {share->share.number, crypto::SecretBytes::copy_of(share->share.bytes.view())},
                           share->until});
    };
    auto view = opening_view(call, done->competition, *room);
    if (!done->was_opened)
    {
        json::Object waiting;
        for (const auto& [name, value] : view.members())
            waiting.add(name,
                        name == "present" ? json::Value{json::array_of(attempt->present_members)} : value);
        view = std::move(waiting);
    }
    return Reply::ok(std::move(view));
}

Result<Reply> get_opening(Call& call, OpeningRoom& room)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto competition = own_competition(call.tx, call.actor, *id);
    if (!competition)
        return competition.refusal();
    return Reply::ok(opening_view(call, *competition, room));
}

// A part tells the price: the form does, and whichever the call named.
bool tells_price(const Competition& competition, std::string_view part)
{
    if (part == tenders::form_part)
        return true;
    for (const auto& asked : competition.parts)
        if (asked.name == part)
            return asked.tells_price;
    return true;
}

Result<Reply> get_part(Call& call)
{
    const auto id = call.id<TenderTag>("tender");
    if (!id)
        return id.refusal();
    const auto own = opened_tender(call.tx, call.actor, *id);
    if (!own)
        return own.refusal();
    const auto part = assessments::find_part(call.tx, *id, call.path.find("part")->second);
    if (!part)
        return absent();
    if (tells_price(own->competition, part->name) && hides_prices(call.tx, own->competition))
        return refuse(Fault::forbidden, "award.prices_hidden",
                      "Quality is judged blind to price: this opens when all quality is agreed.");
    json::Object view;
    view.add("tender", *id).add("name", part->name).add("bytes", part->bytes);
    if (part->fault.empty())
        view.add("digest", part->digest).add("content", to_base64(part->content));
    else
        view.add("fault", part->fault);
    return Reply::ok(std::move(view));
}

} // namespace

Routes opening_routes()
{
    const auto room = std::make_shared<OpeningRoom>();
    const auto opening = shared(opening_shape());
    const auto share =
        shared(object("OpenedShare", "An opener's own share, opened offline, with the password once more",
                      {required("password", text(1, 200, "Your password", "neljä-sanaa-peräkkäin-näin")),
                       required("share", text(1, 4'096, "KORI-OPENED-SHARE-1",
                                              "KORI-OPENED-SHARE-1\ncompetition: cmp_01j9z3\nshare: 1\n"))}));
    const auto part = shared(
        object("OpenedPart", "One part of an opened tender",
               {required("tender", id_of<TenderTag>("Tender")), required("name", text(1, 64, "Part", "form")),
                required("bytes", integer(0, 2'000'000'000, "Plain bytes", 640)),
                optional("digest", text(64, 64, "SHA-256 of the plain part",
                                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
                optional("content", text(0, 2'000'000'000, "Base64", "eyJ9")),
                optional("fault", text(1, 100, "Rule: why it did not open", "sealing.tender_altered"))}));
    return {
        competition_row(
            "opened-shares", may_open, share, opening, [room](Call& call) { return post_share(call, room); },
            "Hand in your opened share; the last one needed opens all tenders")
            .preparing([room](const Request& request, const json::Value& body, Environment& environment)
                       { return prepare_share(request, body, environment, *room); }),
        Route{Method::get, "/api/v1/competitions/{competition}/opening", may_see, Access::reads, nullptr,
              opening, [room](Call& call) { return get_opening(call, *room); }, "The opening record"},
        Route{Method::get, "/api/v1/opened-tenders/{tender}/parts/{part}", may_see, Access::reads_and_logs,
              nullptr, part, get_part, "One part of an opened tender; who looked is on record"}
            .viewing([](const Call& call) { return Facts{{"part", call.path.find("part")->second}}; })
            .viewing_about([](const Call& call) { return call.path.find("tender")->second; })
            .naming({{"part", text(1, 64, "Name of the part", "form")}}),
    };
}

} // namespace kori::awards
