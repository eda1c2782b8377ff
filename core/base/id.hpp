// Identifiers that cannot be swapped: 16 bytes, shown as a prefix and 26 base-32 characters ("ofr_01j9z3…").
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kori
{

using IdBytes = std::array<std::uint8_t, 16>;

// 26 characters of lower-case Crockford base 32 (no i, l, o, u); text order equals byte order.
std::string encode_id(std::string_view prefix, const IdBytes& bytes);
std::optional<IdBytes> decode_id(std::string_view prefix, std::string_view text);

// A tag names its prefix. `is_secret` means: the id stands for a person, so it is purely random (time leaks)
// and has no ordinary text form; what must write it says so with revealed().
template <class Tag>
concept SecretTag = requires { requires Tag::is_secret; };

template <class Tag>
class Id
{
public:
    explicit constexpr Id(const IdBytes& bytes) : bytes_{bytes} {}

    static std::optional<Id> parse(std::string_view text)
    {
        const auto bytes = decode_id(Tag::prefix, text);
        if (!bytes)
            return std::nullopt;
        return Id{*bytes};
    }

    std::string text() const
        requires(!SecretTag<Tag>)
    {
        return encode_id(Tag::prefix, bytes_);
    }
    // The text form of a person's id, for the database and the owner's own API view. Never for logs.
    std::string revealed() const
        requires SecretTag<Tag>
    {
        return encode_id(Tag::prefix, bytes_);
    }

    constexpr const IdBytes& bytes() const { return bytes_; }
    constexpr auto operator<=>(const Id&) const = default;

private:
    IdBytes bytes_;
};

template <class Tag>
std::string stored_text(const Id<Tag>& id)
{
    return encode_id(Tag::prefix, id.bytes());
}

// The kernel's own identifiers.
struct OrganisationTag
{
    static constexpr std::string_view prefix = "org";
};
struct UserTag
{
    static constexpr std::string_view prefix = "usr";
};
struct MembershipTag
{
    static constexpr std::string_view prefix = "mbr";
};
struct EntryTag
{
    static constexpr std::string_view prefix = "jnl";
};
using OrganisationId = Id<OrganisationTag>;
using UserId = Id<UserTag>;
using MembershipId = Id<MembershipTag>;
using EntryId = Id<EntryTag>;

} // namespace kori
