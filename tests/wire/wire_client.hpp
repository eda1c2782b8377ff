// A client of raw sockets for hostile bytes: nothing of the server's own libraries is used. Every wait is
// bounded.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kori::wire
{

struct Answer
{
    int status = 0;
    std::map<std::string, std::string> headers; // lower-case names
    std::string head;                           // as received, up to and with the empty line
    std::string body;

    std::string header(const std::string& lower_case_name) const;
};

class Client
{
public:
    explicit Client(unsigned short port, int receive_buffer_bytes = 0); // 0 = as the kernel likes
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool send(std::string_view bytes);          // false when the other side has gone
    bool send_bytewise(std::string_view bytes); // one segment a byte
    void finish_sending();                      // half close

    // The next answer; its body by Content-Length, none when `is_head` or by status. nullopt: none came in
    // time.
    std::optional<Answer> receive(bool is_head = false);
    bool is_closed_by_server(); // reads to the end; false when bytes come or nothing happens in time
    bool is_quiet(int wait_ms); // nothing comes and nothing ends for so long
    std::string rest();         // everything until the end
    std::size_t swallow_some(); // reads once, at most 1 KiB

private:
    bool read_more(int wait_ms);

    int socket_ = -1;
    bool has_ended_ = false;
    std::string bytes_;
};

inline constexpr int patience_ms =
    10'000; // a bound, never a measure: nothing here waits that long when all is well

std::optional<Answer> parse_answer(std::string& bytes, bool is_head); // takes it from the front

} // namespace kori::wire
