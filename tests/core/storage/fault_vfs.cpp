#include "fault_vfs.hpp"

#include <array>
#include <atomic>
#include <sqlite3.h>

namespace kori::tests
{

namespace
{

struct Plan
{
    std::atomic<int> seen{0};
    std::atomic<int> fails_at{0}; // 0: never
    std::atomic<int> code{SQLITE_OK};
    std::atomic<bool> stays{false};
};

std::array<Plan, 4> plans;
std::atomic<bool> has_failed{false};
std::atomic<bool> syncs_are_real{true};
sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs shim_vfs{};
sqlite3_io_methods shim_methods{};

Plan& plan_of(DiskCall call)
{
    return plans[static_cast<std::size_t>(call)];
}

// SQLITE_OK, or the code with which this call must fail.
int verdict_on(DiskCall call)
{
    auto& plan = plan_of(call);
    const int number = ++plan.seen;
    const int fails_at = plan.fails_at;
    if (fails_at == 0 || number < fails_at || (number > fails_at && !plan.stays))
        return SQLITE_OK;
    has_failed = true;
    return plan.code;
}

struct ShimFile
{
    sqlite3_file base;
};

// The real file lies behind the shim in the memory that SQLite gave for both.
sqlite3_file* real_of(sqlite3_file* file)
{
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<ShimFile*>(file) + 1);
}

int shim_close(sqlite3_file* file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}
int shim_read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at)
{
    if (const int code = verdict_on(DiskCall::read); code != SQLITE_OK)
        return code;
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}
int shim_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at)
{
    if (const int code = verdict_on(DiskCall::write); code != SQLITE_OK)
        return code;
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, at);
}
int shim_truncate(sqlite3_file* file, sqlite3_int64 size)
{
    if (const int code = verdict_on(DiskCall::truncate); code != SQLITE_OK)
        return code;
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}
int shim_sync(sqlite3_file* file, int flags)
{
    if (const int code = verdict_on(DiskCall::sync); code != SQLITE_OK)
        return code;
    return syncs_are_real ? real_of(file)->pMethods->xSync(real_of(file), flags) : SQLITE_OK;
}
int shim_size(sqlite3_file* file, sqlite3_int64* size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int shim_lock(sqlite3_file* file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}
int shim_unlock(sqlite3_file* file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
int shim_check_lock(sqlite3_file* file, int* out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}
int shim_control(sqlite3_file* file, int what, void* argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}
int shim_sector(sqlite3_file* file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}
int shim_device(sqlite3_file* file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
int shim_shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, out);
}
int shim_shm_lock(sqlite3_file* file, int offset, int count, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
void shim_shm_barrier(sqlite3_file* file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}
int shim_shm_unmap(sqlite3_file* file, int remove)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

int shim_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags)
{
    file->pMethods = nullptr;
    const int code = real_vfs->xOpen(real_vfs, name, real_of(file), flags, out_flags);
    if (real_of(file)->pMethods)
        file->pMethods = &shim_methods;
    return code;
}

void register_once()
{
    static const bool registered = []
    {
        real_vfs = sqlite3_vfs_find(nullptr);
        shim_vfs = *real_vfs;
        shim_vfs.zName = fault_vfs;
        shim_vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + real_vfs->szOsFile;
        shim_vfs.xOpen = shim_open;
        // Version 2: no memory-mapped pages, so that every read and write passes here.
        shim_methods = {
            2,           shim_close,   shim_read,     shim_write,       shim_truncate,  shim_sync,
            shim_size,   shim_lock,    shim_unlock,   shim_check_lock,  shim_control,   shim_sector,
            shim_device, shim_shm_map, shim_shm_lock, shim_shm_barrier, shim_shm_unmap, nullptr,
            nullptr};
        return sqlite3_vfs_register(&shim_vfs, 0) == SQLITE_OK;
    }();
    static_cast<void>(registered);
}

} // namespace

void heal_disk(Syncs syncs)
{
    register_once();
    syncs_are_real = syncs == Syncs::real;
    for (auto& plan : plans)
    {
        plan.fails_at = 0;
        plan.seen = 0;
    }
    has_failed = false;
}

void fail_disk(DiskCall call, int nth, int code, Lasting lasting)
{
    auto& plan = plan_of(call);
    plan.code = code;
    plan.stays = lasting == Lasting::stays;
    plan.fails_at = plan.seen + nth;
}

int disk_calls(DiskCall call)
{
    return plan_of(call).seen;
}

bool disk_failed()
{
    return has_failed;
}

} // namespace kori::tests
