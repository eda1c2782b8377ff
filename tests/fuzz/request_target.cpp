// Target, query and the headers that are lists: the first line of the input is a target, the second an
// Accept-Language, the third an If-Match.
#include "tests/fuzz/one_input.hpp"

#include "core/base/text.hpp"
#include "core/http/locale.hpp"
#include "core/http/precondition.hpp"
#include "core/http/query_check.hpp"
#include "core/http/router.hpp"

#include <algorithm>
#include <string>

namespace kori::fuzz
{
namespace
{

std::string written(const http::Target& target)
{
    std::string text;
    for (const auto& segment : target.segments)
        text += "/" + http::percent_encoded(segment);
    text += text.empty() ? "/?" : "?";
    for (const auto& [name, value] : target.query)
        text += (text.back() == '?' ? "" : "&") + http::percent_encoded(name) + "=" +
                http::percent_encoded(value);
    if (target.query.empty())
        text.pop_back();
    return text;
}

const std::vector<http::QueryParameter>& parameters()
{
    static const std::vector<http::QueryParameter> all{
        {"limit", http::integer(1, 200, "Items", 50)},
        {"amount", http::money(Money::cents(-500), Money::euros(1'000'000), "Amount", Money::euros(1))},
        {"after", http::pattern("base64url", "Cursor", "eyJ2IjoxfQ")},
        {"on", http::date("Day", "2026-03-02")},
        {"at", http::instant("Moment", "2026-03-02T10:15:00Z")},
        {"organisation", http::id_of<OrganisationTag>("Organisation")},
        {"state", http::code({"open", "closed"}, "State")},
        {"mine", http::boolean("Only mine", true)},
        {"words", http::text(1, 20, "Words", "vantaa")},
    };
    return all;
}

void check_query(const http::Values& query)
{
    const auto faults = http::faults_of_query(parameters(), query);
    for (const auto& fault : faults)
    {
        PROMISE(fault.rule.starts_with("field.") && fault.pointer.starts_with('?'));
        PROMISE(query.contains(std::string_view{fault.pointer}.substr(1)));
    }
    if (!faults.empty())
        return;
    for (const auto& [name, text] : query)
    {
        if (name == "limit")
            PROMISE(std::to_string(std::stoi(text)) == text);
        if (name == "on")
            PROMISE(parse_date(text));
        if (name == "at")
            PROMISE(parse_instant(text));
        if (name == "organisation")
            PROMISE(OrganisationId::parse(text)->text() == text);
    }
}

bool check_target(std::string_view text)
{
    const auto target = http::parse_target(text);
    if (!target)
    {
        PROMISE(target.refusal().fault == Fault::malformed && target.refusal().rule == "http.bad_target");
        return false;
    }
    for (const auto& segment : target->segments)
        PROMISE(is_utf8(segment) && !segment.empty() && segment != "." && segment != ".." &&
                segment.find_first_of("/\n\r\t\x7f") == std::string::npos);
    for (const auto& [name, value] : target->query)
        PROMISE(is_utf8(name) && is_utf8(value));

    const auto again = http::parse_target(written(*target));
    PROMISE(again && again->segments == target->segments && again->query == target->query);
    check_query(target->query);
    return true;
}

void check_languages(std::string_view header)
{
    std::string upper{header};
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    for (const auto preferred : {Language::fi, Language::sv, Language::en})
        PROMISE(http::choose_language(header, preferred) == http::choose_language(upper, preferred));
    // Whoever refuses everything is still answered, and a list of nothing is no wish.
    PROMISE(http::choose_language(" ,;,", Language::sv) == Language::sv);
}

void check_tags(const std::string& header)
{
    const auto is_read = http::if_match(header, 7) != http::IfMatch::malformed;
    if (!is_read)
        PROMISE(!http::if_none_match(header, "\"7-x\""));
    if (!is_read || header == "*")
        return;
    PROMISE(http::if_match(header + ", \"7-x\"", 7) == http::IfMatch::match);
    PROMISE(http::if_none_match(header + ", W/\"7-x\"", "\"7-x\""));
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto [target, rest] = first_line(bytes);
    const auto [languages, tags] = first_line(rest);
    check_languages(languages);
    check_tags(std::string{tags});
    return check_target(target);
}

} // namespace kori::fuzz
