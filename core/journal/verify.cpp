// Recomputes everything from the entries: what a database alone can be asked, and what an outsider asks
// without one.
#include "core/base/text.hpp"
#include "core/journal/checkpoint.hpp"
#include "core/journal/entry_rows.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"

#include <algorithm>
#include <deque>

namespace kori::journal
{

namespace
{

constexpr std::int64_t page_rows = 500;
constexpr std::size_t faults_max = 100; // a broken tree would repeat itself for every entry

class Check
{
public:
    Check(Transaction& tx, std::string_view public_key, std::string_view origin)
        : tx_{tx}, public_key_{public_key}, origin_{origin}
    {
    }

    std::vector<std::string> run()
    {
        try
        {
            check_entries();
            check_rest();
        }
        catch (const BrokenPromise&)
        {
            say("After " + std::to_string(frontier_.size()) +
                " entries a row cannot be read: it has not the form that was written.");
        }
        return std::move(faults_);
    }

private:
    void say(std::string sentence)
    {
        if (faults_.size() < faults_max)
            faults_.push_back(std::move(sentence));
    }

    void check_entries()
    {
        check_heads_here();
        for (auto page = page_from(tx_, 0, page_rows); !page.empty();
             page = page_from(tx_, frontier_.size(), page_rows))
        {
            for (const auto& entry : page)
            {
                if (entry.number != frontier_.size())
                    return say("Entry number " + std::to_string(frontier_.size()) + " is missing.");
                check_entry(entry);
                check_heads_here();
            }
        }
    }

    void check_entry(const Entry& entry)
    {
        const auto name = "Entry number " + std::to_string(entry.number) + " (" + entry.id + ")";
        if (!is_as_written(entry))
            say(name + " is not what its leaf hash says.");
        frontier_.add(entry.leaf_hash,
                      [this](int level, std::int64_t position, const std::string& hash)
                      {
                          ++nodes_;
                          check_node(level, position, hash);
                      });
        if (entry.kind == epoch_started)
            ++epoch_;
    }

    static bool is_as_written(const Entry& entry)
    {
        try
        {
            const auto facts = json::read(entry.facts);
            return facts && facts->is_object() && json::write_canonical(*facts) == entry.facts &&
                   leaf_hash(leaf_bytes(entry)) == entry.leaf_hash;
        }
        catch (const BrokenPromise&)
        {
            return false; // a text that is no longer UTF-8
        }
    }

    void check_node(int level, std::int64_t position, const std::string& hash)
    {
        const auto row = tx_.query_one(
            "/* journal.verify_node */ SELECT hash FROM journal_node WHERE level = ? AND position = ?", level,
            position);
        if (!row || row->bytes(0) != hash)
            say("The node at level " + std::to_string(level) + ", position " + std::to_string(position) +
                (row ? " is not the hash of what stands under it." : " is missing."));
    }

    // The heads of the size that has been reached.
    void check_heads_here()
    {
        for (const Head* head = next_head(); head != nullptr && head->size <= frontier_.size();
             head = next_head())
        {
            check_head(*head);
            newest_ = head->size;
            heads_.pop_front();
        }
    }

    const Head* next_head()
    {
        if (heads_.empty() && has_more_heads_)
        {
            const auto rows =
                tx_.query("/* journal.verify_heads */ SELECT size, epoch, root, checkpoint, signed_us"
                          " FROM journal_head WHERE size > ? ORDER BY size LIMIT ?",
                          newest_, page_rows);
            for (const auto& row : rows)
                heads_.push_back({row.integer(0), row.bytes(2), row.text(3), row.integer(1), row.instant(4)});
            has_more_heads_ = !rows.empty();
        }
        return heads_.empty() ? nullptr : &heads_.front();
    }

    void check_head(const Head& head)
    {
        const auto name = "The head of size " + std::to_string(head.size);
        const auto body = open_checkpoint(head.checkpoint, public_key_, origin_);
        if (!body)
            return say(name + ": " + body.refusal().sentence);
        if (*body != CheckpointBody{head.size, head.root, head.epoch, head.signed_at})
            say(name + " differs from its signed text.");
        // Exactly our text and our one signature: nothing was put between or behind.
        const auto text = checkpoint_text(*body, origin_) + '\n';
        if (!head.checkpoint.starts_with(text) ||
            std::count(head.checkpoint.begin() + static_cast<std::ptrdiff_t>(text.size()),
                       head.checkpoint.end(), '\n') != 1)
            say(name + " has a text that was not written here.");
        if (body->root != frontier_.root())
            say(name + " is not the root of the entries before it.");
        if (body->epoch != epoch_)
            say(name + " names another epoch than the entries before it.");
    }

    // Rows that nothing above has looked at.
    void check_rest()
    {
        if (next_head() != nullptr)
            say("The head of size " + std::to_string(next_head()->size) + " is larger than the tree of " +
                std::to_string(frontier_.size()) + " entries.");
        else if (newest_ != frontier_.size() && frontier_.size() > 0)
            say("The newest entries stand under no signed head.");
        if (counted(
                "/* journal.count_numbered */ SELECT COUNT(*) FROM journal_entry WHERE number IS NOT NULL") !=
            frontier_.size())
            say("There are numbered entries outside the tree.");
        if (counted("/* journal.count_nodes */ SELECT COUNT(*) FROM journal_node") != nodes_)
            say("There are more or fewer nodes than the entries make.");
        if (counted("/* journal.count_strays */ SELECT COUNT(*) FROM journal_entry_organisation o"
                    " LEFT JOIN journal_entry e ON e.id = o.entry_id WHERE e.id IS NULL") != 0)
            say("An organisation is named for an entry that does not exist.");
    }

    std::int64_t counted(std::string_view sql) { return tx_.query_one(sql)->integer(0); }

    Transaction& tx_;
    std::string_view public_key_;
    std::string_view origin_;
    std::vector<std::string> faults_;
    Frontier frontier_;
    std::int64_t epoch_ = 0;
    std::int64_t nodes_ = 0;
    std::deque<Head> heads_;
    bool has_more_heads_ = true;
    std::int64_t newest_ = -1; // size of the last head that was checked
};

} // namespace

std::vector<std::string> verify(Transaction& tx, std::string_view public_key, std::string_view origin)
{
    return Check{tx, public_key, origin}.run();
}

std::string verify_offline(const Evidence& evidence, std::string_view public_key, std::string_view origin)
{
    const auto body = open_checkpoint(evidence.checkpoint, public_key, origin);
    if (!body)
        return body.refusal().sentence;
    if (!verify_inclusion(leaf_hash(evidence.leaf), evidence.number, body->size, evidence.proof, body->root))
        return "The entry does not stand at that number in the signed tree.";
    return {};
}

} // namespace kori::journal
