#include "tools/seal/files.hpp"

#include "core/crypto/labelled_text.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kori::seal
{

namespace
{

[[noreturn]] void fail(const std::string& name, const std::string& what)
{
    throw Problem{name + ": " + what};
}

[[noreturn]] void fail_by_errno(const std::string& name, const std::string& what)
{
    fail(name, what + " (" + std::strerror(errno) + ").");
}

std::string read_small(OldFile& file, const std::string& name)
{
    if (file.size() > crypto::labelled_text_bytes_max)
        fail(name, "is too long for a text of sealing.");
    return file.read(crypto::labelled_text_bytes_max);
}

} // namespace

NewFile::NewFile(std::string name, Readers readers)
    : name_{std::move(name)},
      descriptor_{::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                         readers == Readers::owner_only ? 0600 : 0644)}
{
    if (descriptor_ < 0 && errno == EEXIST)
        fail(name_, "exists already and is not overwritten.");
    if (descriptor_ < 0)
        fail_by_errno(name_, "cannot be made");
}

NewFile::~NewFile()
{
    ::close(descriptor_);
    if (!is_kept_)
        ::unlink(name_.c_str());
}

void NewFile::write(std::string_view bytes)
{
    while (!bytes.empty())
    {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            fail_by_errno(name_, "cannot be written");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void NewFile::keep()
{
    if (::fsync(descriptor_) != 0)
        fail_by_errno(name_, "cannot be brought to disk");
    is_kept_ = true;
}

OldFile::OldFile(std::string name)
    : name_{std::move(name)}, descriptor_{::open(name_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)}
{
    struct stat facts{};
    if (descriptor_ < 0)
        fail_by_errno(name_, "cannot be opened");
    if (::fstat(descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode))
    {
        ::close(descriptor_);
        fail(name_, "is no ordinary file.");
    }
    size_ = static_cast<std::uint64_t>(facts.st_size);
    is_open_to_others_ = (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

OldFile::~OldFile()
{
    ::close(descriptor_);
}

std::string OldFile::read(std::size_t bytes_max)
{
    std::string bytes(bytes_max, '\0');
    std::size_t filled = 0;
    while (filled < bytes.size())
    {
        const auto got = ::read(descriptor_, bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fail_by_errno(name_, "cannot be read");
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

std::string read_text(const std::string& name)
{
    OldFile file{name};
    return read_small(file, name);
}

crypto::SecretBytes read_private_text(const std::string& name)
{
    OldFile file{name};
    if (file.is_open_to_others())
        fail(name, "is open to others; set its mode to 0600.");
    auto text = read_small(file, name);
    const crypto::WipeAtEnd wiped{text};
    return crypto::SecretBytes::copy_of(text);
}

} // namespace kori::seal
