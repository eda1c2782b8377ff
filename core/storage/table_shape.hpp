// What the tables are, for whoever handles all of them alike: a copy from one database into another.
#pragma once

#include <string>
#include <vector>

namespace kori
{

struct TableShape
{
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::string> key; // the primary key's columns in its order
};

} // namespace kori
