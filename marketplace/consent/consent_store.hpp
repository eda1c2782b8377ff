#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/consent/consent.hpp"
#include "marketplace/customer/customer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// One consent of one customer, as it stands.
struct ConsentRecord
{
    ConsentId id;
    CustomerId customer;
    OrganisationId authority;
    Consent consent;
    std::string told_how; // how the customer answered; empty while it is asked
    std::int64_t revision = 1;
};

namespace consents
{

// Has the customer said yes, and does it still hold? Its end is a due moment that moves the state.
bool is_given(Transaction& tx, CustomerId customer, OrganisationId provider, std::string_view purpose);

void insert(Transaction& tx, const ConsentRecord& record, Instant now);
// State, answer, validity; the caller has raised `revision`.
void save(Transaction& tx, const ConsentRecord& record, Instant now);
std::optional<ConsentRecord> find(Transaction& tx, ConsentId id);
// The one that is asked or given, if there is one.
std::optional<ConsentRecord> running(Transaction& tx, CustomerId customer, OrganisationId provider,
                                     std::string_view purpose);
std::vector<ConsentRecord> of_customer(Transaction& tx, CustomerId customer);

} // namespace consents
} // namespace kori
