// Strong entity tags and the conditional headers of RFC 9110 §13.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kori::http
{

// "<revision>-<digest of the body>" for an object, "<digest>" for anything else; quoted.
std::string entity_tag(std::string_view body, std::optional<std::int64_t> revision);

enum class IfMatch
{
    malformed,
    no_match,
    match,
};
// The revision part decides: two languages or two roles see other bytes of the same revision.
IfMatch if_match(std::string_view header, std::int64_t revision);
// Weak comparison, as for GET.
bool if_none_match(std::string_view header, std::string_view current_tag);

} // namespace kori::http
