// What can be told from the text of a statement and from an SQLSTATE.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kori
{

// "… WHERE a = ? AND b = ?" → "… WHERE a = $1 AND b = $2". A question mark in quotes, comments and dollar
// quoting is left alone.
struct NumberedSql
{
    std::string text;
    int parameters = 0;
};
NumberedSql with_numbered_parameters(std::string_view sql);

// The server's name for the n-th statement that a connection prepares.
std::string prepared_name(std::int64_t number);

// May a job say this? Reading, changing rows, and tables and indexes of the schema; nothing that ends the
// group, changes the session or reaches beyond the transaction. Guards against mistakes, not against malice.
enum class SqlUse
{
    allowed,
    empty,
    of_the_store,
};
SqlUse use_of(std::string_view sql);

// What an SQLSTATE means for the transaction that met it (PostgreSQL, appendix A).
enum class SqlFailure
{
    refused,         // the statement's own fault
    conflict,        // nothing of the transaction is kept, and the same again may go well
    connection_lost, // this connection is of no use any more
    fault,           // disk, memory, a bug of the server: the store must take no more writes
};
SqlFailure failure_of(std::string_view sqlstate);

} // namespace kori
