#include "core/net/wire.hpp"

#include <boost/asio/write.hpp>

#include <utility>

namespace kori::net
{

namespace
{

class PlainWire final : public Wire
{
public:
    explicit PlainWire(Socket socket) : socket_{std::move(socket)} {}

    Task<Outcome> shake_hands() override
    {
        const Outcome done;
        co_return done;
    }
    Task<Moved> read_some(char* into, std::size_t room) override
    {
        return socket_.async_read_some(asio::buffer(into, room), quietly);
    }
    Task<Moved> write_all(const char* from, std::size_t count) override
    {
        return asio::async_write(socket_, asio::buffer(from, count), quietly);
    }
    Task<Outcome> say_goodbye() override
    {
        const Outcome done;
        co_return done;
    }
    Socket& socket() override { return socket_; }
    bool is_secure() const override { return false; }

private:
    Socket socket_;
};

} // namespace

std::unique_ptr<Wire> plain_wire(Socket socket)
{
    return std::make_unique<PlainWire>(std::move(socket));
}

} // namespace kori::net
