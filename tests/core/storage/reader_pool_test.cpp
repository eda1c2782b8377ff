#include "core/storage/reader_pool.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

struct PaperReader
{
    int number = 0;
    bool is_whole = true;

    bool is_usable() const { return is_whole; }
    void forget_refusal() {}
};

struct Library
{
    int opened = 0;
    ReaderPool<PaperReader> pool{[this] { return std::make_unique<PaperReader>(PaperReader{++opened}); }, 2};
};

} // namespace

TEST_CASE("a reader is kept for the next one, unless it broke", "[storage][readers]")
{
    Library library;
    library.pool.give_back(library.pool.take());
    auto reader = library.pool.take();
    CHECK(reader->number == 1);
    reader->is_whole = false;
    library.pool.give_back(std::move(reader));
    CHECK(library.pool.take()->number == 2);
}

TEST_CASE("readers of before are handed out no more, also those that were in use", "[storage][readers]")
{
    Library library;
    auto in_use = library.pool.take();
    library.pool.give_back(library.pool.take());
    library.pool.forget();
    library.pool.give_back(std::move(in_use));
    auto fresh = library.pool.take();
    CHECK(fresh->number == 3);
    library.pool.give_back(std::move(fresh));
    CHECK(library.pool.take()->number == 3);
}

TEST_CASE("a reader that was opened in the place of a lost one is kept", "[storage][readers]")
{
    Library library;
    auto lost = library.pool.take();
    auto fresh = library.pool.open_anew(lost.get());
    library.pool.give_back(std::move(fresh));
    CHECK(library.pool.take()->number == 2);
}
