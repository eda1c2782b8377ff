#pragma once

#include "core/crypto/keyring.hpp"
#include "core/storage/transaction.hpp"
#include "marketplace/choice/choice.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// What was found out in talks about a customer's needs: codes only, the plan stays in the national system.
struct NeedAssessment
{
    NeedAssessmentId id;
    OrganisationId authority;
    CustomerId customer;
    std::string state; // need_assessment_state
    std::vector<std::string> target_groups;
    std::vector<std::string> needs;
    MembershipId coach;
    std::int64_t revision = 1;
};

// A basket agreed with a customer (koritavoite suunnitelmassa); replaces sending somebody to a provider.
struct BasketAgreement
{
    BasketAgreementId id;
    OrganisationId authority;
    CustomerId customer;
    BasketId basket;
    BasketVersionId basket_version;
    std::string state; // basket_agreement_state
    MembershipId coach;
    std::string override_reason; // why a customer whom a rule shuts out was let in; empty: all rules passed
    std::int64_t revision = 1;
    std::optional<MembershipId> override_by = {}; // who let the customer in
    std::string told_how = {};                    // how the customer answered
};

struct ChoiceSession
{
    ChoiceSessionId id;
    BasketAgreementId agreement;
    OrganisationId authority;
    std::string state; // choice_session_state
    Instant code_expires_at;
    bool code_is_used = false;
    std::optional<Instant> token_expires_at;
    std::int64_t showing = 0; // how many lists were shown; the last one counts
    std::int64_t seed_number = 1;
    Language language = Language::fi;
    std::optional<Instant> shown_at;
    std::int64_t revision = 1;
};

// A receipt with what the journal says of it.
struct KeptReceipt
{
    ChoiceReceipt receipt;
    std::int64_t showing = 1;
    std::string digest; // as digest_of
    EntryId entry;
};

struct UnmetNeed
{
    ChoiceReceiptId receipt;
    OrganisationId authority;
    BasketId basket;
    std::string municipality;
    std::vector<std::string> needs;
    std::string reason;
    Instant recorded_at;
};

namespace choices
{

std::optional<BasketAgreement> find_agreement(Transaction& tx, BasketAgreementId id);
std::optional<ChoiceReceipt> find_receipt(Transaction& tx, ChoiceReceiptId id);
// SHA-256 of canonical_text in 64 lower-case hex digits, as it stands in the journal.
std::string digest_of(const ChoiceReceipt& receipt);
// The receipt that an agreement ended in, if a provider was chosen.
std::optional<ChoiceReceipt> receipt_of(Transaction& tx, BasketAgreementId agreement);
// Sentences about a person go when the person is erased; codes and states stay.
void forget_words_about(Transaction& tx, CustomerId customer);
void fulfil(Transaction& tx, BasketAgreementId agreement); // an order was made of it

void insert(Transaction& tx, const NeedAssessment& assessment, Instant now);
void save(Transaction& tx,
          const NeedAssessment& assessment); // the caller has raised `revision`, here and below
std::optional<NeedAssessment> find_assessment(Transaction& tx, NeedAssessmentId id);
std::vector<NeedAssessment> assessments_of(Transaction& tx, CustomerId customer);

void insert(Transaction& tx, const BasketAgreement& agreement, Instant now);
void save(Transaction& tx, const BasketAgreement& agreement);
std::vector<BasketAgreement> agreements_of(Transaction& tx, CustomerId customer);

// The highest number of a seed for that customer and basket version; 1 when nobody asked for a new one.
std::int64_t seed_number_of(Transaction& tx, CustomerId customer, BasketVersionId version);
void insert_seed(Transaction& tx, CustomerId customer, BasketVersionId version, std::int64_t number,
                 Instant now);
// 32 bytes: derived, so that nothing has to be kept secret beside the key. docs/choice-order.md.
std::string seed_of(std::string_view display_key, CustomerId customer, BasketVersionId version,
                    std::int64_t number);
KeyedHash keyed_hash_under(std::string seed);

void insert(Transaction& tx, const ChoiceSession& session, std::string_view code_hash, Instant now);
void save(Transaction& tx, const ChoiceSession& session);
std::optional<ChoiceSession> find_session(Transaction& tx, ChoiceSessionId id);
std::optional<ChoiceSession> find_session_by_code(Transaction& tx, std::string_view code_hash);
std::optional<ChoiceSession> find_session_by_token(Transaction& tx, std::string_view token_hash);
std::optional<ChoiceSession> running_session(Transaction& tx, BasketAgreementId agreement);
std::vector<ChoiceSession> sessions_of(Transaction& tx, BasketAgreementId agreement);
void set_token(Transaction& tx, ChoiceSessionId id, std::string_view token_hash, Instant expires_at);

void insert_shown(Transaction& tx, ChoiceSessionId session, std::int64_t showing,
                  const std::vector<ShownOffer>& shown);
std::vector<ShownOffer> shown_to(Transaction& tx, ChoiceSessionId session, std::int64_t showing);

void insert(Transaction& tx, const KeptReceipt& kept);
std::optional<KeptReceipt> find_kept(Transaction& tx, ChoiceReceiptId id);
std::optional<KeptReceipt> find_kept_of(Transaction& tx, ChoiceSessionId session);

void insert(Transaction& tx, const UnmetNeed& need);
std::vector<UnmetNeed> unmet_needs_after(Transaction& tx, OrganisationId authority,
                                         std::string_view after_receipt, std::int64_t limit);

} // namespace choices
} // namespace kori
