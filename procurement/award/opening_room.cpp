#include "procurement/award/opening_room.hpp"

#include <utility>

namespace kori::awards
{

void OpeningRoom::put(CompetitionId competition, WaitingShare share)
{
    const std::lock_guard lock{mutex_};
    auto& all = waiting_[competition];
    std::erase_if(all, [&](const WaitingShare& one) { return one.user == share.user; });
    all.push_back(std::move(share));
}

std::vector<WaitingShare> OpeningRoom::others(CompetitionId competition, UserId but_for, Instant now)
{
    const std::lock_guard lock{mutex_};
    drop_old(now);
    std::vector<WaitingShare> copies;
    if (const auto at = waiting_.find(competition); at != waiting_.end())
        for (const auto& one : at->second)
            if (one.user != but_for)
                copies.push_back({one.user,
                                  one.membership,
                                  {one.share.number, crypto::SecretBytes::copy_of(one.share.bytes.view())},
                                  one.until});
    return copies;
}

std::vector<MembershipId> OpeningRoom::present(CompetitionId competition, Instant now)
{
    const std::lock_guard lock{mutex_};
    drop_old(now);
    std::vector<MembershipId> members;
    if (const auto at = waiting_.find(competition); at != waiting_.end())
        for (const auto& one : at->second)
            members.push_back(one.membership);
    return members;
}

void OpeningRoom::clear(CompetitionId competition)
{
    const std::lock_guard lock{mutex_};
    waiting_.erase(competition);
}

void OpeningRoom::drop_old(Instant now)
{
    for (auto& [competition, all] : waiting_)
        std::erase_if(all, [&](const WaitingShare& one) { return one.until < now; });
    std::erase_if(waiting_, [](const auto& entry) { return entry.second.empty(); });
}

} // namespace kori::awards
