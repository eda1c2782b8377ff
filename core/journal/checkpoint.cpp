#include "core/journal/checkpoint.hpp"

#include "core/base/promise.hpp"
#include "core/base/text.hpp"

#include <charconv>

namespace kori::journal
{

namespace
{

constexpr std::string_view epoch_mark = "/epoch-";
constexpr std::string_view signed_mark = "signed ";
constexpr std::string_view signature_mark = "\xe2\x80\x94 "; // an em dash and a space
constexpr std::size_t key_hash_bytes = 4;
constexpr char ed25519_type = '\x01';

std::string key_hash(std::string_view name, std::string_view public_key)
{
    std::string input{name};
    input += '\n';
    input += ed25519_type;
    input += public_key;
    return crypto::sha256(input).substr(0, key_hash_bytes);
}

// Decimal digits without a leading zero.
std::optional<std::int64_t> parse_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end || std::to_string(number) != text || number < 0)
        return std::nullopt;
    return number;
}

// The epoch that an origin line of that log names; none when it is the line of another log.
std::optional<std::int64_t> epoch_of(std::string_view line, std::string_view origin)
{
    if (line == origin)
        return 0;
    if (line.substr(0, origin.size()) != origin)
        return std::nullopt;
    line.remove_prefix(origin.size());
    if (line.substr(0, epoch_mark.size()) != epoch_mark)
        return std::nullopt;
    const auto epoch = parse_number(line.substr(epoch_mark.size()));
    return epoch && *epoch > 0 ? epoch : std::nullopt;
}

Refusal bad(std::string rule, std::string sentence)
{
    return refuse(Fault::invalid, "journal.checkpoint_" + rule, std::move(sentence));
}

Refusal bad_form()
{
    return bad("form", "The checkpoint does not have the form of a signed tree head.");
}

bool is_signed(std::string_view signatures, std::string_view text, std::string_view name,
               std::string_view public_key)
{
    const std::string hash = key_hash(name, public_key);
    const std::string start = std::string{signature_mark} + std::string{name} + ' ';
    for (const auto& line : split_text(signatures, '\n'))
    {
        if (!line.starts_with(start))
            continue;
        const auto bytes = from_base64(std::string_view{line}.substr(start.size()));
        if (bytes && bytes->starts_with(hash) &&
            crypto::verify_signature(public_key, text, std::string_view{*bytes}.substr(key_hash_bytes)))
            return true;
    }
    return false;
}

} // namespace

bool is_origin(std::string_view origin)
{
    for (const char c : origin)
    {
        if (c <= ' ' || c > '~' || c == '+')
            return false;
    }
    return !origin.empty() && origin.find(epoch_mark) == std::string_view::npos;
}

std::string origin_line(std::string_view origin, std::int64_t epoch)
{
    PROMISE(is_origin(origin) && epoch >= 0);
    std::string line{origin};
    return epoch == 0 ? line : line + std::string{epoch_mark} + std::to_string(epoch);
}

std::string checkpoint_text(const CheckpointBody& body, std::string_view origin)
{
    std::string text = origin_line(origin, body.epoch);
    text += '\n' + std::to_string(body.size) + '\n' + to_base64(body.root) + '\n';
    if (body.signed_at)
        text += std::string{signed_mark} + to_text(*body.signed_at) + '\n';
    return text;
}

std::string sign_checkpoint(const CheckpointBody& body, const crypto::SigningKey& key,
                            std::string_view origin)
{
    const std::string name = origin_line(origin, body.epoch);
    const std::string text = checkpoint_text(body, origin);
    const std::string signature = key_hash(name, key.public_key) + crypto::sign(key, text);
    return text + '\n' + std::string{signature_mark} + name + ' ' + to_base64(signature) + '\n';
}

Result<CheckpointBody> open_checkpoint(std::string_view note, std::string_view public_key,
                                       std::string_view origin)
{
    const auto blank = note.rfind("\n\n");
    if (blank == std::string_view::npos || !note.ends_with('\n'))
        return bad_form();
    const std::string_view text = note.substr(0, blank + 1);
    const auto lines = split_text(text.substr(0, blank), '\n');
    if (lines.size() < 3)
        return bad_form();

    const auto epoch = epoch_of(lines[0], origin);
    if (!epoch)
        return bad("origin", "The checkpoint is one of another log.");
    const auto size = parse_number(lines[1]);
    const auto root = from_base64(lines[2]);
    if (!size || !root || root->size() != 32)
        return bad_form();
    CheckpointBody body{*size, *root, *epoch, std::nullopt};
    for (std::size_t i = 3; i < lines.size(); ++i)
    {
        if (lines[i].empty())
            return bad_form();
        if (lines[i].starts_with(signed_mark))
            body.signed_at = parse_instant(std::string_view{lines[i]}.substr(signed_mark.size()));
    }
    if (!is_signed(note.substr(blank + 2), text, lines[0], public_key))
        return bad("signature", "The checkpoint is not signed by the key of this log.");
    return body;
}

std::string verifier_key(std::string_view public_key, std::string_view origin, std::int64_t epoch)
{
    const std::string name = origin_line(origin, epoch);
    return name + '+' + to_hex(key_hash(name, public_key)) + '+' +
           to_base64(std::string(1, ed25519_type) + std::string{public_key});
}

} // namespace kori::journal
