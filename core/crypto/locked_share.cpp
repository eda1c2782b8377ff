#include "core/crypto/locked_share.hpp"

#include "core/base/text.hpp"
#include "core/crypto/labelled_text.hpp"
#include "core/crypto/sealed_box.hpp"

namespace kori::crypto
{

namespace
{

constexpr std::string_view kind = "KORI-LOCKED-SHARE-1";
constexpr std::string_view labels[] = {"competition", "competition-key", "opener", "opener-key",
                                       "needed",      "openers",         "share",  "sealed"};
constexpr std::string_view opened_kind = "KORI-OPENED-SHARE-1";
constexpr std::string_view opened_labels[] = {"competition", "share", "bytes"};
constexpr std::size_t digest_bytes = 32;

// The text before its last line: what the lock is bound to.
std::string label_text(const ShareLabel& label)
{
    return labelled_text(kind, {{labels[0], label.competition},
                                {labels[1], to_hex(label.competition_key)},
                                {labels[2], label.opener},
                                {labels[3], to_hex(label.opener_key)},
                                {labels[4], std::to_string(label.quorum.needed)},
                                {labels[5], std::to_string(label.quorum.openers)},
                                {labels[6], std::to_string(label.number)}});
}

std::optional<std::string> parse_digest(std::string_view text)
{
    auto bytes = from_hex(text);
    if (!bytes || bytes->size() != digest_bytes || to_hex(*bytes) != text)
        return std::nullopt;
    return bytes;
}

std::optional<int> parse_small(std::string_view text)
{
    const auto number = parse_plain_number(text);
    if (!number || *number > Quorum::openers_max)
        return std::nullopt;
    return static_cast<int>(*number);
}

bool is_sealed_share(std::string_view bytes)
{
    constexpr auto around = box_key_bytes + box_tag_bytes;
    return bytes.size() > around && bytes.size() <= around + shared_bytes_max;
}

} // namespace

std::string LockedShare::text() const
{
    return label_text(label) + std::string{labels[7]} + ": " + to_base64url(sealed) + "\n";
}

Result<LockedShare> read_locked_share(std::string_view text)
{
    const auto values = read_labelled_text(text, kind, labels);
    if (!values)
        return values.refusal();
    for (const std::size_t at : {std::size_t{0}, std::size_t{2}})
        if (!is_sealing_name((*values)[at]))
            return bad_value(labels[at]);
    const auto competition_key = parse_digest((*values)[1]);
    if (!competition_key)
        return bad_value(labels[1]);
    const auto opener_key = parse_digest((*values)[3]);
    if (!opener_key)
        return bad_value(labels[3]);
    const auto needed = parse_small((*values)[4]);
    const auto openers = parse_small((*values)[5]);
    const auto number = parse_small((*values)[6]);
    if (!needed || !openers || !Quorum{*needed, *openers}.check())
        return bad_value(labels[5]);
    if (!number || *number < 1 || *number > *openers)
        return bad_value(labels[6]);
    const auto sealed = from_base64url((*values)[7]);
    if (!sealed || !is_sealed_share(*sealed) || to_base64url(*sealed) != (*values)[7])
        return bad_value(labels[7]);
    return LockedShare{
        {(*values)[0], *competition_key, (*values)[2], *opener_key, {*needed, *openers}, *number}, *sealed};
}

Result<LockedShare> lock_share(const SecretShare& share, const CompetitionKey& competition,
                               const Quorum& quorum, std::string_view opener, const OpenerKey& key,
                               Randomness& random)
{
    PROMISE(is_sealing_name(competition.competition));
    PROMISE(quorum.check() && share.number >= 1 && share.number <= quorum.openers);
    PROMISE(share.bytes.size() >= 1 && share.bytes.size() <= shared_bytes_max);
    if (!is_sealing_name(opener))
        return refuse(Fault::invalid, "sealing.name",
                      "A name here has 1 to 64 letters, digits, hyphens, underscores.");
    LockedShare locked{{competition.competition, competition.fingerprint(), std::string{opener},
                        key.fingerprint(), quorum, share.number},
                       {}};
    auto box = BoxWriter::start(key.public_key, label_text(locked.label), random);
    if (!box)
        return refuse(Fault::invalid, "sealing.unusable_key", "This public key cannot be sealed to.");
    locked.sealed = box->encapsulated() + box->seal(share.bytes.view(), "");
    return locked;
}

Result<SecretShare> open_share(const LockedShare& locked, const SecretBytes& private_key)
{
    if (OpenerKey{box_public_key(private_key), std::nullopt}.fingerprint() != locked.label.opener_key)
        return refuse(Fault::invalid, "sealing.other_opener",
                      "This share is locked to another opener's key.");
    const std::string_view sealed = locked.sealed;
    if (is_sealed_share(sealed))
        if (auto box =
                BoxReader::start(private_key, sealed.substr(0, box_key_bytes), label_text(locked.label)))
            if (auto bytes = box->open(sealed.substr(box_key_bytes), ""))
            {
                const WipeAtEnd wiped{*bytes};
                return SecretShare{locked.label.number, SecretBytes::copy_of(*bytes)};
            }
    return refuse(Fault::invalid, "sealing.share_altered",
                  "The locked share was altered, or moved from another competition, opener or number.");
}

SecretBytes opened_share_text(std::string_view competition, const SecretShare& share)
{
    PROMISE(is_sealing_name(competition) && share.bytes.size() >= 1 &&
            share.bytes.size() <= shared_bytes_max);
    auto encoded = to_base64url(share.bytes.view());
    const WipeAtEnd wiped_first{encoded};
    std::string text;
    text.reserve(labelled_text_bytes_max); // never moved, so never left behind unwiped
    const WipeAtEnd wiped_second{text};
    text.append(opened_kind).append("\n");
    text.append(opened_labels[0]).append(": ").append(competition).append("\n");
    text.append(opened_labels[1]).append(": ").append(std::to_string(share.number)).append("\n");
    text.append(opened_labels[2]).append(": ").append(encoded).append("\n");
    return SecretBytes::copy_of(text);
}

Result<OpenedShare> read_opened_share(std::string_view text)
{
    auto values = read_labelled_text(text, opened_kind, opened_labels);
    if (!values)
        return values.refusal();
    const WipeAtEnd wiped_first{(*values)[2]};
    if (!is_sealing_name((*values)[0]))
        return bad_value(opened_labels[0]);
    const auto number = parse_small((*values)[1]);
    if (!number || *number < 1)
        return bad_value(opened_labels[1]);
    auto bytes = from_base64url((*values)[2]);
    if (!bytes)
        return bad_value(opened_labels[2]);
    const WipeAtEnd wiped_second{*bytes};
    if (bytes->empty() || bytes->size() > shared_bytes_max)
        return bad_value(opened_labels[2]);
    return OpenedShare{(*values)[0], {*number, SecretBytes::copy_of(*bytes)}};
}

} // namespace kori::crypto
