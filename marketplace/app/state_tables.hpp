// All state machines of the domain in one place, for the generated page and for tests that walk all of them.
#pragma once

#include "core/base/state_table.hpp"
#include "procurement/rule/rule.hpp"

#include <string>
#include <vector>

namespace kori
{

// In the order of the chain.
std::vector<const StateTable*> all_state_tables();

// docs/states.md.
std::string states_page();

// Every rule of the pure files with its English sentences, in the order of the chain; the rules of the state
// tables
// ("<name>.transition_not_listed") stand at the end.
std::vector<RuleSentence> all_rule_sentences();

} // namespace kori
