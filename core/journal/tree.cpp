// Entries become leaves; heads are signed; proofs are read from the stored subtrees.
#include "core/journal/checkpoint.hpp"
#include "core/journal/entry_rows.hpp"
#include "core/journal/journal.hpp"

#include <bit>

namespace kori::journal
{

namespace
{

std::vector<Entry> waiting_entries(Transaction& tx)
{
    return entries_of(
        tx, tx.query("/* journal.waiting */ SELECT id, at_us, actor, actor_organisation, kind, about, facts,"
                     " reason, rule_version, audience, number, leaf_hash"
                     " FROM journal_entry WHERE number IS NULL ORDER BY waiting_step, at_us, id"
                     " /* bounded: one commit */"));
}

// The root of a complete subtree with 2^level leaves.
std::string stored_hash(Transaction& tx, int level, std::int64_t position)
{
    const auto row =
        level == 0
            ? tx.query_one("/* journal.leaf_hash */ SELECT leaf_hash FROM journal_entry WHERE number = ?",
                           position)
            : tx.query_one(
                  "/* journal.node_hash */ SELECT hash FROM journal_node WHERE level = ? AND position = ?",
                  level, position);
    PROMISE(row.has_value());
    return row->bytes(0);
}

std::optional<Head> head_of(const std::optional<Row>& row)
{
    if (!row)
        return std::nullopt;
    return Head{row->integer(0), row->bytes(2), row->text(3), row->integer(1), row->instant(4)};
}

// The largest power of two below a number of leaves above one (RFC 9162 §2.1.1: where a tree splits).
std::int64_t split_of(std::int64_t leaves)
{
    return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(leaves - 1)));
}

// MTH(D[begin:end]): one row where the range is a complete subtree, else split as the RFC does.
std::string range_root(Transaction& tx, std::int64_t begin, std::int64_t end)
{
    const std::int64_t leaves = end - begin;
    if (std::has_single_bit(static_cast<std::uint64_t>(leaves)))
        return stored_hash(tx, std::countr_zero(static_cast<std::uint64_t>(leaves)), begin / leaves);
    const std::int64_t middle = begin + split_of(leaves);
    return node_hash(range_root(tx, begin, middle), range_root(tx, middle, end));
}

// PATH(number, D[begin:end]) of RFC 9162 §2.1.3.1, lowest neighbour first.
void add_path(Transaction& tx, std::int64_t number, std::int64_t begin, std::int64_t end,
              std::vector<std::string>& path)
{
    if (end - begin == 1)
        return;
    const std::int64_t middle = begin + split_of(end - begin);
    if (number < middle)
    {
        add_path(tx, number, begin, middle, path);
        path.push_back(range_root(tx, middle, end));
    }
    else
    {
        add_path(tx, number, middle, end, path);
        path.push_back(range_root(tx, begin, middle));
    }
}

// SUBPROOF(old_end, D[begin:end], is_known) of RFC 9162 §2.1.4.1; is_known: the asker has that root already.
void add_subproof(Transaction& tx, std::int64_t old_end, std::int64_t begin, std::int64_t end, bool is_known,
                  std::vector<std::string>& proof)
{
    if (old_end == end)
    {
        if (!is_known)
            proof.push_back(range_root(tx, begin, end));
        return;
    }
    const std::int64_t middle = begin + split_of(end - begin);
    if (old_end <= middle)
    {
        add_subproof(tx, old_end, begin, middle, is_known, proof);
        proof.push_back(range_root(tx, middle, end));
    }
    else
    {
        add_subproof(tx, old_end, middle, end, false, proof);
        proof.push_back(range_root(tx, begin, middle));
    }
}

// How many leaves the stored tree has.
std::int64_t tree_size(Transaction& tx)
{
    const auto row = tx.query_one("/* journal.tree_size */ SELECT MAX(size) FROM journal_head");
    return row->optional_integer(0).value_or(0);
}

} // namespace

std::int64_t commit_to_tree(Transaction& tx, const crypto::SigningKey& key, std::string_view origin,
                            Instant now)
{
    const auto head = newest_head(tx);
    const auto waiting = waiting_entries(tx);
    if (head && waiting.empty())
        return head->size;

    Frontier frontier{head ? head->size : 0,
                      [&tx](int level, std::int64_t position) { return stored_hash(tx, level, position); }};
    std::int64_t epoch = head ? head->epoch : 0;
    for (const auto& entry : waiting)
    {
        const std::string hash = leaf_hash(leaf_bytes(entry));
        const auto numbered =
            tx.change("/* journal.number */ UPDATE journal_entry SET waiting_step = NULL, number = ?,"
                      " leaf_hash = ? WHERE id = ? AND number IS NULL",
                      frontier.size(), Blob{hash}, entry.id);
        PROMISE(numbered == 1);
        frontier.add(hash,
                     [&tx](int level, std::int64_t position, const std::string& node)
                     {
                         tx.post("/* journal.add_node */ INSERT INTO journal_node (level, position, hash) "
                                 "VALUES (?, ?, ?)",
                                 level, position, Blob{node});
                     });
        if (entry.kind == epoch_started)
            ++epoch;
    }

    const CheckpointBody body{frontier.size(), frontier.root(), epoch, now};
    tx.change("/* journal.add_head */ INSERT INTO journal_head (size, epoch, root, checkpoint, signed_us)"
              " VALUES (?, ?, ?, ?, ?)",
              body.size, body.epoch, Blob{body.root}, sign_checkpoint(body, key, origin), now);
    return frontier.size();
}

std::optional<Head> newest_head(Transaction& tx)
{
    return head_of(tx.query_one(
        "/* journal.newest_head */ SELECT size, epoch, root, checkpoint, signed_us FROM journal_head"
        " ORDER BY size DESC LIMIT 1"));
}

std::optional<Head> head_of_size(Transaction& tx, std::int64_t size)
{
    return head_of(tx.query_one("/* journal.head_of_size */ SELECT size, epoch, root, checkpoint, signed_us"
                                " FROM journal_head WHERE size = ?",
                                size));
}

std::optional<std::vector<std::string>> inclusion_proof(Transaction& tx, std::int64_t number,
                                                        std::int64_t size)
{
    if (number < 0 || number >= size || size > tree_size(tx))
        return std::nullopt;
    std::vector<std::string> path;
    add_path(tx, number, 0, size, path);
    return path;
}

std::optional<std::vector<std::string>> consistency_proof(Transaction& tx, std::int64_t old_size,
                                                          std::int64_t size)
{
    if (old_size < 0 || old_size > size || size > tree_size(tx))
        return std::nullopt;
    std::vector<std::string> proof;
    if (old_size > 0)
        add_subproof(tx, old_size, 0, size, true, proof);
    return proof;
}

} // namespace kori::journal
