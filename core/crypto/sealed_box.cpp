#include "core/crypto/sealed_box.hpp"

#include "core/base/promise.hpp"
#include "core/crypto/crypto.hpp"

#include <sodium.h>

namespace kori::crypto
{

namespace
{

constexpr std::size_t nonce_bytes = crypto_aead_chacha20poly1305_ietf_NPUBBYTES;

// The identifiers of RFC 9180 §7: KEM 0x0020, KDF 0x0001, AEAD 0x0003.
constexpr std::string_view kem_suite{"KEM\x00\x20", 5};
constexpr std::string_view hpke_suite{"HPKE\x00\x20\x00\x01\x00\x03", 10};

const unsigned char* raw(std::string_view bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::string& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::size_t size = 0;
    for (const auto part : parts)
        size += part.size();
    std::string all;
    all.reserve(size); // never moved, so never left behind unwiped
    for (const auto part : parts)
        all += part;
    return all;
}

// One HMAC is all that RFC 5869 needs here: no output is longer than the hash.
SecretBytes keyed_hash(std::string_view key, std::string message)
{
    const WipeAtEnd input{message};
    auto hash = hmac_sha256(key, message);
    const WipeAtEnd output{hash};
    return SecretBytes::copy_of(hash);
}

// LabeledExtract and LabeledExpand of RFC 9180 §4.
SecretBytes extract(std::string_view suite, std::string_view salt, std::string_view label,
                    std::string_view secret)
{
    return keyed_hash(salt, joined({"HPKE-v1", suite, label, secret}));
}

SecretBytes expand(std::string_view suite, const SecretBytes& key, std::string_view label,
                   std::string_view info, std::size_t length)
{
    PROMISE(length <= key.size());
    const char size[] = {'\0', static_cast<char>(length)};
    const auto block =
        keyed_hash(key.view(), joined({{size, sizeof size}, "HPKE-v1", suite, label, info, "\x01"}));
    return SecretBytes::copy_of(block.view().substr(0, length));
}

// ExtractAndExpand of RFC 9180 §4.1 over what both sides agree on; nullopt for a point of small order.
std::optional<SecretBytes> agree(const SecretBytes& private_key, std::string_view other_public_key,
                                 std::string_view encapsulated, std::string_view receiver_public_key)
{
    SecretBytes agreed{crypto_scalarmult_curve25519_BYTES};
    if (crypto_scalarmult_curve25519(agreed.bytes().data(), private_key.bytes().data(),
                                     raw(other_public_key)) != 0)
        return std::nullopt;
    const auto context = joined({encapsulated, receiver_public_key});
    return expand(kem_suite, extract(kem_suite, "", "eae_prk", agreed.view()), "shared_secret", context,
                  box_key_bytes);
}

} // namespace

BoxKeyPair make_box_key_pair(Randomness& random)
{
    return box_key_pair_from_seed(SecretBytes::random(box_key_bytes, random));
}

BoxKeyPair box_key_pair_from_seed(const SecretBytes& seed)
{
    PROMISE(seed.size() >= box_key_bytes);
    auto private_key =
        expand(kem_suite, extract(kem_suite, "", "dkp_prk", seed.view()), "sk", "", box_key_bytes);
    auto public_key = box_public_key(private_key);
    return {std::move(private_key), std::move(public_key)};
}

std::string box_public_key(const SecretBytes& private_key)
{
    PROMISE(private_key.size() == box_key_bytes);
    std::string public_key(box_key_bytes, '\0');
    PROMISE(crypto_scalarmult_curve25519_base(raw(public_key), private_key.bytes().data()) == 0);
    return public_key;
}

bool is_box_public_key(std::string_view public_key)
{
    if (public_key.size() != box_key_bytes)
        return false;
    const SecretBytes any{box_key_bytes}; // X25519 makes a valid scalar of zeros too
    SecretBytes agreed{crypto_scalarmult_curve25519_BYTES};
    return crypto_scalarmult_curve25519(agreed.bytes().data(), any.bytes().data(), raw(public_key)) == 0;
}

// KeySchedule of RFC 9180 §5.1 in base mode: no pre-shared key.
BoxSchedule::BoxSchedule(const SecretBytes& shared, std::string_view info)
    : key_{box_key_bytes}, first_nonce_{nonce_bytes}
{
    const auto no_id = extract(hpke_suite, "", "psk_id_hash", "");
    const auto label = extract(hpke_suite, "", "info_hash", info);
    const auto context = joined({{"\0", 1}, no_id.view(), label.view()});
    const auto secret = extract(hpke_suite, shared.view(), "secret", "");
    key_ = expand(hpke_suite, secret, "key", context, box_key_bytes);
    first_nonce_ = expand(hpke_suite, secret, "base_nonce", context, nonce_bytes);
}

std::string BoxSchedule::next_nonce() const
{
    std::string nonce{first_nonce_.view()};
    for (std::size_t i = 0; i < 8; ++i)
        raw(nonce)[nonce_bytes - 1 - i] ^= static_cast<unsigned char>(pieces_ >> (8 * i));
    return nonce;
}

std::string BoxSchedule::seal(std::string_view plain, std::string_view bound_to)
{
    const auto nonce = next_nonce();
    ++pieces_;
    std::string sealed(plain.size() + box_tag_bytes, '\0');
    crypto_aead_chacha20poly1305_ietf_encrypt(raw(sealed), nullptr, raw(plain), plain.size(), raw(bound_to),
                                              bound_to.size(), nullptr, raw(nonce), key_.bytes().data());
    return sealed;
}

std::optional<std::string> BoxSchedule::open(std::string_view sealed, std::string_view bound_to)
{
    if (sealed.size() < box_tag_bytes)
        return std::nullopt;
    const auto nonce = next_nonce();
    std::string plain(sealed.size() - box_tag_bytes, '\0');
    if (crypto_aead_chacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(sealed), sealed.size(),
                                                  raw(bound_to), bound_to.size(), raw(nonce),
                                                  key_.bytes().data()) != 0)
        return std::nullopt;
    ++pieces_;
    return plain;
}

std::optional<BoxWriter> BoxWriter::start(std::string_view public_key, std::string_view info,
                                          Randomness& random)
{
    if (public_key.size() != box_key_bytes)
        return std::nullopt;
    const auto passing = make_box_key_pair(random);
    const auto shared = agree(passing.private_key, public_key, passing.public_key, public_key);
    if (!shared)
        return std::nullopt;
    return BoxWriter{passing.public_key, BoxSchedule{*shared, info}};
}

std::optional<BoxReader> BoxReader::start(const SecretBytes& private_key, std::string_view encapsulated,
                                          std::string_view info)
{
    PROMISE(private_key.size() == box_key_bytes);
    if (encapsulated.size() != box_key_bytes)
        return std::nullopt;
    const auto shared = agree(private_key, encapsulated, encapsulated, box_public_key(private_key));
    if (!shared)
        return std::nullopt;
    return BoxReader{BoxSchedule{*shared, info}};
}

} // namespace kori::crypto
