// A dossier (asiakirjavihko): everything that one competition left behind, in one archive for a court or an
// inspector, checked without a database and without a server.
//
//   head.txt                     the signed head of the journal
//   journal.jsonl                every entry about the competition and what belongs to it: its leaf and its
//   proof seen.jsonl                   of these, who looked at what and when rows/<table>.jsonl           the
//   rows as they stand, bytes in base 64 documents/…                  decisions as each addressee got them,
//   and what was opened sealed/<tender>/<part>.kori  the tenders as they arrived manifest.json, manifest.sig
//   every file with its size and SHA-256, signed with the journal's key
#pragma once

#include "core/crypto/crypto.hpp"
#include "core/storage/transaction.hpp"
#include "procurement/competition/competition_store.hpp"

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace kori::app
{

struct DossierSummary
{
    std::string about; // id of the competition
    Instant made_at;
    std::string public_key; // 32 bytes: whose signature it carries
    std::int64_t files = 0; // without the manifest and its signature
    std::int64_t rows = 0;
    std::int64_t entries = 0;
    std::int64_t waiting = 0; // entries that were not yet under a signed head
};

// One snapshot. None when there is no such competition: nothing was written then.
std::optional<DossierSummary> write_dossier(Transaction& tx, CompetitionId competition,
                                            const crypto::SigningKey& key, std::string_view origin,
                                            Instant now, std::ostream& out);

struct DossierCheck
{
    DossierSummary summary;
    std::vector<std::string> faults; // sentences that name the file or the entry; empty: it is whole
};
// `public_key` (32 bytes) is whom the reader trusts; none: the key that the dossier names, which then has to
// be compared by hand.
DossierCheck check_dossier(std::istream& in, const std::optional<std::string>& public_key);

} // namespace kori::app
