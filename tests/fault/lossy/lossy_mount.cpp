#include "tests/fault/lossy/lossy_mount.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kori::test
{
namespace
{

// A mount has another device number than the folder it stands in.
bool is_mounted(const std::filesystem::path& mount)
{
    struct stat inside{};
    struct stat outside{};
    return stat(mount.c_str(), &inside) == 0 && stat(mount.parent_path().c_str(), &outside) == 0 &&
           inside.st_dev != outside.st_dev;
}

template <class Condition>
bool happens(const Condition& condition)
{
    constexpr int tries = 1'000;
    constexpr std::chrono::milliseconds pause{10};
    for (int i = 0; i < tries; ++i, std::this_thread::sleep_for(pause))
        if (condition())
            return true;
    return false;
}

} // namespace

std::string LossyMount::reason_against()
{
    if (access("/dev/fuse", R_OK | W_OK) != 0)
        return "/dev/fuse cannot be opened here";
    return geteuid() == 0 ? "" : "only root mounts without a helper program";
}

LossyMount::LossyMount(const std::filesystem::path& folder, const std::filesystem::path& mount,
                       std::vector<std::string> words)
    : mount_{mount}
{
    words.insert(words.begin(), {LOSSY_DISK_PROGRAM, folder.string(), mount.string()});
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error{"no pipe"};
    process_ = fork();
    if (process_ == 0)
    {
        dup2(ends[1], STDOUT_FILENO);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    close(ends[1]);
    output_ = ends[0];
    if (!happens([&] { return is_mounted(mount_); }))
    {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
        close(output_);
        throw std::runtime_error{"the lossy disk did not come up"};
    }
}

LossyMount::~LossyMount()
{
    try
    {
        end();
    }
    catch (const std::exception&)
    {
        // The test that asked for the end has said so already, or fails for another reason.
    }
}

void LossyMount::cut_power()
{
    kill(process_, SIGUSR1);
}

bool LossyMount::end()
{
    if (process_ <= 0)
        return false;
    kill(process_, SIGTERM);
    int status = 0;
    // A signal between two reads of the disk's loop is only noticed at the next request: so there is one.
    if (!happens(
            [&]
            {
                access((mount_ / "anything").c_str(), F_OK);
                return waitpid(process_, &status, WNOHANG) == process_;
            }))
    {
        kill(process_, SIGKILL); // a file of it is still open somewhere
        waitpid(process_, &status, 0);
        umount2(mount_.c_str(), MNT_DETACH);
    }
    process_ = -1;
    std::string said;
    char buffer[256];
    for (ssize_t got = 0; (got = read(output_, buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(got));
    close(output_);
    if (status != 0 || said.find("fired") == std::string::npos)
        throw std::runtime_error{"the lossy disk ended badly: " + said};
    return said.starts_with("fired");
}

} // namespace kori::test
