#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/choice/agreement_store.hpp"
#include "marketplace/choice/receipt_store.hpp"
#include "marketplace/order/order.hpp"
#include "procurement/admission/admission_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// What the customer's choice became, under the offer version and the basket version that were chosen.
struct Order
{
    OrderId id;
    OrganisationId authority;
    OrganisationId provider;
    CustomerId customer;
    BasketAgreementId agreement;
    ChoiceReceiptId receipt;
    OfferId offer;
    OfferVersionId offer_version;
    BasketId basket;
    BasketVersionId basket_version;
    ProgrammeId programme;
    AdmissionId admission;        // by which the provider stood in the programme
    AdmissionDecisionId decision; // its standing decision when the order was made
    std::string state;            // order_state
    std::string municipality;     // what the provider needs to know, coded, as it was when the order was made
    std::string language;
    bool needs_interpreter = false;
    std::vector<std::string> needs; // of the customer, as far as the basket names them: the coded aim
    bool reveals_health = false;    // then the needs go to the provider with consent only
    CivilDate planned_start_on;
    std::optional<Instant> sent_at;
    std::optional<Instant> accepted_at;
    std::optional<CivilDate> started_on;
    std::optional<CivilDate> ended_on; // first day that no longer counts
    Money reserved;                    // when it was accepted
    std::string ground;                // of a decline, drop or transfer
    MembershipId made_by;
    std::vector<PayerShare> payers;
    Instant created_at;
    std::int64_t revision = 1;
};

struct OrderNoteTag
{
    static constexpr std::string_view prefix = "ont";
};
using OrderNoteId = Id<OrderNoteTag>;
struct OrderNote
{
    OrderNoteId id;
    OrderId order;
    std::string act; // "note_progress", "observe"
    std::string kind;
    CivilDate noted_on;
    std::string noted_by;
    Instant recorded_at;
};

namespace orders
{

void insert(Transaction& tx, const Order& order);
void save(Transaction& tx, const Order& order); // what moves; the caller has raised `revision`
std::optional<Order> find(Transaction& tx, OrderId id);
// How many orders of a basket have not ended.
std::int64_t running_in(Transaction& tx, BasketId basket);
std::vector<Order> of_receipt(Transaction& tx, ChoiceReceiptId receipt);
std::vector<Order> of_customer(Transaction& tx, CustomerId customer);
// Keyset pages by id.
std::vector<Order> of_authority(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                std::int64_t limit);
std::vector<Order> of_basket(Transaction& tx, BasketId basket, std::string_view after_id, std::int64_t limit);
// Orders that were sent to it.
std::vector<Order> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                               std::int64_t limit);
// Persons inside now: accepted, started or interrupted.
std::int64_t inside_offer(Transaction& tx, OfferId offer);
std::int64_t inside_basket(Transaction& tx, BasketId basket);

void insert(Transaction& tx, const OrderNote& note);
std::vector<OrderNote> notes_of(Transaction& tx, OrderId order);

} // namespace orders
} // namespace kori
