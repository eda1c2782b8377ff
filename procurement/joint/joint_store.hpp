#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/joint/joint.hpp"

#include <string_view>
#include <vector>

namespace kori::joint
{

void insert(Transaction& tx, const Participation& participation);
void save(Transaction& tx, const Participation& participation); // the caller has raised `revision`
std::optional<Participation> find_participation(Transaction& tx, ParticipationId id);
std::vector<Participation> participations_in(Transaction& tx, ProgrammeId programme); // by id
// Keyset pages by id: those of an entity, and those in its own programmes.
std::vector<Participation> participations_of(Transaction& tx, OrganisationId organisation,
                                             std::string_view after_id, std::int64_t limit);

void insert(Transaction& tx, const Transfer& transfer);
void save(Transaction& tx, const Transfer& transfer); // likewise
std::optional<Transfer> find_transfer(Transaction& tx, TransferId id);
std::vector<Transfer> transfers_in(Transaction& tx, ProgrammeId programme); // by id
// Keyset pages by id: of both sides.
std::vector<Transfer> transfers_of(Transaction& tx, OrganisationId organisation, std::string_view after_id,
                                   std::int64_t limit);

} // namespace kori::joint
