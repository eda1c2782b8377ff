#include "core/base/identifiers.hpp"

#include "core/base/civil_date.hpp"
#include "core/base/promise.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace kori
{
namespace
{

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

constexpr bool is_digit_or_capital(char c)
{
    return is_digit(c) || is_capital(c);
}

bool are_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), is_digit);
}

constexpr int number_of(char digit)
{
    return digit - '0';
}

int weighted_sum(std::string_view digits, std::span<const int> weights)
{
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += number_of(digits[i]) * weights[i];
    return sum;
}

// Eight digits: the business ID without its hyphen.
bool is_business_number(std::string_view text)
{
    if (text.size() != 8 || !are_digits(text))
        return false;
    constexpr std::array<int, 7> weights{7, 9, 10, 5, 8, 4, 2};
    const int rest = weighted_sum(text, weights) % 11;
    if (rest == 1) // such a stem is not given to anybody
        return false;
    return number_of(text[7]) == (rest == 0 ? 0 : 11 - rest);
}

// Remainder by 97 of the text, letters counting as 10 to 35 (ISO 7064).
int remainder_97(std::string_view text, int rest = 0)
{
    for (const char c : text)
        rest = is_digit(c) ? (rest * 10 + number_of(c)) % 97 : (rest * 100 + (c - 'A') + 10) % 97;
    return rest;
}

// Two letters, two check digits, the rest. 00, 01 and 99 would leave the right remainder, but are never made.
bool has_check_digits_97(std::string_view text)
{
    if (text.size() < 5 || !std::all_of(text.begin(), text.end(), is_digit_or_capital) ||
        !is_digit(text[2]) || !is_digit(text[3]))
        return false;
    const int check = number_of(text[2]) * 10 + number_of(text[3]);
    return check >= 2 && check <= 98 && remainder_97(text.substr(0, 4), remainder_97(text.substr(4))) == 1;
}

char reference_check_digit(std::string_view digits)
{
    constexpr std::array<int, 3> weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i)
        sum += number_of(digits[digits.size() - 1 - i]) * weights[i % 3];
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

int century_of(char sign)
{
    if (std::string_view{"ABCDEF"}.find(sign) != std::string_view::npos)
        return 2000;
    if (std::string_view{"-YXWVU"}.find(sign) != std::string_view::npos)
        return 1900;
    return sign == '+' ? 1800 : 0;
}

} // namespace

bool is_identity_code(std::string_view text, IdentityNumbers numbers)
{
    if (text.size() != 11 || !are_digits(text.substr(0, 6)) || !are_digits(text.substr(7, 3)))
        return false;
    const int century = century_of(text[6]);
    if (century == 0)
        return false;

    const auto two = [&](std::size_t at) { return number_of(text[at]) * 10 + number_of(text[at + 1]); };
    const CivilDate born{std::chrono::year{century + two(4)},
                         std::chrono::month{static_cast<unsigned>(two(2))},
                         std::chrono::day{static_cast<unsigned>(two(0))}};
    if (!born.ok())
        return false;

    const int individual = number_of(text[7]) * 100 + two(8);
    if (individual < 2 || (individual >= 900 && numbers == IdentityNumbers::real_only))
        return false;

    constexpr std::string_view check_signs = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    const int number = (two(0) * 10'000 + two(2) * 100 + two(4)) * 1'000 + individual;
    return text[10] == check_signs[static_cast<std::size_t>(number % 31)];
}

bool is_business_id(std::string_view text)
{
    return text.size() == 9 && text[7] == '-' &&
           is_business_number(std::string{text.substr(0, 7)} + std::string{text.substr(8)});
}

bool is_vat_number(std::string_view text)
{
    return text.starts_with("FI") && is_business_number(text.substr(2));
}

std::string vat_number_of(std::string_view business_id)
{
    PROMISE(is_business_id(business_id));
    return "FI" + std::string{business_id.substr(0, 7)} + business_id[8];
}

std::optional<std::string> business_id_of_vat_number(std::string_view text)
{
    if (!is_vat_number(text))
        return std::nullopt;
    return std::string{text.substr(2, 7)} + "-" + text[9];
}

bool is_ovt(std::string_view text)
{
    if (text.size() < 12 || text.size() > 17 || !text.starts_with("0037"))
        return false;
    const auto suffix = text.substr(12);
    return is_business_number(text.substr(4, 8)) &&
           std::all_of(suffix.begin(), suffix.end(), is_digit_or_capital);
}

bool is_iban(std::string_view text)
{
    // The shortest in use has 15 characters (Norway), the standard's longest 34.
    if (text.size() < 15 || text.size() > 34 || !is_capital(text[0]) || !is_capital(text[1]))
        return false;
    if (text.starts_with("FI") && (text.size() != 18 || !are_digits(text.substr(2))))
        return false;
    return has_check_digits_97(text);
}

bool is_finnish_iban(std::string_view text)
{
    return text.starts_with("FI") && is_iban(text);
}

bool is_bic(std::string_view text)
{
    return (text.size() == 8 || text.size() == 11) &&
           std::all_of(text.begin(), text.begin() + 6, is_capital) &&
           std::all_of(text.begin() + 6, text.end(), is_digit_or_capital);
}

bool is_reference_number(std::string_view text)
{
    return text.size() >= 4 && text.size() <= 20 && are_digits(text) && text[0] != '0' &&
           text.back() == reference_check_digit(text.substr(0, text.size() - 1));
}

std::optional<std::string> make_reference_number(std::string_view digits)
{
    if (digits.size() < 3 || digits.size() > 19 || !are_digits(digits) || digits[0] == '0')
        return std::nullopt;
    return std::string{digits} + reference_check_digit(digits);
}

bool is_rf_reference(std::string_view text)
{
    return text.size() >= 5 && text.size() <= 25 && text.starts_with("RF") && has_check_digits_97(text);
}

bool is_finnish_rf_reference(std::string_view text)
{
    return is_rf_reference(text) && is_reference_number(text.substr(4));
}

std::string rf_reference_of(std::string_view reference_number)
{
    PROMISE(is_reference_number(reference_number));
    const int check = 98 - remainder_97("RF00", remainder_97(reference_number));
    return std::string{"RF"} + static_cast<char>('0' + check / 10) + static_cast<char>('0' + check % 10) +
           std::string{reference_number};
}

bool is_municipality_code(std::string_view text)
{
    return text.size() == 3 && are_digits(text);
}

bool is_area_code(std::string_view text)
{
    return text.size() == 2 && are_digits(text);
}

bool is_cpv(std::string_view text)
{
    return text.size() == 10 && are_digits(text.substr(0, 8)) && text[8] == '-' && is_digit(text[9]);
}

} // namespace kori
