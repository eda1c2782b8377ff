// The law as it stands in config/law, and moments of the Finnish clock.
#pragma once

#include "core/reference/law_file.hpp"
#include "procurement/limit/limit.hpp"

namespace kori::samples
{

inline const LawBook& law_of_the_tree()
{
    static const LawBook book = load_law("config/law");
    return book;
}

// A moment with its offset: "2026-03-29T03:30:00+03:00".
inline Instant at(std::string_view text)
{
    const auto moment = parse_instant(text);
    PROMISE(moment.has_value());
    return *moment;
}

inline CivilDate on(std::string_view text)
{
    const auto day = parse_date(text);
    PROMISE(day.has_value());
    return *day;
}

} // namespace kori::samples
