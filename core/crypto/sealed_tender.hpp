// KORI-TENDER-1: one part of a tender, sealed to its competition's public key (docs/sealing.md has the format
// for whoever writes it elsewhere). Act 1397/2016 §64(3): nobody reads a tender before the deadline. It is
// sealed and opened as a stream; a piece is 64 KiB.
#pragma once

#include "core/crypto/competition_key.hpp"
#include "core/crypto/sealed_box.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kori::crypto
{

constexpr std::size_t tender_piece_bytes = 65'536;
// The length is told in these steps only: the exact one of a short form would tell how many digits a price
// has.
constexpr std::size_t tender_padding_bytes = 4'096;
constexpr std::uint64_t tender_bytes_max = 1'024 * 1'048'576ULL; // of one plain part; ours
constexpr std::size_t tender_header_bytes_max = 14 + 3 * 65 + 32 + 8 + 32;

// Where the part belongs; bound to every byte of it. So it cannot be moved to another competition, handed in
// as another bidder's, or exchanged with another part (price for quality). Names: see is_sealing_name.
struct TenderLabel
{
    std::string competition;
    std::string bidder;
    std::string part; // as the call names it; not secret
    bool operator==(const TenderLabel&) const = default;
};

struct TenderHeader
{
    TenderLabel label;
    std::string competition_key;    // fingerprint, 32 bytes
    std::uint64_t padded_bytes = 0; // a multiple of the padding, at least one
    std::string encapsulated;       // 32 bytes

    std::string bytes() const;
    std::uint64_t file_bytes() const; // of the whole sealed part
    bool operator==(const TenderHeader&) const = default;
};
// From the first bytes of a file (tender_header_bytes_max are enough). Nothing is proven yet: without the
// private key anybody can write a header. sealing.tender_malformed.
Result<TenderHeader> read_tender_header(std::string_view begin);

// What the server asks before it takes a part in, without any key: it names this place and this key, and is
// as long as it says. sealing.tender_malformed, other_place, other_competition_key, tender_length.
Result<Done> check_tender(const TenderHeader& header, const TenderLabel& place, const CompetitionKey& key,
                          std::uint64_t file_bytes);

class TenderWriter
{
public:
    // plain_bytes: how many will be written. sealing.name, unusable_key, tender_too_large.
    static Result<TenderWriter> start(const CompetitionKey& key, std::string_view bidder,
                                      std::string_view part, std::uint64_t plain_bytes, Randomness& random);

    const std::string& header() const { return header_; } // these bytes come first
    std::string write(std::string_view plain);            // what is ready of the sealed part, perhaps nothing
    std::string finish(); // the rest. PROMISEs that as much was written as was announced

private:
    TenderWriter(std::string header, BoxWriter box, std::uint64_t plain_bytes);
    std::string seal_piece(std::size_t size, bool is_last);

    std::string header_;
    BoxWriter box_;
    std::uint64_t left_;  // plain bytes still to come
    SecretBytes pending_; // the piece that is being filled
    std::size_t filled_ = 0;
};

class TenderReader
{
public:
    // sealing.other_competition_key, sealing.other_place, sealing.tender_altered.
    static Result<TenderReader> start(const TenderHeader& header, const TenderLabel& place,
                                      const SecretBytes& private_key);

    // The next bytes after the header. What it gives is authentic, but the part is whole only after finish().
    // sealing.tender_altered, tender_length; after a refusal every call refuses.
    Result<std::string> read(std::string_view sealed);
    Result<Done> finish(); // sealing.tender_length: the end is missing

private:
    TenderReader(BoxReader box, std::uint64_t padded_bytes) : box_{std::move(box)}, left_{padded_bytes} {}
    Result<std::string> open_piece(std::string_view sealed);
    std::size_t next_sealed_bytes() const;

    BoxReader box_;
    std::uint64_t left_; // padded bytes still to come
    std::string pending_;
    bool is_broken_ = false;
};

// The whole of a part at once.
Result<std::string> seal_tender(const CompetitionKey& key, std::string_view bidder, std::string_view part,
                                std::string_view plain, Randomness& random);
Result<std::string> open_tender(std::string_view file, const TenderLabel& place,
                                const SecretBytes& private_key);

} // namespace kori::crypto
