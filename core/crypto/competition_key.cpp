#include "core/crypto/competition_key.hpp"

#include "core/base/text.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/labelled_text.hpp"
#include "core/crypto/sealed_box.hpp"

namespace kori::crypto
{

namespace
{

constexpr std::string_view kind = "KORI-COMPETITION-KEY-1";
constexpr std::string_view labels[] = {"competition", "public-key", "fingerprint"};

} // namespace

std::string CompetitionKey::text() const
{
    return labelled_text(kind, {{"competition", competition},
                                {"public-key", to_base64url(public_key)},
                                {"fingerprint", to_hex(fingerprint())}});
}

std::string CompetitionKey::fingerprint() const
{
    // A name has no line break, so no two contents give one text.
    return sha256(std::string{kind} + "\n" + competition + "\n" + public_key);
}

Result<CompetitionKey> read_competition_key(std::string_view text)
{
    const auto values = read_labelled_text(text, kind, labels);
    if (!values)
        return values.refusal();
    const auto& competition = (*values)[0];
    const auto& fingerprint = (*values)[2];
    const auto bytes = parse_bytes((*values)[1], box_key_bytes);
    if (!is_sealing_name(competition))
        return bad_value("competition");
    if (!bytes || !is_box_public_key(*bytes))
        return bad_value("public-key");
    CompetitionKey key{competition, *bytes};
    if (to_hex(key.fingerprint()) != fingerprint)
        return bad_value("fingerprint");
    return key;
}

std::string spoken_fingerprint(std::string_view fingerprint)
{
    const auto digits = to_hex(fingerprint);
    std::string spoken;
    for (std::size_t i = 0; i < digits.size(); ++i)
    {
        if (i > 0 && i % 4 == 0)
            spoken += ' ';
        spoken += digits[i];
    }
    return spoken;
}

} // namespace kori::crypto
