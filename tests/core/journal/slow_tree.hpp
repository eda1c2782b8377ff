// The definitions of RFC 9162 §2.1 written down as they stand, slow and recursive: what the stored tree is
// compared with.
#pragma once

#include "core/crypto/crypto.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace kori::slow
{

using Leaves = std::span<const std::string>; // the bytes of the leaves

inline std::size_t split(std::size_t n)
{
    std::size_t k = 1;
    while (2 * k < n)
        k *= 2;
    return k;
}

// MTH(D_n), §2.1.1.
inline std::string root(Leaves d)
{
    if (d.empty())
        return crypto::sha256("");
    if (d.size() == 1)
        return crypto::sha256(std::string(1, '\0') + d[0]);
    const auto k = split(d.size());
    return crypto::sha256('\1' + root(d.first(k)) + root(d.subspan(k)));
}

// PATH(m, D_n), §2.1.3.1.
inline std::vector<std::string> path(std::size_t m, Leaves d)
{
    if (d.size() == 1)
        return {};
    const auto k = split(d.size());
    auto result = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
    result.push_back(m < k ? root(d.subspan(k)) : root(d.first(k)));
    return result;
}

// SUBPROOF(m, D_n, b), §2.1.4.1.
inline std::vector<std::string> subproof(std::size_t m, Leaves d, bool b)
{
    if (m == d.size())
        return b ? std::vector<std::string>{} : std::vector<std::string>{root(d)};
    const auto k = split(d.size());
    auto result = m <= k ? subproof(m, d.first(k), b) : subproof(m - k, d.subspan(k), false);
    result.push_back(m <= k ? root(d.subspan(k)) : root(d.first(k)));
    return result;
}

// PROOF(m, D_n) for 0 < m < n.
inline std::vector<std::string> proof(std::size_t m, Leaves d)
{
    return subproof(m, d, true);
}

} // namespace kori::slow
