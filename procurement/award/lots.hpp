// The lot (arpa) that decides when nothing else does: made as scoring.hpp says, so that anybody can make it
// again.
#pragma once

#include "procurement/competition/competition_store.hpp"
#include "procurement/competition/scoring.hpp"

#include <string>
#include <vector>

namespace kori::awards
{

// SHA-256("kori-lot-1", competition id, secret, digests): 32 bytes. `secret`: 32 bytes; `digests`: the 32
// bytes of each sealed tender, in ascending order of tender ids.
std::string lot_number(CompetitionId competition, std::string_view secret,
                       const std::vector<std::string>& digests);
DrawnLot lot_of(std::string_view number, TenderId tender);

} // namespace kori::awards
