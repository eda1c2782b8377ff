// What a programme has that somebody may ask for: its call, requests to join it, and the decisions on these.
#include "core/base/promise.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/publicity/matter.hpp"

namespace kori::publicity
{
namespace
{

std::optional<Programme> announced(Transaction& tx, std::string_view id)
{
    const auto parsed = ProgrammeId::parse(id);
    auto programme = parsed ? programmes::find(tx, *parsed) : std::nullopt;
    return programme && programme->published_at ? programme : std::nullopt;
}

std::optional<Matter> find_programme(Transaction& tx, std::string_view id)
{
    const auto parsed = ProgrammeId::parse(id);
    const auto programme = parsed ? programmes::find(tx, *parsed) : std::nullopt;
    if (!programme)
        return std::nullopt;
    return Matter{.id = programme->id.text(),
                  .authority = programme->authority,
                  .channel = programme->channel,
                  .regime = programme->regime,
                  .is_announced = programme->published_at.has_value()};
}

bool is_party_of_programme(Transaction& tx, std::string_view id, OrganisationId organisation)
{
    const auto programme = ProgrammeId::parse(id);
    return programme && admissions::has_asked(tx, *programme, organisation);
}

MatterDocument call_of(const Programme& programme)
{
    return {.id = programme.id.text(),
            .matter = programme.id.text(),
            .authority = programme.authority,
            .channel = programme.channel,
            .kind = DocumentKind::call,
            .moments = {.sent = programme.published_at}};
}

std::optional<MatterDocument> find_call(Transaction& tx, std::string_view id)
{
    const auto programme = announced(tx, id);
    return programme ? std::optional{call_of(*programme)} : std::nullopt;
}

std::vector<MatterDocument> calls_of(Transaction& tx, std::string_view matter, std::string_view after_id,
                                     std::int64_t)
{
    const auto programme = announced(tx, matter);
    if (!programme || programme->id.text() <= after_id)
        return {};
    return {call_of(*programme)};
}

// A request is public in open acceptance when it was decided, in a DPS with the first contract of its
// category. ASSUMED: which contract §7(2) means is said nowhere; a provider that was not admitted waits for
// the same one
MatterDocument document_of(Transaction& tx, const Admission& admission)
{
    const auto decisions = admissions::decisions_of(tx, admission.id);
    MatterDocument document{.id = admission.id.text(),
                            .matter = admission.programme.text(),
                            .authority = admission.authority,
                            .channel = admission.channel,
                            .kind = DocumentKind::request_to_join,
                            .provider = admission.provider,
                            .moments = {.made = admission.submitted_at}};
    if (!decisions.empty())
        document.moments.decided = decisions.front().decided_at;
    if (admission.category)
        document.moments.contract_made = first_contract_in(tx, *admission.category);
    return document;
}

std::optional<MatterDocument> find_request(Transaction& tx, std::string_view id)
{
    const auto parsed = AdmissionId::parse(id);
    const auto admission = parsed ? admissions::find(tx, *parsed) : std::nullopt;
    if (!admission || !admission->submitted_at)
        return std::nullopt;
    return document_of(tx, *admission);
}

std::vector<MatterDocument> requests_of(Transaction& tx, std::string_view matter, std::string_view after_id,
                                        std::int64_t limit)
{
    std::vector<MatterDocument> documents;
    if (const auto programme = ProgrammeId::parse(matter))
        for (const auto& admission : admissions::submitted_in(tx, *programme, after_id, limit))
            documents.push_back(document_of(tx, admission));
    return documents;
}

MatterDocument document_of(const AdmissionDecision& decision, const Admission& admission)
{
    return {.id = decision.id.text(),
            .matter = admission.programme.text(),
            .authority = admission.authority,
            .channel = admission.channel,
            .kind = DocumentKind::decision,
            .moments = {.made = decision.decided_at, .decided = decision.decided_at}};
}

std::optional<MatterDocument> find_decision(Transaction& tx, std::string_view id)
{
    const auto parsed = AdmissionDecisionId::parse(id);
    const auto decision = parsed ? admissions::find_decision(tx, *parsed) : std::nullopt;
    if (!decision)
        return std::nullopt;
    const auto admission = admissions::find(tx, decision->admission);
    PROMISE(admission.has_value());
    return document_of(*decision, *admission);
}

std::vector<MatterDocument> decisions_of(Transaction& tx, std::string_view matter, std::string_view after_id,
                                         std::int64_t limit)
{
    std::vector<MatterDocument> documents;
    const auto programme = ProgrammeId::parse(matter);
    if (!programme)
        return documents;
    for (const auto& decision : admissions::decisions_in(tx, *programme, after_id, limit))
    {
        const auto admission = admissions::find(tx, decision.admission);
        PROMISE(admission.has_value());
        documents.push_back(document_of(decision, *admission));
    }
    return documents;
}

} // namespace

Sources programme_sources()
{
    Sources sources;
    sources.add(MatterSource{std::string{ProgrammeTag::prefix}, find_programme, is_party_of_programme});
    sources.add(DocumentSource{std::string{ProgrammeTag::prefix}, find_call, calls_of});
    sources.add(DocumentSource{std::string{AdmissionTag::prefix}, find_request, requests_of});
    sources.add(DocumentSource{std::string{AdmissionDecisionTag::prefix}, find_decision, decisions_of});
    return sources;
}

} // namespace kori::publicity
