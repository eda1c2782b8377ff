// The files of kori-seal: nothing is overwritten, and a file is there whole or not at all.
#pragma once

#include "core/crypto/secret_bytes.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kori::seal
{

// One sentence for the person at the terminal.
struct Problem : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

enum class Readers
{
    everybody,  // mode 0644, less what the umask takes
    owner_only, // mode 0600
};

// A new file; until keep() it is removed again when this goes. Throws a Problem when there is one of the
// name.
class NewFile
{
public:
    NewFile(std::string name, Readers readers);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(std::string_view bytes);
    void keep(); // on disk

private:
    std::string name_;
    int descriptor_;
    bool is_kept_ = false;
};

// An ordinary file that is read from start to end.
class OldFile
{
public:
    explicit OldFile(std::string name);
    ~OldFile();
    OldFile(const OldFile&) = delete;
    OldFile& operator=(const OldFile&) = delete;

    std::uint64_t size() const { return size_; }
    bool is_open_to_others() const { return is_open_to_others_; }
    std::string read(std::size_t bytes_max); // empty at the end

private:
    std::string name_;
    int descriptor_;
    std::uint64_t size_ = 0;
    bool is_open_to_others_ = false;
};

// A small text file. Throws a Problem when it is longer than any text of sealing.
std::string read_text(const std::string& name);
// The same for a private one: refused when others may read it.
crypto::SecretBytes read_private_text(const std::string& name);

} // namespace kori::seal
