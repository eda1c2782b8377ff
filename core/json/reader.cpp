#include "core/json/reader.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <limits>
#include <set>

namespace kori::json
{

namespace
{

using boost::json::error_code;

constexpr std::string_view not_utf8 = "json.not_utf8";
constexpr std::string_view syntax = "json.syntax";
constexpr std::string_view too_deep = "json.too_deep";
constexpr std::string_view zero_character = "json.zero_character";

std::string_view sentence_of(std::string_view rule)
{
    if (rule == not_utf8)
        return "The text is not well-formed UTF-8.";
    if (rule == zero_character)
        return "The character U+0000 is not allowed.";
    if (rule == too_deep)
        return "The values are nested too deeply.";
    if (rule == "json.duplicate_name")
        return "The same name stands twice in one object.";
    if (rule == "json.not_an_integer")
        return "Numbers are whole numbers without fraction or exponent.";
    if (rule == "json.integer_too_large")
        return "The number does not fit in 64 bits.";
    if (rule == "json.too_many_values")
        return "The text holds too many values.";
    return "The text is not JSON.";
}

// One array or object that is being read.
struct Level
{
    bool is_object = false;
    Array items;
    std::vector<std::pair<std::string, Value>> members;
    std::set<std::string, std::less<>> names;
    std::string name; // of the member that is being read
};

// Receives the parser's events, builds the value and refuses what the parser would let through.
struct Builder
{
    // The names and forms below are what basic_parser asks of a handler.
    constexpr static std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    constexpr static std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    constexpr static std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
    constexpr static std::size_t max_string_size = std::numeric_limits<std::size_t>::max();
    using Chars = boost::json::string_view;

    explicit Builder(const Limits& read_limits) : limits{read_limits} {}

    Limits limits;
    std::vector<Level> levels;
    Value root;
    std::size_t values = 0;
    std::string part; // pieces of one text or number
    std::string_view rule;

    bool fail(std::string_view why, error_code& ec)
    {
        rule = why;
        ec = boost::json::error::syntax;
        return false;
    }

    bool begin(bool is_object, error_code& ec)
    {
        if (levels.size() >= limits.depth_max)
            return fail(too_deep, ec);
        if (!counted(ec))
            return false;
        levels.emplace_back().is_object = is_object;
        return true;
    }

    bool counted(error_code& ec) { return ++values <= limits.values_max || fail("json.too_many_values", ec); }

    bool put(Value value)
    {
        if (levels.empty())
            root = std::move(value);
        else if (levels.back().is_object)
            levels.back().members.emplace_back(std::exchange(levels.back().name, {}), std::move(value));
        else
            levels.back().items.push_back(std::move(value));
        return true;
    }

    bool add_part(Chars piece)
    {
        part.append(piece.data(), piece.size());
        return true;
    }

    std::string whole(Chars piece)
    {
        add_part(piece);
        return std::exchange(part, {});
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code& ec) { return begin(false, ec); }
    bool on_object_begin(error_code& ec) { return begin(true, ec); }

    bool on_array_end(std::size_t, error_code&)
    {
        Value value{std::move(levels.back().items)};
        levels.pop_back();
        return put(std::move(value));
    }

    bool on_object_end(std::size_t, error_code&)
    {
        Value value{Object::of(std::move(levels.back().members))};
        levels.pop_back();
        return put(std::move(value));
    }

    bool on_key_part(Chars piece, std::size_t, error_code&) { return add_part(piece); }
    bool on_key(Chars piece, std::size_t, error_code& ec)
    {
        auto name = whole(piece);
        if (name.find('\0') != std::string::npos)
            return fail(zero_character, ec); // a name that no pointer could hold
        levels.back().name = std::move(name);
        return levels.back().names.insert(levels.back().name).second || fail("json.duplicate_name", ec);
    }

    bool on_string_part(Chars piece, std::size_t, error_code&) { return add_part(piece); }
    bool on_string(Chars piece, std::size_t, error_code& ec)
    {
        auto text = whole(piece);
        if (text.find('\0') != std::string::npos)
            return fail(zero_character, ec);
        return counted(ec) && put(std::move(text));
    }

    bool on_number_part(Chars piece, error_code&) { return add_part(piece); }
    bool on_int64(std::int64_t number, Chars piece, error_code& ec)
    {
        // "-0" would not come back as it was written.
        if (whole(piece) == "-0")
            return fail("json.not_an_integer", ec);
        return counted(ec) && put(number);
    }
    bool on_uint64(std::uint64_t number, Chars piece, error_code& ec)
    {
        whole(piece);
        if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return fail("json.integer_too_large", ec);
        return counted(ec) && put(static_cast<std::int64_t>(number));
    }
    bool on_double(double, Chars piece, error_code& ec)
    {
        const bool is_integer = whole(piece).find_first_of(".eE") == std::string::npos;
        return fail(is_integer ? "json.integer_too_large" : "json.not_an_integer", ec);
    }

    bool on_bool(bool value, error_code& ec) { return counted(ec) && put(value); }
    bool on_null(error_code& ec) { return counted(ec) && put(nullptr); }
    bool on_comment_part(Chars, error_code&) { return true; }
    bool on_comment(Chars, error_code&) { return true; }
};

// RFC 6901.
std::string pointer_to(const std::vector<Level>& levels)
{
    std::string pointer;
    for (const auto& level : levels)
    {
        if (level.is_object && level.name.empty() && !level.names.contains(""))
            break; // no name is being read
        pointer += '/';
        if (!level.is_object)
        {
            pointer += std::to_string(level.items.size());
            continue;
        }
        for (const char c : level.name)
        {
            if (c == '~')
                pointer += "~0";
            else if (c == '/')
                pointer += "~1";
            else
                pointer += c;
        }
    }
    return pointer;
}

std::string_view rule_of(error_code ec)
{
    if (ec == boost::json::error::too_deep)
        return too_deep;
    // Half a surrogate pair names no character (RFC 8259 §8.2).
    if (ec == boost::json::error::illegal_leading_surrogate ||
        ec == boost::json::error::illegal_trailing_surrogate ||
        ec == boost::json::error::expected_utf16_escape)
        return not_utf8;
    return syntax;
}

Refusal refusal_of(std::string_view rule)
{
    return refuse(Fault::malformed, std::string{rule}, std::string{sentence_of(rule)});
}

} // namespace

Result<Value> read(std::string_view text, const Limits& limits)
{
    if (text.size() > limits.bytes_max)
        return refuse(Fault::too_large, "json.too_long", "The text is too long.")
            .with("bytes_max", static_cast<std::int64_t>(limits.bytes_max));
    if (text.find('\0') != std::string_view::npos)
        return refusal_of(zero_character);
    if (!is_utf8(text))
        return refusal_of(not_utf8);

    boost::json::parse_options options;
    options.max_depth = limits.depth_max + 1; // the builder refuses one level earlier, with its own rule
    boost::json::basic_parser<Builder> parser{options, limits};
    error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && used == text.size() && parser.done())
        return std::move(parser.handler().root);

    const Builder& builder = parser.handler();
    const auto rule = !builder.rule.empty() ? builder.rule : ec ? rule_of(ec) : syntax;
    auto refusal = refusal_of(rule);
    refusal.values.emplace_back("byte", static_cast<std::int64_t>(used));
    refusal.fields.push_back({pointer_to(builder.levels), refusal.rule, refusal.sentence, refusal.values});
    return refusal;
}

Value read_stored(std::string_view text)
{
    auto value = read(text);
    PROMISE(value);
    return std::move(*value);
}

} // namespace kori::json
