#include "tests/fault/lossy/lossy_file.hpp"

#include <catch2/catch.hpp>

using kori::test::LossyFile;

TEST_CASE("what was written is read back, and only what was synced outlives a cut", "[power][lossy]")
{
    LossyFile file{"0123456789"};
    file.write(2, "ab");
    file.sync();
    file.write(4, "cd");
    file.truncate(8);
    CHECK(file.now() == "01abcd67");
    file.cut(nullptr);
    CHECK(file.now() == "01ab456789");
    CHECK(file.durable() == "01ab456789");
}

TEST_CASE("a failed sync is read back as if it had gone well, and is gone after the cut", "[power][lossy]")
{
    LossyFile file{"0123"};
    file.write(0, "X");
    file.lose_unsynced();
    CHECK(file.now() == "X123");
    file.sync();
    file.cut(nullptr);
    CHECK(file.now() == "0123");
}

TEST_CASE("a cut tears an unsynced write at sector borders", "[power][lossy]")
{
    bool was_torn = false;
    for (unsigned seed = 0; seed < 20; ++seed)
    {
        LossyFile file{std::string(4 * LossyFile::sector_bytes, '.')};
        file.write(0, std::string(4 * LossyFile::sector_bytes, 'x'));
        std::mt19937 random{seed};
        file.cut(&random);
        std::size_t whole = 0;
        for (std::size_t sector = 0; sector < 4; ++sector)
        {
            const auto bytes = file.now().substr(sector * LossyFile::sector_bytes, LossyFile::sector_bytes);
            CHECK((bytes == std::string(LossyFile::sector_bytes, 'x') ||
                   bytes == std::string(LossyFile::sector_bytes, '.')));
            whole += bytes.front() == 'x' ? 1U : 0U;
        }
        was_torn = was_torn || (whole > 0 && whole < 4);
    }
    CHECK(was_torn);
}
