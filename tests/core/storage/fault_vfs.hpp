// A SQLite VFS over the operating system's own that counts calls and fails the Nth one.
#pragma once

namespace kori::tests
{

enum class DiskCall
{
    read,
    write,
    sync,
    truncate,
};

enum class Lasting
{
    once,  // only the Nth call fails
    stays, // the Nth and every later one
};

constexpr const char* fault_vfs = "kori-fault";

enum class Syncs
{
    real,
    pretended, // counted and failed as asked, but not done: for sweeps of hundreds of short lives
};

// Registers the VFS (once), forgets faults and counts.
void heal_disk(Syncs syncs = Syncs::real);
// The Nth call from now (counted from 1) yields this SQLite code.
void fail_disk(DiskCall call, int nth, int code, Lasting lasting);
int disk_calls(DiskCall call); // since heal_disk
bool disk_failed();            // since heal_disk

} // namespace kori::tests
