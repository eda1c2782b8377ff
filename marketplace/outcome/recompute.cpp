#include "marketplace/outcome/recompute.hpp"

namespace kori::outcomes
{

std::vector<std::string> recompute_of(Transaction& tx, ClaimId claim)
{
    std::vector<std::string> differences;
    for (const auto& stored : decisions_of(tx, claim))
    {
        const auto name = claim.text() + " decision " + std::to_string(stored.number);
        if (stored.decision.rule_version != outcome_rule_version)
            differences.push_back(name + " was decided by " + stored.decision.rule_version +
                                  ", which is not here");
        else if (const auto again = decide(stored.inputs); again != stored.decision)
            differences.push_back(name + " says " + std::to_string(stored.decision.amount.in_cents()) +
                                  " cents and comes out as " + std::to_string(again.amount.in_cents()));
    }
    return differences;
}

std::vector<std::string> recompute(Transaction& tx)
{
    constexpr std::int64_t page = 500;
    std::vector<std::string> differences;
    std::string after;
    for (;;)
    {
        const auto rows =
            tx.query("/* outcomes.recompute */ SELECT id FROM outcome_claim WHERE id > ? ORDER BY id LIMIT ?",
                     after, page);
        for (const auto& row : rows)
            for (auto& difference : recompute_of(tx, row.id<ClaimTag>(0)))
                differences.push_back(std::move(difference));
        if (rows.size() < static_cast<std::size_t>(page))
            return differences;
        after = rows.back().text(0);
    }
}

} // namespace kori::outcomes
