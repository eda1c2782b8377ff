// The three shapes in which co_await may stand, with a type that counts its lives: a compiler that destroys
// an object twice, or never, shows here and not in production. docs/ARCHITECTURE.md and tools/check_awaits.py
// name the shapes.
#include <catch2/catch.hpp>

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace
{

struct Lives
{
    int made = 0;
    int ended = 0;
};

// Aborts nothing, counts everything; owns memory too, so that a sanitizer sees a second end.
class Mortal
{
public:
    Mortal(Lives& lives, std::string name)
        : lives_{&lives}, name_{std::make_unique<std::string>(std::move(name))}
    {
        ++lives_->made;
    }
    Mortal(Mortal&& other) noexcept : lives_{other.lives_}, name_{std::move(other.name_)} { ++lives_->made; }
    Mortal& operator=(Mortal&&) = delete;
    ~Mortal() { ++lives_->ended; }

    const std::string& name() const { return *name_; }

private:
    Lives* lives_;
    std::unique_ptr<std::string> name_;
};

// A small task that starts when awaited and can stop in the middle, like one that waits for a socket.
std::coroutine_handle<> waiting;

struct Pause
{
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) const noexcept { waiting = handle; }
    void await_resume() const noexcept {}
};

template <class T>
class Task
{
public:
    struct promise_type // NOLINT(readability-identifier-naming): the language gives this name
    {
        std::optional<T> value;
        std::exception_ptr failure;
        std::coroutine_handle<> after;

        Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        struct Final
        {
            bool await_ready() const noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> own) const noexcept
            {
                if (own.promise().after)
                    return own.promise().after;
                return std::noop_coroutine();
            }
            void await_resume() const noexcept {}
        };
        Final final_suspend() noexcept { return {}; }
        void return_value(T given) { value.emplace(std::move(given)); }
        void unhandled_exception() { failure = std::current_exception(); }
    };

    explicit Task(std::coroutine_handle<promise_type> handle) : handle_{handle} {}
    Task(Task&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
    Task& operator=(Task&&) = delete;
    ~Task()
    {
        if (handle_)
            handle_.destroy();
    }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> after) noexcept
    {
        handle_.promise().after = after;
        return handle_;
    }
    T await_resume()
    {
        if (handle_.promise().failure)
            std::rethrow_exception(handle_.promise().failure);
        return std::move(*handle_.promise().value);
    }

    // From outside: runs to the end, with every pause.
    T run()
    {
        handle_.resume();
        for (int pauses = 0; !handle_.done() && pauses < 1'000; ++pauses)
            std::exchange(waiting, nullptr).resume();
        return await_resume();
    }
    void run_to_first_pause() { handle_.resume(); }

private:
    std::coroutine_handle<promise_type> handle_;
};

Task<Mortal> pass_on(Mortal given)
{
    const Pause pause;
    co_await pause;
    co_return std::move(given);
}

Task<std::tuple<int, Mortal>> pass_on_numbered(Mortal given)
{
    const Pause pause;
    co_await pause;
    std::tuple<int, Mortal> both{7, std::move(given)};
    co_return std::move(both);
}

Task<Mortal> fail(Mortal given)
{
    const Pause pause;
    co_await pause;
    if (!given.name().empty())
        throw std::runtime_error{given.name()};
    co_return std::move(given);
}

Task<int> first_shape(Lives& lives)
{
    Mortal own{lives, "a name long enough to live on the heap"};
    co_await pass_on(std::move(own));
    co_return 1;
}

Task<std::string> second_shape(Lives& lives)
{
    Mortal own{lives, "a name long enough to live on the heap"};
    auto back = co_await pass_on(std::move(own));
    auto [number, again] = co_await pass_on_numbered(std::move(back));
    co_return again.name() + std::to_string(number);
}

Task<Mortal> third_shape(Lives& lives)
{
    Mortal own{lives, "a name long enough to live on the heap"};
    co_return co_await pass_on(std::move(own));
}

// The closure that is moved in has a name: built inside the awaited call, g++ 12.2 destroys what it holds
// twice.
template <class Job>
Task<std::string> in_store(Job job)
{
    const Pause pause;
    co_await pause;
    co_return job();
}

Task<std::string> named_closure(Lives& lives)
{
    auto kept = std::make_shared<Mortal>(lives, "a name long enough to live on the heap");
    auto job = [kept] { return kept->name(); };
    auto answer = co_await in_store(std::move(job));
    co_return answer;
}

Task<int> loop(Lives& lives)
{
    int rounds = 0;
    while (rounds < 100)
    {
        Mortal own{lives, "round"};
        auto back = co_await pass_on(std::move(own));
        if (back.name() != "round")
            co_return -1;
        ++rounds;
    }
    co_return rounds;
}

Task<int> survives_failure(Lives& lives)
{
    Mortal own{lives, "the failure's words"};
    int seen = 0;
    try
    {
        co_await fail(std::move(own));
    }
    catch (const std::runtime_error&)
    {
        seen = 1; // awaiting here is forbidden: the failure is kept, the block left, then awaited
    }
    co_return seen;
}

void check_balanced(const Lives& lives)
{
    CHECK(lives.made > 0);
    CHECK(lives.ended == lives.made);
}

} // namespace

TEST_CASE("a bare await ends each object once", "[rules][await]")
{
    Lives lives;
    CHECK(first_shape(lives).run() == 1);
    check_balanced(lives);
}

TEST_CASE("an awaited value that gets a name, or two by a binding, ends each object once", "[rules][await]")
{
    Lives lives;
    CHECK(second_shape(lives).run() == "a name long enough to live on the heap7");
    check_balanced(lives);
}

TEST_CASE("an awaited value that is returned at once ends each object once", "[rules][await]")
{
    Lives lives;
    CHECK(third_shape(lives).run().name() == "a name long enough to live on the heap");
    check_balanced(lives);
}

TEST_CASE("a closure with a name may be moved into an awaited call", "[rules][await]")
{
    Lives lives;
    CHECK(named_closure(lives).run() == "a name long enough to live on the heap");
    check_balanced(lives);
}

TEST_CASE("a loop of awaits ends each object once", "[rules][await]")
{
    Lives lives;
    CHECK(loop(lives).run() == 100);
    check_balanced(lives);
}

TEST_CASE("a failure that crosses an await ends each object once", "[rules][await]")
{
    Lives lives;
    CHECK(survives_failure(lives).run() == 1);
    check_balanced(lives);
}

TEST_CASE("a coroutine that is destroyed while it waits ends each object once", "[rules][await]")
{
    Lives lives;
    {
        auto task = second_shape(lives);
        task.run_to_first_pause();
        waiting = nullptr;
        CHECK(lives.ended < lives.made);
    }
    check_balanced(lives);
}
