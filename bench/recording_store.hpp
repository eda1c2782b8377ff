// A store that notes what is said to the one behind it.
#pragma once

#include "bench/recorded.hpp"
#include "core/storage/store.hpp"

#include <functional>

namespace kori::bench
{

class RecordingStore : public Store
{
public:
    // `before_commit` is what the real store runs before each commit; here it runs at the end of each job, so
    // that it is noted too. One job at a time.
    RecordingStore(Store& inner, Recorded& recorded, std::function<void(Transaction&)> before_commit)
        : inner_{inner}, recorded_{recorded}, before_commit_{std::move(before_commit)}
    {
    }

    void write(WriteJob job) override;
    void read(const std::function<void(Transaction&)>& job) override;
    StoreHealth health() const override { return inner_.health(); }
    void close() override {}

private:
    Store& inner_;
    Recorded& recorded_;
    std::function<void(Transaction&)> before_commit_;
};

} // namespace kori::bench
