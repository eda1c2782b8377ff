#include "core/work/due.hpp"

#include "core/base/promise.hpp"

#include <algorithm>

namespace kori::work
{

void plan(Transaction& tx, const Ambient& ambient, std::string_view kind, std::string_view about,
          std::optional<OrganisationId> authority, Instant due_at)
{
    tx.change("/* due.plan */ INSERT INTO due_moment (id, kind, about, authority_id, due_us, retry_us, "
              "state, attempts,"
              " ended_us) VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, NULL)",
              ambient.next<DueTag>(), kind, about, authority, due_at, due_at);
}

void cancel(Transaction& tx, const Ambient& ambient, std::string_view kind, std::string_view about)
{
    tx.change("/* due.cancel */ UPDATE due_moment SET state = 'cancelled', ended_us = ? WHERE about = ? AND "
              "kind = ?"
              " AND state = 'waiting'",
              ambient.now, about, kind);
}

std::vector<DueMoment> due_until(Transaction& tx, Instant until, Instant now, std::int64_t limit)
{
    const auto rows =
        tx.query("/* due.until */ SELECT id, kind, about, authority_id, due_us, attempts FROM due_moment"
                 " WHERE state = 'waiting' AND retry_us <= ? AND due_us <= ? ORDER BY due_us, id LIMIT ?",
                 std::max(until, now), until, limit);
    std::vector<DueMoment> result;
    for (const auto& row : rows)
        result.push_back({row.id<DueTag>(0), row.text(1), row.text(2), row.optional_id<OrganisationTag>(3),
                          row.instant(4), row.integer(5)});
    return result;
}

std::optional<Instant> oldest_waiting(Transaction& tx)
{
    const auto row =
        tx.query_one("/* due.oldest_waiting */ SELECT due_us FROM due_moment WHERE state = 'waiting'"
                     " ORDER BY due_us LIMIT 1");
    return row ? std::optional{row->instant(0)} : std::nullopt;
}

void DueActs::add(std::string kind, Act act)
{
    PROMISE(acts_.emplace(std::move(kind), std::move(act)).second);
}

bool DueActs::run(Transaction& tx, const Ambient& ambient, const DueMoment& moment) const
{
    const auto touched =
        tx.change("/* due.done */ UPDATE due_moment SET state = 'done', ended_us = ? WHERE id = ?"
                  " AND state = 'waiting'",
                  ambient.now, moment.id);
    if (touched == 0)
        return false;
    const auto act = acts_.find(moment.kind);
    PROMISE(act != acts_.end());
    act->second(tx, ambient, moment);
    return true;
}

void postpone(Transaction& tx, const DueMoment& moment, Instant now)
{
    const auto wait_seconds =
        std::min<std::int64_t>(86'400, 60LL << std::min<std::int64_t>(moment.attempts, 11));
    tx.change("/* due.postpone */ UPDATE due_moment SET attempts = attempts + 1, retry_us = ? WHERE id = ?"
              " AND state = 'waiting'",
              now.plus_seconds(wait_seconds), moment.id);
}

} // namespace kori::work
