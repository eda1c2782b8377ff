#include "tests/rules/dry_desk.hpp"

#include "core/json/reader.hpp"

#include <utility>

namespace kori::test
{
namespace
{

std::int64_t count_entries(Transaction& tx)
{
    return tx.query_one("/* test.entries */ SELECT count(*) FROM journal_entry")->integer(0);
}

http::Environment dry(const http::Environment& real, Store& store)
{
    http::Environment copy{store,      real.clock, real.random, real.law,   real.duties,
                           real.areas, real.keys,  real.locale, real.metrics};
    copy.origin = real.origin;
    copy.is_rehearsal = real.is_rehearsal;
    copy.checks_replies = real.checks_replies;
    copy.password_cost = real.password_cost;
    copy.token_lifetime_seconds = real.token_lifetime_seconds;
    copy.choice_code_lifetime_days = real.choice_code_lifetime_days;
    copy.choice_actor = real.choice_actor;
    copy.area_duty = real.area_duty;
    return copy;
}

} // namespace

void DryStore::write(WriteJob job)
{
    WriteJob undone;
    undone.weight_bytes = job.weight_bytes;
    undone.run = [this, run = std::move(job.run)](Transaction& tx)
    {
        const auto before = count_entries(tx);
        const auto verdict = run(tx);
        entries_ = verdict == Verdict::keep ? count_entries(tx) - before : 0;
        return Verdict::undo;
    };
    undone.done = std::move(job.done);
    inner_.write(std::move(undone));
}

std::int64_t DryStore::take_entries()
{
    return std::exchange(entries_, 0);
}

DryDesk::DryDesk(World& world)
    : world_{world}, store_{world.store()}, environment_{dry(world.application().environment(), store_)},
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
