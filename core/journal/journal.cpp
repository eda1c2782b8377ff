// Appending, finding and following entries.
#include "core/journal/journal.hpp"

#include "core/base/text.hpp"
#include "core/journal/entry_rows.hpp"

#include <set>

namespace kori::journal
{

namespace
{

constexpr std::int64_t export_page = 500;

json::Object object_of(const Facts& facts)
{
    json::Object object;
    for (const auto& fact : facts)
    {
        if (const auto* number = std::get_if<std::int64_t>(&fact.value))
            object.add(fact.name, *number);
        else
            object.add(fact.name, std::get<std::string>(fact.value));
    }
    return object;
}

EntryId append_any(Transaction& tx, const Ambient& ambient, const Doer& doer, const NewEntry& entry)
{
    PROMISE(!entry.kind.empty() && !doer.name.empty());
    PROMISE(entry.audience != Audience::organisation || !entry.organisations.empty());

    const auto id = ambient.next<EntryTag>();
    // The step puts an entry behind everything that waits and can be seen by its writer, so causes come
    // before effects also when two entries carry the same instant.
    tx.post("/* journal.append */ INSERT INTO journal_entry (id, at_us, actor, actor_organisation, kind, "
            "about, facts,"
            " reason, rule_version, audience, waiting_step, number, leaf_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " (SELECT COALESCE(MAX(w.waiting_step), 0) + 1 FROM journal_entry w WHERE w.number IS NULL), "
            "NULL, NULL)",
            id, ambient.now, doer.name, doer.organisation, entry.kind, entry.about,
            json::write_canonical(object_of(entry.facts)), entry.reason, entry.rule_version,
            code_of(entry.audience));
    for (const auto& organisation :
         std::set<std::string>(entry.organisations.begin(), entry.organisations.end()))
    {
        PROMISE(!organisation.empty());
        tx.post("/* journal.append_organisation */ INSERT INTO journal_entry_organisation (entry_id, "
                "organisation_id)"
                " VALUES (?, ?)",
                id, organisation);
    }
    tx.mark(stored_text(id));
    return id;
}

} // namespace

EntryId append(Transaction& tx, const Ambient& ambient, const Doer& doer, const NewEntry& entry)
{
    PROMISE(!entry.kind.starts_with("journal.")); // ours: epochs are counted by their entries
    return append_any(tx, ambient, doer, entry);
}

bool left_entry(Transaction& tx, std::string_view entry_id)
{
    return tx.change(
               "/* journal.left_entry */ INSERT INTO journal_entry (id, at_us, actor, actor_organisation,"
               " kind, about, facts, reason, rule_version, audience, waiting_step, number, leaf_hash)"
               " VALUES (?, 0, '', '', '', '', '', '', '', 'operators', 0, NULL, NULL)"
               " ON CONFLICT (id) DO NOTHING",
               entry_id) == 0;
}

EntryId start_epoch(Transaction& tx, const Ambient& ambient, std::string_view reason)
{
    PROMISE(!reason.empty());
    const auto head = newest_head(tx);
    NewEntry entry;
    entry.kind = epoch_started;
    entry.facts = {{"last_size", head ? head->size : 0},
                   {"last_root", to_base64(head ? head->root : empty_root())},
                   {"last_epoch", head ? head->epoch : 0}};
    entry.audience = Audience::everyone;
    entry.reason = reason;
    return append_any(tx, ambient, Doer{"clock", ""}, entry);
}

std::optional<Entry> find(Transaction& tx, std::string_view entry_id)
{
    auto entries = entries_of(
        tx, tx.query("/* journal.find */ SELECT id, at_us, actor, actor_organisation, kind, about, facts,"
                     " reason, rule_version, audience, number, leaf_hash"
                     " FROM journal_entry WHERE id = ? /* bounded: one row */",
                     entry_id));
    return entries.empty() ? std::nullopt : std::optional{std::move(entries.front())};
}

std::vector<Entry> about(Transaction& tx, std::string_view object_id)
{
    return entries_of(
        tx, tx.query("/* journal.about */ SELECT id, at_us, actor, actor_organisation, kind, about, facts,"
                     " reason, rule_version, audience, number, leaf_hash"
                     " FROM journal_entry WHERE about = ? ORDER BY number NULLS LAST, waiting_step, at_us, id"
                     " /* bounded: one object */",
                     object_id));
}

std::string leaf_bytes(const Entry& entry)
{
    json::Object before;
    before.add("about", entry.about)
        .add("actor", entry.actor)
        .add("actor_organisation", entry.organisation)
        .add("at", entry.at)
        .add("audience", entry.audience);
    json::Object after;
    after.add("id", entry.id)
        .add("kind", entry.kind)
        .add("organisations", json::array_of(entry.organisations))
        .add("reason", entry.reason)
        .add("rule_version", entry.rule_version);
    // The facts go in as they are stored, so that any changed byte of theirs shows; the names stay in their
    // order.
    std::string bytes = json::write_canonical(before);
    bytes.back() = ',';
    return bytes + "\"facts\":" + entry.facts + ',' + json::write_canonical(after).substr(1);
}

std::vector<Entry> feed(Transaction& tx, std::int64_t after, std::int64_t limit, std::string_view viewer,
                        bool sees_all)
{
    if (sees_all)
        return page_from(tx, after + 1, limit);
    if (viewer.empty())
        return entries_of(
            tx, tx.query("/* journal.feed_public */ SELECT id, at_us, actor, actor_organisation, kind, about,"
                         " facts, reason, rule_version, audience, number, leaf_hash"
                         " FROM journal_entry WHERE number > ? AND audience = 'everyone'"
                         " ORDER BY number LIMIT ?",
                         after, limit));
    return entries_of(
        tx, tx.query("/* journal.feed */ SELECT id, at_us, actor, actor_organisation, kind, about,"
                     " facts, reason, rule_version, audience, number, leaf_hash"
                     " FROM journal_entry WHERE number > ? AND (audience = 'everyone'"
                     " OR (audience = 'organisation' AND EXISTS (SELECT 1 FROM journal_entry_organisation o"
                     " WHERE o.entry_id = journal_entry.id AND o.organisation_id = ?)))"
                     " ORDER BY number LIMIT ?",
                     after, viewer, limit));
}

std::int64_t export_lines(Transaction& tx, std::int64_t after, std::string_view viewer, bool sees_all,
                          const std::function<void(std::string_view line)>& take)
{
    std::int64_t last = after;
    for (auto page = page_from(tx, last + 1, export_page); !page.empty();
         page = page_from(tx, last + 1, export_page))
    {
        for (const auto& entry : page)
        {
            json::Object line;
            line.add("number", entry.number).add("leaf_hash", to_base64(entry.leaf_hash));
            if (may_see(entry, viewer, sees_all))
                line.add("leaf", leaf_bytes(entry));
            take(json::write(line));
            last = entry.number;
        }
    }
    return last;
}

} // namespace kori::journal
