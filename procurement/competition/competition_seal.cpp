#include "procurement/competition/competition_seal.hpp"

#include "core/crypto/locked_share.hpp"
#include "core/crypto/sealed_tender.hpp"

namespace kori::competitions
{
namespace
{

constexpr std::size_t lot_bytes = 32; // scoring.hpp, DrawnLot

} // namespace

crypto::Quorum quorum_of(const Competition& competition, const std::vector<Opener>& openers)
{
    return {static_cast<int>(competition.openers_needed), static_cast<int>(openers.size())};
}

Result<CompetitionSeal> make_seal(const Competition& competition, std::vector<Opener> openers,
                                  Randomness& random)
{
    // Pair and shares wipe themselves at the end of this scope.
    const auto name = competition.id.text();
    const auto pair = crypto::make_box_key_pair(random);
    const crypto::CompetitionKey key{name, pair.public_key};
    const auto quorum = quorum_of(competition, openers);
    PROMISE(bool(quorum.check()));
    const auto shares = crypto::split_secret(pair.private_key, quorum, random);
    const auto commitments = crypto::commit_to_shares(pair.private_key, shares, quorum, name);

    for (std::size_t i = 0; i < openers.size(); ++i)
    {
        auto& opener = openers[i];
        const auto opener_key = crypto::read_opener_key(opener.key_text);
        PROMISE(bool(opener_key));
        const auto locked =
            crypto::lock_share(shares[i], key, quorum, opener.user.text(), *opener_key, random);
        if (!locked)
            return locked.refusal();
        opener.number = shares[i].number;
        opener.locked_share = locked->text();
        opener.commitment = to_hex(commitments.shares[i]);
    }

    const auto lot = crypto::SecretBytes::random(lot_bytes, random);
    auto sealed_lot = crypto::seal_tender(key, competition.authority.text(), "lot", lot.view(), random);
    if (!sealed_lot)
        return sealed_lot.refusal();
    return CompetitionSeal{key.text(), to_hex(commitments.secret), std::move(openers),
                           to_hex(crypto::sha256(lot.view())), Blob{std::move(*sealed_lot)}};
}

} // namespace kori::competitions
