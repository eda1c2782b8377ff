// The tables that the migrations make, told by a scratch database; both engines have the same.
#pragma once

#include "core/storage/migrations.hpp"
#include "core/storage/table_shape.hpp"

#include <span>
#include <vector>

namespace kori
{

// Parents before the tables that refer to them; without the list of migrations itself. Throws StorageError.
std::vector<TableShape> shapes_made_by(std::span<const Migration> migrations);

} // namespace kori
