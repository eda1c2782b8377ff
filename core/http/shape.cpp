// The builders of body descriptions, and the register of named patterns.
#include "core/http/shape.hpp"

#include "core/base/identifiers.hpp"

#include <algorithm>
#include <array>

namespace kori::http
{
namespace
{

constexpr bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool is_letter_or_digit(char c)
{
    return is_lower(c) || is_upper(c) || is_digit(c);
}
constexpr bool is_base64url(char c)
{
    return is_letter_or_digit(c) || c == '-' || c == '_';
}

template <class Test>
bool all_of(std::string_view text, Test test)
{
    return std::all_of(text.begin(), text.end(), test);
}

bool digits(std::string_view text, std::size_t min, std::size_t max)
{
    return text.size() >= min && text.size() <= max && all_of(text, is_digit);
}

// One "@", a local part and a domain with a dot; deliverability shows only when a message arrives.
bool is_email(std::string_view text)
{
    const auto at = text.find('@');
    if (text.size() > 254 || at == std::string_view::npos || at == 0 || at > 64) // RFC 5321 4.5.3.1
        return false;
    const auto local = text.substr(0, at);
    const auto domain = text.substr(at + 1);
    const auto is_local = [](char c)
    { return is_letter_or_digit(c) || std::string_view{"._%+-"}.find(c) != std::string_view::npos; };
    if (!all_of(local, is_local) || local.front() == '.' || local.back() == '.' ||
        local.find("..") != std::string_view::npos)
        return false;
    bool has_dot = false;
    for (std::size_t from = 0; from <= domain.size();)
    {
        const auto to = std::min(domain.find('.', from), domain.size());
        const auto label = domain.substr(from, to - from);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-' ||
            !all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; }))
            return false;
        has_dot = has_dot || to < domain.size();
        from = to + 1;
    }
    return has_dot;
}

// E.164 with the plus sign: "+358401234567".
bool is_phone(std::string_view text)
{
    return text.size() >= 7 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
           all_of(text.substr(1), is_digit);
}

// http or https with a host, no user name, no blanks.
bool is_url(std::string_view text)
{
    if (text.size() > 2'000)
        return false;
    const std::string_view scheme = text.starts_with("https://") ? "https://" : "http://";
    if (!text.starts_with(scheme))
        return false;
    const auto rest = text.substr(scheme.size());
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    return !host.empty() && is_letter_or_digit(host.front()) &&
           all_of(host, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == ':'; }) &&
           all_of(rest,
                  [](char c)
                  {
                      return c > ' ' && c < 127 &&
                             std::string_view{"\"<>\\^`{|}"}.find(c) == std::string_view::npos;
                  });
}

// BCP 47 in the part that is in use: "fi", "so", "zh-Hant", "pt-BR".
bool is_language_tag(std::string_view text)
{
    const auto language = text.substr(0, text.find('-'));
    if (language.size() < 2 || language.size() > 3 || !all_of(language, is_lower))
        return false;
    text.remove_prefix(language.size());
    if (text.size() >= 5 && is_upper(text[1]) && all_of(text.substr(2, 3), is_lower))
        text.remove_prefix(5); // script
    if (text.empty())
        return true;
    return text.size() == 3 && text[0] == '-' && is_upper(text[1]) && is_upper(text[2]); // country
}

// A code of dated data, named by an area itself: "long_term_unemployed".
bool is_code_name(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && is_lower(text[0]) &&
           all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

// A dotted rule, law or event name: "basket.no_price", "limit.T02".
bool is_dotted_name(std::string_view text)
{
    return !text.empty() && text.size() <= 100 && is_lower(text[0]) && text.back() != '.' &&
           text.find("..") == std::string_view::npos &&
           all_of(text, [](char c) { return is_letter_or_digit(c) || c == '_' || c == '.'; });
}

bool is_month(std::string_view text)
{
    return text.size() == 7 && parse_date(std::string{text} + "-01").has_value();
}

bool is_time_of_day(std::string_view text)
{
    return text.size() == 5 && text[2] == ':' && digits(text.substr(0, 2), 2, 2) &&
           digits(text.substr(3), 2, 2) && text.substr(0, 2) <= "23" && text.substr(3) <= "59";
}

bool is_sha256(std::string_view text)
{
    return text.size() == 64 && all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_postal_code(std::string_view text)
{
    return digits(text, 5, 5);
}

bool is_occupation_code(std::string_view text)
{
    return digits(text, 1, 5);
}

bool is_api_token(std::string_view text)
{
    return text.size() >= 20 && text.size() <= 200 && all_of(text, is_base64url);
}

bool is_base64url_text(std::string_view text)
{
    return !text.empty() && text.size() <= 10'000 && all_of(text, is_base64url) && text.size() % 4 != 1;
}

// Temporary codes pass too: invented people of demo and tests carry them, and so do persons without a final
// one.
bool is_any_identity_code(std::string_view text)
{
    return is_identity_code(text, IdentityNumbers::also_temporary);
}

struct Pattern
{
    std::string_view name;
    std::string_view regex; // ECMA 262, anchored; without check digits
    bool (*check)(std::string_view);
};

constexpr std::array patterns{
    Pattern{"business_id", "^[0-9]{7}-[0-9]$", is_business_id},
    Pattern{"identity_code", "^[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]$", is_any_identity_code},
    Pattern{"iban", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$", is_iban},
    Pattern{"bic", "^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$", is_bic},
    Pattern{"reference_number", "^[1-9][0-9]{3,19}$", is_reference_number},
    Pattern{"rf_reference", "^RF[0-9]{2}[A-Z0-9]{1,21}$", is_rf_reference},
    Pattern{"vat_number", "^FI[0-9]{8}$", is_vat_number},
    Pattern{"ovt", "^0037[0-9]{8}[A-Z0-9]{0,5}$", is_ovt},
    Pattern{"cpv", "^[0-9]{8}-[0-9]$", is_cpv},
    Pattern{"municipality_code", "^[0-9]{3}$", is_municipality_code},
    Pattern{"area_code", "^[0-9]{2}$", is_area_code},
    Pattern{"postal_code", "^[0-9]{5}$", is_postal_code},
    Pattern{"occupation_code", "^[0-9]{1,5}$", is_occupation_code},
    Pattern{"email",
            "^[A-Za-z0-9_%+-]+(\\.[A-Za-z0-9_%+-]+)*"
            "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
            is_email},
    Pattern{"phone", "^\\+[1-9][0-9]{5,14}$", is_phone},
    Pattern{"url", "^https?://[A-Za-z0-9][A-Za-z0-9.:-]*([/?#][!-~]*)?$", is_url},
    Pattern{"language_tag", "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$", is_language_tag},
    Pattern{"month", "^[0-9]{4}-(0[1-9]|1[0-2])$", is_month},
    Pattern{"time_of_day", "^([01][0-9]|2[0-3]):[0-5][0-9]$", is_time_of_day},
    Pattern{"code_name", "^[a-z][a-z0-9_]{0,63}$", is_code_name},
    Pattern{"dotted_name", "^[a-z][A-Za-z0-9_.]{0,99}$", is_dotted_name},
    Pattern{"sha256", "^[0-9a-f]{64}$", is_sha256},
    Pattern{"base64url", "^[A-Za-z0-9_-]{1,10000}$", is_base64url_text},
    Pattern{"api_token", "^[A-Za-z0-9_-]{20,200}$", is_api_token},
};

const Pattern& pattern_named(std::string_view name)
{
    const auto at =
        std::find_if(patterns.begin(), patterns.end(), [&](const Pattern& p) { return p.name == name; });
    PROMISE(at != patterns.end());
    return *at;
}

Shape leaf(ShapeKind kind, std::string about, json::Value example)
{
    Shape shape;
    shape.kind = kind;
    shape.about = std::move(about);
    shape.example = std::move(example);
    return shape;
}

Shape bounded(ShapeKind kind, std::int64_t min, std::int64_t max, std::string about, json::Value example)
{
    PROMISE(min <= max);
    Shape shape = leaf(kind, std::move(about), std::move(example));
    shape.min = min;
    shape.max = max;
    return shape;
}

} // namespace

Shape text(std::int64_t min, std::int64_t max, std::string about, std::string example)
{
    PROMISE(min >= 0);
    return bounded(ShapeKind::text, min, max, std::move(about), std::move(example));
}

Shape integer(std::int64_t min, std::int64_t max, std::string about, std::int64_t example)
{
    return bounded(ShapeKind::integer, min, max, std::move(about), example);
}

Shape money(Money min, Money max, std::string about, Money example)
{
    return bounded(ShapeKind::money, min.in_cents(), max.in_cents(), std::move(about), example);
}

Shape boolean(std::string about, bool example)
{
    return leaf(ShapeKind::boolean, std::move(about), example);
}

Shape date(std::string about, std::string example)
{
    return leaf(ShapeKind::date, std::move(about), std::move(example));
}

Shape instant(std::string about, std::string example)
{
    return leaf(ShapeKind::instant, std::move(about), std::move(example));
}

Shape id_with_prefix(std::string prefix, std::string about)
{
    PROMISE(!prefix.empty() && all_of(prefix, is_lower));
    Shape shape = leaf(ShapeKind::id, std::move(about), {});
    shape.prefix = std::move(prefix);
    return shape;
}

Shape any_id(std::string about)
{
    return leaf(ShapeKind::id, std::move(about), {});
}

Shape code(std::vector<std::string> codes, std::string about)
{
    PROMISE(!codes.empty());
    Shape shape = leaf(ShapeKind::code, std::move(about), codes.front());
    shape.codes = std::move(codes);
    return shape;
}

Shape state_of(const StateTable& table, std::string about)
{
    return code({table.states.begin(), table.states.end()}, std::move(about));
}

Shape pattern(std::string name, std::string about, std::string example)
{
    PROMISE(check_pattern(name, example));
    Shape shape = leaf(ShapeKind::pattern, std::move(about), std::move(example));
    shape.pattern = std::move(name);
    return shape;
}

Shape local_text(std::int64_t max, std::string about, std::string fi, std::string sv)
{
    return bounded(ShapeKind::local_text, 1, max, std::move(about),
                   LocalText{std::move(fi), std::move(sv), {}});
}

Shape draft_local_text(std::int64_t max, std::string about, std::string fi, std::string sv)
{
    Shape shape = local_text(max, std::move(about), std::move(fi), std::move(sv));
    shape.min = 0;
    shape.may_be_incomplete = true;
    return shape;
}

Shape list(Shape item, std::int64_t min, std::int64_t max, std::string about)
{
    PROMISE(min >= 0);
    Shape shape = bounded(ShapeKind::list, min, max, std::move(about), {});
    shape.item = std::make_shared<const Shape>(std::move(item));
    return shape;
}

Shape map(Shape item, std::int64_t max, std::string about)
{
    Shape shape = bounded(ShapeKind::map, 0, max, std::move(about), {});
    shape.item = std::make_shared<const Shape>(std::move(item));
    return shape;
}

Shape anything(std::string about, json::Value example)
{
    return leaf(ShapeKind::anything, std::move(about), std::move(example));
}

Shape object(std::string name, std::string about, std::vector<Member> members)
{
    for (std::size_t i = 0; i < members.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            PROMISE(members[i].name != members[j].name);
    PROMISE(all_of(name, is_letter_or_digit));
    Shape shape = leaf(ShapeKind::object, std::move(about), {});
    shape.name = std::move(name);
    shape.members = std::move(members);
    return shape;
}

Shape nullable(Shape shape)
{
    shape.nullable = true;
    return shape;
}

Shape repeating(Shape shape)
{
    PROMISE(shape.kind == ShapeKind::list);
    shape.may_repeat = true;
    return shape;
}

Member required(std::string name, Shape shape)
{
    return {std::move(name), std::make_shared<const Shape>(std::move(shape)), true};
}

Member optional(std::string name, Shape shape)
{
    return {std::move(name), std::make_shared<const Shape>(std::move(shape)), false};
}

bool items_must_differ(const Shape& list)
{
    const auto kind = list.item->kind;
    return !list.may_repeat &&
           (kind == ShapeKind::id || kind == ShapeKind::code || kind == ShapeKind::pattern);
}

bool check_pattern(std::string_view name, std::string_view text)
{
    return pattern_named(name).check(text);
}

std::string_view pattern_regex(std::string_view name)
{
    return pattern_named(name).regex;
}

std::vector<std::string_view> pattern_names()
{
    std::vector<std::string_view> names;
    for (const auto& known : patterns)
        names.push_back(known.name);
    return names;
}

} // namespace kori::http
