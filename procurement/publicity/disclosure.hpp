// What may be given of a document to whom: its moment, and the trade secrets that were accepted.
#pragma once

#include "core/json/value.hpp"
#include "procurement/publicity/matter.hpp"

namespace kori::publicity
{

struct Disclosure
{
    MatterDocument document;
    DocumentViewer viewer;
    DocumentScope scope;
    std::vector<TradeSecretClaim> withheld; // accepted claims; empty for the owner and where nothing is given
    std::int64_t undecided = 0;             // claims that nobody has decided: nothing is given before
};

DocumentViewer viewer_of(const MatterDocument& document, std::optional<OrganisationId> asker, bool is_party);
Disclosure disclosure_of(Transaction& tx, const MatterDocument& document, DocumentViewer viewer, Instant at);

// One line of the list of what is given: the document, how much of it, and the passages that are left out.
json::Object disclosure_view(const Disclosure& disclosure);

} // namespace kori::publicity
