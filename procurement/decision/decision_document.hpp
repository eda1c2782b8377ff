// A decision as its addressee gets it: accessible HTML in Finnish and Swedish, with what can be done about it
// (1397/2016 §123, §126, §127; municipal remedies 410/2015). Pure: the same words give the same bytes.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/text.hpp"
#include "procurement/limit/remedy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kori::decisions
{

// One section: a heading, paragraphs, and perhaps a table with a head row.
struct Section
{
    LocalText heading;
    std::vector<LocalText> paragraphs;
    std::vector<LocalText> columns = {};           // of the table; empty: no table
    std::vector<std::vector<LocalText>> rows = {}; // each as long as `columns`
};

struct DecisionWords
{
    LocalText title;    // "Hankintapäätös"
    std::string number; // id of the decision
    std::string authority;
    std::string addressee; // to whom this copy is served
    CivilDate decided_on;
    CivilDate sent_on; // the message must state it (§127)
    std::vector<Section> sections;
    DecisionFacts facts; // which remedies follow
    std::string contact; // the authority's address for notices of appeal (§126)
    bool is_correction = false;
};

struct DecisionDocument
{
    LocalText html;     // fi and sv; en stays empty: the authority decides in the languages of the law
    std::string digest; // SHA-256 over fi, a zero byte and sv; 64 lower-case hex digits
    std::vector<std::string> remedies; // codes of RemedyStep, in their order
};

// Throws LawMissing. In open acceptance a text that cites the Procurement Act is a broken promise: check
// with cites_procurement_act (cites.hpp) first. A text that lacks Swedish stands in Finnish and says so; a
// line break in a paragraph begins a new one.
DecisionDocument make_document(const DecisionWords& words, const LawBook& law);

} // namespace kori::decisions
