// A whole employment area for tests: its people, its own codes, a programme and a basket that may be
// published.
#pragma once

#include "tests/support/world.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

struct Area
{
    World::Member admin;
    World::Member officer;
    World::Member decider;
    World::Member coach;
    World::Member finance;
    World::Member auditor;
    std::string authority; // the organisation's id
};

// An area's own code lists; these are the ones that good_terms() uses.
struct AreaLists
{
    std::vector<std::string> target_groups{"long_term_unemployed", "young"};
    std::vector<std::string> needs{"job_search", "skills"};
    std::vector<std::string> service_types{"job_coaching"};
    std::vector<std::string> metric_sets{"basic"};
};

// An employment authority with a member for each role, municipalities and codes from 2025-01-01 on.
Area make_area(World& world, std::string_view name, std::string_view business_id, std::string_view area_code,
               const std::vector<std::string>& municipalities, const AreaLists& lists = {});
// The area of Kuopio (17) with 297 and 749: what good_terms() is written for.
Area make_kuopio(World& world);

// Complete terms for OPEN_ACCEPTANCE from 2 March 2026 on; every price is invented. Components: start (START,
// 300 €), month (PERIOD with its reason, 200 €), job (MILESTONE OPEN_JOB, 400 €), kept_3 (RETENTION RETAIN_3,
// 200 €). Customers are long_term_unemployed; an offer has at least one place.
json::Object good_terms();
// Terms in which "job" pays for a STEP instead, which the customer's coach verifies.
json::Object verified_by_coach(const json::Object& terms);
// The same object with a member replaced (or added), or left out.
json::Object with(json::Object object, std::string_view name, json::Value value);
json::Object without(json::Object object, std::string_view name);

// An open programme of the area until 2030-01-01; its id.
std::string open_programme(World& world, const Area& area);
// A draft in that programme; the basket's id.
std::string draft_basket(World& world, const Area& area, std::string_view programme,
                         const json::Object& terms);
// A basket of a new, open programme: offers may come in, customers not yet.
std::string published_basket(World& world, const Area& area, const json::Object& terms);
// Customers may choose in it too.
std::string active_basket(World& world, const Area& area, const json::Object& terms);
void activate(World& world, const Area& area, std::string_view basket);
// Publishes other terms as a new version; the version's id.
std::string publish_version(World& world, const Area& area, std::string_view basket,
                            const json::Object& terms);

} // namespace kori::test
