#include "procurement/notice/xml.hpp"

#include "core/base/promise.hpp"
#include "core/base/text.hpp"

#include <algorithm>

namespace kori::xml
{

namespace
{

void write_text(std::string& out, std::string_view text)
{
    PROMISE(is_carried(text));
    for (const char c : text)
    {
        switch (c)
        {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>': // "]]>" may not stand in text
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\r': // a reader would turn it into a newline
            out += "&#13;";
            break;
        default:
            out += c;
        }
    }
}

} // namespace

bool is_carried(std::string_view text)
{
    // U+FFFE and U+FFFF are UTF-8, but no XML characters.
    return is_utf8(text) && text.find("\xef\xbf\xbe") == std::string_view::npos &&
           text.find("\xef\xbf\xbf") == std::string_view::npos &&
           std::none_of(
               text.begin(), text.end(), [](char c)
               { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
}

Element& Element::with(std::string name, std::string value) &
{
    attributes_.emplace_back(std::move(name), std::move(value));
    return *this;
}

Element&& Element::with(std::string name, std::string value) &&
{
    return std::move(with(std::move(name), std::move(value)));
}

Element& Element::add(Element child) &
{
    PROMISE(text_.empty());
    children_.push_back(std::move(child));
    return *this;
}

Element&& Element::add(Element child) &&
{
    return std::move(add(std::move(child)));
}

Element& Element::add(std::vector<Element> children) &
{
    for (auto& child : children)
        add(std::move(child));
    return *this;
}

Element&& Element::add(std::vector<Element> children) &&
{
    return std::move(add(std::move(children)));
}

void Element::write(std::string& out, std::size_t depth) const
{
    out.append(2 * depth, ' ');
    out += '<' + name_;
    for (const auto& [name, value] : attributes_)
    {
        out += ' ' + name + "=\"";
        write_text(out, value);
        out += '"';
    }
    if (empty())
    {
        out += "/>\n";
        return;
    }
    out += '>';
    write_text(out, text_);
    if (!children_.empty())
    {
        out += '\n';
        for (const auto& child : children_)
            child.write(out, depth + 1);
        out.append(2 * depth, ' ');
    }
    out += "</" + name_ + ">\n";
}

std::string document(const Element& root)
{
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    root.write(out, 0);
    return out;
}

} // namespace kori::xml
