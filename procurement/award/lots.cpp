#include "procurement/award/lots.hpp"

#include "core/crypto/crypto.hpp"

#include <algorithm>

namespace kori::awards
{

namespace
{

std::string text_of(const IdBytes& bytes)
{
    return {bytes.begin(), bytes.end()};
}

} // namespace

std::string lot_number(CompetitionId competition, std::string_view secret,
                       const std::vector<std::string>& digests)
{
    std::string bytes = "kori-lot-1" + text_of(competition.bytes()) + std::string{secret};
    for (const auto& digest : digests)
        bytes += digest;
    return crypto::sha256(bytes);
}

DrawnLot lot_of(std::string_view number, TenderId tender)
{
    const auto digest = crypto::sha256(std::string{number} + text_of(tender.bytes()));
    DrawnLot lot{};
    PROMISE(digest.size() == lot.size());
    std::transform(digest.begin(), digest.end(), lot.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
    return lot;
}

} // namespace kori::awards
