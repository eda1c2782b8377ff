// Opened tenders and what is done to compare them.
#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/award/award.hpp"
#include "procurement/competition/quality.hpp"
#include "procurement/competition/tender_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct Opening
{
    CompetitionId competition;
    Instant opened_at;
    std::vector<MembershipId> openers;
    std::int64_t tenders = 0;
    std::string record;     // JSON: the list of tenders and parts, and what did not open
    std::string lot_secret; // revealed, 64 hex digits
    std::string lot_number; // see scoring.hpp; 64 hex digits
};

struct OpenedPart
{
    TenderId tender;
    std::string name;
    std::int64_t bytes = 0; // plain
    std::string digest;     // SHA-256 of the plain content, 64 hex
    std::string fault;      // rule: why it did not open; empty: it did
    std::string content;
};

struct CompletionRequest
{
    CompletionId id;
    CompetitionId competition;
    TenderId tender;
    std::string fault; // the competition's own code
    std::string question;
    Instant asked_at;
    Instant answer_by;
    MembershipId asked_by;
    std::optional<std::string> answer = {};
    std::optional<Instant> answered_at = {};
};

struct LowPriceQuestion
{
    TenderId tender;
    CompetitionId competition;
    std::string question;
    Instant asked_at;
    Instant answer_by;
    MembershipId asked_by;
    std::optional<std::string> answer = {};
    std::optional<Instant> answered_at = {};
};

struct ConflictDeclaration
{
    DeclarationId id;
    CompetitionId competition;
    UserId user;
    MembershipId membership;
    bool has_conflict = false;
    std::string words;
    Instant declared_at;
};

struct Evaluator
{
    CompetitionId competition;
    UserId user;
    MembershipId membership;
    Instant named_at;
};

namespace assessments
{

bool insert(Transaction& tx, const Opening& opening); // false: opened already
std::optional<Opening> find_opening(Transaction& tx, CompetitionId competition);
void insert(Transaction& tx, const OpenedPart& part);
std::vector<OpenedPart> parts_of(Transaction& tx, TenderId tender); // by name, without content
std::optional<OpenedPart> find_part(Transaction& tx, TenderId tender, std::string_view name);

bool insert(Transaction& tx, const CompletionRequest& request); // false: asked about that fault already
std::optional<CompletionRequest> find_completion(Transaction& tx, CompletionId id);
std::vector<CompletionRequest> completions_of(Transaction& tx, CompetitionId competition); // by fault, tender
void answer_completion(Transaction& tx, CompletionId id, std::string_view answer, Instant at);

bool insert(Transaction& tx, const LowPriceQuestion& question); // false: asked already
std::optional<LowPriceQuestion> find_low_price(Transaction& tx, TenderId tender);
std::vector<LowPriceQuestion> low_prices_of(Transaction& tx, CompetitionId competition); // by tender
void answer_low_price(Transaction& tx, TenderId tender, std::string_view answer, Instant at);

void insert(Transaction& tx, const ConflictDeclaration& declaration);
std::vector<ConflictDeclaration> declarations_of(Transaction& tx, CompetitionId competition); // oldest first

// They and nobody else evaluate from now on.
void name_evaluators(Transaction& tx, CompetitionId competition, const std::vector<Evaluator>& evaluators,
                     Instant now);
std::vector<Evaluator> evaluators_of(Transaction& tx, CompetitionId competition); // who are it now, by user

void save_own_points(Transaction& tx, TenderId tender, std::string_view criterion, const OwnPoints& points,
                     Instant now);
void save_agreed_points(Transaction& tx, TenderId tender, const QualityPoints& agreed, MembershipId by,
                        Instant now);
// Of those who are evaluators; by criterion as it stands in the criteria.
std::vector<QualityPoints> points_of(Transaction& tx, TenderId tender, const AwardCriteria& criteria,
                                     const std::vector<Evaluator>& evaluators);

} // namespace assessments
} // namespace kori
