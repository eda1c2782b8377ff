// Requests for information and trade-secret claims. Each action: may he, load, decide, save, journal.
#pragma once

#include "core/access/access_actions.hpp"
#include "core/work/due.hpp"
#include "procurement/publicity/disclosure.hpp"

namespace kori::publicity
{

// Requests for information: publicity_actions.cpp.
struct AskForInformation
{
    std::string matter;
    std::string wanted;
};
// Whoever signed in asks for himself; the clock T31 runs from the receipt. Refuses publicity.no_such_matter
// at /matter, publicity.not_a_member.
Result<InformationRequest> ask(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               const Sources& sources, const AskForInformation& wish);
struct EnterForSomebody
{
    AskForInformation wish;
    std::string came_by;
    Instant received_at; // when it reached the authority: not in the future
};
// An officer enters what came by other ways. Also refuses publicity.received_in_future at /received_at.
Result<InformationRequest> enter(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const Sources& sources, const EnterForSomebody& wish);
// Much material, or secret parts in it: a month instead of two weeks (§14(4)). Only while the two weeks run:
// publicity.first_time_is_over. Once: publicity.lengthened_already.
Result<InformationRequest> lengthen(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    const Sources& sources, InformationRequestId id,
                                    const std::string& reason);
// By who asked; by the authority when it entered the request itself.
Result<InformationRequest> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    InformationRequestId id);

struct DecideOnInformation
{
    InformationRequestId request;
    std::string outcome; // "given", "given_in_part", "refused"
    LocalText reasons;
    std::vector<std::string> documents; // what is given
};
// Refuses, at /documents/<i>: publicity.no_such_document, publicity.not_public_yet,
// publicity.claims_undecided, publicity.part_is_withheld (of "given"); at /documents:
// publicity.gives_nothing, publicity.refused_gives_nothing; at /outcome: publicity.nothing_is_withheld (of
// "given_in_part", when all that there is is given).
Result<InformationDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   const Sources& sources, const DecideOnInformation& wish);

// The request as this actor may see it: who asked, or the authority.
Result<InformationRequest> visible(Transaction& tx, const Actor& actor, InformationRequestId id);

// Trade secrets: secret_actions.cpp.
struct ClaimTradeSecret
{
    std::string document;
    std::string part;
    std::string passage;
    std::string content; // passage_content
    std::string ground;
};
// The provider's own document only: publicity.no_such_document at /document. Also refuses what may_be_claimed
// refuses, publicity.already_public, publicity.claimed_already, publicity.too_many_claims.
Result<TradeSecretClaim> claim(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               const Sources& sources, const ClaimTradeSecret& wish);
Result<TradeSecretClaim> withdraw_claim(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                        const Sources& sources, TradeSecretClaimId id);
struct DecideOnClaim
{
    TradeSecretClaimId claim;
    std::string outcome; // "accepted", "rejected"
    LocalText reasons;
};
Result<TradeSecretDecision> decide_claim(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                         const Sources& sources, const DecideOnClaim& wish);
// The document whose claims this actor may see: its provider, or the authority once it may know of it.
Result<MatterDocument> visible_document(Transaction& tx, const Actor& actor, const Sources& sources,
                                        std::string_view id);

// The clock of T31, "information.answer_due": publicity_clock.cpp.
void start_clock(Transaction& tx, const Ambient& ambient, const InformationRequest& request);
void stop_clock(Transaction& tx, const Ambient& ambient, const InformationRequest& request);
void add_due_acts(work::DueActs& acts);

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const InformationRequest& request, Facts facts, std::string reason = {});

} // namespace kori::publicity
