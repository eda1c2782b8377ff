// Every route's query and body against their descriptions, as the desk reads them. The first line of the
// input says the row, "POST /api/v1/baskets?limit=5"; the rest is the body.
#include "tests/fuzz/one_input.hpp"

#include "core/http/problem.hpp"
#include "core/http/query_check.hpp"
#include "core/http/router.hpp"
#include "core/json/reader.hpp"
#include "marketplace/app/routes.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace kori::fuzz
{
namespace
{

constexpr std::size_t faults_told_max = 200; // of a body

const http::Router& router()
{
    static const work::DueActs acts;
    static const http::Router made{app::all_routes(acts, std::make_shared<const std::string>("{}"))};
    return made;
}

const http::Locale& locale()
{
    static const auto made = []
    {
        auto loaded = std::make_unique<http::Locale>();
        PROMISE(loaded->load("config/locale").empty());
        return loaded;
    }();
    return *made;
}

// A first line that names no row still chooses one.
const http::Route& route_of(std::string_view line, http::Values& query)
{
    const auto space = line.find(' ');
    const auto method = http::parse_method(line.substr(0, space));
    const auto target = http::parse_target(line.substr(std::min(space, line.size() - 1) + 1));
    if (target)
        query = target->query;
    if (method && target)
        if (const auto match = router().find(*method, *target); match.route != nullptr)
            return *match.route;
    return router().routes()[std::hash<std::string_view>{}(line) % router().routes().size()];
}

// A checked value is what handlers read with getters that promise kind and form.
void read_checked(const json::Value& value, const http::Shape& shape)
{
    using http::ShapeKind;
    if (value.is_null())
        return;
    switch (shape.kind)
    {
    case ShapeKind::integer:
    case ShapeKind::money:
        PROMISE(value.integer() >= shape.min && value.integer() <= shape.max);
        return;
    case ShapeKind::boolean:
        value.boolean();
        return;
    case ShapeKind::date:
        PROMISE(to_text(value.date()) == value.text());
        return;
    case ShapeKind::instant:
        PROMISE(parse_instant(to_text(value.instant())) == value.instant());
        return;
    case ShapeKind::local_text:
        value.local_text();
        return;
    case ShapeKind::list:
        for (const auto& item : value.array())
            read_checked(item, *shape.item);
        return;
    case ShapeKind::map:
        for (const auto& member : value.object().members())
            read_checked(member.second, *shape.item);
        return;
    case ShapeKind::object:
        for (const auto& member : shape.members)
        {
            const auto* found = value.find(member.name);
            PROMISE(found != nullptr || !member.required || member.shape->nullable ||
                    member.shape->kind == ShapeKind::anything);
            if (found != nullptr)
                read_checked(*found, *member.shape);
        }
        return;
    case ShapeKind::text:
    case ShapeKind::id:
    case ShapeKind::code:
    case ShapeKind::pattern:
        PROMISE(is_utf8(value.text()));
        return;
    case ShapeKind::anything:
        return;
    }
}

// What is told can be sent: in each language, as JSON, in so many bytes.
void check_answer(const Refusal& refusal)
{
    PROMISE(refusal.fields.size() <= faults_told_max + 100);
    for (const auto& fault : refusal.fields)
        PROMISE(!fault.rule.empty() && is_utf8(fault.pointer) &&
                (fault.pointer.empty() || fault.pointer.front() == '/' || fault.pointer.front() == '?'));
    for (const auto language : {Language::fi, Language::sv, Language::en})
    {
        const auto answer = http::problem_response(refusal, language, locale(), "req-1");
        PROMISE(answer.status >= 400 && answer.status < 500);
        PROMISE(json::read(answer.body, {.bytes_max = 10'000'000}));
    }
}

bool check_body(const http::Route& route, std::string_view bytes, std::vector<FieldError> faults)
{
    const auto body = json::read(bytes, {.bytes_max = route.body_bytes_max});
    if (!body)
    {
        PROMISE(body.refusal().fault == Fault::malformed || body.refusal().fault == Fault::too_large);
        check_answer(body.refusal());
        return false;
    }
    const auto more = http::faults_of(*body, *route.request);
    PROMISE(more.size() <= faults_told_max);
    for (const auto& fault : more)
        PROMISE(fault.rule.starts_with("field."));
    if (more.empty())
        read_checked(*body, *route.request);
    const bool is_good = more.empty() && faults.empty();
    faults.insert(faults.end(), more.begin(), more.end());
    check_answer(
        refuse(Fault::invalid, "http.fields", "Some fields are not as they must be.").in(std::move(faults)));
    // Spaces between do not count.
    const auto pretty = json::read(json::write_pretty(*body));
    PROMISE(pretty && http::faults_of(*pretty, *route.request) == more);
    return is_good;
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto [line, body] = first_line(bytes);
    if (line.empty())
        return false;
    http::Values query;
    const auto& route = route_of(line, query);
    auto faults = http::faults_of_query(http::query_of(route), query);
    if (route.request)
        return check_body(route, body, std::move(faults));
    const bool is_good = faults.empty();
    check_answer(
        refuse(Fault::invalid, "http.fields", "Some fields are not as they must be.").in(std::move(faults)));
    return is_good;
}

} // namespace kori::fuzz
