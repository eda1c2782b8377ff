// What every fuzz target gives: one function over one input from outside. It PROMISEs what must hold of any
// input; whatever it throws is a finding.
#pragma once

#include "core/base/promise.hpp"

#include <string_view>
#include <utility>

namespace kori::fuzz
{

// True when the input was accepted, as far as the target's subject accepts or refuses.
bool one_input(std::string_view bytes);

// The text before the first newline, and what follows it.
inline std::pair<std::string_view, std::string_view> first_line(std::string_view bytes)
{
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos)
        return {bytes, {}};
    return {bytes.substr(0, end), bytes.substr(end + 1)};
}

} // namespace kori::fuzz
