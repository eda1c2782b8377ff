// The key of one competition, made at its invitation: the private half exists in this file's one function
// only, and leaves it as shares, each locked to one opener (docs/sealing.md, 1397/2016 §64(3)).
#pragma once

#include "core/crypto/secret_shares.hpp"
#include "procurement/competition/competition_store.hpp"

#include <string>
#include <vector>

namespace kori::competitions
{

struct CompetitionSeal
{
    std::string key_text;          // KORI-COMPETITION-KEY-1
    std::string secret_commitment; // of the private key; 64 hex digits
    std::vector<Opener> openers;   // with locked shares and commitments
    std::string lot_commitment;    // SHA-256 of the secret of the lot; 64 hex digits
    Blob sealed_lot;               // that secret, as the authority's part "lot"
};

crypto::Quorum quorum_of(const Competition& competition, const std::vector<Opener>& openers);

// The quorum and every opener's key text have been checked. sealing.name, unusable_key.
Result<CompetitionSeal> make_seal(const Competition& competition, std::vector<Opener> openers,
                                  Randomness& random);

} // namespace kori::competitions
