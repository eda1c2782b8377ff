#include "core/storage/group_writer.hpp"

#include "paper_engine.hpp"
#include "store_fixture.hpp"

#include <atomic>

using namespace kori;
using namespace kori::tests;

TEST_CASE("every job is answered exactly once, whatever happens to the store", "[storage][group]")
{
    for (const std::string fails_at : {"", "begin", "commit"})
    {
        INFO(fails_at);
        std::atomic<int> answers{0};
        std::atomic<int> durable{0};
        {
            auto engine = std::make_unique<PaperEngine>();
            engine->fails_at = fails_at;
            GroupWriter writer{std::move(engine), {2, 10'000, 3}, {}};
            for (int i = 0; i < 50; ++i)
            {
                auto job = job_of(Verdict::keep);
                job.done = [&](Fate fate)
                {
                    ++answers;
                    durable += fate == Fate::durable ? 1 : 0;
                };
                writer.write(std::move(job));
            }
        }
        CHECK(answers == 50);
        CHECK((fails_at.empty() ? durable > 0 : durable == 0));
    }
}

TEST_CASE("an answer that throws does not stop the writer", "[storage][group]")
{
    GroupWriter writer{std::make_unique<PaperEngine>(), {2, 10'000, 9}, {}};
    std::promise<Fate> answer;
    auto known = answer.get_future();
    auto rude = job_of(Verdict::keep);
    rude.done = [](Fate) { throw std::runtime_error{"rude"}; };
    writer.write(std::move(rude));
    auto next = job_of(Verdict::keep);
    next.done = [&](Fate fate) { answer.set_value(fate); };
    writer.write(std::move(next));
    CHECK(soon(known) == Fate::durable);
    CHECK(writer.health().broken_promises == 1);
}

TEST_CASE("a writer whose database is away says so, looks for it by itself, and goes on", "[storage][group]")
{
    auto engine = std::make_unique<PaperEngine>();
    engine->loses_at = "commit";
    engine->losses = 1;
    engine->is_reachable = false;
    auto& reachable = engine->is_reachable;
    GroupWriter writer{std::move(engine), {2, 10'000, 9}, {}};
    const auto fate_of_next = [&]
    {
        std::promise<Fate> answer;
        auto known = answer.get_future();
        auto job = job_of(Verdict::keep);
        job.done = [&](Fate fate) { answer.set_value(fate); };
        writer.write(std::move(job));
        return soon(known);
    };
    CHECK(fate_of_next() == Fate::refused);
    CHECK_FALSE(writer.health().takes_writes);
    CHECK_FALSE(writer.health().reason.empty());
    CHECK(fate_of_next() == Fate::refused); // known to be away: nothing is waited for
    reachable = true;
    for (int i = 0; i < 400 && !writer.health().takes_writes; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{25});
    CHECK(writer.health().takes_writes);
    CHECK(writer.health().reason.empty());
    CHECK(fate_of_next() == Fate::durable);
}
