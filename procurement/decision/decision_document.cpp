#include "procurement/decision/decision_document.hpp"

#include "core/crypto/crypto.hpp"
#include "procurement/decision/cites.hpp"
#include "procurement/decision/remedy_words.hpp"

namespace kori::decisions
{

namespace
{

struct Labels
{
    std::string_view authority, number, addressee, decided, sent, correction, remedies;
};
constexpr Labels finnish{"Päätöksen tehnyt viranomainen",
                         "Päätöksen numero",
                         "Vastaanottaja",
                         "Päätöksen päivä",
                         "Lähetetty",
                         "Tämä päätös korvaa aiemman päätöksen.",
                         "Ohjeet muutoksenhausta"};
constexpr Labels swedish{"Myndighet som fattat beslutet",
                         "Beslutets nummer",
                         "Mottagare",
                         "Beslutets datum",
                         "Sänt",
                         "Detta beslut ersätter ett tidigare beslut.",
                         "Anvisningar om ändringssökande"};

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text)
    {
        switch (c)
        {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string element(std::string_view name, std::string_view inside, std::string_view attributes = {})
{
    std::string text{"<"};
    text += name;
    text += attributes;
    text += '>';
    text += inside;
    text += "</";
    text += name;
    return text + '>';
}

// A text in the page's language; one that lacks it stands in Finnish and says so, for whoever has it read
// aloud.
struct Said
{
    std::string text;
    std::string_view attributes;
};
Said said(const LocalText& text, Language language)
{
    const auto& wanted = text.in(language);
    if (!wanted.empty() || text.fi.empty())
        return {escaped(wanted), {}};
    return {escaped(text.fi), " lang=\"fi\""};
}

std::string day_of(CivilDate day)
{
    const auto shown = std::to_string(static_cast<unsigned>(day.day())) + "." +
                       std::to_string(static_cast<unsigned>(day.month())) + "." +
                       std::to_string(static_cast<int>(day.year()));
    return element("time", shown, " datetime=\"" + to_text(day) + "\"");
}

std::string cell(std::string_view name, const LocalText& text, Language language, std::string_view scope)
{
    const auto told = said(text, language);
    return element(name, told.text, std::string{scope} + std::string{told.attributes});
}

std::string table_of(const Section& section, Language language)
{
    std::string head;
    for (const auto& column : section.columns)
        head += cell("th", column, language, " scope=\"col\"");
    std::string rows;
    for (const auto& row : section.rows)
    {
        PROMISE(row.size() == section.columns.size());
        std::string cells;
        for (std::size_t i = 0; i < row.size(); ++i)
            cells +=
                i == 0 ? cell("th", row[i], language, " scope=\"row\"") : cell("td", row[i], language, {});
        rows += element("tr", cells) + "\n";
    }
    const auto heading = said(section.heading, language);
    return element("table", element("caption", heading.text, heading.attributes) + "\n" +
                                element("thead", element("tr", head)) + "\n" +
                                element("tbody", "\n" + rows)) +
           "\n";
}

std::string section_of(const Section& section, Language language)
{
    const auto heading = said(section.heading, language);
    std::string inside = element("h2", heading.text, heading.attributes) + "\n";
    for (const auto& paragraph : section.paragraphs)
    {
        const auto told = said(paragraph, language);
        for (const auto& line : split_text(told.text, '\n'))
            if (!line.empty())
                inside += element("p", line, told.attributes) + "\n";
    }
    if (!section.columns.empty())
        inside += table_of(section, language);
    return element("section", "\n" + inside) + "\n";
}

std::string term(std::string_view label, std::string_view value)
{
    return element("dt", label) + element("dd", value) + "\n";
}

std::string page_of(const DecisionWords& words, const Remedies& remedies, const LawBook& law,
                    Language language)
{
    const auto& labels = language == Language::fi ? finnish : swedish;
    const auto title = said(words.title, language);
    std::string body = element("h1", title.text, title.attributes) + "\n";
    if (words.is_correction)
        body += element("p", labels.correction) + "\n";
    body += element("dl", "\n" + term(labels.authority, escaped(words.authority)) +
                              term(labels.number, escaped(words.number)) +
                              term(labels.addressee, escaped(words.addressee)) +
                              term(labels.decided, day_of(words.decided_on)) +
                              term(labels.sent, day_of(words.sent_on))) +
            "\n";
    for (const auto& section : words.sections)
        body += section_of(section, language);
    std::string instructions = element("h2", labels.remedies) + "\n";
    for (const auto& step :
         remedy_words(remedies, words.facts, words.decided_on, words.contact, law, language))
    {
        instructions += element("h3", escaped(step.heading)) + "\n";
        for (const auto& paragraph : step.paragraphs)
            instructions += element("p", escaped(paragraph)) + "\n";
    }
    body += element("section", "\n" + instructions) + "\n";
    const auto code = std::string{code_of(language)};
    return "<!DOCTYPE html>\n<html lang=\"" + code + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
           element("title", title.text + " " + escaped(words.number)) + "\n</head>\n<body>\n" +
           element("main", "\n" + body) + "\n</body>\n</html>\n";
}

} // namespace

DecisionDocument make_document(const DecisionWords& words, const LawBook& law)
{
    const auto remedies = remedies_for(words.facts, words.decided_on, law);
    DecisionDocument document;
    document.html.fi = page_of(words, remedies, law, Language::fi);
    document.html.sv = page_of(words, remedies, law, Language::sv);
    PROMISE(words.facts.channel != Channel::open_acceptance || !cites_procurement_act(document.html));
    document.digest = to_hex(crypto::sha256(document.html.fi + '\0' + document.html.sv));
    for (const auto& step : remedies.steps)
        document.remedies.push_back(step.code);
    return document;
}

} // namespace kori::decisions
