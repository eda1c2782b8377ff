// A file system in user space (FUSE) over a folder: it forgets what was not synced when the power is cut, and
// it can fail the n-th sync or be full from the n-th write on.
//
//   lossy_disk FOLDER MOUNT [drop | SEED] [fail-sync=N] [full-at-write=N]
//
// SIGUSR1 cuts the power: every later act fails, and nothing more becomes durable. At its end (SIGTERM) it
// writes what is durable into FOLDER and says "fired" or "not fired" of its fault. Names are kept as they are
// made, except new files that no sync of theirs or of their folder has reached: those may vanish in a cut.
#define FUSE_USE_VERSION 31

#include "tests/fault/lossy/lossy_file.hpp"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include <dirent.h>
#include <fuse.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

using kori::test::LossyFile;

namespace
{

std::atomic<bool> is_cut = false;

struct Disk
{
    std::string folder;
    std::optional<std::mt19937> random; // none: nothing unsynced survives
    std::int64_t fail_sync = 0;         // 0: never; else the number of the sync that fails, from 1
    std::int64_t full_at_write = 0;     // 0: never; else the number of the first write that finds no room
    std::int64_t syncs = 0;
    std::int64_t writes = 0;
    bool has_fired = false;
    bool has_ended = false;
    struct Node
    {
        LossyFile file;
        bool is_named = true; // its name outlives a cut
    };
    std::map<std::string, std::shared_ptr<Node>> nodes; // by path in the mount
    // By handle. What a killed program had open is not always given back before the disk ends.
    std::map<std::uint64_t, std::shared_ptr<Node>> open;
    std::uint64_t last_handle = 0;

    std::string real(const char* path) const { return folder + path; }

    std::shared_ptr<Node> node(const std::string& path)
    {
        if (const auto known = nodes.find(path); known != nodes.end())
            return known->second;
        std::ifstream stream{folder + path, std::ios::binary};
        std::stringstream content;
        content << stream.rdbuf();
        return nodes[path] = std::make_shared<Node>(Node{LossyFile{content.str()}});
    }

    void end()
    {
        for (auto& [path, node] : nodes)
        {
            if (is_cut)
                node->file.cut(random ? &*random : nullptr);
            else
                node->file.sync();
            if (is_cut && !node->is_named && (!random || (*random)() % 2 == 0))
            {
                std::filesystem::remove(folder + path);
                continue;
            }
            std::ofstream stream{folder + path, std::ios::binary | std::ios::trunc};
            stream << node->file.durable();
        }
    }
};

Disk disk; // libfuse's callbacks take no other way that would be shorter

Disk::Node& node_of(fuse_file_info* info)
{
    return *disk.open.at(info->fh);
}

void keep(fuse_file_info* info, std::shared_ptr<Disk::Node> node)
{
    info->fh = ++disk.last_handle;
    disk.open.emplace(info->fh, std::move(node));
}

int answer(int result)
{
    return result == -1 ? -errno : 0;
}

int get_attributes(const char* path, struct stat* out, fuse_file_info*)
{
    if (lstat(disk.real(path).c_str(), out) == -1)
        return -errno;
    if (S_ISREG(out->st_mode))
        out->st_size = static_cast<off_t>(disk.node(path)->file.now().size());
    return 0;
}

int read_folder(const char* path, void* buffer, fuse_fill_dir_t fill, off_t, fuse_file_info*,
                fuse_readdir_flags)
{
    DIR* const folder = opendir(disk.real(path).c_str());
    if (folder == nullptr)
        return -errno;
    while (const auto* entry = readdir(folder))
        fill(buffer, entry->d_name, nullptr, 0, fuse_fill_dir_flags{});
    closedir(folder);
    return 0;
}

int open_file(const char* path, fuse_file_info* info)
{
    if (access(disk.real(path).c_str(), F_OK) == -1)
        return -errno;
    if (is_cut)
        return -EIO;
    auto node = disk.node(path);
    if ((info->flags & O_TRUNC) != 0)
        node->file.truncate(0);
    keep(info, std::move(node));
    return 0;
}

int create_file(const char* path, mode_t mode, fuse_file_info* info)
{
    if (is_cut)
        return -EIO;
    const int made = open(disk.real(path).c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode);
    if (made == -1)
        return -errno;
    close(made);
    auto node = disk.node(path);
    node->is_named = false;
    keep(info, std::move(node));
    return 0;
}

int read_bytes(const char*, char* buffer, std::size_t size, off_t offset, fuse_file_info* info)
{
    const auto& content = node_of(info).file.now();
    const auto from = static_cast<std::size_t>(offset);
    if (from >= content.size())
        return 0;
    const auto count = std::min(size, content.size() - from);
    std::memcpy(buffer, content.data() + from, count);
    return static_cast<int>(count);
}

int write_bytes(const char*, const char* bytes, std::size_t size, off_t offset, fuse_file_info* info)
{
    if (is_cut)
        return -EIO;
    ++disk.writes;
    auto& file = node_of(info).file;
    const auto from = static_cast<std::size_t>(offset);
    if (disk.full_at_write != 0 && disk.writes >= disk.full_at_write && from + size > file.now().size())
    {
        disk.has_fired = true;
        return -ENOSPC;
    }
    file.write(from, {bytes, size});
    return static_cast<int>(size);
}

int truncate_file(const char* path, off_t size, fuse_file_info*)
{
    if (is_cut)
        return -EIO;
    disk.node(path)->file.truncate(static_cast<std::size_t>(size));
    return 0;
}

int sync_file(const char*, int, fuse_file_info* info)
{
    if (is_cut)
        return -EIO;
    auto& node = node_of(info);
    if (++disk.syncs == disk.fail_sync)
    {
        disk.has_fired = true;
        node.file.lose_unsynced();
        return -EIO;
    }
    node.file.sync();
    node.is_named = true;
    return 0;
}

int sync_folder(const char* path, int, fuse_file_info*)
{
    if (is_cut)
        return -EIO;
    const std::filesystem::path folder{path};
    for (auto& [name, node] : disk.nodes)
        if (std::filesystem::path{name}.parent_path() == folder)
            node->is_named = true;
    return 0;
}

int release_file(const char*, fuse_file_info* info)
{
    disk.open.erase(info->fh);
    return 0;
}

int remove_file(const char* path)
{
    if (is_cut)
        return -EIO;
    const int result = answer(unlink(disk.real(path).c_str()));
    if (result == 0)
        disk.nodes.erase(path);
    return result;
}

int rename_file(const char* from, const char* to, unsigned)
{
    if (is_cut)
        return -EIO;
    const int result = answer(rename(disk.real(from).c_str(), disk.real(to).c_str()));
    if (result != 0)
        return result;
    if (auto moved = disk.nodes.extract(from))
    {
        disk.nodes.erase(to);
        moved.key() = to;
        disk.nodes.insert(std::move(moved));
    }
    return 0;
}

// A second name of the same file: a key is written whole under another name first.
int link_file(const char* from, const char* to)
{
    if (is_cut)
        return -EIO;
    const int result = answer(link(disk.real(from).c_str(), disk.real(to).c_str()));
    if (result == 0)
        disk.nodes[to] = disk.node(from);
    return result;
}

int make_folder(const char* path, mode_t mode)
{
    return is_cut ? -EIO : answer(mkdir(disk.real(path).c_str(), mode));
}

int remove_folder(const char* path)
{
    return is_cut ? -EIO : answer(rmdir(disk.real(path).c_str()));
}

int change_mode(const char* path, mode_t mode, fuse_file_info*)
{
    return is_cut ? -EIO : answer(chmod(disk.real(path).c_str(), mode));
}

int change_owner(const char* path, uid_t user, gid_t group, fuse_file_info*)
{
    return is_cut ? -EIO : answer(lchown(disk.real(path).c_str(), user, group));
}

int set_times(const char* path, const timespec times[2], fuse_file_info*)
{
    return is_cut ? -EIO : answer(utimensat(AT_FDCWD, disk.real(path).c_str(), times, AT_SYMLINK_NOFOLLOW));
}

int tell_room(const char* path, struct statvfs* out)
{
    return answer(statvfs(disk.real(path).c_str(), out));
}

void end_disk(void*)
{
    disk.end();
    disk.has_ended = true;
    std::printf("%s: %lld syncs, %lld writes\n", disk.has_fired ? "fired" : "not fired",
                static_cast<long long>(disk.syncs), static_cast<long long>(disk.writes));
    std::fflush(stdout);
}

std::optional<std::int64_t> number_after(std::string_view word, std::string_view name)
{
    if (!word.starts_with(name))
        return std::nullopt;
    word.remove_prefix(name.size());
    std::int64_t number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    return number;
}

} // namespace

int main(int count, char** words)
{
    if (count < 4)
    {
        std::fprintf(stderr, "lossy_disk FOLDER MOUNT drop|SEED [fail-sync=N] [full-at-write=N]\n");
        return 2;
    }
    disk.folder = words[1];
    if (std::string_view{words[3]} != "drop")
        disk.random.emplace(static_cast<unsigned>(std::strtoul(words[3], nullptr, 10)));
    for (int i = 4; i < count; ++i)
    {
        disk.fail_sync = number_after(words[i], "fail-sync=").value_or(disk.fail_sync);
        disk.full_at_write = number_after(words[i], "full-at-write=").value_or(disk.full_at_write);
    }
    std::signal(SIGUSR1, [](int) { is_cut = true; });

    fuse_operations acts{};
    acts.getattr = get_attributes;
    acts.readdir = read_folder;
    acts.open = open_file;
    acts.create = create_file;
    acts.read = read_bytes;
    acts.write = write_bytes;
    acts.truncate = truncate_file;
    acts.fsync = sync_file;
    acts.fsyncdir = sync_folder;
    acts.release = release_file;
    acts.unlink = remove_file;
    acts.rename = rename_file;
    acts.link = link_file;
    acts.mkdir = make_folder;
    acts.rmdir = remove_folder;
    acts.chmod = change_mode;
    acts.chown = change_owner;
    acts.utimens = set_times;
    acts.statfs = tell_room;
    acts.destroy = end_disk;
    // One thread: acts come in one order, so the n-th of them is the same in every run.
    std::string name = "lossy_disk";
    std::string foreground = "-f";
    std::string single = "-s";
    char* arguments[] = {name.data(), words[2], foreground.data(), single.data(), nullptr};
    const int code = fuse_main(4, arguments, &acts, nullptr);
    return disk.has_ended ? 0 : code; // an end by a signal is the ordinary one, which libfuse calls an error
}
