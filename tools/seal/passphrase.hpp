// A passphrase from the terminal, or from a file descriptor. Never from the command line: others see that.
#pragma once

#include "core/crypto/secret_bytes.hpp"

#include <optional>

namespace kori::seal
{

// `descriptor`: one line is read from it. Without one the terminal is asked without showing what is typed,
// twice when `is_new`. Throws a Problem.
crypto::SecretBytes ask_passphrase(std::optional<int> descriptor, bool is_new);

} // namespace kori::seal
