// What rows about customers share, here and in what builds on them.
#pragma once

#include "core/http/route.hpp"
#include "marketplace/customer/customer_actions.hpp"

#include <string>

namespace kori::customers
{

// The customer in the path, if the actor may: find_for_coach or find_for_sight says.
using FindCustomer = Result<Customer> (*)(Transaction&, const Actor&, CustomerId, CivilDate);
Result<Customer> path_customer(const http::Call& call, FindCustomer find_if_allowed);

// For rows about a person: the view entry names the person by its handle, never by the id in the path.
std::string about_path_customer(const http::Call& call);
http::Shape customer_id_shape(std::string about);
// The codes of needs and target groups, as bodies and answers hold them.
http::Shape code_list_shape(std::string about, std::string example);

} // namespace kori::customers
