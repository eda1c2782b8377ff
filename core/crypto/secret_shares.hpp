// A secret in n shares, of which any k give it back and fewer tell nothing: Shamir, "How to share a secret"
// (1979), byte by byte over GF(2^8). Act 1397/2016 §64(3): only named persons together open tenders.
#pragma once

#include "core/base/result.hpp"
#include "core/crypto/secret_bytes.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori::crypto
{

// `needed` (k) of `openers` (n). Two persons at least, and a third so that one can be lost.
// ASSUMED: the bounds are ours.
struct Quorum
{
    static constexpr int needed_min = 2;
    static constexpr int openers_min = 3;
    static constexpr int openers_max = 16;

    int needed = 0;
    int openers = 0;

    // 2 ≤ k ≤ n, 3 ≤ n ≤ 16; sealing.quorum otherwise.
    Result<Done> check() const;
    bool operator==(const Quorum&) const = default;
};

struct SecretShare
{
    int number = 0; // 1..n; not secret
    SecretBytes bytes;
};

constexpr std::size_t shared_bytes_max = 64;    // of a secret
constexpr std::size_t committed_bytes_min = 32; // below, a commitment could be guessed through
constexpr std::size_t share_context_bytes_max = 255;

// SHA-256 of the secret and of each share, published when they are made. Without them a false share would
// give a false secret silently. They tell nothing: what they cover has 256 random bits.
struct ShareCommitments
{
    Quorum quorum;
    std::string secret;              // 32 bytes
    std::vector<std::string> shares; // 32 bytes each; the first belongs to share 1
    bool operator==(const ShareCommitments&) const = default;
};

// Shares 1..n. The quorum must hold its bounds, the secret 1..64 bytes.
std::vector<SecretShare> split_secret(const SecretBytes& secret, const Quorum& quorum, Randomness& random);

// `context` says what the secret is for (a competition's id), so that commitments cannot be carried over.
ShareCommitments commit_to_shares(const SecretBytes& secret, std::span<const SecretShare> shares,
                                  const Quorum& quorum, std::string_view context);

// The secret, of at least k distinct shares in any order. Refusals: sealing.quorum, sealing.commitments,
// sealing.shares_missing, sealing.secret_false; sealing.shares_refused names every wrong share in its fields
// ("/shares/0": sealing.share_number, share_doubled, share_false).
Result<SecretBytes> combine_shares(std::span<const SecretShare> shares, const ShareCommitments& commitments,
                                   std::string_view context);

} // namespace kori::crypto
