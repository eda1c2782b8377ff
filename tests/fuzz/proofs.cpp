// Proofs and receipts as an outsider shows them: whatever is accepted is an entry of the tree, at its number,
// under a head that was signed.
#include "tests/fuzz/one_input.hpp"

#include "tests/core/journal/slow_tree.hpp"

#include "core/journal/checkpoint.hpp"
#include "core/journal/evidence.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kori::fuzz
{
namespace
{

constexpr std::string_view origin = "kori.example/journal";

// A tree of eleven leaves whose heads of sizes 7 and 11 are signed; the corpus was made of it.
struct Log
{
    std::vector<std::string> leaves;
    crypto::SigningKey key = crypto::signing_key_from_seed(std::string(32, '\x05'));
    std::vector<journal::CheckpointBody> bodies;
    std::vector<std::string> heads;

    Log()
    {
        for (int i = 0; i < 11; ++i)
            leaves.push_back("{\"kind\":\"thing.made\",\"number\":" + std::to_string(i) + "}");
        for (const std::int64_t size : {7, 11})
        {
            bodies.push_back({size, slow::root(first(size)), 0, Instant{1'772'445'600'000'000 + size}});
            heads.push_back(journal::sign_checkpoint(bodies.back(), key, origin));
        }
    }
    slow::Leaves first(std::int64_t size) const
    {
        return slow::Leaves{leaves}.first(static_cast<std::size_t>(size));
    }
};

void check_head(const Log& log, std::string_view note)
{
    const auto body = journal::open_checkpoint(note, log.key.public_key, origin);
    if (!body)
    {
        PROMISE(body.refusal().fault == Fault::invalid &&
                body.refusal().rule.starts_with("journal.checkpoint_"));
        return;
    }
    PROMISE(std::find(log.bodies.begin(), log.bodies.end(), *body) != log.bodies.end());
    PROMISE(note.starts_with(journal::checkpoint_text(*body, origin)));
    PROMISE(!journal::open_checkpoint(note, log.key.public_key, "kori.example/other"));
    PROMISE(!journal::open_checkpoint(note, std::string(32, 'k'), origin));
}

void check_consistency(const Log& log, const journal::Evidence& evidence)
{
    const auto& old = log.bodies.front();
    const auto& now = log.bodies.back();
    const bool is_so = journal::verify_consistency(old.size, old.root, now.size, now.root, evidence.proof);
    PROMISE(is_so == (evidence.proof == slow::proof(static_cast<std::size_t>(old.size), log.leaves)));
    // Numbers that are no sizes of anything are refused, not counted with.
    PROMISE(!journal::verify_consistency(evidence.number, old.root, now.size, now.root, evidence.proof) ||
            evidence.number == old.size || evidence.number == 0);
}

} // namespace

bool one_input(std::string_view bytes)
{
    static const Log log;
    check_head(log, bytes);
    const auto evidence = journal::read_evidence(bytes);
    if (!evidence)
        return false;
    check_head(log, evidence->checkpoint);
    check_consistency(log, *evidence);
    if (!journal::verify_offline(*evidence, log.key.public_key, origin).empty())
        return false;

    const auto body = journal::open_checkpoint(evidence->checkpoint, log.key.public_key, origin);
    PROMISE(body && evidence->number >= 0 && evidence->number < body->size);
    const auto number = static_cast<std::size_t>(evidence->number);
    PROMISE(evidence->leaf == log.leaves[number]);
    PROMISE(evidence->proof == slow::path(number, log.first(body->size)));
    return true;
}

} // namespace kori::fuzz
