#include "tests/rules/dry_desk.hpp"

#include "core/json/reader.hpp"
#include "tests/support/environment.hpp"

#include <utility>

namespace kori::test
{
namespace
{

// What waits for its number was appended in this transaction.
std::vector<std::string> new_entries(Transaction& tx)
{
    std::vector<std::string> entries;
    for (const auto& row :
         tx.query("/* test.new_entries */ SELECT kind, about, facts, reason FROM journal_entry"
                  " WHERE number IS NULL ORDER BY waiting_step, at_us, id"))
        entries.push_back(row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + row.text(3));
    return entries;
}

} // namespace

void DryStore::write(WriteJob job)
{
    WriteJob undone;
    undone.weight_bytes = job.weight_bytes;
    undone.run = [this, run = std::move(job.run)](Transaction& tx)
    {
        const auto verdict = run(tx);
        entries_ = verdict == Verdict::keep ? new_entries(tx) : std::vector<std::string>{};
        return Verdict::undo;
    };
    undone.done = std::move(job.done);
    inner_.write(std::move(undone));
}

std::vector<std::string> DryStore::take_entries()
{
    return std::exchange(entries_, {});
}

DryDesk::DryDesk(World& world)
    : world_{world}, store_{world.store()}, environment_{over(world.application().environment(), store_)},
      workers_{1, 64}, desk_{world.application().desk().routes(), environment_, workers_}
{
}

Answer DryDesk::ask(http::Request request)
{
    request.received_at = world_.now();
    request.peer = "127.0.0.1";
    request.is_secure = true;
    store_.take_entries();
    Answer answer;
    answer.raw = desk_.handle_and_wait(std::move(request));
    answer.status = answer.raw.status;
    if (answer.raw.header("Content-Type").value_or("").find("json") != std::string::npos)
    {
        auto read = json::read(answer.raw.body, {.bytes_max = 10'000'000});
        PROMISE(read);
        answer.body = std::move(*read);
    }
    return answer;
}

} // namespace kori::test
