#include "core/storage/job_queue.hpp"

#include "paper_engine.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::tests;

namespace
{

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
