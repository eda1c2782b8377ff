// Archives in the POSIX ustar form (IEEE Std 1003.1, pax, "ustar Interchange Format"), plain files only: the
// same files give the same bytes, and a reader takes nothing that the writer would not have written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace kori
{

// May a file of an archive be called so? 1 to 200 characters a-z A-Z 0-9 . _ - and "/", no empty, "." or ".."
// part, and no part longer than 100.
bool is_archive_name(std::string_view name);

class TarWriter
{
public:
    explicit TarWriter(std::ostream& out) : out_{out} {}
    // Promises that the name may be used and that the file is smaller than 8 GiB.
    void add(std::string_view name, std::string_view bytes);
    void finish(); // the two empty blocks of the end

private:
    std::ostream& out_;
};

struct TarFile
{
    std::string name;
    std::string bytes;
};

class TarReader
{
public:
    TarReader(std::istream& in, std::uint64_t file_bytes_max) : in_{in}, file_bytes_max_{file_bytes_max} {}
    // The next file; none at the end, or when the archive is broken: then fault() is a sentence.
    std::optional<TarFile> next();
    const std::string& fault() const { return fault_; }

private:
    std::optional<TarFile> broken(std::string sentence);
    bool take(std::string& bytes, std::size_t count);

    std::istream& in_;
    std::uint64_t file_bytes_max_;
    std::uint64_t offset_ = 0;
    std::string fault_;
};

} // namespace kori
