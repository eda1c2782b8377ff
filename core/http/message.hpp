// A request and an answer without sockets.
#pragma once

#include "core/base/instant.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kori::http
{

enum class Method
{
    get,
    head,
    post,
    put,
    patch,
    delete_,
    options,
};
std::string_view name_of(Method method);
std::optional<Method> parse_method(std::string_view name); // exact, upper case

using Header = std::pair<std::string, std::string>; // request header names are lower case

struct Request
{
    Method method = Method::get;
    std::string target; // origin form, as received: path and query
    std::vector<Header> headers;
    std::string body;
    std::string peer; // address without port; behind a named proxy, the address that the proxy names
    bool is_secure = false;
    Instant received_at; // the whole request had arrived
    std::string id;      // of this request; from traceparent when the caller sent one

    std::optional<std::string>
    header(std::string_view lower_case_name) const; // the only value; nullopt when absent
};

struct Response
{
    int status = 200;
    std::vector<Header> headers; // without Content-Length, Date, Connection: those are the connection's
    std::string body;

    void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
    std::optional<std::string> header(std::string_view name) const; // case-insensitive
};

// Answers exactly once, from any thread. Takes its own copy of the request.
using Respond = std::function<void(Response)>;
using Dispatch = std::function<void(Request, Respond)>;

} // namespace kori::http
