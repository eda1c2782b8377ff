#include "procurement/admission/acceptance_document.hpp"

#include "core/base/promise.hpp"

#include <algorithm>

namespace kori
{
namespace
{

struct OutcomeWords
{
    std::string_view outcome;
    LocalText text;
};

const LocalText& words_of(std::string_view outcome)
{
    static const std::vector<OutcomeWords> rows = {
        {"accepted",
         {"Palveluntuottaja hyväksytään ohjelmaan.", "Serviceproducenten godkänns till programmet.",
          "The provider is accepted into the programme."}},
        {"rejected",
         {"Palveluntuottajaa ei hyväksytä ohjelmaan.", "Serviceproducenten godkänns inte till programmet.",
          "The provider is not accepted into the programme."}},
        {"suspended",
         {"Palveluntuottajan hyväksyntä keskeytetään.",
          "Serviceproducentens godkännande avbryts tills vidare.",
          "The provider's acceptance is suspended."}},
        {"restored",
         {"Palveluntuottajan hyväksyntä palautetaan.", "Serviceproducentens godkännande återställs.",
          "The provider's acceptance is restored."}},
        {"removed",
         {"Palveluntuottaja poistetaan ohjelmasta.", "Serviceproducenten avförs från programmet.",
          "The provider is removed from the programme."}},
    };
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const OutcomeWords& one) { return one.outcome == outcome; });
    PROMISE(row != rows.end());
    return row->text;
}

struct Labels
{
    std::string_view title, corrected, programme, provider, decision, reasons, conditions, evidence, sent,
        remedies;
};

std::string page(const Labels& labels, const DecisionWords& words, Language language,
                 const std::string& instructions)
{
    std::string text;
    const auto line = [&](std::string_view label, std::string_view value)
    { text += std::string{label} + ": " + std::string{value} + "\n"; };
    text += std::string{labels.title} + "\n" + words.authority.in(language) + "\n";
    if (words.is_correction)
        text += std::string{labels.corrected} + "\n";
    text += "\n";
    line(labels.programme, words.programme.in(language));
    line(labels.provider, words.provider.in(language));
    line(labels.decision, words_of(words.outcome).in(language));
    line(labels.reasons, words.reasons.in(language));
    for (const auto& condition : words.failed_conditions)
        line(labels.conditions, condition.code + " – " + condition.text.in(language));
    for (const auto& code : words.missing_evidence)
        line(labels.evidence, code);
    line(labels.sent, to_text(words.sent_on));
    text += "\n" + std::string{labels.remedies} + "\n" + instructions + "\n";
    return text;
}

} // namespace

LocalText decision_document(const DecisionWords& words)
{
    const auto correction = std::to_string(words.correction_days);
    const auto appeal = std::to_string(words.appeal_days);
    LocalText document;
    document.fi = page(
        {"HALLINTOPÄÄTÖS", "Tämä päätös korvaa aiemman päätöksen.", "Ohjelma", "Palveluntuottaja", "Päätös",
         "Perustelut", "Ehto, joka ei täyty", "Selvitys, joka puuttuu", "Lähetetty", "OIKAISUVAATIMUSOHJE"},
        words, Language::fi,
        "Päätökseen tyytymätön voi vaatia oikaisua päätöksen tehneeltä viranomaiselta kirjallisesti " +
            correction +
            " päivän kuluessa päätöksen tiedoksisaannista. Oikaisuvaatimuksesta annettuun päätökseen voi "
            "hakea"
            " muutosta valittamalla hallinto-oikeuteen " +
            appeal + " päivän kuluessa sen tiedoksisaannista (" + words.statute.fi + ").");
    document.sv = page({"FÖRVALTNINGSBESLUT", "Detta beslut ersätter ett tidigare beslut.", "Program",
                        "Serviceproducent", "Beslut", "Motivering", "Villkor som inte uppfylls",
                        "Utredning som saknas", "Sänt", "ANVISNING FÖR BEGÄRAN OM OMPRÖVNING"},
                       words, Language::sv,
                       "Den som är missnöjd med beslutet kan skriftligen begära omprövning hos den myndighet "
                       "som fattat det inom " +
                           correction +
                           " dagar från delfåendet av beslutet. Det beslut som ges med anledning av begäran "
                           "om omprövning får"
                           " överklagas genom besvär hos förvaltningsdomstolen inom " +
                           appeal + " dagar från delfåendet av det (" + words.statute.sv + ").");
    document.en = page({"ADMINISTRATIVE DECISION", "This decision replaces an earlier one.", "Programme",
                        "Provider", "Decision", "Reasons", "Condition not met", "Evidence missing", "Sent",
                        "HOW TO CLAIM A CORRECTION"},
                       words, Language::en,
                       "Whoever is not content with the decision may claim its correction in writing from "
                       "the authority that made it"
                       " within " +
                           correction +
                           " days from notice of the decision. The decision on that claim may be appealed to "
                           "the administrative court"
                           " within " +
                           appeal + " days from its notice (" + words.statute.in(Language::en) + ").");
    return document;
}

} // namespace kori
