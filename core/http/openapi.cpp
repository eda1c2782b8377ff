#include "core/http/openapi.hpp"

#include "core/http/openapi_components.hpp"
#include "core/http/query_check.hpp"

#include <algorithm>
#include <set>

namespace kori::http
{
namespace
{

constexpr std::string_view api_prefix = "/api/v1/";

std::vector<std::string> segments_of(const Route& route)
{
    const std::string_view pattern = route.pattern;
    const auto from = pattern.starts_with(api_prefix) ? api_prefix.size() : std::size_t{1};
    return split_text(pattern.substr(std::min(from, pattern.size())), '/');
}

bool is_parameter(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::string parameter_name(std::string_view segment)
{
    return std::string{segment.substr(1, segment.size() - 2)};
}

// What OpenAPI calls the method in a path item.
std::string_view key_of(Method method)
{
    switch (method)
    {
    case Method::get:
        return "get";
    case Method::head:
        return "head";
    case Method::post:
        return "post";
    case Method::put:
        return "put";
    case Method::patch:
        return "patch";
    case Method::delete_:
        return "delete";
    case Method::options:
        return "options";
    }
    return "get";
}

std::string tag_of(const Route& route)
{
    return route.pattern.starts_with(api_prefix) ? segments_of(route).front() : "operation";
}

std::string sentence_of_tag(const std::string& tag, const TagSentences& sentences)
{
    if (const auto at = sentences.find(tag); at != sentences.end())
        return at->second;
    if (tag == "operation")
        return "Health, metrics and documents of the running server.";
    auto words = tag;
    std::replace(words.begin(), words.end(), '-', ' ');
    return "Everything about " + words + ".";
}

// Path values whose row says nothing about them: known names, else an id.
Shape path_shape(const Route& route, const std::string& name)
{
    for (const auto& described : route.path_values)
        if (described.name == name)
            return described.shape;
    const std::string about = "Which " + name + ".";
    if (name == "municipality")
        return pattern("municipality_code", about, "297");
    if (name == "date" || name == "day")
        return date(about, "2026-03-02");
    if (name == "revision" || name == "version" || name == "number" || name == "index" || name == "size")
        return integer(0, 999'999'999, about, 1);
    if (name == "code" || name == "kind" || name == "role")
        return pattern("code_name", about, "example");
    if (name == "name" || name == "rule")
        return pattern("dotted_name", about, "example.name");
    return any_id(about);
}

// Schemas of single texts never name components.
json::Value leaf_schema(const Shape& shape)
{
    json::Object none;
    auto schema = schema_of(shape, none);
    PROMISE(none.empty());
    return schema;
}

json::Value described_parameter(std::string_view place, const std::string& name, const Shape& shape)
{
    return json::Object{}
        .add("name", name)
        .add("in", place)
        .add("required", place == "path")
        .add("description", shape.about.empty() ? "See the schema." : shape.about)
        .add("schema", leaf_schema(shape))
        .add("example", example_of(shape));
}

class DocumentWriter
{
public:
    json::Object operation(const Route& route)
    {
        json::Object operation;
        operation.add("operationId", operation_id_of(route))
            .add("tags", json::Array{tag_of(route)})
            .add("summary", route.summary)
            .add("description", description(route))
            .add("security", security(route));
        if (auto list = parameters(route); !list.empty())
            operation.add("parameters", std::move(list));
        if (route.request)
            operation.add("requestBody", json::Object{}
                                             .add("required", true)
                                             .add("content", content("application/json", *route.request)));
        operation.add("responses", responses(route));
        return operation;
    }

    json::Object components() const { return components_.finished(); }

private:
    static std::string description(const Route& route)
    {
        std::string text;
        if (route.permission == everybody)
            text = "Open to everybody.";
        else if (route.permission == any_member)
            text = "For every signed-in member.";
        else if (route.permission == signed_in)
            text = "For every signed-in member and the holder of a choice code.";
        else if (route.permission == choice_holder)
            text = "For the holder of a choice code.";
        else
            text = "Permission: `" + std::string{route.permission.name} + "`.";
        if (route.access == Access::reads_and_logs)
            text += " Who looked is written down before the answer leaves.";
        if (route.access == Access::writes)
            text += " Answered when it is durable.";
        if (route.is_paged)
            text += " One page; the Link header leads to the next.";
        if (route.request)
            text += " The body has at most " + std::to_string(route.body_bytes_max) + " bytes.";
        return text;
    }

    json::Array security(const Route& route)
    {
        if (route.permission == everybody)
            return {};
        return components_.security(route.permission == choice_holder ? "choice_code" : "bearer");
    }

    json::Array parameters(const Route& route)
    {
        json::Array list;
        for (const auto& segment : segments_of(route))
            if (is_parameter(segment))
            {
                const auto name = parameter_name(segment);
                list.push_back(described_parameter("path", name, path_shape(route, name)));
            }
        for (const auto& parameter : query_of(route))
            list.push_back(described_parameter("query", parameter.name, parameter.shape));
        if (route.idempotent_by_key)
            list.push_back(components_.parameter("IdempotencyKey"));
        if (route.match == Match::demanded)
            list.push_back(components_.parameter("IfMatchDemanded"));
        if (route.match == Match::allowed)
            list.push_back(components_.parameter("IfMatch"));
        if (answers_conditionally(route))
            list.push_back(components_.parameter("IfNoneMatch"));
        return list;
    }

    static bool has_body(const Route& route)
    {
        return route.reply != nullptr || route.reply_type != "application/json";
    }
    static bool answers_conditionally(const Route& route)
    {
        return route.method == Method::get && route.success == 200 && has_body(route);
    }

    json::Object content(const std::string& type, const Shape& shape)
    {
        return json::Object{}.add(type, json::Object{}
                                            .add("schema", schema_of(shape, components_.schemas()))
                                            .add("example", example_of(shape)));
    }

    json::Object success(const Route& route)
    {
        json::Object headers;
        if (answers_conditionally(route) || (route.access == Access::writes && route.reply != nullptr))
            headers.add("ETag", components_.header("ETag"));
        if (route.success == 201)
            headers.add("Location", components_.header("Location"));
        if (route.is_paged)
            headers.add("Link", components_.header("Link"));

        json::Object response;
        response.add("description", route.success == 201   ? "Created."
                                    : route.success == 204 ? "Done; there is nothing to show."
                                    : route.is_paged       ? "One page."
                                                           : "Done.");
        if (!headers.empty())
            response.add("headers", std::move(headers));
        if (route.reply)
            response.add("content", content(route.reply_type, *route.reply));
        else if (has_body(route))
            response.add("content", json::Object{}.add(
                                        route.reply_type,
                                        json::Object{}.add("schema", json::Object{}.add("type", "string"))));
        return response;
    }

    json::Object unwell(const Route& route)
    {
        auto either = content(route.reply_type, *route.reply);
        either.add("application/problem+json", json::Object{}.add("schema", components_.problem_details()));
        return json::Object{}
            .add("description",
                 "The same with bad news, or problem details: the server cannot take this now.")
            .add("content", std::move(either));
    }

    json::Object responses(const Route& route)
    {
        const bool writes = route.access == Access::writes;
        const bool has_path_values = route.pattern.find('{') != std::string::npos;
        json::Object list;
        list.add(std::to_string(route.success), success(route));
        if (answers_conditionally(route))
            list.add("304", json::Object{}.add("description", "What is already known still holds."));
        const auto add = [&](int status, bool applies)
        {
            if (applies && status == route.unwell)
                list.add(std::to_string(status), unwell(route));
            else if (applies)
                list.add(std::to_string(status), components_.problem(status));
        };
        add(400, true);
        add(401, true); // also of an open row: a token that no longer counts
        add(403, route.permission != everybody || writes); // signing in where one is no member
        add(404, has_path_values || writes);
        add(409, writes);
        add(412, route.match != Match::unused);
        add(413, route.request != nullptr);
        add(415, route.request != nullptr);
        add(422, true); // a name in the query that is not described
        add(428, route.match == Match::demanded);
        add(429, true);
        add(503, true);
        return list;
    }

    OpenapiComponents components_;
};

json::Object info(std::string_view version)
{
    return json::Object{}
        .add("title", "Kori")
        .add("version", version)
        .add("summary", "A dynamic small-procurement marketplace for employment services.")
        .add("description", "Bodies are JSON in UTF-8 without fractions: money is integer euro cents, days "
                            "are ISO 8601 dates of the "
                            "Finnish calendar, moments are RFC 3339 in UTC. A member that is not described "
                            "is refused. A refusal is "
                            "a problem document (RFC 9457) whose sentences follow Accept-Language (fi, sv, "
                            "en); its rule name is "
                            "stable. Members may be added to answers without a new version.")
        .add("license",
             json::Object{}.add("name", "European Union Public Licence 1.2").add("identifier", "EUPL-1.2"));
}

json::Array tag_list(const Routes& routes, const TagSentences& sentences)
{
    std::set<std::string> names;
    for (const auto& route : routes)
        names.insert(tag_of(route));
    json::Array list;
    for (const auto& name : names)
        list.emplace_back(
            json::Object{}.add("name", name).add("description", sentence_of_tag(name, sentences)));
    return list;
}

} // namespace

std::string operation_id_of(const Route& route)
{
    std::string id{key_of(route.method)};
    if (!route.pattern.starts_with(api_prefix))
        id += "_root"; // keeps /baskets and /api/v1/baskets apart
    for (const auto& segment : segments_of(route))
    {
        id += is_parameter(segment) ? "_by_" : "_";
        for (const char c : is_parameter(segment) ? parameter_name(segment) : segment)
            id += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
    }
    return id;
}

json::Value openapi_document(const Routes& routes, std::string_view version, const TagSentences& tags)
{
    DocumentWriter writer;
    std::set<std::string> ids;
    std::vector<std::pair<std::string, json::Object>> path_items;
    for (const auto& route : routes)
    {
        const bool is_new = ids.insert(operation_id_of(route)).second;
        PROMISE(is_new);
        auto item = std::find_if(path_items.begin(), path_items.end(),
                                 [&](const auto& known) { return known.first == route.pattern; });
        if (item == path_items.end())
            item = path_items.insert(path_items.end(), {route.pattern, {}});
        item->second.add(std::string{key_of(route.method)}, writer.operation(route));
    }
    json::Object paths;
    for (auto& [pattern, item] : path_items)
        paths.add(pattern, std::move(item));

    return json::Object{}
        .add("openapi", "3.1.0")
        .add("info", info(version))
        .add("servers",
             json::Array{
                 json::Object{}.add("url", "/").add("description", "The server that gave this document.")})
        .add("tags", tag_list(routes, tags))
        .add("paths", std::move(paths))
        .add("components", writer.components());
}

} // namespace kori::http
