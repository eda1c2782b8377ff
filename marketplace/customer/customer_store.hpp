#pragma once

#include "core/base/ambient.hpp"
#include "core/crypto/keyring.hpp"
#include "core/json/value.hpp"
#include "core/storage/transaction.hpp"
#include "marketplace/customer/customer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::customers
{

std::optional<Customer> find(Transaction& tx, CustomerId id);
// Nothing after erasure. The caller logs the view.
std::optional<CustomerIdentity> identity_of(Transaction& tx, const crypto::Keyring& keys, CustomerId id);

void insert(Transaction& tx, const Customer& customer, Instant now);
void save(Transaction& tx, const Customer& customer); // the caller has raised `revision`

// Sealed under the person's own key, which is made at the first call and wrapped under the keyring's.
void save_identity(Transaction& tx, const Ambient& ambient, const crypto::Keyring& keys,
                   const Customer& customer, const CustomerIdentity& identity);
// Which customer of that authority has that identity code?
std::optional<CustomerId> find_by_identity_code(Transaction& tx, const crypto::Keyring& keys,
                                                OrganisationId authority, std::string_view identity_code);
// Destroys the person's key and what was sealed under it.
void destroy_identity(Transaction& tx, CustomerId id);

// How the journal names a person: "person:" and a keyed hash of the id, so that entries about somebody can be
// found by who has the id and the keys, and tell an outsider nothing.
std::string handle_of(const crypto::Keyring& keys, CustomerId id);

json::Object document_of(const CustomerFacts& facts);
CustomerFacts facts_of(const json::Value& document);

} // namespace kori::customers
