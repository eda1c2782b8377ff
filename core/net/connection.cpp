#include "core/net/connection.hpp"

#include "core/net/body_reader.hpp"
#include "core/net/received_request.hpp"
#include "core/net/reply_slot.hpp"
#include "core/observe/log.hpp"

#include <utility>

namespace kori::net
{

namespace
{

using Steady = std::chrono::steady_clock;

constexpr std::size_t read_bytes = 8'192;
constexpr std::size_t chunk_line_bytes_max =
    4'096; // size, extensions, or trailers, until the parser takes them
constexpr std::size_t kept_capacity_max = 32'768;     // of a buffer between two requests
constexpr std::size_t joined_body_bytes_max = 65'536; // one write for head and body up to here
constexpr std::size_t linger_bytes_max = 1'048'576;
constexpr std::int64_t mebibyte = 1'048'576;

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

Task<void> serve_connection(Lane& lane, std::unique_ptr<Wire> wire, std::string address,
                            std::unique_ptr<TakenPlace> place)
{
    const auto kept_place = std::move(place);
    Connection connection{lane, std::move(wire), std::move(address)};
    co_await connection.run();
}

Connection::Connection(Lane& lane, std::unique_ptr<Wire> wire, std::string address)
    : lane_{lane}, around_{lane.around}, settings_{lane.around.settings}, wire_{std::move(wire)},
      address_{std::move(address)}, place_{lane.connections.insert(lane.connections.end(), this)},
      answer_timer_{lane.context}
{
    enter(Phase::handshake, settings_.header_timeout_ms);
}

Connection::~Connection()
{
    lane_.connections.erase(place_);
    around_.metrics.count("kori_http_bytes_total", {{"direction", "in"}}, bytes_in_);
    around_.metrics.count("kori_http_bytes_total", {{"direction", "out"}}, bytes_out_);
}

Task<void> Connection::run()
{
    const auto [error] = co_await wire_->shake_hands();
    if (error)
    {
        around_.metrics.count("kori_http_failed_handshakes_total");
        co_return;
    }
    while (goes_on_)
    {
        co_await serve_one();
    }
    if (owes_goodbye_ && !is_cut_)
    {
        co_await part();
    }
}

Task<void> Connection::serve_one()
{
    const auto has_header = co_await read_header();
    if (!has_header)
    {
        co_await refuse_and_close();
        co_return;
    }
    const auto has_body = co_await read_body();
    if (!has_body)
    {
        co_await refuse_and_close();
        co_return;
    }
    request_.received_at = around_.clock.now();
    co_await await_answer();
    ++served_;
    if (served_ >= settings_.requests_per_connection_max || around_.is_draining.load())
        frame_.closes = true;
    co_await send_answer();
}

// True when a header has passed. Otherwise answer_ holds the refusal, or is_cut_ says that nobody wants one.
Task<bool> Connection::read_header()
{
    frame_ = AnswerFrame{};
    frame_.is_secure = wire_->is_secure();
    reader_.reset();
    guard_.emplace(
        GuardLimits{settings_.header_bytes_max, settings_.target_bytes_max, settings_.headers_max});

    if (!bytes_.empty())
        enter(Phase::header, settings_.header_timeout_ms);
    else if (around_.is_draining.load())
        enter(Phase::idle, last_call_ms);
    else
        enter(Phase::idle, served_ == 0 ? settings_.header_timeout_ms : settings_.idle_timeout_ms);

    for (;;)
    {
        const auto progress = guard_->scan(bytes_);
        if (progress == Progress::refused)
        {
            const auto& rule = guard_->rule();
            frame_.is_head = guard_->frame().method == http::Method::head;
            refuse(rule.name, rule.status, rule.title);
            co_return false;
        }
        if (progress == Progress::passed)
            break;

        const auto is_more = co_await fill();
        if (!is_more)
        {
            if (!guard_->has_begun())
                is_cut_ = true; // nothing was asked: nothing to say
            else
                refuse_for_lack("header");
            co_return false;
        }
        if (phase_ == Phase::idle)
            enter(Phase::header, settings_.header_timeout_ms);
    }
    frame_.is_head = guard_->frame().method == http::Method::head;
    frame_.is_http_1_0 = guard_->frame().is_http_1_0;
    frame_.closes = !guard_->frame().keeps_alive;
    if (guard_->frame().content_length.value_or(0) > settings_.body_bytes_max)
    {
        refuse("http.body_too_large", 413, "The body is too large.");
        co_return false;
    }

    reader_ = std::make_unique<BodyReader>(settings_.header_bytes_max, settings_.body_bytes_max);
    co_return take_header();
}

// The guard has passed the header, so the parser must read it as a whole; if it does not, the two disagree
// and we refuse.
bool Connection::take_header()
{
    const auto& seen = guard_->frame();
    const auto header = std::string_view{bytes_}.substr(seen.skipped_bytes, seen.header_bytes);
    if (!reader_->take_header(header, seen))
    {
        refuse("http.malformed", 400, "The header cannot be read.");
        return false;
    }
    bytes_.erase(0, seen.skipped_bytes + seen.header_bytes);

    request_ = received_request(seen, reader_->headers(), address_, wire_->is_secure(), settings_);
    frame_.is_secure = request_.is_secure;
    frame_.request_id = request_.id;
    return true;
}

// True when the whole message is there; otherwise as read_header.
Task<bool> Connection::read_body()
{
    const auto& seen = guard_->frame();
    enter(Phase::body, settings_.body_timeout_ms);
    if (seen.expects_continue && seen.has_body() && bytes_.empty())
    {
        co_await send_continue();
    }

    // Bytes on the wire around a chunked body are bounded too: tiny chunks with long extensions would cost
    // without end.
    const std::uint64_t wire_bytes_max = 8 * std::uint64_t{settings_.body_bytes_max} + 65'536;
    std::uint64_t wire_bytes = 0;
    for (;;)
    {
        std::size_t used = 0;
        const auto intake = reader_->take(bytes_, used);
        bytes_.erase(0, used);
        wire_bytes += used;
        if (intake == Intake::whole)
            break;
        if (intake == Intake::too_large || wire_bytes > wire_bytes_max)
        {
            refuse("http.body_too_large", 413, "The body is too large.");
            co_return false;
        }
        if (intake == Intake::malformed || bytes_.size() > chunk_line_bytes_max)
        {
            refuse("http.bad_chunk", 400, "The chunked body cannot be read.");
            co_return false;
        }
        const auto is_more = co_await fill();
        if (!is_more)
        {
            refuse_for_lack("body");
            co_return false;
        }
    }
    request_.body = reader_->release_body();
    co_return true;
}

// Reads what is there; false at the end, on an error or when the deadline cuts.
Task<bool> Connection::fill()
{
    was_late_ = is_late();
    if (was_late_ || is_cut_)
        co_return false;
    const auto before = bytes_.size();
    bytes_.resize(before + read_bytes);
    auto* const room = bytes_.data() + before;
    const auto [error, count] = co_await wire_->read_some(room, read_bytes);
    bytes_.resize(before + count);
    bytes_in_ += static_cast<std::int64_t>(count);
    was_late_ = error && is_late();
    co_return count > 0;
}

// RFC 9110 10.1.1. A failing write shows at the next read.
Task<void> Connection::send_continue()
{
    const auto* const from = continue_line.data();
    const auto count = continue_line.size();
    co_await write(from, count);
}

Task<void> Connection::await_answer()
{
    enter(Phase::handler, settings_.handler_timeout_ms);
    const OpenSlot slot{std::make_shared<ReplySlot>(lane_.context.get_executor(), answer_timer_)};
    dispatch(slot.shared());
    while (slot->must_wait() && !is_late() && !is_cut_)
    {
        answer_timer_.expires_at(Steady::time_point::max());
        co_await answer_timer_.async_wait(quietly);
    }
    auto given = slot->close();
    if (given && !is_sendable(*given))
    {
        observe::log(observe::Level::error, "http.unsendable_answer", {{"request", frame_.request_id}});
        given = problem("http.internal", 500, "Something went wrong here.", frame_.request_id);
    }
    if (!given)
    {
        if (is_late())
            around_.metrics.count("kori_http_cuts_total", {{"phase", "handler"}});
        given = problem("http.handler_timeout", 503, "The answer was not ready in time.", frame_.request_id);
        frame_.closes = true;
    }
    answer_ = std::move(*given);
}

void Connection::dispatch(const std::shared_ptr<ReplySlot>& slot)
{
    try
    {
        around_.dispatch(std::move(request_),
                         [slot](http::Response answer) { slot->give(std::move(answer)); });
    }
    catch (...)
    {
        // Neither the caller nor the log sees what() here: it may hold what the request held.
        observe::log(observe::Level::error, "http.dispatch_threw", {{"request", frame_.request_id}});
        slot->give(problem("http.internal", 500, "Something went wrong here.", frame_.request_id));
    }
}

Task<void> Connection::send_answer()
{
    frame_.now = around_.clock.now();
    out_ = render_head(answer_, frame_);
    const bool has_body = carries_body(answer_, frame_.is_head) && !answer_.body.empty();
    const bool is_joined = has_body && answer_.body.size() <= joined_body_bytes_max;
    if (is_joined)
        out_ += answer_.body;

    const auto size = static_cast<std::int64_t>(has_body ? answer_.body.size() : 0);
    enter(Phase::write, settings_.write_timeout_ms * (1 + size / mebibyte));
    const auto* const head = out_.data();
    const auto head_size = out_.size();
    auto is_written = co_await write(head, head_size);
    if (is_written && has_body && !is_joined)
    {
        const auto* const body = answer_.body.data();
        const auto body_size = answer_.body.size();
        const auto is_body_written = co_await write(body, body_size);
        is_written = is_body_written;
    }
    if (is_written)
        note_answer();
    else
        is_cut_ = true;
    owes_goodbye_ = is_written && frame_.closes;
    goes_on_ = is_written && !frame_.closes;
    if (bytes_.capacity() > kept_capacity_max && bytes_.empty())
        bytes_.shrink_to_fit();
    answer_ = http::Response{};
}

Task<void> Connection::refuse_and_close()
{
    goes_on_ = false;
    if (is_cut_)
        co_return;
    frame_.closes = true;
    if (frame_.request_id.empty())
        frame_.request_id = new_request_id();
    co_await send_answer();
}

Task<bool> Connection::write(const char* from, std::size_t count)
{
    if (is_cut_)
        co_return false;
    const auto [error, written] = co_await wire_->write_all(from, count);
    bytes_out_ += static_cast<std::int64_t>(written);
    if (error && is_late())
        around_.metrics.count("kori_http_cuts_total", {{"phase", "write"}});
    co_return !error;
}

// Closing at once while unread bytes lie in our receive buffer would reset the connection and could destroy
// the answer on its way (RFC 9112 9.6): end our side, then read and drop for a while.
Task<void> Connection::part()
{
    enter(Phase::linger, settings_.linger_timeout_ms);
    co_await wire_->say_goodbye();
    error_code ignored;
    auto& socket = wire_->socket();
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
    std::size_t dropped = 0;
    bytes_.resize(read_bytes);
    while (!is_late() && !is_cut_ && dropped < linger_bytes_max)
    {
        const auto room = asio::buffer(bytes_);
        const auto [error, count] = co_await socket.async_read_some(room, quietly);
        if (error)
            co_return;
        dropped += count;
    }
}

void Connection::note_answer()
{
    around_.metrics.count("kori_http_answers_total",
                          {{"class", std::to_string(answer_.status / 100) + "xx"}});
}

} // namespace kori::net
