// The event log: every write leaves an entry in its own transaction; entries become leaves of one Merkle tree
// (RFC 9162) whose heads are signed and public.
#pragma once

#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/crypto/keyring.hpp"
#include "core/journal/merkle.hpp"
#include "core/json/value.hpp"
#include "core/storage/transaction.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::journal
{

// Who did it, as the journal needs it; core/access makes one from an Actor.
struct Doer
{
    std::string name;         // membership id, "customer", "clock", "nobody"
    std::string organisation; // organisation id or empty
};

// What may be seen of an entry in the change feed.
enum class Audience
{
    everyone,     // public facts: published baskets, acceptance decisions
    organisation, // members of the organisations named in `organisations`
    operators,    // the platform's own events
};

struct NewEntry
{
    std::string kind;  // "basket.published"
    std::string about; // the object's id as text
    Facts facts;       // ids, codes, numbers; never anything that identifies a customer
    Audience audience = Audience::organisation;
    // Whose matter it is (authority first); empty only for everyone/operators.
    std::vector<std::string> organisations;
    std::string reason;       // a coded or official reason; empty when the act needs none
    std::string rule_version; // which version of the rules decided; empty when none did
};

// Takes the caller's transaction: no fact without its entry, no entry without its fact. The entry is not yet
// numbered.
EntryId append(Transaction& tx, const Ambient& ambient, const Doer& doer, const NewEntry& entry);

// Is the entry of this id committed? For a store that lost the answer to a commit
// (PostgresSettings::left_mark): tries to insert a row under the same id, which waits for a transaction that
// is still at it. Whoever calls rolls its transaction back.
bool left_entry(Transaction& tx, std::string_view entry_id);

// After an older backup was put back: an entry "journal.epoch_started" that names the newest head of this
// database. From the head that contains it, checkpoints carry the next epoch in their origin line, so no head
// of the lost tail can be taken for one of these.
EntryId start_epoch(Transaction& tx, const Ambient& ambient, std::string_view reason);

// Numbers every visible, unnumbered entry and makes it a leaf; signs the new head. Reads the frontier from
// the table. Runs at the end of each group commit. Returns the tree's size.
std::int64_t commit_to_tree(Transaction& tx, const crypto::SigningKey& key, std::string_view origin,
                            Instant now);

struct Entry
{
    std::int64_t number; // leaf index from 0; -1 while it waits
    std::string id;
    Instant at;
    std::string actor;
    std::string organisation;
    std::string kind;
    std::string about;
    std::string facts; // canonical JSON object
    std::string reason;
    std::string rule_version;
    std::string audience;
    std::string leaf_hash;                       // 32 bytes, empty while it waits
    std::vector<std::string> organisations = {}; // whose matter it is, sorted
};
std::optional<Entry> find(Transaction& tx, std::string_view entry_id);
std::vector<Entry> about(Transaction& tx, std::string_view object_id); // oldest first
// The exact bytes whose RFC 9162 leaf hash stands in the tree: canonical JSON of all fields but number and
// hash.
std::string leaf_bytes(const Entry& entry);

// A C2SP tlog-checkpoint: origin, size, root (base64), the extension line "signed <instant>", blank line,
// signature line. The origin line of a later epoch ends in "/epoch-<n>".
struct Head
{
    std::int64_t size = 0;
    std::string root;       // 32 bytes
    std::string checkpoint; // the signed note
    std::int64_t epoch = 0; // grows when an older backup was restored
    Instant signed_at;
};
std::optional<Head> newest_head(Transaction& tx);
std::optional<Head> head_of_size(Transaction& tx, std::int64_t size);

// Inclusion proof (RFC 9162 §2.1.3) of a leaf in the tree of `size`; nullopt while the entry waits.
std::optional<std::vector<std::string>> inclusion_proof(Transaction& tx, std::int64_t number,
                                                        std::int64_t size);
std::optional<std::vector<std::string>> consistency_proof(Transaction& tx, std::int64_t old_size,
                                                          std::int64_t size);

// The change feed: entries with number > after, in tree order, that the viewer may see. `viewer` empty =
// public only; `sees_all` for operators and tests.
std::vector<Entry> feed(Transaction& tx, std::int64_t after, std::int64_t limit, std::string_view viewer,
                        bool sees_all);
// The same rule for one entry.
bool may_see(const Entry& entry, std::string_view viewer, bool sees_all);

// Recomputes every leaf, node and head from the stored entries. Empty = whole; else sentences on what
// differs.
std::vector<std::string> verify(Transaction& tx, std::string_view public_key, std::string_view origin);

// What an outsider needs of one entry; nothing of it comes from the database that is in question.
struct Evidence
{
    std::string leaf;               // the bytes of leaf_bytes()
    std::int64_t number = 0;        // leaf index from 0
    std::vector<std::string> proof; // inclusion proof in the tree of the checkpoint's size
    std::string checkpoint;         // the signed note
};
// Empty = the entry stands in the signed tree; else one sentence on what does not fit. Needs no database.
std::string verify_offline(const Evidence& evidence, std::string_view public_key, std::string_view origin);

// One line of JSON per numbered entry with number > after: {"number","leaf_hash"} (base64) and, when the
// viewer may see the entry (as in feed), "leaf" with its exact bytes. Every number is there, so the root can
// be recomputed from the lines. Returns the last number written, or `after`.
std::int64_t export_lines(Transaction& tx, std::int64_t after, std::string_view viewer, bool sees_all,
                          const std::function<void(std::string_view line)>& take);

} // namespace kori::journal
