// One area played from a seed: providers join and offer, customers come, choose and are served, results are
// claimed, verified and paid, people make mistakes and try what they may not. Requests go in at the desk; the
// clock moves by days.
#pragma once

#include "tests/support/chain.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

// A name given to customers: it may stand nowhere but sealed under a person's own key.
constexpr std::string_view planted_name = "Veera Keksitty";

struct YearSize
{
    int days = 365;
    int providers = 20;
    int customers = 500;
    int steps_per_day = 24; // acts besides new customers
};

struct YearCounts
{
    int customers = 0;
    int orders = 0;
    int claims = 0;
    int payables = 0;
    int legal = 0;   // acts that were done
    int refused = 0; // acts that were refused with a rule
    int illegal = 0; // hostile acts: of a wrong role, organisation, state or body
    int erased = 0;
    int due = 0; // due moments seen executed
};

class Year
{
public:
    Year(std::uint64_t seed, YearSize size);

    // Plays the whole of it. Throws std::runtime_error with a sentence as soon as a promise is broken.
    void play();
    const YearCounts& counts() const { return counts_; }
    const World& world() const { return world_; }
    // The root of the journal's tree and a digest of the ledger: equal for equal seeds.
    std::string fingerprint();

private:
    struct Provider
    {
        World::Member member;
        std::string request; // to join
        std::string offer;
        bool is_suspended = false;
    };
    struct Person
    {
        std::string id;
        bool is_erased = false;
    };
    struct Running
    {
        std::string id;
        std::string offer;
        std::string receipt;
        CivilDate made_on;
        std::optional<CivilDate> started_on;
        std::string state;
    };

    void set_up();
    void one_day(int day);
    void area_changes(int day);
    void one_step();
    void new_customer();
    void order_step();
    void claim_step();
    void verify_step();
    void provider_step();
    void basket_step();
    void finance_step();
    void hostile_step();
    void erase_step();
    void replay_step();

    // Sends, and holds what must hold after every step: no answer of 500, a refusal names its rule and leaves
    // no write but its witnesses, a done act leaves an entry.
    Answer send(std::string_view target, const json::Value& body, const std::string& token);
    void look_at(const std::string& order); // touched objects, after the step
    void look_at_everything();              // once per simulated day
    void demand(bool holds, std::string_view promise) const;

    std::uint64_t pick(std::uint64_t below); // 0 … below-1
    bool chance(int percent) { return pick(100) < static_cast<std::uint64_t>(percent); }
    template <class T>
    T& any_of(std::vector<T>& things)
    {
        return things[pick(things.size())];
    }
    const Provider& provider_of(std::string_view offer) const;
    std::string day(int offset = 0) { return today(world_, offset); }
    const std::string& any_token();

    std::uint64_t seed_;
    YearSize size_;
    World world_;
    std::mt19937_64 random_;
    Area area_;
    Area neighbour_;
    std::string basket_;
    std::string programme_;
    std::vector<Provider> providers_;
    std::vector<Person> people_;
    std::vector<Running> orders_;
    std::vector<std::string> open_claims_;
    std::vector<std::string> ids_;                 // of every kind, for hostile paths
    std::map<std::string, std::string> decisions_; // as first seen; they never change
    YearCounts counts_;
    int day_ = 0;
    // Looking at every order takes a round trip a statement over PostgreSQL, so there a week passes between
    // two.
    const int days_between_looks_ = is_postgres_run() ? 7 : 1;
    int step_ = 0;
};

} // namespace kori::test
