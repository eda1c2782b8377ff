#include "core/storage/migrations.hpp"

#include "core/base/text.hpp"
#include "core/crypto/crypto.hpp"
#include "core/storage/store.hpp"

#include <algorithm>
#include <cctype>

namespace kori
{

namespace
{

std::string in_words(std::int64_t number, std::string_view name)
{
    return std::to_string(number) + " (" + std::string{name} + ")";
}

std::string filled(std::string_view sql, const SqlDialect& dialect, std::string_view name)
{
    std::string text;
    std::size_t at = 0;
    for (auto open = sql.find("{{"); open != std::string_view::npos; open = sql.find("{{", at))
    {
        const auto close = sql.find("}}", open);
        const auto word = close == std::string_view::npos ? "" : sql.substr(open + 2, close - open - 2);
        text += sql.substr(at, open - at);
        if (word == "int64")
            text += dialect.int64;
        else if (word == "bytes")
            text += dialect.bytes;
        else if (word == "strict")
            text += dialect.strict;
        else
            throw StorageError{"The migration " + std::string{name} +
                               " uses a name in braces that nobody fills."};
        at = close + 2;
    }
    text += sql.substr(at);
    return text;
}

// The words of a statement without comments and quoted parts, as far as splitting needs them.
struct Words
{
    std::vector<std::string> first; // at most three, in capitals
    std::string last;

    void take(std::string word)
    {
        if (first.size() < 3)
            first.push_back(word);
        last = std::move(word);
    }
    bool is_trigger() const
    {
        return std::find(first.begin(), first.end(), "TRIGGER") != first.end() && first.front() == "CREATE";
    }
    // The body of a trigger holds statements of its own; it ends with END.
    bool may_end() const { return !is_trigger() || last == "END"; }
};

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The position behind a quoted part or a comment that begins at `at`, or `at` itself.
std::size_t behind_quiet_part(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at);
    const auto behind = [&](std::string_view end, std::size_t from, std::size_t keep)
    {
        const auto found = text.find(end, from);
        return found == std::string_view::npos ? text.size() : found + keep;
    };
    if (rest.starts_with("--"))
        return behind("\n", at + 2, 0);
    if (rest.starts_with("/*"))
        return behind("*/", at + 2, 2);
    // A doubled quote inside reads as the end of one part and the start of the next: the same for splitting.
    if (rest.starts_with('\''))
        return behind("'", at + 1, 1);
    if (rest.starts_with('"'))
        return behind("\"", at + 1, 1);
    return at;
}

// Only blanks and at most one comment stand between `at` and the end of the line.
bool is_end_of_line(std::string_view text, std::size_t at)
{
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
        ++at;
    return at >= text.size() || text[at] == '\n' || text.substr(at).starts_with("--");
}

} // namespace

std::vector<std::string> statements_of(const Migration& migration, const SqlDialect& dialect)
{
    const auto text = filled(migration.sql, dialect, migration.name);
    std::vector<std::string> statements;
    Words words;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size();)
    {
        if (const auto behind = behind_quiet_part(text, at); behind != at)
        {
            at = behind;
            continue;
        }
        if (is_word(text[at]))
        {
            std::string word;
            for (; at < text.size() && is_word(text[at]); ++at)
                word += static_cast<char>(std::toupper(static_cast<unsigned char>(text[at])));
            words.take(std::move(word));
            continue;
        }
        if (text[at] == ';' && is_end_of_line(text, at + 1) && words.may_end())
        {
            if (!words.first.empty())
                statements.push_back(text.substr(start, at - start));
            words = {};
            start = at + 1;
        }
        ++at;
    }
    if (!words.first.empty())
        throw StorageError{"The migration " + in_words(migration.number, migration.name) +
                           " does not end with a semicolon."};
    return statements;
}

std::string checksum_of(const Migration& migration)
{
    return to_hex(crypto::sha256(migration.sql));
}

std::vector<Migration> missing_migrations(std::span<const Migration> known,
                                          std::span<const AppliedMigration> applied)
{
    for (std::size_t i = 0; i < known.size(); ++i)
    {
        if (known[i].number != static_cast<std::int64_t>(i) + 1)
            throw StorageError{"The migrations of this program are not numbered without a gap: number " +
                               std::to_string(i + 1) + " is missing before " +
                               in_words(known[i].number, known[i].name) + "."};
    }
    for (std::size_t i = 0; i < applied.size(); ++i)
    {
        const auto& row = applied[i];
        if (row.number != static_cast<std::int64_t>(i) + 1)
            throw StorageError{"The database has a gap in its migrations before number " +
                               in_words(row.number, row.name) + "."};
        if (i >= known.size())
            throw StorageError{"The database is newer than this program: it knows migration " +
                               in_words(row.number, row.name) + ", this program knows " +
                               std::to_string(known.size()) + "."};
        if (row.checksum != checksum_of(known[i]) || row.name != known[i].name)
            throw StorageError{"The migration " + in_words(row.number, row.name) +
                               " was altered after it was applied to this database."};
    }
    return {known.begin() + static_cast<std::ptrdiff_t>(applied.size()), known.end()};
}

} // namespace kori
