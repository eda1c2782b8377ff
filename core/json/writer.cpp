#include "core/json/value.hpp"

#include <algorithm>

namespace kori::json
{

namespace
{

enum class Form
{
    compact,
    pretty,
    canonical,
};

void write_text(std::string& out, std::string_view text)
{
    PROMISE(is_utf8(text)); // also no U+0000, which neither database engine could keep
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text)
    {
        switch (c)
        {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (const auto byte = static_cast<unsigned char>(c); byte < 0x20)
            {
                out += "\\u00";
                out += digits[byte >> 4];
                out += digits[byte & 15];
            }
            else
                out += c;
        }
    }
    out += '"';
}

class Writer
{
public:
    explicit Writer(Form form) : form_{form} {}

    void write(const Value& value)
    {
        if (value.is_null())
            out_ += "null";
        else if (value.is_bool())
            out_ += value.boolean() ? "true" : "false";
        else if (value.is_integer())
            out_ += std::to_string(value.integer());
        else if (value.is_text())
            write_text(out_, value.text());
        else if (value.is_array())
            write_array(value.array());
        else if (value.is_euros())
            out_ += number_text(value.euros());
        else
            write_object(value.object());
    }

    std::string take() { return std::move(out_); }

private:
    void write_array(const Array& items)
    {
        if (items.empty())
        {
            out_ += "[]";
            return;
        }
        out_ += '[';
        ++depth_;
        bool first = true;
        for (const auto& item : items)
        {
            separate(first);
            write(item);
        }
        --depth_;
        break_line();
        out_ += ']';
    }

    void write_object(const Object& object)
    {
        if (object.empty())
        {
            out_ += "{}";
            return;
        }
        out_ += '{';
        ++depth_;
        bool first = true;
        for (const auto* member : in_order(object))
        {
            separate(first);
            write_text(out_, member->first);
            out_ += form_ == Form::pretty ? ": " : ":";
            write(member->second);
        }
        --depth_;
        break_line();
        out_ += '}';
    }

    std::vector<const std::pair<std::string, Value>*> in_order(const Object& object) const
    {
        std::vector<const std::pair<std::string, Value>*> members;
        members.reserve(object.members().size());
        for (const auto& member : object.members())
            members.push_back(&member);
        if (form_ == Form::canonical)
            std::sort(members.begin(), members.end(),
                      [](const auto* a, const auto* b) { return a->first < b->first; });
        return members;
    }

    void separate(bool& first)
    {
        if (!first)
            out_ += ',';
        first = false;
        break_line();
    }

    void break_line()
    {
        if (form_ != Form::pretty)
            return;
        out_ += '\n';
        out_.append(2 * depth_, ' ');
    }

    Form form_;
    std::size_t depth_ = 0;
    std::string out_;
};

std::string written(const Value& value, Form form)
{
    Writer writer{form};
    writer.write(value);
    return writer.take();
}

} // namespace

std::string number_text(Euros euros)
{
    const std::int64_t cents = euros.amount.in_cents();
    const std::int64_t rest = cents % 100 < 0 ? -(cents % 100) : cents % 100;
    const std::int64_t whole = cents / 100 < 0 ? -(cents / 100) : cents / 100;
    std::string text = (cents < 0 ? "-" : "") + std::to_string(whole);
    if (rest != 0)
        text += rest % 10 == 0 ? "." + std::to_string(rest / 10)
                               : (rest < 10 ? ".0" : ".") + std::to_string(rest);
    return text;
}

std::string write(const Value& value)
{
    return written(value, Form::compact);
}

std::string write_pretty(const Value& value)
{
    return written(value, Form::pretty) + '\n';
}

std::string write_canonical(const Value& value)
{
    return written(value, Form::canonical);
}

} // namespace kori::json
