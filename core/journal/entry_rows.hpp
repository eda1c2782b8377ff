// How entries are read from their rows: shared by the files of this folder.
#pragma once

#include "core/journal/journal.hpp"

namespace kori::journal
{

inline constexpr std::string_view epoch_started = "journal.epoch_started";

std::string_view code_of(Audience audience);

// Of rows (id, at_us, actor, actor_organisation, kind, about, facts, reason, rule_version, audience, number,
// leaf_hash).
std::vector<Entry> entries_of(Transaction& tx, const Rows& rows);
// One page of numbered entries from that number on, in tree order, whoever may see them.
std::vector<Entry> page_from(Transaction& tx, std::int64_t number, std::int64_t limit);

} // namespace kori::journal
