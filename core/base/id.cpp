#include "core/base/id.hpp"

namespace kori
{
namespace
{

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

constexpr int digit_of(char c)
{
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        if (alphabet[i] == c)
            return static_cast<int>(i);
    return -1;
}

} // namespace

std::string encode_id(std::string_view prefix, const IdBytes& bytes)
{
    std::string text{prefix};
    text += '_';
    // 128 bits in 26 digits of 5 bits: the first digit holds the top 3 bits.
    for (int digit = 0; digit < 26; ++digit)
    {
        const int low_bit = (25 - digit) * 5;
        unsigned value = 0;
        for (int bit = 4; bit >= 0; --bit)
        {
            const int at = low_bit + bit;
            value <<= 1;
            if (at < 128)
                value |= (bytes[static_cast<std::size_t>(15 - at / 8)] >> (at % 8)) & 1U;
        }
        text += alphabet[value];
    }
    return text;
}

std::optional<IdBytes> decode_id(std::string_view prefix, std::string_view text)
{
    if (text.size() != prefix.size() + 27 || !text.starts_with(prefix) || text[prefix.size()] != '_')
        return std::nullopt;
    text.remove_prefix(prefix.size() + 1);
    if (text[0] > '7') // 26 digits hold 130 bits; the top two must be zero, or two texts would name one id
        return std::nullopt;
    IdBytes bytes{};
    for (int digit = 0; digit < 26; ++digit)
    {
        const int value = digit_of(text[static_cast<std::size_t>(digit)]);
        if (value < 0)
            return std::nullopt;
        for (int bit = 0; bit < 5; ++bit)
        {
            const int at = (25 - digit) * 5 + bit;
            if (((value >> bit) & 1) != 0 && at < 128)
                bytes[static_cast<std::size_t>(15 - at / 8)] |= static_cast<std::uint8_t>(1U << (at % 8));
        }
    }
    return bytes;
}

} // namespace kori
