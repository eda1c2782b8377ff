#include "tests/wire/framing_case.hpp"

#include <catch2/catch.hpp>

namespace kori::wire
{

std::string get(const std::string& lines)
{
    return "GET /a HTTP/1.1\r\n" + lines + "\r\n";
}

std::string post(const std::string& lines, const std::string& body)
{
    return "POST /a HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n" + body;
}

namespace
{

void check(EchoServer& server, const Case& row, bool is_cut)
{
    INFO(row.because << (is_cut ? " (cut into single bytes)" : " (whole)"));
    const auto before = server.dispatched();
    Client client{server.port()};
    if (is_cut)
        client.send_bytewise(row.bytes);
    else
        client.send(row.bytes);
    const bool is_head = row.bytes.substr(0, 4) == "HEAD";
    const auto answer = client.receive(is_head);
    CHECK(answer.has_value());
    if (!answer)
        return;
    CHECK(answer->status == row.status);
    if (row.status == 200)
        CHECK(server.dispatched() == before + 1);
    else
    {
        CHECK(server.dispatched() == before);
        CHECK(answer->header("content-type") == "application/problem+json");
        const auto type = "{\"type\":\"urn:kori:rule:" + std::string{row.rule} + "\",";
        CHECK(answer->body.substr(0, type.size()) == type);
        // The members of every refusal, as the published description has them.
        const auto end = R"("status":)" + std::to_string(row.status) + R"(,"instance":"urn:kori:request:)" +
                         answer->header("x-request-id") + R"(","rule":")" + std::string{row.rule} + R"("})";
        CHECK(answer->body.ends_with(end));
    }
    if (row.after == After::closed)
    {
        CHECK(answer->header("connection") == "close");
        CHECK(client.is_closed_by_server());
        return;
    }
    client.send(get(host));
    const auto next = client.receive();
    REQUIRE(next.has_value());
    CHECK(next->status == 200);
    CHECK(next->body == "GET /a ");
}

} // namespace

void check_all(const std::vector<Case>& rows)
{
    EchoServer server{test_settings()};
    for (const auto& row : rows)
    {
        check(server, row, false);
        check(server, row, true);
    }
}

} // namespace kori::wire
