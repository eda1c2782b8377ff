// The instructions on what can be done about a decision (muutoksenhakuohje, hankintaoikaisuohje), in words:
// who is turned to, within how long, counted from what, and by which act (1397/2016 §126; 410/2015).
#pragma once

#include "procurement/limit/remedy.hpp"

#include <string>
#include <vector>

namespace kori::decisions
{

struct RemedyWords
{
    std::string heading;
    std::vector<std::string> paragraphs;
};

// In the order of the steps, then how receipt is counted. `language` is fi or sv; nothing else is promised.
// `day` is that of the decision. Throws LawMissing.
std::vector<RemedyWords> remedy_words(const Remedies& remedies, const DecisionFacts& facts, CivilDate day,
                                      const std::string& contact, const LawBook& law, Language language);

} // namespace kori::decisions
