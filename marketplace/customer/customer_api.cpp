#include "marketplace/customer/customer_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "core/json/reader.hpp"
#include "marketplace/customer/customer_actions.hpp"
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

json::Object view_of(const CustomerFacts& facts)
{
    json::Object view;
    view.add("target_groups", json::array_of(facts.target_groups)).add("needs", json::array_of(facts.needs));
    if (!facts.municipality.empty())
        view.add("municipality", facts.municipality);
    if (!facts.languages.empty())
        view.add("languages", json::array_of(facts.languages));
    if (!facts.age_band.empty())
        view.add("age_band", facts.age_band);
    if (!facts.unemployment_band.empty())
        view.add("unemployment_band", facts.unemployment_band);
    if (!facts.declared.empty())
    {
        json::Object declared;
        for (const auto& [code, answer] : facts.declared)
            declared.add(code, answer);
        view.add("declared", declared);
    }
    return view;
}

// The third fence: what the plan refers to is for the coach alone.
json::Object view_of(const Customer& customer, Sight sight)
{
    json::Object view;
    view.add("id", customer.id.revealed())
        .add("authority", customer.authority)
        .add("kind", code_of(customer.kind))
        .add("facts", view_of(customer.facts))
        .add("language", customer.language)
        .add("needs_interpreter", customer.needs_interpreter)
        .add("is_erased", customer.is_erased)
        .add("revision", customer.revision);
    if (sight == Sight::full && !customer.plan_reference.empty())
        view.add("plan_reference", customer.plan_reference);
    return view;
}

// Shown masked (domain.md 10.7): the day of birth is enough to see that it is the right person's.
std::string masked(const std::string& identity_code)
{
    return identity_code.empty() ? "" : identity_code.substr(0, 7) + "****";
}

json::Object view_of(const CustomerIdentity& identity)
{
    json::Object view;
    view.add("name", identity.name);
    if (!identity.identity_code.empty())
        view.add("identity_code_masked", masked(identity.identity_code));
    if (!identity.phone.empty())
        view.add("phone", identity.phone);
    if (!identity.email.empty())
        view.add("email", identity.email);
    return view;
}

RecordCustomer wish_in(const json::Value& body)
{
    return {*parse_customer_kind(body.at("kind").text()), facts_of(body.at("facts")),
            body.at("language").text(), body.flag("needs_interpreter"),
            body.optional_text("plan_reference").value_or("")};
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
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto customer = find_for_sight(call.tx, call.actor, *id, call.ambient.today());
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
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto customer = find_for_coach(call.tx, call.actor, *id, call.ambient.today());
    if (!customer)
        return customer.refusal();
    if (const auto fresh = call.expect_revision(customer->revision); !fresh)
        return fresh.refusal();
    const auto changed = change(call.tx, call.ambient, call.actor, call.environment.keys,
                                call.environment.areas, *id, wish_in(call.body));
    if (!changed)
        return changed.refusal();
    call.person = id->revealed();
    return Reply::view(view_of(*changed, Sight::full), changed->revision);
}

Result<Reply> put_identity(Call& call)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto customer = find_for_coach(call.tx, call.actor, *id, call.ambient.today());
    if (!customer)
        return customer.refusal();
    if (const auto fresh = call.expect_revision(customer->revision); !fresh)
        return fresh.refusal();
    const CustomerIdentity identity{
        call.body.at("name").text(), call.body.optional_text("identity_code").value_or(""),
        call.body.optional_text("phone").value_or(""), call.body.optional_text("email").value_or("")};
    const auto changed =
        set_identity(call.tx, call.ambient, call.actor, call.environment.keys, *id, identity);
    if (!changed)
        return changed.refusal();
    call.person = id->revealed();
    return Reply::view(view_of(identity), changed->revision);
}

Result<Reply> get_identity(Call& call)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto customer = find_for_coach(call.tx, call.actor, *id, call.ambient.today());
    if (!customer)
        return customer.refusal();
    const auto identity = identity_of(call.tx, call.environment.keys, *id);
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
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto customer = find_for_sight(call.tx, call.actor, *id, call.ambient.today());
    if (!customer)
        return customer.refusal();
    if (const auto fresh = call.expect_revision(customer->revision); !fresh)
        return fresh.refusal();
    const auto erased = erase(call.tx, call.ambient, call.actor, call.environment.keys, *id,
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

// Who looked, when and through which route: newest last.
Result<Reply> list_views(Call& call)
{
    const auto id = call.id<CustomerTag>("customer");
    if (!id)
        return id.refusal();
    const auto customer = find_for_sight(call.tx, call.actor, *id, call.ambient.today());
    if (!customer)
        return customer.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    std::int64_t after = -1;
    std::from_chars(page->after[0].data(), page->after[0].data() + page->after[0].size(), after);
    // Oldest first; every entry that a snapshot sees has its number.
    auto entries = journal::about(call.tx, handle_of(call.environment.keys, *id));
    std::erase_if(entries, [&](const journal::Entry& entry)
                  { return entry.kind != "viewed" || entry.number <= after; });
    auto cursor = cut_page(call, *page, entries, [](const journal::Entry& last)
                           { return std::vector{std::to_string(last.number)}; });
    json::Array items;
    for (const auto& entry : entries)
    {
        const auto facts = json::read(entry.facts);
        PROMISE(facts);
        items.emplace_back(json::Object{}
                               .add("entry", entry.id)
                               .add("at", entry.at)
                               .add("by", entry.actor)
                               .add("route", facts->optional_text("route").value_or("")));
    }
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Shape kind_shape()
{
    return code({"jobseeker", "employer", "future_entrepreneur"}, "Which kind of customer");
}

Shape facts_shape()
{
    return object("CustomerFacts", "Coded and declared; nothing in it says who it is",
                  {required("target_groups",
                            code_list_shape("Of the area's list target_group", "long_term_unemployed")),
                   required("needs", code_list_shape("Of the area's list need", "job_search")),
                   optional("municipality", pattern("municipality_code", "Three digits, as text", "297")),
                   optional("languages", list(pattern("language_tag", "A language for services", "uk"), 0, 20,
                                              "Languages")),
                   optional("age_band", text(1, 60, "Declared band, never computed from a code", "18_29")),
                   optional("unemployment_band", text(1, 60, "Declared band", "over_12_months")),
                   optional("declared", map(boolean("Is it so?", true), 50, "Statements by their code"))});
}

std::vector<Member> customer_members()
{
    return {required("kind", kind_shape()), required("facts", facts_shape()),
            required("language", pattern("language_tag", "BCP 47, beyond fi, sv and en too", "so")),
            optional("plan_reference",
                     text(1, 100, "Of the employment plan in the national system", "TS-2026-0001"))};
}

Shape customer_shape()
{
    auto members = customer_members();
    members.insert(members.begin(), {required("id", customer_id_shape("A pseudonym")),
                                     required("authority", id_of<OrganisationTag>("The controller"))});
    members.push_back(required("needs_interpreter", boolean("Is an interpreter needed?", true)));
    members.push_back(required("is_erased", boolean("Is it forgotten who it was?", false)));
    members.push_back(required("revision", integer(1, 1'000'000'000, "Revision", 1)));
    return object("Customer", "A customer as a pseudonym", std::move(members));
}

Shape identity_shape()
{
    return object("CustomerIdentity", "Who a customer is; every view of it is noted",
                  {required("name", text(1, 200, "Name", "Aino Esimerkki")),
                   optional("identity_code_masked", text(1, 20, "Masked identity code", "131052-****")),
                   optional("phone", pattern("phone", "To call", "+358401234567")),
                   optional("email", pattern("email", "To write to", "aino@example.com"))});
}

Shape customer_wish_shape()
{
    auto members = customer_members();
    members.push_back(optional("needs_interpreter", boolean("Is an interpreter needed?", true)));
    return object("CustomerWish", "What is known of a customer without knowing who it is",
                  std::move(members));
}

} // namespace

Routes customer_routes(Hooks hooks)
{
    const auto customer = shared(customer_shape());
    const auto wish = shared(customer_wish_shape());
    const auto customers = shared(object("CustomerPage", "Your customers",
                                         {required("items", list(customer_shape(), 0, 200, "Page"))}));
    const auto identity = shared(identity_shape());
    const auto identity_wish = shared(object(
        "CustomerIdentityWish", "Who a customer is",
        {required("name", text(1, 200, "Name", "Aino Esimerkki")),
         optional("identity_code", pattern("identity_code", "Checked by its check sign", "131052-308T")),
         optional("phone", pattern("phone", "To call", "+358401234567")),
         optional("email", pattern("email", "To write to", "aino@example.com"))}));
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
        {required("items",
                  list(object("CustomerView", "One look",
                              {required("entry", id_of<EntryTag>("In the journal")),
                               required("at", instant("When", "2026-03-02T10:15:00Z")),
                               required("by", text(1, 100, "The membership that looked", "mbr_…")),
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
              views, list_views, "Who looked at the customer"}
            .paged()
            .viewing_about(about_path_customer),
    };
}

} // namespace kori::customers
