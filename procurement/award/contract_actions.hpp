// The contract, an act of its own (1397/2016 §128), and its changes (§136).
#pragma once

#include "procurement/award/award_steps.hpp"

namespace kori::awards
{

struct MakeContract
{
    TenderId tender;
    Money value; // with options, without VAT (§27)
    CivilDate signed_on;
    std::vector<std::string> evidence; // codes of what was checked (§88); none: not checked
};
// Commits its value to the system's total, and keeps the winner's promises with their caps. A second contract
// on the same tender is refused by the table, too.
Result<Contract> make_contract(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                               const MakeContract& wish);

struct ChangeContract
{
    std::string ground; // change_ground
    Money value;        // how much dearer; negative: cheaper
    std::string reason;
};
Result<ContractChange> change_contract(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       ContractId id, const ChangeContract& wish);

} // namespace kori::awards
