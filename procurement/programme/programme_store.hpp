#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/storage/transaction.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct Programme
{
    ProgrammeId id;
    OrganisationId authority; // its owner
    LocalText name;
    Channel channel; // immutable
    Regime regime;
    std::string state;
    std::optional<std::int64_t>
        answer_working_days;          // the programme's own promise; none: the area's or the default
    std::optional<CivilDate> ends_on; // first day without it
    std::int64_t revision = 1;
    bool may_close = false; // closing for a time was announced when it was set up (§49(3) for a DPS)
    std::optional<Instant> published_at; // the first time; from then on everybody may see it
};

namespace programmes
{

void insert(Transaction& tx, const Programme& programme, Instant now);
void save(Transaction& tx, const Programme& programme, Instant now); // the caller has raised `revision`
std::optional<Programme> find(Transaction& tx, ProgrammeId id);
// Keyset pages by id; `authority` empty: of all authorities. `only_public`: those that were ever published.
std::vector<Programme> after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                             std::optional<OrganisationId> authority, bool only_public);

} // namespace programmes
} // namespace kori
