// Receipts: read by those whom they concern, replayed by an auditor.
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_api.hpp"
#include "marketplace/choice/choice_view.hpp"
#include "marketplace/customer/customer_actions.hpp"

namespace kori::choices
{
namespace
{

using namespace http;

constexpr Permission replay_choice{"choice.replay"};

bool may_read(const Call& call, const KeptReceipt& kept, const ReceiptHooks& hooks)
{
    const auto& actor = call.actor;
    if (actor.kind == ActorKind::customer)
        return actor.choice_session == kept.receipt.session.text();
    if (actor.is_authority())
    {
        const auto customer = customers::find(call.tx, agreement_of(call.tx, kept.receipt).customer);
        return customers::sight_of(call.tx, actor, *customer, call.ambient.today()) != customers::Sight::none;
    }
    // Of the chosen provider: who answers for it, and only once it knows of the customer.
    if (!kept.receipt.chosen || !actor.has_role(role::manager) || !hooks.is_sent(call.tx, kept.receipt.id))
        return false;
    const auto version = offers::find_version(call.tx, *kept.receipt.chosen);
    PROMISE(version.has_value());
    const auto offer = offers::find(call.tx, version->offer);
    PROMISE(offer.has_value());
    return actor.speaks_for(offer->provider);
}

Result<KeptReceipt> seen_receipt(const Call& call, const ReceiptHooks& hooks)
{
    if (call.actor.kind == ActorKind::nobody)
        return refuse(Fault::unauthenticated, "access.sign_in", "Sign in first.");
    const auto id = call.id<ChoiceReceiptTag>("receipt");
    if (!id)
        return id.refusal();
    auto kept = find_kept(call.tx, *id);
    if (!kept || !may_read(call, *kept, hooks))
        return absent();
    call.controller = agreement_of(call.tx, kept->receipt).authority;
    return std::move(*kept);
}

// Inside the authority a look is a look at the person; a provider's entry must not carry a handle that could
// link two receipts of one person, so it names the receipt.
std::string about_receipt(const Call& call)
{
    const auto kept = find_kept(call.tx, *call.id<ChoiceReceiptTag>("receipt"));
    if (!call.actor.is_authority())
        return kept->receipt.id.text();
    return customers::handle_of(call.environment.keys, agreement_of(call.tx, kept->receipt).customer);
}

Result<Reply> get_receipt(Call& call, const ReceiptHooks& hooks)
{
    const auto kept = seen_receipt(call, hooks);
    if (!kept)
        return kept.refusal();
    return Reply::view(receipt_view_with_proof(call.tx, *kept), 1);
}

Result<Reply> get_replay(Call& call, const ReceiptHooks& hooks)
{
    const auto kept = seen_receipt(call, hooks);
    if (!kept)
        return kept.refusal();
    if (!call.actor.is_authority())
        return absent();
    const auto again = replay(call.tx, call.environment.keys.display_key(), *kept);
    return Reply::ok(json::Object{}
                         .add("receipt", kept->receipt.id)
                         .add("order_rule", neutral_order_version)
                         .add("seed", again.seed_hex)
                         .add("seed_number", kept->receipt.seed_number)
                         .add("seed_matches", again.seed_matches)
                         .add("order_matches", again.order_matches)
                         .add("digest_matches", again.digest_matches)
                         .add("is_equal", again.seed_matches && again.order_matches && again.digest_matches));
}

} // namespace

Routes receipt_routes(ReceiptHooks hooks)
{
    const auto replayed =
        shared(object("ChoiceReplay", "The order, made again from the seed",
                      {required("receipt", id_of<ChoiceReceiptTag>("Receipt")),
                       required("order_rule", text(1, 60, "Rule", "neutral_order/1")),
                       required("seed", pattern("sha256", "32 bytes in hex", std::string(64, '0'))),
                       required("seed_number", integer(1, 1'000'000, "Number", 1)),
                       required("seed_matches", boolean("Its digest is the receipt's", true)),
                       required("order_matches", boolean("It gives the order that was shown", true)),
                       required("digest_matches", boolean("The text's digest is the journal's", true)),
                       required("is_equal", boolean("All three", true))}));
    return {
        Route{Method::get, "/api/v1/choice-receipts/{receipt}", everybody, Access::reads_and_logs, nullptr,
              shared(receipt_shape()), [hooks](Call& call) { return get_receipt(call, hooks); },
              "A receipt with its proof, for those whom it concerns"}
            .viewing_about(about_receipt),
        Route{Method::get, "/api/v1/choice-receipts/{receipt}/replay", replay_choice, Access::reads_and_logs,
              nullptr, replayed, [hooks](Call& call) { return get_replay(call, hooks); },
              "Make the order again from the seed and compare"}
            .viewing_about(about_receipt),
    };
}

} // namespace kori::choices
