#include "procurement/notice/ocds.hpp"

#include <algorithm>

namespace kori::ocds
{

namespace
{

using json::Array;
using json::Object;
using json::Value;

// The schema marks them "wholeListMerge"; of those, these are the ones that our releases hold.
bool is_replaced_whole(std::string_view name)
{
    return name == "additionalClassifications" || name == "classifications";
}

// The merge routine never takes these from a release.
bool is_of_one_release(std::string_view name)
{
    return name == "id" || name == "date" || name == "tag";
}

bool has_id(const Value& item)
{
    return item.is_object() && item.find("id") != nullptr;
}

bool merges_by_id(const Array& items)
{
    return !items.empty() && std::all_of(items.begin(), items.end(), has_id);
}

Value merged(const Value& older, const Value& newer, std::string_view name);

Object merged_objects(const Object& older, const Object& newer)
{
    Object result;
    for (const auto& [name, value] : older.members())
    {
        const auto* change = newer.find(name);
        result.add(name, change == nullptr ? value : merged(value, *change, name));
    }
    for (const auto& [name, value] : newer.members())
        if (older.find(name) == nullptr)
            result.add(name, value);
    return result;
}

Array merged_lists(const Array& older, const Array& newer)
{
    const auto with_id = [](const Array& items, const Value& id)
    {
        return std::find_if(items.begin(), items.end(),
                            [&id](const Value& one) { return one.at("id") == id; });
    };
    Array result;
    for (const auto& item : older)
    {
        const auto change = with_id(newer, item.at("id"));
        result.push_back(change == newer.end() ? item
                                               : Value{merged_objects(item.object(), change->object())});
    }
    for (const auto& item : newer)
        if (with_id(older, item.at("id")) == older.end())
            result.push_back(item);
    return result;
}

Value merged(const Value& older, const Value& newer, std::string_view name)
{
    if (older.is_object() && newer.is_object())
        return merged_objects(older.object(), newer.object());
    if (older.is_array() && newer.is_array() && !is_replaced_whole(name) && merges_by_id(older.array()) &&
        merges_by_id(newer.array()))
        return merged_lists(older.array(), newer.array());
    return newer; // our releases hold no null, so nothing is ever taken out
}

} // namespace

Value compiled(const Array& releases)
{
    PROMISE(!releases.empty());
    const auto& last = releases.back();
    Object body;
    for (const auto& release : releases)
    {
        PROMISE(release.at("ocid") == last.at("ocid"));
        Object told;
        for (const auto& [name, value] : release.object().members())
            if (!is_of_one_release(name))
                told.add(name, value);
        body = merged_objects(body, told);
    }
    Object result;
    result.add("ocid", last.at("ocid"))
        .add("id", last.at("ocid").text() + "-" + last.at("date").text())
        .add("date", last.at("date"))
        .add("tag", Array{"compiled"});
    for (const auto& [name, value] : body.members())
        if (name != "ocid")
            result.add(name, value);
    return result;
}

} // namespace kori::ocds
