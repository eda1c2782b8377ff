#include "core/journal/evidence.hpp"

#include "core/base/text.hpp"
#include "core/json/reader.hpp"

namespace kori::journal
{

namespace
{

std::optional<std::string> bytes_in(const json::Value* value)
{
    return value != nullptr && value->is_text() ? from_base64(value->text()) : std::nullopt;
}

} // namespace

std::optional<Evidence> read_evidence(std::string_view text)
{
    const auto value = json::read(text);
    if (!value || !value->is_object())
        return std::nullopt;
    // A receipt holds the proof of its entry.
    const auto* inner = value->find("proof");
    const auto& found = inner != nullptr && inner->is_object() ? *inner : *value;

    const auto leaf = bytes_in(found.find("leaf"));
    const auto* number = found.find("number");
    const auto* proof = found.find("proof");
    const auto* checkpoint = found.find("checkpoint");
    if (!leaf || number == nullptr || !number->is_integer() || proof == nullptr || !proof->is_array() ||
        checkpoint == nullptr || !checkpoint->is_text())
        return std::nullopt;
    Evidence evidence{*leaf, number->integer(), {}, checkpoint->text()};
    for (const auto& item : proof->array())
    {
        auto hash = bytes_in(&item);
        if (!hash)
            return std::nullopt;
        evidence.proof.push_back(std::move(*hash));
    }
    return evidence;
}

} // namespace kori::journal
