#include "core/http/locale.hpp"

#include "core/json/reader.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace kori::http
{
namespace
{

constexpr std::array languages{Language::fi, Language::sv, Language::en};
constexpr std::size_t ranges_max = 32; // of one header; a person has fewer languages

std::size_t index_of(Language language)
{
    return static_cast<std::size_t>(language);
}

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

std::string lower(std::string_view text)
{
    std::string result{text};
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

// "0", "0.5", "1", "1.000" in thousandths (RFC 9110 12.4.2); nothing for another form.
std::optional<int> parse_quality(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') ||
        (text.size() > 1 && text[1] != '.'))
        return std::nullopt;
    int value = (text[0] - '0') * 1'000;
    int weight = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size())))
    {
        if (c < '0' || c > '9')
            return std::nullopt;
        value += (c - '0') * weight;
        weight /= 10;
    }
    if (value > 1'000)
        return std::nullopt;
    return value;
}

struct LanguageRange
{
    std::string language; // primary part, lower case: "sv" of "sv-FI"; or "*"
    int quality = 1'000;
};

std::optional<LanguageRange> parse_range(std::string_view text)
{
    const auto semicolon = text.find(';');
    const auto tag = lower(trimmed(text.substr(0, semicolon)));
    LanguageRange range{tag.substr(0, tag.find('-')), 1'000};
    if (range.language.empty())
        return std::nullopt;
    if (semicolon == std::string_view::npos)
        return range;
    const auto parameter = lower(trimmed(text.substr(semicolon + 1)));
    if (!parameter.starts_with("q="))
        return std::nullopt;
    const auto quality = parse_quality(std::string_view{parameter}.substr(2));
    if (!quality)
        return std::nullopt;
    range.quality = *quality;
    return range;
}

std::vector<LanguageRange> parse_ranges(std::string_view header)
{
    std::vector<LanguageRange> ranges;
    for (const auto& part : split_text(header, ','))
    {
        if (ranges.size() == ranges_max)
            break;
        if (auto range = parse_range(part))
            ranges.push_back(std::move(*range));
    }
    return ranges;
}

std::string value_text(const Fact& fact)
{
    if (const auto* number = std::get_if<std::int64_t>(&fact.value))
        return std::to_string(*number);
    return std::get<std::string>(fact.value);
}

bool has_paired_braces(std::string_view sentence)
{
    bool is_open = false;
    for (const char c : sentence)
    {
        if ((c == '{') == is_open && (c == '{' || c == '}'))
            return false;
        is_open = c == '{' || (is_open && c != '}');
    }
    return !is_open;
}

} // namespace

std::vector<std::string> Locale::load(const std::filesystem::path& folder)
{
    std::vector<std::string> faults;
    for (const auto language : {Language::fi, Language::sv})
    {
        const auto path = folder / (std::string{code_of(language)} + ".json");
        std::ifstream file{path, std::ios::binary};
        std::ostringstream content;
        if (!file || !(content << file.rdbuf()))
        {
            faults.push_back("The language file " + path.string() + " cannot be read.");
            continue;
        }
        const auto more = add(language, content.str(), path.string());
        faults.insert(faults.end(), more.begin(), more.end());
    }
    return faults;
}

std::vector<std::string> Locale::add(Language language, std::string_view document, std::string_view source)
{
    const std::string where = "The language file " + std::string{source};
    const auto read = json::read(document);
    if (!read)
        return {where + " is not good JSON: " + fill(read.refusal().sentence, read.refusal().values)};
    if (!read->is_object())
        return {where + " is not a JSON object of sentences by rule name."};

    std::vector<std::string> faults;
    for (const auto& [rule, sentence] : read->object().members())
    {
        if (!sentence.is_text() || sentence.text().empty())
            faults.push_back(where + " has no sentence for the rule " + rule + ".");
        else if (!has_paired_braces(sentence.text()))
            faults.push_back(where + " has an unpaired brace in the sentence of the rule " + rule + ".");
        else
            sentences_[index_of(language)][rule] = sentence.text();
    }
    return faults;
}

const std::string* Locale::find(std::string_view rule, Language language) const
{
    const auto& sentences = sentences_[index_of(language)];
    if (const auto at = sentences.find(rule); at != sentences.end())
        return &at->second;
    const auto dot = rule.rfind('.');
    if (dot == std::string_view::npos)
        return nullptr;
    const auto at = sentences.find("*" + std::string{rule.substr(dot)});
    return at == sentences.end() ? nullptr : &at->second;
}

std::string Locale::sentence(std::string_view rule, std::string_view english, const Facts& values,
                             Language language) const
{
    if (language == Language::en)
        return fill(english, values);
    if (const auto* found = find(rule, language))
        return fill(*found, values);
    missing_.fetch_add(1, std::memory_order_relaxed);
    return fill(english, values);
}

std::string fill(std::string_view sentence, const Facts& values)
{
    std::string result;
    while (!sentence.empty())
    {
        const auto open = sentence.find('{');
        const auto close = open == std::string_view::npos ? open : sentence.find('}', open);
        if (close == std::string_view::npos)
            return result.append(sentence);
        const auto name = sentence.substr(open + 1, close - open - 1);
        const auto fact =
            std::find_if(values.begin(), values.end(), [&](const Fact& f) { return f.name == name; });
        result.append(sentence.substr(0, open));
        if (fact == values.end())
            result.append(sentence.substr(open, close - open + 1));
        else
            result.append(value_text(*fact));
        sentence.remove_prefix(close + 1);
    }
    return result;
}

Language choose_language(std::optional<std::string_view> accept_language, std::optional<Language> preferred)
{
    const auto fallback = preferred.value_or(Language::fi);
    if (!accept_language)
        return fallback;

    std::optional<Language> best;
    int best_quality = 0;
    std::array<bool, 3> is_refused{};
    for (const auto& range : parse_ranges(*accept_language))
    {
        const auto language =
            range.language == "*" ? std::optional{fallback} : parse_language(range.language);
        if (!language)
            continue;
        if (range.quality == 0 && range.language != "*")
            is_refused[index_of(*language)] = true;
        if (range.quality > best_quality && !is_refused[index_of(*language)])
        {
            best = language;
            best_quality = range.quality;
        }
    }
    if (best)
        return *best;
    if (!is_refused[index_of(fallback)])
        return fallback;
    for (const auto language : languages)
        if (!is_refused[index_of(language)])
            return language;
    return fallback;
}

} // namespace kori::http
