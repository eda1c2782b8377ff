#include "journal_world.hpp"

#include "core/json/reader.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <set>
#include <thread>

using namespace kori;

namespace
{

journal::NewEntry with_audience(std::string about, journal::Audience audience,
                                std::vector<std::string> organisations)
{
    auto entry = JournalWorld::entry(std::move(about), std::move(organisations));
    entry.audience = audience;
    return entry;
}

// Five kinds of entries, over and over.
journal::NewEntry nth_entry(int n)
{
    const auto about = "thing_" + std::to_string(n);
    switch (n % 5)
    {
    case 0:
        return with_audience(about, journal::Audience::everyone, {});
    case 1:
        return with_audience(about, journal::Audience::organisation, {"org_a"});
    case 2:
        return with_audience(about, journal::Audience::organisation, {"org_b"});
    case 3:
        return with_audience(about, journal::Audience::organisation, {"org_a", "org_b"});
    default:
        return with_audience(about, journal::Audience::operators, {"org_a"});
    }
}

std::vector<std::int64_t> numbers_of(const std::vector<journal::Entry>& entries)
{
    std::vector<std::int64_t> numbers;
    for (const auto& entry : entries)
        numbers.push_back(entry.number);
    return numbers;
}

} // namespace

TEST_CASE("the feed shows each viewer what is public and what is theirs", "[journal]")
{
    JournalWorld world;
    for (int n = 0; n < 10; ++n)
        world.append(nth_entry(n));
    world.commit();
    const auto seen = [&](std::string viewer, bool sees_all)
    {
        return numbers_of(
            world.read([&](Transaction& tx) { return journal::feed(tx, -1, 100, viewer, sees_all); }));
    };
    using Numbers = std::vector<std::int64_t>;
    CHECK(seen("", false) == Numbers{0, 5});
    CHECK(seen("org_a", false) == Numbers{0, 1, 3, 5, 6, 8});
    CHECK(seen("org_b", false) == Numbers{0, 2, 3, 5, 7, 8});
    CHECK(seen("org_c", false) == Numbers{0, 5});
    CHECK(seen("", true) == Numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("the feed does not show what waits, and goes on behind the last number", "[journal]")
{
    JournalWorld world;
    for (int n = 0; n < 3; ++n)
        world.append(nth_entry(0));
    world.commit();
    world.append(nth_entry(0));
    const auto page = [&](std::int64_t after, std::int64_t limit)
    {
        return numbers_of(
            world.read([&](Transaction& tx) { return journal::feed(tx, after, limit, "", false); }));
    };
    using Numbers = std::vector<std::int64_t>;
    CHECK(page(-1, 2) == Numbers{0, 1});
    CHECK(page(1, 2) == Numbers{2});
    CHECK(page(2, 2).empty());
    world.commit();
    CHECK(page(2, 2) == Numbers{3});
}

TEST_CASE("a reader that follows the feed beside parallel writers skips nothing and sees nothing twice",
          "[journal]")
{
    constexpr int writers = 4;
    constexpr int each = 60;
    JournalWorld world{JournalWorld::Commits::with_each_group};
    std::atomic<int> kept{0};
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w)
        threads.emplace_back(
            [&world, &kept, w]
            {
                crypto::SeededRandomness random{"writer " + std::to_string(w)};
                for (int i = 0; i < each; ++i)
                {
                    const Ambient ambient{world.now, world.now, random, world.law};
                    const auto verdict = i % 7 == 6 ? Verdict::undo : Verdict::keep;
                    const auto fate = world.store->write_and_wait(
                        [&](Transaction& tx)
                        {
                            journal::append(tx, ambient, {"mbr_1", "org_a"}, nth_entry(w * each + i));
                            return verdict;
                        });
                    if (fate == Fate::durable && verdict == Verdict::keep)
                        ++kept;
                }
            });

    std::vector<std::int64_t> all;
    std::vector<std::int64_t> of_b;
    std::set<std::string> about_b;
    const auto follow = [&]
    {
        world.store->read(
            [&](Transaction& tx)
            {
                for (const auto& entry : journal::feed(tx, all.empty() ? -1 : all.back(), 7, "", true))
                {
                    all.push_back(entry.number);
                    if (entry.organisations.empty() ||
                        (entry.audience == "organisation" && entry.organisations.back() == "org_b"))
                        about_b.insert(entry.about);
                }
                for (const auto& entry :
                     journal::feed(tx, of_b.empty() ? -1 : of_b.back(), 3, "org_b", false))
                    of_b.push_back(entry.number);
            });
    };
    for (int i = 0; i < 200; ++i)
        follow();
    for (auto& thread : threads)
        thread.join();
    for (int i = 0; i < writers * each; ++i)
        follow();

    REQUIRE(kept == writers * (each - each / 7));
    REQUIRE(all.size() == static_cast<std::size_t>(kept.load()));
    for (std::size_t i = 0; i < all.size(); ++i)
        REQUIRE(all[i] == static_cast<std::int64_t>(i));
    CHECK(of_b.size() == about_b.size());
    CHECK(std::set<std::int64_t>(of_b.begin(), of_b.end()).size() == of_b.size());
    CHECK(world.faults().empty());
}

TEST_CASE("an export has every number and only the viewer's leaves, and its root is the signed one",
          "[journal]")
{
    JournalWorld world;
    world.write(
        [&](Transaction& tx)
        {
            for (int n = 0; n < 1'001; ++n) // more than two pages
                journal::append(tx, world.ambient(), {"mbr_1", "org_a"}, nth_entry(n));
        });
    world.commit();
    for (const std::string viewer : {"", "org_b", "all"})
    {
        INFO(viewer);
        journal::Frontier frontier;
        std::vector<std::int64_t> shown;
        const auto last = world.read(
            [&](Transaction& tx)
            {
                return journal::export_lines(tx, -1, viewer, viewer == "all",
                                             [&](std::string_view text)
                                             {
                                                 const auto line = json::read(text);
                                                 REQUIRE(line);
                                                 REQUIRE(line->at("number").integer() == frontier.size());
                                                 const auto hash =
                                                     from_base64(line->at("leaf_hash").text()).value();
                                                 if (const auto leaf = line->optional_text("leaf"))
                                                 {
                                                     REQUIRE(journal::leaf_hash(*leaf) == hash);
                                                     shown.push_back(frontier.size());
                                                 }
                                                 frontier.add(hash);
                                             });
            });
        CHECK(last == 1'000);
        CHECK(frontier.root() == world.head().root);
        CHECK(shown ==
              numbers_of(world.read([&](Transaction& tx)
                                    { return journal::feed(tx, -1, 10'000, viewer, viewer == "all"); })));
    }
}

TEST_CASE("an export goes on behind a number and ends where the tree ends", "[journal]")
{
    JournalWorld world;
    for (int n = 0; n < 5; ++n)
        world.append(nth_entry(n));
    world.commit();
    int lines = 0;
    const auto from = [&](std::int64_t after)
    {
        return world.read(
            [&](Transaction& tx)
            { return journal::export_lines(tx, after, "", false, [&](std::string_view) { ++lines; }); });
    };
    CHECK(from(2) == 4);
    CHECK(lines == 2);
    CHECK(from(4) == 4);
    CHECK(lines == 2);
}
