#include "core/http/precondition.hpp"

#include "core/base/text.hpp"
#include "core/crypto/crypto.hpp"

#include <charconv>
#include <vector>

namespace kori::http
{
namespace
{

// The tags of a list header without W/ and quotes; nullopt when it is malformed.
std::optional<std::vector<std::string>> tags_of(std::string_view header)
{
    std::vector<std::string> tags;
    std::size_t at = 0;
    const auto skip_blanks = [&]
    {
        while (at < header.size() && (header[at] == ' ' || header[at] == '\t' || header[at] == ','))
            ++at;
    };
    for (skip_blanks(); at < header.size(); skip_blanks())
    {
        if (header.substr(at, 2) == "W/")
            at += 2;
        if (at >= header.size() || header[at] != '"')
            return std::nullopt;
        const auto end = header.find('"', at + 1);
        if (end == std::string_view::npos)
            return std::nullopt;
        tags.emplace_back(header.substr(at + 1, end - at - 1));
        at = end + 1;
        if (at < header.size() && header[at] != ',' && header[at] != ' ' && header[at] != '\t')
            return std::nullopt;
    }
    if (tags.empty())
        return std::nullopt;
    return tags;
}

} // namespace

std::string entity_tag(std::string_view body, std::optional<std::int64_t> revision)
{
    const auto digest = to_hex(crypto::sha256(body).substr(0, 8));
    return revision ? "\"" + std::to_string(*revision) + "-" + digest + "\"" : "\"" + digest + "\"";
}

IfMatch if_match(std::string_view header, std::int64_t revision)
{
    if (header == "*")
        return IfMatch::match;
    const auto tags = tags_of(header);
    if (!tags)
        return IfMatch::malformed;
    for (const auto& tag : *tags)
    {
        const auto dash = tag.find('-');
        std::int64_t number = 0;
        if (dash == std::string::npos)
            continue;
        const auto [end, error] = std::from_chars(tag.data(), tag.data() + dash, number);
        if (error == std::errc{} && end == tag.data() + dash && number == revision)
            return IfMatch::match;
    }
    return IfMatch::no_match;
}

bool if_none_match(std::string_view header, std::string_view current_tag)
{
    if (header == "*")
        return true;
    const auto tags = tags_of(header);
    if (!tags)
        return false;
    for (const auto& tag : *tags)
        if ("\"" + tag + "\"" == current_tag)
            return true;
    return false;
}

} // namespace kori::http
