#include "tests/rules/stage.hpp"

#include "core/http/shape.hpp"
#include "core/json/reader.hpp"
#include "core/observe/log.hpp"

#include <algorithm>
#include <stdexcept>

namespace kori::test
{

// See stage_sides.cpp.
void furnish(World& world, Side& own, Side& other);

std::string_view name_of(Object object)
{
    switch (object)
    {
    case Object::own:
        return "own";
    case Object::others:
        return "others";
    case Object::absent:
        return "absent";
    }
    return {};
}

const std::string& Side::thing(std::string_view name) const
{
    const auto at = things.find(name);
    if (at == things.end())
        throw std::runtime_error{"the stage has no thing called " + std::string{name}};
    return at->second;
}

std::string key_of(const http::Route& route)
{
    return std::string{http::name_of(route.method)} + " " + route.pattern;
}

Stage::Stage() : world{"stage"}
{
    observe::set_log_sink(
        [this](std::string_view line)
        {
            if (line.find("request.failed") != std::string_view::npos)
                failures.emplace_back(line);
        });
    furnish(world, own, other);
    for (auto part :
         {kernel_samples(), procurement_samples(), system_samples(), joining_samples(), competition_samples(),
          award_samples(), small_purchase_samples(), publicity_samples(), marketplace_samples()})
        samples_.insert(samples_.end(), part.begin(), part.end());

    callers.push_back({"nobody", ""});
    callers.push_back({"garbage", "kori_this-was-never-given-to-anybody"});
    callers.push_back({"choice_garbage", "choice_this-was-never-given-to-anybody"});
    callers.push_back({"operator", world.operator_token()});
    for (const auto& [name, token] : own.tokens)
        callers.push_back({name, token});
    for (const auto& [name, token] : other.tokens)
        callers.push_back({"stranger." + name, token});
    desk_ = std::make_unique<DryDesk>(world);
}

const Sample* Stage::sample(const http::Route& route) const
{
    const auto key = key_of(route);
    const auto at =
        std::find_if(samples_.begin(), samples_.end(), [&](const Sample& one) { return one.route == key; });
    return at == samples_.end() ? nullptr : &*at;
}

const Caller& Stage::good_caller(const http::Route& route) const
{
    const auto* found = sample(route);
    const std::string_view wanted = found == nullptr ? std::string_view{"nobody"} : found->caller;
    const auto at =
        std::find_if(callers.begin(), callers.end(), [&](const Caller& one) { return one.name == wanted; });
    if (at == callers.end())
        throw std::runtime_error{"the stage has no caller called " + std::string{wanted}};
    return *at;
}

bool Stage::has_object(const http::Route& route) const
{
    if (route.pattern.find('{') != std::string::npos)
        return true;
    const auto* found = sample(route);
    if (found == nullptr)
        return false;
    const auto text = std::string{found->query} + std::string{found->body};
    return fill(text, Object::own) != fill(text, Object::absent);
}

// An absent thing has the form of the own one: an id of nothing, or what the stage names "absent.<thing>".
std::string Stage::thing(std::string_view name, Object object) const
{
    if (!own.things.contains(name))
        return "zzz_00000000000000000000000000"; // the check of good calls tells what the stage lacks
    if (object == Object::others)
        return other.thing(name);
    const auto& mine = own.thing(name);
    if (object == Object::own)
        return mine;
    if (const auto at = own.things.find("absent." + std::string{name}); at != own.things.end())
        return at->second;
    const auto cut = mine.find('_');
    const bool is_id = cut != std::string::npos && cut <= 4 && mine.size() == cut + 27;
    return is_id ? mine.substr(0, cut + 1) + std::string(mine.size() - cut - 1, '0') : mine;
}

std::string Stage::fill(std::string_view text, Object object) const
{
    std::string filled;
    std::size_t at = 0;
    for (auto open = text.find("${"); open != std::string_view::npos; open = text.find("${", at))
    {
        const auto close = text.find('}', open);
        filled += text.substr(at, open - at);
        filled += thing(text.substr(open + 2, close - open - 2), object);
        at = close + 1;
    }
    filled += text.substr(at);
    return filled;
}

http::Request Stage::request(const http::Route& route, Object object, const Caller& caller) const
{
    const auto* found = sample(route);
    std::map<std::string, std::string, std::less<>> called;
    if (found != nullptr)
        for (auto rest = found->path; !rest.empty();)
        {
            const auto end = std::min(rest.find(' '), rest.size());
            const auto pair = rest.substr(0, end);
            called.emplace(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }

    http::Request request;
    request.method = route.method;
    std::size_t at = 0;
    for (auto open = route.pattern.find('{'); open != std::string::npos; open = route.pattern.find('{', at))
    {
        const auto close = route.pattern.find('}', open);
        const auto variable = route.pattern.substr(open + 1, close - open - 1);
        const auto named = called.find(variable);
        request.target += route.pattern.substr(at, open - at) +
                          thing(named == called.end() ? variable : named->second, object);
        at = close + 1;
    }
    request.target += route.pattern.substr(at);
    if (found != nullptr && !found->query.empty())
        request.target += "?" + fill(found->query, object);

    request.id = "req-" + std::to_string(++keys_);
    request.headers.emplace_back("accept-language", "en");
    if (!caller.token.empty())
        request.headers.emplace_back("authorization", "Bearer " + caller.token);
    if (route.idempotent_by_key)
        request.headers.emplace_back("idempotency-key", "a-key-of-the-stage-" + std::to_string(keys_));
    if (route.match == http::Match::demanded)
        request.headers.emplace_back("if-match", "*");
    if (route.request)
    {
        request.headers.emplace_back("content-type", "application/json");
        request.body = found != nullptr && !found->body.empty()
                           ? fill(found->body, object)
                           : json::write(http::example_of(*route.request));
    }
    return request;
}

Answer Stage::ask(const http::Route& route, Object object, const Caller& caller)
{
    return desk_->ask(request(route, object, caller));
}

Stage& stage()
{
    // A stage that could not be furnished is told once, not built again by each test.
    static std::string failure;
    static const auto built = []
    {
        try
        {
            return std::make_unique<Stage>();
        }
        catch (const std::exception& error)
        {
            failure = error.what();
            return std::unique_ptr<Stage>{};
        }
    }();
    if (!built)
        throw std::runtime_error{failure};
    return *built;
}

} // namespace kori::test
