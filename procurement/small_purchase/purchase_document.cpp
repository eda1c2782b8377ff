#include "procurement/small_purchase/purchase_document.hpp"

#include "core/base/promise.hpp"

#include <algorithm>

namespace kori::small_purchases
{
namespace
{

struct KindWords
{
    std::string_view kind;
    LocalText title;
    LocalText sentence; // what is decided; of an award the chosen one follows
};

const KindWords& words_of(std::string_view kind)
{
    static const std::vector<KindWords> rows = {
        {"award",
         {"Hankintapäätös", "Upphandlingsbeslut", ""},
         {"Tilaus tehdään tältä palveluntuottajalta: ", "Beställningen görs av denna serviceproducent: ",
          ""}},
        {"interruption",
         {"Päätös hankinnan keskeyttämisestä", "Beslut om att avbryta upphandlingen", ""},
         {"Hankinta keskeytetään.", "Upphandlingen avbryts.", ""}},
        {"correction",
         {"Hankintaoikaisu", "Upphandlingsrättelse", ""},
         {"Aiempi päätös poistetaan, ja asia ratkaistaan uudelleen.",
          "Det tidigare beslutet undanröjs och ärendet avgörs på nytt.", ""}},
        {"reopening",
         {"Hankintaoikaisu", "Upphandlingsrättelse", ""},
         {"Keskeytys poistetaan, ja tarjouksia otetaan taas vastaan.",
          "Avbrottet undanröjs och anbud tas åter emot.", ""}},
    };
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const KindWords& one) { return one.kind == kind; });
    PROMISE(row != rows.end());
    return *row;
}

DecisionKind decision_kind(std::string_view kind)
{
    if (kind == "award")
        return DecisionKind::award;
    if (kind == "interruption")
        return DecisionKind::interruption;
    return DecisionKind::claim; // against a decision on correction nothing is open (§135)
}

LocalText same(std::string_view text)
{
    return {std::string{text}, std::string{text}, {}};
}

// "1 234,50 €", as both languages write it.
LocalText price_words(Money price)
{
    const auto cents = price.in_cents();
    auto euros = std::to_string(cents / 100);
    for (auto at = euros.size(); at > 3; at -= 3)
        euros.insert(at - 3, 1, ' ');
    const auto rest = std::to_string(cents % 100);
    return same(euros + "," + (rest.size() == 1 ? "0" + rest : rest) + " €");
}

LocalText with_name(const LocalText& sentence, const std::vector<NamedOffer>& offers)
{
    const auto chosen =
        std::find_if(offers.begin(), offers.end(), [](const NamedOffer& offer) { return offer.is_chosen; });
    if (chosen == offers.end())
        return sentence;
    return {sentence.fi + chosen->provider.in(Language::fi) + ".",
            sentence.sv + chosen->provider.in(Language::sv) + ".",
            {}};
}

decisions::Section comparison(const std::vector<NamedOffer>& offers)
{
    decisions::Section section{{"Tarjoukset", "Anbud", ""},
                               {},
                               {{"Palveluntuottaja", "Serviceproducent", ""},
                                {"Hinta ilman arvonlisäveroa", "Pris utan mervärdesskatt", ""},
                                {"Ratkaisu", "Avgörande", ""}},
                               {}};
    for (const auto& offer : offers)
        section.rows.push_back({offer.provider, price_words(offer.price),
                                offer.is_chosen ? LocalText{"Valittu", "Antagen", ""}
                                : offer.is_late
                                    ? LocalText{"Myöhässä, ei verrattu", "För sent, inte jämfört", ""}
                                    : LocalText{"Ei valittu", "Inte antagen", ""}});
    return section;
}

} // namespace

decisions::DecisionDocument purchase_document(const PurchaseWords& words, const LawBook& law)
{
    const auto& kind = words_of(words.decision.kind);
    const auto day = finnish_date(words.decision.decided_at);
    decisions::DecisionWords said{
        kind.title,
        words.decision.id.text(),
        words.authority.fi,
        words.addressee.fi,
        day,
        day,
        {},
        {Channel::small_purchase, words.regime, decision_kind(words.decision.kind), words.entity},
        words.contact,
        words.decision.replaces.has_value()};
    said.sections.push_back(
        {{"Hankinta", "Upphandling", ""},
         {words.purchase.name,
          {"Pienhankinta, CPV " + words.purchase.cpv, "Småupphandling, CPV " + words.purchase.cpv, ""}}});
    said.sections.push_back({{"Päätös", "Beslut", ""}, {with_name(kind.sentence, words.offers)}});
    said.sections.push_back({{"Perustelut", "Motivering", ""}, {words.decision.reasons}});
    if (!words.own_reasons.fi.empty())
        said.sections.push_back(
            {{"Perustelut vastaanottajan osalta", "Motivering för mottagaren", ""}, {words.own_reasons}});
    if (!words.offers.empty())
        said.sections.push_back(comparison(words.offers));
    return decisions::make_document(said, law);
}

} // namespace kori::small_purchases
