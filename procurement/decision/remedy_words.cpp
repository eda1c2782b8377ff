#include "procurement/decision/remedy_words.hpp"

#include "core/base/law_book.hpp"

namespace kori::decisions
{

namespace
{

bool is_finnish(Language language)
{
    PROMISE(language == Language::fi || language == Language::sv);
    return language == Language::fi;
}

struct UnitWords
{
    std::string_view fi; // genitive: "14 päivän kuluessa"
    std::string_view sv_one;
    std::string_view sv;
};

UnitWords words_of(LimitUnit unit)
{
    switch (unit)
    {
    case LimitUnit::working_days:
        return {"työpäivän", "arbetsdag", "arbetsdagar"};
    case LimitUnit::days:
        return {"päivän", "dag", "dagar"};
    case LimitUnit::weeks:
        return {"viikon", "vecka", "veckor"};
    case LimitUnit::months:
        return {"kuukauden", "månad", "månader"};
    case LimitUnit::years:
        return {"vuoden", "år", "år"};
    }
    promise_broken("every unit has its words", __FILE__, __LINE__);
}

std::string within(const LimitLength& length, Language language)
{
    const auto words = words_of(length.unit);
    const auto count = std::to_string(length.count);
    if (is_finnish(language))
        return count + " " + std::string{words.fi} + " kuluessa";
    return "inom " + count + " " + std::string{length.count == 1 ? words.sv_one : words.sv};
}

std::string heading_of(const RemedyStep& step, bool finnish)
{
    if (step.code == "municipal_correction")
        return finnish ? "Oikaisuvaatimus" : "Begäran om omprövning";
    if (step.code == "administrative_court")
        return finnish ? "Valitus hallinto-oikeuteen" : "Besvär hos förvaltningsdomstolen";
    if (step.code == "procurement_correction")
        return finnish ? "Hankintaoikaisu" : "Upphandlingsrättelse";
    return finnish ? "Valitus markkinaoikeuteen" : "Besvär hos marknadsdomstolen";
}

std::vector<std::string> finnish_paragraphs(const RemedyStep& step, const std::string& contact,
                                            const std::string& deficient)
{
    const auto time = within(step.length, Language::fi);
    const auto by = " (" + step.statute.fi + ").";
    if (step.code == "municipal_correction")
        return {
            "Päätökseen tyytymätön voi vaatia oikaisua kirjallisesti päätöksen tehneeltä viranomaiselta " +
                time + " päätöksen tiedoksisaannista" + by,
            "Oikaisuvaatimus lähetetään osoitteeseen " + contact + "."};
    if (step.code == "administrative_court")
        return {
            "Oikaisuvaatimuksesta annettuun päätökseen voi hakea muutosta valittamalla hallinto-oikeuteen " +
            time + " sen tiedoksisaannista" + by};
    if (step.code == "procurement_correction")
        return {"Asianosainen voi vaatia päätöksen tehneeltä viranomaiselta hankintaoikaisua " + time +
                    " siitä, kun hän on saanut tiedon päätöksestä" + by,
                "Viranomainen voi korjata virheellisen päätöksen, joka perustuu lain soveltamisessa "
                "tapahtuneeseen virheeseen tai uuteen tietoon. Vaatimus lähetetään osoitteeseen " +
                    contact + ". Vaatimus ei vaikuta määräaikaan, jossa muutosta on haettava muualta."};
    std::vector<std::string> all{
        "Päätökseen voi hakea muutosta valittamalla markkinaoikeuteen " + time +
            " siitä, kun asianosainen on saanut päätöksen ja nämä ohjeet" + by,
        "Jos päätös tai nämä ohjeet ovat olennaisesti puutteelliset, valitus on tehtävä " + deficient +
            " päätöksen tekemisestä.",
        "Valittajan on ilmoitettava valituksesta kirjallisesti päätöksen tehneelle viranomaiselle "
        "osoitteeseen " +
            contact + " viimeistään silloin, kun valitus toimitetaan markkinaoikeuteen."};
    if (step.needs_leave)
        all.insert(all.begin() + 1, "Asian käsittely edellyttää, että markkinaoikeus antaa käsittelyluvan "
                                    "(146 §:n 3 momentti).");
    return all;
}

std::vector<std::string> swedish_paragraphs(const RemedyStep& step, const std::string& contact,
                                            const std::string& deficient)
{
    const auto time = within(step.length, Language::sv);
    const auto by = " (" + step.statute.sv + ").";
    if (step.code == "municipal_correction")
        return {"Den som är missnöjd med beslutet kan skriftligen begära omprövning hos den myndighet som "
                "fattat det " +
                    time + " från delfåendet av beslutet" + by,
                "Begäran sänds till " + contact + "."};
    if (step.code == "administrative_court")
        return {"Det beslut som ges med anledning av begäran om omprövning får överklagas genom besvär hos "
                "förvaltningsdomstolen " +
                time + " från delfåendet av det" + by};
    if (step.code == "procurement_correction")
        return {
            "En part kan begära upphandlingsrättelse hos den myndighet som fattat beslutet " + time +
                " från det att parten fått kännedom om beslutet" + by,
            "Myndigheten kan rätta ett felaktigt beslut som grundar sig på ett fel i tillämpningen av lag "
            "eller på ny information. Begäran sänds till " +
                contact + ". Begäran påverkar inte den tid inom vilken ändring ska sökas på annat håll."};
    std::vector<std::string> all{
        "Beslutet får överklagas genom besvär hos marknadsdomstolen " + time +
            " från det att parten fått del av beslutet och dessa anvisningar" + by,
        "Om beslutet eller dessa anvisningar är väsentligt bristfälliga ska besvär anföras " + deficient +
            " från det att beslutet fattades.",
        "Den som överklagar ska skriftligen underrätta den myndighet som fattat beslutet på adressen " +
            contact + " senast när besvären lämnas till marknadsdomstolen."};
    if (step.needs_leave)
        all.insert(
            all.begin() + 1,
            "Ärendet behandlas endast om marknadsdomstolen beviljar behandlingstillstånd (146 § 3 mom.).");
    return all;
}

RemedyWords receipt_words(const Remedies& remedies, CivilDate day, const LawBook& law, Language language)
{
    const auto electronic = length_in_law(remedies.receipt_electronic, day, law);
    const auto letter = length_in_law(remedies.receipt_letter, day, law);
    PROMISE(electronic && letter && electronic->unit == LimitUnit::days && letter->unit == LimitUnit::days);
    const auto later = std::to_string(electronic->count);
    const auto by_letter = std::to_string(letter->count);
    if (is_finnish(language))
        return {"Tiedoksisaanti ja määräajan laskeminen",
                {(electronic->count == 0
                      ? std::string{"Sähköisesti lähetetyn päätöksen katsotaan saapuneen lähettämispäivänä"}
                      : "Sähköisesti lähetetyn päätöksen katsotaan saapuneen " + later +
                            ". päivänä lähettämisestä") +
                     ", kirjeen " + by_letter + ". päivänä lähettämisestä, jollei muuta näytetä.",
                 "Tiedoksisaantipäivää ei lasketa määräaikaan. Jos viimeinen päivä on pyhäpäivä, "
                 "itsenäisyyspäivä, vapunpäivä, jouluaatto, juhannusaatto tai arkilauantai, asian voi hoitaa "
                 "vielä ensimmäisenä arkipäivänä sen jälkeen."}};
    return {"Delfående och hur tiden räknas",
            {(electronic->count == 0
                  ? std::string{"Ett beslut som sänts elektroniskt anses ha kommit fram den dag det sändes"}
                  : "Ett beslut som sänts elektroniskt anses ha kommit fram den " + later +
                        " dagen efter avsändandet") +
                 ", ett brev den " + by_letter + " dagen efter avsändandet, om inte något annat visas.",
             "Dagen för delfåendet räknas inte med. Om den sista dagen är en helgdag, självständighetsdagen, "
             "första maj, julafton, midsommarafton eller en helgfri lördag får åtgärden vidtas den första "
             "vardagen därefter."}};
}

} // namespace

std::vector<RemedyWords> remedy_words(const Remedies& remedies, const DecisionFacts& facts, CivilDate day,
                                      const std::string& contact, const LawBook& law, Language language)
{
    const bool finnish = is_finnish(language);
    if (remedies.steps.empty())
        return {{finnish ? "Muutoksenhaku" : "Ändringssökande",
                 {finnish ? "Tähän päätökseen ei voi hakea muutosta."
                          : "Ändring i detta beslut får inte sökas."}}};
    std::string deficient;
    if (binding_of(LimitStage::appeal_deficient, facts.channel, facts.regime) == Binding::by_law)
    {
        const auto length = length_in_law(LimitStage::appeal_deficient, day, law); // T21
        PROMISE(length.has_value());
        deficient = within(*length, language);
    }
    std::vector<RemedyWords> all;
    for (const auto& step : remedies.steps)
        all.push_back({heading_of(step, finnish), finnish ? finnish_paragraphs(step, contact, deficient)
                                                          : swedish_paragraphs(step, contact, deficient)});
    all.push_back(receipt_words(remedies, day, law, language));
    return all;
}

} // namespace kori::decisions
