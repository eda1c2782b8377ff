#include "core/crypto/crypto.hpp"

#include "core/base/promise.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>

namespace kori::crypto
{

namespace
{

constexpr std::size_t digest_bytes = 32;

const unsigned char* raw(std::string_view bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::string& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

void need_sodium()
{
    static const bool is_ready = sodium_init() >= 0;
    if (!is_ready)
        throw CryptoError{"libsodium could not start"};
}

// Fetched once: a fetch at each call costs more than a short hash.
const EVP_MD* sha256_method()
{
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (method == nullptr)
        throw CryptoError{"OpenSSL has no SHA-256"};
    return method;
}

class SystemRandomness : public Randomness
{
public:
    void fill(std::span<std::uint8_t> bytes) override
    {
        need_sodium();
        randombytes_buf(bytes.data(), bytes.size());
    }
};

} // namespace

std::string sha256(std::string_view bytes)
{
    std::string digest(digest_bytes, '\0');
    if (EVP_Digest(bytes.data(), bytes.size(), raw(digest), nullptr, sha256_method(), nullptr) != 1)
        throw CryptoError{"SHA-256 failed"};
    return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes)
{
    need_sodium();
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, raw(key), key.size());
    crypto_auth_hmacsha256_update(&state, raw(bytes), bytes.size());
    std::string code(digest_bytes, '\0');
    crypto_auth_hmacsha256_final(&state, raw(code));
    sodium_memzero(&state, sizeof state);
    return code;
}

std::string hkdf_sha256(std::string_view secret, std::string_view salt, std::string_view info,
                        std::size_t length)
{
    PROMISE(length <= 255 * digest_bytes); // RFC 5869 §2.3
    const std::string no_salt(digest_bytes, '\0');
    const std::string extracted = hmac_sha256(salt.empty() ? std::string_view{no_salt} : salt, secret);

    std::string result;
    std::string block;
    for (unsigned char counter = 1; result.size() < length; ++counter)
    {
        block.append(info);
        block += static_cast<char>(counter);
        block = hmac_sha256(extracted, block);
        result += block;
    }
    result.resize(length);
    return result;
}

bool equal_in_constant_time(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string seal(std::string_view key, std::string_view plain, std::string_view bound_to, Randomness& random)
{
    PROMISE(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    need_sodium();
    std::string sealed = random.bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const std::string nonce = sealed;
    sealed.resize(nonce.size() + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + nonce.size(), nullptr, raw(plain), plain.size(),
                                               raw(bound_to), bound_to.size(), nullptr, raw(nonce), raw(key));
    return sealed;
}

std::optional<std::string> open(std::string_view key, std::string_view sealed, std::string_view bound_to)
{
    PROMISE(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    need_sodium();
    constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (sealed.size() < nonce_bytes + tag_bytes)
        return std::nullopt;
    std::string plain(sealed.size() - nonce_bytes - tag_bytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(sealed) + nonce_bytes,
                                                   sealed.size() - nonce_bytes, raw(bound_to),
                                                   bound_to.size(), raw(sealed), raw(key)) != 0)
        return std::nullopt;
    return plain;
}

SigningKey signing_key_from_seed(std::string_view seed)
{
    PROMISE(seed.size() == crypto_sign_ed25519_SEEDBYTES);
    need_sodium();
    std::string public_key(crypto_sign_ed25519_PUBLICKEYBYTES, '\0');
    std::string secret(crypto_sign_ed25519_SECRETKEYBYTES, '\0');
    crypto_sign_ed25519_seed_keypair(raw(public_key), raw(secret), raw(seed));
    sodium_memzero(secret.data(), secret.size());
    return {std::string{seed}, public_key};
}

std::string sign(const SigningKey& key, std::string_view message)
{
    PROMISE(key.seed.size() == crypto_sign_ed25519_SEEDBYTES);
    PROMISE(key.public_key.size() == crypto_sign_ed25519_PUBLICKEYBYTES);
    need_sodium();
    std::string secret = key.seed + key.public_key; // libsodium's form of a secret key
    std::string signature(crypto_sign_ed25519_BYTES, '\0');
    crypto_sign_ed25519_detached(raw(signature), nullptr, raw(message), message.size(), raw(secret));
    sodium_memzero(secret.data(), secret.size());
    return signature;
}

bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature)
{
    if (public_key.size() != crypto_sign_ed25519_PUBLICKEYBYTES ||
        signature.size() != crypto_sign_ed25519_BYTES)
        return false;
    need_sodium();
    return crypto_sign_ed25519_verify_detached(raw(signature), raw(message), message.size(),
                                               raw(public_key)) == 0;
}

std::string hash_password(std::string_view password, const PasswordCost& cost)
{
    need_sodium();
    std::string encoded(crypto_pwhash_argon2id_STRBYTES, '\0');
    if (crypto_pwhash_argon2id_str(encoded.data(), password.data(), password.size(), cost.operations,
                                   cost.memory_bytes) != 0)
        throw CryptoError{"Argon2id got no memory"};
    encoded.resize(encoded.find('\0'));
    return encoded;
}

bool verify_password(std::string_view encoded, std::string_view password)
{
    if (encoded.size() >= crypto_pwhash_argon2id_STRBYTES)
        return false;
    need_sodium();
    const std::string terminated{encoded};
    return crypto_pwhash_argon2id_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

Randomness& system_randomness()
{
    static SystemRandomness random;
    return random;
}

void SeededRandomness::fill(std::span<std::uint8_t> bytes)
{
    std::size_t filled = 0;
    while (filled < bytes.size())
    {
        if (left_.empty())
        {
            std::string block(8, '\0');
            for (std::size_t i = 0; i < block.size(); ++i)
                block[i] = static_cast<char>(static_cast<unsigned char>(counter_ >> (56 - 8 * i)));
            ++counter_;
            left_ = hmac_sha256(seed_, block);
        }
        const std::size_t taken = std::min(left_.size(), bytes.size() - filled);
        std::copy_n(left_.begin(), taken, bytes.begin() + static_cast<std::ptrdiff_t>(filled));
        left_.erase(0, taken);
        filled += taken;
    }
}

} // namespace kori::crypto
