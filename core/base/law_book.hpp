// Dated values of law and policy: limits, thresholds, rates, holidays. Loaded from config/law, looked up by
// name and date.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/validity.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kori
{

// A value that code asks for is not in config/law for that day: the environment is wrong, nobody is answered.
struct LawMissing : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

struct LawValue
{
    std::variant<std::int64_t, std::string> value;
    std::string unit; // "working_days", "cents", "basis_points", "days", "months", "code"
    Validity validity;
    std::string source; // "1397/2016 §51(2)"
    std::string mark;   // verified | secondary | from_memory | assumed
};

class LawBook
{
public:
    // Throws std::invalid_argument when a value of that name already covers one of the days.
    void add(const std::string& name, LawValue value);
    void add_holiday(CivilDate day) { holidays_.insert(day); }
    void add_working_day(CivilDate day) { working_days_.insert(day); }

    std::int64_t integer(std::string_view name, CivilDate day) const;    // throws LawMissing
    const std::string& code(std::string_view name, CivilDate day) const; // throws LawMissing
    const LawValue* find(std::string_view name, CivilDate day) const;
    const std::map<std::string, std::vector<LawValue>, std::less<>>& all() const { return values_; }

    // Single days that differ from the generated calendar.
    bool is_extra_holiday(CivilDate day) const { return holidays_.contains(day); }
    bool is_extra_working_day(CivilDate day) const { return working_days_.contains(day); }

private:
    std::map<std::string, std::vector<LawValue>, std::less<>> values_;
    std::set<CivilDate> holidays_;
    std::set<CivilDate> working_days_;
};

} // namespace kori
