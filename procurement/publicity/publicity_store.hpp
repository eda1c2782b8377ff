#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/publicity/publicity.hpp"
#include "procurement/system/system.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct InformationRequestTag
{
    static constexpr std::string_view prefix = "inf";
};
using InformationRequestId = Id<InformationRequestTag>;

// Somebody asks an authority for documents of one matter (621/1999 §13).
struct InformationRequest
{
    InformationRequestId id;
    OrganisationId authority;
    std::string matter;                              // "prg_…", "cmp_…", "pur_…"
    std::optional<MembershipId> asked_by = {};       // none: entered for somebody who need not say who he is
    std::optional<OrganisationId> organisation = {}; // of who asked; a party sees more (§11)
    std::string came_by = "here";                    // "here", "email", "letter", "visit", "phone"
    std::string wanted;                              // in the asker's words
    std::string state;                               // information_request_state
    bool is_large = false;                           // a month instead of two weeks (§14(4))
    std::string large_reason = {};
    Instant received_at;
    CivilDate due_on; // last day, T31
    std::int64_t revision = 1;
};

struct InformationDecisionTag
{
    static constexpr std::string_view prefix = "idc";
};
using InformationDecisionId = Id<InformationDecisionTag>;
struct InformationDecision
{
    InformationDecisionId id;
    InformationRequestId request;
    std::string outcome; // "given", "given_in_part", "refused"
    LocalText reasons;
    std::string given; // JSON array as disclosure_view() makes it: what is given, and what is left out of it
    LocalText instructions; // how to appeal; empty when everything is given
    bool is_late = false;   // after T31
    Instant decided_at;
    MembershipId decided_by;
};

// How many, of one authority and one calendar year of receipt.
struct InformationCounts
{
    std::int64_t received = 0;
    std::int64_t open = 0;
    std::int64_t overdue = 0; // of the open ones
    std::int64_t given = 0;
    std::int64_t given_in_part = 0;
    std::int64_t refused = 0;
    std::int64_t withdrawn = 0;
    std::int64_t late = 0; // of the decided ones
};

struct TradeSecretClaimTag
{
    static constexpr std::string_view prefix = "tsc";
};
using TradeSecretClaimId = Id<TradeSecretClaimTag>;
// A provider says where a trade secret stands, and why it is one; never what it says.
struct TradeSecretClaim
{
    TradeSecretClaimId id;
    std::string document; // "adm_…", "ofr_…", "tnd_…"
    std::string matter;
    OrganisationId authority;
    OrganisationId provider;
    std::string part;    // which part of the document: "form", "quality_plan"
    std::string passage; // where in it: "page 4, table 2"
    std::string content; // passage_content
    std::string ground;
    std::string state; // trade_secret_state
    MembershipId claimed_by;
    Instant claimed_at;
    std::int64_t revision = 1;
};

struct TradeSecretDecisionTag
{
    static constexpr std::string_view prefix = "tsd";
};
using TradeSecretDecisionId = Id<TradeSecretDecisionTag>;
struct TradeSecretDecision
{
    TradeSecretDecisionId id;
    TradeSecretClaimId claim;
    std::string outcome; // "accepted", "rejected"
    LocalText reasons;
    Instant decided_at;
    MembershipId decided_by;
    std::optional<TradeSecretDecisionId> replaces = {};
};

namespace publicity
{

inline constexpr std::int64_t claims_of_document_max = 200;

void insert(Transaction& tx, const InformationRequest& request, Instant now);
void save(Transaction& tx, const InformationRequest& request,
          Instant now); // the caller has raised `revision`
std::optional<InformationRequest> find(Transaction& tx, InformationRequestId id);
std::vector<InformationRequest> asked_by(Transaction& tx, MembershipId membership, std::string_view after_id,
                                         std::int64_t limit);
// What waits for an answer, the earliest day first.
std::vector<InformationRequest> waiting_at(Transaction& tx, OrganisationId authority,
                                           std::string_view after_due, std::string_view after_id,
                                           std::int64_t limit);
InformationCounts count(Transaction& tx, OrganisationId authority, Instant from, Instant to, CivilDate today);

// Of the competitions in that category of a DPS: what opens the requests to join it.
std::optional<Instant> first_contract_in(Transaction& tx, CategoryId category);

void insert(Transaction& tx, const InformationDecision& decision);
std::optional<InformationDecision> decision_of(Transaction& tx, InformationRequestId request);

void insert(Transaction& tx, const TradeSecretClaim& claim);
void save(Transaction& tx, const TradeSecretClaim& claim, Instant now); // the caller has raised `revision`
std::optional<TradeSecretClaim> find(Transaction& tx, TradeSecretClaimId id);
// At most claims_of_document_max, oldest first.
std::vector<TradeSecretClaim> claims_of(Transaction& tx, std::string_view document);

void insert(Transaction& tx, const TradeSecretDecision& decision);
std::optional<TradeSecretDecision> standing_decision(Transaction& tx, TradeSecretClaimId claim);

} // namespace publicity
} // namespace kori
