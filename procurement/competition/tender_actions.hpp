// What a tenderer does with its tender: written part by part, handed in sealed, replaced, withdrawn. Nobody
// else sees that it exists before the opening (1397/2016 §64).
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "procurement/competition/tender_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::tenders
{

// Of one request: a plain part, or a piece of one that its bidder has sealed.
inline constexpr std::size_t upload_bytes_max = 720'896;
// Of a piece but the last one: keeps a tender from becoming thousands of rows.
inline constexpr std::size_t piece_bytes_least = 65'536;
// Sealed, of all parts of one tender. ASSUMED: documents, not films; it keeps one tender in memory at once.
inline constexpr std::int64_t tender_bytes_most = 33'554'432;
// Tenders of one tenderer in one competition, replaced ones among them. ASSUMED.
inline constexpr std::size_t tenders_most = 20;

// SHA-256 over "KORI-TENDER-DIGEST-1\n" and a line "name digest\n" for each part by name; 64 hex digits.
std::string digest_of(const std::vector<TenderPart>& parts);

// Parts: tender_parts.cpp.
Result<Tender> begin(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId competition,
                     const std::vector<OrganisationId>& group);
// Seals what arrived plain, before anything is written; the plain text is the caller's to wipe. A part of
// that name that stood there goes.
Result<TenderPart> save_plain(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                              const std::string& part, std::string_view plain);
// One piece of a KORI-TENDER-1 file, in order from 0; piece 0 begins anew and has the whole header. It is
// checked for place, key and length, as far as that is possible without the private key.
Result<TenderPart> save_piece(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                              const std::string& part, std::int64_t number, const std::string& bytes);
Result<Tender> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                    const std::string& part);

// Acts: tender_actions.cpp.
struct NamedDigest
{
    std::string part;
    std::string digest; // of the sealed part, 64 hex digits
};
struct Submission
{
    TenderId tender;
    std::vector<NamedDigest> parts; // every one that the tender has
    std::optional<TenderId> replaces;
};
// received_at <= deadline counts (domain.md 6). What comes later is kept as LATE, with its entry, unopened.
Result<Tender> submit(Transaction& tx, const Ambient& ambient, const Actor& actor, const Submission& wish);
Result<Tender> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id);
// At the moment of drafts_lapse_at.
void lapse_drafts(Transaction& tx, const Ambient& ambient, const Competition& competition);

// Shared: the tenderer's own; to everybody else it looks absent.
Result<Tender> own_tender(Transaction& tx, const Actor& actor, TenderId id);
Competition competition_of(Transaction& tx, const Tender& tender);
TenderFacts facts_of(Transaction& tx, const Ambient& ambient, const Tender& tender,
                     const Competition& competition);
// For the tenderer alone.
EntryId note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
             const Tender& tender, Facts facts);

} // namespace kori::tenders
