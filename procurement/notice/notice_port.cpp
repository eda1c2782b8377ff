#include "procurement/notice/notice_port.hpp"

#include "core/base/promise.hpp"
#include "procurement/notice/notice_check.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace kori::notice
{

namespace
{

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

bool is_name(const std::string& text)
{
    return !text.empty() && text.size() <= 100 &&
           std::all_of(text.begin(), text.end(),
                       [](char c)
                       {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '-' || c == '_';
                       });
}

class Descriptor
{
public:
    Descriptor(const std::filesystem::path& path, int flags, mode_t mode)
        : fd_{::open(path.c_str(), flags, mode)}
    {
        if (fd_ < 0)
            fail("cannot open " + path.string());
    }
    ~Descriptor() { ::close(fd_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(const std::string& bytes) const
    {
        for (std::size_t done = 0; done < bytes.size();)
        {
            const auto written = ::write(fd_, bytes.data() + done, bytes.size() - done);
            if (written < 0 && errno != EINTR)
                fail("cannot write a notice");
            done += written < 0 ? 0 : static_cast<std::size_t>(written);
        }
    }
    void sync() const
    {
        if (::fsync(fd_) != 0)
            fail("cannot sync a notice");
    }

private:
    int fd_;
};

std::string content_of(const std::filesystem::path& path)
{
    std::ifstream stream{path, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

} // namespace

Result<std::filesystem::path> FilePort::write(const Finished& notice) const
{
    PROMISE(is_name(notice.id) && is_name(notice.kind) && is_name(notice.ending));
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST)
        fail("cannot make " + folder_.string());
    const auto path = folder_ / (notice.id + "." + notice.kind + "." + notice.ending);
    if (std::filesystem::exists(path))
    {
        if (content_of(path) != notice.bytes)
            return refuse_by(notice_sentences(), Fault::conflict, "notice.already_written", {});
        return path;
    }

    // A draft that a crash left behind is written over; a transmitter looks at finished endings only.
    const std::filesystem::path draft = path.string() + ".new";
    {
        const Descriptor file{draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600};
        file.write(notice.bytes);
        file.sync();
    }
    std::filesystem::rename(draft, path);
    Descriptor{folder_, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0}.sync();
    return path;
}

} // namespace kori::notice
