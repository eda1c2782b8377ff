#include "core/journal/merkle.hpp"

#include "core/base/text.hpp"
#include "slow_tree.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace kori;

namespace
{

constexpr std::int64_t size_max = 130;

std::vector<std::string> some_leaves()
{
    std::vector<std::string> leaves;
    for (std::int64_t i = 0; i < size_max; ++i)
        leaves.push_back("leaf " + std::to_string(i));
    return leaves;
}

std::string flipped(std::string hash)
{
    hash[7] = static_cast<char>(hash[7] ^ 4);
    return hash;
}

const std::vector<std::string> leaves = some_leaves();

slow::Leaves first(std::int64_t size)
{
    return slow::Leaves{leaves}.first(static_cast<std::size_t>(size));
}

const std::string& slow_root(std::int64_t size)
{
    static std::map<std::int64_t, std::string> known;
    auto& root = known[size];
    if (root.empty())
        root = slow::root(first(size));
    return root;
}

} // namespace

TEST_CASE("the tree without leaves has the hash of nothing", "[journal]")
{
    CHECK(to_hex(journal::empty_root()) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(journal::Frontier{}.root() == journal::empty_root());
}

TEST_CASE("leaves and nodes are hashed with different first bytes", "[journal]")
{
    CHECK(to_hex(journal::leaf_hash("")) ==
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    CHECK(journal::node_hash("a", "b") == crypto::sha256("\x01"
                                                         "ab"));
}

TEST_CASE("a growing frontier has the root of RFC 9162 at every size", "[journal]")
{
    journal::Frontier frontier;
    std::map<std::pair<int, std::int64_t>, std::string> nodes;
    for (std::int64_t size = 1; size <= size_max; ++size)
    {
        const auto hash = journal::leaf_hash(leaves[static_cast<std::size_t>(size - 1)]);
        nodes[{0, size - 1}] = hash;
        frontier.add(hash, [&](int level, std::int64_t position, const std::string& node)
                     { nodes[{level, position}] = node; });
        REQUIRE(frontier.size() == size);
        REQUIRE(frontier.root() == slow_root(size));
        const journal::Frontier resumed{size, [&](int level, std::int64_t position)
                                        { return nodes.at({level, position}); }};
        REQUIRE(resumed.root() == frontier.root());
    }
    for (const auto& [place, hash] : nodes)
    {
        const auto width = std::size_t{1} << place.first;
        REQUIRE(hash == slow::root(slow::Leaves{leaves}.subspan(
                            static_cast<std::size_t>(place.second) * width, width)));
    }
}

TEST_CASE("inclusion is believed with the RFC's path and with no other", "[journal]")
{
    for (std::int64_t size = 1; size <= size_max; ++size)
    {
        for (std::int64_t number = 0; number < size; ++number)
        {
            const auto leaf = journal::leaf_hash(leaves[static_cast<std::size_t>(number)]);
            auto path = slow::path(static_cast<std::size_t>(number), first(size));
            REQUIRE(journal::verify_inclusion(leaf, number, size, path, slow_root(size)));
            REQUIRE_FALSE(journal::verify_inclusion(flipped(leaf), number, size, path, slow_root(size)));
            REQUIRE_FALSE(journal::verify_inclusion(leaf, number, size, path, flipped(slow_root(size))));
            REQUIRE_FALSE(
                journal::verify_inclusion(leaf, (number + 1) % (size + 1), size, path, slow_root(size)));
            path.push_back(leaf);
            REQUIRE_FALSE(journal::verify_inclusion(leaf, number, size, path, slow_root(size)));
            path.pop_back();
            if (path.empty())
                continue;
            path.front() = flipped(path.front());
            REQUIRE_FALSE(journal::verify_inclusion(leaf, number, size, path, slow_root(size)));
            path.pop_back();
            REQUIRE_FALSE(journal::verify_inclusion(leaf, number, size, path, slow_root(size)));
        }
    }
    const auto leaf = journal::leaf_hash(leaves[0]);
    CHECK_FALSE(journal::verify_inclusion(leaf, 0, 0, {}, journal::empty_root()));
    CHECK_FALSE(journal::verify_inclusion(leaf, -1, 1, {}, leaf));
    CHECK_FALSE(journal::verify_inclusion("short", 0, 1, {}, "short"));
    CHECK_FALSE(journal::verify_inclusion(leaf, 0, 2, {"short"}, journal::node_hash(leaf, "short")));
}

TEST_CASE("consistency is believed with the RFC's proof and with no other", "[journal]")
{
    for (std::int64_t size = 2; size <= size_max; ++size)
    {
        for (std::int64_t old_size = 1; old_size < size; ++old_size)
        {
            auto proof = slow::proof(static_cast<std::size_t>(old_size), first(size));
            REQUIRE(journal::verify_consistency(old_size, slow_root(old_size), size, slow_root(size), proof));
            REQUIRE_FALSE(journal::verify_consistency(old_size, flipped(slow_root(old_size)), size,
                                                      slow_root(size), proof));
            REQUIRE_FALSE(journal::verify_consistency(old_size, slow_root(old_size), size,
                                                      flipped(slow_root(size)), proof));
            proof.push_back(slow_root(1));
            REQUIRE_FALSE(
                journal::verify_consistency(old_size, slow_root(old_size), size, slow_root(size), proof));
            proof.pop_back();
            proof.back() = flipped(proof.back());
            REQUIRE_FALSE(
                journal::verify_consistency(old_size, slow_root(old_size), size, slow_root(size), proof));
            proof.pop_back();
            REQUIRE_FALSE(
                journal::verify_consistency(old_size, slow_root(old_size), size, slow_root(size), proof));
        }
    }
}

TEST_CASE("the empty tree and the tree itself need no consistency proof", "[journal]")
{
    CHECK(journal::verify_consistency(0, journal::empty_root(), 0, journal::empty_root(), {}));
    CHECK(journal::verify_consistency(0, journal::empty_root(), 5, slow_root(5), {}));
    CHECK(journal::verify_consistency(5, slow_root(5), 5, slow_root(5), {}));
    CHECK_FALSE(journal::verify_consistency(0, slow_root(1), 5, slow_root(5), {}));
    CHECK_FALSE(journal::verify_consistency(0, slow_root(1), 0, slow_root(1), {}));
    CHECK_FALSE(journal::verify_consistency(5, slow_root(5), 5, slow_root(6), {}));
    CHECK_FALSE(journal::verify_consistency(5, slow_root(5), 5, slow_root(5), {slow_root(1)}));
    CHECK_FALSE(journal::verify_consistency(6, slow_root(6), 5, slow_root(5), {}));
    CHECK_FALSE(journal::verify_consistency(-1, journal::empty_root(), 5, slow_root(5), {}));
}
