// Due moments: what the law or a promise says will happen at a time, as rows.
#pragma once

#include "core/base/ambient.hpp"
#include "core/storage/transaction.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::work
{

struct DueTag
{
    static constexpr std::string_view prefix = "due";
};
using DueId = Id<DueTag>;

struct DueMoment
{
    DueId id;
    std::string kind;  // "order.acknowledgement_due"
    std::string about; // the object's id as text
    std::optional<OrganisationId> authority;
    Instant due_at; // decides, however late it runs
    std::int64_t attempts = 0;
};

// Several moments of one kind about one object may wait side by side.
void plan(Transaction& tx, const Ambient& ambient, std::string_view kind, std::string_view about,
          std::optional<OrganisationId> authority, Instant due_at);
// Those that wait will not run.
void cancel(Transaction& tx, const Ambient& ambient, std::string_view kind, std::string_view about);

// Waiting moments with due_at <= `until` that may be tried at `now`, in the order in which they are to run.
std::vector<DueMoment> due_until(Transaction& tx, Instant until, Instant now, std::int64_t limit);
std::optional<Instant> oldest_waiting(Transaction& tx);

// What happens at moments of each kind. The ambient's received_at is the due moment; now is the time of
// recording.
class DueActs
{
public:
    using Act = std::function<void(Transaction&, const Ambient&, const DueMoment&)>;

    void add(std::string kind, Act act); // promises that the kind is new
    bool knows(std::string_view kind) const { return acts_.contains(kind); }
    // Marks the moment done and acts, in the caller's transaction. False when it no longer waits.
    bool run(Transaction& tx, const Ambient& ambient, const DueMoment& moment) const;

private:
    std::map<std::string, Act, std::less<>> acts_;
};

// After a failed try: when to try again (1 minute, doubling, at most a day). The due moment stays.
void postpone(Transaction& tx, const DueMoment& moment, Instant now);

} // namespace kori::work
