#include "core/base/tar.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <vector>

using namespace kori;

namespace
{

std::string archive_of(const std::vector<TarFile>& files)
{
    std::ostringstream out;
    TarWriter writer{out};
    for (const auto& file : files)
        writer.add(file.name, file.bytes);
    writer.finish();
    return out.str();
}

struct Read
{
    std::vector<TarFile> files;
    std::string fault;
};

Read read(const std::string& archive, std::uint64_t file_bytes_max = 1'000'000)
{
    std::istringstream in{archive};
    TarReader reader{in, file_bytes_max};
    Read result;
    while (auto file = reader.next())
        result.files.push_back(std::move(*file));
    result.fault = reader.fault();
    return result;
}

} // namespace

TEST_CASE("what was written into an archive is read from it", "[tar]")
{
    const std::string long_name = "documents/" + std::string(90, 'a') + "/" + std::string(99, 'b');
    const std::vector<TarFile> files{{"manifest.json", "{}"},
                                     {"empty", ""},
                                     {"rows/one.jsonl", std::string(512, 'x')},
                                     {"bytes", std::string{"\0\1\2\xff", 4}},
                                     {long_name, std::string(513, 'y')}};
    const auto archive = archive_of(files);
    CHECK(archive.size() % 512 == 0);
    const auto back = read(archive);
    CHECK(back.fault.empty());
    REQUIRE(back.files.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i)
    {
        CHECK(back.files[i].name == files[i].name);
        CHECK(back.files[i].bytes == files[i].bytes);
    }
    CHECK(archive_of(files) == archive);
}

TEST_CASE("names that lead out of an archive are not taken", "[tar]")
{
    for (const auto* name : {"", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "./a", "a b", "ä"})
        CHECK_FALSE(is_archive_name(name));
    CHECK_FALSE(is_archive_name(std::string(101, 'a')));
    CHECK(is_archive_name(std::string(100, 'a')));
    CHECK(is_archive_name("rows/..a.jsonl"));
}

TEST_CASE("every byte of an archive outside a file's content is as it was written, or the reader says so",
          "[tar]")
{
    const auto archive = archive_of({{"a.txt", "hello"}, {"b.txt", "world"}});
    int found = 0;
    for (std::size_t at = 0; at < archive.size(); ++at)
    {
        const bool is_content = (at >= 512 && at < 517) || (at >= 1536 && at < 1541);
        if (is_content)
            continue;
        auto changed = archive;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        const auto back = read(changed);
        INFO("byte " << at);
        CHECK_FALSE(back.fault.empty());
        ++found;
    }
    CHECK(found == static_cast<int>(archive.size()) - 10);
}

TEST_CASE("an archive that was cut, lengthened, or tells of a huge file is refused", "[tar]")
{
    const auto archive = archive_of({{"a.txt", "hello"}});
    for (const std::size_t length : {0U, 511U, 512U, 515U, 1024U, 1536U, 2047U})
        CHECK_FALSE(read(archive.substr(0, length)).fault.empty());
    CHECK(read(archive).fault.empty());
    CHECK_FALSE(read(archive + "x").fault.empty());
    CHECK_FALSE(read(archive, 4).fault.empty());
    CHECK(read(archive, 5).fault.empty());
}
