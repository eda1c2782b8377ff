#include "core/storage/commit_group.hpp"

#include "store_fixture.hpp"

#include <atomic>

using namespace kori;
using namespace kori::tests;

namespace
{

// A database that only notes what it was asked to do.
class PaperEngine : public GroupEngine
{
public:
    class NoTransaction : public Transaction
    {
    protected:
        Rows run_query(std::string_view, std::span<const SqlValue>) override { return {}; }
        std::int64_t run_change(std::string_view, std::span<const SqlValue>) override { return 0; }
    };

    void begin() override
    {
        trouble_ = Trouble::none;
        write("begin");
    }
    Transaction& transaction() override { return transaction_; }
    void savepoint() override { write("savepoint"); }
    void release() override { write("release"); }
    void undo() override { write("undo"); }
    bool statement_was_refused() const override { return false; }
    std::string fault() const override { return fault_; }
    void commit() override
    {
        if (answers_to_lose > 0 && answers_to_lose-- > 0)
            throw AnswerLost{"The paper was torn off."};
        write("commit");
    }
    void abandon() noexcept override { said += "abandon "; }
    Trouble trouble() const override { return trouble_; }
    void back_off(int number) noexcept override { said += "wait-" + std::to_string(number) + " "; }
    bool reconnect(bool is_patient) noexcept override
    {
        said += is_patient ? "reconnect " : "look ";
        return is_reachable;
    }
    Answer ask_what_became() noexcept override
    {
        said += "ask ";
        return became;
    }
    void between_groups() override {}
    void finish(bool is_whole) noexcept override { said += is_whole ? "finish-whole " : "finish-broken "; }

    void write(const std::string& word)
    {
        said += word + " ";
        if (word == fails_at)
            break_down();
        if (word == conflicts_at && conflicts > 0 && conflicts-- > 0)
            meet_conflict();
        if (word == loses_at && losses > 0 && losses-- > 0)
        {
            trouble_ = Trouble::connection_lost;
            throw ConnectionLost{"The paper flew away."};
        }
    }
    void meet_conflict()
    {
        trouble_ = Trouble::conflict;
        throw Conflict{"Somebody else writes here."};
    }
    void break_down()
    {
        fault_ = "The paper burns.";
        throw StorageError{fault_};
    }

    std::string said;
    std::string fails_at;
    std::string conflicts_at;
    int conflicts = 0; // how many times
    std::string loses_at;
    int losses = 0; // likewise
    std::atomic<bool> is_reachable{true};
    int answers_to_lose = 0;
    Answer became = Answer::unknown;

private:
    Trouble trouble_ = Trouble::none;
    NoTransaction transaction_;
    std::string fault_;
};

WriteJob job_of(Verdict verdict)
{
    return {[verdict](Transaction&) { return verdict; }, {}, {}, 1'024};
}

WriteJob weighing(std::size_t bytes)
{
    auto job = job_of(Verdict::keep);
    job.weight_bytes = bytes;
    return job;
}

std::vector<std::size_t> group_sizes(GroupLimits limits, const std::vector<std::size_t>& weights)
{
    JobQueue queue{limits};
    for (const auto weight : weights)
    {
        auto job = weighing(weight);
        REQUIRE(queue.push(job));
    }
    queue.close();
    std::vector<std::size_t> sizes;
    for (auto group = queue.next_group(); !group.empty(); group = queue.next_group())
        sizes.push_back(group.size());
    return sizes;
}

} // namespace

TEST_CASE("a group takes what waits up to its two caps, in order", "[storage][group]")
{
    struct Case
    {
        const char* because;
        GroupLimits limits;
        std::vector<std::size_t> weights;
        std::vector<std::size_t> groups;
    };
    const std::size_t huge = static_cast<std::size_t>(-1);
    const auto cases = {
        Case{"all fit", {4, 100, 10}, {10, 10, 10}, {3}},
        Case{"exactly as many as allowed", {3, 100, 10}, {1, 1, 1}, {3}},
        Case{"one more than allowed", {3, 100, 10}, {1, 1, 1, 1}, {3, 1}},
        Case{"exactly the bytes allowed", {9, 30, 10}, {10, 20}, {2}},
        Case{"one byte more", {9, 30, 10}, {10, 21}, {1, 1}},
        Case{"a job heavier than the cap runs alone", {9, 30, 10}, {10, 99, 10}, {1, 1, 1}},
        Case{"weights cannot overflow", {9, 30, 10}, {10, huge, huge}, {1, 1, 1}},
        Case{"weightless jobs are still counted", {2, 30, 10}, {0, 0, 0}, {2, 1}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(group_sizes(c.limits, c.weights) == c.groups);
    }
}

TEST_CASE("a full or closed queue takes no job and leaves it whole", "[storage][group]")
{
    JobQueue queue{{4, 100, 2}};
    auto first = weighing(1);
    auto second = weighing(1);
    auto third = weighing(1);
    CHECK(queue.push(first));
    CHECK(queue.push(second));
    CHECK_FALSE(queue.push(third));
    CHECK(third.run);
    CHECK(queue.length() == 2);
    CHECK(queue.next_group().size() == 2);
    CHECK(queue.push(third));
    queue.close();
    auto late = weighing(1);
    CHECK_FALSE(queue.push(late));
    CHECK(queue.next_group().size() == 1);
    CHECK(queue.next_group().empty());
}

TEST_CASE("giving up hands back what waits and takes no more", "[storage][group]")
{
    JobQueue queue{{4, 100, 9}};
    auto first = weighing(1);
    auto second = weighing(1);
    queue.push(first);
    queue.push(second);
    CHECK(queue.give_up().size() == 2);
    auto late = weighing(1);
    CHECK_FALSE(queue.push(late));
    queue.close();
    CHECK(queue.next_group().empty());
}

TEST_CASE("each job has its savepoint and the group one commit", "[storage][group]")
{
    PaperEngine engine;
    const std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::undo), job_of(Verdict::keep)};
    const auto outcome = run_group(engine, jobs, {});
    CHECK(engine.said == "begin savepoint release savepoint undo savepoint release commit ");
    CHECK(outcome.fates == std::vector<Fate>(3, Fate::durable));
    CHECK(outcome.committed);
}

TEST_CASE("a group that leaves nothing is not committed, and the step before the commit does not run",
          "[storage][group]")
{
    PaperEngine engine;
    bool was_called = false;
    const std::vector<WriteJob> jobs{job_of(Verdict::undo)};
    const auto outcome = run_group(engine, jobs, [&](Transaction&) { was_called = true; });
    CHECK(engine.said == "begin savepoint undo abandon ");
    CHECK(outcome.fates == std::vector<Fate>{Fate::durable});
    CHECK_FALSE(was_called);
    CHECK_FALSE(outcome.committed);
}

TEST_CASE("a witness runs in a savepoint of its own, only after an undone job", "[storage][group]")
{
    PaperEngine engine;
    std::vector<WriteJob> jobs{job_of(Verdict::undo), job_of(Verdict::keep)};
    int witnesses = 0;
    for (auto& job : jobs)
        job.witness = [&](Transaction&) { ++witnesses; };
    run_group(engine, jobs, {});
    CHECK(engine.said == "begin savepoint undo savepoint release savepoint release commit ");
    CHECK(witnesses == 1);
}

TEST_CASE("a job that throws leaves no witness and fails alone", "[storage][group]")
{
    PaperEngine engine;
    std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::keep)};
    jobs[0].run = [](Transaction&) -> Verdict { throw std::runtime_error{"oops"}; };
    jobs[0].witness = [](Transaction&) { FAIL("no witness after a failure"); };
    const auto outcome = run_group(engine, jobs, {});
    CHECK(engine.said == "begin savepoint undo savepoint release commit ");
    CHECK(outcome.fates == std::vector<Fate>{Fate::failed, Fate::durable});
    CHECK(outcome.broken_promises == 1);
    CHECK(outcome.fault.empty());
}

TEST_CASE("wherever the database fails, no job of the group is answered as done", "[storage][group]")
{
    struct Case
    {
        const char* fails_at;
        std::vector<Fate> fates;
    };
    const auto cases = {
        Case{"begin", {Fate::refused, Fate::refused}}, Case{"savepoint", {Fate::lost, Fate::refused}},
        Case{"release", {Fate::lost, Fate::refused}},  Case{"undo", {Fate::lost, Fate::lost}},
        Case{"commit", {Fate::lost, Fate::lost}},
    };
    for (const auto& c : cases)
    {
        INFO(c.fails_at);
        PaperEngine engine;
        engine.fails_at = c.fails_at;
        const std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::undo)};
        const auto outcome = run_group(engine, jobs, {});
        CHECK(outcome.fates == c.fates);
        CHECK(outcome.fault == "The paper burns.");
        CHECK_FALSE(outcome.committed);
        CHECK(engine.said.ends_with("abandon "));
    }
}

TEST_CASE("a job cannot hide that the database failed", "[storage][group]")
{
    PaperEngine engine;
    std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::keep)};
    jobs[0].run = [&](Transaction&)
    {
        try
        {
            engine.break_down();
        }
        catch (const StorageError&)
        {
        }
        return Verdict::keep;
    };
    const auto outcome = run_group(engine, jobs, {});
    CHECK(outcome.fates == std::vector<Fate>{Fate::lost, Fate::refused});
    CHECK(engine.said == "begin savepoint abandon ");
}

TEST_CASE("when the step before the commit throws, the group is lost", "[storage][group]")
{
    PaperEngine engine;
    const std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::undo)};
    const auto outcome = run_group(engine, jobs, [](Transaction&) { throw BrokenPromise{"tree"}; });
    CHECK(outcome.fates == std::vector<Fate>(2, Fate::lost));
    CHECK_FALSE(outcome.fault.empty());
    CHECK(engine.said.find("commit") == std::string::npos);
}

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

TEST_CASE("a group that met a conflict is undone, waits, and runs again as a whole", "[storage][group]")
{
    struct Case
    {
        const char* conflicts_at;
        const char* said;
    };
    const auto cases = {
        Case{"begin", "begin abandon wait-1 begin savepoint release savepoint undo commit "},
        Case{"savepoint", "begin savepoint abandon wait-1 begin savepoint release savepoint undo commit "},
        Case{"release",
             "begin savepoint release abandon wait-1 begin savepoint release savepoint undo commit "},
        Case{"commit", "begin savepoint release savepoint undo commit abandon wait-1 "
                       "begin savepoint release savepoint undo commit "},
    };
    for (const auto& c : cases)
    {
        INFO(c.conflicts_at);
        PaperEngine engine;
        engine.conflicts_at = c.conflicts_at;
        engine.conflicts = 1;
        const std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::undo)};
        const auto outcome = run_group(engine, jobs, {});
        CHECK(engine.said == c.said);
        CHECK(outcome.fates == std::vector<Fate>(2, Fate::durable));
        CHECK(outcome.conflicts == 1);
        CHECK(outcome.fault.empty());
    }
}

TEST_CASE("a job cannot hide a conflict, and is not blamed for it", "[storage][group]")
{
    PaperEngine engine;
    int runs = 0;
    std::vector<WriteJob> jobs{job_of(Verdict::keep)};
    jobs[0].run = [&](Transaction&)
    {
        if (++runs == 1)
        {
            try
            {
                engine.meet_conflict();
            }
            catch (const StorageError&)
            {
                throw BrokenPromise{"something else"};
            }
        }
        return Verdict::keep;
    };
    const auto outcome = run_group(engine, jobs, {});
    CHECK(outcome.fates == std::vector<Fate>{Fate::durable});
    CHECK(outcome.broken_promises == 0);
    CHECK(runs == 2);
}

TEST_CASE("a group that conflicts all the time is split, and only who still conflicts is refused",
          "[storage][group]")
{
    PaperEngine engine;
    std::vector<int> runs(3);
    std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::keep), job_of(Verdict::keep)};
    for (std::size_t i = 0; i < jobs.size(); ++i)
    {
        jobs[i].run = [&, i](Transaction&)
        {
            ++runs[i];
            if (i == 1)
                engine.meet_conflict();
            return Verdict::keep;
        };
    }
    const auto outcome = run_group(engine, jobs, {});
    CHECK(outcome.fates == std::vector<Fate>{Fate::durable, Fate::refused, Fate::durable});
    CHECK(outcome.fault.empty());
    CHECK(outcome.committed);
    CHECK(runs == std::vector<int>{group_runs_max + 1, group_runs_max + 1, 1});
    CHECK(outcome.conflicts == group_runs_max + 1);
}

TEST_CASE("a connection that is lost before the commit is replaced, and the group runs again",
          "[storage][group]")
{
    for (const std::string loses_at : {"begin", "savepoint", "release", "commit"})
    {
        INFO(loses_at);
        PaperEngine engine;
        engine.loses_at = loses_at;
        engine.losses = 1;
        const std::vector<WriteJob> jobs{job_of(Verdict::keep)};
        const auto outcome = run_group(engine, jobs, {});
        CHECK(engine.said.ends_with("abandon reconnect begin savepoint release commit "));
        CHECK(outcome.fates == std::vector<Fate>{Fate::durable});
        CHECK(outcome.reconnects == 1);
    }
}

TEST_CASE("when no connection comes, the group's jobs are refused and the store does not stop",
          "[storage][group]")
{
    PaperEngine engine;
    engine.loses_at = "release";
    engine.losses = 1;
    engine.is_reachable = false;
    const std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::keep)};
    const auto outcome = run_group(engine, jobs, {});
    CHECK(engine.said == "begin savepoint release abandon reconnect ");
    CHECK(outcome.fates == std::vector<Fate>(2, Fate::refused));
    CHECK(outcome.is_unreachable);
    CHECK(outcome.fault.empty());
}

TEST_CASE("a connection that comes and goes does not keep a group for ever", "[storage][group]")
{
    PaperEngine engine;
    engine.loses_at = "commit";
    engine.losses = 1'000;
    const std::vector<WriteJob> jobs{job_of(Verdict::keep)};
    const auto outcome = run_group(engine, jobs, {});
    CHECK(outcome.fates == std::vector<Fate>{Fate::refused});
    CHECK(outcome.is_unreachable);
}

TEST_CASE("after a lost answer the engine is asked what became of the commit", "[storage][group]")
{
    using Answer = GroupEngine::Answer;
    struct Case
    {
        const char* because;
        Answer became;
        const char* said;
        std::vector<Fate> fates;
        bool stops;
    };
    const auto cases = {
        Case{"it stands",
             Answer::committed,
             "begin savepoint release savepoint undo abandon ask ",
             {Fate::durable, Fate::failed},
             false},
        Case{"it does not",
             Answer::not_committed,
             "begin savepoint release savepoint undo abandon ask begin savepoint release savepoint undo "
             "commit ",
             {Fate::durable, Fate::failed},
             false},
        Case{"nobody knows",
             Answer::unknown,
             "begin savepoint release savepoint undo abandon ask ",
             {Fate::lost, Fate::lost},
             true},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        PaperEngine engine;
        engine.answers_to_lose = 1;
        engine.became = c.became;
        std::vector<WriteJob> jobs{job_of(Verdict::keep), job_of(Verdict::keep)};
        jobs[1].run = [](Transaction&) -> Verdict { throw std::runtime_error{"oops"}; };
        const auto outcome = run_group(engine, jobs, {});
        CHECK(engine.said == c.said);
        CHECK(outcome.fates == c.fates);
        CHECK(outcome.fault.empty() != c.stops);
        CHECK(outcome.committed != c.stops);
    }
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
