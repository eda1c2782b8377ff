#include "procurement/admission/joining_document.hpp"

#include "procurement/party/party_store.hpp"

#include <algorithm>

namespace kori::admissions
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
        {"admitted",
         {"Ehdokas hyväksytään dynaamiseen hankintajärjestelmään.",
          "Anbudssökanden antas till det dynamiska inköpssystemet.",
          {}}},
        {"rejected",
         {"Ehdokasta ei hyväksytä dynaamiseen hankintajärjestelmään.",
          "Anbudssökanden antas inte till det dynamiska inköpssystemet.",
          {}}},
        {"renewed",
         {"Toimittaja pysyy hyväksyttynä dynaamisessa hankintajärjestelmässä.",
          "Leverantören förblir antagen i det dynamiska inköpssystemet.",
          {}}},
        {"suspended",
         {"Toimittajan hyväksyntä dynaamisessa hankintajärjestelmässä keskeytetään.",
          "Leverantörens antagning i det dynamiska inköpssystemet avbryts tills vidare.",
          {}}},
        {"restored",
         {"Toimittajan hyväksyntä dynaamisessa hankintajärjestelmässä palautetaan.",
          "Leverantörens antagning i det dynamiska inköpssystemet återställs.",
          {}}},
        {"removed",
         {"Toimittaja poistetaan dynaamisesta hankintajärjestelmästä.",
          "Leverantören avförs från det dynamiska inköpssystemet.",
          {}}},
    };
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const OutcomeWords& one) { return one.outcome == outcome; });
    PROMISE(row != rows.end());
    return row->text;
}

LocalText in_both(const std::string& text)
{
    return {text, text, {}};
}

// Codes in the words of the law where there are any.
LocalText named(const std::string& code, CivilDate today, const LawBook& law)
{
    const auto ground = find_ground(code, today, law);
    return ground ? LocalText{ground->name.fi, ground->name.sv, {}} : in_both(code);
}

LocalText verdict_words(AssessmentVerdict verdict)
{
    switch (verdict)
    {
    case AssessmentVerdict::passes:
        return {"ilmoituksen mukaan täyttyy", "uppfylls enligt anmälan", {}};
    case AssessmentVerdict::fails:
        return {"ei täyty", "uppfylls inte", {}};
    case AssessmentVerdict::to_be_judged:
        return {"hankintayksikön harkitsema", "prövad av den upphandlande enheten", {}};
    }
    promise_broken("every verdict has words", __FILE__, __LINE__);
}

decisions::Section grounds_section(const JoiningDecision& decision, const std::vector<AssessedRow>& rows,
                                   CivilDate today, const LawBook& law)
{
    decisions::Section section;
    section.heading = {
        "Perusteet ja vaatimukset, joihin päätös nojaa", "Grunder och krav som beslutet vilar på", {}};
    section.columns = {{"Peruste tai vaatimus", "Grund eller krav", {}}, {"Arvio", "Bedömning", {}}};
    for (const auto& code : decision.failed)
    {
        const auto row =
            std::find_if(rows.begin(), rows.end(), [&](const AssessedRow& one) { return one.about == code; });
        PROMISE(row != rows.end());
        section.rows.push_back({named(code, today, law), verdict_words(row->verdict)});
    }
    return section;
}

std::string contact_of(Transaction& tx, OrganisationId authority)
{
    for (const auto& contact : access::functional_contacts(tx, authority))
        if (contact.purpose == "procurement")
            return contact.email;
    return {};
}

} // namespace

decisions::DecisionDocument joining_document(Transaction& tx, const Ambient& ambient,
                                             const Admission& admission, const Programme& programme,
                                             const JoiningDecision& decision,
                                             const std::vector<AssessedRow>& rows)
{
    const auto authority = access::find_organisation(tx, admission.authority);
    const auto provider = access::find_organisation(tx, admission.provider);
    PROMISE(authority && provider);
    const auto category = category_of(tx, admission);
    const auto entity = parties::find(tx, admission.authority);
    const auto today = ambient.today();

    decisions::DecisionWords words;
    words.title = {"Päätös osallistumishakemuksesta", "Beslut om anbudsansökan", {}};
    words.number = decision.id.text();
    words.authority = authority->name.fi;
    words.addressee = provider->name.fi;
    words.decided_on = today;
    words.sent_on = today; // served at once, electronically (T05, T26)
    words.sections.push_back({{"Päätös", "Beslut", {}}, {words_of(decision.outcome)}});
    words.sections.push_back(
        {{"Järjestelmä ja luokka", "System och kategori", {}},
         {{programme.name.fi, programme.name.sv, {}}, {category.name.fi, category.name.sv, {}}}});
    words.sections.push_back(
        {{"Perustelut", "Motivering", {}}, {{decision.reasons.fi, decision.reasons.sv, {}}}});
    if (!decision.failed.empty())
        words.sections.push_back(grounds_section(decision, rows, today, ambient.law));
    words.facts = {Channel::dps, programme.regime, DecisionKind::joining,
                   entity ? entity->kind : EntityKind::employment_authority};
    words.contact = contact_of(tx, admission.authority);
    words.is_correction = decision.replaces.has_value();
    return decisions::make_document(words, ambient.law);
}

} // namespace kori::admissions
