// What an authority writes about its dynamic purchasing systems. Each action: may he, load, decide, save,
// journal. The system shares the revision of its programme.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"

namespace kori::systems
{

// All refuse "system.not_a_system" in another channel; another authority's looks absent.

// Of a draft: refuses "system.not_a_draft".
Result<Programme> write_terms(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const SystemTerms& terms);

struct CategoryWish
{
    LocalText name;
    LocalText description;
    std::string cpv;
    std::vector<std::string> more_cpv;
    PurchaseForm form;
    std::optional<Money> announced_value;
    std::vector<std::string> requirements;
};
Result<Category> add_category(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              ProgrammeId programme, const CategoryWish& wish);
Result<Category> change_category(Transaction& tx, const Ambient& ambient, const Actor& actor, CategoryId id,
                                 const CategoryWish& wish);
Result<Programme> drop_category(Transaction& tx, const Ambient& ambient, const Actor& actor, CategoryId id);

// Of a published system, by a new notice (§50(1)) with its reason. Refuses "system.not_published",
// "programme.over" and what value_faults() finds.
Result<Category> announce_category(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   ProgrammeId programme, const CategoryWish& wish,
                                   const std::string& reason);
// Refuses "system.value_below_contracts" and "system.value_unchanged", too.
Result<SystemChange> change_value(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  ProgrammeId programme, Money value, const std::string& reason);

// For programmes::Hooks. Other channels have nothing to say here.
std::vector<FieldError> faults_of_channel(Transaction& tx, const Ambient& ambient,
                                          const Programme& programme);
Instant window_end(Transaction& tx, const Programme& programme); // promises that it is published
void tell_duration(Transaction& tx, const Ambient& ambient, const Actor& actor, const Programme& programme,
                   CivilDate formerly, const std::string& reason);
// Notes that a result notice is due, where one is (T22), and gives the task.
void end_with_programme(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const Programme& programme);

inline constexpr std::string_view task_result_notice = "system.result_notice";

} // namespace kori::systems
