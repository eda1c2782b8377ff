// One row of hostile or friendly bytes, and what the server has to make of it.
#pragma once

#include "tests/wire/wire_client.hpp"
#include "tests/wire/wire_server.hpp"

#include <string>
#include <vector>

namespace kori::wire
{

enum class After
{
    kept,
    closed,
};

struct Case
{
    const char* because;
    std::string bytes;
    int status;
    After after;
    const char* rule = ""; // of a refusal
};

inline constexpr auto kept = After::kept;
inline constexpr auto closed = After::closed;
inline const std::string host = "Host: localhost\r\n";

std::string get(const std::string& lines);
std::string post(const std::string& lines, const std::string& body);

// Sends every row whole and cut into single bytes.
void check_all(const std::vector<Case>& rows);

} // namespace kori::wire
