// Grounds of exclusion (poissulkemisperusteet): which there are on a day, by which class, and what they are
// called (1397/2016 §80, §81). Class, source and ESPD code are dated data of
// config/law/exclusion_grounds.json.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

class LawBook;

enum class GroundClass
{
    mandatory,     // §80: has to be shut out; lapses five years after the final judgment (T29)
    discretionary, // §81: may be shut out; lapses three years after the event (T29)
};
std::string_view code_of(GroundClass ground_class);

struct ExclusionGround
{
    std::string code; // ours: "bribery"
    LocalText name;
    GroundClass ground_class;
    std::string espd; // code of the ESPD's list of exclusion grounds; several of ours may share one
    std::string source;
};
// Those of that day, in the order of the law. Throws LawMissing when a ground of the data has no name here,
// or a class that does not exist.
std::vector<ExclusionGround> exclusion_grounds(CivilDate day, const LawBook& law);
std::optional<ExclusionGround> find_ground(std::string_view code, CivilDate day, const LawBook& law);

} // namespace kori
