#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/system/system.hpp"
#include "procurement/value/running_total.hpp"

#include <optional>
#include <vector>

namespace kori
{

// A row of a running total: whose it is and what it adds to.
struct CommittedValue
{
    OrganisationId authority;
    ProgrammeId programme;
    TotalRow row; // its `about` is the key
};

namespace systems
{

void save(Transaction& tx, const SystemTerms& terms, Instant now); // inserts the first, else updates
std::optional<SystemTerms> find_terms(Transaction& tx, ProgrammeId programme);
// Numbered after those before it; the change with its number.
SystemChange record(Transaction& tx, SystemChange change);
std::vector<SystemChange> changes_of(Transaction& tx, ProgrammeId programme); // by number
void save(Transaction& tx, const SystemResultDue& due);                       // one a programme
std::optional<SystemResultDue> result_due_of(Transaction& tx, ProgrammeId programme);

void insert(Transaction& tx, const Category& category);
// Of a draft only: what is published keeps its words and its number.
void save(Transaction& tx, const Category& category);
// Those after it move up, because the number is its place in the notice.
void remove(Transaction& tx, const Category& category);
std::optional<Category> find_category(Transaction& tx, CategoryId id);
std::vector<Category> categories_of(Transaction& tx, ProgrammeId programme); // by number

// Recorded again under the same id it takes the place of what stood there.
void commit_value(Transaction& tx, const CommittedValue& value, Instant now);
void release_value(Transaction& tx, std::string_view about);
std::vector<TotalRow> values_of_programme(Transaction& tx, ProgrammeId programme);
// Of one kind, whichever small-purchase programme of the authority they belong to.
std::vector<TotalRow> values_of_kind(Transaction& tx, OrganisationId authority, std::string_view kind);

} // namespace systems
} // namespace kori
