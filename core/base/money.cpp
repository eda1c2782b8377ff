#include "core/base/money.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace kori
{
namespace
{

// Cents times weight needs 126 bits, and a sum of weights may exceed 63.
__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

} // namespace

std::vector<Money> Money::split(std::span<const std::int64_t> weights) const
{
    Wide whole = 0;
    for (const auto weight : weights)
    {
        if (weight < 0)
            throw std::invalid_argument{"a weight is negative"};
        whole += static_cast<Wide>(weight);
    }
    if (whole == 0)
        throw std::invalid_argument{"no weight is positive"};

    // A negative total is the mirror of the positive one, so a credit note undoes an invoice part by part.
    const SignedWide total = cents_;
    const Wide magnitude = static_cast<Wide>(total < 0 ? -total : total);
    std::vector<Wide> parts;
    std::vector<Wide> remainders;
    Wide left = magnitude;
    for (const auto weight : weights)
    {
        const Wide share = magnitude * static_cast<Wide>(weight);
        parts.push_back(share / whole);
        remainders.push_back(share % whole);
        left -= parts.back();
    }
    std::vector<std::size_t> by_remainder(parts.size());
    std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
    std::sort(by_remainder.begin(), by_remainder.end(), [&](std::size_t a, std::size_t b)
              { return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b; });
    // Fewer cents are left than there are parts with a remainder.
    for (std::size_t i = 0; left > 0; ++i, --left)
        ++parts[by_remainder[i]];

    std::vector<Money> result;
    result.reserve(parts.size());
    for (const auto part : parts)
    {
        const auto amount = static_cast<SignedWide>(part);
        result.push_back(Money{static_cast<std::int64_t>(total < 0 ? -amount : amount)});
    }
    return result;
}

} // namespace kori
