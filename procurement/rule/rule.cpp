#include "procurement/rule/rule.hpp"

#include <algorithm>

namespace kori
{

namespace
{

const RuleSentence& row_of(RuleSentences sentences, std::string_view rule)
{
    const auto row = std::find_if(sentences.begin(), sentences.end(),
                                  [rule](const RuleSentence& candidate) { return candidate.rule == rule; });
    PROMISE(row != sentences.end());
    return *row;
}

std::string text_of(const Fact& fact)
{
    if (const auto* number = std::get_if<std::int64_t>(&fact.value))
        return std::to_string(*number);
    return std::get<std::string>(fact.value);
}

} // namespace

bool all_passed(const std::vector<RuleResult>& results)
{
    return std::all_of(results.begin(), results.end(),
                       [](const RuleResult& result) { return result.passed; });
}

FieldError field_error(RuleSentences sentences, std::string pointer, std::string_view rule, Facts values)
{
    const auto& row = row_of(sentences, rule);
    return FieldError{std::move(pointer), std::string{rule}, std::string{row.sentence}, std::move(values)};
}

RuleResult rule_result(RuleSentences sentences, std::string_view rule, bool passed, Facts values)
{
    const auto& row = row_of(sentences, rule);
    return RuleResult{std::string{rule}, passed, std::string{passed ? row.met : row.sentence},
                      std::move(values)};
}

Refusal refuse_by(RuleSentences sentences, Fault fault, std::string_view rule, Facts values)
{
    auto refusal = refuse(fault, std::string{rule}, std::string{row_of(sentences, rule).sentence});
    refusal.values = std::move(values);
    return refusal;
}

std::string filled(std::string_view sentence, const Facts& values)
{
    std::string text;
    std::size_t at = 0;
    while (at < sentence.size())
    {
        const auto close = sentence[at] == '{' ? sentence.find('}', at) : std::string_view::npos;
        if (close != std::string_view::npos)
        {
            const auto name = sentence.substr(at + 1, close - at - 1);
            const auto value = std::find_if(values.begin(), values.end(),
                                            [name](const Fact& fact) { return fact.name == name; });
            if (value != values.end())
            {
                text += text_of(*value);
                at = close + 1;
                continue;
            }
        }
        text += sentence[at];
        ++at;
    }
    return text;
}

std::string joined(const std::vector<std::string>& codes)
{
    std::string text;
    for (const auto& code : codes)
        text += (text.empty() ? "" : ", ") + code;
    return text;
}

bool holds(const std::vector<std::string>& codes, std::string_view code)
{
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::vector<std::string> missing_from(const std::vector<std::string>& present,
                                      const std::vector<std::string>& wanted)
{
    std::vector<std::string> missing;
    for (const auto& code : wanted)
        if (!holds(present, code))
            missing.push_back(code);
    return missing;
}

std::vector<std::string> doubled(const std::vector<std::string>& codes)
{
    std::vector<std::string> twice;
    for (std::size_t i = 0; i < codes.size(); ++i)
    {
        const bool seen_before = std::find(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(i),
                                           codes[i]) != codes.begin() + static_cast<std::ptrdiff_t>(i);
        if (seen_before && !holds(twice, codes[i]))
            twice.push_back(codes[i]);
    }
    return twice;
}

} // namespace kori
