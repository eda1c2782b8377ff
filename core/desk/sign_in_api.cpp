// Registration, sign-in and one's own account. Passwords are checked and hashed in prepare steps, on worker
// threads.
#include "core/access/access_actions.hpp"
#include "core/crypto/keyring.hpp"
#include "core/desk/access_views.hpp"
#include "core/http/environment.hpp"
#include "core/storage/store.hpp"

namespace kori::desk
{
namespace
{

using namespace http;

const access::ThrottleLimits throttle_limits{};

// A prepare step's product: the hash of a new password.
Result<std::any> hash_new_password(const json::Value& body, std::string_view field, std::string_view email,
                                   Environment& environment)
{
    const auto& password = body.at(field).text();
    if (auto fault = access::password_fault(password, email, "/" + std::string{field}))
        return refuse(Fault::invalid, fault->rule, fault->sentence).in({*fault});
    return std::any{crypto::hash_password(password, environment.password_cost)};
}

Shape registration_shape()
{
    return object(
        "Registration", "A provider or civic actor and its first member",
        {required("kind", code({"provider", "civic"}, "Sells services, or neither sells nor buys")),
         optional("business_id", pattern("business_id", "Y-tunnus; an informal group has none", "0112038-9")),
         required("legal_form", legal_form()), required("name", organisation_name()),
         required("person_name", text(1, 200, "The first member's name", "Aino Esimerkki")),
         required("email", pattern("email", "To sign in with; never shown", "aino@jarjesto.example")),
         required("password", text(1, 200, "At least 12 characters", "neljä-sanaa-peräkkäin-näin")),
         required("language", language_code())});
}

Result<Reply> post_registration(Call& call)
{
    const auto& body = call.body;
    const auto kind = parse_organisation_kind(body.at("kind").text());
    const auto registered = access::register_organisation(
        call.tx, call.ambient, call.environment.keys, call.actor,
        {*kind, body.optional_text("business_id"), body.at("legal_form").text(), body.at("name").local_text(),
         body.at("email").text(), body.at("person_name").text(), *parse_language(body.at("language").text()),
         std::any_cast<std::string>(call.prepared)});
    if (!registered)
        return registered.refusal();
    return Reply::created(view_of(registered->organisation), registered->organisation.revision,
                          "/api/v1/organisations/" + registered->organisation.id.text());
}

// What a prepare step of sign-in found: whose password it was.
struct SignedIn
{
    UserId user;
};

Result<std::any> check_password(const Request& request, const json::Value& body, Environment& environment)
{
    // Verified against when the address is unknown, so that both cases take the same time.
    static const std::string decoy =
        crypto::hash_password("no account has this password", environment.password_cost);
    const auto& email = body.at("email").text();
    std::optional<access::User> user;
    bool is_throttled = false;
    environment.store.read(
        [&](Transaction& tx)
        {
            is_throttled = access::is_throttled(tx, environment.keys, email, request.peer,
                                                environment.clock.now(), throttle_limits);
            if (!is_throttled)
                user = access::find_user_by_email(tx, environment.keys, email);
        });
    if (is_throttled)
        return refuse(Fault::throttled, "access.too_many_failures",
                      "Too many wrong passwords from here; wait a while.")
            .with("retry_after_seconds", throttle_limits.window_seconds);
    const bool fits = crypto::verify_password(user ? user->password_hash : decoy, body.at("password").text());
    return user && fits ? std::any{SignedIn{user->id}} : std::any{};
}

Result<Reply> post_sign_in(Call& call)
{
    const auto& email = call.body.at("email").text();
    if (!call.prepared.has_value())
    {
        call.when_refused = [email, &call_keys = call.environment.keys, peer = call.request.peer,
                             now = call.ambient.now](Transaction& tx)
        { access::count_failure(tx, call_keys, email, peer, now, throttle_limits); };
        return refuse(Fault::unauthenticated, "access.wrong_password",
                      "The address or the password is wrong.")
            .leaving({"sign_in.failed", "sign_in", {}});
    }
    const auto user = std::any_cast<SignedIn>(call.prepared).user;
    const auto wanted = call.body.optional_text("organisation");
    std::vector<Membership> fitting;
    for (const auto& membership : access::memberships_of_user(call.tx, user))
        if (membership.validity.contains(call.ambient.today()) &&
            (!wanted || membership.organisation.text() == *wanted))
            fitting.push_back(membership);
    if (fitting.empty())
        return refuse(Fault::forbidden, "access.no_membership", "You are not a member there now.");
    if (fitting.size() > 1)
        return refuse(Fault::invalid, "access.which_organisation",
                      "You are a member of several: name the organisation.")
            .in({{"/organisation",
                  "access.which_organisation",
                  "You are a member of several: name the organisation.",
                  {}}});

    const auto& membership = fitting.front();
    const auto issued =
        access::issue_token(call.tx, call.ambient, membership.id, call.environment.token_lifetime_seconds);
    access::forget_failures(call.tx, call.environment.keys, email, call.request.peer);

    journal::append(call.tx, call.ambient, {membership.id.text(), membership.organisation.text()},
                    {"signed_in",
                     membership.id.text(),
                     {},
                     journal::Audience::organisation,
                     {membership.organisation.text()},
                     {},
                     {}});
    return Reply::ok(json::Object{}
                         .add("token", issued.token)
                         .add("expires_at", issued.expires_at)
                         .add("membership", membership.id)
                         .add("organisation", membership.organisation)
                         .add("roles", json::array_of(membership.roles)));
}

Result<Reply> post_sign_out(Call& call)
{
    if (call.actor.kind == ActorKind::customer)
    {
        call.environment.end_choice(call.tx, call.ambient, call.actor);
        return Reply::nothing();
    }
    access::revoke_token(call.tx, call.actor.token_hash, call.ambient.now);
    journal::append(call.tx, call.ambient, access::doer_of(call.actor),
                    {"signed_out",
                     call.actor.membership->text(),
                     {},
                     journal::Audience::organisation,
                     {call.actor.organisation->text()},
                     {},
                     {}});
    return Reply::nothing();
}

Result<Reply> get_me(Call& call)
{
    const auto user = access::find_user(call.tx, call.environment.keys, *call.actor.user);
    const auto membership = access::find_membership(call.tx, *call.actor.membership);
    const auto organisation = access::find_organisation(call.tx, *call.actor.organisation);
    PROMISE(user && membership && organisation);
    return Reply::ok(json::Object{}
                         .add("name", user->name)
                         .add("email", user->email)
                         .add("language", code_of(user->language))
                         .add("membership", view_of(*membership))
                         .add("organisation", view_of(*organisation)));
}

struct NewPassword
{
    bool old_fits;
    std::string hash;
};

Result<std::any> prepare_password(const Request& request, const json::Value& body, Environment& environment)
{
    const auto bearer = request.header("authorization").value_or("       ").substr(7);
    std::optional<access::User> user;
    environment.store.read(
        [&](Transaction& tx)
        {
            const auto actor = access::actor_of_token(tx, bearer, environment.clock.now());
            if (actor)
                user = access::find_user(tx, environment.keys, *actor->user);
        });
    if (!user)
        return std::any{};
    auto hash = hash_new_password(body, "new_password", user->email, environment);
    if (!hash)
        return hash.refusal();
    return std::any{NewPassword{crypto::verify_password(user->password_hash, body.at("old_password").text()),
                                std::any_cast<std::string>(*hash)}};
}

Result<Reply> put_password(Call& call)
{
    const auto* wish = std::any_cast<NewPassword>(&call.prepared);
    if (wish == nullptr || !wish->old_fits)
        return refuse(Fault::invalid, "access.old_password_wrong", "The old password is wrong.")
            .in({{"/old_password", "access.old_password_wrong", "The old password is wrong.", {}}})
            .leaving({"password.change_refused", call.actor.membership->text(), {}});
    access::set_password_hash(call.tx, *call.actor.user, wish->hash);
    for (const auto& membership : access::memberships_of_user(call.tx, *call.actor.user))
        access::revoke_tokens_of(call.tx, membership.id, call.ambient.now);
    journal::append(call.tx, call.ambient, access::doer_of(call.actor),
                    {"password.changed",
                     call.actor.membership->text(),
                     {},
                     journal::Audience::organisation,
                     {call.actor.organisation->text()},
                     {},
                     {}});
    return Reply::nothing();
}

} // namespace

Routes sign_in_routes()
{
    const auto signed_in_shape = shared(object(
        "SignedIn", "A bearer token, told once",
        {required("token", text(20, 200, "Send it as Authorization: Bearer", "kori_b3Kd9xQ2m7Zt1RfVwYaa")),
         required("expires_at", instant("When it ends by itself", "2026-03-02T22:15:00Z")),
         required("membership", id_of<MembershipTag>("Whom you act as")),
         required("organisation", id_of<OrganisationTag>("Whom you act for")),
         required("roles", list(text(1, 50, "Role", "coach"), 0, 20, "Your roles"))}));
    const auto credentials = shared(object(
        "Credentials", "Who signs in",
        {required("email", pattern("email", "Your address", "aino@jarjesto.example")),
         required("password", text(1, 200, "Your password", "neljä-sanaa-peräkkäin-näin")),
         optional("organisation", id_of<OrganisationTag>("For whom, when you are a member of several"))}));
    const auto passwords =
        shared(object("PasswordChange", "A new password; every token of yours ends",
                      {required("old_password", text(1, 200, "The one until now", "vanha-salasana-1")),
                       required("new_password", text(1, 200, "At least 12 characters", "uusi-salasana-2"))}));
    const auto me =
        shared(object("Me", "Your own account",
                      {required("name", text(1, 200, "Your name", "Aino Esimerkki")),
                       required("email", text(3, 254, "Your address", "aino@jarjesto.example")),
                       required("language", language_code()), required("membership", member_view_shape()),
                       required("organisation", organisation_view_shape())}));
    return {
        Route{Method::post, "/api/v1/registrations", everybody, Access::writes, shared(registration_shape()),
              shared(organisation_view_shape()), post_registration, "Register a provider or a civic actor"}
            .keyed()
            .creating()
            .preparing([](const Request&, const json::Value& body, Environment& environment)
                       { return hash_new_password(body, "password", body.at("email").text(), environment); }),
        Route{Method::post, "/api/v1/sign-in", everybody, Access::writes, credentials, signed_in_shape,
              post_sign_in, "Exchange address and password for a bearer token"}
            .preparing(check_password),
        Route{Method::post, "/api/v1/sign-out", signed_in, Access::writes, nullptr, nullptr, post_sign_out,
              "End the token that this request carries"}
            .answering(204),
        Route{Method::get, "/api/v1/me", any_member, Access::reads, nullptr, me, get_me,
              "Your account, membership and roles"},
        Route{Method::put, "/api/v1/me/password", any_member, Access::writes, passwords, nullptr,
              put_password, "Change your password"}
            .preparing(prepare_password)
            .answering(204),
    };
}

} // namespace kori::desk
