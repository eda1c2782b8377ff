#include "procurement/award/opening_work.hpp"

#include "core/crypto/sealed_tender.hpp"

#include <algorithm>

namespace kori::awards
{

namespace
{

crypto::ShareCommitments commitments_of(Transaction& tx, const Competition& competition)
{
    const auto openers = competitions::openers_of(tx, competition.id);
    const auto bytes = [](std::string_view hex) { return from_hex(hex).value_or(""); };
    crypto::ShareCommitments commitments{
        {static_cast<int>(competition.openers_needed), static_cast<int>(openers.size())},
        bytes(competitions::secret_commitment_of(tx, competition.id)),
        {}};
    for (const auto& opener : openers)
        commitments.shares.push_back(bytes(opener.commitment));
    return commitments;
}

OpenedPart opened(Transaction& tx, const Tender& tender, const TenderPart& part,
                  const crypto::SecretBytes& private_key, const std::string& competition)
{
    OpenedPart result{tender.id, part.name, 0, {}, {}, {}};
    const auto file = tenders::sealed_part(tx, tender.id, part.name);
    if (to_hex(crypto::sha256(file)) != part.digest)
        result.fault = "award.part_changed";
    else if (auto plain =
                 crypto::open_tender(file, {competition, tender.tenderer.text(), part.name}, private_key);
             !plain)
        result.fault = plain.refusal().rule;
    else
    {
        result.content = std::move(*plain);
        result.bytes = static_cast<std::int64_t>(result.content.size());
        result.digest = to_hex(crypto::sha256(result.content));
    }
    return result;
}

} // namespace

Result<Done> check_shares(Transaction& tx, const Competition& competition,
                          std::span<const crypto::SecretShare> shares)
{
    const auto secret =
        crypto::combine_shares(shares, commitments_of(tx, competition), competition.id.text());
    if (!secret && secret.refusal().rule != "sealing.shares_missing")
        return secret.refusal();
    return Done{};
}

Result<OpenedAll> open_all(Transaction& tx, const Competition& competition,
                           std::span<const crypto::SecretShare> shares)
{
    const auto name = competition.id.text();
    const auto private_key = crypto::combine_shares(shares, commitments_of(tx, competition), name);
    if (!private_key)
        return private_key.refusal();

    OpenedAll all;
    const auto sealed_lot = competitions::sealed_lot_of(tx, competition.id);
    const auto lot =
        sealed_lot
            ? crypto::open_tender(sealed_lot->bytes,
                                  {name, competition.authority.text(), std::string{lot_part}}, *private_key)
            : Result<std::string>{absent()};
    if (!lot || to_hex(crypto::sha256(*lot)) != competition.lot_commitment)
        return refuse(Fault::conflict, "award.lot_false",
                      "The secret of the lot is not the one that was announced.");
    all.lot_secret = *lot;

    for (const auto& tender : tenders::of_competition(tx, competition.id))
    {
        if (tender.state != tender_state::submitted)
            continue;
        OpenedTender one{tender.id, tender.digest, {}};
        for (const auto& part : tenders::parts_of(tx, tender.id))
            one.parts.push_back(opened(tx, tender, part, *private_key, name));
        all.tenders.push_back(std::move(one));
    }
    return all;
}

} // namespace kori::awards
