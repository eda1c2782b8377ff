// The whole desk over a furnished marketplace: whatever a caller sends, nothing breaks inside. The first line
// of the input names a row, "POST /api/v1/baskets/{basket}/publish?x=1"; header lines follow, "as: coach"
// among them says who asks; after an empty line the body, in which "${basket.draft}" stands for a thing of
// the stage. What the input leaves out is as in the row's good call.
#include "tests/fuzz/one_input.hpp"

#include "tests/rules/stage.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace kori::fuzz
{
namespace
{

const http::Route& route_of(const test::Stage& stage, std::string_view key)
{
    const auto at = std::find_if(stage.routes().begin(), stage.routes().end(),
                                 [&](const http::Route& route) { return test::key_of(route) == key; });
    return at != stage.routes().end()
               ? *at
               : stage.routes()[std::hash<std::string_view>{}(key) % stage.routes().size()];
}

std::string filled(const test::Side& side, std::string_view text)
{
    std::string result;
    for (auto open = text.find("${"); open != std::string_view::npos; open = text.find("${"))
    {
        const auto close = std::min(text.find('}', open), text.size() - 1);
        const auto at = side.things.find(text.substr(open + 2, close - open - 2));
        result += text.substr(0, open);
        result += at == side.things.end() ? std::string{text.substr(open, close + 1 - open)} : at->second;
        text.remove_prefix(close + 1);
    }
    return result.append(text);
}

// What the header guard lets through.
bool is_value(std::string_view text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f'; });
}

bool is_query(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

void set_header(http::Request& request, std::string_view name, std::string_view value)
{
    std::erase_if(request.headers, [&](const http::Header& header) { return header.first == name; });
    request.headers.emplace_back(name, value);
}

struct Asked
{
    http::Request request;
    bool has_own_authorization = false;
};

Asked asked(const test::Stage& stage, const http::Route& route, std::string_view query, std::string_view rest)
{
    auto caller = stage.good_caller(route);
    std::vector<std::pair<std::string_view, std::string_view>> headers;
    for (;;)
    {
        const auto [line, behind] = first_line(rest);
        rest = behind;
        if (line.empty())
            break;
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos || !is_value(line))
            continue;
        headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        for (const auto& one : stage.callers)
            if (headers.back().first == "as" && one.name == headers.back().second)
                caller = one;
    }

    Asked made{stage.request(route, test::Object::own, caller), false};
    made.request.id = "req-1";
    if (!query.empty())
        made.request.target =
            made.request.target.substr(0, made.request.target.find('?')) + std::string{query};
    for (const auto& [name, value] : headers)
        for (const auto known : {"accept-language", "authorization", "content-type", "idempotency-key",
                                 "if-match", "if-none-match", "accept"})
            if (name == known)
                set_header(made.request, name, value);
    made.has_own_authorization = std::any_of(headers.begin(), headers.end(), [](const auto& header)
                                             { return header.first == "authorization"; });
    if (!rest.empty())
        made.request.body = filled(stage.own, rest);
    return made;
}

} // namespace

bool one_input(std::string_view bytes)
{
    auto& stage = test::stage();
    const auto [line, rest] = first_line(bytes);
    const auto question = std::min(line.find('?'), line.size());
    if (!is_query(line.substr(question)))
        return false;
    const auto& route = route_of(stage, line.substr(0, question));
    const auto made = asked(stage, route, line.substr(question), rest);
    const auto answer = stage.ask(made.request);

    const auto broken = std::exchange(stage.failures, {});
    for (const auto& failure : broken)
        throw BrokenPromise{failure};
    PROMISE(answer.status >= 200 && answer.status < 500);
    const bool is_good = answer.status < 400;
    const auto type = answer.raw.header("Content-Type").value_or("");
    PROMISE(is_good || type.starts_with("application/problem+json"));
    PROMISE(is_good || answer.body.at("status").integer() == answer.status);
    // No token was ever given out that an input could hold.
    PROMISE(!made.has_own_authorization || !is_good || route.permission == everybody ||
            made.request.header("authorization").value_or("").find("${") != std::string::npos);
    return is_good;
}

} // namespace kori::fuzz
