#include "core/http/openapi.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

using namespace kori;
using namespace kori::http;

namespace
{

struct BoxTag
{
    static constexpr std::string_view prefix = "box";
};
constexpr Permission fill_boxes{"fill_boxes"};

// One row of each sort that the marketplace has.
Routes toy_routes()
{
    const auto part = object(
        "BoxPart", "One part of a box.",
        {required("kind", code({"START", "HOUR"}, "The component.")),
         required("price", money(Money::cents(0), Money::euros(5'000), "What it costs.", Money::euros(60)))});
    const auto wish =
        shared(object("BoxWish", "What the caller says of a box.",
                      {required("title", local_text(80, "Shown to customers.", "Laatikko", "Låda")),
                       required("parts", list(part, 1, 9, "All parts.")),
                       optional("opens_on", nullable(date("First day.", "2026-03-02"))),
                       optional("labels", map(text(1, 20, "A label.", "pohjoinen"), 5, "By name."))}));
    const auto view =
        object("BoxView", "A box as everybody sees it.",
               {required("id", id_of<BoxTag>("The box.")),
                required("title", local_text(80, "Its name.", "Laatikko", "Låda")),
                required("best_part", nullable(part)),
                required("made_at", instant("When.", "2026-03-02T10:15:00.000000Z")),
                required("owner_business_id", pattern("business_id", "Whose.", "0112038-9")),
                required("languages", list(code({"fi", "sv", "en"}, "A language."), 0, 3, "Spoken.")),
                required("facts", anything("As it was told.", json::Object{}.add("n", 1)))});
    const auto page =
        shared(object("BoxPage", "A page of boxes.", {required("items", list(view, 0, 200, "The boxes."))}));
    const auto shown = shared(view);
    return {
        Route{Method::get, "/api/v1/boxes", everybody, Access::reads, nullptr, page, {}, "List the boxes"}
            .paged()
            .asking(
                {{"municipality", pattern("municipality_code", "Only boxes of this municipality.", "297")},
                 {"opens_after", date("Only boxes that open later.", "2026-03-02")},
                 {"is_pilot", boolean("Only pilots, or none.", true)}}),
        Route{Method::post, "/api/v1/boxes", fill_boxes, Access::writes, wish, shown, {}, "Make a box"}
            .keyed()
            .creating(),
        Route{
            Method::get, "/api/v1/boxes/{box}", any_member, Access::reads, nullptr, shown, {}, "Show a box"},
        Route{Method::put, "/api/v1/boxes/{box}", fill_boxes, Access::writes, wish, shown, {}, "Change a box"}
            .guarded(),
        Route{Method::delete_,
              "/api/v1/boxes/{box}",
              fill_boxes,
              Access::writes,
              nullptr,
              nullptr,
              {},
              "Drop a box"}
            .allowing_match()
            .answering(204),
        Route{Method::post,
              "/api/v1/choices",
              choice_holder,
              Access::writes,
              shared(object("Pick", "", {required("box", id_of<BoxTag>(""))})),
              shown,
              {},
              "Choose a box"}
            .keyed(),
        Route{Method::get,
              "/api/v1/people/{person}",
              fill_boxes,
              Access::reads_and_logs,
              nullptr,
              shown,
              {},
              "Show a person"},
        Route{Method::get,
              "/api/v1/limits/{limit}/versions/{version}",
              everybody,
              Access::reads,
              nullptr,
              shown,
              {},
              "Show a limit"}
            .naming({{"limit", pattern("dotted_name", "Which limit.", "limit.T02")}}),
        Route{Method::get,
              "/metrics",
              everybody,
              Access::reads,
              nullptr,
              nullptr,
              {},
              "Figures for the operator"}
            .giving("text/plain"),
        Route{Method::get, "/ready", everybody, Access::process, nullptr, shown, {}, "Is the box room open?"}
            .answering_also(503),
    };
}

json::Value toy_document()
{
    return openapi_document(toy_routes(), "1.2.3", {{"boxes", "Boxes that somebody can open."}});
}

const json::Value& operation(const json::Value& document, std::string_view path, std::string_view method)
{
    return document.at("paths").at(path).at(method);
}

std::set<std::string> names_in(const json::Value& object)
{
    std::set<std::string> names;
    for (const auto& [name, value] : object.object().members())
        names.insert(name);
    return names;
}

// The names of the operation's parameters, "*" behind required ones; references are looked up.
std::set<std::string> parameters_of(const json::Value& document, const json::Value& operation)
{
    std::set<std::string> names;
    const auto* list = operation.find("parameters");
    for (const auto& parameter : list ? list->array() : json::Array{})
    {
        const auto* reference = parameter.find("$ref");
        const auto& found = reference
                                ? document.at("components").at("parameters").at(reference->text().substr(24))
                                : parameter;
        names.insert(found.at("name").text() + (found.flag("required") ? "*" : ""));
    }
    return names;
}

void walk(const json::Value& value, const std::function<void(const json::Value&)>& visit)
{
    visit(value);
    if (value.is_array())
        for (const auto& item : value.array())
            walk(item, visit);
    if (value.is_object())
        for (const auto& [name, member] : value.object().members())
            walk(member, visit);
}

} // namespace

TEST_CASE("the document of a table is the one that the linters have seen", "[openapi]")
{
    // tests/openapi/lint.sh tests/openapi/toy.json; write it anew with KORI_WRITE_GOLDEN=1 after a wanted
    // change.
    const auto path = "tests/openapi/toy.json";
    const auto document = json::write_pretty(toy_document());
    if (std::getenv("KORI_WRITE_GOLDEN") != nullptr)
        std::ofstream{path} << document;
    std::ostringstream seen;
    seen << std::ifstream{path}.rdbuf();
    CHECK(seen.str() == document);
}

TEST_CASE("every operation may refuse a query value that it does not describe", "[openapi]")
{
    const auto document = toy_document();
    for (const auto& [path, item] : document.at("paths").object().members())
        for (const auto& [method, said] : item.object().members())
        {
            INFO(method << " " << path);
            CHECK(names_in(said.at("responses")).contains("422"));
        }
}

TEST_CASE("an open act may refuse whom it does not let in", "[openapi]")
{
    const Route sign_in{Method::post, "/sign-in", everybody, Access::writes, nullptr, nullptr, {}, "Sign in"};
    const auto document = openapi_document({Route{sign_in}.answering(204)}, "1", {});
    CHECK(names_in(operation(document, "/sign-in", "post").at("responses")).contains("403"));
}

TEST_CASE("a reply that also comes as bad news is described under both statuses", "[openapi]")
{
    const auto document = toy_document();
    const auto& responses = operation(document, "/ready", "get").at("responses");
    const auto& usual = responses.at("200").at("content");
    const auto& bad_news = responses.at("503").at("content");
    CHECK(bad_news.at("application/json") == usual.at("application/json"));
    CHECK(bad_news.at("application/problem+json").at("schema").at("$ref").text() ==
          "#/components/schemas/Problem");
}

TEST_CASE("the document says what it is, under which licence, and where", "[openapi]")
{
    const auto document = toy_document();
    CHECK(names_in(document) ==
          std::set<std::string>{"openapi", "info", "servers", "tags", "paths", "components"});
    CHECK(document.at("openapi") == json::Value{"3.1.0"});
    CHECK(document.at("info").at("version") == json::Value{"1.2.3"});
    CHECK(document.at("info").at("license").at("identifier") == json::Value{"EUPL-1.2"});
    CHECK(document.at("info").find("contact") == nullptr);
    CHECK(document.at("servers").array().front().at("url") == json::Value{"/"});
}

TEST_CASE("every row is one operation with an id of its own", "[openapi]")
{
    const auto routes = toy_routes();
    std::set<std::string> ids;
    for (const auto& route : routes)
        ids.insert(operation_id_of(route));
    CHECK(ids.size() == routes.size());
    CHECK(operation_id_of(routes[1]) == "post_boxes");
    CHECK(operation_id_of(routes[3]) == "put_boxes_by_box");
    CHECK(operation_id_of(routes[7]) == "get_limits_by_limit_versions_by_version");
    CHECK(operation_id_of(routes[8]) == "get_root_metrics");

    auto twice = toy_routes();
    twice.push_back(toy_routes().front());
    CHECK_THROWS_AS(openapi_document(twice, "1"), BrokenPromise);
}

TEST_CASE("tags are the first words of the paths, each with a sentence", "[openapi]")
{
    std::vector<std::string> tags;
    const auto document = toy_document();
    for (const auto& tag : document.at("tags").array())
        tags.push_back(tag.at("name").text() + ": " + tag.at("description").text());
    CHECK(tags == std::vector<std::string>{"boxes: Boxes that somebody can open.",
                                           "choices: Everything about choices.",
                                           "limits: Everything about limits.",
                                           "operation: Health, metrics and documents of the running server.",
                                           "people: Everything about people."});
    CHECK(operation(document, "/metrics", "get").at("tags") == json::Value{json::Array{"operation"}});
}

TEST_CASE("parameters come from path, query, key, match and page", "[openapi]")
{
    const auto document = toy_document();
    struct Case
    {
        const char* path;
        const char* method;
        std::set<std::string> names;
    };
    const std::vector<Case> cases = {
        {"/api/v1/boxes",
         "get",
         {"municipality", "opens_after", "is_pilot", "limit", "after", "If-None-Match"}},
        {"/api/v1/boxes", "post", {"Idempotency-Key*"}},
        {"/api/v1/boxes/{box}", "get", {"box*", "If-None-Match"}},
        {"/api/v1/boxes/{box}", "put", {"box*", "If-Match*"}},
        {"/api/v1/boxes/{box}", "delete", {"box*", "If-Match"}},
        {"/api/v1/limits/{limit}/versions/{version}", "get", {"limit*", "version*", "If-None-Match"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.method << " " << c.path);
        CHECK(parameters_of(document, operation(document, c.path, c.method)) == c.names);
    }
    const auto& limit = operation(document, cases.back().path, "get").at("parameters").array();
    CHECK(limit[0].at("schema").at("pattern") == json::Value{"^[a-z][A-Za-z0-9_.]{0,99}$"});
    CHECK(limit[1].at("schema").at("type") == json::Value{"integer"});
}

TEST_CASE("each operation names the answers that it can give", "[openapi]")
{
    const auto document = toy_document();
    struct Case
    {
        const char* path;
        const char* method;
        std::set<std::string> statuses;
    };
    const std::vector<Case> cases = {
        {"/api/v1/boxes", "get", {"200", "304", "400", "401", "422", "429", "503"}},
        {"/api/v1/boxes",
         "post",
         {"201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"}},
        {"/api/v1/boxes/{box}", "get", {"200", "304", "400", "401", "403", "404", "422", "429", "503"}},
        {"/api/v1/boxes/{box}",
         "put",
         {"200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "503"}},
        {"/api/v1/boxes/{box}",
         "delete",
         {"204", "400", "401", "403", "404", "409", "412", "422", "429", "503"}},
        {"/metrics", "get", {"200", "304", "400", "401", "422", "429", "503"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.method << " " << c.path);
        CHECK(names_in(operation(document, c.path, c.method).at("responses")) == c.statuses);
    }
}

TEST_CASE("answers name their headers", "[openapi]")
{
    const auto document = toy_document();
    const auto headers = [&](std::string_view path, std::string_view method, std::string_view status)
    { return names_in(operation(document, path, method).at("responses").at(status).at("headers")); };
    CHECK(headers("/api/v1/boxes", "get", "200") == std::set<std::string>{"ETag", "Link"});
    CHECK(headers("/api/v1/boxes", "post", "201") == std::set<std::string>{"ETag", "Location"});
    CHECK(headers("/api/v1/boxes/{box}", "put", "200") == std::set<std::string>{"ETag"});
    CHECK(operation(document, "/api/v1/boxes/{box}", "delete").at("responses").at("204").find("headers") ==
          nullptr);
    const auto& problems = document.at("components").at("responses");
    CHECK(names_in(problems.at("Unauthenticated").at("headers")) ==
          std::set<std::string>{"WWW-Authenticate"});
    CHECK(names_in(problems.at("Throttled").at("headers")) == std::set<std::string>{"Retry-After"});
    CHECK(names_in(problems.at("Busy").at("headers")) == std::set<std::string>{"Retry-After"});
    CHECK(problems.at("Forbidden").find("headers") == nullptr);
}

TEST_CASE("the permission of a row decides its security", "[openapi]")
{
    const auto document = toy_document();
    const auto security = [&](std::string_view path, std::string_view method)
    { return json::write(operation(document, path, method).at("security")); };
    CHECK(security("/api/v1/boxes", "get") == "[]");
    CHECK(security("/api/v1/boxes", "post") == R"([{"bearer":[]}])");
    CHECK(security("/api/v1/boxes/{box}", "get") == R"([{"bearer":[]}])");
    CHECK(security("/api/v1/choices", "post") == R"([{"choice_code":[]}])");
    CHECK(names_in(document.at("components").at("securitySchemes")) ==
          std::set<std::string>{"bearer", "choice_code"});
}

TEST_CASE("every reference of the document leads somewhere, and every shared part is used", "[openapi]")
{
    const auto document = toy_document();
    std::set<std::string> used;
    walk(document,
         [&](const json::Value& value)
         {
             if (!value.is_object())
                 return;
             if (const auto* reference = value.find("$ref"))
                 used.insert(reference->text());
         });
    std::set<std::string> there;
    for (const auto& [kind, parts] : document.at("components").object().members())
        if (kind != "securitySchemes")
            for (const auto& name : names_in(parts))
                there.insert("#/components/" + kind + "/" + name);
    CHECK(used == there);
}

TEST_CASE("the examples of bodies satisfy their descriptions", "[openapi]")
{
    const auto document = toy_document();
    int seen = 0;
    for (const auto& route : toy_routes())
    {
        const auto method = route.method == Method::get    ? "get"
                            : route.method == Method::post ? "post"
                            : route.method == Method::put  ? "put"
                                                           : "delete";
        const auto& shown = operation(document, route.pattern, method);
        INFO(route.pattern);
        if (route.request)
        {
            CHECK(faults_of(shown.at("requestBody").at("content").at("application/json").at("example"),
                            *route.request)
                      .empty());
            ++seen;
        }
        if (route.reply)
        {
            const auto& answer = shown.at("responses").at(std::to_string(route.success));
            CHECK(faults_of(answer.at("content").at("application/json").at("example"), *route.reply).empty());
            ++seen;
        }
    }
    CHECK(seen == 11);
}
