#include "marketplace/app/routes.hpp"

#include "core/desk/access_api.hpp"
#include "core/desk/journal_api.hpp"
#include "core/desk/operation_api.hpp"
#include "core/work/clock_api.hpp"
#include "marketplace/choice/agreement_store.hpp"
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_api.hpp"
#include "marketplace/consent/consent_actions.hpp"
#include "marketplace/consent/consent_api.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "marketplace/customer/customer_api.hpp"
#include "marketplace/offer/offer_api.hpp"
#include "marketplace/offer/offer_publicity.hpp"
#include "marketplace/offer/offer_transfer.hpp"
#include "marketplace/order/order_actions.hpp"
#include "marketplace/order/order_api.hpp"
#include "marketplace/order/order_store.hpp"
#include "marketplace/outcome/outcome_actions.hpp"
#include "marketplace/outcome/outcome_api.hpp"
#include "marketplace/payment/payment_api.hpp"
#include "marketplace/thread/thread_api.hpp"
#include "marketplace/thread/verdict.hpp"
#include "procurement/admission/admission_actions.hpp"
#include "procurement/admission/admission_api.hpp"
#include "procurement/admission/admission_transfer.hpp"
#include "procurement/award/award_actions.hpp"
#include "procurement/award/award_api.hpp"
#include "procurement/basket/basket_api.hpp"
#include "procurement/basket/basket_transfer.hpp"
#include "procurement/buyer_profile/buyer_profile_api.hpp"
#include "procurement/competition/competition_actions.hpp"
#include "procurement/competition/competition_api.hpp"
#include "procurement/dialogue/dialogue_api.hpp"
#include "procurement/dialogue/dialogue_transfer.hpp"
#include "procurement/joint/joint_actions.hpp"
#include "procurement/joint/joint_api.hpp"
#include "procurement/party/party_api.hpp"
#include "procurement/party/party_store.hpp"
#include "procurement/programme/programme_api.hpp"
#include "procurement/publicity/publicity_actions.hpp"
#include "procurement/publicity/publicity_api.hpp"
#include "procurement/small_purchase/small_purchase_actions.hpp"
#include "procurement/small_purchase/small_purchase_api.hpp"
#include "procurement/system/system_actions.hpp"
#include "procurement/system/system_api.hpp"
#include "procurement/system/system_transfer.hpp"

#include <algorithm>

namespace kori::app
{
namespace
{

// A programme that ends closes its baskets to new customers and ends what stood in it.
void end_all_of(Transaction& tx, const Ambient& ambient, const Actor& actor, const Programme& programme)
{
    baskets::close_all_of(tx, ambient, actor, programme);
    admissions::end_with_programme(tx, ambient, actor, programme);
    systems::end_with_programme(tx, ambient, actor, programme);
}

// What hangs in a programme goes to its new owner; orders and their money stay where they were made.
void pass_all_of(Transaction& tx, const Ambient& ambient, const Programme& programme, OrganisationId from)
{
    baskets::pass_all_of(tx, programme.id, from, programme.authority);
    admissions::pass_all_of(tx, ambient, programme.id, from, programme.authority);
    offers::pass_all_of(tx, programme.id, programme.authority);
    systems::pass_all_of(tx, programme.id, programme.authority);
    dialogues::pass_all_of(tx, programme.id, from, programme.authority);
}

programmes::Hooks programme_hooks()
{
    return {.when_ended = end_all_of,
            .faults_of_channel = systems::faults_of_channel,
            .window_end = systems::window_end,
            .when_duration_changed = systems::tell_duration};
}

bool was_sent(Transaction& tx, ChoiceReceiptId receipt)
{
    const auto made = orders::of_receipt(tx, receipt);
    return std::any_of(made.begin(), made.end(),
                       [](const Order& order) { return order.sent_at.has_value(); });
}

// A consent that a running order stands on has ended.
void tell_orders(Transaction& tx, const Ambient& ambient, const ConsentRecord& record)
{
    const auto provider = OrganisationId::parse(record.consent.organisation);
    PROMISE(provider.has_value());
    orders::consent_ended(tx, ambient, record.customer, *provider);
}

// Everything that somebody may ask an authority for.
publicity::Sources documents_of_all()
{
    auto sources = publicity::programme_sources();
    publicity::add_competition_sources(sources);
    publicity::add_purchase_sources(sources);
    sources.add(offers::offer_documents());
    return sources;
}

consents::Hooks consent_hooks()
{
    return {.has_chosen = choices::has_chosen, .when_ended = tell_orders};
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
             programmes::programme_routes(programme_hooks()),
             systems::system_routes(),
             dialogues::dialogue_routes(),
             joint::joint_routes(),
             baskets::basket_routes({.running_orders = orders::running_in}),
             admissions::admission_routes(),
             publicity::publicity_routes(documents_of_all()),
             buyer_profiles::buyer_profile_routes(),
             competitions::competition_routes(),
             awards::award_routes(),
             small_purchases::small_purchase_routes(),
             offers::description_routes(),
             offers::offer_routes(),
             customers::customer_routes(
                 {.when_erased = choices::forget_words_about, .traces_of = outcomes::traces_of}),
             consents::consent_routes(consent_hooks()),
             choices::agreement_routes(),
             choices::choice_routes(consent_hooks()),
             choices::unmet_need_routes(),
             choices::receipt_routes({.is_sent = was_sent}),
             orders::order_routes(),
             outcomes::outcome_routes(),
             payments::payment_routes({.verdict_of = threads::verdict_of}),
             threads::thread_routes(),
         })
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

void compose(http::Environment& environment, work::DueActs& acts)
{
    environment.area_duty = parties::duty_on;
    environment.choice_actor = choices::choice_actor;
    environment.end_choice = choices::leave;
    programmes::add_due_acts(acts, programme_hooks());
    joint::add_due_acts(acts, {.when_transferred = pass_all_of});
    baskets::add_due_acts(acts);
    admissions::add_due_acts(acts);
    publicity::add_due_acts(acts);
    competitions::add_due_acts(acts);
    awards::add_due_acts(acts);
    small_purchases::add_due_acts(acts);
    customers::add_due_acts(acts, environment.keys);
    consents::add_due_acts(acts, consent_hooks());
    choices::add_due_acts(acts);
    orders::add_due_acts(acts);
    outcomes::add_due_acts(acts);
}

} // namespace kori::app
