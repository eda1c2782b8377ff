// What the real desk says to its database for each request of a scenario, written to NAME.recorded.
#pragma once

#include "bench/site.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kori::bench
{

// Of one reading request.
void record_reads(const std::filesystem::path& folder, const std::string& name, const std::string& target);
// Of all of them, in order, over a copy of kori.db in that folder.
void record_writes(const std::filesystem::path& folder, const std::string& name,
                   const std::vector<Site::Ready>& acts);

} // namespace kori::bench
