// A world with two equal areas side by side, each with a provider in its programme and one of everything that
// routes are about, and with a sample call for each route: what the checks over the whole route table stand
// on.
#pragma once

#include "tests/rules/dry_desk.hpp"
#include "tests/support/area.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

// One area, its provider and its civic actor: credentials by role, and the ids of what they made.
struct Side
{
    std::map<std::string, std::string, std::less<>> tokens; // "coach" → a bearer token
    std::map<std::string, std::string, std::less<>> things; // "programme.draft" → its id
    const std::string& thing(std::string_view name) const;
};

// A call that succeeds. "${name}" stands for a thing of the side.
struct Sample
{
    std::string_view route;  // "POST /api/v1/programmes/{programme}/open"
    std::string_view caller; // whose call succeeds: a key of Side::tokens, "operator" or "nobody"
    std::string_view path =
        {}; // "programme=programme.draft member=…" where the thing is not called like the variable
    std::string_view query = {}; // "authority=${organisation}"
    std::string_view body = {};  // JSON; empty: the description's own example
};

// The samples of all routes, by capability.
std::vector<Sample> kernel_samples();
std::vector<Sample> procurement_samples();
std::vector<Sample> award_samples();
std::vector<Sample> small_purchase_samples();
std::vector<Sample> joining_samples();
std::vector<Sample> publicity_samples();
std::vector<Sample> competition_samples();
std::vector<Sample> marketplace_samples();
std::vector<Sample> system_samples();

enum class Object
{
    own,
    others, // of the other area
    absent, // well-formed ids of nothing
};
std::string_view name_of(Object object);

struct Caller
{
    std::string name;  // "coach" of the own area, "stranger.coach" of the other one
    std::string token; // empty: none is sent
};

std::string key_of(const http::Route& route); // "GET /api/v1/me"

class Stage
{
public:
    Stage();

    std::vector<std::string> failures; // log lines of calls that broke a promise
    World world;
    Side own;
    Side other;
    std::vector<Caller> callers; // in the order of the golden files

    const http::Routes& routes() const { return desk_->routes(); }
    const Sample* sample(const http::Route& route) const;
    const std::vector<Sample>& samples() const { return samples_; }
    // Whom the sample says: the route's good caller in the own area.
    const Caller& good_caller(const http::Route& route) const;
    // Has the call of this route anything that can be own, another's or absent?
    bool has_object(const http::Route& route) const;

    http::Request request(const http::Route& route, Object object, const Caller& caller) const;
    Answer ask(const http::Route& route, Object object, const Caller& caller);
    Answer ask(http::Request request) { return desk_->ask(std::move(request)); }
    // Entries that the last call would have appended.
    std::vector<std::string> entries() { return desk_->entries(); }

private:
    std::string fill(std::string_view text, Object object) const;
    std::string thing(std::string_view name, Object object) const;

    std::vector<Sample> samples_;
    std::unique_ptr<DryDesk> desk_;
    mutable int keys_ = 0;
};

// Built once a process: the calls leave nothing behind.
Stage& stage();

} // namespace kori::test
