#include "core/reference/duties.hpp"

#include <algorithm>
#include <utility>

namespace kori
{
namespace
{

bool is_word(std::string_view text)
{
    return !text.empty() && text[0] >= 'a' && text[0] <= 'z' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// "capability.act", as the route tables write it.
bool is_permission(std::string_view text)
{
    const auto dot = text.find('.');
    return dot != std::string_view::npos && is_word(text.substr(0, dot)) && is_word(text.substr(dot + 1));
}

} // namespace

void DutyBook::add(Duty duty)
{
    duties_[duty.role].push_back(std::move(duty));
}

bool DutyBook::may(std::string_view role, std::string_view permission, CivilDate day) const
{
    const auto found = duties_.find(role);
    if (found == duties_.end())
        return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const Duty& duty)
                       {
                           return duty.validity.contains(day) &&
                                  std::find(duty.permissions.begin(), duty.permissions.end(), permission) !=
                                      duty.permissions.end();
                       });
}

std::set<std::string, std::less<>> DutyBook::permissions_of(std::string_view role, CivilDate day) const
{
    std::set<std::string, std::less<>> permissions;
    const auto found = duties_.find(role);
    if (found != duties_.end())
        for (const auto& duty : found->second)
            if (duty.validity.contains(day))
                permissions.insert(duty.permissions.begin(), duty.permissions.end());
    return permissions;
}

std::vector<std::string> DutyBook::roles() const
{
    std::vector<std::string> names;
    for (const auto& [role, duties] : duties_)
        names.push_back(role);
    return names;
}

void read_duties(std::string_view text, std::string_view file, DutyBook& book)
{
    const auto entries = read_entries(text, file);
    std::vector<std::string> faults;
    std::vector<Duty> duties;
    std::size_t number = 0;
    for (const auto& item : entries)
    {
        Entry entry{item, std::string{file} + ": entry " + std::to_string(++number), faults};
        entry.allow_only({"role", "permissions", "from", "to", "source", "note"});
        Duty duty;
        duty.role = entry.text("role");
        entry.call(duty.role);
        if (!duty.role.empty() && !is_word(duty.role))
            entry.fault("role", "it is not a word of small letters");
        duty.permissions = entry.texts("permissions");
        for (const auto& permission : duty.permissions)
            if (!is_permission(permission))
                entry.fault("permissions", permission + " is not like \"capability.act\"");
        duty.validity = entry.validity();
        duty.source = entry.text("source");
        entry.optional_text("note");
        duties.push_back(std::move(duty));
    }
    if (!faults.empty())
        throw ReferenceError{std::move(faults)};
    for (auto& duty : duties)
        book.add(std::move(duty));
}

DutyBook load_duties(const std::filesystem::path& file)
{
    DutyBook book;
    read_duties(read_reference_file(file), file.filename().string(), book);
    return book;
}

} // namespace kori
