// What a request for information is about (a matter), and the documents that belong to it. Publicity owns
// neither: each capability tells what it has.
#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/publicity/publicity_store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::publicity
{

struct Matter
{
    std::string id;
    OrganisationId authority;
    Channel channel;
    Regime regime;
    bool is_announced = false; // nobody but its authority knows of it before that
    std::optional<MadeContract> contract = {};
};

struct MatterDocument
{
    std::string id;
    std::string matter;
    OrganisationId authority;
    Channel channel;
    DocumentKind kind;
    std::optional<OrganisationId> provider = {}; // whose document; none: the authority's own
    // Sealed tenders are not: not even where their secrets stand is told before the opening (§64).
    bool is_seen_by_authority = true;
    PublicMoments moments = {};
};

struct MatterSource
{
    std::string prefix; // of the ids: "prg"
    std::function<std::optional<Matter>(Transaction&, std::string_view id)> find;
    // Did that organisation ask to join, or tender?
    std::function<bool(Transaction&, std::string_view id, OrganisationId)> is_party;
};

struct DocumentSource
{
    std::string prefix;
    // Nothing that is not yet sent in: a draft is the provider's matter alone.
    std::function<std::optional<MatterDocument>(Transaction&, std::string_view id)> find;
    // Of one matter, in the order of their ids.
    std::function<std::vector<MatterDocument>(Transaction&, std::string_view matter,
                                              std::string_view after_id, std::int64_t limit)>
        list;
};

class Sources
{
public:
    void add(MatterSource source); // promises that the prefix is new
    void add(DocumentSource source);

    std::optional<Matter> find_matter(Transaction& tx, std::string_view id) const;
    bool is_party(Transaction& tx, const Matter& matter, OrganisationId organisation) const;
    std::optional<MatterDocument> find_document(Transaction& tx, std::string_view id) const;
    // Of all kinds together, in the order of their ids.
    std::vector<MatterDocument> documents_of(Transaction& tx, std::string_view matter,
                                             std::string_view after_id, std::int64_t limit) const;

private:
    std::vector<MatterSource> matters_;
    std::vector<DocumentSource> documents_;
};

// Programmes, the requests to join them and the decisions on these.
Sources programme_sources();
// Competitions, their tenders, decisions and contracts.
void add_competition_sources(Sources& sources);
// Small purchases, their offers and decisions.
void add_purchase_sources(Sources& sources);

} // namespace kori::publicity
