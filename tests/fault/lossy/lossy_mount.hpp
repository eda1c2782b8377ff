// A mounted lossy disk (lossy_disk.cpp), from its mount to its end.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kori::test
{

class LossyMount
{
public:
    // Can this machine mount a file system in user space at all? When not: why.
    static std::string reason_against();

    // `folder` holds what is durable, `mount` is an empty folder; `words` as lossy_disk takes them. Throws
    // when it does not come up.
    LossyMount(const std::filesystem::path& folder, const std::filesystem::path& mount,
               std::vector<std::string> words);
    ~LossyMount();
    LossyMount(const LossyMount&) = delete;
    LossyMount& operator=(const LossyMount&) = delete;

    // From now on nothing becomes durable, and every act fails.
    void cut_power();
    // Unmounts; what is durable is then in the folder. True when its fault fired.
    bool end();

private:
    int process_ = -1;
    int output_ = -1;
    std::filesystem::path mount_;
};

} // namespace kori::test
