// Values on their way to the server and back: which types both engines share, and how they are written.
#pragma once

#include "core/storage/transaction.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

struct pg_result;

namespace kori
{

// Results are read in binary.
Rows rows_of(const pg_result* result);
// The first column of a type that SQLite has not; -1: there is none.
int column_outside_common_types(const pg_result* result);

// The arguments of PQsendQueryPrepared. Integers and texts go as text, blobs in binary. Points into `values`.
class BoundValues
{
public:
    // `types` are the parameters' own, as many as values.
    BoundValues(std::span<const SqlValue> values, std::span<const unsigned> types);

    // How a sentence about the statement goes on; empty: all fit.
    const std::string& fault() const { return fault_; }
    int count() const { return static_cast<int>(data_.size()); }
    const char* const* data() const { return data_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }
    std::size_t bytes() const { return bytes_; } // about so many on the wire

private:
    std::vector<std::string> numbers_; // texts of integers
    std::vector<const char*> data_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::size_t bytes_ = 64; // ASSUMED: the messages around the values
    std::string fault_;
};

} // namespace kori
