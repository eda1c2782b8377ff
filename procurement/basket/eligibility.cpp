#include "procurement/basket/eligibility.hpp"

#include <algorithm>

namespace kori
{

namespace
{

using K = EligibilityKind;

struct KindRow
{
    EligibilityKind kind;
    std::string_view code;
    std::string_view rule;
};
constexpr KindRow kinds[] = {
    {K::target_group, "target_group", "eligibility.target_group"},
    {K::age_band, "age_band", "eligibility.age_band"},
    {K::municipality, "municipality", "eligibility.municipality"},
    {K::need, "need", "eligibility.need"},
    {K::language, "language", "eligibility.language"},
    {K::unemployment_band, "unemployment_band", "eligibility.unemployment_band"},
    {K::declared, "declared", "eligibility.declared"},
};

constexpr RuleSentence sentences[] = {
    {"eligibility.target_group", "The basket is for these groups: {wanted}.", "The target group fits."},
    {"eligibility.age_band", "The basket is for these ages: {wanted}; the declared band does not fit.",
     "The declared age band fits."},
    {"eligibility.municipality", "The basket is for these municipalities: {wanted}.",
     "The municipality fits."},
    {"eligibility.need", "The basket answers these needs: {wanted}.", "The need fits."},
    {"eligibility.language", "The basket is for these languages: {wanted}.", "The language fits."},
    {"eligibility.unemployment_band", "The basket is for these lengths of unemployment: {wanted}.",
     "The declared length of unemployment fits."},
    {"eligibility.declared", "The condition {wanted} is not declared.",
     "The condition {wanted} is declared."},
    {"eligibility.code_missing", "The rule needs a code of its own.", ""},
    {"eligibility.text_missing", "The rule needs its text in {language}.", ""},
    {"eligibility.codes_missing", "The rule lists nothing to look for.", ""},
    {"eligibility.one_code_expected", "The rule needs exactly one code.", ""},
};

const KindRow& row_of(EligibilityKind kind)
{
    for (const auto& row : kinds)
        if (row.kind == kind)
            return row;
    promise_broken("every eligibility kind has a row", __FILE__, __LINE__);
}

bool shares(const std::vector<std::string>& wanted, const std::vector<std::string>& present)
{
    return std::any_of(present.begin(), present.end(), [&](const auto& code) { return holds(wanted, code); });
}

bool is_met(const EligibilityRule& rule, const CustomerFacts& facts)
{
    switch (rule.kind)
    {
    case K::target_group:
        return shares(rule.codes, facts.target_groups);
    case K::age_band:
        return !facts.age_band.empty() && holds(rule.codes, facts.age_band);
    case K::municipality:
        return !facts.municipality.empty() && holds(rule.codes, facts.municipality);
    case K::need:
        return shares(rule.codes, facts.needs);
    case K::language:
        return shares(rule.codes, facts.languages);
    case K::unemployment_band:
        return !facts.unemployment_band.empty() && holds(rule.codes, facts.unemployment_band);
    case K::declared:
        return !rule.codes.empty() && std::all_of(rule.codes.begin(), rule.codes.end(),
                                                  [&](const auto& code)
                                                  {
                                                      const auto answer = facts.declared.find(code);
                                                      return answer != facts.declared.end() && answer->second;
                                                  });
    }
    return false;
}

} // namespace

std::string_view code_of(EligibilityKind kind)
{
    return row_of(kind).code;
}

std::optional<EligibilityKind> parse_eligibility_kind(std::string_view code)
{
    for (const auto& row : kinds)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

std::vector<FieldError> faults_of(const EligibilityRule& rule, const std::string& pointer)
{
    std::vector<FieldError> faults;
    const auto add = [&](const char* field, std::string_view name, Facts values)
    { faults.push_back(field_error(sentences, pointer + field, name, std::move(values))); };
    if (rule.code.empty())
        add("/code", "eligibility.code_missing", {});
    if (rule.text.fi.empty())
        add("/text/fi", "eligibility.text_missing", {{"language", "fi"}});
    if (rule.text.sv.empty())
        add("/text/sv", "eligibility.text_missing", {{"language", "sv"}});
    if (rule.codes.empty())
        add("/codes", "eligibility.codes_missing", {});
    if (rule.kind == K::declared && rule.codes.size() > 1)
        add("/codes", "eligibility.one_code_expected", {});
    return faults;
}

std::vector<RuleResult> check_eligibility(const std::vector<EligibilityRule>& rules,
                                          const CustomerFacts& facts)
{
    std::vector<RuleResult> results;
    for (const auto& rule : rules)
        results.push_back(rule_result(sentences, row_of(rule.kind).rule, is_met(rule, facts),
                                      {{"eligibility", rule.code}, {"wanted", joined(rule.codes)}}));
    return results;
}

RuleSentences eligibility_sentences()
{
    return sentences;
}

} // namespace kori
