// The field of 256 elements with the polynomial of AES, x^8 + x^4 + x^3 + x + 1 (FIPS 197 §4.2). No table and
// no branch depends on a secret: an element of a secret is only doubled, masked and added.
#pragma once

#include <cstdint>

namespace kori::crypto::gf256
{

constexpr std::uint8_t add(std::uint8_t a, std::uint8_t b)
{
    return static_cast<std::uint8_t>(a ^ b);
}

constexpr std::uint8_t twice(std::uint8_t a)
{
    const unsigned carry = static_cast<unsigned>(a) >> 7;
    return static_cast<std::uint8_t>((static_cast<unsigned>(a) << 1) ^ (carry * 0x1BU));
}

// In constant time for both.
constexpr std::uint8_t multiply(std::uint8_t a, std::uint8_t b)
{
    unsigned product = 0;
    for (unsigned bit = 0; bit < 8; ++bit)
    {
        product ^= ((static_cast<unsigned>(b) >> bit) & 1U) * static_cast<unsigned>(a);
        a = twice(a);
    }
    return static_cast<std::uint8_t>(product);
}

// a^254, so 0 for 0, which has none.
constexpr std::uint8_t inverse(std::uint8_t a)
{
    std::uint8_t result = 1;
    for (int i = 0; i < 254; ++i)
        result = multiply(result, a);
    return result;
}

static_assert(multiply(0x57, 0x83) == 0xC1); // the example of FIPS 197 §4.2
static_assert(multiply(inverse(0x53), 0x53) == 1);

} // namespace kori::crypto::gf256
