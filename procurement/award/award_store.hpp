// What stands on record from the opening to the contract. Decisions, copies and contracts are only added.
#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/award/award.hpp"
#include "procurement/competition/tender_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// Never changes, and nothing is followed twice: the newest of a competition is the one that no other follows.
struct AwardDecision
{
    AwardDecisionId id;
    CompetitionId competition;
    std::int64_t number = 1;                // of the competition, from 1
    std::string kind;                       // award_kind
    std::optional<AwardDecisionId> follows; // the one that it withdraws or takes the place of
    LocalText reasons;                      // fi and sv
    std::string comparison;                 // of an award: the ranking as decided, JSON; else empty
    std::string digest;                     // SHA-256 of what was decided, 64 hex
    Instant decided_at;
    MembershipId decided_by;
};

struct AwardPlace
{
    AwardDecisionId decision;
    TenderId tender;
    OrganisationId tenderer;
    std::int64_t rank = 1; // in the comparison, from 1
    std::int64_t total_thousandths = 0;
    Money price;                   // used in the comparison; always told to parties
    std::int64_t order_of_use = 0; // of winners from 1; 0: no winner
    std::string state;             // place_state
    std::string reason = {};       // of a release
};

// The decision as one addressee got it.
struct AwardCopy
{
    AwardDecisionId decision;
    OrganisationId recipient;
    LocalText document; // HTML, fi and sv
    std::string digest; // of the document, 64 hex
    Instant sent_at;
    CivilDate received_on; // T26
};

struct CorrectionRequest
{
    CorrectionRequestId id;
    CompetitionId competition;
    AwardDecisionId decision;
    OrganisationId requester;
    std::string words;
    Instant received_at;
    bool in_time = false; // T17
};

struct Contract
{
    ContractId id;
    CompetitionId competition;
    AwardDecisionId decision;
    TenderId tender;
    OrganisationId supplier;
    OrganisationId authority;
    ProgrammeId programme;
    Money value; // with options, without VAT (§27)
    CivilDate signed_on;
    Instant made_at;
    MembershipId made_by;
    std::vector<std::string> evidence;     // codes of what was checked (§88)
    std::vector<ContractPromise> promises; // what the winner promised, with caps
    bool without_standstill = true;        // T20
};

struct ContractChange
{
    ContractId contract;
    std::int64_t number = 1;
    std::string ground; // change_ground
    Money value;        // how much dearer; negative: cheaper
    std::string reason;
    Instant changed_at;
    MembershipId changed_by;
};

namespace awards
{

// False when another decision follows the same one already: nothing was inserted.
bool insert(Transaction& tx, const AwardDecision& decision);
std::optional<AwardDecision> find_decision(Transaction& tx, AwardDecisionId id);
std::vector<AwardDecision> decisions_of(Transaction& tx, CompetitionId competition); // oldest first
// The one that no other follows; an award or interruption that stands last is in force.
std::optional<AwardDecision> newest_decision(Transaction& tx, CompetitionId competition);
std::optional<AwardDecision> decision_in_force(Transaction& tx, CompetitionId competition);

void insert(Transaction& tx, const AwardPlace& place);
void save_state(Transaction& tx, const AwardPlace& place);                    // state and reason
std::vector<AwardPlace> places_of(Transaction& tx, AwardDecisionId decision); // by rank

void insert(Transaction& tx, const AwardCopy& copy);
std::vector<AwardCopy> copies_of(Transaction& tx, AwardDecisionId decision); // by recipient
std::optional<AwardCopy> find_copy(Transaction& tx, AwardDecisionId decision, OrganisationId recipient);

void begin_standstill(Transaction& tx, AwardDecisionId decision, CivilDate until, Instant now);
std::optional<CivilDate> standstill_of(Transaction& tx, AwardDecisionId decision); // its last day

void insert(Transaction& tx, const CorrectionRequest& request);
std::vector<CorrectionRequest> requests_about(Transaction& tx, AwardDecisionId decision); // oldest first

// False when the tender has a contract already.
bool insert(Transaction& tx, const Contract& contract);
std::optional<Contract> find_contract(Transaction& tx, ContractId id);
std::vector<Contract> contracts_of(Transaction& tx, CompetitionId competition); // by id
bool insert(Transaction& tx, const ContractChange& change);                     // false: the number is taken
std::vector<ContractChange> changes_of(Transaction& tx, ContractId contract);   // by number

} // namespace awards
} // namespace kori
