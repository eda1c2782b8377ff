#include "core/http/cursor.hpp"

#include "core/crypto/crypto.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/environment.hpp"
#include "core/http/route.hpp"

#include <charconv>

namespace kori::http
{
namespace
{

constexpr std::size_t tag_bytes = 16;

std::string tag_of(std::string_view key, std::string_view bound_to, std::string_view payload)
{
    auto tag = crypto::hmac_sha256(key, std::string{bound_to} + '\0' + std::string{payload});
    tag.resize(tag_bytes);
    return tag;
}

std::string bound_to(const Call& call)
{
    const auto path = call.request.target.substr(0, call.request.target.find('?'));
    return path + "\n" + (call.actor.organisation ? call.actor.organisation->text() : std::string{});
}

} // namespace

std::string encode_cursor(std::string_view key, std::string_view bound,
                          const std::vector<std::string>& keyset)
{
    std::string payload;
    for (const auto& part : keyset)
    {
        PROMISE(part.find('\0') == std::string::npos);
        payload += part;
        payload += '\0';
    }
    return to_base64url(tag_of(key, bound, payload) + payload);
}

std::optional<std::vector<std::string>> decode_cursor(std::string_view key, std::string_view bound,
                                                      std::string_view cursor, std::size_t fields)
{
    if (cursor.size() > 2'000)
        return std::nullopt;
    const auto bytes = from_base64url(cursor);
    if (!bytes || bytes->size() <= tag_bytes)
        return std::nullopt;
    const auto payload = std::string_view{*bytes}.substr(tag_bytes);
    if (!crypto::equal_in_constant_time(std::string_view{*bytes}.substr(0, tag_bytes),
                                        tag_of(key, bound, payload)))
        return std::nullopt;
    auto parts = split_text(payload, '\0');
    parts.pop_back(); // the payload ends with a separator
    if (parts.size() != fields)
        return std::nullopt;
    return parts;
}

Result<PageWish> page_of(const Call& call, std::size_t fields)
{
    PageWish page;
    page.after.assign(fields, "");
    if (const auto limit = call.query_text("limit"))
        std::from_chars(limit->data(), limit->data() + limit->size(), page.limit); // its form was checked
    if (const auto after = call.query_text("after"))
    {
        auto keyset = decode_cursor(call.environment.keys.cursor_key(), bound_to(call), *after, fields);
        if (!keyset)
            return refuse(Fault::invalid, "http.bad_cursor", "This cursor does not belong to this list.")
                .in({{"?after", "http.bad_cursor", "This cursor does not belong to this list.", {}}});
        page.after = std::move(*keyset);
    }
    return page;
}

std::string next_cursor(const Call& call, const std::vector<std::string>& keyset)
{
    return encode_cursor(call.environment.keys.cursor_key(), bound_to(call), keyset);
}

} // namespace kori::http
