// A dynamic purchasing system with providers admitted in one category, openers with keys of their own, and
// competitions inside it. All prices are invented.
#pragma once

#include "core/crypto/opener_key.hpp"
#include "tests/support/provider.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

struct System
{
    std::string programme;
    std::string category;
    std::vector<World::Member> providers;
};
// EU-level and open, 1 000 000 € announced; each provider stands in its one category.
System open_system(World& world, const Area& area, const std::vector<World::Member>& providers);
void admit(World& world, const Area& area, const System& system, const World::Member& provider);
// Puts the system into another state, as its own acts would.
void put_system_into(World& world, const System& system, std::string_view state);

// A member with a registered key; the private half is the opener's.
struct KeyHolder
{
    World::Member member;
    crypto::OpenerKeyPair keys;
};
KeyHolder register_key(World& world, const World::Member& member, std::string_view seed);
// Officer, decision maker and auditor.
std::vector<KeyHolder> three_openers(World& world, const Area& area);

// Complete: questions until 10 March, tenders until 20 March 2026, 12:00 in Helsinki. Criteria of
// sample_competition.hpp; asked for: "plan" (obligatory) and "reference". Openers: two of those given.
json::Object good_competition(const System& system, const std::vector<KeyHolder>& openers);
inline constexpr std::string_view good_questions_until = "2026-03-10T10:00:00.000000Z";
inline constexpr std::string_view good_closes_at = "2026-03-20T10:00:00.000000Z";

std::string drafted_competition(World& world, const Area& area, const System& system,
                                const json::Object& terms);
// Drafted and sent to everybody admitted.
std::string invited_competition(World& world, const Area& area, const System& system,
                                const json::Object& terms);

// A form that good_competition() takes.
json::Object good_form(std::int64_t price_cents);
// Begun by the provider; its id.
std::string begun_tender(World& world, const World::Member& provider, std::string_view competition);
Answer put_part(World& world, const World::Member& provider, std::string_view tender, std::string_view part,
                std::string_view content);
// With the form and the plan.
std::string written_tender(World& world, const World::Member& provider, std::string_view competition,
                           std::int64_t price_cents);
// All parts of the tender with their digests, as a submission names them.
json::Object submission_of(World& world, const World::Member& provider, std::string_view tender);
std::string submitted_tender(World& world, const World::Member& provider, std::string_view competition,
                             std::int64_t price_cents);

} // namespace kori::test
