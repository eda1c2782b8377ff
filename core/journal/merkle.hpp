// The Merkle tree of RFC 9162 §2.1 as pure functions: hashes are 32 raw bytes, numbers are leaf indexes from
// 0.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::journal
{

std::string leaf_hash(std::string_view bytes);
std::string node_hash(std::string_view left, std::string_view right);
// The root of the tree without leaves.
std::string empty_root();

// RFC 9162 §2.1.3.2.
bool verify_inclusion(std::string_view leaf_hash, std::int64_t number, std::int64_t size,
                      const std::vector<std::string>& proof, std::string_view root);
// RFC 9162 §2.1.4.2. The empty tree is a prefix of every tree, and each tree of itself, with an empty proof.
bool verify_consistency(std::int64_t old_size, std::string_view old_root, std::int64_t size,
                        std::string_view root, const std::vector<std::string>& proof);

// The right edge of a growing tree: the roots of its complete subtrees. Enough to add leaves and to know the
// root.
class Frontier
{
public:
    Frontier() = default;
    // Goes on from a stored tree: `stored(level, position)` gives the root of that complete subtree.
    Frontier(std::int64_t size, const std::function<std::string(int level, std::int64_t position)>& stored);

    // `completed` hears of every subtree above the leaves that this leaf completes.
    void
    add(std::string leaf,
        const std::function<void(int level, std::int64_t position, const std::string& hash)>& completed = {});
    std::int64_t size() const { return size_; }
    std::string root() const;

private:
    std::int64_t size_ = 0;
    std::vector<std::string> peaks_; // by level; empty where the size has no such bit
};

} // namespace kori::journal
