#include "procurement/decision/cites.hpp"

#include <algorithm>
#include <iterator>

namespace kori::decisions
{

namespace
{

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool cites_procurement_act(const LocalText& text)
{
    for (const auto* part : {&text.fi, &text.sv, &text.en})
    {
        std::string plain;
        std::transform(part->begin(), part->end(), std::back_inserter(plain), lowered);
        for (const std::string_view name :
             {"1397/2016", "hankintalak", "hankintalai", "julkisista hankinnoista", "upphandlingslag",
              "offentlig upphandling", "procurement act", "public procurement"})
            if (plain.find(name) != std::string::npos)
                return true;
    }
    return false;
}

} // namespace kori::decisions
