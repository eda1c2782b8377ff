#include "core/storage/sqlite/sqlite_files.hpp"

#include "core/storage/store.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace kori
{

namespace
{

constexpr mode_t private_mode = 0600;

[[noreturn]] void refuse_file(const std::filesystem::path& file, const std::string& what, int error)
{
    throw StorageError{file.string() + " " + what + ": " + std::generic_category().message(error) + "."};
}

// An operator's tool may run as root: what it makes must still open for the server, which owns the folder.
void hand_to_owner_of_folder(int descriptor, const std::filesystem::path& file)
{
    struct stat folder = {};
    if (::geteuid() != 0 || ::stat(file.parent_path().c_str(), &folder) != 0 || folder.st_uid == 0)
        return;
    if (::fchown(descriptor, folder.st_uid, folder.st_gid) != 0)
        refuse_file(file, "cannot be given to the owner of its folder", errno);
}

class Descriptor
{
public:
    Descriptor(const std::filesystem::path& file, int flags, mode_t mode = 0)
        : value_{::open(file.c_str(), flags | O_CLOEXEC, mode)}
    {
    }
    ~Descriptor()
    {
        if (value_ >= 0)
            ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int value() const { return value_; }

private:
    int value_;
};

} // namespace

FileLock::FileLock(const std::filesystem::path& file)
{
    const auto name = with_ending(file, ".lock");
    descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, private_mode);
    if (descriptor_ < 0)
        refuse_file(name, "cannot be opened", errno);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0)
    {
        const int error = errno;
        ::close(descriptor_);
        if (error == EWOULDBLOCK)
            throw StorageError{"The database " + file.string() +
                               " is in use: a server or a tool holds its lock. Stop it first."};
        refuse_file(name, "cannot be locked", error);
    }
    try
    {
        hand_to_owner_of_folder(descriptor_, name);
    }
    catch (...)
    {
        ::close(descriptor_);
        throw;
    }
}

FileLock::~FileLock()
{
    ::close(descriptor_); // lets the lock go
}

std::filesystem::path settled_path(const std::filesystem::path& file)
{
    if (file.empty() || file.string().starts_with(":memory:"))
        throw StorageError{"The database must be a file: in memory there are no snapshots for readers."};
    std::error_code error;
    const auto settled = std::filesystem::weakly_canonical(std::filesystem::absolute(file), error);
    if (error || !std::filesystem::is_directory(settled.parent_path(), error))
        throw StorageError{"The folder of the database " + file.string() + " does not exist."};
    return settled;
}

std::filesystem::path with_ending(const std::filesystem::path& file, std::string_view ending)
{
    auto longer = file;
    longer += ending;
    return longer;
}

bool make_private_file(const std::filesystem::path& file)
{
    const Descriptor fresh{file, O_RDWR | O_CREAT | O_EXCL, private_mode};
    if (fresh.value() >= 0)
    {
        hand_to_owner_of_folder(fresh.value(), file);
        return true;
    }
    if (errno != EEXIST)
        refuse_file(file, "cannot be made", errno);
    struct stat found = {};
    if (::stat(file.c_str(), &found) != 0)
        refuse_file(file, "cannot be looked at", errno);
    if (!S_ISREG(found.st_mode))
        throw StorageError{file.string() + " is no ordinary file."};
    if ((found.st_mode & 07777) != private_mode && ::chmod(file.c_str(), private_mode) != 0)
        refuse_file(file, "cannot be kept from other users", errno);
    return false;
}

void sync_file(const std::filesystem::path& file)
{
    const Descriptor open{file, O_RDONLY};
    if (open.value() < 0 || ::fsync(open.value()) != 0)
        refuse_file(file, "cannot be synced", errno);
}

void sync_folder_of(const std::filesystem::path& file)
{
    const Descriptor open{file.parent_path(), O_RDONLY | O_DIRECTORY};
    if (open.value() < 0 || ::fsync(open.value()) != 0)
        refuse_file(file.parent_path(), "cannot be synced", errno);
}

} // namespace kori
