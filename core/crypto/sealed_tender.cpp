#include "core/crypto/sealed_tender.hpp"

#include "core/crypto/labelled_text.hpp"

#include <algorithm>

namespace kori::crypto
{

namespace
{

constexpr std::string_view magic = "KORI-TENDER-1\n";
constexpr std::size_t digest_bytes = 32;
constexpr std::size_t length_bytes = 8;
constexpr char padding_mark = '\x80'; // ISO/IEC 7816-4: the mark, then zeros
// Bound to a piece, so that a part cannot be cut after one.
constexpr std::string_view more_follows{"\0", 1};
constexpr std::string_view is_last_piece{"\1", 1};

std::uint64_t padded(std::uint64_t plain_bytes)
{
    return (plain_bytes / tender_padding_bytes + 1) * tender_padding_bytes;
}

// `field`: version, name, length, header.
Refusal malformed(std::string_view field)
{
    return refuse(Fault::malformed, "sealing.tender_malformed",
                  "This is no sealed tender: its header cannot be read ({field}).")
        .with("field", std::string{field});
}

Refusal other_length()
{
    return refuse(Fault::invalid, "sealing.tender_length", "The sealed tender is not as long as it says.");
}

Refusal altered()
{
    return refuse(Fault::invalid, "sealing.tender_altered",
                  "The sealed tender was altered after sealing, or was not sealed to this key.");
}

// Header without the encapsulated key: what every piece is bound to. The key is bound by the agreement
// itself.
std::string bound_bytes(const TenderHeader& header)
{
    std::string bytes{magic};
    for (const auto* name : {&header.label.competition, &header.label.bidder, &header.label.part})
    {
        bytes += static_cast<char>(name->size());
        bytes += *name;
    }
    bytes += header.competition_key;
    for (std::size_t i = 0; i < length_bytes; ++i)
        bytes += static_cast<char>(header.padded_bytes >> (8 * (length_bytes - 1 - i)) & 0xFFU);
    return bytes;
}

// Takes the first bytes away; nullopt when there are fewer.
std::optional<std::string> take(std::string_view& bytes, std::size_t size)
{
    if (bytes.size() < size)
        return std::nullopt;
    std::string taken{bytes.substr(0, size)};
    bytes.remove_prefix(size);
    return taken;
}

std::optional<std::string> take_name(std::string_view& bytes)
{
    const auto size = take(bytes, 1);
    auto name = size ? take(bytes, static_cast<unsigned char>(size->front())) : std::nullopt;
    return name && is_sealing_name(*name) ? name : std::nullopt;
}

// Only the last piece is padded, and only in its last step.
bool remove_padding(std::string& plain)
{
    const auto end = plain.find_last_not_of('\0');
    if (end == std::string::npos || plain[end] != padding_mark || plain.size() - end > tender_padding_bytes)
        return false;
    plain.resize(end);
    return true;
}

} // namespace

std::string TenderHeader::bytes() const
{
    return bound_bytes(*this) + encapsulated;
}

std::uint64_t TenderHeader::file_bytes() const
{
    const auto pieces = (padded_bytes + tender_piece_bytes - 1) / tender_piece_bytes;
    return bytes().size() + padded_bytes + pieces * box_tag_bytes;
}

Result<TenderHeader> read_tender_header(std::string_view begin)
{
    if (!begin.starts_with(magic))
        return malformed("version");
    begin.remove_prefix(magic.size());
    TenderHeader header;
    for (auto* name : {&header.label.competition, &header.label.bidder, &header.label.part})
    {
        auto found = take_name(begin);
        if (!found)
            return malformed("name");
        *name = std::move(*found);
    }
    const auto fingerprint = take(begin, digest_bytes);
    const auto length = take(begin, length_bytes);
    const auto encapsulated = take(begin, box_key_bytes);
    if (!fingerprint || !length || !encapsulated)
        return malformed("header");
    for (const char byte : *length)
        header.padded_bytes = header.padded_bytes << 8 | static_cast<unsigned char>(byte);
    if (header.padded_bytes == 0 || header.padded_bytes % tender_padding_bytes != 0 ||
        header.padded_bytes > padded(tender_bytes_max))
        return malformed("length");
    header.competition_key = *fingerprint;
    header.encapsulated = *encapsulated;
    return header;
}

Result<Done> check_tender(const TenderHeader& header, const TenderLabel& place, const CompetitionKey& key,
                          std::uint64_t file_bytes)
{
    if (header.label != place)
        return refuse(Fault::invalid, "sealing.other_place",
                      "This was sealed for another competition, bidder or part.");
    if (header.competition_key != key.fingerprint())
        return refuse(Fault::invalid, "sealing.other_competition_key",
                      "This was sealed to another key than the competition's.");
    if (header.file_bytes() != file_bytes)
        return other_length();
    return Done{};
}

TenderWriter::TenderWriter(std::string header, BoxWriter box, std::uint64_t plain_bytes)
    : header_{std::move(header)}, box_{std::move(box)}, left_{plain_bytes}, pending_{tender_piece_bytes}
{
}

Result<TenderWriter> TenderWriter::start(const CompetitionKey& key, std::string_view bidder,
                                         std::string_view part, std::uint64_t plain_bytes, Randomness& random)
{
    for (const auto name : {std::string_view{key.competition}, bidder, part})
        if (!is_sealing_name(name))
            return refuse(Fault::invalid, "sealing.name",
                          "A name here has 1 to 64 letters, digits, hyphens, underscores.");
    if (plain_bytes > tender_bytes_max)
        return refuse(Fault::too_large, "sealing.tender_too_large",
                      "A part of a tender has at most {max} bytes.")
            .with("max", static_cast<std::int64_t>(tender_bytes_max));
    TenderHeader header{{key.competition, std::string{bidder}, std::string{part}},
                        key.fingerprint(),
                        padded(plain_bytes),
                        {}};
    auto box = BoxWriter::start(key.public_key, bound_bytes(header), random);
    if (!box)
        return refuse(Fault::invalid, "sealing.unusable_key", "This public key cannot be sealed to.");
    header.encapsulated = box->encapsulated();
    return TenderWriter{header.bytes(), std::move(*box), plain_bytes};
}

std::string TenderWriter::seal_piece(std::size_t size, bool is_last)
{
    filled_ = 0;
    return box_.seal(pending_.view().substr(0, size), is_last ? is_last_piece : more_follows);
}

std::string TenderWriter::write(std::string_view plain)
{
    PROMISE(plain.size() <= left_);
    left_ -= plain.size();
    std::string sealed;
    while (!plain.empty())
    {
        const auto taken = std::min(plain.size(), tender_piece_bytes - filled_);
        std::copy_n(plain.begin(), taken, pending_.bytes().begin() + static_cast<std::ptrdiff_t>(filled_));
        filled_ += taken;
        plain.remove_prefix(taken);
        if (filled_ == tender_piece_bytes) // padding always follows, so a full piece is never the last
            sealed += seal_piece(tender_piece_bytes, false);
    }
    return sealed;
}

std::string TenderWriter::finish()
{
    PROMISE(left_ == 0);
    const auto size = static_cast<std::size_t>(padded(filled_));
    const auto rest = pending_.bytes().subspan(filled_, size - filled_);
    std::fill(rest.begin(), rest.end(), std::uint8_t{0});
    rest.front() = static_cast<std::uint8_t>(padding_mark);
    return seal_piece(size, true);
}

Result<TenderReader> TenderReader::start(const TenderHeader& header, const TenderLabel& place,
                                         const SecretBytes& private_key)
{
    const CompetitionKey key{place.competition, box_public_key(private_key)};
    if (const auto sound = check_tender(header, place, key, header.file_bytes()); !sound)
        return sound.refusal();
    auto box = BoxReader::start(private_key, header.encapsulated, bound_bytes(header));
    if (!box)
        return altered();
    return TenderReader{std::move(*box), header.padded_bytes};
}

std::size_t TenderReader::next_sealed_bytes() const
{
    return static_cast<std::size_t>(std::min<std::uint64_t>(left_, tender_piece_bytes)) + box_tag_bytes;
}

Result<std::string> TenderReader::open_piece(std::string_view sealed)
{
    const bool is_last = left_ <= tender_piece_bytes;
    auto plain = box_.open(sealed, is_last ? is_last_piece : more_follows);
    if (!plain)
        return altered();
    left_ -= plain->size();
    if (is_last && !remove_padding(*plain))
        return altered();
    return std::move(*plain);
}

Result<std::string> TenderReader::read(std::string_view sealed)
{
    if (is_broken_)
        return altered();
    std::string plain;
    while (!sealed.empty())
    {
        if (left_ == 0)
        {
            is_broken_ = true;
            return other_length();
        }
        const auto wanted = next_sealed_bytes();
        const auto taken = std::min(sealed.size(), wanted - pending_.size());
        pending_.append(sealed.substr(0, taken));
        sealed.remove_prefix(taken);
        if (pending_.size() < wanted)
            break;
        auto piece = open_piece(pending_);
        pending_.clear();
        if (!piece)
        {
            is_broken_ = true;
            return piece.refusal();
        }
        plain += *piece;
    }
    return plain;
}

Result<Done> TenderReader::finish()
{
    if (is_broken_)
        return altered();
    if (left_ != 0)
        return other_length();
    return Done{};
}

Result<std::string> seal_tender(const CompetitionKey& key, std::string_view bidder, std::string_view part,
                                std::string_view plain, Randomness& random)
{
    auto writer = TenderWriter::start(key, bidder, part, plain.size(), random);
    if (!writer)
        return writer.refusal();
    auto file = writer->header();
    file += writer->write(plain);
    file += writer->finish();
    return file;
}

Result<std::string> open_tender(std::string_view file, const TenderLabel& place,
                                const SecretBytes& private_key)
{
    const auto header = read_tender_header(file);
    if (!header)
        return header.refusal();
    auto reader = TenderReader::start(*header, place, private_key);
    if (!reader)
        return reader.refusal();
    if (header->file_bytes() != file.size())
        return other_length();
    auto plain = reader->read(file.substr(header->bytes().size()));
    if (!plain)
        return plain.refusal();
    if (const auto whole = reader->finish(); !whole)
        return whole.refusal();
    return std::move(*plain);
}

} // namespace kori::crypto
