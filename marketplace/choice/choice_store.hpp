#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/choice/choice.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

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
};

namespace choices
{

std::optional<BasketAgreement> find_agreement(Transaction& tx, BasketAgreementId id);
std::optional<ChoiceReceipt> find_receipt(Transaction& tx, ChoiceReceiptId id);
// SHA-256 of canonical_text, as it stands in the journal.
std::string digest_of(const ChoiceReceipt& receipt);
// The receipt that an agreement ended in, if a provider was chosen.
std::optional<ChoiceReceipt> receipt_of(Transaction& tx, BasketAgreementId agreement);
void fulfil(Transaction& tx, BasketAgreementId agreement); // an order was made of it

} // namespace choices
} // namespace kori
