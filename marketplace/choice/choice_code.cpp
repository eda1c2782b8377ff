#include "marketplace/choice/choice_code.hpp"

#include "core/crypto/crypto.hpp"

namespace kori::choices
{
namespace
{

// Crockford's base 32: no letter looks like a digit, and what is mistaken is read right (I and L as 1, O as
// 0).
constexpr std::string_view code_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_length = 12; // 60 bits

std::string normal_code(std::string_view written)
{
    std::string code;
    for (char c : written)
    {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        if (c == 'I' || c == 'L')
            c = '1';
        if (c == 'O')
            c = '0';
        if (c != '-' && c != ' ')
            code += c;
    }
    return code;
}

} // namespace

std::string make_code(Randomness& random)
{
    const auto bytes = random.bytes(code_length);
    std::string code;
    for (std::size_t i = 0; i < code_length; ++i)
    {
        if (i > 0 && i % 4 == 0)
            code += '-';
        code += code_alphabet[static_cast<unsigned char>(bytes[i]) % code_alphabet.size()];
    }
    return code;
}

std::string code_hash(const crypto::Keyring& keys, std::string_view code)
{
    return crypto::hmac_sha256(keys.lookup_key(), "choice code\n" + normal_code(code));
}

} // namespace kori::choices
