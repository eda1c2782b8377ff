#include "marketplace/customer/customer_actions.hpp"

#include "core/base/law_book.hpp"
#include "core/http/idempotency.hpp"
#include "procurement/party/party_store.hpp"

#include <algorithm>

namespace kori::customers
{
namespace
{

constexpr std::string_view retention_ended = "customer.retention_ended";

Refusal already_erased()
{
    return refuse(Fault::conflict, "customer.erased", "This customer has been erased.");
}

void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, const crypto::Keyring& keys,
          const Customer& customer, std::string kind, Facts facts, std::string reason = {})
{
    journal::append(tx, ambient, doer,
                    {std::move(kind),
                     handle_of(keys, customer.id),
                     std::move(facts),
                     journal::Audience::organisation,
                     {customer.authority.text()},
                     std::move(reason),
                     {}});
}

FieldError unknown_code(std::string pointer)
{
    return {std::move(pointer), "customer.unknown_code", "Your area does not have this code today.", {}};
}

// Lower-case letters, digits and underscores: no sentence about a person fits in.
bool is_code(std::string_view text)
{
    return !text.empty() && text.size() <= 60 &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::optional<Relation> relation_of(Transaction& tx, const Actor& actor, const Customer& customer,
                                    CivilDate day)
{
    if (!actor.membership || !actor.has_role(role::coach))
        return std::nullopt;
    return access::find_relation(tx, coach_of, *actor.membership, customer.id.revealed(), day);
}

} // namespace

Sight sight_of(Transaction& tx, const Actor& actor, const Customer& customer, CivilDate day)
{
    if (!actor.is_authority() || !actor.speaks_for(customer.authority))
        return Sight::none;
    if (relation_of(tx, actor, customer, day))
        return Sight::full;
    return actor.has_role(role::administrator) || actor.has_role(role::auditor) ? Sight::coded : Sight::none;
}

Result<Customer> find_for_coach(Transaction& tx, const Actor& actor, CustomerId id, CivilDate day)
{
    auto customer = find(tx, id);
    if (!customer || sight_of(tx, actor, *customer, day) != Sight::full)
        return absent();
    return std::move(*customer);
}

Result<Customer> find_for_sight(Transaction& tx, const Actor& actor, CustomerId id, CivilDate day)
{
    auto customer = find(tx, id);
    if (!customer || sight_of(tx, actor, *customer, day) == Sight::none)
        return absent();
    return std::move(*customer);
}

std::vector<FieldError> faults_of(Transaction& tx, OrganisationId authority, const CustomerFacts& facts,
                                  CivilDate day, const AreaBook& areas, const std::string& pointer)
{
    std::vector<FieldError> faults;
    const auto check_list = [&](const std::vector<std::string>& codes, const char* list, const char* name)
    {
        for (std::size_t i = 0; i < codes.size(); ++i)
            if (!parties::is_code_on(tx, authority, list, codes[i], day))
                faults.push_back(unknown_code(pointer + name + std::to_string(i)));
    };
    check_list(facts.target_groups, "target_group", "/target_groups/");
    check_list(facts.needs, "need", "/needs/");
    if (!facts.municipality.empty() && areas.find_municipality(facts.municipality, day) == nullptr)
        faults.push_back({pointer + "/municipality",
                          "customer.no_such_municipality",
                          "There is no such municipality today.",
                          {}});
    const auto check_code = [&](const std::string& code, const std::string& at)
    {
        if (!is_code(code))
            faults.push_back(
                {pointer + at,
                 "customer.not_a_code",
                 "Write a code of lower-case letters, digits and underscores: no free text about a person.",
                 {}});
    };
    if (!facts.age_band.empty())
        check_code(facts.age_band, "/age_band");
    if (!facts.unemployment_band.empty())
        check_code(facts.unemployment_band, "/unemployment_band");
    for (const auto& [code, answer] : facts.declared)
        check_code(code, "/declared");
    return faults;
}

Result<Customer> record(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const crypto::Keyring& keys, const AreaBook& areas, const RecordCustomer& wish)
{
    if (!actor.is_authority() || !actor.has_role(role::coach))
        return refuse(Fault::forbidden, "customer.not_a_coach",
                      "Only a coach of an authority records customers.");

    if (auto faults = faults_of(tx, *actor.organisation, wish.facts, ambient.today(), areas, "/facts");
        !faults.empty())
        return refuse(Fault::invalid, "customer.facts", "Some facts are not as they must be.")
            .in(std::move(faults));

    const Customer customer{
        ambient.next<CustomerTag>(), *actor.organisation, wish.kind, wish.facts, wish.language,
        wish.needs_interpreter,      wish.plan_reference};
    insert(tx, customer, ambient.now);
    access::insert(tx,
                   Relation{ambient.next<RelationTag>(),
                            std::string{coach_of},
                            *actor.membership,
                            customer.id.revealed(),
                            "",
                            {ambient.today(), std::nullopt}},
                   ambient.now);

    note(tx, ambient, access::doer_of(actor), keys, customer, "customer.recorded",
         {{"kind", code_of(customer.kind)}});
    return customer;
}

Result<Customer> change(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const crypto::Keyring& keys, const AreaBook& areas, CustomerId id,
                        const RecordCustomer& wish)
{
    auto customer = find_for_coach(tx, actor, id, ambient.today());
    if (!customer)
        return customer.refusal();

    if (customer->is_erased)
        return already_erased();
    if (customer->kind != wish.kind)
        return refuse(Fault::conflict, "customer.kind_is_fixed",
                      "A customer of another kind is recorded anew.");
    if (auto faults = faults_of(tx, customer->authority, wish.facts, ambient.today(), areas, "/facts");
        !faults.empty())
        return refuse(Fault::invalid, "customer.facts", "Some facts are not as they must be.")
            .in(std::move(faults));

    customer->facts = wish.facts;
    customer->language = wish.language;
    customer->needs_interpreter = wish.needs_interpreter;
    customer->plan_reference = wish.plan_reference;
    ++customer->revision;
    save(tx, *customer);

    note(tx, ambient, access::doer_of(actor), keys, *customer, "customer.changed", {});
    return customer;
}

void set_needs(Transaction& tx, Customer customer, const std::vector<std::string>& target_groups,
               const std::vector<std::string>& needs)
{
    customer.facts.target_groups = target_groups;
    customer.facts.needs = needs;
    ++customer.revision;
    save(tx, customer);
}

Result<Customer> set_identity(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const crypto::Keyring& keys, CustomerId id, const CustomerIdentity& identity)
{
    auto customer = find_for_coach(tx, actor, id, ambient.today());
    if (!customer)
        return customer.refusal();

    if (customer->is_erased)
        return already_erased();
    if (!identity.identity_code.empty())
        if (const auto other = find_by_identity_code(tx, keys, customer->authority, identity.identity_code);
            other && *other != id)
            return refuse(Fault::conflict, "customer.identity_code_taken",
                          "A customer with this identity code is recorded already.")
                .in({{"/identity_code",
                      "customer.identity_code_taken",
                      "A customer with this identity code is recorded already.",
                      {}}})
                // Who tries codes learns who is a customer: it stands among the looks at that person.
                .leaving({std::string{code_probed},
                          handle_of(keys, *other),
                          {{"route", "/api/v1/customers/{customer}/identity"}}});

    save_identity(tx, ambient, keys, *customer, identity);
    ++customer->revision;
    save(tx, *customer);

    note(tx, ambient, access::doer_of(actor), keys, *customer, "customer.identity_set",
         {{"with_identity_code", yes_no(!identity.identity_code.empty())}});
    return customer;
}

Result<Relation> assign_coach(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const crypto::Keyring& keys, CustomerId id, MembershipId coach)
{
    const auto customer = find_for_sight(tx, actor, id, ambient.today());
    if (!customer)
        return customer.refusal();

    if (customer->is_erased)
        return already_erased();
    const auto member = access::find_membership(tx, coach);
    if (!member || member->organisation != customer->authority ||
        !member->validity.contains(ambient.today()) ||
        std::find(member->roles.begin(), member->roles.end(), role::coach) == member->roles.end())
        return refuse(Fault::invalid, "customer.not_a_coach_here", "Name a coach of your own authority.")
            .in({{"/membership", "customer.not_a_coach_here", "Name a coach of your own authority.", {}}});
    // 380/2023 §§124-125: somebody else says that the task needs it.
    if (actor.membership && *actor.membership == coach)
        return refuse(Fault::conflict, "customer.own_assignment",
                      "Another administrator gives you a customer.");
    if (access::find_relation(tx, coach_of, coach, id.revealed(), ambient.today()))
        return refuse(Fault::conflict, "customer.coach_already", "This coach has the customer already.");

    const Relation relation{ambient.next<RelationTag>(),    std::string{coach_of}, coach, id.revealed(), "",
                            {ambient.today(), std::nullopt}};
    access::insert(tx, relation, ambient.now);

    note(tx, ambient, access::doer_of(actor), keys, *customer, "customer.coach_assigned",
         {{"coach", coach.text()}});
    return relation;
}

Result<Done> release_coach(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const crypto::Keyring& keys, CustomerId id, MembershipId coach,
                           const std::string& reason)
{
    const auto customer = find_for_sight(tx, actor, id, ambient.today());
    if (!customer)
        return customer.refusal();

    const auto relation = access::find_relation(tx, coach_of, coach, id.revealed(), ambient.today());
    if (!relation)
        return absent();

    access::end_relation(tx, relation->id, ambient.today(), ambient.now);

    note(tx, ambient, access::doer_of(actor), keys, *customer, "customer.coach_released",
         {{"coach", coach.text()}}, reason);
    return Done{};
}

Result<Erased> erase(Transaction& tx, const Ambient& ambient, const Actor& actor, const crypto::Keyring& keys,
                     CustomerId id, const std::string& reason, const Hooks& hooks)
{
    auto customer = find_for_sight(tx, actor, id, ambient.today());
    if (!customer)
        return customer.refusal();

    if (customer->is_erased)
        return already_erased();
    const auto years = ambient.law.integer("retention.person_data.years", ambient.today());
    const auto until = plus_months(ambient.today(), static_cast<int>(12 * years));

    destroy_identity(tx, id);
    http::forget_replies_about(tx, id.revealed());
    if (hooks.when_erased)
        hooks.when_erased(tx, id);
    for (const auto& relation : access::relations_to(tx, id.revealed(), coach_of, ambient.today()))
        access::end_relation(tx, relation.id, ambient.today(), ambient.now);
    customer->plan_reference.clear();
    customer->is_erased = true;
    ++customer->revision;
    save(tx, *customer);
    work::plan(tx, ambient, retention_ended, id.revealed(), customer->authority, start_of_day(until));

    note(tx, ambient, access::doer_of(actor), keys, *customer, "customer.erased",
         {{"coded_facts_until", to_text(until)}}, reason);
    return Erased{std::move(*customer), until};
}

void add_due_acts(work::DueActs& acts, const crypto::Keyring& keys)
{
    acts.add(std::string{retention_ended},
             [&keys](Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
             {
                 const auto id = CustomerId::parse(moment.about);
                 auto customer = id ? find(tx, *id) : std::nullopt;
                 PROMISE(customer.has_value());
                 customer->facts = {};
                 customer->language = "und"; // ISO 639: undetermined
                 customer->needs_interpreter = false;
                 ++customer->revision;
                 save(tx, *customer);
                 note(tx, ambient, {"clock", ""}, keys, *customer, "customer.retention_ended", {});
             });
}

} // namespace kori::customers
