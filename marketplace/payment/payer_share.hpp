// Several payers may share an order: each with its part in basis points.
#pragma once

#include "core/base/money.hpp"
#include "procurement/rule/rule.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kori
{

struct PayerShare
{
    std::string payer; // an organisation's id as text
    std::int64_t basis_points = 0;
    bool operator==(const PayerShare&) const = default;
};

// Everything that is wrong with them: none at all, a part not above zero, a payer named twice, a sum that is
// not 10'000.
std::vector<FieldError> faults_of(std::span<const PayerShare> shares, const std::string& pointer);

// The parts of an amount in the payers' order; they add up exactly (largest remainder). Promises faultless
// shares.
std::vector<Money> parts_of(Money amount, std::span<const PayerShare> shares);

RuleSentences payer_share_sentences();

} // namespace kori
