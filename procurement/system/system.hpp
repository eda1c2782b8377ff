// What a dynamic purchasing system (dynaaminen hankintajärjestelmä, DPS) announces beside its programme: its
// categories, values and times (1397/2016 §49–52).
#pragma once

#include "core/base/instant.hpp"
#include "core/base/money.hpp"
#include "core/base/text.hpp"
#include "procurement/programme/programme.hpp"
#include "procurement/value/cpv.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kori
{

struct CategoryTag
{
    static constexpr std::string_view prefix = "ctg";
};
using CategoryId = Id<CategoryTag>;

// An objective part of a system (§49): providers are admitted, and purchases competed, in one of them.
struct Category
{
    CategoryId id;
    ProgrammeId programme;
    std::int64_t number = 1; // from 1; never changes, because notices name it
    LocalText name;
    LocalText description;
    std::string cpv;
    std::vector<std::string> more_cpv;
    PurchaseForm form = PurchaseForm::contract;
    std::optional<Money> announced_value;  // all contracts planned for the whole life (§30(4))
    std::vector<std::string> requirements; // codes of suitability requirements (§51(1))
    Instant added_at;
};

struct SystemTerms
{
    ProgrammeId programme;
    LocalText description;
    LocalText procedure; // outside the EU level (§100, §109)
    std::optional<Money> announced_value;
    std::string nuts;
    std::string documents_uri;
    bool others_may_use = false;
    std::optional<Instant> requests_until;             // end of the initial window (T01)
    std::optional<std::int64_t> before_use_days;       // T04 in working days, only if announced
    std::optional<std::int64_t> described_tender_days; // outside the EU level: as described (§100, §109)
    bool two_persons = false;                          // one assesses, another decides
};

} // namespace kori
