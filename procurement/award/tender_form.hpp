// The form of an opened tender: price and promises. Whoever sealed it wrote it, so anything can stand in it.
#pragma once

#include "procurement/competition/criteria.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kori::awards
{

struct TenderForm
{
    Money price; // comparison price, without VAT; 0 or more
    std::vector<PromisedAmount> promises;
};

// Nothing: it cannot be read as a form, so the tender cannot be compared.
std::optional<TenderForm> read_form(std::string_view content);

} // namespace kori::awards
