#include "core/http/router.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <set>

namespace kori::http
{
namespace
{

Refusal bad_target(const char* sentence)
{
    return refuse(Fault::malformed, "http.bad_target", sentence);
}

bool is_clean(std::string_view text)
{
    return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c)
                                         { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_variable(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string> pattern_segments(std::string_view pattern)
{
    PROMISE(pattern.starts_with('/'));
    return split_text(pattern.substr(1), '/');
}

} // namespace

Result<Target> parse_target(std::string_view target)
{
    const auto parsed =
        boost::urls::parse_origin_form(boost::urls::string_view{target.data(), target.size()});
    if (!parsed)
        return bad_target("The target of the request cannot be read.");
    Target result;
    for (const auto segment : parsed->segments())
    {
        if (segment.empty() || segment == "." || segment == ".." || !is_clean(segment) ||
            segment.find('/') != std::string::npos)
            return bad_target("The path of the request cannot be read.");
        result.segments.push_back(segment);
    }
    for (const auto param : parsed->params())
    {
        if (!is_clean(param.key) || !is_utf8(param.value) || param.value.find('\0') != std::string::npos)
            return bad_target("The query of the request cannot be read.");
        if (!result.query.emplace(param.key, param.value).second)
            return bad_target("A name stands twice in the query of the request.");
    }
    return result;
}

std::string percent_encoded(std::string_view value)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : value)
    {
        const bool is_unreserved = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                                   (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (is_unreserved)
            result += c;
        else
        {
            result += '%';
            result += digits[static_cast<unsigned char>(c) >> 4];
            result += digits[static_cast<unsigned char>(c) & 15];
        }
    }
    return result;
}

Router::Router(Routes routes) : routes_{std::move(routes)}
{
    std::set<std::string> seen;
    for (const auto& route : routes_)
    {
        std::string shape{name_of(route.method)};
        patterns_.push_back(pattern_segments(route.pattern));
        for (const auto& segment : patterns_.back())
            shape += is_variable(segment) ? "/*" : "/" + segment;
        PROMISE(seen.insert(shape).second);
        PROMISE(route.handler != nullptr);
        PROMISE(route.method != Method::head && route.method != Method::options);
    }
}

Router::Match Router::find(Method method, const Target& target) const
{
    const auto wanted = method == Method::head ? Method::get : method;
    Match best;
    std::size_t best_literals = 0;
    for (std::size_t i = 0; i < routes_.size(); ++i)
    {
        const auto& pattern = patterns_[i];
        if (pattern.size() != target.segments.size())
            continue;
        Values path;
        std::size_t literals = 0;
        bool fits = true;
        for (std::size_t s = 0; s < pattern.size() && fits; ++s)
        {
            if (is_variable(pattern[s]))
                path.emplace(pattern[s].substr(1, pattern[s].size() - 2), target.segments[s]);
            else if (pattern[s] == target.segments[s])
                ++literals;
            else
                fits = false;
        }
        if (!fits)
            continue;
        const auto name = std::string{name_of(routes_[i].method)};
        if (std::find(best.allowed.begin(), best.allowed.end(), name) == best.allowed.end())
            best.allowed.push_back(name);
        // "/offers/mine" stands before "/offers/{offer}"
        if (routes_[i].method == wanted && (best.route == nullptr || literals > best_literals))
        {
            best.route = &routes_[i];
            best.path = std::move(path);
            best_literals = literals;
        }
    }
    if (!best.allowed.empty())
    {
        if (std::find(best.allowed.begin(), best.allowed.end(), "GET") != best.allowed.end())
            best.allowed.emplace_back("HEAD");
        best.allowed.emplace_back("OPTIONS");
        std::sort(best.allowed.begin(), best.allowed.end());
    }
    return best;
}

} // namespace kori::http
