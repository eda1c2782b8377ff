#include "core/crypto/keyring.hpp"

#include "core/base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kori::crypto
{

namespace
{

constexpr std::size_t key_bytes = 32;
constexpr std::size_t file_bytes = 2 * key_bytes + 1; // hex characters and a newline

// Closes its file when it goes.
class OpenFile
{
public:
    explicit OpenFile(int descriptor) : descriptor_{descriptor} {}
    ~OpenFile()
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

[[noreturn]] void fail(const std::filesystem::path& place, const std::string& what)
{
    throw KeyringError{place.string() + ": " + what};
}

[[noreturn]] void fail_by_errno(const std::filesystem::path& place, const std::string& what)
{
    fail(place, what + " (" + std::strerror(errno) + ").");
}

void sync_folder(const std::filesystem::path& folder)
{
    const OpenFile handle{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!handle.is_open() || ::fsync(handle.descriptor()) != 0)
        fail_by_errno(folder, "the folder of keys could not be synced");
}

void write_all(const OpenFile& file, std::string_view text, const std::filesystem::path& place)
{
    while (!text.empty())
    {
        const ssize_t written = ::write(file.descriptor(), text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            fail_by_errno(place, "the key could not be written");
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

// The key appears under its name only when it is whole and on disk: written beside it, synced, then linked.
// If another process was first, its key stays.
void create_key(const std::filesystem::path& folder, const std::filesystem::path& place)
{
    const std::filesystem::path draft = place.string() + "." + to_hex(system_randomness().bytes(8));
    {
        const OpenFile file{
            ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (!file.is_open())
            fail_by_errno(place, "the key could not be created");
        write_all(file, to_hex(system_randomness().bytes(key_bytes)) + "\n", place);
        if (::fsync(file.descriptor()) != 0)
            fail_by_errno(place, "the key could not be synced");
    }
    const bool linked = ::link(draft.c_str(), place.c_str()) == 0;
    const int reason = errno;
    ::unlink(draft.c_str());
    errno = reason;
    if (!linked && reason != EEXIST)
        fail_by_errno(place, "the key could not be created");
    sync_folder(folder);
}

std::string read_key(const OpenFile& file, const std::filesystem::path& place)
{
    struct stat facts{};
    if (::fstat(file.descriptor(), &facts) != 0)
        fail_by_errno(place, "the key could not be looked at");
    if (!S_ISREG(facts.st_mode))
        fail(place, "the key is not a plain file.");
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        fail(place, "the key is open to others; set its mode to 0600.");

    std::string text(file_bytes + 1, '\0'); // one more than allowed, to see a longer file
    std::size_t length = 0;
    while (length < text.size())
    {
        const ssize_t count = ::read(file.descriptor(), text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail_by_errno(place, "the key could not be read");
        if (count == 0)
            break;
        length += static_cast<std::size_t>(count);
    }
    text.resize(length);
    const auto key = length == file_bytes && text.back() == '\n'
                         ? from_hex(std::string_view{text}.substr(0, file_bytes - 1))
                         : std::nullopt;
    if (!key)
        fail(place, "the file must hold 64 hexadecimal characters and a newline.");
    return *key;
}

std::string derived(std::string_view master, std::string_view label, std::size_t length = key_bytes)
{
    return hkdf_sha256(master, "kori keyring 1", label, length);
}

} // namespace

Keyring::Keyring(std::string master) : master_{std::move(master)}
{
    if (master_.size() != key_bytes)
        throw KeyringError{"The master secret must have 32 bytes."};
    journal_key_ = signing_key_from_seed(derived(master_, "journal signing"));
    person_wrapping_ = derived(master_, "person wrapping");
    lookup_ = derived(master_, "lookup");
    cursor_ = derived(master_, "cursor");
    reply_ = derived(master_, "reply");
    display_ = derived(master_, "display order");
}

Keyring Keyring::load(const std::filesystem::path& folder, bool create)
{
    const auto place = folder / "master.key";
    if (create)
    {
        // Only the last folder of the path is made here: its parent belongs to somebody else.
        if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
            fail_by_errno(folder, "the folder of keys could not be created");
        if (::access(place.c_str(), F_OK) != 0 && errno == ENOENT)
            create_key(folder, place);
    }
    const OpenFile file{::open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!file.is_open())
        fail_by_errno(place, "the key could not be opened");
    return Keyring{read_key(file, place)};
}

std::string Keyring::fingerprint() const
{
    return to_hex(derived(master_, "fingerprint", 8));
}

} // namespace kori::crypto
