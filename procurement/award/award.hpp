// From the opening to the contract: what the decisions of a competition are, and what stands of them.
#pragma once

#include "core/base/id.hpp"
#include "procurement/rule/rule.hpp"

#include <string_view>

namespace kori
{

struct AwardDecisionTag
{
    static constexpr std::string_view prefix = "dcn";
};
using AwardDecisionId = Id<AwardDecisionTag>;
struct ContractTag
{
    static constexpr std::string_view prefix = "ctr";
};
using ContractId = Id<ContractTag>;
struct CompletionTag
{
    static constexpr std::string_view prefix = "cpl";
};
using CompletionId = Id<CompletionTag>;
struct DeclarationTag
{
    static constexpr std::string_view prefix = "cfd";
};
using DeclarationId = Id<DeclarationTag>;
struct CorrectionRequestTag
{
    static constexpr std::string_view prefix = "crq";
};
using CorrectionRequestId = Id<CorrectionRequestTag>;

namespace award_kind
{
inline constexpr std::string_view award = "award";               // hankintapäätös, §123
inline constexpr std::string_view interruption = "interruption"; // keskeytyspäätös, §125
inline constexpr std::string_view correction = "correction";     // withdraws the one that it follows, §132
} // namespace award_kind

// What became of a tender's place in an award.
namespace place_state
{
inline constexpr std::string_view not_winner = "NOT_WINNER";
inline constexpr std::string_view waiting = "WAITING"; // a winner without contract yet
inline constexpr std::string_view contracted = "CONTRACTED";
inline constexpr std::string_view released = "RELEASED"; // does not sign; recorded with its reason
} // namespace place_state

} // namespace kori
