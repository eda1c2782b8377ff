// Customers and who they are, in bodies and answers.
#pragma once

#include "core/http/route.hpp"
#include "marketplace/customer/customer_actions.hpp"

namespace kori::customers
{

json::Object view_of(const Customer& customer, Sight sight);
http::Shape customer_shape();
RecordCustomer wish_in(const json::Value& body);
http::Shape customer_wish_shape();

json::Object view_of(const CustomerIdentity& identity); // the identity code masked
http::Shape identity_shape();
CustomerIdentity identity_in(const json::Value& body);
http::Shape identity_wish_shape();

} // namespace kori::customers
