// The slow part of an opening: from shares to plain tenders. Runs on a worker, outside of the writer; the key
// lives in guarded memory and is wiped before this returns.
#pragma once

#include "procurement/award/assessment_store.hpp"
#include "procurement/award/opening_room.hpp"

#include <span>
#include <string>
#include <vector>

namespace kori::awards
{

// How the sealed secret of the lot is labelled: a part of the authority itself.
inline constexpr std::string_view lot_part = "lot";

struct OpenedTender
{
    TenderId tender;
    std::string digest; // as it was submitted, 64 hex
    std::vector<OpenedPart> parts;
};

struct OpenedAll
{
    std::vector<OpenedTender> tenders; // by id; what was SUBMITTED, and nothing else
    std::string lot_secret;            // 32 bytes, revealed from now on
};

// Are these shares of that competition's key? Refuses "sealing.shares_refused" with the wrong ones named.
Result<Done> check_shares(Transaction& tx, const Competition& competition,
                          std::span<const crypto::SecretShare> shares);

// A part that does not open has its fault instead of content: "award.part_changed" when what is kept is not
// what arrived, else what sealing says. Refuses what combine_shares refuses, and "award.lot_false".
Result<OpenedAll> open_all(Transaction& tx, const Competition& competition,
                           std::span<const crypto::SecretShare> shares);

} // namespace kori::awards
