#pragma once

#include "core/http/locale.hpp"
#include "core/http/route.hpp"
#include "marketplace/payment/payment_views.hpp"

#include <functional>
#include <string_view>

namespace kori::payments
{

// What stands above this folder and a voucher needs; given by the composition.
struct Hooks
{
    // Of a line's claim: nothing about a person is in it.
    std::function<Verdict(Transaction&, const http::Locale&, Language, std::string_view claim)> verdict_of =
        {};
};
http::Routes payment_routes(const Hooks& hooks);

} // namespace kori::payments
