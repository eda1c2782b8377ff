// CPV codes, the threshold class that they fall into, and the regime that a value falls into
// (domain.md 4.2, 4.3). Ranges and thresholds are dated data of config/law; all values are without VAT.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/money.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kori
{

class LawBook;

// The form of the code, and its check digit where config/law lists the code: no formula gives that digit.
// Rules "cpv.form", "cpv.check_digit".
Result<Done> check_cpv(std::string_view code, CivilDate day, const LawBook& law);

enum class ThresholdClass
{
    general,
    annex_e_1_4,  // health, social, education and benefit services
    annex_e_5_15, // other special services
};
std::string_view code_of(ThresholdClass threshold_class); // "general", "annex_e_1_4", "annex_e_5_15"
std::optional<ThresholdClass> parse_threshold_class(std::string_view code);

// Of a code whose form holds; general when no range has it. Of two ranges the narrower one counts.
ThresholdClass class_of_cpv(std::string_view code, CivilDate day, const LawBook& law);

enum class PurchaseForm
{
    contract,
    concession, // käyttöoikeussopimus: the provider carries the risk of use
};

// 1397/2016 §25(1). Throws LawMissing, as the next one does.
Money national_threshold(ThresholdClass threshold_class, PurchaseForm form, CivilDate day,
                         const LawBook& law);
// 1397/2016 §26; contracting entities other than central government. None for a concession: not in the data.
std::optional<Money> eu_threshold(ThresholdClass threshold_class, PurchaseForm form, CivilDate day,
                                  const LawBook& law);

struct ValueRegime
{
    Regime regime;
    Money national;
    std::optional<Money> eu; // looked up at or above the national threshold only
    bool reaches_eu;         // Annex E stays Annex E; its notice then goes to the whole EU
};
// Below means below (§25): a value equal to a threshold has reached it. `value` >= 0.
ValueRegime regime_of_value(Money value, ThresholdClass threshold_class, PurchaseForm form, CivilDate day,
                            const LawBook& law);

RuleSentences cpv_sentences();

} // namespace kori
