// The code that a coach gives and a customer types: short, told once, kept as a keyed hash.
#pragma once

#include "core/base/ambient.hpp"
#include "core/crypto/keyring.hpp"

#include <string>
#include <string_view>

namespace kori::choices
{

std::string make_code(Randomness& random); // "7KQ2-M4XW-93TZ"
// The same for every way of writing the code that is read as the same.
std::string code_hash(const crypto::Keyring& keys, std::string_view code);

} // namespace kori::choices
