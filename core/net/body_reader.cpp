#include "core/net/body_reader.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <utility>

namespace kori::net
{

namespace beast_http = boost::beast::http;

struct BodyReader::Parser
{
    beast_http::request_parser<beast_http::string_body> own;
};

BodyReader::BodyReader(std::size_t header_bytes_max, std::size_t body_bytes_max)
    : parser_{std::make_unique<Parser>()}, body_bytes_max_{body_bytes_max}
{
    parser_->own.eager(true);
    parser_->own.header_limit(static_cast<std::uint32_t>(header_bytes_max + 16));
    parser_->own.body_limit(body_bytes_max);
}

BodyReader::~BodyReader() = default;

bool BodyReader::take_header(std::string_view header, const RequestFrame& frame)
{
    std::size_t used = 0;
    const auto intake = take_ripe(header, used);
    if (frame.is_chunked)
        chunks_.emplace(body_bytes_max_);
    const bool is_whole = intake == Intake::whole;
    return (is_whole || intake == Intake::need_more) && is_whole == !frame.has_body() &&
           used == header.size() && parser_->own.is_header_done();
}

Intake BodyReader::take(std::string_view bytes, std::size_t& used)
{
    used = 0;
    if (!chunks_)
        return take_ripe(bytes, used);
    const auto progress = chunks_->scan(bytes.substr(scanned_));
    const auto ripe = bytes.substr(0, static_cast<std::size_t>(chunks_->ripe_bytes() - used_bytes_));
    const auto intake = take_ripe(ripe, used);
    used_bytes_ += used;
    scanned_ = bytes.size() - used;
    // The parser first: it has seen earlier bytes than the one that the guard refuses.
    if (intake == Intake::need_more && progress == Progress::refused)
        return chunks_->rule().status == 413 ? Intake::too_large : Intake::malformed;
    return intake;
}

Intake BodyReader::take_ripe(std::string_view bytes, std::size_t& used)
{
    auto& parser = parser_->own;
    while (!parser.is_done() && used < bytes.size())
    {
        boost::system::error_code error;
        const auto count =
            parser.put(boost::asio::const_buffer{bytes.data() + used, bytes.size() - used}, error);
        used += count;
        if (error == beast_http::error::need_more)
            break;
        if (error == beast_http::error::body_limit)
            return Intake::too_large;
        if (error)
            return Intake::malformed;
        if (count == 0)
            break;
    }
    return parser.is_done() ? Intake::whole : Intake::need_more;
}

std::vector<http::Header> BodyReader::headers() const
{
    std::vector<http::Header> result;
    for (const auto& field : parser_->own.get())
    {
        std::string name{field.name_string()};
        for (auto& c : name)
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
        result.emplace_back(std::move(name), std::string{field.value()});
    }
    return result;
}

std::string BodyReader::release_body()
{
    return std::move(parser_->own.get().body());
}

} // namespace kori::net
