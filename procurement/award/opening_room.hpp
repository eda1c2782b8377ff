// Where opened shares wait until enough named persons have handed in theirs (1397/2016 §64): in guarded
// memory of this process only, for 15 minutes, gone at a restart. Nothing of it is ever written.
#pragma once

#include "core/crypto/secret_shares.hpp"
#include "procurement/competition/competition_store.hpp"

#include <map>
#include <mutex>
#include <vector>

namespace kori::awards
{

constexpr std::int64_t share_waits_seconds = 15 * 60; // ASSUMED: long enough to fetch a colleague

struct WaitingShare
{
    UserId user;
    MembershipId membership;
    crypto::SecretShare share;
    Instant until;
};

// From any thread.
class OpeningRoom
{
public:
    // Takes the place of what the same person handed in before.
    void put(CompetitionId competition, WaitingShare share);
    // Copies of those that still wait then, but for one person's own.
    std::vector<WaitingShare> others(CompetitionId competition, UserId but_for, Instant now);
    std::vector<MembershipId> present(CompetitionId competition, Instant now);
    void clear(CompetitionId competition);

private:
    void drop_old(Instant now);

    std::mutex mutex_;
    std::map<CompetitionId, std::vector<WaitingShare>> waiting_;
};

} // namespace kori::awards
