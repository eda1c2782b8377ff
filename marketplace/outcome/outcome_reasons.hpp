// What a decision about a claim says of itself: the sentences of the rule, and those that one decision
// collects.
#pragma once

#include "marketplace/outcome/outcome_rule.hpp"

#include <string_view>
#include <vector>

namespace kori
{

class Reasons
{
public:
    void say(std::string_view rule, Facts values); // one of outcome_sentences()
    bool is_empty() const { return reasons_.empty(); }
    std::vector<DecisionReason> take() { return std::move(reasons_); }

private:
    std::vector<DecisionReason> reasons_;
};

} // namespace kori
