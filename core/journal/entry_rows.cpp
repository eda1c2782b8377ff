#include "core/journal/entry_rows.hpp"

#include <algorithm>

namespace kori::journal
{

namespace
{

Entry entry_of(const Row& row)
{
    Entry entry;
    entry.id = row.text(0);
    entry.at = row.instant(1);
    entry.actor = row.text(2);
    entry.organisation = row.text(3);
    entry.kind = row.text(4);
    entry.about = row.text(5);
    entry.facts = row.text(6);
    entry.reason = row.text(7);
    entry.rule_version = row.text(8);
    entry.audience = row.text(9);
    entry.number = row.optional_integer(10).value_or(-1);
    if (!row.is_null(11))
        entry.leaf_hash = row.bytes(11);
    return entry;
}

std::vector<std::string> organisations_of(Transaction& tx, const std::string& entry_id)
{
    std::vector<std::string> organisations;
    for (const auto& row :
         tx.query("/* journal.organisations */ SELECT organisation_id FROM journal_entry_organisation"
                  " WHERE entry_id = ? /* bounded: one entry, sorted afterwards */",
                  entry_id))
        organisations.push_back(row.text(0));
    std::sort(organisations.begin(), organisations.end()); // by bytes, whatever the engine's collation is
    return organisations;
}

} // namespace

std::string_view code_of(Audience audience)
{
    switch (audience)
    {
    case Audience::everyone:
        return "everyone";
    case Audience::organisation:
        return "organisation";
    case Audience::operators:
        return "operators";
    }
    return "operators";
}

std::vector<Entry> entries_of(Transaction& tx, const Rows& rows)
{
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (const auto& row : rows)
    {
        entries.push_back(entry_of(row));
        entries.back().organisations = organisations_of(tx, entries.back().id);
    }
    return entries;
}

std::vector<Entry> page_from(Transaction& tx, std::int64_t number, std::int64_t limit)
{
    return entries_of(
        tx, tx.query("/* journal.page */ SELECT id, at_us, actor, actor_organisation, kind, about, facts,"
                     " reason, rule_version, audience, number, leaf_hash"
                     " FROM journal_entry WHERE number >= ? ORDER BY number LIMIT ?",
                     number, limit));
}

bool may_see(const Entry& entry, std::string_view viewer, bool sees_all)
{
    if (sees_all || entry.audience == code_of(Audience::everyone))
        return true;
    return entry.audience == code_of(Audience::organisation) && !viewer.empty() &&
           std::find(entry.organisations.begin(), entry.organisations.end(), viewer) !=
               entry.organisations.end();
}

} // namespace kori::journal
