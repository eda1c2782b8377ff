// Between opening and decision: compliance, completions, low prices, who evaluates, points.
#pragma once

#include "procurement/award/award_steps.hpp"

namespace kori::awards
{

Result<Competition> check_compliance(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     CompetitionId id);

struct Verdict
{
    bool is_compliant = false;
    std::string ground; // exclusion_ground; of an exclusion
    std::string reason; // of an exclusion
};
// §74; admission is looked at again: who was suspended meanwhile is not found compliant.
Result<Tender> judge(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                     const Verdict& verdict);
// After a corrected decision.
Result<Tender> take_back(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                         const std::string& reason);

// §74(2), T13: all that have the fault are asked with the same words and the same time, in one act.
struct AskCompletion
{
    std::string fault;
    std::string question;
    std::vector<TenderId> tenders;
    Instant answer_by;
};
Result<std::vector<CompletionRequest>> ask_completion(Transaction& tx, const Ambient& ambient,
                                                      const Actor& actor, CompetitionId id,
                                                      const AskCompletion& wish);
Result<CompletionRequest> answer_completion(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                            CompletionId id, const std::string& answer);

// §96: looked into before it may exclude.
struct AskLowPrice
{
    std::string question;
    std::vector<TenderId> tenders;
    Instant answer_by;
};
Result<Competition> ask_low_price(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  CompetitionId id, const AskLowPrice& wish);
Result<LowPriceQuestion> answer_low_price(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          TenderId id, const std::string& answer);

// They and nobody else; until somebody has given points.
Result<Competition> name_evaluators(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    CompetitionId id, const std::vector<MembershipId>& members);
// Of whoever evaluates or decides, before doing so.
Result<ConflictDeclaration> declare_conflict(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                             CompetitionId id, bool has_conflict, const std::string& words);
Result<Competition> begin_evaluation(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     CompetitionId id);

struct GivenPoints
{
    std::string criterion;
    std::int64_t points = 0;
    std::string reason;
};
Result<Tender> give_own_points(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                               const GivenPoints& wish);
Result<Tender> agree_points(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                            const GivenPoints& wish);

} // namespace kori::awards
