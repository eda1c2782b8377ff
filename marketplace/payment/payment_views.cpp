#include "marketplace/payment/payment_views.hpp"

#include <map>

namespace kori::payments
{

using namespace http;

namespace
{

std::vector<std::string> codes_of(std::span<const std::string_view> names)
{
    return {names.begin(), names.end()};
}

const Money most = Money::euros(1'000'000'000);

json::Object entry_view(const BookedEntry& booked, json::Array postings)
{
    return json::Object{}
        .add("id", booked.id)
        .add("kind", code_of(booked.entry.kind))
        .add("about", booked.entry.about)
        .add("booked_at", booked.booked_at)
        .add("postings", std::move(postings));
}

} // namespace

Shape payable_shape()
{
    return object("Payable", "A verified amount on its way to an invoice",
                  {required("id", id_of<PayableTag>("Payable line")),
                   required("state", code(codes_of(payable_states().states), "Where it is on its way")),
                   required("authority", id_of<OrganisationTag>("Buyer")),
                   required("provider", id_of<OrganisationTag>("Who is paid")),
                   required("order", id_with_prefix("ord", "Order")),
                   required("claim", id_with_prefix("clm", "Claim")),
                   required("basket", id_of<BasketTag>("Basket")),
                   required("basket_version", id_of<BasketVersionTag>("Under which terms")),
                   required("component", text(1, 100, "Price component", "start")),
                   required("outcome", text(0, 60, "Outcome, when the component pays for one", "OPEN_JOB")),
                   required("quantity", integer(1, 100'000, "Units", 1)),
                   required("amount_cents", money(Money::cents(1), most, "Without VAT", Money::euros(300))),
                   required("ledger_entry", id_of<LedgerEntryTag>("Its conversion in the ledger")),
                   required("created_at", instant("When it was verified", "2026-03-02T10:15:00Z")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape booked_entry_shape()
{
    return object(
        "LedgerEntry",
        "One entry of the ledger; its postings add up to zero, of which a provider sees what is owed or paid",
        {required("id", id_of<LedgerEntryTag>("Entry")),
         required("kind", code({"allot", "reserve", "release", "convert", "reverse", "pay", "claim_back"},
                               "What moved")),
         required("about", any_id("What caused it")),
         required("booked_at", instant("When", "2026-03-02T10:15:00Z")),
         required(
             "postings",
             list(object("LedgerPosting", "Into the account, or out of it when negative",
                         {required("account", code({"appropriation", "budget", "commitment", "payable",
                                                    "paid", "claim_back"},
                                                   "Kind of account")),
                          optional("payer", id_of<OrganisationTag>("Whose money; not told to the provider")),
                          required("about", any_id("Basket, order or provider")),
                          required("amount_cents", money(-most, most, "Without VAT", Money::euros(300)))}),
                  1, 1'000, "In their order"))});
}

Shape payable_line_shape()
{
    auto shape = payable_shape();
    shape.name = "PayableLine";
    shape.about = "A verified amount on its way to an invoice; a co-payer sees its own part of it";
    for (auto& member : shape.members)
        for (const std::string_view whole :
             {"order", "claim", "basket", "outcome", "amount_cents", "ledger_entry"})
            if (member.name == whole)
                member.required = false;
    shape.members.push_back(
        optional("own_cents", money(Money::cents(1), most, "Your part, without VAT", Money::euros(150))));
    shape.members.push_back(
        optional("verdict", code({"accepted", "partly_accepted", "refused"}, "What the rule said")));
    shape.members.push_back(optional("reason", text(1, 2'000, "Why it is paid, in the caller's language",
                                                    "1 × 30000 cents of start are accepted: 30000 cents.")));
    return shape;
}

json::Object part_view_of(const Payable& payable, Money own_part, const Verdict& verdict)
{
    json::Object view;
    view.add("id", payable.id)
        .add("state", payable.state)
        .add("authority", payable.authority)
        .add("provider", payable.provider)
        .add("basket_version", payable.basket_version)
        .add("component", payable.component)
        .add("quantity", payable.quantity)
        .add("own_cents", own_part)
        .add("verdict", verdict.verdict);
    if (!verdict.sentence.empty())
        view.add("reason", verdict.sentence);
    return view.add("created_at", payable.created_at).add("revision", payable.revision);
}

json::Object view_of(const Payable& payable)
{
    return json::Object{}
        .add("id", payable.id)
        .add("state", payable.state)
        .add("authority", payable.authority)
        .add("provider", payable.provider)
        .add("order", payable.order)
        .add("claim", payable.claim)
        .add("basket", payable.basket)
        .add("basket_version", payable.basket_version)
        .add("component", payable.component)
        .add("outcome", payable.outcome)
        .add("quantity", payable.quantity)
        .add("amount_cents", payable.amount)
        .add("ledger_entry", payable.entry)
        .add("created_at", payable.created_at)
        .add("revision", payable.revision);
}

json::Object view_of(const BookedEntry& booked)
{
    json::Array postings;
    for (const auto& posting : booked.entry.postings)
        postings.emplace_back(json::Object{}
                                  .add("account", code_of(posting.account.kind))
                                  .add("payer", posting.account.payer)
                                  .add("about", posting.account.about)
                                  .add("amount_cents", posting.amount));
    return entry_view(booked, std::move(postings));
}

json::Object provider_view_of(const BookedEntry& booked)
{
    // One sum an account: the parts would tell how many pay, and how much each.
    std::map<std::pair<AccountKind, std::string>, Money> sums;
    for (const auto& [account, amount] : booked.entry.postings)
        if (account.kind == AccountKind::payable || account.kind == AccountKind::paid)
            sums[{account.kind, account.about}] += amount;
    json::Array postings;
    for (const auto& [account, amount] : sums)
        postings.emplace_back(json::Object{}
                                  .add("account", code_of(account.first))
                                  .add("about", account.second)
                                  .add("amount_cents", amount));
    return entry_view(booked, std::move(postings));
}

} // namespace kori::payments
