#include "core/http/openapi_components.hpp"

#include <algorithm>
#include <array>

namespace kori::http
{
namespace
{

json::Object text_schema()
{
    return json::Object{}.add("type", "string");
}

json::Value reference_to(std::string_view kind, std::string_view name)
{
    return json::Object{}.add("$ref", "#/components/" + std::string{kind} + "/" + std::string{name});
}

// Made at the first use only: hundreds of operations share a dozen parts.
template <class Make>
void add_once(json::Object& parts, std::string_view name, Make make)
{
    if (parts.find(name) == nullptr)
        parts.add(std::string{name}, make());
}

struct ProblemKind
{
    int status;
    std::string_view name;
    std::string_view about;
    std::string_view sentence; // of the example
    std::string_view rule;     // of the example
};

constexpr std::array problem_kinds{
    ProblemKind{400, "Malformed", "The request cannot be read.", "The body is not JSON.", "json.syntax"},
    ProblemKind{401, "Unauthenticated", "Nobody known asks: sign in, or the token no longer counts.",
                "Sign in first.", "access.sign_in"},
    ProblemKind{403, "Forbidden", "The caller's role may not do this.", "Your role does not do this.",
                "access.no_duty"},
    ProblemKind{404, "NotFound", "There is no such object, or it is not the caller's to see.",
                "There is nothing here.", "http.not_found"},
    ProblemKind{409, "Conflict",
                "The state of the object does not allow this, or the time for it has passed.",
                "This cannot be done in the present state.", "basket.transition_not_listed"},
    ProblemKind{412, "Stale", "The object has changed since the caller saw it.",
                "Somebody has changed this since you saw it: look again, then decide.", "http.stale"},
    ProblemKind{413, "TooLarge", "The body is larger than this route takes.",
                "The body has at most 65536 bytes.", "http.body_too_large"},
    ProblemKind{415, "Unsupported", "The body is not application/json.", "Send the body as application/json.",
                "http.not_json"},
    ProblemKind{422, "Invalid", "Readable, but fields or a rule say no; every wrong field is listed.",
                "Some fields are not as they must be.", "http.fields"},
    ProblemKind{428, "PreconditionRequired", "If-Match is missing.",
                "Send If-Match with the ETag that you saw, so that nobody's change is lost.",
                "http.if_match_missing"},
    ProblemKind{429, "Throttled", "Too many attempts; Retry-After says when to come back.",
                "Too many attempts. Please wait a while.", "access.throttled"},
    ProblemKind{503, "Busy",
                "The server cannot take this now; nothing was done. Retry-After says when to come back.",
                "The server cannot take this now; try again soon.", "http.busy"},
};

json::Value problem_example(const ProblemKind& kind)
{
    json::Object example;
    example.add("type", "urn:kori:rule:" + std::string{kind.rule})
        .add("title", kind.sentence)
        .add("status", kind.status)
        .add("instance", "urn:kori:request:4bf92f3577b34da6a3ce929d0e0e4736")
        .add("rule", kind.rule);
    if (kind.status == 422)
        example.add("errors", json::Array{json::Object{}
                                              .add("pointer", "/title/fi")
                                              .add("rule", "field.required")
                                              .add("detail", "This field is required.")});
    return example;
}

json::Value problem_schema()
{
    const auto error_properties =
        json::Object{}
            .add("pointer",
                 text_schema().add("description", "JSON pointer (RFC 6901) into the body, or \"?name\" of a "
                                                  "query value."))
            .add("rule", text_schema().add("description", "Stable name of the rule."))
            .add("detail", text_schema().add("description", "A sentence in the caller's language."));
    const auto error = json::Object{}
                           .add("type", "object")
                           .add("required", json::Array{"pointer", "rule", "detail"})
                           .add("additionalProperties", false)
                           .add("properties", error_properties);
    const auto properties =
        json::Object{}
            .add("type",
                 text_schema().add("format", "uri").add("description", "urn:kori:rule: and the rule's name."))
            .add("title",
                 text_schema().add("description", "A sentence in the caller's language (Accept-Language)."))
            .add("status", json::Object{}.add("type", "integer").add("minimum", 400).add("maximum", 599))
            .add("instance", text_schema()
                                 .add("format", "uri")
                                 .add("description", "urn:kori:request: and the id of "
                                                     "the request, as in the log."))
            .add("rule", text_schema().add("description", "Stable name of the rule that refused."))
            .add("errors", json::Object{}
                               .add("type", "array")
                               .add("description", "Every field that was refused, in document order.")
                               .add("items", error));
    return json::Object{}
        .add("type", "object")
        .add("description", "Problem details (RFC 9457).")
        .add("required", json::Array{"type", "title", "status", "instance", "rule"})
        .add("additionalProperties", false)
        .add("properties", properties);
}

json::Value header_named(std::string_view name)
{
    const auto made = [](std::string_view about, json::Object schema)
    { return json::Object{}.add("description", about).add("schema", std::move(schema)); };
    if (name == "ETag")
        return made("Strong entity tag (RFC 9110) of what is shown; send it back as If-Match.",
                    text_schema());
    if (name == "Location")
        return made("Path of the created object.", text_schema().add("format", "uri-reference"));
    if (name == "Link")
        return made("rel=\"next\" (RFC 8288) while there is a further page.", text_schema());
    if (name == "RetryAfter")
        return made("Seconds to wait.", json::Object{}.add("type", "integer").add("minimum", 1));
    PROMISE(name == "Authenticate");
    return made("How to sign in (RFC 6750).", text_schema());
}

json::Value parameter_named(std::string_view name)
{
    const auto made = [](std::string_view header, bool required, std::string_view about, json::Object schema,
                         std::string_view example)
    {
        return json::Object{}
            .add("name", header)
            .add("in", "header")
            .add("required", required)
            .add("description", about)
            .add("schema", std::move(schema))
            .add("example", example);
    };
    if (name == "IdempotencyKey")
        return made(
            "Idempotency-Key", true,
            "A new one for each new act. The same key with the same request gives the same answer byte for "
            "byte for at least 24 hours; with another request it is refused (422).",
            text_schema().add("minLength", 16).add("maxLength", 255).add("pattern", "^[!-~]+$"),
            "8e03978e-40d5-43e8-bc93-6894a57f9324");
    if (name == "IfMatch" || name == "IfMatchDemanded")
        return made(
            "If-Match", name == "IfMatchDemanded",
            "The ETag that was seen; when the object has changed since, the request is refused (412).",
            text_schema(), "\"7-kJ3n2Yw0\"");
    PROMISE(name == "IfNoneMatch");
    return made("If-None-Match", false,
                "An ETag that is already known; when it still holds, the answer is 304.", text_schema(),
                "\"7-kJ3n2Yw0\"");
}

json::Value scheme_named(std::string_view name)
{
    const auto made = [](std::string_view about)
    { return json::Object{}.add("type", "http").add("scheme", "bearer").add("description", about); };
    if (name == "bearer")
        return made("The token of a signed-in member. Opaque, revocable, valid for one membership.");
    PROMISE(name == "choice_code");
    return made(
        "The token of a customer who has entered a choice code: it opens one choice and nothing else.");
}

} // namespace

json::Value OpenapiComponents::problem(int status)
{
    const auto kind = std::find_if(problem_kinds.begin(), problem_kinds.end(),
                                   [status](const ProblemKind& known) { return known.status == status; });
    PROMISE(kind != problem_kinds.end());

    add_once(responses_, kind->name,
             [&]
             {
                 json::Object headers;
                 if (status == 401)
                     headers.add("WWW-Authenticate", header("Authenticate"));
                 if (status == 429 || status == 503)
                     headers.add("Retry-After", header("RetryAfter"));
                 const auto media =
                     json::Object{}.add("schema", problem_details()).add("example", problem_example(*kind));
                 json::Object response;
                 response.add("description", kind->about);
                 if (!headers.empty())
                     response.add("headers", std::move(headers));
                 return response.add("content", json::Object{}.add("application/problem+json", media));
             });
    return reference_to("responses", kind->name);
}

json::Value OpenapiComponents::problem_details()
{
    add_once(schemas_, "Problem", problem_schema);
    return reference_to("schemas", "Problem");
}

json::Value OpenapiComponents::parameter(std::string_view name)
{
    add_once(parameters_, name, [&] { return parameter_named(name); });
    return reference_to("parameters", name);
}

json::Value OpenapiComponents::header(std::string_view name)
{
    add_once(headers_, name, [&] { return header_named(name); });
    return reference_to("headers", name);
}

json::Array OpenapiComponents::security(std::string_view scheme)
{
    add_once(schemes_, scheme, [&] { return scheme_named(scheme); });
    return {json::Object{}.add(std::string{scheme}, json::Array{})};
}

json::Object OpenapiComponents::finished() const
{
    json::Object components;
    const auto add = [&components](std::string name, const json::Object& parts)
    {
        if (!parts.empty())
            components.add(std::move(name), parts);
    };
    add("schemas", schemas_);
    add("responses", responses_);
    add("parameters", parameters_);
    add("headers", headers_);
    add("securitySchemes", schemes_);
    return components;
}

} // namespace kori::http
