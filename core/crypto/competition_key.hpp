// The public key of one competition, as it is published: tenders are sealed to it.
#pragma once

#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace kori::crypto
{

struct CompetitionKey
{
    std::string competition; // its id
    std::string public_key;  // X25519, 32 bytes

    std::string text() const;        // KORI-COMPETITION-KEY-1
    std::string fingerprint() const; // 32 bytes, over competition and key
    bool operator==(const CompetitionKey&) const = default;
};

// sealing.other_text, text_line, text_value; the fingerprint in the text must be that of its key.
Result<CompetitionKey> read_competition_key(std::string_view text);

// A fingerprint for people to compare: "3f9a 01c2 …", 16 groups of four hexadecimal digits.
std::string spoken_fingerprint(std::string_view fingerprint);

} // namespace kori::crypto
