#include "procurement/value/cpv.hpp"

#include "core/base/identifiers.hpp"
#include "core/base/law_book.hpp"

#include <vector>

namespace kori
{

namespace
{

struct ClassRow
{
    ThresholdClass threshold_class;
    std::string_view code;
    std::string_view national; // names in config/law
    std::string_view eu;
};

constexpr ClassRow classes[] = {
    {ThresholdClass::general, "general", "threshold.general.cents", "threshold.eu_services.cents"},
    {ThresholdClass::annex_e_1_4, "annex_e_1_4", "threshold.annex_e_1_4.cents",
     "threshold.eu_special_services.cents"},
    {ThresholdClass::annex_e_5_15, "annex_e_5_15", "threshold.annex_e_5_15.cents",
     "threshold.eu_special_services.cents"},
};

constexpr RuleSentence sentences[] = {
    {"cpv.form", "{code} is not a CPV code: eight digits, a hyphen and a check digit.", ""},
    {"cpv.check_digit", "The check digit of {code} is wrong; the code is {right}.", ""},
};

const ClassRow& row_of(ThresholdClass threshold_class)
{
    for (const auto& row : classes)
        if (row.threshold_class == threshold_class)
            return row;
    promise_broken("every threshold class has a row", __FILE__, __LINE__);
}

// "threshold_class.<range>.cpv_first", ".cpv_last", ".class": three values of one range.
constexpr std::string_view prefix = "threshold_class.";
constexpr std::string_view first_end = ".cpv_first";

struct CpvRange
{
    std::string first;
    std::string last;
    std::string class_code;
};

std::vector<CpvRange> ranges_on(CivilDate day, const LawBook& law)
{
    std::vector<CpvRange> ranges;
    for (auto at = law.all().lower_bound(prefix); at != law.all().end() && at->first.starts_with(prefix);
         ++at)
    {
        const auto& name = at->first;
        if (!name.ends_with(first_end) || law.find(name, day) == nullptr)
            continue;
        const auto range = name.substr(0, name.size() - first_end.size());
        ranges.push_back(
            {law.code(name, day), law.code(range + ".cpv_last", day), law.code(range + ".class", day)});
    }
    return ranges;
}

int digits_of(std::string_view code)
{
    PROMISE(is_cpv(code));
    int number = 0;
    for (const char digit : code.substr(0, 8))
        number = number * 10 + (digit - '0');
    return number;
}

} // namespace

Result<Done> check_cpv(std::string_view code, CivilDate day, const LawBook& law)
{
    if (!is_cpv(code))
        return refuse_by(sentences, Fault::invalid, "cpv.form", {{"code", code}});
    for (const auto& range : ranges_on(day, law))
        for (const auto& known : {range.first, range.last})
            if (known != code && digits_of(known) == digits_of(code))
                return refuse_by(sentences, Fault::invalid, "cpv.check_digit",
                                 {{"code", code}, {"right", known}});
    return Done{};
}

std::string_view code_of(ThresholdClass threshold_class)
{
    return row_of(threshold_class).code;
}

std::optional<ThresholdClass> parse_threshold_class(std::string_view code)
{
    for (const auto& row : classes)
        if (row.code == code)
            return row.threshold_class;
    return std::nullopt;
}

ThresholdClass class_of_cpv(std::string_view code, CivilDate day, const LawBook& law)
{
    const auto number = digits_of(code);
    auto found = ThresholdClass::general;
    std::optional<int> narrowest;
    for (const auto& range : ranges_on(day, law))
    {
        const auto from = digits_of(range.first);
        const auto to = digits_of(range.last);
        if (number < from || number > to || (narrowest && *narrowest <= to - from))
            continue;
        const auto named = parse_threshold_class(range.class_code);
        if (!named)
            throw LawMissing{"there is no threshold class " + range.class_code};
        found = *named;
        narrowest = to - from;
    }
    return found;
}

Money national_threshold(ThresholdClass threshold_class, PurchaseForm form, CivilDate day, const LawBook& law)
{
    const auto name =
        form == PurchaseForm::concession ? "threshold.concession.cents" : row_of(threshold_class).national;
    return Money::cents(law.integer(name, day));
}

std::optional<Money> eu_threshold(ThresholdClass threshold_class, PurchaseForm form, CivilDate day,
                                  const LawBook& law)
{
    if (form == PurchaseForm::concession)
        return std::nullopt;
    return Money::cents(law.integer(row_of(threshold_class).eu, day));
}

ValueRegime regime_of_value(Money value, ThresholdClass threshold_class, PurchaseForm form, CivilDate day,
                            const LawBook& law)
{
    PROMISE(!value.is_negative());
    const auto national = national_threshold(threshold_class, form, day, law);
    if (value < national)
        return {Regime::below_threshold, national, std::nullopt, false};
    const auto eu = eu_threshold(threshold_class, form, day, law);
    ValueRegime found{Regime::national, national, eu, eu && value >= *eu};
    // ASSUMED: a concession at or above its threshold keeps national rules (ch. 13); the EU threshold of
    // concessions is not in the data.
    if (form == PurchaseForm::concession)
        return found;
    if (threshold_class != ThresholdClass::general)
        found.regime = Regime::annex_e;
    else if (found.reaches_eu)
        found.regime = Regime::eu_level;
    return found;
}

RuleSentences cpv_sentences()
{
    return sentences;
}

} // namespace kori
