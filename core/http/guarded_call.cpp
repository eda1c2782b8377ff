#include "core/http/guarded_call.hpp"

#include "core/access/access_actions.hpp"
#include "core/access/credentials.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/idempotency.hpp"
#include "core/http/locale.hpp"
#include "core/http/precondition.hpp"
#include "core/http/problem.hpp"
#include "core/reference/duties.hpp"

#include <algorithm>

namespace kori::http
{
namespace
{

Language language_of(const Request& request, Language preferred)
{
    return choose_language(request.header("accept-language"), preferred);
}

std::optional<std::string> bearer_of(const Request& request)
{
    const auto header = request.header("authorization");
    if (!header || header->size() < 8)
        return std::nullopt;
    std::string scheme = header->substr(0, 7);
    std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return scheme == "bearer " ? std::optional{header->substr(7)} : std::optional<std::string>{std::string{}};
}

Result<Actor> identify(Transaction& tx, const Request& request, Environment& environment, Instant now)
{
    const auto bearer = bearer_of(request);
    if (!bearer)
        return Actor{};
    if (bearer->starts_with("choice_") && environment.choice_actor)
        return environment.choice_actor(tx, *bearer, now);
    return access::actor_of_token(tx, *bearer, now);
}

bool has_duty(Transaction& tx, const Environment& environment, const Actor& actor, Permission permission,
              CivilDate today)
{
    return std::any_of(actor.roles.begin(), actor.roles.end(),
                       [&](const std::string& role)
                       {
                           if (environment.area_duty && actor.organisation)
                               if (const auto own = environment.area_duty(tx, *actor.organisation, role,
                                                                          permission.name, today))
                                   return *own;
                           return environment.duties.may(role, permission.name, today);
                       });
}

// The first fence: the row's permission.
std::optional<Refusal> fence(Transaction& tx, const Environment& environment, const Actor& actor,
                             Permission permission, CivilDate today)
{
    if (permission == everybody)
        return std::nullopt;
    if (permission == signed_in && actor.kind != ActorKind::nobody)
        return std::nullopt;
    if (permission == choice_holder ? actor.kind == ActorKind::customer : actor.kind == ActorKind::member)
        if (permission == choice_holder || permission == any_member ||
            has_duty(tx, environment, actor, permission, today))
            return std::nullopt;
    if (actor.kind == ActorKind::nobody)
        return refuse(Fault::unauthenticated, "access.sign_in", "Sign in first.");
    return refuse(Fault::forbidden, "access.no_duty", "Your role does not do this.");
}

bool is_read(const Route& route)
{
    return route.access != Access::writes;
}

Response response_of(const Asked& asked, const Reply& reply, const Environment& environment,
                     Language language)
{
    const auto& route = *asked.route;
    Response response;
    response.status = reply.status;
    if (!reply.content_type.empty())
    {
        response.set("Content-Type", reply.content_type);
        response.body = reply.raw;
    }
    else if (!reply.body.is_null())
    {
        if (environment.checks_replies && route.reply)
        {
            const auto faults = faults_of(reply.body, *route.reply);
            if (!faults.empty())
                throw BrokenPromise{"the answer of " + route.pattern + " differs from its description at " +
                                    faults.front().pointer + ": " + faults.front().rule};
        }
        response.set("Content-Type", "application/json");
        response.body = json::write(reply.body);
    }
    response.set("Content-Language", std::string{code_of(language)});
    if (!reply.location.empty())
        response.set("Location", reply.location);
    if (!reply.next_cursor.empty())
    {
        const auto path = asked.request.target.substr(0, asked.request.target.find('?'));
        std::string link = "<" + path + "?after=" + reply.next_cursor;
        for (const auto& [name, value] : asked.query)
            if (name != "after")
                link += "&" + name + "=" + percent_encoded(value);
        response.set("Link", link + ">; rel=\"next\"");
    }
    if (!reply.cache_control.empty())
        response.set("Cache-Control", reply.cache_control);
    if (!response.body.empty() && (is_read(route) || reply.revision))
        response.set("ETag", entity_tag(response.body, reply.revision));
    return response;
}

Response not_modified(const Response& full)
{
    Response response;
    response.status = 304;
    for (const auto name : {"ETag", "Content-Language", "Cache-Control", "Link"})
        if (const auto value = full.header(name))
            response.set(name, *value);
    return response;
}

} // namespace

std::optional<Refusal> first_fence(Transaction& tx, const Asked& asked, Environment& environment,
                                   Language& language)
{
    const auto now = environment.clock.now();
    const auto actor = identify(tx, asked.request, environment, now);
    language = language_of(asked.request, actor ? actor->language : Language::fi);
    return actor ? fence(tx, environment, *actor, asked.route->permission, finnish_date(now))
                 : actor.refusal();
}

Outcome guarded_call(Transaction& tx, const Asked& asked, Environment& environment)
{
    const auto& route = *asked.route;
    const auto& request = asked.request;
    Outcome outcome;
    const Ambient ambient{request.received_at, environment.clock.now(), environment.random, environment.law};

    auto actor = identify(tx, request, environment, ambient.now);
    const auto language = language_of(request, actor ? actor->language : Language::fi);
    const auto refused = [&](const Refusal& refusal)
    {
        outcome.response = problem_response(refusal, language, environment.locale, request.id);
        outcome.witnesses = refusal.witnesses;
        return outcome;
    };
    if (!actor)
        return refused(actor.refusal());
    actor->language = language;
    outcome.doer = access::doer_of(*actor);
    if (actor->organisation)
        outcome.organisations = {actor->organisation->text()};

    if (const auto stop = fence(tx, environment, *actor, route.permission, ambient.today()))
        return refused(*stop);
    if (asked.unreadable)
        return refused(*asked.unreadable);

    std::optional<Idempotency> idempotency;
    if (route.idempotent_by_key)
    {
        const auto key = request.header("idempotency-key");
        if (!key || !is_idempotency_key(*key))
            return refused(refuse(
                Fault::malformed, "http.idempotency_key_missing",
                "Send an Idempotency-Key header of 16 to 255 characters, a new one for each new act."));
        const auto scope =
            actor->kind == ActorKind::customer ? "customer:" + actor->choice_session : outcome.doer.name;
        idempotency = idempotency_of(environment.keys, request, scope, bearer_of(request).value_or(""), *key);
        auto stored = stored_reply(tx, *idempotency, ambient.now);
        if (!stored)
            return refused(stored.refusal());
        if (*stored)
        {
            outcome.response = std::move(**stored);
            return outcome; // undone: nothing is written twice
        }
    }
    if (route.match == Match::demanded && !request.header("if-match"))
        return refused(refuse(Fault::precondition, "http.if_match_missing",
                              "Send If-Match with the ETag that you saw, so that nobody's change is lost."));

    Call call{tx, ambient, *actor, request, asked.path, asked.query, asked.body, asked.prepared, environment};
    auto reply = route.handler(call);
    outcome.when_refused = call.when_refused;
    if (!reply)
        return refused(reply.refusal());
    PROMISE(route.match != Match::demanded || call.revision_was_checked);

    outcome.response = response_of(asked, *reply, environment, language);
    outcome.after_commit = call.after_commit;
    outcome.verdict = Verdict::keep;
    if (call.controller && actor->kind == ActorKind::member && !actor->speaks_for(*call.controller))
        outcome.organisations.insert(outcome.organisations.begin(), call.controller->text());
    if (route.view_facts)
        outcome.view_facts = route.view_facts(call);
    if (route.view_about)
        outcome.view_about = route.view_about(call);
    if (idempotency)
        store_reply(tx, *idempotency, outcome.response, ambient, call.person);
    if (const auto seen = request.header("if-none-match");
        seen && is_read(route) && outcome.response.status == 200)
        if (if_none_match(*seen, outcome.response.header("ETag").value_or("")))
            outcome.response = not_modified(outcome.response);
    return outcome;
}

std::optional<std::string> Call::query_text(std::string_view name) const
{
    const auto at = query.find(name);
    return at == query.end() ? std::nullopt : std::optional{at->second};
}

Result<Done> Call::expect_revision(std::int64_t revision) const
{
    revision_was_checked = true;
    const auto header = request.header("if-match");
    if (!header)
        return Done{};
    switch (if_match(*header, revision))
    {
    case IfMatch::match:
        return Done{};
    case IfMatch::malformed:
        return refuse(Fault::malformed, "http.bad_if_match", "If-Match holds ETags in quotes.");
    case IfMatch::no_match:
        break;
    }
    return refuse(Fault::stale, "http.stale",
                  "Somebody has changed this since you saw it: look again, then decide.");
}

bool Call::has_duty(Permission permission) const
{
    return actor.kind == ActorKind::member &&
           http::has_duty(tx, environment, actor, permission, ambient.today());
}

} // namespace kori::http
