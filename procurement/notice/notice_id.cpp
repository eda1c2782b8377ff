#include "procurement/notice/notice_id.hpp"

#include "core/base/text.hpp"
#include "core/crypto/crypto.hpp"

namespace kori::notice
{

std::string derived_uuid(std::string_view kind, std::string_view own_id)
{
    std::string named = "kori/notice/1\n";
    named.append(kind).append("\n").append(own_id);
    std::string bytes = crypto::sha256(named).substr(0, 16);
    const auto set = [&bytes](std::size_t at, unsigned keep, unsigned bits)
    { bytes[at] = static_cast<char>((static_cast<unsigned char>(bytes[at]) & keep) | bits); };
    set(6, 0x0f, 0x40); // version 4
    set(8, 0x3f, 0x80); // variant of RFC 9562
    std::string text = to_hex(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        text.insert(at, 1, '-');
    return text;
}

} // namespace kori::notice
