#include "core/storage/store.hpp"

#include <exception>
#include <future>
#include <memory>
#include <utility>

namespace kori
{

Fate Store::write_and_wait(std::function<Verdict(Transaction&)> run,
                           std::function<void(Transaction&)> witness)
{
    struct Waiting
    {
        std::promise<Fate> fate;
        std::exception_ptr thrown;
    };
    const auto waiting = std::make_shared<Waiting>();
    auto fate = waiting->fate.get_future();

    WriteJob job;
    job.run = [waiting, run = std::move(run)](Transaction& tx)
    {
        waiting->thrown = nullptr; // of an earlier run
        try
        {
            return run(tx);
        }
        catch (...)
        {
            waiting->thrown = std::current_exception();
            throw;
        }
    };
    if (witness)
    {
        job.witness = [waiting, witness = std::move(witness)](Transaction& tx)
        {
            try
            {
                witness(tx);
            }
            catch (...)
            {
                waiting->thrown = std::current_exception();
                throw;
            }
        };
    }
    job.done = [waiting](Fate known) { waiting->fate.set_value(known); };
    write(std::move(job));

    const auto known = fate.get();
    if (known == Fate::failed)
    {
        // Who asked owns what was thrown: the writer may let go of the job later, and must not end it under
        // the reader.
        if (auto thrown = std::exchange(waiting->thrown, nullptr))
            std::rethrow_exception(std::move(thrown));
        throw BrokenPromise{"a job went on after one of its statements was refused"};
    }
    return known;
}

} // namespace kori
