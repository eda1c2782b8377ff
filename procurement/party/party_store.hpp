#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/party/party.hpp"

#include <vector>

namespace kori::parties
{

void save(Transaction& tx, const ContractingEntity& entity, Instant now); // inserts revision 1, else updates
std::optional<ContractingEntity> find(Transaction& tx, OrganisationId organisation);

void insert(Transaction& tx, const MemberMunicipality& membership, Instant now);
// Sets the first day that no longer counts.
void end_membership(Transaction& tx, AreaRecordId id, CivilDate to);
std::optional<MemberMunicipality> find_membership(Transaction& tx, AreaRecordId id);
std::vector<MemberMunicipality> memberships_of_municipality(Transaction& tx,
                                                            std::string_view municipality_code);
std::vector<MemberMunicipality> municipalities_of(Transaction& tx, OrganisationId organisation);
// Who organises on that day.
std::optional<OrganisationId> organiser_of(Transaction& tx, std::string_view municipality_code,
                                           EntityKind kind, CivilDate day);

void insert(Transaction& tx, const AreaCode& code, Instant now);
std::vector<AreaCode> codes_of(Transaction& tx, OrganisationId organisation, std::string_view list);
bool is_code_on(Transaction& tx, OrganisationId organisation, std::string_view list, std::string_view code,
                CivilDate day);

void insert_value(Transaction& tx, AreaRecordId id, OrganisationId organisation, std::string_view name,
                  std::int64_t value, const Validity& validity, Instant now);
// The latest record that covers the day wins.
std::optional<std::int64_t> value_on(Transaction& tx, OrganisationId organisation, std::string_view name,
                                     CivilDate day);

void insert_duty(Transaction& tx, AreaRecordId id, OrganisationId organisation, std::string_view role,
                 std::string_view permission, bool granted, const Validity& validity, Instant now);
std::optional<bool> duty_on(Transaction& tx, OrganisationId organisation, std::string_view role,
                            std::string_view permission, CivilDate day);

} // namespace kori::parties
