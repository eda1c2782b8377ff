#include "tests/rules/stage.hpp"

namespace kori::test
{

std::vector<Sample> marketplace_samples()
{
    return {};
}

} // namespace kori::test
