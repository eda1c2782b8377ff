#pragma once

#include "core/base/civil_date.hpp"
#include "core/storage/transaction.hpp"
#include "procurement/basket/basket.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct Basket
{
    BasketId id;
    ProgrammeId programme;
    OrganisationId authority;
    Channel channel; // its programme's, immutable
    std::string state;
    std::optional<BasketVersionId> current; // what offers and customers stand on
    std::optional<BasketVersionId> draft;   // being written
    std::int64_t revision = 1;
};

struct BasketVersion
{
    BasketVersionId id;
    BasketId basket;
    std::int64_t number = 1; // from 1
    std::string state;       // basket_version_state
    BasketTerms terms;
    std::optional<CivilDate> valid_from; // set when published
    Instant recorded_at;                 // when this state of it was recorded
    std::optional<Instant> published_at = {};
    std::optional<CivilDate> ended_on =
        {}; // first day on which no version counted any more: the basket closed
    std::optional<Instant> ended_at = {};
};

// What a list of public baskets is asked for; it has no order but that of the ids.
struct BasketFilter
{
    std::optional<std::string> municipality;
    std::optional<std::string> target_group;
    std::optional<std::string> need;
    std::optional<ProgrammeId> programme;
};

namespace baskets
{

void insert(Transaction& tx, const Basket& basket, Instant now);
void save(Transaction& tx, const Basket& basket);
std::optional<Basket> find(Transaction& tx, BasketId id);
std::vector<Basket> after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                          std::optional<OrganisationId> authority, std::optional<ProgrammeId> programme,
                          bool only_public);
// Published, active, paused and closing baskets whose current version has all of these codes.
std::vector<Basket> public_after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                                 const BasketFilter& filter);
// Writes down the state that the basket is in from that day on.
void note_state(Transaction& tx, const Basket& basket, CivilDate day, Instant now);
std::optional<std::string> state_as_of(Transaction& tx, BasketId basket, CivilDate day, Instant as_known_at);
// Baskets are found by the codes of these terms from now on.
void index_codes(Transaction& tx, BasketId basket, const BasketTerms& terms);

void insert(Transaction& tx, const BasketVersion& version);
void save(Transaction& tx, const BasketVersion& version); // state, terms of a draft, valid_from
// Whose version it is, without reading its terms.
std::optional<BasketId> basket_of_version(Transaction& tx, BasketVersionId id);
std::optional<BasketVersion> find_version(Transaction& tx, BasketVersionId id);
std::vector<BasketVersion> versions_of(Transaction& tx, BasketId basket);
// The version that counted on a day, by what was recorded at a moment.
std::optional<BasketVersion> version_as_of(Transaction& tx, BasketId basket, CivilDate day,
                                           Instant as_known_at);

} // namespace baskets
} // namespace kori
