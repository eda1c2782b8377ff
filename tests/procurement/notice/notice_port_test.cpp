#include "procurement/notice/notice_port.hpp"

#include "procurement/notice/xml.hpp"
#include "tests/rules/golden.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <sys/stat.h>

using namespace kori;

namespace
{

class Folder
{
public:
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "kori-notices-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

const notice::Finished sample{"d1f0", "eforms-16", "xml", "<a/>\n"};

} // namespace

TEST_CASE("a finished notice is one file that only its owner reads", "[notice][port]")
{
    const Folder folder;
    const notice::FilePort port{folder.path()};
    const auto path = port.write(sample);
    REQUIRE(path);
    CHECK(*path == folder.path() / "notices" / "d1f0.eforms-16.xml");
    CHECK(test::text_of_file(path->string()) == sample.bytes);
    CHECK(mode_of(*path) == 0600);
    CHECK(mode_of(path->parent_path()) == 0700);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{path->parent_path()})
        files += entry.is_regular_file() ? 1U : 0U;
    CHECK(files == 1); // no draft is left
}

TEST_CASE("a notice that was written is never written over", "[notice][port]")
{
    const Folder folder;
    const notice::FilePort port{folder.path()};
    REQUIRE(port.write(sample));
    CHECK(port.write(sample)); // the same again
    auto other = sample;
    other.bytes = "<b/>\n";
    const auto refused = port.write(other);
    REQUIRE_FALSE(refused);
    CHECK(refused.refusal().rule == "notice.already_written");
    CHECK(test::text_of_file((folder.path() / "notices" / "d1f0.eforms-16.xml").string()) == sample.bytes);
}

TEST_CASE("a draft that a crash left behind does not stand in the way", "[notice][port]")
{
    const Folder folder;
    std::filesystem::create_directory(folder.path() / "notices");
    std::ofstream{folder.path() / "notices" / "d1f0.eforms-16.xml.new"} << "half of a notice that was longer";
    const auto path = notice::FilePort{folder.path()}.write(sample);
    REQUIRE(path);
    CHECK(test::text_of_file(path->string()) == sample.bytes);
}

TEST_CASE("a folder that cannot be made is an accident, a name with a path in it a broken promise",
          "[notice][port]")
{
    const Folder folder;
    CHECK_THROWS_AS(notice::FilePort{folder.path() / "absent"}.write(sample), std::system_error);
    for (const auto* name : {"", "../escape", "a/b", "a.b", "a b"})
    {
        INFO(name);
        auto strange = sample;
        strange.id = name;
        CHECK_THROWS_AS(notice::FilePort{folder.path()}.write(strange), BrokenPromise);
    }
}

TEST_CASE("an XML document escapes what it must", "[notice][xml]")
{
    using xml::Element;
    const auto root =
        Element{"a"}.with("b", "\"<&>'").add(Element{"c", "1 < 2 & ]]> \"ä\"\r\n"}).add(Element{"d"});
    CHECK(xml::document(root) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                 "<a b=\"&quot;&lt;&amp;&gt;'\">\n"
                                 "  <c>1 &lt; 2 &amp; ]]&gt; &quot;ä&quot;&#13;\n</c>\n"
                                 "  <d/>\n"
                                 "</a>\n");
    for (const auto* bad : {"\x01", "\xff", "\xef\xbf\xbf"})
    {
        CHECK_FALSE(xml::is_carried(bad));
        CHECK_THROWS_AS(xml::document(Element{"a", bad}), BrokenPromise);
    }
    CHECK(xml::is_carried("tab\t, line\n, \xf0\x9f\x98\x80"));
    CHECK_THROWS_AS(Element("a", "text").add(Element{"b"}), BrokenPromise);
}
