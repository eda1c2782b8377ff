// What the tests share that walk the whole route table.
#pragma once

#include "tests/rules/stage.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <string>

namespace kori::test
{

// "POST /api/v1/…" → why that route is excepted.
using Reasons = std::map<std::string, std::string>;

inline bool is_get(const http::Route& route)
{
    return route.method == http::Method::get;
}

inline http::Request good_request(const http::Route& route)
{
    return stage().request(route, Object::own, stage().good_caller(route));
}

// Every reason stands for a route that exists: a list of exceptions does not outlive what it excuses.
inline void check_all_exist(const Reasons& exceptions)
{
    std::set<std::string> keys;
    for (const auto& route : stage().routes())
        keys.insert(key_of(route));
    for (const auto& [key, why] : exceptions)
    {
        INFO(key);
        CHECK(keys.contains(key));
        CHECK_FALSE(why.empty());
    }
}

} // namespace kori::test
