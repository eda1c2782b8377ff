// Keyset cursors: opaque to the caller, bound to the route and the viewer, and authenticated, so that nobody
// can make one up or carry one to another list.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::http
{

struct Call;

std::string encode_cursor(std::string_view key, std::string_view bound_to,
                          const std::vector<std::string>& keyset);
std::optional<std::vector<std::string>> decode_cursor(std::string_view key, std::string_view bound_to,
                                                      std::string_view cursor, std::size_t fields);

// The page that a call asks for with ?limit= (1 to 200, default 50) and ?after=.
struct PageWish
{
    std::int64_t limit = 50;
    std::vector<std::string> after; // empty texts on the first page
};
// Refuses "http.bad_cursor".
Result<PageWish> page_of(const Call& call, std::size_t fields = 1);
std::string next_cursor(const Call& call, const std::vector<std::string>& keyset);

// Reads one more row than asked to know whether there is a next page; drops it and makes the cursor of the
// last one left.
template <class T, class KeyOf>
std::string cut_page(const Call& call, const PageWish& page, std::vector<T>& items, KeyOf key_of)
{
    if (items.size() <= static_cast<std::size_t>(page.limit))
        return {};
    items.erase(items.begin() + page.limit, items.end());
    return next_cursor(call, key_of(items.back()));
}

} // namespace kori::http
