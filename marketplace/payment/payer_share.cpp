#include "marketplace/payment/payer_share.hpp"

namespace kori
{

namespace
{

constexpr std::int64_t all_of_it = 10'000;

constexpr RuleSentence sentences[] = {
    {"payer.missing", "Somebody must pay: there is no payer.", ""},
    {"payer.unnamed", "The payer has no name.", ""},
    {"payer.share_not_positive", "The share of a payer must be above zero.", ""},
    {"payer.named_twice", "A payer is named once.", ""},
    {"payer.shares_not_whole", "The shares add up to {sum} basis points, not to 10000.", ""},
};

} // namespace

std::vector<FieldError> faults_of(std::span<const PayerShare> shares, const std::string& pointer)
{
    std::vector<FieldError> faults;
    if (shares.empty())
    {
        faults.push_back(field_error(sentences, pointer, "payer.missing", {}));
        return faults;
    }
    std::int64_t sum = 0;
    bool adds_up = true;
    for (std::size_t i = 0; i < shares.size(); ++i)
    {
        const auto at = pointer + "/" + std::to_string(i);
        if (shares[i].payer.empty())
            faults.push_back(field_error(sentences, at + "/payer", "payer.unnamed", {}));
        for (std::size_t earlier = 0; earlier < i; ++earlier)
            if (shares[earlier].payer == shares[i].payer)
            {
                faults.push_back(field_error(sentences, at + "/payer", "payer.named_twice", {}));
                break;
            }
        if (shares[i].basis_points <= 0)
            faults.push_back(field_error(sentences, at + "/basis_points", "payer.share_not_positive", {}));
        // A share above the whole cannot belong to a right sum; stopping here keeps the sum inside 64 bits.
        if (shares[i].basis_points > all_of_it || shares[i].basis_points < -all_of_it)
            adds_up = false;
        else
            sum += shares[i].basis_points;
    }
    if (!adds_up || sum != all_of_it)
        faults.push_back(field_error(sentences, pointer, "payer.shares_not_whole", {{"sum", sum}}));
    return faults;
}

std::vector<Money> parts_of(Money amount, std::span<const PayerShare> shares)
{
    PROMISE(faults_of(shares, "").empty());
    std::vector<std::int64_t> weights;
    for (const auto& share : shares)
        weights.push_back(share.basis_points);
    return amount.split(weights);
}

RuleSentences payer_share_sentences()
{
    return sentences;
}

} // namespace kori
