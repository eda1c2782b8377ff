// What can be done about a decision (muutoksenhaku): the instructions that go with it, by channel, regime,
// kind of decision and authority (domain.md 4.1, 4.6). Which remedy follows which is dated data of
// config/law.
#pragma once

#include "core/base/text.hpp"
#include "procurement/limit/limit.hpp"
#include "procurement/party/party.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class DecisionKind
{
    joining,      // on a request to join, and on removal: acceptance or admission
    award,        // who gets a contract: a competition's, or of a small purchase
    interruption, // §125
    claim,        // on a claim for correction
};

struct DecisionFacts
{
    Channel channel;
    Regime regime;
    DecisionKind kind;
    EntityKind authority;
    bool without_standstill = false; // the contract was made under §130(1)(1) or (3): T20 instead of T19
};

struct RemedyStep
{
    std::string code; // "municipal_correction", "administrative_court", "procurement_correction",
                      // "market_court", "market_court_with_leave"
    LimitStage limit;
    LimitLength length; // on the day of the decision
    LocalText body;     // to whom it is sent
    LocalText statute;
    bool needs_leave; // of the Market Court, §146(3)
};

struct Remedies
{
    std::vector<RemedyStep> steps; // in the order in which they are open; empty: this decision stands
    LimitStage receipt_electronic; // from when the days are counted: T26 or the municipal rule
    LimitStage receipt_letter;
};

// `day` is that of the decision. Open acceptance never gets a remedy of the Procurement Act, whatever regime
// is recorded. Throws LawMissing.
Remedies remedies_for(const DecisionFacts& facts, CivilDate day, const LawBook& law);

} // namespace kori
