// Everything an action may learn besides its arguments and the database. Now, randomness and law are
// arguments, so a seeded year of the marketplace replays byte for byte.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/instant.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace kori
{

class LawBook;

// Random bytes: from the system generator in production, seeded in tests.
class Randomness
{
public:
    virtual ~Randomness() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;

    std::string bytes(std::size_t count)
    {
        std::string text(count, '\0');
        fill({reinterpret_cast<std::uint8_t*>(text.data()), count});
        return text;
    }
};

// The wall clock. Read by the bridge only (core/http/guarded_call, core/net); every reading is later than the
// last one, so that what happened in one transaction after another is recorded in that order.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

struct Ambient
{
    Instant received_at; // the whole request had arrived; decides deadlines
    Instant now;         // one reading, for recording; two rows of one action never disagree
    Randomness& random;
    const LawBook& law; // values by name and date

    mutable std::uint16_t serial = 0; // keeps the ids of one action in the order in which they were made

    CivilDate today() const { return finnish_date(now); }

    // Time-ordered: 48 bits of milliseconds, 16 of serial, 64 random. Purely random for persons, whose time
    // would leak.
    template <class Tag>
    Id<Tag> next() const
    {
        IdBytes bytes{};
        random.fill(bytes);
        if constexpr (!SecretTag<Tag>)
        {
            const auto millis = static_cast<std::uint64_t>(now.micros / 1'000);
            for (std::size_t i = 0; i < 6; ++i)
                bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
            bytes[6] = static_cast<std::uint8_t>(serial >> 8);
            bytes[7] = static_cast<std::uint8_t>(serial & 0xff);
            ++serial;
        }
        return Id<Tag>{bytes};
    }
};

} // namespace kori
