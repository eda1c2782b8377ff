// The providers' own service descriptions, revision by revision.
#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/offer/offer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// A provider's own, reusable description, as it stands in one revision.
struct OwnDescription
{
    ServiceDescriptionId id;
    OrganisationId provider;
    std::string state; // service_description_state
    ServiceDescription content;
    std::int64_t revision = 1;
};

namespace offers
{

void insert(Transaction& tx, const OwnDescription& description, Instant now);
// A new revision of content or state; the caller has raised `revision`.
void save(Transaction& tx, const OwnDescription& description, Instant now);
std::optional<OwnDescription> find_description(Transaction& tx, ServiceDescriptionId id);
// The content as it was in one revision.
std::optional<ServiceDescription> description_in_revision(Transaction& tx, ServiceDescriptionId id,
                                                          std::int64_t revision);
std::vector<OwnDescription> descriptions_of(Transaction& tx, OrganisationId provider,
                                            std::string_view after_id, std::int64_t limit);

} // namespace offers
} // namespace kori
