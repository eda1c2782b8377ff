// What people do about customers. Each action: may he, load, decide, save, journal.
#pragma once

#include "core/access/access_actions.hpp"
#include "core/reference/areas.hpp"
#include "core/work/due.hpp"
#include "marketplace/customer/customer_store.hpp"

namespace kori::customers
{

inline constexpr std::string_view coach_of = "coach_of"; // the relation of a coach to a customer
// The entry about a customer whose identity code somebody tried on another one.
inline constexpr std::string_view code_probed = "customer.identity_code_taken";

// How much an actor sees of a customer.
enum class Sight
{
    none,  // looks absent
    coded, // an administrator or auditor of the customer's authority: never who it is, nor where the plan
           // lies
    full,  // a coach of that customer
};
Sight sight_of(Transaction& tx, const Actor& actor, const Customer& customer, CivilDate day);

// The customer, if the actor is a coach of it now; else it looks absent.
Result<Customer> find_for_coach(Transaction& tx, const Actor& actor, CustomerId id, CivilDate day);
// The customer, if the actor sees anything of it.
Result<Customer> find_for_sight(Transaction& tx, const Actor& actor, CustomerId id, CivilDate day);

struct RecordCustomer
{
    CustomerKind kind = CustomerKind::jobseeker;
    CustomerFacts facts;
    std::string language;
    bool needs_interpreter = false;
    std::string plan_reference;
};
// Coded facts against the authority's lists of that day: customer.unknown_code,
// customer.no_such_municipality, customer.not_a_code. Pointers begin with `pointer`.
std::vector<FieldError> faults_of(Transaction& tx, OrganisationId authority, const CustomerFacts& facts,
                                  CivilDate day, const AreaBook& areas, const std::string& pointer);
// The actor becomes the customer's first coach.
Result<Customer> record(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const crypto::Keyring& keys, const AreaBook& areas, const RecordCustomer& wish);
Result<Customer> change(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const crypto::Keyring& keys, const AreaBook& areas, CustomerId id,
                        const RecordCustomer& wish);
// Needs found out in an assessment replace those recorded before; no entry of its own, the caller's act has
// one.
void set_needs(Transaction& tx, Customer customer, const std::vector<std::string>& target_groups,
               const std::vector<std::string>& needs);

// Refuses customer.identity_code_taken, which leaves an entry about the customer who has the code.
Result<Customer> set_identity(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const crypto::Keyring& keys, CustomerId id, const CustomerIdentity& identity);

// An administrator gives the customer to a coach of the authority, or ends that. Nobody gives himself a
// customer: customer.own_assignment.
Result<Relation> assign_coach(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const crypto::Keyring& keys, CustomerId id, MembershipId coach);
Result<Done> release_coach(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const crypto::Keyring& keys, CustomerId id, MembershipId coach,
                           const std::string& reason);

// What others keep about the person and customers do not know; given by the composition.
struct Hooks
{
    // What stands there in words must be forgotten with the person.
    std::function<void(Transaction&, CustomerId)> when_erased = {};
    // Ids of everything else that tells about the customer: a look at one is a look at the person.
    std::function<std::vector<std::string>(Transaction&, CustomerId)> traces_of = {};
};

struct Erased
{
    Customer customer;
    CivilDate coded_facts_until; // first day without them
};
// Destroys the person's key: who it was cannot be read again, also not with the master key. Agreements, sums
// and the journal stay; the coded facts stay until retention ends (a due moment).
Result<Erased> erase(Transaction& tx, const Ambient& ambient, const Actor& actor, const crypto::Keyring& keys,
                     CustomerId id, const std::string& reason, const Hooks& hooks);

void add_due_acts(work::DueActs& acts, const crypto::Keyring& keys);

} // namespace kori::customers
