#include "bench/limit_http.hpp"

#include "bench/replay_writer.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <cstdio>
#include <memory>

namespace kori::bench
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;

using Answer = http::response<http::string_body>;

std::size_t wire_bytes(const Answer& answer)
{
    std::size_t bytes = answer.body().size() + 19; // "HTTP/1.1 200 OK\r\n" and the empty line
    for (const auto& field : answer)
        bytes += field.name_string().size() + field.value().size() + 4;
    return bytes;
}

Answer answer_of(std::size_t bytes)
{
    Answer answer{http::status::ok, 11};
    answer.set(http::field::content_type, "application/json");
    answer.prepare_payload();
    while (wire_bytes(answer) < bytes)
    {
        answer.body().append(bytes - wire_bytes(answer), 'x');
        answer.prepare_payload(); // a longer number in the length
    }
    return answer;
}

class Session : public std::enable_shared_from_this<Session>
{
public:
    Session(tcp::socket socket, const Answer& answer, ReplayWriter* writer)
        : stream_{std::move(socket)}, answer_{answer}, writer_{writer}
    {
        beast::error_code ignored;
        stream_.socket().set_option(tcp::no_delay{true}, ignored);
    }

    void read()
    {
        request_ = {};
        http::async_read(stream_, buffer_, request_,
                         [self = shared_from_this()](beast::error_code error, std::size_t)
                         {
                             if (!error)
                                 self->work();
                         });
    }

private:
    void work()
    {
        if (writer_ == nullptr)
            return write();
        writer_->write([self = shared_from_this()]
                       { asio::post(self->stream_.get_executor(), [self] { self->write(); }); });
    }
    void write()
    {
        http::async_write(stream_, answer_,
                          [self = shared_from_this()](beast::error_code error, std::size_t)
                          {
                              if (!error)
                                  self->read();
                          });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    Answer answer_;
    ReplayWriter* writer_;
};

class Door
{
public:
    Door(asio::io_context& context, const Answer& answer, ReplayWriter* writer)
        : acceptor_{context, {asio::ip::make_address("127.0.0.1"), 0}}, answer_{answer}, writer_{writer}
    {
        accept();
    }
    unsigned port() const { return acceptor_.local_endpoint().port(); }

private:
    void accept()
    {
        acceptor_.async_accept(
            [this](beast::error_code error, tcp::socket socket)
            {
                if (!error)
                    std::make_shared<Session>(std::move(socket), answer_, writer_)->read();
                accept();
            });
    }

    tcp::acceptor acceptor_;
    const Answer& answer_;
    ReplayWriter* writer_;
};

} // namespace

void serve_bare(const BareWish& wish)
{
    const auto answer = answer_of(wish.answer_bytes);
    std::unique_ptr<ReplayWriter> writer;
    if (wish.recorded != nullptr)
        writer = std::make_unique<ReplayWriter>(wish.database, *wish.recorded, wish.group_max);
    asio::io_context context{1};
    const Door door{context, answer, writer.get()};
    asio::signal_set signals{context, SIGTERM, SIGINT};
    signals.async_wait([&](beast::error_code, int) { context.stop(); });
    std::printf("serves on %u\n", door.port());
    std::fflush(stdout);
    context.run();
    writer.reset(); // before the context that its answers go to
}

} // namespace kori::bench
