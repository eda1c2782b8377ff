// A small XML document: elements in order, written as UTF-8 with two spaces of indentation. Only written,
// never read.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kori::xml
{

// An element holds either text or children. Names are ours and constant, so they are not checked; text is
// escaped, and promised to be UTF-8 without the control characters that XML 1.0 does not know.
class Element
{
public:
    explicit Element(std::string name, std::string text = {}) : name_{std::move(name)}, text_{std::move(text)}
    {
    }

    Element&& with(std::string name, std::string value) &&; // an attribute
    Element& with(std::string name, std::string value) &;
    Element&& add(Element child) &&;
    Element& add(Element child) &;
    Element&& add(std::vector<Element> children) &&;
    Element& add(std::vector<Element> children) &;

    bool empty() const { return text_.empty() && children_.empty(); }
    void write(std::string& out, std::size_t depth) const;

private:
    std::string name_;
    std::string text_;
    std::vector<std::pair<std::string, std::string>> attributes_;
    std::vector<Element> children_;
};

// With the declaration before the root and a final newline. Equal elements give equal bytes.
std::string document(const Element& root);

// Can this text stand in a document? UTF-8 without control characters other than tab and line ends.
bool is_carried(std::string_view text);

} // namespace kori::xml
