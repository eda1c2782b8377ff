#include "core/crypto/secret_shares.hpp"

#include "core/crypto/crypto.hpp"
#include "core/crypto/gf256.hpp"

#include <algorithm>

namespace kori::crypto
{

namespace
{

constexpr std::size_t digest_bytes = 32;

// Number 0 is the secret itself, which lies on the curve at 0.
std::string commitment(std::string_view context, const Quorum& quorum, int number, std::string_view bytes)
{
    std::string text;
    text.reserve(512); // more than all of it: never moved, so never left behind unwiped
    const WipeAtEnd wiped{text};
    text += "KORI-SHARE-COMMITMENT-1\n";
    text += static_cast<char>(context.size());
    text += context;
    text += static_cast<char>(quorum.needed);
    text += static_cast<char>(quorum.openers);
    text += static_cast<char>(number);
    text += bytes;
    return sha256(text);
}

bool are_whole(const ShareCommitments& commitments)
{
    return commitments.secret.size() == digest_bytes &&
           commitments.shares.size() == static_cast<std::size_t>(commitments.quorum.openers) &&
           std::all_of(commitments.shares.begin(), commitments.shares.end(),
                       [](const std::string& one) { return one.size() == digest_bytes; });
}

std::vector<FieldError> faults_of(std::span<const SecretShare> shares, const ShareCommitments& commitments,
                                  std::string_view context)
{
    std::vector<FieldError> faults;
    std::vector<int> seen;
    for (std::size_t i = 0; i < shares.size(); ++i)
    {
        const auto& share = shares[i];
        const auto pointer = "/shares/" + std::to_string(i);
        const Facts facts{{"number", share.number}};
        if (share.number < 1 || share.number > commitments.quorum.openers)
            faults.push_back({pointer, "sealing.share_number", "There is no share {number}.", facts});
        else if (std::find(seen.begin(), seen.end(), share.number) != seen.end())
            faults.push_back({pointer, "sealing.share_doubled", "Share {number} was given twice.", facts});
        else if (share.bytes.size() > shared_bytes_max ||
                 !equal_in_constant_time(
                     commitment(context, commitments.quorum, share.number, share.bytes.view()),
                     commitments.shares[static_cast<std::size_t>(share.number) - 1]))
            faults.push_back(
                {pointer, "sealing.share_false", "Share {number} is not the one that was given out.", facts});
        seen.push_back(share.number);
    }
    return faults;
}

// What the share counts for at 0 (Lagrange): the product of x_j / (x_j - x_i). Share numbers are public.
std::uint8_t weight(std::span<const SecretShare> shares, std::size_t at)
{
    std::uint8_t above = 1;
    std::uint8_t below = 1;
    const auto here = static_cast<std::uint8_t>(shares[at].number);
    for (std::size_t i = 0; i < shares.size(); ++i)
    {
        if (i == at)
            continue;
        const auto there = static_cast<std::uint8_t>(shares[i].number);
        above = gf256::multiply(above, there);
        below = gf256::multiply(below, gf256::add(there, here));
    }
    return gf256::multiply(above, gf256::inverse(below));
}

SecretBytes interpolate(std::span<const SecretShare> shares)
{
    SecretBytes secret{shares.front().bytes.size()};
    const auto bytes = secret.bytes();
    for (std::size_t i = 0; i < shares.size(); ++i)
    {
        const auto factor = weight(shares, i);
        const auto of_share = shares[i].bytes.bytes();
        for (std::size_t at = 0; at < bytes.size(); ++at)
            bytes[at] = gf256::add(bytes[at], gf256::multiply(of_share[at], factor));
    }
    return secret;
}

} // namespace

Result<Done> Quorum::check() const
{
    if (needed < needed_min || needed > openers || openers < openers_min || openers > openers_max)
        return refuse(Fault::invalid, "sealing.quorum",
                      "Three to sixteen openers hold shares, and two to all of them open together.");
    return Done{};
}

std::vector<SecretShare> split_secret(const SecretBytes& secret, const Quorum& quorum, Randomness& random)
{
    PROMISE(quorum.check());
    PROMISE(secret.size() >= 1 && secret.size() <= shared_bytes_max);
    // The curves' other coefficients: from the first power up, one for every byte. The highest may be 0, or
    // fewer than k shares would tell something.
    const auto size = secret.size();
    const auto powers = static_cast<std::size_t>(quorum.needed) - 1;
    const auto coefficients = SecretBytes::random(powers * size, random);

    std::vector<SecretShare> shares;
    for (int number = 1; number <= quorum.openers; ++number)
    {
        SecretShare share{number, SecretBytes{size}};
        const auto bytes = share.bytes.bytes();
        for (std::size_t at = 0; at < size; ++at)
        {
            std::uint8_t value = 0;
            for (std::size_t power = powers; power > 0; --power)
                value = gf256::multiply(gf256::add(value, coefficients.bytes()[(power - 1) * size + at]),
                                        static_cast<std::uint8_t>(number));
            bytes[at] = gf256::add(value, secret.bytes()[at]);
        }
        shares.push_back(std::move(share));
    }
    return shares;
}

ShareCommitments commit_to_shares(const SecretBytes& secret, std::span<const SecretShare> shares,
                                  const Quorum& quorum, std::string_view context)
{
    PROMISE(quorum.check());
    PROMISE(shares.size() == static_cast<std::size_t>(quorum.openers));
    PROMISE(secret.size() >= committed_bytes_min && secret.size() <= shared_bytes_max);
    PROMISE(context.size() <= share_context_bytes_max);
    ShareCommitments commitments{quorum, commitment(context, quorum, 0, secret.view()), {}};
    for (int number = 1; number <= quorum.openers; ++number)
    {
        const auto& share = shares[static_cast<std::size_t>(number) - 1];
        PROMISE(share.number == number && share.bytes.size() == secret.size());
        commitments.shares.push_back(commitment(context, quorum, number, share.bytes.view()));
    }
    return commitments;
}

Result<SecretBytes> combine_shares(std::span<const SecretShare> shares, const ShareCommitments& commitments,
                                   std::string_view context)
{
    PROMISE(context.size() <= share_context_bytes_max);
    const auto& quorum = commitments.quorum;
    if (const auto sound = quorum.check(); !sound)
        return sound.refusal();
    if (!are_whole(commitments))
        return refuse(Fault::invalid, "sealing.commitments", "The commitments to the shares are not whole.");
    if (auto faults = faults_of(shares, commitments, context); !faults.empty())
        return refuse(Fault::invalid, "sealing.shares_refused", "Not every share is one that was given out.")
            .in(std::move(faults));
    if (shares.size() < static_cast<std::size_t>(quorum.needed))
        return refuse(Fault::invalid, "sealing.shares_missing",
                      "{needed} openers must open together; {given} shares were given.")
            .with("needed", quorum.needed)
            .with("given", static_cast<std::int64_t>(shares.size()));

    // Commitments of unlike shares can be published only by whoever published them all: an inner
    // contradiction.
    const auto used = shares.first(static_cast<std::size_t>(quorum.needed));
    const auto is_as_long = [&](const SecretShare& share)
    { return share.bytes.size() == used[0].bytes.size(); };
    if (std::all_of(used.begin(), used.end(), is_as_long))
    {
        auto secret = interpolate(used);
        if (equal_in_constant_time(commitment(context, quorum, 0, secret.view()), commitments.secret))
            return secret;
    }
    return refuse(Fault::invalid, "sealing.secret_false",
                  "The shares do not give the secret that was shared.");
}

} // namespace kori::crypto
