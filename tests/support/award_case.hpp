// A competition whose deadline has passed, with real keys, shares and sealed tenders, and the steps from its
// opening to the contract. All prices and people are invented.
#pragma once

#include "tests/support/area.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

struct Bid
{
    std::int64_t price_cents = 10'000'00;
    std::int64_t jobs = 20; // promised, 10 to 30 earn points
    std::int64_t plan = 5;  // points on the scale 0, 2, 5
};

struct AwardWish
{
    std::vector<Bid> bids{{10'000'00, 20, 5}, {12'000'00, 30, 5}};
    int closed_seconds_ago = 3'600; // negative: it still runs
    bool blind_to_price = false;
    bool observes_standstill = false;
    std::int64_t winners_most = 1;
    std::string use = "single";
    std::string announced = "1000000";       // euros, of the whole system
    std::vector<World::Member> bidders = {}; // empty: new providers
    int changed_bid = -1;                    // whose kept form has one byte flipped
    int unsealable_bid = -1;                 // whose form was sealed wrongly by the bidder
};

struct AwardCase
{
    Area area;
    std::string programme;
    std::string category;
    std::string competition;
    std::vector<Bid> bids;
    std::vector<World::Member> bidders;
    std::vector<std::string> tenders;              // ids, of the bidders in their order
    std::vector<World::Member> openers;            // officer, decision maker, auditor; two open
    std::vector<std::string> shares;               // opened, in their order
    std::string path(std::string_view verb) const; // "/api/v1/competitions/…/<verb>"
    std::string tender_path(std::size_t bid, std::string_view verb) const;
};
inline constexpr std::string_view opener_password = "opener-password-for-tests";

// `first_number`: of the providers' business IDs.
AwardCase award_case(World& world, const Area& area, const AwardWish& wish = {}, int first_number = 501);
// A tender more, in that state, sealed but for LATE and the like never opened; its id.
std::string another_tender(World& world, AwardCase& made, std::size_t bidder, std::string_view state);
// The member is suspended in the system, as an admission's own act would.
void suspend(World& world, const AwardCase& made, std::size_t bid);

Answer hand_in(World& world, const AwardCase& made, std::size_t opener, std::string_view share,
               std::string_view password = opener_password);
Answer hand_in(World& world, const AwardCase& made, std::size_t opener);
// Each step does all before it; throws when something is refused.
void open_it(World& world, const AwardCase& made);
void find_compliant(World& world, const AwardCase& made); // all of them
void begin_evaluation(World& world, const AwardCase& made);
void declare(World& world, const AwardCase& made, const World::Member& member, bool has_conflict = false);
void give_points(World& world, const AwardCase& made); // own and agreed, of every tender
void evaluate(World& world, const AwardCase& made);    // to the agreed points, with the decider's declaration
std::string decide(World& world, const AwardCase& made, int winners = 1); // the decision's id
void notify(World& world, const AwardCase& made);
json::Object reasons();
json::Object contract_wish(const AwardCase& made, std::size_t bid, World& world);
std::string contracted(World& world, const AwardCase& made, std::size_t bid); // the contract's id

} // namespace kori::test
