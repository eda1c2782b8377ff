#pragma once

#include "core/journal/journal.hpp"
#include "procurement/competition/competition_store.hpp"
#include "procurement/competition/scoring.hpp"
#include "procurement/competition/tender.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// A tender as a thing on record. Its id is random, so that it says nothing of the order of arrival.
struct Tender
{
    TenderId id;
    CompetitionId competition;
    OrganisationId tenderer;           // of a group: its leader
    std::vector<OrganisationId> group; // the others; they are invited too, or named as admitted together
    std::string state;                 // tender_state
    std::string digest;                // SHA-256 over the sealed parts' digests, 64 hex; empty while saved
    std::optional<Instant> received_at = {}; // of the submission that counts: the whole request was here
    std::optional<EntryId> entry = {};       // of the submission in the journal
    std::optional<TenderId> replaces = {};   // an earlier one of the same tenderer
    std::optional<Instant> withdrawn_at = {};
    std::string ground = {}; // exclusion_ground
    std::string reason = {};
    std::int64_t revision = 1;
};

// One sealed part: KORI-TENDER-1, in pieces as they were uploaded.
struct TenderPart
{
    TenderId tender;
    std::string name;       // "form", or an AskedPart::name
    std::int64_t bytes = 0; // sealed, of all pieces
    std::string digest;     // SHA-256 of the sealed file, 64 hex; empty until it is whole and checked
    bool sealed_by_bidder = false;
};

namespace tenders
{

inline constexpr std::size_t piece_bytes_max = 1'048'576; // of one row

// Purely random, unlike other ids.
TenderId random_id(Randomness& random);

void insert(Transaction& tx, const Tender& tender, Instant now);
void save(Transaction& tx, const Tender& tender, Instant now); // the caller has raised `revision`
std::optional<Tender> find(Transaction& tx, TenderId id);
std::vector<Tender> of_competition(Transaction& tx, CompetitionId competition); // by id
std::vector<Tender> of_tenderer(Transaction& tx, CompetitionId competition, OrganisationId tenderer);
// A keyset page by id of all tenders of one tenderer.
std::vector<Tender> after(Transaction& tx, OrganisationId tenderer, std::string_view after_id,
                          std::int64_t limit);

void save_part(Transaction& tx, const TenderPart& part); // inserts or takes the place of the same name
void drop_part(Transaction& tx, TenderId tender, std::string_view name); // with its pieces
std::vector<TenderPart> parts_of(Transaction& tx, TenderId tender);      // by name
// Numbers from 0, without gaps; 1 to piece_bytes_max bytes.
void insert_piece(Transaction& tx, TenderId tender, std::string_view part, std::int64_t number,
                  const Blob& bytes);
std::int64_t pieces_of(Transaction& tx, TenderId tender, std::string_view part);
// Empty when there is none.
std::string first_piece(Transaction& tx, TenderId tender, std::string_view part);
// The sealed file, joined.
std::string sealed_part(Transaction& tx, TenderId tender, std::string_view part);

} // namespace tenders
} // namespace kori
