// Signed heads in the text form of C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint, c2sp.org/signed-note).
#pragma once

#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/crypto/crypto.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kori::journal
{

// What a checkpoint says.
struct CheckpointBody
{
    std::int64_t size = 0;
    std::string root; // 32 bytes
    std::int64_t epoch = 0;
    std::optional<Instant> signed_at; // an extension line of ours
    bool operator==(const CheckpointBody&) const = default;
};

// A name for the tree: a web address without scheme, without spaces and "+", such as "kori.example/journal".
bool is_origin(std::string_view origin);
// The first line in that epoch: a log never signs two trees of which neither continues the other, so a new
// epoch is a new log with a name of its own.
std::string origin_line(std::string_view origin, std::int64_t epoch);

// The text that is signed, up to and without the blank line.
std::string checkpoint_text(const CheckpointBody& body, std::string_view origin);
std::string sign_checkpoint(const CheckpointBody& body, const crypto::SigningKey& key,
                            std::string_view origin);
// Checks the form and our signature; lines of other signers and unknown extension lines are passed over.
// Refuses with Fault::invalid and the rules journal.checkpoint_form, journal.checkpoint_origin,
// journal.checkpoint_signature.
Result<CheckpointBody> open_checkpoint(std::string_view note, std::string_view public_key,
                                       std::string_view origin);

// "<name>+<key hash>+<key>": how other programs that read signed notes are told whose signature to expect.
std::string verifier_key(std::string_view public_key, std::string_view origin, std::int64_t epoch);

} // namespace kori::journal
