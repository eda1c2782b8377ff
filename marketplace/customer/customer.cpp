#include "marketplace/customer/customer.hpp"

namespace kori
{

namespace
{

struct KindRow
{
    CustomerKind kind;
    std::string_view code;
};
constexpr KindRow kinds[] = {
    {CustomerKind::jobseeker, "jobseeker"},
    {CustomerKind::employer, "employer"},
    {CustomerKind::future_entrepreneur, "future_entrepreneur"},
};

} // namespace

std::string_view code_of(CustomerKind kind)
{
    for (const auto& row : kinds)
        if (row.kind == kind)
            return row.code;
    promise_broken("every kind of customer has a row", __FILE__, __LINE__);
}

std::optional<CustomerKind> parse_customer_kind(std::string_view code)
{
    for (const auto& row : kinds)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

} // namespace kori
