// What a request says it is for: the host it names and the path behind it, in strict form (RFC 3986).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kori::net
{

// host [":" port]; nullopt when it is none. An empty or the scheme's own port is left out.
std::optional<std::string> normal_authority(std::string_view text, bool is_https);
// Escapes are complete; an escaped zero is refused.
bool is_path_and_query(std::string_view text);

} // namespace kori::net
