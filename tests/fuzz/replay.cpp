// The target without a fuzzer: every file of its corpus, and seeded changes of each. The same seed makes the
// same changes, on any machine.
//   fuzz_json_test FOLDER    the corpus and its changes; KORI_FUZZ_SEED and KORI_FUZZ_CHANGES say otherwise
//   fuzz_json_test FILE      that input alone: a finding
#include "tests/fuzz/one_input.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>

namespace
{

using Corpus = std::map<std::string, std::string>; // name → bytes, in the order of the names

constexpr std::size_t input_bytes_max = 4'096; // as in tools/fuzz.py
constexpr std::string_view marks[] = {"\r\n",
                                      "\n",
                                      std::string_view{"\0", 1},
                                      "\xff",
                                      "\xc3\xa4",
                                      "\xe2\x82",
                                      "\"",
                                      "\\",
                                      "{",
                                      "}",
                                      "[",
                                      "]",
                                      ":",
                                      ",",
                                      "%00",
                                      "\\u0000",
                                      "%2F",
                                      "-1",
                                      "0",
                                      "9223372036854775807",
                                      "-9223372036854775808",
                                      "1e9",
                                      "null",
                                      "1900-01-01",
                                      "9999-12-31",
                                      "9999-12-31T23:59:59.999999Z"};

class Changes
{
public:
    explicit Changes(std::uint64_t seed) : engine_{seed} {}

    std::string of(std::string text, const Corpus& others)
    {
        for (auto left = 1 + below(4); left > 0; --left)
            change(text, others);
        text.resize(std::min(text.size(), input_bytes_max));
        return text;
    }

private:
    void change(std::string& text, const Corpus& others)
    {
        const auto at = below(text.size() + 1);
        const auto length = std::min(text.size() - at, 1 + below(below(16) == 0 ? text.size() + 1 : 8));
        switch (below(6))
        {
        case 0:
            text.replace(at, std::min<std::size_t>(length, 1), 1, static_cast<char>(below(256)));
            return;
        case 1:
            text.erase(at, length);
            return;
        case 2:
            text.insert(below(text.size() + 1), text.substr(at, length));
            return;
        case 3:
            text.insert(at, marks[below(std::size(marks))]);
            return;
        case 4:
            text.replace(at, length, marks[below(std::size(marks))]);
            return;
        default:
            const auto& other =
                std::next(others.begin(), static_cast<std::ptrdiff_t>(below(others.size())))->second;
            text.replace(at, std::string::npos, other, below(other.size() + 1), std::string::npos);
        }
    }

    // The engine is the same everywhere, the library's distributions are not.
    std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(engine_() % end); }

    std::mt19937_64 engine_;
};

std::uint64_t number_from(const char* variable, std::uint64_t otherwise)
{
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

Corpus read_corpus(const std::filesystem::path& path)
{
    Corpus corpus;
    const auto add = [&](const std::filesystem::path& file)
    {
        std::ifstream stream{file, std::ios::binary};
        corpus[file.string()] = {std::istreambuf_iterator<char>{stream}, {}};
    };
    if (std::filesystem::is_directory(path))
        for (const auto& entry : std::filesystem::directory_iterator{path})
            add(entry.path());
    else if (std::filesystem::exists(path))
        add(path);
    return corpus;
}

class Replay
{
public:
    // False when it was a finding.
    bool holds(const std::string& input, const std::string& name)
    {
        try
        {
            ++(kori::fuzz::one_input(input) ? accepted_ : refused_);
            return true;
        }
        catch (const std::exception& error)
        {
            std::printf("%s: %s\n", name.c_str(), error.what());
        }
        return false;
    }

    std::size_t accepted() const { return accepted_; }
    std::size_t refused() const { return refused_; }

private:
    std::size_t accepted_ = 0;
    std::size_t refused_ = 0;
};

// What was found becomes a file, so that it can be run alone and kept in the corpus.
std::string kept(const std::string& input, const std::string& name)
{
    const auto file = std::filesystem::temp_directory_path() / ("kori-" + name);
    std::ofstream{file, std::ios::binary | std::ios::trunc} << input;
    return file.string();
}

} // namespace

int main(int argc, char* argv[])
{
    if (argc != 2)
        return std::fputs("one folder or file is replayed\n", stderr), 2;
    const std::filesystem::path path{argv[1]};
    const auto corpus = read_corpus(path);
    const bool is_alone = !std::filesystem::is_directory(path);
    const auto seed = number_from("KORI_FUZZ_SEED", 1);
    const auto changes = is_alone ? 0 : number_from("KORI_FUZZ_CHANGES", 100);
    std::printf("%zu inputs, %llu changes of each, KORI_FUZZ_SEED=%llu\n", corpus.size(),
                static_cast<unsigned long long>(changes), static_cast<unsigned long long>(seed));

    Changes change{seed};
    Replay replay;
    int passed = 0;
    int failed = 0;
    for (const auto& [name, bytes] : corpus)
    {
        bool is_good = replay.holds(bytes, name);
        for (std::uint64_t i = 0; i < changes && is_good; ++i)
        {
            const auto changed = change.of(bytes, corpus);
            is_good = replay.holds(changed, name + " changed");
            if (!is_good)
                std::printf("  replay with: %s %s\n", argv[0],
                            kept(changed, std::filesystem::path{argv[0]}.filename().string() + "-" +
                                              std::to_string(seed) + "-" + std::to_string(failed))
                                .c_str());
        }
        ++(is_good ? passed : failed);
    }
    // A target that accepts nothing, or refuses nothing, looks at less than it says.
    if (!is_alone)
        ++(replay.accepted() > 0 && replay.refused() > 0 ? passed : failed);
    std::printf("%zu inputs accepted, %zu refused\n", replay.accepted(), replay.refused());
    std::printf("%d passed, %d failed\n", passed, passed + failed == 0 ? 1 : failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
