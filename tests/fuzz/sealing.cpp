// What arrives sealed, and the small texts around it: whatever is accepted is written back as the same bytes,
// and nothing opens that was not sealed to this key.
#include "tests/fuzz/one_input.hpp"

#include "core/crypto/locked_share.hpp"
#include "core/crypto/sealed_tender.hpp"

#include <string>

namespace kori::fuzz
{
namespace
{

struct Keys
{
    crypto::SeededRandomness random{"fuzz"};
    crypto::BoxKeyPair pair = crypto::make_box_key_pair(random);
};

bool check_refusal(const Refusal& refusal)
{
    PROMISE(refusal.rule.starts_with("sealing."));
    PROMISE(refusal.fault == Fault::malformed || refusal.fault == Fault::invalid);
    return false;
}

bool check_tender(const Keys& keys, std::string_view bytes)
{
    const auto header = crypto::read_tender_header(bytes);
    if (!header)
        return check_refusal(header.refusal());
    const auto begin = header->bytes();
    PROMISE(begin.size() <= crypto::tender_header_bytes_max && bytes.starts_with(begin));
    PROMISE(header->file_bytes() > begin.size() + header->padded_bytes);
    const auto plain = crypto::open_tender(bytes, header->label, keys.pair.private_key);
    PROMISE(!plain && !check_refusal(plain.refusal()));
    return true;
}

template <class T>
bool check_text(const Result<T>& read, std::string_view bytes)
{
    if (!read)
        return check_refusal(read.refusal());
    PROMISE(read->text() == bytes);
    return true;
}

bool check_texts(const Keys& keys, std::string_view bytes)
{
    const auto locked = crypto::read_locked_share(bytes);
    if (check_text(locked, bytes))
        PROMISE(!crypto::open_share(*locked, keys.pair.private_key));
    const auto opened = crypto::read_opened_share(bytes);
    if (opened)
        PROMISE(crypto::opened_share_text(opened->competition, opened->share).view() == bytes);
    const auto private_key = crypto::read_private_key(bytes);
    PROMISE(!private_key || private_key->size() == crypto::box_key_bytes);
    const auto passphrase = crypto::check_passphrase(bytes);
    PROMISE(passphrase || !check_refusal(passphrase.refusal()));
    const bool is_key = check_text(crypto::read_competition_key(bytes), bytes);
    return check_text(crypto::read_opener_key(bytes), bytes) || is_key || locked || opened || private_key;
}

} // namespace

bool one_input(std::string_view bytes)
{
    static const Keys keys;
    const bool is_tender = check_tender(keys, bytes);
    return check_texts(keys, bytes) || is_tender;
}

} // namespace kori::fuzz
