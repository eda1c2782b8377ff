// Cursors. The first line of the input is a cursor that somebody sends; the lines after it are a keyset,
// whose cursor opens for its own list only, and only as it was made.
#include "tests/fuzz/one_input.hpp"

#include "core/base/text.hpp"
#include "core/http/cursor.hpp"

#include <algorithm>
#include <string>

namespace kori::fuzz
{
namespace
{

constexpr std::string_view key = "a key for cursors of the tests...";
constexpr std::string_view list = "/api/v1/baskets\norg_00000000000000000000000000";
constexpr std::string_view other_list = "/api/v1/baskets\norg_00000000000000000000000001";
constexpr std::size_t cursor_bytes_max = 2'000; // of cursor.cpp
constexpr std::size_t fields_tried = 4;

bool check_sent(std::string_view cursor)
{
    bool is_accepted = false;
    for (std::size_t fields = 0; fields <= fields_tried; ++fields)
    {
        const auto keyset = http::decode_cursor(key, list, cursor, fields);
        if (!keyset)
            continue;
        is_accepted = true;
        PROMISE(keyset->size() == fields);
        PROMISE(http::encode_cursor(key, list, *keyset) == cursor);
        PROMISE(!http::decode_cursor(key, other_list, cursor, fields));
        PROMISE(!http::decode_cursor("another key", list, cursor, fields));
    }
    return is_accepted;
}

void check_made(std::string_view lines)
{
    std::string clean{lines};
    std::replace(clean.begin(), clean.end(), '\0', ' ');
    const auto keyset = split_text(clean, '\n');
    const auto cursor = http::encode_cursor(key, list, keyset);
    const auto opened = http::decode_cursor(key, list, cursor, keyset.size());
    PROMISE(opened.has_value() == (cursor.size() <= cursor_bytes_max));
    PROMISE(!opened || *opened == keyset);
    PROMISE(!http::decode_cursor(key, other_list, cursor, keyset.size()));
    PROMISE(!http::decode_cursor(key, list, cursor, keyset.size() + 1));

    const auto step = std::max<std::size_t>(1, cursor.size() / 16);
    for (std::size_t at = 0; at < cursor.size(); at += step)
    {
        auto changed = cursor;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        PROMISE(!http::decode_cursor(key, list, changed, keyset.size()));
        PROMISE(!http::decode_cursor(key, list, cursor.substr(0, at), keyset.size()));
    }
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto [cursor, lines] = first_line(bytes);
    check_made(lines);
    return check_sent(cursor);
}

} // namespace kori::fuzz
