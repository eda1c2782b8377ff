// Money is integer cents (euro). Sums are exact, shares round by a named rule, overflow is an error.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace kori
{

// A sum left the range of 64 bits of cents. Treated as a broken environment: the job is undone.
struct MoneyOverflow : std::overflow_error
{
    MoneyOverflow() : std::overflow_error{"money overflow"} {}
};

class Money
{
public:
    constexpr Money() = default;
    static constexpr Money cents(std::int64_t amount) { return Money{amount}; }
    static constexpr Money euros(std::int64_t amount) { return Money{1} * 100 * amount; }

    constexpr std::int64_t in_cents() const { return cents_; }
    constexpr bool is_negative() const { return cents_ < 0; }
    constexpr bool is_zero() const { return cents_ == 0; }

    friend constexpr Money operator+(Money a, Money b)
    {
        std::int64_t sum = 0;
        if (__builtin_add_overflow(a.cents_, b.cents_, &sum))
            throw MoneyOverflow{};
        return Money{sum};
    }
    friend constexpr Money operator-(Money a, Money b)
    {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(a.cents_, b.cents_, &difference))
            throw MoneyOverflow{};
        return Money{difference};
    }
    friend constexpr Money operator*(Money a, std::int64_t times)
    {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(a.cents_, times, &product))
            throw MoneyOverflow{};
        return Money{product};
    }
    friend constexpr Money operator-(Money a) { return Money{} - a; }
    constexpr Money& operator+=(Money other) { return *this = *this + other; }
    constexpr Money& operator-=(Money other) { return *this = *this - other; }
    constexpr auto operator<=>(const Money&) const = default;

    // A share in basis points (10'000 = all). A half cent goes away from zero (domain.md 8.2).
    constexpr Money share(std::int64_t basis_points) const
    {
        const std::int64_t scaled = (*this * basis_points).cents_;
        const std::int64_t whole = scaled / 10'000;
        const std::int64_t rest = scaled % 10'000;
        return Money{whole + (rest >= 5'000 ? 1 : rest <= -5'000 ? -1 : 0)};
    }

    // Splits by weights into parts that add up exactly: largest remainder, ties to the earlier part.
    // Weights are non-negative and at least one is positive, else std::invalid_argument.
    std::vector<Money> split(std::span<const std::int64_t> weights) const;

private:
    explicit constexpr Money(std::int64_t amount) : cents_{amount} {}
    std::int64_t cents_ = 0;
};

static_assert(Money::cents(1'005).share(5'000) == Money::cents(503));
static_assert(Money::cents(-1'005).share(5'000) == Money::cents(-503));

} // namespace kori
