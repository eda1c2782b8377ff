#include "core/http/desk.hpp"

#include "core/http/guarded_call.hpp"
#include "core/http/locale.hpp"
#include "core/http/problem.hpp"
#include "core/http/query_check.hpp"
#include "core/json/reader.hpp"
#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"

#include <algorithm>
#include <chrono>
#include <future>

namespace kori::http
{
namespace
{

void answer(const Asked& asked, Environment& environment, Response response)
{
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now() - asked.arrived)
                            .count();
    const std::string pattern = asked.route ? asked.route->pattern : "none";
    environment.metrics.observe_micros(
        "kori_request_duration_seconds", micros,
        {{"method", std::string{name_of(asked.request.method)}}, {"route", pattern}});
    environment.metrics.count("kori_requests_total",
                              {{"route", pattern}, {"status", std::to_string(response.status)}});
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
    const auto language = choose_language(asked.request.header("accept-language"), Language::fi);
    if (fault == Fault::busy)
        return problem_response(
            refuse(Fault::busy, "http.busy", "The server cannot take this now; try again soon."), language,
            environment.locale, asked.request.id);
    return problem_response(500, refuse(Fault::conflict, "http.broken", "Something broke here; it is noted."),
                            language, environment.locale, asked.request.id);
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
                        {witness.kind,
                         witness.about,
                         witness.facts,
                         journal::Audience::operators,
                         outcome.organisations,
                         {},
                         {}});
    if (outcome.when_refused)
        outcome.when_refused(tx);
}

void write(Environment& environment, std::shared_ptr<Asked> asked)
{
    auto outcome = std::make_shared<Outcome>();
    WriteJob job;
    job.weight_bytes = 1'024 + asked->request.body.size();
    job.run = [asked, outcome, &environment](Transaction& tx)
    {
        *outcome = guarded_call(tx, *asked, environment);
        return outcome->verdict;
    };
    job.witness = [outcome, &environment](Transaction& tx)
    {
        if (!outcome->witnesses.empty() || outcome->when_refused)
            leave_behind(tx, environment, *outcome);
    };
    job.done = [asked, outcome, &environment](Fate fate)
    {
        switch (fate)
        {
        case Fate::durable:
            if (outcome->verdict == Verdict::keep && outcome->after_commit)
                outcome->after_commit();
            return answer(*asked, environment, std::move(outcome->response));
        case Fate::failed:
            return answer(*asked, environment, trouble(*asked, environment, Fault::conflict));
        case Fate::lost:
        case Fate::refused:
            return answer(*asked, environment, trouble(*asked, environment, Fault::busy));
        }
    };
    environment.store.write(std::move(job));
}

// The entry "who looked" is durable before the answer leaves; without it there is no answer.
void log_view_then_answer(Environment& environment, std::shared_ptr<Asked> asked,
                          std::shared_ptr<Outcome> outcome)
{
    WriteJob job;
    job.run = [asked, outcome, &environment](Transaction& tx)
    {
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
    job.done = [asked, outcome, &environment](Fate fate)
    {
        answer(*asked, environment,
               fate == Fate::durable ? std::move(outcome->response)
                                     : trouble(*asked, environment, Fault::busy));
    };
    environment.store.write(std::move(job));
}

void read(Environment& environment, std::shared_ptr<Asked> asked)
{
    auto outcome = std::make_shared<Outcome>();
    try
    {
        environment.store.read([&](Transaction& tx) { *outcome = guarded_call(tx, *asked, environment); });
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

class NoDatabase : public Transaction
{
protected:
    Rows run_query(std::string_view, std::span<const SqlValue>) override { throw BrokenPromise{reproach}; }
    std::int64_t run_change(std::string_view, std::span<const SqlValue>) override
    {
        throw BrokenPromise{reproach};
    }

private:
    static constexpr auto reproach = "a route answered by the process alone asks the database";
};

// Whoever restarts the process or raises an alarm needs its answer most when the database is away. A token
// that cannot be looked up then stands for nobody.
void answer_from_process(Environment& environment, const std::shared_ptr<Asked>& asked)
{
    auto& headers = asked->request.headers;
    Outcome outcome;
    try
    {
        if (asked->request.header("authorization"))
            try
            {
                environment.store.read([&](Transaction& tx)
                                       { outcome = guarded_call(tx, *asked, environment); });
                return answer(*asked, environment, std::move(outcome.response));
            }
            catch (const StorageError& error)
            {
                log_failure(*asked, error.what());
                std::erase_if(headers, [](const Header& header) { return header.first == "authorization"; });
            }
        NoDatabase tx;
        outcome = guarded_call(tx, *asked, environment);
    }
    catch (const std::exception& error)
    {
        log_failure(*asked, error.what());
        environment.metrics.count("kori_broken_promises_total");
        return answer(*asked, environment, trouble(*asked, environment, Fault::conflict));
    }
    answer(*asked, environment, std::move(outcome.response));
}

void enter(Environment& environment, std::shared_ptr<Asked> asked)
{
    if (asked->route->access == Access::process)
        answer_from_process(environment, asked);
    else if (asked->route->access != Access::writes)
        read(environment, std::move(asked));
    else
        write(environment, std::move(asked));
}

// Actor and permission before slow work: nobody makes the server hash passwords without a right to it.
std::optional<Response> stopped_at_the_fence(Environment& environment, const Asked& asked)
{
    std::optional<Response> stop;
    environment.store.read(
        [&](Transaction& tx)
        {
            auto language = Language::fi;
            auto refusal = first_fence(tx, asked, environment, language);
            if (!refusal)
                refusal = asked.unreadable;
            if (refusal)
                stop = problem_response(*refusal, language, environment.locale, asked.request.id);
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
    catch (const StorageError& error)
    {
        log_failure(*asked, error.what());
        return answer(*asked, environment, trouble(*asked, environment, Fault::busy));
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

// Reads and checks body and query against the row's descriptions; what is wrong is told after the first
// fence.
void read_and_check(Asked& asked)
{
    const auto& route = *asked.route;
    auto faults = faults_of_query(query_of(route), asked.query);

    if (!route.request)
    {
        if (!asked.request.body.empty())
            asked.unreadable =
                refuse(Fault::malformed, "http.unexpected_body", "This request takes no body.");
    }
    else if (asked.request.body.size() > route.body_bytes_max)
        asked.unreadable =
            refuse(Fault::too_large, "http.body_too_large", "The body has at most {max} bytes.")
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
        asked.unreadable = refuse(Fault::invalid, "http.fields", "Some fields are not as they must be.")
                               .in(std::move(faults));
}

} // namespace

Desk::Desk(Routes routes, Environment& environment, Workers& workers)
    : router_{std::move(routes)}, environment_{environment}, workers_{workers}
{
}

void Desk::handle(Request request, Respond respond)
{
    auto asked = std::make_shared<Asked>();
    asked->request = std::move(request);
    asked->respond = std::move(respond);
    const auto language = choose_language(asked->request.header("accept-language"), Language::fi);
    const auto refused = [&](const Refusal& refusal)
    { return problem_response(refusal, language, environment_.locale, asked->request.id); };

    const auto target = parse_target(asked->request.target);
    if (!target)
        return answer(*asked, environment_, refused(target.refusal()));
    auto match = router_.find(asked->request.method, *target);
    if (match.allowed.empty())
        return answer(*asked, environment_, refused(absent()));
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
        auto response = refused(
            refuse(Fault::bad_method, "http.method_not_allowed", "This path does not know that method."));
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
