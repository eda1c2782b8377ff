#include "marketplace/app/routes.hpp"

#include "core/desk/access_api.hpp"
#include "core/desk/journal_api.hpp"
#include "core/desk/operation_api.hpp"
#include "core/work/clock_api.hpp"
#include "procurement/party/party_api.hpp"
#include "procurement/party/party_store.hpp"

namespace kori::app
{

http::Routes all_routes(const work::DueActs& acts, std::shared_ptr<const std::string> openapi)
{
    http::Routes all;
    for (auto&& rows : {
             desk::operation_routes(std::move(openapi)),
             desk::access_routes(),
             desk::journal_routes(),
             work::clock_routes(acts),
             parties::party_routes(),
         })
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

void compose(http::Environment& environment, work::DueActs&)
{
    environment.area_duty = parties::duty_on;
}

} // namespace kori::app
