#include "core/http/message.hpp"

#include <catch2/catch.hpp>

namespace kori::http
{

TEST_CASE("a method's name leads back to the method, in exact capitals only", "[http][message]")
{
    for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::delete_, Method::options})
        CHECK(parse_method(name_of(method)) == method);
    CHECK(name_of(Method::delete_) == "DELETE");
    for (const auto* name : {"get", "TRACE", "CONNECT", "", "GET "})
        CHECK_FALSE(parse_method(name).has_value());
}

TEST_CASE("several lines of one request header are one list", "[http][message]")
{
    Request request;
    request.headers = {{"if-match", "\"a\""}, {"accept", "x"}, {"if-match", "\"b\""}};
    CHECK(request.header("if-match") == "\"a\", \"b\"");
    CHECK(request.header("accept") == "x");
    CHECK_FALSE(request.header("If-Match").has_value());
    CHECK_FALSE(request.header("host").has_value());
}

TEST_CASE("an answer's header is found in any case", "[http][message]")
{
    Response answer;
    answer.set("ETag", "\"1\"");
    CHECK(answer.header("etag") == "\"1\"");
    CHECK_FALSE(answer.header("ETagg").has_value());
}

} // namespace kori::http
