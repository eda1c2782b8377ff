// From need to choice: what a coach records, what the customer agrees to, and the customer's own choice. No
// action here lets a coach or an authority order offers, filter by provider or pick one. Each action: may he,
// load, decide, save, journal.
#pragma once

#include "core/access/access_actions.hpp"
#include "core/http/environment.hpp"
#include "core/work/due.hpp"
#include "marketplace/choice/choice_store.hpp"
#include "marketplace/choice/receipt_store.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::choices
{

// --- needs

Result<NeedAssessment> open_assessment(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       const http::Environment& environment, CustomerId customer,
                                       const std::vector<std::string>& target_groups,
                                       const std::vector<std::string>& needs);
Result<NeedAssessment> record_needs(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    const http::Environment& environment, NeedAssessmentId id,
                                    const std::vector<std::string>& target_groups,
                                    const std::vector<std::string>& needs);
// The customer's facts become those of the assessment; an earlier one is outdated.
Result<NeedAssessment> complete_assessment(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                           NeedAssessmentId id);

// --- agreement

struct ProposeBasket
{
    CustomerId customer;
    BasketId basket; // never a provider
    std::string override_reason;
};
struct Proposed
{
    BasketAgreement agreement;
    std::vector<RuleResult> results; // of the eligibility rules
};
// Refuses agreement.no_such_basket, agreement.basket_takes_no_customers, agreement.channel_without_choice,
// agreement.not_eligible (with the rules that shut out; an override names its reason and the coach).
Result<Proposed> propose(Transaction& tx, const Ambient& ambient, const Actor& actor,
                         const ProposeBasket& wish);
// verb: agree, decline, withdraw.
Result<BasketAgreement> move_agreement(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       BasketAgreementId id, std::string_view verb,
                                       const std::string& told_how, const std::string& reason);
// The agreement, if the actor is a coach of its customer (or sees the customer coded); else it looks absent.
Result<BasketAgreement> agreement_for_coach(Transaction& tx, const Actor& actor, BasketAgreementId id,
                                            CivilDate day);
Result<BasketAgreement> agreement_for_sight(Transaction& tx, const Actor& actor, BasketAgreementId id,
                                            CivilDate day);
std::vector<RuleResult> eligibility_of(Transaction& tx, const BasketAgreement& agreement);

// --- session

struct OpenedSession
{
    ChoiceSession session;
    std::string code; // told once; only its keyed hash is stored
};
// Refuses choice.not_agreed, choice.already_made, choice.session_is_open, choice.basket_changed,
// agreement.basket_takes_no_customers.
Result<OpenedSession> open_session(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   const http::Environment& environment, BasketAgreementId agreement);
Result<ChoiceSession> revoke_session(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     ChoiceSessionId id, const std::string& reason);
// The next number; refuses choice.session_is_open: an order never changes under the customer's eyes.
Result<std::int64_t> new_seed(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              BasketAgreementId agreement, const std::string& reason);

struct EnteredChoice
{
    ChoiceSession session;
    CustomerId customer; // for the stored answer, never for a view
    std::string token;   // "choice_" and 43 characters, told once
    Instant expires_at;
};
// The code is used up. Refuses choice.wrong_code without telling unknown, used, expired and revoked apart.
Result<EnteredChoice> enter(Transaction& tx, const Ambient& ambient, const http::Environment& environment,
                            std::string_view code);
// Who holds that token; refuses choice.token_unknown.
Result<Actor> choice_actor(Transaction& tx, std::string_view token, Instant now);
// The token ends at once, the choice does not: a shared computer is left (306/2019 §6).
void leave(Transaction& tx, const Ambient& ambient, const Actor& actor);
// The session of a customer's actor.
ChoiceSession own_session(Transaction& tx, const Actor& actor);

// --- choice

// Writes down what is shown now, in the neutral order.
Result<ChoiceSession> show(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment);
// What is wrong when nothing was shown is told by check_choice; choice.offer_gone and choice.offer_changed
// ask to look again.
Result<KeptReceipt> choose(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment, OfferId offer);
Result<KeptReceipt> choose_assisted(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    const http::Environment& environment, ChoiceSessionId id, OfferId offer,
                                    const Assistance& assistance);
const std::vector<std::string>& reasons_for_none();
Result<KeptReceipt> find_none_suitable(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       const http::Environment& environment, const std::string& reason);

// Does a choice of that provider stand, under an agreement that still holds?
bool has_chosen(Transaction& tx, CustomerId customer, OrganisationId provider);

struct Replay
{
    bool seed_matches = false;   // the seed's digest is the one in the receipt
    bool order_matches = false;  // sorting again gives the order that was shown
    bool digest_matches = false; // the text's digest is the one in the journal
    std::string seed_hex;
};
Replay replay(Transaction& tx, std::string_view display_key, const KeptReceipt& kept);

void add_due_acts(work::DueActs& acts);

} // namespace kori::choices
