// How organisations and memberships look in answers, and the shapes that their routes share.
#pragma once

#include "core/access/access.hpp"
#include "core/http/route.hpp"

namespace kori::desk
{

http::Shape legal_form();
http::Shape organisation_name();
http::Shape language_code();

http::Shape organisation_view_shape();
http::Shape member_view_shape();
json::Object view_of(const Organisation& organisation);
json::Object view_of(const Membership& membership);

// A new user's first password, made here and told once; the user changes it after the first sign-in. A
// prepare step.
struct FirstPassword
{
    std::string text;
    std::string hash;
};
Result<std::any> make_first_password(const http::Request& request, const json::Value& body,
                                     http::Environment& environment);

http::Routes sign_in_routes();
http::Routes member_routes();
http::Routes organisation_routes();

} // namespace kori::desk
