// Small purchases for tests: a programme with a published rule, needs, calls, offers, decisions. All prices
// are invented.
#pragma once

#include "tests/support/area.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

// Under the general threshold of 60 000 €.
inline constexpr std::string_view guidance_cpv = "79634000-7";
// Annex E, 400 000 €.
inline constexpr std::string_view job_search_cpv = "79611000-0";

// An open SMALL_PURCHASE programme without a rule; its id.
std::string purchase_programme(World& world, const Area& area);
// Invites two at least, announces, counts by both periods.
json::Object good_rule();
// Drafted by the officer, published by the decision maker; the rule's id.
std::string publish_rule(World& world, const Area& area, std::string_view programme,
                         const json::Object& rule = good_rule());

// Career guidance of the kind "guidance" for one price.
json::Object good_need(Money price);
// The purchase's id; throws when it was refused.
std::string stated_need(World& world, const Area& area, std::string_view programme, const json::Object& need);
// Both invited until then.
void invite_to(World& world, const Area& area, std::string_view purchase,
               const std::vector<World::Member>& providers, Instant offers_close);
json::Object good_offer_of(Money price);
// The offer's id.
std::string offered(World& world, const World::Member& provider, std::string_view purchase, Money price);
// Chooses it, with reasons for each of those providers.
json::Object award_to(std::string_view offer, const std::vector<World::Member>& addressees);

// POST /api/v1/small-purchases/{purchase}/<verb>
Answer act_on(World& world, std::string_view purchase, std::string_view verb, const World::Member& who,
              const json::Value& body = {});

} // namespace kori::test
