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
    : parser_{std::make_unique<Parser>()}
{
    parser_->own.eager(true);
    parser_->own.header_limit(static_cast<std::uint32_t>(header_bytes_max + 16));
    parser_->own.body_limit(body_bytes_max);
}

BodyReader::~BodyReader() = default;

Intake BodyReader::take(std::string_view bytes, std::size_t& used)
{
    auto& parser = parser_->own;
    used = 0;
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

bool BodyReader::has_header() const
{
    return parser_->own.is_header_done();
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
