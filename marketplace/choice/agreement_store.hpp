// What a coach records with a customer: needs found out, and the basket agreed on.
#pragma once

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

namespace choices
{

void insert(Transaction& tx, const NeedAssessment& assessment, Instant now);
// The caller has raised `revision`, here and below.
void save(Transaction& tx, const NeedAssessment& assessment);
std::optional<NeedAssessment> find_assessment(Transaction& tx, NeedAssessmentId id);
std::vector<NeedAssessment> assessments_of(Transaction& tx, CustomerId customer);

void insert(Transaction& tx, const BasketAgreement& agreement, Instant now);
void save(Transaction& tx, const BasketAgreement& agreement);
std::optional<BasketAgreement> find_agreement(Transaction& tx, BasketAgreementId id);
std::vector<BasketAgreement> agreements_of(Transaction& tx, CustomerId customer);
// Sentences about a person go when the person is erased; codes and states stay.
void forget_words_about(Transaction& tx, CustomerId customer);
void fulfil(Transaction& tx, BasketAgreementId agreement); // an order was made of it

} // namespace choices
} // namespace kori
