#include "core/crypto/opener_key.hpp"

#include "core/base/text.hpp"
#include "core/crypto/labelled_text.hpp"
#include "core/crypto/sealed_box.hpp"

#include <sodium.h>

#include <algorithm>
#include <set>

namespace kori::crypto
{

namespace
{

constexpr std::string_view kind = "KORI-OPENER-KEY-1";
constexpr std::string_view private_kind = "KORI-OPENER-PRIVATE-KEY-1";
constexpr std::string_view labels[] = {"public-key", "passphrase", "fingerprint"};
constexpr std::string_view private_labels[] = {"private-key"};
constexpr std::string_view no_passphrase = "none";
constexpr std::string_view argon2id = "argon2id";

constexpr std::size_t passphrase_bytes_max = 1'024;
constexpr std::size_t passphrase_characters_min = 20;
constexpr std::size_t passphrase_kinds_min = 8;
constexpr std::size_t passphrase_words_min = 6;
constexpr std::size_t word_characters_min = 3;

std::string stretch_text(const std::optional<PassphraseStretch>& stretch)
{
    if (!stretch)
        return std::string{no_passphrase};
    return std::string{argon2id} + " " + std::to_string(stretch->cost.operations) + " " +
           std::to_string(stretch->cost.memory_bytes) + " " + to_base64url(stretch->salt);
}

std::optional<PassphraseStretch> read_stretch(std::string_view text)
{
    const auto words = split_text(text, ' ');
    if (words.size() != 4 || words[0] != argon2id)
        return std::nullopt;
    const auto operations = parse_plain_number(words[1]);
    const auto memory = parse_plain_number(words[2]);
    auto salt = parse_bytes(words[3], crypto_pwhash_SALTBYTES);
    if (!operations || !memory || !salt)
        return std::nullopt;
    const PasswordCost cost{static_cast<std::uint64_t>(*operations), static_cast<std::uint64_t>(*memory)};
    if (cost.operations < 1 || cost.operations > passphrase_operations_max ||
        cost.memory_bytes < passphrase_memory_bytes_min || cost.memory_bytes > passphrase_memory_bytes_max)
        return std::nullopt;
    return PassphraseStretch{std::move(*salt), cost};
}

BoxKeyPair stretched(std::string_view passphrase, const PassphraseStretch& stretch)
{
    SecretBytes seed{box_key_bytes};
    if (crypto_pwhash(seed.bytes().data(), seed.size(), passphrase.data(), passphrase.size(),
                      reinterpret_cast<const unsigned char*>(stretch.salt.data()), stretch.cost.operations,
                      static_cast<std::size_t>(stretch.cost.memory_bytes), crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw CryptoError{"Argon2id got no memory"};
    return box_key_pair_from_seed(seed);
}

// Combining marks (U+0300 to U+036F) are how some keyboards write "ä" in two characters: the same passphrase
// would be other bytes elsewhere.
bool has_two_forms(std::string_view text)
{
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
    {
        const auto first = static_cast<unsigned char>(text[i]);
        const auto second = static_cast<unsigned char>(text[i + 1]);
        if (first == 0xCC || (first == 0xCD && second <= 0xAF))
            return true;
    }
    return false;
}

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_long(std::string_view text)
{
    return code_points(text) >= passphrase_characters_min &&
           std::set<char>{text.begin(), text.end()}.size() >= passphrase_kinds_min;
}

// Looks at the words where they lie: no copy of them stays behind.
bool has_words(std::string_view text)
{
    std::set<std::string_view> words;
    while (!text.empty())
    {
        const auto end = std::min(text.find(' '), text.size());
        if (code_points(text.substr(0, end)) >= word_characters_min)
            words.insert(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words.size() >= passphrase_words_min;
}

} // namespace

std::string OpenerKey::text() const
{
    return labelled_text(kind, {{"public-key", to_base64url(public_key)},
                                {"passphrase", stretch_text(passphrase)},
                                {"fingerprint", to_hex(fingerprint())}});
}

std::string OpenerKey::fingerprint() const
{
    return sha256(std::string{kind} + "\n" + public_key);
}

Result<OpenerKey> read_opener_key(std::string_view text)
{
    const auto values = read_labelled_text(text, kind, labels);
    if (!values)
        return values.refusal();
    const auto bytes = parse_bytes((*values)[0], box_key_bytes);
    if (!bytes || !is_box_public_key(*bytes))
        return bad_value("public-key");
    OpenerKey key{*bytes, std::nullopt};
    if ((*values)[1] != no_passphrase)
    {
        key.passphrase = read_stretch((*values)[1]);
        if (!key.passphrase)
            return bad_value("passphrase");
    }
    if (to_hex(key.fingerprint()) != (*values)[2])
        return bad_value("fingerprint");
    return key;
}

OpenerKeyPair make_opener_key(Randomness& random)
{
    auto pair = make_box_key_pair(random);
    return {std::move(pair.private_key), {std::move(pair.public_key), std::nullopt}};
}

Result<OpenerKeyPair> make_opener_key(std::string_view passphrase, const PasswordCost& cost,
                                      Randomness& random)
{
    if (const auto good = check_passphrase(passphrase); !good)
        return good.refusal();
    PassphraseStretch stretch{random.bytes(crypto_pwhash_SALTBYTES), cost};
    auto pair = stretched(passphrase, stretch);
    return OpenerKeyPair{std::move(pair.private_key), {std::move(pair.public_key), std::move(stretch)}};
}

Result<SecretBytes> private_key_of(const OpenerKey& key, std::string_view passphrase)
{
    if (!key.passphrase)
        return refuse(Fault::invalid, "sealing.passphrase_unused",
                      "This opener's key lies in a file, not in a passphrase.");
    if (passphrase.size() <= passphrase_bytes_max)
        if (auto pair = stretched(passphrase, *key.passphrase); pair.public_key == key.public_key)
            return std::move(pair.private_key);
    return refuse(Fault::invalid, "sealing.passphrase_false",
                  "This is not the passphrase of this opener's key.");
}

SecretBytes private_key_text(const OpenerKeyPair& pair)
{
    auto encoded = to_base64url(pair.private_key.view());
    const WipeAtEnd wiped_first{encoded};
    std::string text;
    text.reserve(2 * labelled_text_bytes_max); // never moved, so never left behind unwiped
    const WipeAtEnd wiped_second{text};
    text.append(private_kind)
        .append("\n")
        .append(private_labels[0])
        .append(": ")
        .append(encoded)
        .append("\n");
    return SecretBytes::copy_of(text);
}

Result<SecretBytes> read_private_key(std::string_view text)
{
    auto values = read_labelled_text(text, private_kind, private_labels);
    if (!values)
        return values.refusal();
    const WipeAtEnd wiped_first{(*values)[0]};
    auto bytes = parse_bytes((*values)[0], box_key_bytes);
    if (!bytes)
        return bad_value(private_labels[0]);
    const WipeAtEnd wiped_second{*bytes};
    return SecretBytes::copy_of(*bytes);
}

Result<Done> check_passphrase(std::string_view passphrase)
{
    if (!is_utf8(passphrase) || std::any_of(passphrase.begin(), passphrase.end(), is_control) ||
        has_two_forms(passphrase))
        return refuse(Fault::invalid, "sealing.passphrase_letters",
                      "The passphrase has characters that another keyboard would write otherwise.");
    if (passphrase.size() > passphrase_bytes_max || !(is_long(passphrase) || has_words(passphrase)))
        return refuse(Fault::invalid, "sealing.passphrase_weak",
                      "A passphrase has at least 20 characters, or 6 different words of 3 or more.");
    return Done{};
}

} // namespace kori::crypto
