#include "procurement/notice/eforms_parts.hpp"
#include "procurement/notice/notice_check.hpp"
#include "procurement/notice/notice_id.hpp"

#include "core/base/promise.hpp"

#include <algorithm>
#include <set>

namespace kori::eforms
{

namespace
{

using notice::Award;
using notice::Competition;

std::string numbered(std::string_view prefix, std::size_t number)
{
    const auto digits = std::to_string(number);
    PROMISE(digits.size() <= 4);
    return std::string{prefix} + "-" + std::string(4 - digits.size(), '0') + digits;
}

const Competition* find(const NoticeFacts& facts, const std::string& id)
{
    const auto found = std::find_if(facts.competitions.begin(), facts.competitions.end(),
                                    [&id](const Competition& one) { return one.id == id; });
    return found == facts.competitions.end() ? nullptr : &*found;
}

bool is_decided(const Competition& one)
{
    return one.decision && std::all_of(one.decision->awards.begin(), one.decision->awards.end(),
                                       [](const Award& award) { return award.contract.has_value(); });
}

Element reference(const char* name, std::string_view scheme, std::string id)
{
    return Element{name}.add(identifier(scheme, std::move(id)));
}

// Builds efac:NoticeResult: results, tenders, contracts and parties refer to one another by number.
class Results
{
public:
    Results(const NoticeFacts& facts, const ResultScope& scope) : facts_{facts}, scope_{scope}, named_{facts}
    {
    }

    void competition(const Competition& one)
    {
        Element result = opened("RES", ++results_, one.decision->awards.empty() ? "clos-nw" : "selec-w");
        if (one.decision->awards.empty())
            result.add(reason(one.decision->no_award_code));
        std::vector<Element> tender_links;
        std::vector<Element> contract_links;
        for (const auto& award : one.decision->awards)
        {
            ++awards_;
            add_award(one, award);
            tender_links.push_back(reference("efac:LotTender", "tender", numbered("TEN", awards_)));
            contract_links.push_back(reference("efac:SettledContract", "contract", numbered("CON", awards_)));
        }
        result.add(std::move(tender_links));
        result.add(statistics(one.opening->tenders));
        result.add(std::move(contract_links));
        result.add(lot(notice::lot_of(facts_.system, one.category)));
        lots_.insert(notice::lot_of(facts_.system, one.category));
        lot_results_.push_back(std::move(result));
    }

    // The end of the system, told of every lot.
    // ASSUMED: the end is "clos-nw" with "other" and no tenders, since no competition is decided by it
    void end()
    {
        for (std::size_t i = 1; i <= facts_.system.categories.size(); ++i)
        {
            lots_.insert(notice::lot_id(i));
            lot_results_.push_back(opened("RES", ++results_, "clos-nw")
                                       .add(reason("other"))
                                       .add(statistics(0))
                                       .add(lot(notice::lot_id(i))));
        }
    }

    Element extension(const std::string& subtype)
    {
        Element result{"efac:NoticeResult"};
        if (awards_ > 0)
            result.add(amount("cbc:TotalAmount", total_)); // BT-161, the sum that Hilma's rules compare
        result.add(std::move(lot_results_)).add(std::move(tenders_));
        result.add(std::move(contracts_)).add(std::move(parties_));
        return Element{"efext:EformsExtension"}
            .add(std::move(result))
            .add(Element{"efac:NoticeSubType"}.add(code("cbc:SubTypeCode", "notice-subtype", subtype)))
            .add(named_.element());
    }

    // Hilma's rule FI-70: the value of every contract, but none where the result ends the system.
    std::vector<Element> national_extension()
    {
        std::vector<Element> content;
        if (facts_.system.regime == Regime::national)
            content.push_back(national_project(false));
        if (!values_.empty() && !scope_.ends_system)
            content.push_back(
                Element{"hilma:NoticeResult"}.add(Element{"hilma:SettledContracts"}.add(std::move(values_))));
        if (content.empty())
            return {};
        return {eforms::national_extension(std::move(content))};
    }

    bool tells_of(const std::string& lot_id) const { return lots_.contains(lot_id); }

private:
    Element opened(const char* prefix, std::size_t number, const char* winner_code) const
    {
        return Element{"efac:LotResult"}
            .add(identifier("result", numbered(prefix, number)))
            .add(code("cbc:TenderResultCode", "winner-selection-status", winner_code))
            .add(Element{"efbc:DPSTerminationIndicator", scope_.ends_system ? "true" : "false"});
    }

    static Element reason(const std::string& why)
    {
        return Element{"efac:DecisionReason"}.add(
            code("efbc:DecisionReasonCode", "non-award-justification", why));
    }

    static Element statistics(std::int64_t tenders)
    {
        return Element{"efac:ReceivedSubmissionsStatistics"}
            .add(code("efbc:StatisticsCode", "received-submission-type", "tenders"))
            .add(Element{"efbc:StatisticsNumeric", std::to_string(tenders)});
    }

    static Element lot(std::string id) { return reference("efac:TenderLot", "Lot", std::move(id)); }

    void add_award(const Competition& competition, const Award& award)
    {
        const auto& contract = *award.contract;
        total_ += contract.value;
        const auto lot_id = notice::lot_of(facts_.system, competition.category);
        // ASSUMED: whether a winner subcontracts is "not-known" (BT-773)
        tenders_.push_back(
            Element{"efac:LotTender"}
                .add(identifier("tender", numbered("TEN", awards_)))
                .add(Element{"cac:LegalMonetaryTotal"}.add(amount("cbc:PayableAmount", contract.value)))
                .add(Element{"efac:SubcontractingTerm"}.add(
                    code("efbc:TermCode", "applicability", "not-known")))
                .add(reference("efac:TenderingParty", "tendering-party", numbered("TPA", awards_)))
                .add(lot(lot_id))
                .add(Element{"efac:TenderReference"}.add(Element{"cbc:ID", award.tender_reference})));
        contracts_.push_back(
            Element{"efac:SettledContract"}
                .add(identifier("contract", numbered("CON", awards_)))
                .add(Element{"cbc:AwardDate", date_text(competition.decision->at)})
                .add(Element{"cbc:IssueDate", date_text(contract.signed_on)})
                .add(Element{"cac:SignatoryParty"}.add(
                    reference("cac:PartyIdentification", "organization", buyer_id)))
                .add(Element{"efac:ContractReference"}.add(Element{"cbc:ID", contract.reference}))
                .add(reference("efac:LotTender", "tender", numbered("TEN", awards_))));
        Element party{"efac:TenderingParty"};
        party.add(identifier("tendering-party", numbered("TPA", awards_)));
        for (std::size_t i = 0; i < award.winners.size(); ++i)
        {
            Element tenderer = reference("efac:Tenderer", "organization", named_.id_of(award.winners[i]));
            if (award.winners.size() > 1) // BT-1708: who leads the group
                tenderer.add(Element{"efbc:GroupLeadIndicator", i == 0 ? "true" : "false"});
            party.add(std::move(tenderer));
        }
        parties_.push_back(std::move(party));
        values_.push_back(Element{"hilma:SettledContract"}
                              .add(amount("hilma:ContractValueAmount", contract.value))
                              .add(identifier("contract", numbered("CON", awards_))));
    }

    const NoticeFacts& facts_;
    const ResultScope& scope_;
    Organisations named_;
    std::size_t results_ = 0;
    std::size_t awards_ = 0;
    Money total_;
    std::set<std::string> lots_;
    std::vector<Element> lot_results_;
    std::vector<Element> tenders_;
    std::vector<Element> contracts_;
    std::vector<Element> parties_;
    std::vector<Element> values_;
};

Result<Done> can_be_told(const NoticeFacts& facts, const ResultScope& scope)
{
    if (scope.competitions.empty() && !scope.ends_system)
        return refuse_by(notice::notice_sentences(), Fault::conflict, "notice.nothing_to_tell", {});
    for (const auto& id : scope.competitions)
        if (const auto* one = find(facts, id); one == nullptr || !is_decided(*one))
            return refuse_by(notice::notice_sentences(), Fault::conflict, "notice.not_decided",
                             {{"competition", id}});
    return Done{};
}

// One of the lots that the results name, with what was announced of it.
Element told_lot(const NoticeFacts& facts, std::size_t number, Instant issued_at)
{
    const auto& category = facts.system.categories[number - 1];
    Element terms{"cac:TenderingTerms"};
    terms.add(
        code("cbc:FundingProgramCode", "eu-funded", facts.system.eu_funded ? "eu-funds" : "no-eu-funds"));
    terms.add(awarding_terms(facts, category));
    terms.add(appeal_terms(facts));
    Element process{"cac:TenderingProcess"};
    process.add(coverage(facts)).add(techniques(facts));
    return Element{"cac:ProcurementProjectLot"}
        .add(identifier("Lot", notice::lot_id(number)))
        .add(std::move(terms))
        .add(std::move(process))
        .add(project(facts, category, ends_as_known(facts.system, issued_at)));
}

} // namespace

ResultScope single_scope(const Competition& competition, Instant issued_at)
{
    return {competition.id, issued_at, {competition.id}, false};
}

ResultScope quarter_scope(const NoticeFacts& facts, int year, int quarter, Instant issued_at)
{
    PROMISE(quarter >= 1 && quarter <= 4);
    const auto in_quarter = [year, quarter](CivilDate day)
    {
        return static_cast<int>(day.year()) == year &&
               (static_cast<int>(static_cast<unsigned>(day.month())) - 1) / 3 + 1 == quarter;
    };
    ResultScope scope{std::to_string(year) + "-Q" + std::to_string(quarter), issued_at, {}, false};
    for (const auto& one : facts.competitions)
    {
        if (!is_decided(one))
            continue;
        // Several contracts of one decision are told together, in the quarter of the last one.
        CivilDate told = finnish_date(one.decision->at);
        for (const auto& award : one.decision->awards)
            told = std::max(told, award.contract->signed_on);
        if (in_quarter(told))
            scope.competitions.push_back(one.id);
    }
    return scope;
}

ResultScope end_scope(const NoticeFacts& facts)
{
    PROMISE(facts.system.end.has_value());
    return {"end", facts.system.end->at, {}, true};
}

Result<Notice> result_notice(const NoticeFacts& facts, const ResultScope& scope, const Settings& settings)
{
    if (const auto checked = notice::check(facts); !checked)
        return checked.refusal();
    if (const auto told = can_be_told(facts, scope); !told)
        return told.refusal();

    Results results{facts, scope};
    for (const auto& id : scope.competitions)
        results.competition(*find(facts, id));
    if (scope.ends_system)
        results.end();

    const auto subtype = result_subtype(facts.system.regime);
    const auto id = notice::derived_uuid("result-notice", facts.system.id + "/" + scope.key);
    auto root = head(facts,
                     {"ContractAwardNotice", subtype, "result",
                      subtype == "33" ? "can-social" : "can-standard", id, scope.issued_at, settings},
                     results.extension(subtype));
    root.add(Element{"cac:TenderingProcess"}.add(
        code("cbc:ProcedureCode", "procurement-procedure-type", "restricted")));
    root.add(project(facts));
    for (std::size_t i = 1; i <= facts.system.categories.size(); ++i)
        if (results.tells_of(notice::lot_id(i)))
            root.add(told_lot(facts, i, scope.issued_at));
    // UBL demands the element; the SDK's own samples fill it with this day.
    root.add(Element{"cac:TenderResult"}.add(Element{"cbc:AwardDate", "2000-01-01Z"}));
    root.add(results.national_extension());
    return Notice{id, subtype, xml::document(root)};
}

} // namespace kori::eforms
