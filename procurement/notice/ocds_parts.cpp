#include "procurement/notice/ocds_parts.hpp"

namespace kori::ocds
{

using json::Array;
using json::Object;

namespace
{

// ASSUMED: the prefix of the Finnish register of business IDs in the list of organisation identifiers
constexpr const char* register_code = "FI-PRH";

Object classification(const std::string& cpv)
{
    return Object{}.add("scheme", "CPV").add("id", cpv.substr(0, 8));
}

} // namespace

Object amount(Money value)
{
    return Object{}.add("amount", json::Euros{value}).add("currency", "EUR");
}

Object period(Instant from, Instant until)
{
    return Object{}.add("startDate", to_helsinki_text(from)).add("endDate", to_helsinki_text(until));
}

Object period(CivilDate from, CivilDate until)
{
    return period(start_of_day(from), end_of_day(until));
}

std::string party_id(const notice::Organisation& one)
{
    return std::string{register_code} + "-" + one.business_id;
}

Object reference(const notice::Organisation& one)
{
    return Object{}.add("id", party_id(one)).add("name", one.name);
}

Object party(const notice::Organisation& one, Array roles)
{
    Object party = reference(one);
    party.add("identifier",
              Object{}.add("scheme", register_code).add("id", one.business_id).add("legalName", one.name));
    if (!one.natural_person) // of a person nothing more is told
    {
        Object address;
        if (!one.street.empty())
            address.add("streetAddress", one.street);
        address.add("locality", one.city).add("region", one.nuts).add("postalCode", one.postal_code);
        party.add("address", address.add("countryName", "Finland"));
        if (!one.email.empty())
            party.add("contactPoint", Object{}.add("name", one.name).add("email", one.email));
    }
    return party.add("roles", std::move(roles));
}

void add_text(Object& object, const std::string& name, const LocalText& text,
              const notice::NoticeFacts& facts)
{
    for (const auto language : facts.languages)
        object.add(language == facts.languages.front() ? name : name + "_" + std::string{code_of(language)},
                   text.in(language));
}

Object lot(const notice::NoticeFacts& facts, const notice::Category& category)
{
    // The extension of lots knows no second language.
    const auto main = facts.languages.front();
    return Object{}
        .add("id", notice::lot_of(facts.system, category.id))
        .add("title", category.name.in(main))
        .add("description", category.description.in(main))
        .add("status", "active");
}

Object item(const notice::NoticeFacts& facts, const notice::Category& category)
{
    const auto lot_id = notice::lot_of(facts.system, category.id);
    Object item;
    item.add("id", lot_id);
    add_text(item, "description", category.name, facts);
    item.add("classification", classification(category.cpv));
    Array more;
    for (const auto& cpv : category.more_cpv)
        more.emplace_back(classification(cpv));
    if (!more.empty())
        item.add("additionalClassifications", std::move(more));
    return item.add("relatedLot", lot_id);
}

Object amendment(const notice::NoticeFacts& facts, std::string id, Instant at, const LocalText& why)
{
    Object amendment;
    amendment.add("id", std::move(id)).add("date", to_helsinki_text(at));
    add_text(amendment, "rationale", why, facts);
    return amendment;
}

Object opened(const notice::NoticeFacts& facts, const std::string& ocid, const std::string& what,
              const char* tag, Instant at, Array more_parties)
{
    const auto& buyer = facts.buyer.organisation;
    Array parties{party(buyer, {"buyer", "procuringEntity"})};
    for (auto& one : more_parties)
        parties.push_back(std::move(one));
    return Object{}
        .add("ocid", ocid)
        .add("id", ocid + "-" + what)
        .add("date", to_helsinki_text(at))
        .add("language", code_of(facts.languages.front()))
        .add("tag", Array{tag})
        .add("initiationType", "tender")
        .add("parties", std::move(parties))
        .add("buyer", reference(buyer));
}

} // namespace kori::ocds
