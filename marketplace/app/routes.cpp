#include "marketplace/app/routes.hpp"

#include "core/desk/access_api.hpp"
#include "core/desk/journal_api.hpp"
#include "core/desk/operation_api.hpp"
#include "core/work/clock_api.hpp"
#include "marketplace/offer/offer_api.hpp"
#include "procurement/admission/admission_actions.hpp"
#include "procurement/admission/admission_api.hpp"
#include "procurement/basket/basket_api.hpp"
#include "procurement/party/party_api.hpp"
#include "procurement/party/party_store.hpp"
#include "procurement/programme/programme_api.hpp"

namespace kori::app
{
namespace
{

// A programme that ends closes its baskets to new customers and ends what stood in it.
void end_all_of(Transaction& tx, const Ambient& ambient, const Actor& actor, const Programme& programme)
{
    baskets::close_all_of(tx, ambient, actor, programme);
    admissions::end_with_programme(tx, ambient, actor, programme);
}

} // namespace

http::Routes all_routes(const work::DueActs& acts, std::shared_ptr<const std::string> openapi)
{
    http::Routes all;
    for (auto&& rows : {
             desk::operation_routes(std::move(openapi)),
             desk::access_routes(),
             desk::journal_routes(),
             work::clock_routes(acts),
             parties::party_routes(),
             programmes::programme_routes({.when_ended = end_all_of}),
             baskets::basket_routes({}),
             admissions::admission_routes(),
             offers::offer_routes(),
         })
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

void compose(http::Environment& environment, work::DueActs& acts)
{
    environment.area_duty = parties::duty_on;
    programmes::add_due_acts(acts, {.when_ended = end_all_of});
    baskets::add_due_acts(acts);
    admissions::add_due_acts(acts);
}

} // namespace kori::app
