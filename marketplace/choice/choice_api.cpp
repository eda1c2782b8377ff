// The choice: sessions that a coach opens, and the customer's own view of one, without an account.
#include "marketplace/choice/choice_api.hpp"

#include "core/access/credentials.hpp"
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_view.hpp"
#include "marketplace/consent/consent_actions.hpp"
#include "marketplace/consent/consent_view.hpp"
#include "marketplace/customer/customer_actions.hpp"

#include <algorithm>

namespace kori::choices
{
namespace
{

using namespace http;

constexpr Permission open_choice{"choice.open"};
constexpr Permission see_coded{"customer.see_coded"};
constexpr Permission reseed{"choice.reseed"};

// Guessing is throttled by address as sign-in is; 60 bits of a code do the rest. ASSUMED: 20 wrong ones a
// quarter of an hour, since many customers share the address of an employment office.
const access::ThrottleLimits throttle_limits{20, 50, 900};
constexpr std::string_view throttle_name = "choice code";

CustomerId customer_of(Transaction& tx, const ChoiceSession& session)
{
    return agreement_of(tx, session).customer;
}

Result<ChoiceSession> seen_session(const Call& call)
{
    const auto id = call.id<ChoiceSessionTag>("session");
    if (!id)
        return id.refusal();
    auto session = find_session(call.tx, *id);
    if (!session || !agreement_for_sight(call.tx, call.actor, session->agreement, call.ambient.today()))
        return absent();
    return std::move(*session);
}

std::string about_session(const Call& call)
{
    return customers::handle_of(call.environment.keys, customer_of(call.tx, *seen_session(call)));
}

Result<Reply> post_session(Call& call)
{
    const auto id = call.id<BasketAgreementTag>("agreement");
    if (!id)
        return id.refusal();
    const auto opened = open_session(call.tx, call.ambient, call.actor, call.environment, *id);
    if (!opened)
        return opened.refusal();
    call.person = customer_of(call.tx, opened->session).revealed();
    auto view = session_view(call.tx, opened->session);
    view.add("code", opened->code);
    return Reply::created(view, opened->session.revision,
                          "/api/v1/choice-sessions/" + opened->session.id.text());
}

Result<Reply> get_session(Call& call)
{
    const auto session = seen_session(call);
    if (!session)
        return session.refusal();
    return Reply::view(session_view(call.tx, *session), session->revision);
}

Result<Reply> post_revoke(Call& call)
{
    const auto known = seen_session(call);
    if (!known)
        return known.refusal();
    if (const auto fresh = call.expect_revision(known->revision); !fresh)
        return fresh.refusal();
    const auto session =
        revoke_session(call.tx, call.ambient, call.actor, known->id, call.body.at("reason").text());
    if (!session)
        return session.refusal();
    call.person = customer_of(call.tx, *session).revealed();
    return Reply::view(session_view(call.tx, *session), session->revision);
}

Result<Reply> post_assisted(Call& call)
{
    const auto known = seen_session(call);
    if (!known)
        return known.refusal();
    if (const auto fresh = call.expect_revision(known->revision); !fresh)
        return fresh.refusal();
    const auto& help = call.body.at("assistance");
    const auto kept = choose_assisted(call.tx, call.ambient, call.actor, call.environment, known->id,
                                      call.body.at("offer").id<OfferTag>(),
                                      {help.at("by").text(), *parse_assistance_kind(help.at("kind").text())});
    if (!kept)
        return kept.refusal();
    call.person = customer_of(call.tx, *known).revealed();
    return Reply::created(receipt_view(*kept), 1, "/api/v1/choice-receipts/" + kept->receipt.id.text());
}

Result<Reply> post_new_seed(Call& call)
{
    const auto id = call.id<BasketAgreementTag>("agreement");
    if (!id)
        return id.refusal();
    const auto number = new_seed(call.tx, call.ambient, call.actor, *id, call.body.at("reason").text());
    if (!number)
        return number.refusal();
    return Reply::ok(json::Object{}.add("seed_number", *number));
}

// --- the customer's own

Result<Reply> post_open(Call& call)
{
    const auto& keys = call.environment.keys;
    if (access::is_throttled(call.tx, keys, throttle_name, call.request.peer, call.ambient.now,
                             throttle_limits))
        return refuse(Fault::throttled, "choice.too_many_codes",
                      "Too many wrong codes from here; wait a while.")
            .with("retry_after_seconds", throttle_limits.window_seconds);
    const auto entered = enter(call.tx, call.ambient, call.environment, call.body.at("code").text());
    if (!entered)
    {
        call.when_refused = [&keys, peer = call.request.peer, now = call.ambient.now](Transaction& tx)
        { access::count_failure(tx, keys, throttle_name, peer, now, throttle_limits); };
        auto refusal = entered.refusal();
        refusal.witnesses.push_back({"choice.wrong_code", "choice", {}});
        return refusal;
    }
    access::forget_failures(call.tx, keys, throttle_name, call.request.peer);
    call.person = entered->customer.revealed();
    return Reply::ok(json::Object{}
                         .add("token", entered->token)
                         .add("expires_at", entered->expires_at)
                         .add("session", entered->session.id)
                         .add("language", code_of(entered->session.language)));
}

Result<Reply> post_show(Call& call)
{
    const auto session = show(call.tx, call.ambient, call.actor, call.environment);
    if (!session)
        return session.refusal();
    call.person = customer_of(call.tx, *session).revealed();
    return Reply::view(view_for_customer(call, *session), session->revision);
}

Result<Reply> get_choice(Call& call)
{
    const auto session = own_session(call.tx, call.actor);
    return Reply::view(view_for_customer(call, session), session.revision);
}

Result<Reply> given(Call& call, const Result<KeptReceipt>& kept)
{
    if (!kept)
        return kept.refusal();
    call.person = customer_of(call.tx, own_session(call.tx, call.actor)).revealed();
    return Reply::created(receipt_view(*kept), 1, "/api/v1/choice-receipts/" + kept->receipt.id.text());
}

Result<Reply> post_choose(Call& call)
{
    return given(call, choose(call.tx, call.ambient, call.actor, call.environment,
                              call.body.at("offer").id<OfferTag>()));
}

Result<Reply> post_none(Call& call)
{
    return given(call, find_none_suitable(call.tx, call.ambient, call.actor, call.environment,
                                          call.body.at("reason").text()));
}

// After the choice: the consent that its basket needs, for the chosen provider only.
Result<Reply> post_consent(Call& call, const consents::Hooks& hooks)
{
    const auto session = own_session(call.tx, call.actor);
    const auto kept = find_kept_of(call.tx, session.id);
    const auto nothing_asked = refuse(Fault::conflict, "choice.nothing_asked", "No consent is asked of you.");
    if (!kept || !kept->receipt.chosen)
        return nothing_asked;
    const auto version = offers::find_version(call.tx, *kept->receipt.chosen);
    const auto offer = offers::find(call.tx, version->offer);
    const auto customer = customer_of(call.tx, session);
    const auto asked =
        consents::running(call.tx, customer, offer->provider, consent_purpose::health_to_provider);
    if (!asked)
        return nothing_asked;
    const auto answered =
        consents::answer_own(call.tx, call.ambient, call.actor, *asked, call.body.at("answer").text(), hooks);
    if (!answered)
        return answered.refusal();
    call.person = customer.revealed();
    return Reply::view(consents::view_of(*answered), answered->revision);
}

Shape assisted_shape()
{
    return object(
        "AssistedChoice", "What the customer chose with help, of the list that was shown",
        {required("offer", id_of<OfferTag>("One of the shown offers")),
         required(
             "assistance",
             object("Assistance", "Who helped and how",
                    {required("by", text(1, 60, "A membership, or support_person; never a name", "mbr_…")),
                     required("kind", code({"read_aloud", "interpreted", "plain_language", "used_device",
                                            "support_person"},
                                           "How"))}))});
}

} // namespace

Routes choice_routes(const consents::Hooks& hooks)
{
    const auto session = shared(session_shape());
    const auto choice = shared(choice_shape());
    const auto receipt = shared(receipt_shape());
    const auto reason =
        shared(object("ChoiceRevocation", "Why",
                      {required("reason", text(1, 500, "Why, without a name", "Koodi katosi"))}));
    const auto seed_reason = shared(object("NewSeedWish", "Why another order",
                                           {required("reason", text(1, 500, "Ground", "Tekninen virhe"))}));
    const auto seed = shared(
        object("NewSeed", "The next seed", {required("seed_number", integer(2, 1'000'000, "Number", 2))}));
    const auto code_wish = shared(
        object("ChoiceCode", "The code that the coach gave",
               {required("code", text(12, 30, "Capital or not, with or without dashes", "7KQ2-M4XW-93TZ"))}));
    const auto entered = shared(object(
        "ChoiceEntered", "A bearer token for this choice alone, told once",
        {required("token", text(20, 200, "Send it as Authorization: Bearer", "choice_b3Kd9xQ2m7Zt1RfVwYaa")),
         required("expires_at", instant("When it ends", "2026-03-02T12:15:00Z")),
         required("session", id_of<ChoiceSessionTag>("This choice")),
         required("language", code({"fi", "sv", "en"}, "Language"))}));
    const auto wish = shared(
        object("ChoiceWish", "What I choose", {required("offer", id_of<OfferTag>("One of the shown"))}));
    const auto none = shared(object("NoneSuitable", "Why nothing is suitable",
                                    {required("reason", code(reasons_for_none(), "Why"))}));
    const auto answer =
        shared(object("OwnConsent", "My answer",
                      {required("answer", code({"give", "refuse", "withdraw"}, "Yes, no, or no more"))}));
    return {
        Route{Method::post, "/api/v1/agreements/{agreement}/choice-sessions", open_choice, Access::writes,
              nullptr, session, post_session, "Open a choice; the code is told once"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/choice-sessions/{session}", see_coded, Access::reads_and_logs, nullptr,
              session, get_session, "Where a choice stands"}
            .viewing_about(about_session),
        Route{Method::post, "/api/v1/choice-sessions/{session}/revoke", open_choice, Access::writes, reason,
              session, post_revoke, "Make a lost code useless"}
            .keyed()
            .allowing_match(),
        Route{Method::post, "/api/v1/choice-sessions/{session}/assisted", open_choice, Access::writes,
              shared(assisted_shape()), receipt, post_assisted,
              "Record what the customer chose with help, of the list that was shown"}
            .keyed()
            .creating()
            .allowing_match(),
        Route{Method::post, "/api/v1/agreements/{agreement}/new-seed", reseed, Access::writes, seed_reason,
              seed, post_new_seed, "Decide that the offers are shown in another neutral order"}
            .keyed(),
        Route{Method::post, "/api/v1/choice/open", everybody, Access::writes, code_wish, entered, post_open,
              "Exchange a code for a token; the code is used up"}
            .keyed(),
        Route{Method::post, "/api/v1/choice/show", choice_holder, Access::writes, nullptr, choice, post_show,
              "Show the offers; what is shown is written down"}
            .keyed(),
        Route{Method::get, "/api/v1/choice", choice_holder, Access::reads, nullptr, choice, get_choice,
              "The list as it was shown"},
        Route{Method::post, "/api/v1/choice/choose", choice_holder, Access::writes, wish, receipt,
              post_choose, "Choose one of the shown offers"}
            .keyed()
            .creating(),
        Route{Method::post, "/api/v1/choice/none", choice_holder, Access::writes, none, receipt, post_none,
              "Say that nothing is suitable"}
            .keyed()
            .creating(),
        Route{Method::post, "/api/v1/choice/consent", choice_holder, Access::writes, answer,
              shared(consents::consent_shape()), [hooks](Call& call) { return post_consent(call, hooks); },
              "Answer whether the chosen provider may know about health"}
            .keyed(),
    };
}

} // namespace kori::choices
