#include "core/http/message.hpp"

#include <algorithm>
#include <array>

namespace kori::http
{

namespace
{

struct NamedMethod
{
    Method method;
    std::string_view name;
};

// RFC 9110 9.3 and RFC 5789; method names are case-sensitive.
constexpr std::array named_methods{
    NamedMethod{Method::get, "GET"},         NamedMethod{Method::head, "HEAD"},
    NamedMethod{Method::post, "POST"},       NamedMethod{Method::put, "PUT"},
    NamedMethod{Method::patch, "PATCH"},     NamedMethod{Method::delete_, "DELETE"},
    NamedMethod{Method::options, "OPTIONS"},
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_name(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char left, char right) { return lower(left) == lower(right); });
}

} // namespace

std::string_view name_of(Method method)
{
    for (const auto& row : named_methods)
        if (row.method == method)
            return row.name;
    return {};
}

std::optional<Method> parse_method(std::string_view name)
{
    for (const auto& row : named_methods)
        if (row.name == name)
            return row.method;
    return std::nullopt;
}

std::optional<std::string> Request::header(std::string_view lower_case_name) const
{
    // Several lines of one name are one list (RFC 9110 5.3). Names that may stand once only are refused
    // before this.
    std::optional<std::string> joined;
    for (const auto& [name, value] : headers)
    {
        if (name != lower_case_name)
            continue;
        if (joined)
            joined->append(", ").append(value);
        else
            joined = value;
    }
    return joined;
}

std::optional<std::string> Response::header(std::string_view name) const
{
    for (const auto& [own, value] : headers)
        if (is_same_name(own, name))
            return value;
    return std::nullopt;
}

} // namespace kori::http
