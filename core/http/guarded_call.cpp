#include "core/http/guarded_call.hpp"

#include "core/access/access_actions.hpp"
#include "core/access/credentials.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/cursor.hpp"
#include "core/http/idempotency.hpp"
#include "core/http/locale.hpp"
#include "core/http/precondition.hpp"
#include "core/http/problem.hpp"
#include "core/http/query_check.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "core/reference/duties.hpp"
#include "core/storage/store.hpp"

#include <algorithm>
#include <chrono>
#include <future>

namespace kori::http
{
namespace
{

// Everything of one request that is known before its transaction.
struct Asked
{
    Request request;
    Respond respond;
    const Route* route = nullptr;
    Values path;
    Values query;
    json::Value body;
    std::optional<Refusal> unreadable; // told only after actor and permission are known
    std::any prepared;
    std::chrono::steady_clock::time_point arrived = std::chrono::steady_clock::now();
};

// What one run of the job came to; a second run starts anew.
struct Outcome
{
    Response response;
    Verdict verdict = Verdict::undo;
    std::vector<Witness> witnesses;
    std::function<void(Transaction&)> when_refused;
    std::function<void()> after_commit;
    journal::Doer doer;
    std::vector<std::string> organisations;
    Facts view_facts;
    std::string view_about;
};

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

bool has_duty(Transaction& tx, const Environment& environment, const Actor& actor, Permission permission, CivilDate today)
{
    return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const std::string& role) {
        if (environment.area_duty && actor.organisation)
            if (const auto own = environment.area_duty(tx, *actor.organisation, role, permission.name, today))
                return *own;
        return environment.duties.may(role, permission.name, today);
    });
}

// The first fence: the row's permission.
std::optional<Refusal> fence(Transaction& tx, const Environment& environment, const Actor& actor, Permission permission,
                             CivilDate today)
{
    if (permission == everybody)
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

Response response_of(const Asked& asked, const Reply& reply, const Environment& environment, Language language)
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

// One run of one request inside its transaction.
Outcome run(Transaction& tx, const Asked& asked, Environment& environment)
{
    const auto& route = *asked.route;
    const auto& request = asked.request;
    Outcome outcome;
    const Ambient ambient{request.received_at, environment.clock.now(), environment.random, environment.law};

    auto actor = identify(tx, request, environment, ambient.now);
    const auto language = choose_language(request.header("accept-language").value_or(""), actor ? actor->language : Language::fi);
    const auto refused = [&](const Refusal& refusal) {
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
            return refused(refuse(Fault::malformed, "http.idempotency_key_missing",
                                  "Send an Idempotency-Key header of 16 to 255 characters, a new one for each new act."));
        const auto scope = actor->kind == ActorKind::customer ? "customer:" + actor->choice_session : outcome.doer.name;
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
    if (route.view_facts)
        outcome.view_facts = route.view_facts(call);
    if (route.view_about)
        outcome.view_about = route.view_about(call);
    if (idempotency)
        store_reply(tx, *idempotency, outcome.response, ambient, call.person);
    if (const auto seen = request.header("if-none-match"); seen && is_read(route) && outcome.response.status == 200)
        if (if_none_match(*seen, outcome.response.header("ETag").value_or("")))
            outcome.response = not_modified(outcome.response);
    return outcome;
}

void answer(const Asked& asked, Environment& environment, Response response)
{
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - asked.arrived).count();
    const std::string pattern = asked.route ? asked.route->pattern : "none";
    environment.metrics.observe_micros("kori_request_duration_seconds", micros,
                                       {{"method", std::string{name_of(asked.request.method)}}, {"route", pattern}});
    environment.metrics.count("kori_requests_total", {{"route", pattern}, {"status", std::to_string(response.status)}});
    // The pattern, never the target: a target may hold what somebody typed.
    observe::log(observe::Level::info, "request",
                 {{"request", asked.request.id},
                  {"method", name_of(asked.request.method)},
                  {"route", pattern},
                  {"status", response.status},
                  {"micros", micros}});
    asked.respond(std::move(response));
}

Response trouble(const Asked& asked, const Environment& environment, Fault fault)
{
    const auto language = choose_language(asked.request.header("accept-language").value_or(""), Language::fi);
    if (fault == Fault::busy)
        return problem_response(refuse(Fault::busy, "http.busy", "The server cannot take this now; try again soon."), language,
                                environment.locale, asked.request.id);
    return problem_response(500, refuse(Fault::conflict, "http.broken", "Something broke here; it is noted."), language,
                            environment.locale, asked.request.id);
}

void log_failure(const Asked& asked, std::string_view what)
{
    observe::log(observe::Level::error, "request.failed", {{"request", asked.request.id}, {"what", what}});
}

// Leaves what a refused or viewing call must leave behind, as entries of the journal.
void leave_behind(Transaction& tx, Environment& environment, const Outcome& outcome)
{
    const auto now = environment.clock.now();
    const Ambient ambient{now, now, environment.random, environment.law};
    for (const auto& witness : outcome.witnesses)
        journal::append(tx, ambient, outcome.doer,
                        {witness.kind, witness.about, witness.facts, journal::Audience::operators, outcome.organisations, {}, {}});
    if (outcome.when_refused)
        outcome.when_refused(tx);
}

void write(Environment& environment, std::shared_ptr<Asked> asked)
{
    auto outcome = std::make_shared<Outcome>();
    WriteJob job;
    job.weight_bytes = 1'024 + asked->request.body.size();
    job.run = [asked, outcome, &environment](Transaction& tx) {
        *outcome = run(tx, *asked, environment);
        return outcome->verdict;
    };
    job.witness = [outcome, &environment](Transaction& tx) {
        if (!outcome->witnesses.empty() || outcome->when_refused)
            leave_behind(tx, environment, *outcome);
    };
    job.done = [asked, outcome, &environment](Fate fate) {
        switch (fate)
        {
        case Fate::durable:
            if (outcome->verdict == Verdict::keep && outcome->after_commit)
                outcome->after_commit();
            return answer(*asked, environment, std::move(outcome->response));
        case Fate::failed: return answer(*asked, environment, trouble(*asked, environment, Fault::conflict));
        case Fate::lost:
        case Fate::refused: return answer(*asked, environment, trouble(*asked, environment, Fault::busy));
        }
    };
    environment.store.write(std::move(job));
}

// The entry "who looked" is durable before the answer leaves; without it there is no answer.
void log_view_then_answer(Environment& environment, std::shared_ptr<Asked> asked, std::shared_ptr<Outcome> outcome)
{
    WriteJob job;
    job.run = [asked, outcome, &environment](Transaction& tx) {
        const auto now = environment.clock.now();
        const Ambient ambient{now, now, environment.random, environment.law};
        Facts facts = outcome->view_facts;
        facts.emplace_back("route", asked->route->pattern);
        facts.emplace_back("request", asked->request.id);
        std::string about = asked->path.empty() ? std::string{"list"} : asked->path.begin()->second;
        if (!outcome->view_about.empty())
            about = outcome->view_about;
        // A customer speaks for no organisation.
        const auto audience =
            outcome->organisations.empty() ? journal::Audience::operators : journal::Audience::organisation;
        journal::append(tx, ambient, outcome->doer,
                        {"viewed", about, facts, audience, outcome->organisations, {}, {}});
        return Verdict::keep;
    };
    job.done = [asked, outcome, &environment](Fate fate) {
        answer(*asked, environment,
               fate == Fate::durable ? std::move(outcome->response) : trouble(*asked, environment, Fault::busy));
    };
    environment.store.write(std::move(job));
}

void read(Environment& environment, std::shared_ptr<Asked> asked)
{
    auto outcome = std::make_shared<Outcome>();
    try
    {
        environment.store.read([&](Transaction& tx) { *outcome = run(tx, *asked, environment); });
    }
    catch (const StorageError& error)
    {
        log_failure(*asked, error.what());
        return answer(*asked, environment, trouble(*asked, environment, Fault::busy));
    }
    catch (const std::exception& error)
    {
        log_failure(*asked, error.what());
        environment.metrics.count("kori_broken_promises_total");
        return answer(*asked, environment, trouble(*asked, environment, Fault::conflict));
    }
    if (asked->route->access == Access::reads_and_logs && outcome->verdict == Verdict::keep)
        return log_view_then_answer(environment, std::move(asked), std::move(outcome));
    answer(*asked, environment, std::move(outcome->response));
}

void enter(Environment& environment, std::shared_ptr<Asked> asked)
{
    if (is_read(*asked->route))
        read(environment, std::move(asked));
    else
        write(environment, std::move(asked));
}

// Actor and permission before slow work: nobody makes the server hash passwords without a right to it.
std::optional<Response> stopped_at_the_fence(Environment& environment, const Asked& asked)
{
    std::optional<Response> stop;
    environment.store.read([&](Transaction& tx) {
        const auto now = environment.clock.now();
        const auto actor = identify(tx, asked.request, environment, now);
        const auto refusal = actor ? fence(tx, environment, *actor, asked.route->permission, finnish_date(now))
                                   : std::optional{actor.refusal()};
        if (refusal || asked.unreadable)
            stop = problem_response(refusal ? *refusal : *asked.unreadable,
                                    choose_language(asked.request.header("accept-language").value_or(""),
                                                    actor ? actor->language : Language::fi),
                                    environment.locale, asked.request.id);
    });
    return stop;
}

void prepare_then_enter(Environment& environment, std::shared_ptr<Asked> asked)
{
    try
    {
        if (auto stop = stopped_at_the_fence(environment, *asked))
            return answer(*asked, environment, std::move(*stop));
        auto prepared = asked->route->prepare(asked->request, asked->body, environment);
        if (prepared)
            asked->prepared = std::move(*prepared);
        else
            asked->unreadable = prepared.refusal();
    }
    catch (const std::exception& error)
    {
        log_failure(*asked, error.what());
        return answer(*asked, environment, trouble(*asked, environment, Fault::conflict));
    }
    enter(environment, std::move(asked));
}

bool is_json(std::string_view content_type)
{
    auto type = std::string{content_type.substr(0, content_type.find(';'))};
    while (!type.empty() && type.back() == ' ')
        type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return type == "application/json";
}

// Reads and checks body and query against the row's descriptions; what is wrong is told after the first fence.
void read_and_check(Asked& asked)
{
    const auto& route = *asked.route;
    auto faults = faults_of_query(query_of(route), asked.query);

    if (!route.request)
    {
        if (!asked.request.body.empty())
            asked.unreadable = refuse(Fault::malformed, "http.unexpected_body", "This request takes no body.");
    }
    else if (asked.request.body.size() > route.body_bytes_max)
        asked.unreadable = refuse(Fault::too_large, "http.body_too_large", "The body has at most {max} bytes.")
                               .with("max", static_cast<std::int64_t>(route.body_bytes_max));
    else if (!is_json(asked.request.header("content-type").value_or("")))
        asked.unreadable = refuse(Fault::unsupported, "http.not_json", "Send the body as application/json.");
    else if (auto body = json::read(asked.request.body, {.bytes_max = route.body_bytes_max}); !body)
        asked.unreadable = body.refusal();
    else
    {
        asked.body = std::move(*body);
        auto body_faults = faults_of(asked.body, *route.request);
        faults.insert(faults.end(), body_faults.begin(), body_faults.end());
    }
    if (!asked.unreadable && !faults.empty())
        asked.unreadable = refuse(Fault::invalid, "http.fields", "Some fields are not as they must be.").in(std::move(faults));
}

} // namespace

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
    case IfMatch::match: return Done{};
    case IfMatch::malformed: return refuse(Fault::malformed, "http.bad_if_match", "If-Match holds ETags in quotes.");
    case IfMatch::no_match: break;
    }
    return refuse(Fault::stale, "http.stale", "Somebody has changed this since you saw it: look again, then decide.");
}

Refusal Call::not_found()
{
    return refuse(Fault::not_found, "http.not_found", "There is nothing here.");
}

Desk::Desk(Routes routes, Environment& environment, Workers& workers)
    : router_{std::move(routes)}, environment_{environment}, workers_{workers}
{
}

void Desk::handle(Request request, Respond respond)
{
    auto asked = std::make_shared<Asked>();
    asked->request = std::move(request);
    asked->respond = std::move(respond);
    const auto language = choose_language(asked->request.header("accept-language").value_or(""), Language::fi);
    const auto refused = [&](const Refusal& refusal) {
        return problem_response(refusal, language, environment_.locale, asked->request.id);
    };

    const auto target = parse_target(asked->request.target);
    if (!target)
        return answer(*asked, environment_, refused(target.refusal()));
    auto match = router_.find(asked->request.method, *target);
    if (match.allowed.empty())
        return answer(*asked, environment_, refused(Call::not_found()));
    std::string allow;
    for (const auto& method : match.allowed)
        allow += (allow.empty() ? "" : ", ") + method;
    if (asked->request.method == Method::options)
    {
        Response response{204, {}, {}};
        response.set("Allow", allow);
        return answer(*asked, environment_, std::move(response));
    }
    if (!match.route)
    {
        auto response = refused(refuse(Fault::bad_method, "http.method_not_allowed", "This path does not know that method."));
        response.set("Allow", allow);
        return answer(*asked, environment_, std::move(response));
    }

    asked->route = match.route;
    asked->path = std::move(match.path);
    asked->query = target->query;
    read_and_check(*asked);
    if (!asked->route->prepare)
        return enter(environment_, std::move(asked));
    auto job = [this, asked] { prepare_then_enter(environment_, asked); };
    if (!workers_.take(std::move(job)))
        answer(*asked, environment_, trouble(*asked, environment_, Fault::busy));
}

Response Desk::handle_and_wait(Request request)
{
    std::promise<Response> promise;
    auto future = promise.get_future();
    handle(std::move(request), [&](Response response) { promise.set_value(std::move(response)); });
    return future.get();
}

} // namespace kori::http
