#include "core/base/state_table.hpp"

#include <algorithm>
#include <set>

namespace kori
{
namespace
{

bool contains(std::span<const std::string_view> names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string quoted(std::string_view name)
{
    return "\"" + std::string{name} + "\"";
}

void find_unknown_and_doubled(const StateTable& table, std::vector<std::string>& faults)
{
    std::set<std::string_view> seen;
    for (const auto state : table.states)
        if (!seen.insert(state).second)
            faults.push_back("state " + quoted(state) + " is listed twice");
    if (!contains(table.states, table.initial))
        faults.push_back("the initial state " + quoted(table.initial) + " is not a state");
    for (const auto state : table.finals)
        if (!contains(table.states, state))
            faults.push_back("the final state " + quoted(state) + " is not a state");

    std::set<std::pair<std::string_view, std::string_view>> rows;
    for (const auto& row : table.transitions)
    {
        const auto name = "the row (" + quoted(row.from) + ", " + quoted(row.verb) + ")";
        if (!contains(table.states, row.from))
            faults.push_back(name + " leaves " + quoted(row.from) + ", which is not a state");
        if (!contains(table.states, row.to))
            faults.push_back(name + " leads to " + quoted(row.to) + ", which is not a state");
        if (!rows.emplace(row.from, row.verb).second)
            faults.push_back(name + " is there twice");
        if (row.verb.empty())
            faults.push_back(name + " has no verb");
        if (row.source.empty())
            faults.push_back(name + " names no source");
    }
}

void find_unreachable_and_dead_ends(const StateTable& table, std::vector<std::string>& faults)
{
    std::set<std::string_view> reached{table.initial};
    for (bool grew = true; grew;)
    {
        grew = false;
        for (const auto& row : table.transitions)
            if (reached.contains(row.from))
                grew = reached.insert(row.to).second || grew;
    }
    for (const auto state : table.states)
    {
        if (!reached.contains(state))
            faults.push_back("state " + quoted(state) + " cannot be reached");
        const bool has_exit = std::any_of(table.transitions.begin(), table.transitions.end(),
                                          [&](const Transition& row) { return row.from == state; });
        const bool is_final = contains(table.finals, state);
        if (is_final && has_exit)
            faults.push_back("state " + quoted(state) + " is final and has an exit");
        if (!is_final && !has_exit)
            faults.push_back("state " + quoted(state) + " is not final and has no exit");
    }
}

} // namespace

Result<std::string> StateTable::move(std::string_view from, std::string_view verb) const
{
    for (const auto& row : transitions)
        if (row.from == from && row.verb == verb)
            return std::string{row.to};
    return refuse(Fault::conflict, std::string{name} + ".transition_not_listed",
                  "In the state {state} the act {act} is not possible.")
        .with("state", std::string{from})
        .with("act", std::string{verb});
}

bool StateTable::allows(std::string_view from, std::string_view verb) const
{
    return std::any_of(transitions.begin(), transitions.end(),
                       [&](const Transition& row) { return row.from == from && row.verb == verb; });
}

std::vector<std::string> StateTable::faults() const
{
    std::vector<std::string> found;
    find_unknown_and_doubled(*this, found);
    find_unreachable_and_dead_ends(*this, found);
    return found;
}

} // namespace kori
