#include "core/http/problem.hpp"

#include "core/json/value.hpp"

namespace kori::http
{
namespace
{

constexpr std::int64_t throttled_seconds = 60;
constexpr std::int64_t busy_seconds = 2;

std::int64_t retry_after_seconds(const Refusal& refusal)
{
    for (const auto& fact : refusal.values)
        if (const auto* seconds = std::get_if<std::int64_t>(&fact.value);
            seconds && fact.name == "retry_after_seconds")
            return *seconds < 1 ? 1 : *seconds;
    return refusal.fault == Fault::throttled ? throttled_seconds : busy_seconds;
}

json::Array errors_of(const Refusal& refusal, Language language, const Locale& locale)
{
    json::Array errors;
    for (const auto& field : refusal.fields)
        errors.emplace_back(
            json::Object{}
                .add("pointer", field.pointer)
                .add("rule", field.rule)
                .add("detail", locale.sentence(field.rule, field.sentence, field.values, language)));
    return errors;
}

} // namespace

int status_of(Fault fault)
{
    switch (fault)
    {
    case Fault::malformed:
        return 400;
    case Fault::invalid:
        return 422;
    case Fault::unauthenticated:
        return 401;
    case Fault::forbidden:
        return 403;
    case Fault::not_found:
        return 404;
    case Fault::conflict:
        return 409;
    case Fault::too_late:
        return 409; // the resource is still there
    case Fault::stale:
        return 412;
    case Fault::precondition:
        return 428;
    case Fault::too_large:
        return 413;
    case Fault::unsupported:
        return 415;
    case Fault::bad_method:
        return 405;
    case Fault::throttled:
        return 429;
    case Fault::busy:
        return 503;
    }
    return 500;
}

Response problem_response(const Refusal& refusal, Language language, const Locale& locale,
                          std::string_view request_id)
{
    return problem_response(status_of(refusal.fault), refusal, language, locale, request_id);
}

Response problem_response(int status, const Refusal& refusal, Language language, const Locale& locale,
                          std::string_view request_id)
{
    json::Object body;
    body.add("type", "urn:kori:rule:" + refusal.rule)
        .add("title", locale.sentence(refusal.rule, refusal.sentence, refusal.values, language))
        .add("status", status)
        .add("instance", "urn:kori:request:" + std::string{request_id})
        .add("rule", refusal.rule);
    if (!refusal.fields.empty())
        body.add("errors", errors_of(refusal, language, locale));

    Response response;
    response.status = status;
    response.body = json::write(body);
    response.set("Content-Type", "application/problem+json");
    response.set("Content-Language", std::string{code_of(language)});
    response.set("Cache-Control", "no-store");
    if (status == 401)
        response.set("WWW-Authenticate", "Bearer realm=\"kori\"");
    if (status == 429 || status == 503)
        response.set("Retry-After", std::to_string(retry_after_seconds(refusal)));
    return response;
}

} // namespace kori::http
