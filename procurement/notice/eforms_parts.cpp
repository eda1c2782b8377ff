#include "procurement/notice/eforms_parts.hpp"

#include "core/base/promise.hpp"
#include "core/json/value.hpp"
#include "procurement/notice/notice_id.hpp"

#include <algorithm>

namespace kori::eforms
{

namespace
{

std::string language_code(Language language)
{
    PROMISE(language != Language::en); // Finnish and Swedish are the languages of notices (Language Act §32)
    return language == Language::sv ? "SWE" : "FIN";
}

std::string organisation_id(std::size_t number)
{
    const auto digits = std::to_string(number);
    PROMISE(digits.size() <= 4);
    return "ORG-" + std::string(4 - digits.size(), '0') + digits;
}

Element country()
{
    return Element{"cac:Country"}.add(code("cbc:IdentificationCode", "country", "FIN"));
}

Element address(const notice::Organisation& one)
{
    Element address{"cac:PostalAddress"};
    if (!one.natural_person && !one.street.empty())
        address.add(Element{"cbc:StreetName", one.street});
    if (!one.city.empty())
        address.add(Element{"cbc:CityName", one.city});
    if (!one.postal_code.empty())
        address.add(Element{"cbc:PostalZone", one.postal_code});
    if (!one.nuts.empty())
        address.add(code("cbc:CountrySubentityCode", "nuts-lvl3", one.nuts));
    return std::move(address).add(country());
}

Element organisation(const NoticeFacts& facts, const notice::Organisation& one, std::string id,
                     bool is_winner)
{
    Element organisation{"efac:Organization"};
    if (is_winner && one.natural_person)
        organisation.add(Element{"efbc:NaturalPersonIndicator", "true"});
    Element company{"efac:Company"};
    if (is_winner && !one.size.empty())
        company.add(code("efbc:CompanySizeCode", "economic-operator-size", one.size));
    company.add(Element{"cac:PartyIdentification"}.add(identifier("organization", std::move(id))));
    for (auto& name :
         translated(facts, "cbc:Name", {one.name, one.name, {}})) // one cac:PartyName for each language
        company.add(Element{"cac:PartyName"}.add(std::move(name)));
    company.add(address(one));
    company.add(Element{"cac:PartyLegalEntity"}.add(Element{"cbc:CompanyID", one.business_id}));
    Element contact{"cac:Contact"};
    if (!one.natural_person && !one.phone.empty())
        contact.add(Element{"cbc:Telephone", one.phone});
    if (!one.natural_person && !one.email.empty())
        contact.add(Element{"cbc:ElectronicMail", one.email});
    if (!contact.empty())
        company.add(std::move(contact));
    return std::move(organisation).add(std::move(company));
}

Element classification(const std::string& name, const std::string& cpv)
{
    // BT-262 and BT-263 carry the eight digits alone.
    return Element{name}.add(code("cbc:ItemClassificationCode", "cpv", cpv.substr(0, 8)));
}

Element place(const NoticeFacts& facts)
{
    return Element{"cac:RealizedLocation"}.add(
        Element{"cac:Address"}
            .add(code("cbc:CountrySubentityCode", "nuts-lvl3", facts.system.nuts))
            .add(country()));
}

std::vector<Element> announced(const std::optional<Money>& value)
{
    if (!value)
        return {};
    return {Element{"cac:RequestedTenderTotal"}.add(amount("cbc:EstimatedOverallContractAmount", *value))};
}

} // namespace

Element code(std::string name, std::string_view list, std::string value)
{
    return Element{std::move(name), std::move(value)}.with("listName", std::string{list});
}

Element identifier(std::string_view scheme, std::string value)
{
    return Element{"cbc:ID", std::move(value)}.with("schemeName", std::string{scheme});
}

std::vector<Element> translated(const NoticeFacts& facts, const std::string& name, const LocalText& text)
{
    std::vector<Element> elements;
    for (const auto language : facts.languages)
        elements.push_back(Element{name, language == Language::sv ? text.sv : text.fi}.with(
            "languageID", language_code(language)));
    return elements;
}

Element amount(std::string name, Money value)
{
    return Element{std::move(name), json::number_text(json::Euros{value})}.with("currencyID", "EUR");
}

std::string date_text(Instant at)
{
    const auto text = to_helsinki_text(at);
    return text.substr(0, 10) + text.substr(19);
}

std::string date_text(CivilDate day)
{
    return date_text(start_of_day(day));
}

std::string time_text(Instant at)
{
    return to_helsinki_text(at).substr(11);
}

Organisations::Organisations(const NoticeFacts& facts) : facts_{facts} {}

std::string Organisations::id_of(const notice::Organisation& winner)
{
    const auto known = std::find_if(named_.begin(), named_.end(), [&winner](const auto& one)
                                    { return one.business_id == winner.business_id; });
    const auto place = static_cast<std::size_t>(known - named_.begin());
    if (known == named_.end())
        named_.push_back(winner);
    return organisation_id(place + 3);
}

Element Organisations::element() const
{
    Element all{"efac:Organizations"};
    all.add(organisation(facts_, facts_.buyer.organisation, buyer_id, false));
    all.add(organisation(facts_, facts_.review_body, review_body_id, false));
    for (std::size_t i = 0; i < named_.size(); ++i)
        all.add(organisation(facts_, named_[i], organisation_id(i + 3), true));
    return all;
}

Element head(const NoticeFacts& facts, const Head& head, Element extension)
{
    constexpr std::string_view ubl = "urn:oasis:names:specification:ubl:schema:xsd:";
    constexpr std::string_view eu = "http://data.europa.eu/p27/eforms-ubl-extension";
    const auto in = [](std::string_view base, std::string_view rest)
    { return std::string{base}.append(rest); };
    Element root{head.root};
    root.with("xmlns", in(ubl, head.root + "-2"))
        .with("xmlns:cac", in(ubl, "CommonAggregateComponents-2"))
        .with("xmlns:cbc", in(ubl, "CommonBasicComponents-2"))
        .with("xmlns:ext", in(ubl, "CommonExtensionComponents-2"))
        .with("xmlns:efac", in(eu, "-aggregate-components/1"))
        .with("xmlns:efbc", in(eu, "-basic-components/1"))
        .with("xmlns:efext", in(eu, "s/1"));
    root.add(Element{"ext:UBLExtensions"}.add(
        Element{"ext:UBLExtension"}.add(Element{"ext:ExtensionContent"}.add(std::move(extension)))));
    root.add(Element{"cbc:UBLVersionID", "2.3"});
    root.add(Element{"cbc:CustomizationID", head.settings.sdk});
    root.add(identifier("notice-id", head.notice_id));
    root.add(Element{"cbc:ContractFolderID", procedure_id(facts)});
    root.add(Element{"cbc:IssueDate", date_text(head.issued_at)});
    root.add(Element{"cbc:IssueTime", time_text(head.issued_at)});
    root.add(Element{"cbc:VersionID", "01"});
    const bool is_national = facts.system.regime == Regime::national;
    root.add(Element{"cbc:RegulatoryDomain", is_national ? "other" : "32014L0024"});
    root.add(code("cbc:NoticeTypeCode", head.form, head.type));
    root.add(Element{"cbc:NoticeLanguageCode", language_code(facts.languages.front())});
    for (std::size_t i = 1; i < facts.languages.size(); ++i)
        root.add(Element{"cac:AdditionalNoticeLanguage"}.add(
            Element{"cbc:ID", language_code(facts.languages[i])}));
    root.add(Element{"cac:ContractingParty"}
                 .add(Element{"cac:ContractingPartyType"}.add(
                     code("cbc:PartyTypeCode", "buyer-legal-type", facts.buyer.legal_type)))
                 .add(Element{"cac:ContractingActivity"}.add(
                     code("cbc:ActivityTypeCode", "authority-activity", facts.buyer.activity)))
                 .add(Element{"cac:Party"}.add(
                     Element{"cac:PartyIdentification"}.add(identifier("organization", buyer_id)))));
    return root;
}

Element project(const NoticeFacts& facts)
{
    const auto& system = facts.system;
    return Element{"cac:ProcurementProject"}
        .add(identifier("InternalID", system.id))
        .add(translated(facts, "cbc:Name", system.title))
        .add(translated(facts, "cbc:Description", system.description))
        .add(code("cbc:ProcurementTypeCode", "contract-nature", "services"))
        .add(announced(system.announced_value))
        .add(classification("cac:MainCommodityClassification", system.categories.front().cpv))
        .add(place(facts));
}

Element project(const NoticeFacts& facts, const notice::Category& category, CivilDate ends)
{
    Element lot{"cac:ProcurementProject"};
    lot.add(identifier("InternalID", category.id))
        .add(translated(facts, "cbc:Name", category.name))
        .add(translated(facts, "cbc:Description", category.description))
        .add(code("cbc:ProcurementTypeCode", "contract-nature", "services"))
        .add(announced(category.announced_value))
        .add(classification("cac:MainCommodityClassification", category.cpv));
    for (const auto& cpv : category.more_cpv)
        lot.add(classification("cac:AdditionalCommodityClassification", cpv));
    lot.add(place(facts));
    lot.add(Element{"cac:PlannedPeriod"}
                .add(Element{"cbc:StartDate", date_text(facts.system.starts)})
                .add(Element{"cbc:EndDate", date_text(ends)}));
    return lot;
}

Element appeal_terms(const NoticeFacts& facts)
{
    return Element{"cac:AppealTerms"}
        .add(Element{"cac:PresentationPeriod"}.add(translated(facts, "cbc:Description", facts.appeal_period)))
        .add(Element{"cac:AppealReceiverParty"}.add(
            Element{"cac:PartyIdentification"}.add(identifier("organization", review_body_id))));
}

Element awarding_terms(const NoticeFacts& facts, const notice::Category& category)
{
    Element criterion{"cac:AwardingCriterion"};
    criterion.add(translated(facts, "cbc:CalculationExpression", category.weighting));
    for (const auto& one : category.criteria)
        criterion.add(Element{"cac:SubordinateAwardingCriterion"}
                          .add(code("cbc:AwardingCriterionTypeCode", "award-criterion-type", one.type))
                          .add(translated(facts, "cbc:Description", one.description)));
    return Element{"cac:AwardingTerms"}.add(std::move(criterion));
}

std::vector<Element> coverage(const NoticeFacts& facts)
{
    if (facts.system.regime != Regime::eu_level)
        return {};
    return {Element{"cbc:GovernmentAgreementConstraintIndicator", "false"}};
}

Element national_project(bool is_competition)
{
    Element project{"hilma:ProcurementProject"};
    if (is_competition)
        project
            .add(code("hilma:ApplicableLegislationCode", "applicable-legislation-national",
                      "procurement-legislation"))
            .add(Element{"hilma:PredictedValueConstraintIndicator", "true"});
    return std::move(project).add(Element{"hilma:IsEUApplicableConstraintIndicator", "false"});
}

Element national_extension(std::vector<Element> content)
{
    return Element{"hilma:NationalExtension"}
        .with("xmlns:hilma", "urn:hanselHilma:NationalNoticeExtension")
        .add(std::move(content));
}

std::vector<Element> techniques(const NoticeFacts& facts)
{
    const auto system = [](const char* list, const char* value)
    { return Element{"cac:ContractingSystem"}.add(code("cbc:ContractingSystemTypeCode", list, value)); };
    return {Element{"cac:AuctionTerms"}.add(Element{"cbc:AuctionConstraintIndicator", "false"}),
            system("framework-agreement", "none"),
            system("dps-usage", facts.system.others_may_use ? "dps-nlist" : "dps-list")};
}

std::string contract_subtype(Regime regime)
{
    PROMISE(regime == Regime::eu_level || regime == Regime::annex_e || regime == Regime::national);
    return regime == Regime::eu_level ? "16" : regime == Regime::annex_e ? "20" : "E3";
}

std::string result_subtype(Regime regime)
{
    PROMISE(regime == Regime::eu_level || regime == Regime::annex_e || regime == Regime::national);
    return regime == Regime::eu_level ? "29" : regime == Regime::annex_e ? "33" : "E4";
}

std::string contract_notice_id(const NoticeFacts& facts, std::size_t change)
{
    return notice::derived_uuid("contract-notice", facts.system.id + "/" + std::to_string(change));
}

std::string procedure_id(const NoticeFacts& facts)
{
    return notice::derived_uuid("procedure", facts.system.id);
}

} // namespace kori::eforms
