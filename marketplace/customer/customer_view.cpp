#include "marketplace/customer/customer_view.hpp"

#include "core/http/environment.hpp"

namespace kori::customers
{

using namespace http;

Result<Customer> path_customer(const Call& call, FindCustomer find_if_allowed)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    return find_if_allowed(call.tx, call.actor, *id, call.ambient.today());
}

std::string about_path_customer(const Call& call)
{
    const auto at = call.path.find("customer");
    PROMISE(at != call.path.end());
    const auto id = CustomerId::parse(at->second);
    PROMISE(id.has_value());
    return handle_of(call.environment.keys, *id);
}

Shape customer_id_shape(std::string about)
{
    return id_with_prefix(std::string{CustomerTag::prefix}, std::move(about));
}

Shape code_list_shape(std::string about, std::string example)
{
    return list(text(1, 60, "Code", std::move(example)), 0, 50, std::move(about));
}

} // namespace kori::customers
