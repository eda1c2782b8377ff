#include "core/reference/reference_file.hpp"

#include "core/json/reader.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

namespace kori
{
namespace
{

std::string joined(const std::vector<std::string>& sentences)
{
    std::string text;
    for (const auto& sentence : sentences)
        text += (text.empty() ? "" : "\n") + sentence;
    return text;
}

// Reference files are ours and may be larger than a request.
constexpr json::Limits file_limits{8, 4'194'304, 200'000};

} // namespace

ReferenceError::ReferenceError(std::vector<std::string> faults)
    : std::runtime_error{joined(faults)}, faults_{std::move(faults)}
{
}

std::string read_reference_file(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw ReferenceError{{path.string() + ": the file cannot be opened"}};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad())
        throw ReferenceError{{path.string() + ": the file cannot be read"}};
    if (!is_utf8(text))
        throw ReferenceError{{path.string() + ": the file is not UTF-8"}};
    return text;
}

json::Value read_document(std::string_view text, std::string_view file)
{
    auto value = json::read(text, file_limits);
    if (!value)
    {
        std::string where;
        if (!value.refusal().fields.empty())
            where = ", member \"" + value.refusal().fields.front().pointer + "\"";
        throw ReferenceError{{std::string{file} + where + ": " + value.refusal().sentence}};
    }
    return *std::move(value);
}

json::Array read_entries(std::string_view text, std::string_view file)
{
    auto value = read_document(text, file);
    if (!value.is_array())
        throw ReferenceError{{std::string{file} + ": the file is not a list"}};
    return std::move(value.array());
}

Entry::Entry(const json::Value& value, std::string place, std::vector<std::string>& faults)
    : place_{std::move(place)}, faults_{faults}
{
    if (value.is_object())
        object_ = &value.object();
    else
        faults_.push_back(place_ + ": it is not an object");
}

void Entry::allow_only(std::initializer_list<std::string_view> names)
{
    if (object_ == nullptr)
        return;
    for (const auto& [name, value] : object_->members())
        if (std::find(names.begin(), names.end(), name) == names.end())
            fault(name, "there is no such member");
}

void Entry::call(const std::string& name)
{
    if (!name.empty())
        place_ += " (" + name + ")";
}

const json::Value* Entry::find(std::string_view name) const
{
    return object_ == nullptr ? nullptr : object_->find(name);
}

void Entry::fault(std::string_view name, std::string_view sentence)
{
    faults_.push_back(place_ + ", member \"" + std::string{name} + "\": " + std::string{sentence});
}

const json::Value* Entry::member(std::string_view name)
{
    const auto* value = find(name);
    if (value == nullptr && object_ != nullptr)
        fault(name, "it is missing");
    return value;
}

std::string Entry::text(std::string_view name)
{
    const auto* value = member(name);
    if (value == nullptr)
        return {};
    if (!value->is_text() || value->text().empty())
    {
        fault(name, "it is not a text, or an empty one");
        return {};
    }
    return value->text();
}

std::optional<std::string> Entry::optional_text(std::string_view name)
{
    return find(name) == nullptr ? std::nullopt : std::optional{text(name)};
}

std::vector<std::string> Entry::texts(std::string_view name)
{
    const auto* value = member(name);
    if (value == nullptr)
        return {};
    if (!value->is_array() || value->array().empty())
    {
        fault(name, "it is not a list, or an empty one");
        return {};
    }
    std::vector<std::string> result;
    std::set<std::string> seen;
    for (const auto& item : value->array())
    {
        if (!item.is_text() || item.text().empty())
            fault(name, "an item is not a text, or an empty one");
        else if (!seen.insert(item.text()).second)
            fault(name, item.text() + " is there twice");
        else
            result.push_back(item.text());
    }
    return result;
}

CivilDate Entry::date(std::string_view name)
{
    const CivilDate harmless{std::chrono::year{1900}, std::chrono::January, std::chrono::day{1}};
    const auto* value = member(name);
    if (value == nullptr)
        return harmless;
    const auto parsed = value->is_text() ? parse_date(value->text()) : std::nullopt;
    if (!parsed)
        fault(name, "it is not a date like 2026-03-02");
    return parsed.value_or(harmless);
}

Validity Entry::validity()
{
    const auto before = faults_.size();
    Validity result{date("from"), std::nullopt};
    if (find("to") != nullptr)
        result.to = date("to");
    if (faults_.size() == before && result.is_empty())
        fault("to", "it is not later than \"from\"");
    return result;
}

} // namespace kori
