// A dynamic purchasing system that takes requests, and providers on their way into it. The system is put into
// the store as it stands once it was published.
#pragma once

#include "procurement/system/system_store.hpp"
#include "tests/support/area.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

struct SystemWish
{
    Regime regime = Regime::eu_level;
    std::optional<Instant> requests_until = {}; // given: still in its initial window
    std::optional<std::int64_t> before_use_days = {};
    bool two_persons = false;
    std::vector<std::string> requirements{"tax_certificate"};
};
struct MadeSystem
{
    std::string programme;
    std::string category;
    std::string other_category; // without requirements
};
MadeSystem make_system(World& world, const Area& area, const SystemWish& wish = {});
void set_programme_state(World& world, std::string_view programme, std::string_view state);

// No ground applies, nobody else is relied on.
json::Object good_declaration(World& world);
// The same with that answer to one ground.
json::Object declaring(World& world, const json::Object& ground_answer);
// The requirement tax_certificate is met (or not).
json::Object confirmation(bool met = true);

// Each throws with the answer's body when it is refused.
void declare(World& world, const World::Member& provider, const json::Object& declaration);
std::string begun_joining(World& world, const World::Member& provider, const MadeSystem& system);
// Valid all of 2026, declared with that request.
void show_tax_certificate(World& world, const World::Member& provider, std::string_view request,
                          std::string_view to = "2027-01-01");
// Declared, with evidence, confirmed, not submitted.
std::string ready_joining(World& world, const World::Member& provider, const MadeSystem& system);
std::string submitted_joining(World& world, const World::Member& provider, const MadeSystem& system);
std::string reviewed_joining(World& world, const Area& area, const World::Member& provider,
                             const MadeSystem& system);
std::string admitted_provider(World& world, const Area& area, const World::Member& provider,
                              const MadeSystem& system);

json::Object joining_decision(std::string_view outcome, json::Array failed = {});

} // namespace kori::test
