// Texts that name things, days, amounts: what is accepted is written back as the same text, what the
// interface document says of a form holds, and one mistyped digit is noticed.
#include "tests/fuzz/one_input.hpp"

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/identifiers.hpp"
#include "core/base/money.hpp"
#include "core/base/text.hpp"
#include "core/http/shape.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <regex>
#include <string>

namespace kori::fuzz
{
namespace
{

constexpr std::size_t regex_bytes_max = 200; // std::regex descends once for every character

// What OpenAPI prints may be wider than the check, never narrower.
bool check_patterns(const std::string& text)
{
    static const auto expressions = []
    {
        std::map<std::string_view, std::regex> made;
        for (const auto name : http::pattern_names())
            if (name != "base64url") // ten thousand optional characters are too much for std::regex
                made.emplace(name, std::string{http::pattern_regex(name)});
        return made;
    }();
    bool is_any = false;
    for (const auto name : http::pattern_names())
    {
        if (!http::check_pattern(name, text))
            continue;
        is_any = true;
        PROMISE(is_utf8(text));
        if (const auto at = expressions.find(name); at != expressions.end() && text.size() <= regex_bytes_max)
            PROMISE(std::regex_match(text, at->second));
    }
    return is_any;
}

bool check_id(const std::string& text)
{
    const auto prefix = text.substr(0, text.find('_'));
    const auto bytes = decode_id(prefix, text);
    PROMISE(!bytes || encode_id(prefix, *bytes) == text);
    const auto id = OrganisationId::parse(text);
    PROMISE(!id || id->text() == text);
    return bytes.has_value();
}

bool check_days(const std::string& text)
{
    const auto date = parse_date(text);
    if (date)
    {
        PROMISE(to_text(*date) == text);
        PROMISE(finnish_date(start_of_day(*date)) == *date && finnish_date(end_of_day(*date)) == *date);
        PROMISE(days_between(*date, plus_days(*date, 31)) == 31);
        PROMISE(plus_months(*date, 1).ok() && days_between(*date, plus_months(*date, 1)) <= 31);
    }
    const auto at = parse_instant(text);
    if (at)
    {
        PROMISE(parse_instant(to_text(*at)) == at);
        const auto day = finnish_date(*at);
        PROMISE(start_of_day(day) <= *at && *at <= end_of_day(day));
    }
    return date || at;
}

bool check_encodings(const std::string& text)
{
    const auto hex = from_hex(text);
    PROMISE(!hex || from_hex(to_hex(*hex)) == hex);
    const auto base64 = from_base64(text);
    PROMISE(!base64 || to_base64(*base64) == text);
    const auto base64url = from_base64url(text);
    PROMISE(!base64url || to_base64url(*base64url) == text);
    PROMISE(from_hex(to_hex(text)) == text && from_base64(to_base64(text)) == text &&
            from_base64url(to_base64url(text)) == text);
    PROMISE(code_points(text) <= text.size());
    std::string joined;
    for (const auto& part : split_text(text, ' '))
        joined += part + ' ';
    PROMISE(joined == text + ' ');
    return !text.empty() && (hex || base64 || base64url);
}

// The text with another digit at each place where a digit stands is accepted nowhere.
void check_typing(const std::string& text, bool (*is_good)(std::string_view))
{
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        if (text[at] < '0' || text[at] > '9')
            continue;
        auto mistyped = text;
        mistyped[at] = text[at] == '9' ? '0' : static_cast<char>(text[at] + 1);
        PROMISE(!is_good(mistyped));
    }
}

void check_digits(const std::string& text)
{
    if (is_business_id(text))
    {
        check_typing(text, is_business_id);
        PROMISE(is_vat_number(vat_number_of(text)) && business_id_of_vat_number(vat_number_of(text)) == text);
    }
    if (const auto business_id = business_id_of_vat_number(text))
        PROMISE(is_business_id(*business_id) && vat_number_of(*business_id) == text);
    if (is_iban(text))
        check_typing(text, is_iban);
    PROMISE(!is_finnish_iban(text) || is_iban(text));
    if (is_rf_reference(text))
        check_typing(text, is_rf_reference);
    PROMISE(!is_finnish_rf_reference(text) || is_rf_reference(text));
    if (is_reference_number(text))
    {
        check_typing(text, is_reference_number);
        PROMISE(is_finnish_rf_reference(rf_reference_of(text)));
        PROMISE(make_reference_number(text.substr(0, text.size() - 1)) == text);
    }
    if (const auto made = make_reference_number(text))
        PROMISE(is_reference_number(*made) && made->substr(0, text.size()) == text);
    PROMISE(!is_identity_code(text) || is_identity_code(text, IdentityNumbers::also_temporary));
}

// A share and what is left of the whole make the whole, but for the half cents of both.
void check_shares(Money amount, std::int64_t number)
{
    const auto points = (number % 10'001 + 10'001) % 10'001;
    try
    {
        PROMISE(amount.share(10'000) == amount);
        const auto missing = amount - amount.share(points) - amount.share(10'000 - points);
        PROMISE(missing >= Money::cents(-1) && missing <= Money::cents(1));
    }
    catch (const MoneyOverflow&)
    {
        constexpr auto shared_max = Money::cents(std::numeric_limits<std::int64_t>::max() / 10'000);
        PROMISE(amount > shared_max || amount < -shared_max);
    }
}

// "1005 3 7": an amount in cents and weights. Parts add up, a share never leaves its whole.
void check_amounts(const std::string& text)
{
    std::vector<std::int64_t> numbers;
    for (const auto& word : split_text(text, ' '))
    {
        std::int64_t number = 0;
        const auto [stopped, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error != std::errc{} || stopped != word.data() + word.size())
            return;
        numbers.push_back(number);
    }
    const auto amount = Money::cents(numbers.front());
    const std::vector<std::int64_t> weights{numbers.begin() + 1, numbers.end()};
    try
    {
        Money sum;
        const auto parts = amount.split(weights);
        PROMISE(parts.size() == weights.size());
        for (const auto part : parts)
        {
            PROMISE(part.is_zero() || part.is_negative() == amount.is_negative());
            sum += part;
        }
        PROMISE(sum == amount);
    }
    catch (const std::invalid_argument&)
    {
        const auto is_below = [](std::int64_t weight) { return weight < 0; };
        const auto is_nought = [](std::int64_t weight) { return weight == 0; };
        PROMISE(std::any_of(weights.begin(), weights.end(), is_below) ||
                std::all_of(weights.begin(), weights.end(), is_nought));
    }
    check_shares(amount, weights.empty() ? 0 : weights.front());
}

} // namespace

bool one_input(std::string_view bytes)
{
    const std::string text{bytes};
    bool is_accepted = check_patterns(text);
    is_accepted = check_id(text) || is_accepted;
    is_accepted = check_days(text) || is_accepted;
    is_accepted = check_encodings(text) || is_accepted;
    check_digits(text);
    check_amounts(text);
    return is_accepted;
}

} // namespace kori::fuzz
