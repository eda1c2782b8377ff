#include "marketplace/customer/customer_store.hpp"

#include "core/json/reader.hpp"

namespace kori::customers
{
namespace
{

constexpr std::string_view bound_key = "kori person key/1\n";
constexpr std::string_view bound_identity = "kori person identity/1\n";

std::string bound_to(std::string_view what, CustomerId id)
{
    return std::string{what} + id.revealed();
}

std::string code_lookup(const crypto::Keyring& keys, OrganisationId authority, std::string_view identity_code)
{
    return crypto::hmac_sha256(keys.lookup_key(),
                               "identity code\n" + authority.text() + "\n" + std::string{identity_code});
}

std::optional<std::string> person_key(Transaction& tx, const crypto::Keyring& keys, CustomerId id)
{
    const auto row = tx.query_one(
        "/* customers.person_key */ SELECT wrapped_key FROM person_key WHERE customer_id = ?", id);
    if (!row)
        return std::nullopt;
    auto key = crypto::open(keys.person_wrapping_key(), row->bytes(0), bound_to(bound_key, id));
    PROMISE(key.has_value());
    return key;
}

std::string new_person_key(Transaction& tx, const Ambient& ambient, const crypto::Keyring& keys,
                           CustomerId id)
{
    auto key = ambient.random.bytes(32);
    tx.change(
        "/* customers.insert_person_key */ INSERT INTO person_key (customer_id, wrapped_key) VALUES (?, ?)",
        id, Blob{crypto::seal(keys.person_wrapping_key(), key, bound_to(bound_key, id), ambient.random)});
    return key;
}

} // namespace

json::Object document_of(const CustomerFacts& facts)
{
    json::Object declared;
    for (const auto& [code, answer] : facts.declared)
        declared.add(code, answer);
    return json::Object{}
        .add("target_groups", json::array_of(facts.target_groups))
        .add("needs", json::array_of(facts.needs))
        .add("municipality", facts.municipality)
        .add("languages", json::array_of(facts.languages))
        .add("age_band", facts.age_band)
        .add("unemployment_band", facts.unemployment_band)
        .add("declared", declared);
}

CustomerFacts facts_of(const json::Value& document)
{
    const auto list = [&](std::string_view name)
    {
        const auto* found = document.find(name);
        return found != nullptr ? found->texts() : std::vector<std::string>{};
    };
    CustomerFacts facts;
    facts.target_groups = list("target_groups");
    facts.needs = list("needs");
    facts.municipality = document.optional_text("municipality").value_or("");
    facts.languages = list("languages");
    facts.age_band = document.optional_text("age_band").value_or("");
    facts.unemployment_band = document.optional_text("unemployment_band").value_or("");
    if (const auto* declared = document.find("declared"))
        for (const auto& [code, answer] : declared->object().members())
            facts.declared.emplace(code, answer.boolean());
    return facts;
}

std::optional<Customer> find(Transaction& tx, CustomerId id)
{
    const auto row =
        tx.query_one("/* customers.find */ SELECT id, organisation_id, kind, facts, language,"
                     " needs_interpreter, plan_reference, is_erased, revision FROM customer WHERE id = ?",
                     id);
    if (!row)
        return std::nullopt;
    const auto kind = parse_customer_kind(row->text(2));
    PROMISE(kind.has_value());
    return Customer{row->id<CustomerTag>(0),
                    row->id<OrganisationTag>(1),
                    *kind,
                    facts_of(json::read_stored(row->text(3))),
                    row->text(4),
                    row->yes(5),
                    row->text(6),
                    row->yes(7),
                    row->integer(8)};
}

std::optional<CustomerIdentity> identity_of(Transaction& tx, const crypto::Keyring& keys, CustomerId id)
{
    const auto row = tx.query_one(
        "/* customers.identity_of */ SELECT sealed FROM customer_identity WHERE customer_id = ?", id);
    const auto key = person_key(tx, keys, id);
    if (!row || !key)
        return std::nullopt;
    const auto plain = crypto::open(*key, row->bytes(0), bound_to(bound_identity, id));
    PROMISE(plain.has_value());
    const auto document = json::read_stored(*plain);
    return CustomerIdentity{document.at("name").text(), document.at("identity_code").text(),
                            document.at("phone").text(), document.at("email").text()};
}

void insert(Transaction& tx, const Customer& customer, Instant now)
{
    tx.change("/* customers.insert */ INSERT INTO customer (id, organisation_id, kind, facts, language,"
              " needs_interpreter, plan_reference, is_erased, revision, recorded_us)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              customer.id, customer.authority, code_of(customer.kind),
              json::write(document_of(customer.facts)), customer.language, yes_no(customer.needs_interpreter),
              customer.plan_reference, yes_no(customer.is_erased), customer.revision, now);
}

void save(Transaction& tx, const Customer& customer)
{
    const auto touched =
        tx.change("/* customers.save */ UPDATE customer SET facts = ?, language = ?, needs_interpreter = ?,"
                  " plan_reference = ?, is_erased = ?, revision = ? WHERE id = ? AND revision = ?",
                  json::write(document_of(customer.facts)), customer.language,
                  yes_no(customer.needs_interpreter), customer.plan_reference, yes_no(customer.is_erased),
                  customer.revision, customer.id, customer.revision - 1);
    PROMISE(touched == 1);
}

void save_identity(Transaction& tx, const Ambient& ambient, const crypto::Keyring& keys,
                   const Customer& customer, const CustomerIdentity& identity)
{
    auto key = person_key(tx, keys, customer.id);
    if (!key)
        key = new_person_key(tx, ambient, keys, customer.id);
    const auto plain = json::write(json::Object{}
                                       .add("name", identity.name)
                                       .add("identity_code", identity.identity_code)
                                       .add("phone", identity.phone)
                                       .add("email", identity.email));
    std::optional<Blob> lookup;
    if (!identity.identity_code.empty())
        lookup = Blob{code_lookup(keys, customer.authority, identity.identity_code)};
    tx.change(
        "/* customers.save_identity */ INSERT INTO customer_identity (customer_id, organisation_id, sealed,"
        " code_lookup, recorded_us) VALUES (?, ?, ?, ?, ?) ON CONFLICT (customer_id) DO UPDATE SET"
        " sealed = excluded.sealed, code_lookup = excluded.code_lookup, recorded_us = excluded.recorded_us",
        customer.id, customer.authority,
        Blob{crypto::seal(*key, plain, bound_to(bound_identity, customer.id), ambient.random)}, lookup,
        ambient.now);
}

std::optional<CustomerId> find_by_identity_code(Transaction& tx, const crypto::Keyring& keys,
                                                OrganisationId authority, std::string_view identity_code)
{
    const auto row =
        tx.query_one("/* customers.find_by_identity_code */ SELECT customer_id FROM customer_identity"
                     " WHERE organisation_id = ? AND code_lookup = ?",
                     authority, Blob{code_lookup(keys, authority, identity_code)});
    return row ? std::optional{row->id<CustomerTag>(0)} : std::nullopt;
}

void destroy_identity(Transaction& tx, CustomerId id)
{
    tx.change("/* customers.destroy_person_key */ DELETE FROM person_key WHERE customer_id = ?", id);
    tx.change("/* customers.destroy_identity */ DELETE FROM customer_identity WHERE customer_id = ?", id);
}

std::string handle_of(const crypto::Keyring& keys, CustomerId id)
{
    return "person:" + to_hex(crypto::hmac_sha256(keys.lookup_key(), "person\n" + id.revealed()));
}

} // namespace kori::customers
