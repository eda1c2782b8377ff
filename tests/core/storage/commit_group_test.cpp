#include "core/storage/commit_group.hpp"

#include "paper_engine.hpp"
#include "store_fixture.hpp"

using namespace kori;
using namespace kori::tests;

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
