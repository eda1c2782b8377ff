// Files that tests compare with what the code says; KORI_WRITE_GOLDEN=1 writes them anew.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace kori::test
{

inline bool writes_golden()
{
    const char* wish = std::getenv("KORI_WRITE_GOLDEN");
    return wish != nullptr && std::string_view{wish} == "1";
}

inline std::string text_of_file(const std::string& path)
{
    std::ifstream stream{path, std::ios::binary};
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

// Empty when the file holds exactly that text; else the first line that differs and how to write it anew.
inline std::string difference_to_golden(const std::string& path, const std::string& text)
{
    if (writes_golden())
        std::ofstream{path, std::ios::binary} << text;
    const auto kept = text_of_file(path);
    if (kept == text)
        return {};
    std::istringstream old_lines{kept};
    std::istringstream new_lines{text};
    std::string was;
    std::string is;
    for (int line = 1;; ++line)
    {
        const bool has_old = static_cast<bool>(std::getline(old_lines, was));
        const bool has_new = static_cast<bool>(std::getline(new_lines, is));
        if (has_old && has_new && was == is)
            continue;
        return path + ":" + std::to_string(line) + "\n  kept: " + (has_old ? was : "(end)") +
               "\n  now:  " + (has_new ? is : "(end)") +
               "\nWhen it is meant, write it anew with KORI_WRITE_GOLDEN=1 and review the change.";
    }
}

} // namespace kori::test
