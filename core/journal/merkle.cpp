#include "core/journal/merkle.hpp"

#include "core/base/promise.hpp"
#include "core/crypto/crypto.hpp"

#include <bit>

namespace kori::journal
{

namespace
{

constexpr std::size_t hash_bytes = 32;

bool has_bit(std::int64_t number, std::size_t level)
{
    return ((static_cast<std::uint64_t>(number) >> level) & 1U) != 0;
}

// Walks from a node towards the root while nothing stands beside it (the inner loops of RFC 9162 §2.1.3.2 and
// §2.1.4.2).
void climb_alone(std::int64_t& node, std::int64_t& last)
{
    while (node != 0 && (node & 1) == 0)
    {
        node >>= 1;
        last >>= 1;
    }
}

bool are_hashes(const std::vector<std::string>& proof)
{
    for (const auto& hash : proof)
    {
        if (hash.size() != hash_bytes)
            return false;
    }
    return true;
}

} // namespace

// The first byte keeps leaves and nodes apart (RFC 9162 §2.1.1).
std::string leaf_hash(std::string_view bytes)
{
    std::string input(1, '\x00');
    input += bytes;
    return crypto::sha256(input);
}

std::string node_hash(std::string_view left, std::string_view right)
{
    std::string input(1, '\x01');
    input += left;
    input += right;
    return crypto::sha256(input);
}

std::string empty_root()
{
    return crypto::sha256("");
}

bool verify_inclusion(std::string_view leaf_hash, std::int64_t number, std::int64_t size,
                      const std::vector<std::string>& proof, std::string_view root)
{
    if (number < 0 || number >= size || leaf_hash.size() != hash_bytes || !are_hashes(proof))
        return false;
    std::int64_t node = number;
    std::int64_t last = size - 1;
    std::string hash{leaf_hash};
    for (const auto& beside : proof)
    {
        if (last == 0)
            return false;
        if ((node & 1) == 1 || node == last)
        {
            hash = node_hash(beside, hash);
            climb_alone(node, last);
        }
        else
            hash = node_hash(hash, beside);
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

bool verify_consistency(std::int64_t old_size, std::string_view old_root, std::int64_t size,
                        std::string_view root, const std::vector<std::string>& proof)
{
    if (old_size < 0 || old_size > size || !are_hashes(proof))
        return false;
    if (old_size == size)
        return proof.empty() && old_root == root && (size != 0 || root == empty_root());
    if (old_size == 0)
        return proof.empty() && old_root == empty_root();
    std::vector<std::string> path = proof;
    if (std::has_single_bit(static_cast<std::uint64_t>(old_size)))
        path.insert(path.begin(), std::string{old_root});
    if (path.empty())
        return false;

    std::int64_t node = old_size - 1;
    std::int64_t last = size - 1;
    while ((node & 1) == 1)
    {
        node >>= 1;
        last >>= 1;
    }
    std::string old_hash = path.front();
    std::string hash = path.front();
    for (std::size_t i = 1; i < path.size(); ++i)
    {
        if (last == 0)
            return false;
        if ((node & 1) == 1 || node == last)
        {
            old_hash = node_hash(path[i], old_hash);
            hash = node_hash(path[i], hash);
            climb_alone(node, last);
        }
        else
            hash = node_hash(hash, path[i]);
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && old_hash == old_root && hash == root;
}

Frontier::Frontier(std::int64_t size,
                   const std::function<std::string(int level, std::int64_t position)>& stored)
    : size_{size}
{
    PROMISE(size >= 0);
    for (std::size_t level = 0; (size >> level) != 0; ++level)
        peaks_.push_back(has_bit(size, level) ? stored(static_cast<int>(level), (size >> level) - 1)
                                              : std::string{});
}

void Frontier::add(
    std::string leaf,
    const std::function<void(int level, std::int64_t position, const std::string& hash)>& completed)
{
    std::size_t level = 0;
    std::string hash = std::move(leaf);
    for (; has_bit(size_, level); ++level)
    {
        hash = node_hash(peaks_[level], hash);
        peaks_[level].clear();
        if (completed)
            completed(static_cast<int>(level) + 1, size_ >> (level + 1), hash);
    }
    if (level == peaks_.size())
        peaks_.emplace_back();
    peaks_[level] = std::move(hash);
    ++size_;
}

std::string Frontier::root() const
{
    if (size_ == 0)
        return empty_root();
    std::string hash;
    for (const auto& peak : peaks_)
    {
        if (!peak.empty())
            hash = hash.empty() ? peak : node_hash(peak, hash);
    }
    return hash;
}

} // namespace kori::journal
