// The desk of a world whose calls leave nothing behind: every answer is the real one, every write is undone,
// so that a thousand calls meet the same objects.
#pragma once

#include "tests/support/world.hpp"

#include "core/http/environment.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kori::test
{

class DryStore : public Store
{
public:
    explicit DryStore(Store& inner) : inner_{inner} {}

    void write(WriteJob job) override;
    void read(const std::function<void(Transaction&)>& job) override { inner_.read(job); }
    StoreHealth health() const override { return inner_.health(); }
    void close() override {}

    // Journal entries that the calls since the last question would have appended.
    std::vector<std::string> take_entries();

private:
    Store& inner_;
    std::vector<std::string> entries_;
};

class DryDesk
{
public:
    explicit DryDesk(World& world);

    Answer ask(http::Request request);
    // Of the last call: about, facts and reason of each.
    std::vector<std::string> entries() { return store_.take_entries(); }
    const http::Routes& routes() const { return desk_.routes(); }

private:
    World& world_;
    DryStore store_;
    http::Environment environment_;
    http::Workers workers_;
    http::Desk desk_;
};

} // namespace kori::test
