// Which role may do what, by date: duties are data, so an area can change them without a new build (domain.md
// 2).
#pragma once

#include "core/base/validity.hpp"
#include "core/reference/reference_file.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct Duty
{
    std::string role;                     // "administrator"
    std::vector<std::string> permissions; // "access.manage_members"
    Validity validity;
    std::string source;
};

class DutyBook
{
public:
    // Duties of one role add up; nothing takes a permission away but its end.
    void add(Duty duty);

    bool may(std::string_view role, std::string_view permission, CivilDate day) const;
    std::set<std::string, std::less<>> permissions_of(std::string_view role, CivilDate day) const;
    std::vector<std::string> roles() const; // that have or had a duty, in order

private:
    std::map<std::string, std::vector<Duty>, std::less<>> duties_;
};

// A list of {"role", "permissions": […], "from", "to"?, "source", "note"?}. Throws ReferenceError with every
// fault.
void read_duties(std::string_view text, std::string_view file, DutyBook& book);
DutyBook load_duties(const std::filesystem::path& file);

} // namespace kori
