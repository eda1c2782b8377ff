// What a competition has that somebody may ask for: its call, tenders, decisions and contracts.
#include "core/base/promise.hpp"
#include "procurement/award/award_store.hpp"
#include "procurement/competition/competition_store.hpp"
#include "procurement/competition/tender_store.hpp"
#include "procurement/publicity/matter.hpp"

#include <algorithm>

namespace kori::publicity
{
namespace
{

std::optional<Competition> invited(Transaction& tx, std::string_view id)
{
    const auto parsed = CompetitionId::parse(id);
    auto competition = parsed ? competitions::find(tx, *parsed) : std::nullopt;
    return competition && competition->invited_at ? competition : std::nullopt;
}

std::optional<Matter> find_competition(Transaction& tx, std::string_view id)
{
    const auto parsed = CompetitionId::parse(id);
    const auto competition = parsed ? competitions::find(tx, *parsed) : std::nullopt;
    if (!competition)
        return std::nullopt;
    Matter matter{.id = competition->id.text(),
                  .authority = competition->authority,
                  .channel = Channel::dps,
                  .regime = competition->regime,
                  .is_announced = competition->invited_at.has_value()};
    // The papers of all contracts lie together: the newest one decides how long.
    for (const auto& contract : awards::contracts_of(tx, competition->id))
        if (!matter.contract || matter.contract->made_at < contract.made_at)
            matter.contract = MadeContract{Channel::dps, competition->regime, contract.made_at,
                                           contract.value, competition->service_until};
    return matter;
}

bool is_sent(const Tender& tender)
{
    return tender.received_at.has_value();
}

bool is_party_of_competition(Transaction& tx, std::string_view id, OrganisationId organisation)
{
    const auto competition = CompetitionId::parse(id);
    if (!competition)
        return false;
    const auto all = tenders::of_competition(tx, *competition);
    return std::any_of(all.begin(), all.end(),
                       [&](const Tender& one)
                       {
                           return is_sent(one) && (one.tenderer == organisation ||
                                                   std::find(one.group.begin(), one.group.end(),
                                                             organisation) != one.group.end());
                       });
}

MatterDocument paper_of(const Competition& competition, std::string id, DocumentKind kind)
{
    return {.id = std::move(id),
            .matter = competition.id.text(),
            .authority = competition.authority,
            .channel = Channel::dps,
            .kind = kind};
}

MatterDocument call_of(const Competition& competition)
{
    auto document = paper_of(competition, competition.id.text(), DocumentKind::call);
    document.moments.sent = competition.invited_at;
    return document;
}

// ASSUMED: with several winners the first contract opens the papers of the competition
std::optional<Instant> contract_made_in(Transaction& tx, const Competition& competition)
{
    std::optional<Instant> first;
    for (const auto& contract : awards::contracts_of(tx, competition.id))
        if (!first || contract.made_at < *first)
            first = contract.made_at;
    return first;
}

struct TenderMoments
{
    std::optional<Instant> decided;
    std::optional<Instant> contract_made;
};

TenderMoments moments_of_tenders(Transaction& tx, const Competition& competition)
{
    const auto decision = awards::decision_in_force(tx, competition.id);
    return {decision ? std::optional{decision->decided_at} : std::nullopt, contract_made_in(tx, competition)};
}

MatterDocument document_of(const Competition& competition, const Tender& tender, const TenderMoments& moments)
{
    auto document = paper_of(competition, tender.id.text(), DocumentKind::tender);
    document.provider = tender.tenderer;
    document.is_seen_by_authority = competition.opened_at.has_value();
    document.moments.made = tender.received_at;
    document.moments.decided = moments.decided;
    document.moments.contract_made = moments.contract_made;
    return document;
}

MatterDocument document_of(const Competition& competition, const AwardDecision& decision)
{
    auto document = paper_of(competition, decision.id.text(), DocumentKind::decision);
    document.moments.decided = decision.decided_at;
    return document;
}

MatterDocument document_of(const Competition& competition, const Contract& contract)
{
    auto document = paper_of(competition, contract.id.text(), DocumentKind::contract);
    document.moments.contract_made = contract.made_at;
    return document;
}

Competition competition_of(Transaction& tx, CompetitionId id)
{
    auto competition = competitions::find(tx, id);
    PROMISE(competition.has_value());
    return std::move(*competition);
}

std::optional<MatterDocument> find_call(Transaction& tx, std::string_view id)
{
    const auto competition = invited(tx, id);
    return competition ? std::optional{call_of(*competition)} : std::nullopt;
}

std::optional<MatterDocument> find_tender(Transaction& tx, std::string_view id)
{
    const auto parsed = TenderId::parse(id);
    const auto tender = parsed ? tenders::find(tx, *parsed) : std::nullopt;
    if (!tender || !is_sent(*tender))
        return std::nullopt;
    const auto competition = competition_of(tx, tender->competition);
    return document_of(competition, *tender, moments_of_tenders(tx, competition));
}

std::optional<MatterDocument> find_decision(Transaction& tx, std::string_view id)
{
    const auto parsed = AwardDecisionId::parse(id);
    const auto decision = parsed ? awards::find_decision(tx, *parsed) : std::nullopt;
    return decision ? std::optional{document_of(competition_of(tx, decision->competition), *decision)}
                    : std::nullopt;
}

std::optional<MatterDocument> find_contract(Transaction& tx, std::string_view id)
{
    const auto parsed = ContractId::parse(id);
    const auto contract = parsed ? awards::find_contract(tx, *parsed) : std::nullopt;
    return contract ? std::optional{document_of(competition_of(tx, contract->competition), *contract)}
                    : std::nullopt;
}

// A competition's own papers are few: they are read whole and cut here.
template <class Make>
auto listing(Make make)
{
    return [make](Transaction& tx, std::string_view matter, std::string_view after_id, std::int64_t limit)
    {
        std::vector<MatterDocument> documents;
        if (const auto competition = invited(tx, matter))
            make(tx, *competition, documents);
        std::sort(documents.begin(), documents.end(),
                  [](const MatterDocument& a, const MatterDocument& b) { return a.id < b.id; });
        std::erase_if(documents, [&](const MatterDocument& one) { return one.id <= after_id; });
        if (documents.size() > static_cast<std::size_t>(limit))
            documents.erase(documents.begin() + limit, documents.end());
        return documents;
    };
}

void add_call(Transaction&, const Competition& competition, std::vector<MatterDocument>& to)
{
    to.push_back(call_of(competition));
}

void add_tenders(Transaction& tx, const Competition& competition, std::vector<MatterDocument>& to)
{
    const auto moments = moments_of_tenders(tx, competition);
    for (const auto& tender : tenders::of_competition(tx, competition.id))
        if (is_sent(tender))
            to.push_back(document_of(competition, tender, moments));
}

void add_decisions(Transaction& tx, const Competition& competition, std::vector<MatterDocument>& to)
{
    for (const auto& decision : awards::decisions_of(tx, competition.id))
        to.push_back(document_of(competition, decision));
}

void add_contracts(Transaction& tx, const Competition& competition, std::vector<MatterDocument>& to)
{
    for (const auto& contract : awards::contracts_of(tx, competition.id))
        to.push_back(document_of(competition, contract));
}

} // namespace

void add_competition_sources(Sources& sources)
{
    sources.add(MatterSource{std::string{CompetitionTag::prefix}, find_competition, is_party_of_competition});
    sources.add(DocumentSource{std::string{CompetitionTag::prefix}, find_call, listing(add_call)});
    sources.add(DocumentSource{std::string{TenderTag::prefix}, find_tender, listing(add_tenders)});
    sources.add(DocumentSource{std::string{AwardDecisionTag::prefix}, find_decision, listing(add_decisions)});
    sources.add(DocumentSource{std::string{ContractTag::prefix}, find_contract, listing(add_contracts)});
}

} // namespace kori::publicity
