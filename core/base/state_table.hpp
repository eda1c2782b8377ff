// State machines are data: every allowed transition is a row, every other one is refused with the rule's
// name.
#pragma once

#include "core/base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct Transition
{
    std::string_view from;
    std::string_view verb; // the act that moves it
    std::string_view to;
    std::string_view source; // "domain.md 7.5", a paragraph, or "ASSUMED: why"
};

struct StateTable
{
    std::string_view name; // of the object: "order"
    std::span<const std::string_view> states;
    std::string_view initial;
    std::span<const std::string_view> finals; // states that nothing leaves
    std::span<const Transition> transitions;

    // The state after that act, or a refusal "<name>.transition_not_listed" (Fault::conflict).
    Result<std::string> move(std::string_view from, std::string_view verb) const;
    // Is that act a row at all, from any state?
    bool allows(std::string_view from, std::string_view verb) const;
    // Sentences on what is wrong with the table itself: unknown names, unreachable states, dead ends, doubled
    // rows.
    std::vector<std::string> faults() const;
};

} // namespace kori
