#include "tests/rules/golden.hpp"
#include "tests/rules/route_walk.hpp"

#include "core/http/shape.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace kori;
using namespace kori::test;

namespace
{

// Pointers of all fields, list places as *, members of a map as *; what is "anything" is not looked into.
void collect(const json::Value& value, const http::Shape* shape, const std::string& at,
             std::set<std::string>& fields)
{
    const bool is_opaque = shape != nullptr && shape->kind == http::ShapeKind::anything;
    if (is_opaque || (!value.is_object() && !value.is_array()))
    {
        fields.insert(at);
        return;
    }
    if (value.is_array())
    {
        if (value.array().empty())
            fields.insert(at + "/*");
        for (const auto& item : value.array())
            collect(item, shape != nullptr ? shape->item.get() : nullptr, at + "/*", fields);
        return;
    }
    for (const auto& [name, member] : value.object().members())
    {
        const http::Shape* inner = nullptr;
        bool is_map = false;
        if (shape != nullptr && shape->kind == http::ShapeKind::map)
        {
            inner = shape->item.get();
            is_map = true;
        }
        else if (shape != nullptr)
            for (const auto& known : shape->members)
                if (known.name == name)
                    inner = known.shape.get();
        collect(member, inner, at + "/" + (is_map ? "*" : name), fields);
    }
}

} // namespace

TEST_CASE("which fields each caller sees is what the golden file says", "[promises]")
{
    std::map<std::string, std::string> table;
    for (const auto& route : stage().routes())
    {
        if (!is_get(route) || !route.reply)
            continue;
        std::map<std::set<std::string>, std::string> views; // fields → callers
        for (const auto& caller : stage().callers)
        {
            const auto answer = stage().ask(route, Object::own, caller);
            if (answer.status != 200)
                continue;
            std::set<std::string> fields;
            collect(answer.body, route.reply.get(), "", fields);
            auto& who = views[fields];
            // A stranger sees what is public, or its own list, which has the same fields.
            if (!caller.name.starts_with("stranger."))
                who += (who.empty() ? "" : " ") + caller.name;
            else if (route.pattern.find('{') != std::string::npos &&
                     who.find("strangers") == std::string::npos)
                who += (who.empty() ? "" : " ") + std::string{"strangers"};
        }
        auto& text = table[key_of(route)];
        for (const auto& [fields, who] : views)
        {
            if (who.empty())
                continue;
            text += "    " + who + "\n       ";
            for (const auto& field : fields)
                text += " " + field;
            text += "\n";
        }
    }
    std::string page = "# Fields of successful answers by route and callers, on objects of the first area.\n"
                       "# KORI_WRITE_GOLDEN=1 writes this file anew.\n";
    for (const auto& [key, text] : table)
        page += key + "\n" + text;
    CHECK(difference_to_golden("tests/rules/fields_roles.expected", page) == "");
}
