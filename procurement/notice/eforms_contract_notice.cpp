#include "procurement/notice/eforms_parts.hpp"
#include "procurement/notice/notice_check.hpp"

#include <algorithm>

namespace kori::eforms
{

namespace
{

Element requirement(const char* list, const char* value)
{
    return Element{"cac:TendererQualificationRequest"}.add(
        Element{"cac:SpecificTendererRequirement"}.add(code("cbc:TendererRequirementTypeCode", list, value)));
}

Element execution(const char* list, const char* value)
{
    return Element{"cac:ContractExecutionRequirement"}.add(code("cbc:ExecutionRequirementCode", list, value));
}

std::string request_language(Language language)
{
    return language == Language::fi ? "FIN" : language == Language::sv ? "SWE" : "ENG";
}

Element lot_terms(const NoticeFacts& facts, const notice::Category& category)
{
    const auto& system = facts.system;
    Element terms{"cac:TenderingTerms"};
    // ASSUMED: no variants, no catalogue, e-invoices required, nothing reserved, criteria stand in documents
    terms.add(code("cbc:VariantConstraintCode", "permission", "not-allowed"));
    terms.add(code("cbc:FundingProgramCode", "eu-funded", system.eu_funded ? "eu-funds" : "no-eu-funds"));
    terms.add(Element{"cac:CallForTendersDocumentReference"}
                  .add(Element{"cbc:ID", "documents"})
                  .add(Element{"cbc:DocumentType", "non-restricted-document"})
                  .add(Element{"cac:Attachment"}.add(
                      Element{"cac:ExternalReference"}.add(Element{"cbc:URI", system.documents_uri}))));
    terms.add(requirement("reserved-procurement", "none"));
    terms.add(requirement("selection-criteria-source", "epo-procurement-document"));
    terms.add(execution("reserved-execution", "no"));
    terms.add(execution("einvoicing", "required"));
    terms.add(execution("ecatalog-submission", "not-allowed"));
    terms.add(awarding_terms(facts, category));
    terms.add(Element{"cac:TenderRecipientParty"}
                  .add(Element{"cbc:EndpointID", system.requests_uri})
                  .add(Element{"cac:PartyIdentification"}.add(identifier("organization", buyer_id))));
    terms.add(appeal_terms(facts));
    for (const auto language : system.request_languages)
        terms.add(Element{"cac:Language"}.add(Element{"cbc:ID", request_language(language)}));
    terms.add(Element{"cac:PostAwardProcess"}
                  .add(Element{"cbc:ElectronicOrderUsageIndicator", "true"})
                  .add(Element{"cbc:ElectronicPaymentUsageIndicator", "true"}));
    return terms;
}

// Requests are taken for the whole life (§49).
// ASSUMED: BT-1311 is the first deadline while that lies ahead, then the last moment of the system
Instant requests_until(const NoticeFacts& facts, Instant issued_at)
{
    const auto& system = facts.system;
    return issued_at < system.first_requests_until ? system.first_requests_until
                                                   : end_of_day(ends_as_known(system, issued_at));
}

Element lot_process(const NoticeFacts& facts, Instant issued_at)
{
    const auto until = requests_until(facts, issued_at);
    return Element{"cac:TenderingProcess"}
        .add(code("cbc:SubmissionMethodCode", "esubmission", "required")) // §62; a DPS is electronic, §49
        .add(coverage(facts))
        .add(Element{"cac:ParticipationRequestReceptionPeriod"}
                 .add(Element{"cbc:EndDate", date_text(until)})
                 .add(Element{"cbc:EndTime", time_text(until)}))
        .add(techniques(facts));
}

// BT-758 and the fields below it: which notice is changed, what and why.
Element changes(const NoticeFacts& facts, std::size_t change)
{
    const auto& one = facts.system.changes[change - 1];
    return Element{"efac:Changes"}
        .add(Element{"efbc:ChangedNoticeIdentifier", contract_notice_id(facts, change - 1) + "-01"})
        .add(Element{"efac:Change"}
                 .add(translated(facts, "efbc:ChangeDescription", one.description))
                 .add(Element{"efbc:ProcurementDocumentsChangeIndicator", "false"})
                 .add(Element{"efac:ChangedSection"}.add(
                     Element{"efbc:ChangedSectionIdentifier", "PROCEDURE"})))
        .add(Element{"efac:ChangeReason"}
                 .add(code("cbc:ReasonCode", "change-corr-justification", one.reason_code))
                 .add(translated(facts, "efbc:ReasonDescription", one.description)));
}

} // namespace

Result<Notice> contract_notice(const NoticeFacts& facts, std::size_t change, const Settings& settings)
{
    if (const auto checked = notice::check(facts); !checked)
        return checked.refusal();
    const auto& system = facts.system;
    if (change > system.changes.size())
        return refuse_by(notice::notice_sentences(), Fault::not_found, "notice.no_such_change", {});
    const auto issued_at = change == 0 ? system.published_at : system.changes[change - 1].at;
    const auto subtype = contract_subtype(system.regime);

    Element extension{"efext:EformsExtension"};
    if (change > 0)
        extension.add(changes(facts, change));
    extension.add(Element{"efac:NoticeSubType"}.add(code("cbc:SubTypeCode", "notice-subtype", subtype)));
    extension.add(Organisations{facts}.element());

    const auto id = contract_notice_id(facts, change);
    auto root = head(facts,
                     {"ContractNotice", subtype, "competition", subtype == "20" ? "cn-social" : "cn-standard",
                      id, issued_at, settings},
                     std::move(extension));
    const auto is_announced = [issued_at](const notice::Category& one)
    { return !one.added_at || *one.added_at <= issued_at; };
    const auto lots = std::count_if(system.categories.begin(), system.categories.end(), is_announced);
    Element terms{"cac:TenderingTerms"};
    terms.add(requirement("exclusion-grounds-source", "epo-procurement-document"));
    if (subtype == "16" && lots > 1) // BT-31, BT-33: one candidate may ask for and win in every category
        terms.add(Element{"cac:LotDistribution"}
                      .add(Element{"cbc:MaximumLotsAwardedNumeric", std::to_string(lots)})
                      .add(Element{"cbc:MaximumLotsSubmittedNumeric", std::to_string(lots)}));
    root.add(std::move(terms));
    Element process{"cac:TenderingProcess"};
    if (subtype == "20")
        process.add(translated(facts, "cbc:Description", system.procedure));
    process.add(code("cbc:ProcedureCode", "procurement-procedure-type", "restricted")); // §50(1)
    if (subtype == "16")
        process.add(Element{"cac:ProcessJustification"}.add(
            code("cbc:ProcessReasonCode", "accelerated-procedure", "false")));
    root.add(std::move(process));
    root.add(project(facts));
    for (std::size_t i = 0; i < system.categories.size(); ++i)
    {
        const auto& category = system.categories[i];
        if (!is_announced(category))
            continue;
        root.add(Element{"cac:ProcurementProjectLot"}
                     .add(identifier("Lot", notice::lot_id(i + 1)))
                     .add(lot_terms(facts, category))
                     .add(lot_process(facts, issued_at))
                     .add(project(facts, category, ends_as_known(system, issued_at))));
    }
    if (system.regime == Regime::national)
        root.add(national_extension({national_project(true)}));
    return Notice{id, subtype, xml::document(root)};
}

} // namespace kori::eforms
