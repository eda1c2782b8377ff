#include "core/storage/postgres/postgres_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace kori
{

namespace
{

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
}

std::size_t behind(std::string_view sql, std::string_view end, std::size_t from)
{
    const auto found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
}

// PostgreSQL nests comments.
std::size_t behind_comment(std::string_view sql, std::size_t at)
{
    int depth = 0;
    while (at < sql.size())
    {
        if (sql.substr(at).starts_with("/*"))
            ++depth;
        else if (sql.substr(at).starts_with("*/"))
            --depth;
        else
        {
            ++at;
            continue;
        }
        at += 2;
        if (depth == 0)
            return at;
    }
    return sql.size();
}

// A doubled quote inside reads as the end of one part and the start of the next: the same for skipping.
std::size_t behind_quotes(std::string_view sql, std::size_t at, bool has_escapes)
{
    const char quote = sql[at];
    for (++at; at < sql.size(); ++at)
    {
        if (has_escapes && sql[at] == '\\')
            ++at;
        else if (sql[at] == quote)
            return at + 1;
    }
    return sql.size();
}

// $$…$$ or $tag$…$tag$; `at` itself when it is neither ($1, or a dollar inside a name).
std::size_t behind_dollars(std::string_view sql, std::size_t at)
{
    if (at > 0 && (is_word(sql[at - 1]) || sql[at - 1] == '$'))
        return at;
    auto end = at + 1;
    while (end < sql.size() && is_word(sql[end]))
        ++end;
    const bool is_quote = end < sql.size() && sql[end] == '$' &&
                          (end == at + 1 || std::isdigit(static_cast<unsigned char>(sql[at + 1])) == 0);
    return is_quote ? behind(sql, sql.substr(at, end + 1 - at), end + 1) : at;
}

// The position behind a quoted part or a comment that begins at `at`, or `at` itself.
std::size_t behind_quiet_part(std::string_view sql, std::size_t at)
{
    const auto rest = sql.substr(at);
    if (rest.starts_with("--"))
        return behind(sql, "\n", at + 2);
    if (rest.starts_with("/*"))
        return behind_comment(sql, at);
    if (rest.front() == '\'')
    {
        const bool has_escapes =
            at > 0 && (sql[at - 1] == 'E' || sql[at - 1] == 'e') && (at == 1 || !is_word(sql[at - 2]));
        return behind_quotes(sql, at, has_escapes);
    }
    if (rest.front() == '"')
        return behind_quotes(sql, at, false);
    if (rest.front() == '$')
        return behind_dollars(sql, at);
    return at;
}

// The words outside quotes and comments, in small letters.
std::vector<std::string> words_of(std::string_view sql)
{
    std::vector<std::string> words;
    for (std::size_t at = 0; at < sql.size();)
    {
        if (const auto next = behind_quiet_part(sql, at); next != at)
        {
            at = next;
            continue;
        }
        if (!is_word(sql[at]))
        {
            ++at;
            continue;
        }
        std::string word;
        for (; at < sql.size() && (is_word(sql[at]) || sql[at] == '$'); ++at)
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(sql[at])));
        words.push_back(std::move(word));
    }
    return words;
}

template <std::size_t count>
bool is_among(const std::array<std::string_view, count>& known, std::string_view word)
{
    return std::find(known.begin(), known.end(), word) != known.end();
}

// Functions that reach out of the transaction or into the session.
bool reaches_out(std::string_view word)
{
    constexpr std::array<std::string_view, 5> names{"set_config", "setval", "nextval", "pg_notify",
                                                    "query_to_xml"};
    constexpr std::array<std::string_view, 9> beginnings{
        "pg_advisory", "pg_try_advisory", "pg_terminate", "pg_cancel", "pg_reload",
        "pg_rotate",   "pg_logical",      "lo_",          "dblink"};
    return is_among(names, word) ||
           std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view begin) { return word.starts_with(begin); });
}

} // namespace

NumberedSql with_numbered_parameters(std::string_view sql)
{
    NumberedSql numbered;
    numbered.text.reserve(sql.size() + 16);
    for (std::size_t at = 0; at < sql.size();)
    {
        if (const auto next = behind_quiet_part(sql, at); next != at)
        {
            numbered.text += sql.substr(at, next - at);
            at = next;
            continue;
        }
        if (sql[at] == '?')
            numbered.text += "$" + std::to_string(++numbered.parameters);
        else
            numbered.text += sql[at];
        ++at;
    }
    return numbered;
}

std::string prepared_name(std::int64_t number)
{
    return "kori_" + std::to_string(number);
}

SqlUse use_of(std::string_view sql)
{
    constexpr std::array<std::string_view, 6> rows{"select", "insert", "update", "delete", "with", "values"};
    constexpr std::array<std::string_view, 3> schema{"create", "alter", "drop"};
    constexpr std::array<std::string_view, 4> objects{"table", "index", "unique", "view"};
    const auto words = words_of(sql);
    if (words.empty())
        return SqlUse::empty;
    const bool is_known = is_among(rows, words[0]) ||
                          (words.size() > 1 && is_among(schema, words[0]) && is_among(objects, words[1]));
    return is_known && std::none_of(words.begin(), words.end(), reaches_out) ? SqlUse::allowed
                                                                             : SqlUse::of_the_store;
}

SqlFailure failure_of(std::string_view sqlstate)
{
    // serialization_failure, deadlock_detected, lock_not_available (lock_timeout)
    constexpr std::array<std::string_view, 3> conflicts{"40001", "40P01", "55P03"};
    // Ended by an operator, by a crash, while starting, with its database, for idling; then an outcome that
    // the server itself could not learn, a server that takes no writes any more, and one that forgot our
    // statements.
    constexpr std::array<std::string_view, 9> losses{"57P01", "57P02", "57P03", "57P04", "57P05",
                                                     "25P03", "40003", "25006", "26000"};
    constexpr std::array<std::string_view, 24> refusals{"07", "0A", "0B", "0L", "20", "21", "22", "23",
                                                        "24", "25", "26", "27", "2B", "2F", "34", "38",
                                                        "39", "3B", "3F", "40", "42", "44", "54", "P0"};
    if (is_among(conflicts, sqlstate))
        return SqlFailure::conflict;
    if (sqlstate == "08P01") // we broke the protocol: doing it again would break it again
        return SqlFailure::fault;
    if (is_among(losses, sqlstate) || sqlstate.starts_with("08"))
        return SqlFailure::connection_lost;
    if (sqlstate == "57014" || is_among(refusals, sqlstate.substr(0, 2))) // 57014: statement_timeout
        return SqlFailure::refused;
    return SqlFailure::fault;
}

} // namespace kori
