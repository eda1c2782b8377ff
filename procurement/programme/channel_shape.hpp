// The legal channel as programmes, baskets and requests describe it in their answers.
#pragma once

#include "core/http/shape.hpp"
#include "procurement/programme/programme.hpp"

namespace kori
{

inline http::Shape channel_shape(std::string about)
{
    std::vector<std::string> codes;
    for (const auto channel : {Channel::open_acceptance, Channel::dps, Channel::small_purchase})
        codes.emplace_back(code_of(channel));
    return http::code(std::move(codes), std::move(about));
}

} // namespace kori
