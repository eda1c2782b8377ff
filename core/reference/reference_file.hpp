// Reading the files of config/law and config/reference: every fault is one sentence that names the file and
// the member.
#pragma once

#include "core/base/validity.hpp"
#include "core/json/value.hpp"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// A file of reference data is missing or wrong: the server does not start with it.
class ReferenceError : public std::runtime_error
{
public:
    explicit ReferenceError(std::vector<std::string> faults);

    const std::vector<std::string>& faults() const { return faults_; }

private:
    std::vector<std::string> faults_;
};

// Throws ReferenceError when the file cannot be read or is not UTF-8.
std::string read_reference_file(const std::filesystem::path& path);

// One entry of a JSON file. Getters return a harmless value after noting a fault, so that one reading tells
// all faults.
class Entry
{
public:
    // `place` names file and entry: "limits.json: entry 3".
    Entry(const json::Value& value, std::string place, std::vector<std::string>& faults);

    // Notes every member that is not one of these, and an entry that is not an object.
    void allow_only(std::initializer_list<std::string_view> names);
    // From now on the entry is called by its name too.
    void call(const std::string& name);

    std::string text(std::string_view name); // required, not empty
    std::optional<std::string> optional_text(std::string_view name);
    std::vector<std::string> texts(std::string_view name); // required, not empty, no doubles
    CivilDate date(std::string_view name);                 // required
    Validity validity();                                   // "from" and optionally "to"
    const json::Value* member(std::string_view name);      // required
    void fault(std::string_view name, std::string_view sentence);

private:
    const json::Value* find(std::string_view name) const;

    const json::Object* object_ = nullptr;
    std::string place_;
    std::vector<std::string>& faults_;
};

// The entries of a JSON file; throws ReferenceError when it is not JSON or not an array.
json::Array read_entries(std::string_view text, std::string_view file);
json::Value read_document(std::string_view text, std::string_view file);

} // namespace kori
