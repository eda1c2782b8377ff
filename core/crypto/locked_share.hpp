// One opener's share of a competition's private key, locked to that opener: what the server keeps.
#pragma once

#include "core/crypto/competition_key.hpp"
#include "core/crypto/opener_key.hpp"
#include "core/crypto/secret_shares.hpp"

#include <string>
#include <string_view>

namespace kori::crypto
{

// Everything that the lock is bound to. A share moved to another competition, opener or number does not open.
struct ShareLabel
{
    std::string competition;     // id
    std::string competition_key; // its fingerprint, 32 bytes
    std::string opener;          // the named person's id
    std::string opener_key;      // its fingerprint, 32 bytes
    Quorum quorum;
    int number = 0; // 1..n
    bool operator==(const ShareLabel&) const = default;
};

struct LockedShare
{
    ShareLabel label;
    std::string sealed; // encapsulated key, share, tag

    std::string text() const; // KORI-LOCKED-SHARE-1
    bool operator==(const LockedShare&) const = default;
};
// sealing.other_text, text_line, text_value.
Result<LockedShare> read_locked_share(std::string_view text);

// sealing.name: the opener's id; sealing.unusable_key.
Result<LockedShare> lock_share(const SecretShare& share, const CompetitionKey& competition,
                               const Quorum& quorum, std::string_view opener, const OpenerKey& key,
                               Randomness& random);

// sealing.other_opener: locked to another key; sealing.share_altered: the text was changed or moved.
Result<SecretShare> open_share(const LockedShare& locked, const SecretBytes& private_key);

// KORI-OPENED-SHARE-1: what an opener hands over after the deadline. As secret as the share until then.
SecretBytes opened_share_text(std::string_view competition, const SecretShare& share);
struct OpenedShare
{
    std::string competition;
    SecretShare share;
};
Result<OpenedShare> read_opened_share(std::string_view text);

} // namespace kori::crypto
