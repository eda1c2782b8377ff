// Matches a target to a row of the route table. Nothing else: who may, and what happens, is decided in the
// guarded call.
#pragma once

#include "core/http/route.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kori::http
{

using Values = std::map<std::string, std::string, std::less<>>;

// The target in its decoded parts. Refuses http.bad_target (malformed): bad percent-encoding, a dot segment,
// an empty segment, a control character, text that is not UTF-8, or a query name that stands twice.
struct Target
{
    std::vector<std::string> segments;
    Values query;
};
Result<Target> parse_target(std::string_view target);
// A value as it stands in a query: all but unreserved characters (RFC 3986 §2.3) as %XX.
std::string percent_encoded(std::string_view value);

class Router
{
public:
    // Promises that no two rows match the same request and that every pattern is well-formed.
    explicit Router(Routes routes);

    struct Match
    {
        const Route* route = nullptr;     // nullptr: no row for this method
        Values path;                      // "{basket}" → its text
        std::vector<std::string> allowed; // methods that the path knows; empty: no such path
    };
    Match find(Method method, const Target& target) const;
    const Routes& routes() const { return routes_; }

private:
    Routes routes_;
    std::vector<std::vector<std::string>> patterns_; // segments of each row
};

} // namespace kori::http
