#include "marketplace/customer/customer_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "core/json/reader.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "marketplace/customer/customer_body.hpp"
#include "marketplace/customer/customer_view.hpp"

#include <algorithm>
#include <charconv>

namespace kori::customers
{
namespace
{

using namespace http;

constexpr Permission record_customer{"customer.record"};
constexpr Permission see{"customer.see"};
constexpr Permission see_coded{"customer.see_coded"};
constexpr Permission erase_customer{"customer.erase"};
constexpr Permission assign{"customer.assign_coach"};

// In the revision that the caller saw.
Result<Customer> unchanged_path_customer(const Call& call, FindCustomer find_if_allowed)
{
    auto customer = path_customer(call, find_if_allowed);
    if (!customer)
        return customer;
    if (const auto fresh = call.expect_revision(customer->revision); !fresh)
        return fresh.refusal();
    return customer;
}

Result<Reply> post_customer(Call& call)
{
    const auto recorded = record(call.tx, call.ambient, call.actor, call.environment.keys,
                                 call.environment.areas, wish_in(call.body));
    if (!recorded)
        return recorded.refusal();
    call.person = recorded->id.revealed();
    return Reply::created(view_of(*recorded, Sight::full), recorded->revision,
                          "/api/v1/customers/" + recorded->id.revealed());
}

Result<Reply> get_customer(Call& call)
{
    const auto customer = path_customer(call, find_for_sight);
    if (!customer)
        return customer.refusal();
    return Reply::view(view_of(*customer, sight_of(call.tx, call.actor, *customer, call.ambient.today())),
                       customer->revision);
}

// The customers of the coach who asks, by id; nobody lists those of others.
std::vector<std::string> own_customers(const Call& call, std::string_view after, std::size_t limit)
{
    std::vector<std::string> ids;
    for (const auto& relation : access::relations_of(call.tx, *call.actor.membership, call.ambient.today()))
        if (relation.kind == coach_of && relation.object > after)
            ids.push_back(relation.object);
    std::sort(ids.begin(), ids.end());
    if (ids.size() > limit)
        ids.resize(limit);
    return ids;
}

Result<Reply> list_customers(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto ids = own_customers(call, page->after[0], static_cast<std::size_t>(page->limit) + 1);
    auto cursor = cut_page(call, *page, ids, [](const std::string& last) { return std::vector{last}; });
    json::Array items;
    for (const auto& text : ids)
    {
        const auto id = CustomerId::parse(text);
        PROMISE(id.has_value());
        const auto customer = find(call.tx, *id);
        PROMISE(customer.has_value());
        items.emplace_back(
            view_of(*customer, sight_of(call.tx, call.actor, *customer, call.ambient.today())));
    }
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

// A list is about nobody alone: its entry names everybody on the page.
Facts persons_on_page(const Call& call)
{
    const auto page = page_of(call);
    PROMISE(page);
    std::string persons;
    for (const auto& text : own_customers(call, page->after[0], static_cast<std::size_t>(page->limit)))
        persons += (persons.empty() ? "" : " ") + handle_of(call.environment.keys, *CustomerId::parse(text));
    return {{"persons", persons}};
}

Result<Reply> put_customer(Call& call)
{
    const auto customer = unchanged_path_customer(call, find_for_coach);
    if (!customer)
        return customer.refusal();
    const auto changed = change(call.tx, call.ambient, call.actor, call.environment.keys,
                                call.environment.areas, customer->id, wish_in(call.body));
    if (!changed)
        return changed.refusal();
    call.person = customer->id.revealed();
    return Reply::view(view_of(*changed, Sight::full), changed->revision);
}

Result<Reply> put_identity(Call& call)
{
    const auto customer = unchanged_path_customer(call, find_for_coach);
    if (!customer)
        return customer.refusal();
    const auto identity = identity_in(call.body);
    const auto changed =
        set_identity(call.tx, call.ambient, call.actor, call.environment.keys, customer->id, identity);
    if (!changed)
        return changed.refusal();
    call.person = customer->id.revealed();
    return Reply::view(view_of(identity), changed->revision);
}

Result<Reply> get_identity(Call& call)
{
    const auto customer = path_customer(call, find_for_coach);
    if (!customer)
        return customer.refusal();
    const auto identity = identity_of(call.tx, call.environment.keys, customer->id);
    if (!identity)
        return absent();
    return Reply::view(view_of(*identity), customer->revision);
}

Result<Reply> post_coach(Call& call)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto relation = assign_coach(call.tx, call.ambient, call.actor, call.environment.keys, *id,
                                       call.body.at("membership").id<MembershipTag>());
    if (!relation)
        return relation.refusal();
    return Reply::nothing();
}

Result<Reply> post_coach_end(Call& call)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto coach = call.id<MembershipTag>("member");
    if (!coach)
        return coach.refusal();
    const auto released = release_coach(call.tx, call.ambient, call.actor, call.environment.keys, *id, *coach,
                                        call.body.at("reason").text());
    if (!released)
        return released.refusal();
    return Reply::nothing();
}

Result<Reply> post_erase(Call& call, const Hooks& hooks)
{
    const auto customer = unchanged_path_customer(call, find_for_sight);
    if (!customer)
        return customer.refusal();
    const auto erased = erase(call.tx, call.ambient, call.actor, call.environment.keys, customer->id,
                              call.body.at("reason").text(), hooks);
    if (!erased)
        return erased.refusal();
    return Reply::ok(
        json::Object{}
            .add("is_erased", true)
            .add("coded_facts_until", erased->coded_facts_until)
            .add("says",
                 "Name, contact and identity code cannot be read again by anybody. Agreements, sums and "
                 "the journal stay; the coded facts stay until retention ends."));
}

// Looks at the customer and at what tells about it: orders, claims, payables, receipts. A provider's entry
// never holds the customer's handle; who asks here joins them.
std::vector<journal::Entry> looks_at(const Call& call, const Customer& customer, const Hooks& hooks)
{
    auto looks = journal::about(call.tx, handle_of(call.environment.keys, customer.id));
    if (hooks.traces_of)
        for (const auto& trace : hooks.traces_of(call.tx, customer.id))
            for (auto& entry : journal::about(call.tx, trace))
                looks.push_back(std::move(entry));
    std::erase_if(looks, [](const journal::Entry& entry)
                  { return entry.kind != "viewed" && entry.kind != code_probed; });
    std::sort(looks.begin(), looks.end(), [](const journal::Entry& one, const journal::Entry& other)
              { return one.number < other.number; });
    return looks;
}

// Who looked, when and through which route: newest last.
Result<Reply> list_views(Call& call, const Hooks& hooks)
{
    const auto customer = path_customer(call, find_for_sight);
    if (!customer)
        return customer.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    std::int64_t after = -1;
    std::from_chars(page->after[0].data(), page->after[0].data() + page->after[0].size(), after);
    // Oldest first; every entry that a snapshot sees has its number.
    auto entries = looks_at(call, *customer, hooks);
    std::erase_if(entries, [&](const journal::Entry& entry) { return entry.number <= after; });
    auto cursor = cut_page(call, *page, entries, [](const journal::Entry& last)
                           { return std::vector{std::to_string(last.number)}; });
    json::Array items;
    for (const auto& entry : entries)
    {
        const auto facts = json::read_stored(entry.facts);
        items.emplace_back(json::Object{}
                               .add("entry", entry.id)
                               .add("at", entry.at)
                               .add("by", entry.actor)
                               .add("organisation", entry.organisation)
                               .add("route", facts.optional_text("route").value_or("")));
    }
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

} // namespace

Routes customer_routes(Hooks hooks)
{
    const auto customer = shared(customer_shape());
    const auto wish = shared(customer_wish_shape());
    const auto customers = shared(object("CustomerPage", "Your customers",
                                         {required("items", list(customer_shape(), 0, 200, "Page"))}));
    const auto identity = shared(identity_shape());
    const auto identity_wish = shared(identity_wish_shape());
    const auto coach = shared(object("CustomerCoach", "A coach for the customer",
                                     {required("membership", id_of<MembershipTag>("The coach"))}));
    const auto release = shared(object("CustomerCoachEnd", "Why it ends",
                                       {required("reason", text(1, 500, "Why", "Siirtyy toiseen tiimiin"))}));
    const auto erase_wish =
        shared(object("CustomerErasure", "Why a customer is forgotten",
                      {required("reason", text(1, 500, "Ground, never a name", "Säilytysaika päättyi"))}));
    const auto erased =
        shared(object("CustomerErased", "What is gone and what stays",
                      {required("is_erased", boolean("Done", true)),
                       required("coded_facts_until", date("First day without them", "2030-03-02")),
                       required("says", text(1, 500, "In words", "Name … cannot be read again."))}));
    const auto views = shared(object(
        "CustomerViewPage", "Who looked",
        {required(
            "items",
            list(object("CustomerView", "One look",
                        {required("entry", id_of<EntryTag>("In the journal")),
                         required("at", instant("When", "2026-03-02T10:15:00Z")),
                         required("by", text(1, 100, "The membership that looked", "mbr_…")),
                         required("organisation", text(0, 60, "For whom; the customer: nobody", "org_…")),
                         required("route", text(0, 200, "At what", "/api/v1/customers/{customer}"))}),
                 0, 200, "Page"))}));
    return {
        Route{Method::post, "/api/v1/customers", record_customer, Access::writes, wish, customer,
              post_customer, "Record a customer as a pseudonym; you become its coach"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/customers", see, Access::reads_and_logs, nullptr, customers,
              list_customers, "Your own customers"}
            .paged()
            .viewing(persons_on_page),
        Route{Method::get, "/api/v1/customers/{customer}", see_coded, Access::reads_and_logs, nullptr,
              customer, get_customer, "One customer, without saying who it is"}
            .viewing_about(about_path_customer),
        Route{Method::put, "/api/v1/customers/{customer}", record_customer, Access::writes, wish, customer,
              put_customer, "Record other facts"}
            .guarded(),
        Route{Method::put, "/api/v1/customers/{customer}/identity", see, Access::writes, identity_wish,
              identity, put_identity, "Say who it is; sealed under a key of that person's own"}
            .guarded(),
        Route{Method::get, "/api/v1/customers/{customer}/identity", see, Access::reads_and_logs, nullptr,
              identity, get_identity, "Who it is"}
            .viewing_about(about_path_customer),
        Route{Method::post, "/api/v1/customers/{customer}/coaches", assign, Access::writes, coach, nullptr,
              post_coach, "Give the customer to a coach"}
            .keyed()
            .answering(204),
        Route{Method::post, "/api/v1/customers/{customer}/coaches/{member}/end", assign, Access::writes,
              release, nullptr, post_coach_end, "The coach no longer has the customer"}
            .keyed()
            .answering(204),
        Route{Method::post, "/api/v1/customers/{customer}/erase", erase_customer, Access::writes, erase_wish,
              erased, [hooks](Call& call) { return post_erase(call, hooks); }, "Forget who it was, for good"}
            .keyed()
            .allowing_match(),
        Route{Method::get, "/api/v1/customers/{customer}/views", see_coded, Access::reads_and_logs, nullptr,
              views, [hooks](Call& call) { return list_views(call, hooks); },
              "Who looked at the customer, its orders, claims, payables and receipts"}
            .paged()
            .viewing_about(about_path_customer),
    };
}

} // namespace kori::customers
