#include "core/base/tar.hpp"

#include "core/base/promise.hpp"
#include "core/base/text.hpp"

#include <algorithm>

namespace kori
{
namespace
{

constexpr std::size_t block = 512;
constexpr std::size_t name_max = 100;   // of the field; longer names go into the field "prefix", too
constexpr std::size_t prefix_max = 155; // bytes of that field
constexpr std::uint64_t size_max = 077'777'777'777;

// Fields of the header: place and length in bytes.
constexpr std::size_t size_at = 124, size_bytes = 11;
constexpr std::size_t checksum_at = 148;
constexpr std::size_t prefix_at = 345;

std::string octal(std::uint64_t number, std::size_t digits)
{
    std::string text(digits, '0');
    for (auto i = digits; i > 0; --i, number >>= 3)
        text[i - 1] = static_cast<char>('0' + (number & 7));
    return text;
}

std::string header_of(std::string_view name, std::uint64_t size)
{
    // The last slash at which both pieces fit their fields.
    std::size_t cut = 0;
    if (name.size() > name_max)
    {
        cut = name.rfind('/', prefix_max);
        PROMISE(cut != std::string_view::npos && name.size() - cut - 1 <= name_max);
    }
    std::string header(block, '\0');
    const auto put = [&](std::size_t at, std::string_view text) { header.replace(at, text.size(), text); };
    put(0, cut == 0 ? name : name.substr(cut + 1));
    put(100, "0000600");
    put(108, "0000000");
    put(116, "0000000");
    put(size_at, octal(size, size_bytes));
    put(136, "00000000000"); // no time: the manifest tells it
    put(checksum_at, "        ");
    put(156, "0");
    put(257, std::string_view{"ustar\00000", 8});
    put(329, "0000000");
    put(337, "0000000");
    put(prefix_at, name.substr(0, cut));
    std::uint64_t sum = 0;
    for (const auto c : header)
        sum += static_cast<unsigned char>(c);
    put(checksum_at, octal(sum, 6) + std::string{"\0 ", 2});
    return header;
}

std::string text_at(const std::string& header, std::size_t at, std::size_t length)
{
    const auto field = header.substr(at, length);
    return field.substr(0, field.find('\0'));
}

bool is_empty(const std::string& bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

std::size_t padding_of(std::uint64_t size)
{
    return (block - size % block) % block;
}

} // namespace

bool is_archive_name(std::string_view name)
{
    if (name.empty() || name.size() > 200)
        return false;
    const auto is_allowed = [](char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-' || c == '/';
    };
    const auto parts = split_text(name, '/');
    return std::all_of(name.begin(), name.end(), is_allowed) &&
           std::all_of(parts.begin(), parts.end(), [](const std::string& part)
                       { return !part.empty() && part != "." && part != ".." && part.size() <= name_max; });
}

void TarWriter::add(std::string_view name, std::string_view bytes)
{
    PROMISE(is_archive_name(name) && bytes.size() <= size_max);
    out_ << header_of(name, bytes.size()) << bytes << std::string(padding_of(bytes.size()), '\0');
}

void TarWriter::finish()
{
    out_ << std::string(2 * block, '\0');
}

std::optional<TarFile> TarReader::broken(std::string sentence)
{
    fault_ = std::move(sentence);
    return std::nullopt;
}

bool TarReader::take(std::string& bytes, std::size_t count)
{
    bytes.resize(count);
    in_.read(bytes.data(), static_cast<std::streamsize>(count));
    offset_ += count;
    return static_cast<std::size_t>(in_.gcount()) == count;
}

std::optional<TarFile> TarReader::next()
{
    const auto here = "at byte " + std::to_string(offset_);
    std::string header;
    if (!take(header, block))
        return broken("The archive is cut off " + here + ".");
    if (is_empty(header))
    {
        std::string last;
        if (!take(last, block) || !is_empty(last))
            return broken("The end of the archive is not as it was written, " + here + ".");
        if (in_.peek() != std::istream::traits_type::eof())
            return broken("Something stands behind the end of the archive.");
        return std::nullopt;
    }

    std::uint64_t size = 0;
    for (const auto c : text_at(header, size_at, size_bytes))
        size = size * 8 + (static_cast<std::uint64_t>(c) & 7);
    const auto prefix = text_at(header, prefix_at, prefix_max);
    TarFile file{(prefix.empty() ? "" : prefix + "/") + text_at(header, 0, name_max), {}};
    // Only the header that this name and size have: every changed byte of it shows.
    if (!is_archive_name(file.name) || (file.name.size() > name_max && prefix.empty()) ||
        header != header_of(file.name, size))
        return broken("The header " + here + " is not as it was written.");
    if (size > file_bytes_max_)
        return broken("The file " + file.name + " is larger than is read.");
    std::string padding;
    if (!take(file.bytes, static_cast<std::size_t>(size)) || !take(padding, padding_of(size)))
        return broken("The file " + file.name + " is cut off.");
    if (!is_empty(padding))
        return broken("Something stands behind the content of the file " + file.name + ".");
    return file;
}

} // namespace kori
