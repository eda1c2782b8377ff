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
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

class LawBook;

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
    std::optional<std::int64_t> described_request_days = {}; // likewise for the initial window
};

namespace system_change_kind
{
inline constexpr std::string_view duration = "duration";
inline constexpr std::string_view value = "value";
inline constexpr std::string_view category = "category";
} // namespace system_change_kind

// What a published system tells anew, by a notice of its own (§50(1)). Never changes.
struct SystemChange
{
    ProgrammeId programme;
    std::string kind;
    std::string reason; // public
    Instant changed_at;
    std::string changed_by;                           // a membership
    std::int64_t number = 0;                          // from 1 in each system; given when it is recorded
    std::optional<CivilDate> former_ends_on = {};     // of "duration": first day without it
    std::optional<CivilDate> ends_on = {};            //
    std::optional<Money> former_announced_value = {}; // of "value"
    std::optional<Money> announced_value = {};
    std::optional<CategoryId> category = {}; // of "category": the added one
};

// A system that ended or was cancelled owes a result notice (§58(5), T22).
struct SystemResultDue
{
    ProgrammeId programme;
    OrganisationId authority;
    std::string cause; // the programme's state
    Instant ended_at;
    CivilDate due_on; // its last day
};

// The regime that the announced value falls into. The whole follows its main object: special services or
// others, contracts or concessions, whichever of the categories come to most (Directive 2014/24/EU Art. 3(2),
// from memory). Where that is open (equals, a category without a value) the strictest counts.
// `value` >= 0, at least one category, their CPV codes well formed. Throws LawMissing.
Regime regime_of_system(Money value, std::span<const Category> categories, CivilDate day, const LawBook& law);

// What stands in the call: before the notice is sent, and again before it is changed.
struct AnnouncedSystem
{
    const SystemTerms& terms;
    std::span<const Category> categories;
    Regime regime;                    // the programme's
    std::optional<CivilDate> ends_on; // first day without it
};
// Everything that keeps it from being published at that moment (§50(2), §51(1), T01), at once; pointers into
// {"system": …} and, for the regime, the programme.
std::vector<FieldError> faults_of_system(const AnnouncedSystem& system, Instant notice_sent,
                                         const LawBook& law);
// Of these: does the value hold its categories and keep the regime?
std::vector<FieldError> value_faults(const AnnouncedSystem& system, CivilDate day, const LawBook& law);
// Form and check digit of its codes, and codes of requirements; pointers into the category itself.
std::vector<FieldError> faults_of_category(const Category& category, CivilDate day, const LawBook& law);

// May anything be bought in a programme of that state? While it is closed for a time nothing is (§49(3)), in
// the initial window not yet. Rules "system.closed", "system.not_open_yet", "system.over".
Result<Done> check_may_buy(std::string_view programme_state);

RuleSentences system_sentences();

} // namespace kori
