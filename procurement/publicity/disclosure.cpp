#include "procurement/publicity/disclosure.hpp"

namespace kori::publicity
{

DocumentViewer viewer_of(const MatterDocument& document, std::optional<OrganisationId> asker, bool is_party)
{
    if (asker && document.provider == asker)
        return DocumentViewer::owner;
    return is_party ? DocumentViewer::party : DocumentViewer::anyone;
}

Disclosure disclosure_of(Transaction& tx, const MatterDocument& document, DocumentViewer viewer, Instant at)
{
    Disclosure result{
        document, viewer, scope_of(document.kind, document.channel, viewer, document.moments, at), {}, 0};
    // A total price is told whatever is marked (§11(2)(6)).
    if (viewer == DocumentViewer::owner || result.scope != DocumentScope::all)
        return result;
    for (auto& claim : claims_of(tx, document.id))
    {
        if (claim.state == trade_secret_state::marked)
            ++result.undecided;
        if (claim.state == trade_secret_state::accepted)
            result.withheld.push_back(std::move(claim));
    }
    return result;
}

json::Object disclosure_view(const Disclosure& disclosure)
{
    json::Array withheld;
    for (const auto& claim : disclosure.withheld)
        withheld.emplace_back(json::Object{}
                                  .add("claim", claim.id)
                                  .add("part", claim.part)
                                  .add("passage", claim.passage)
                                  .add("content", claim.content));
    return json::Object{}
        .add("document", disclosure.document.id)
        .add("kind", code_of(disclosure.document.kind))
        .add("scope", code_of(disclosure.scope))
        .add("undecided_claims", disclosure.undecided)
        .add("withheld", std::move(withheld));
}

} // namespace kori::publicity
