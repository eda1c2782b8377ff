#include "marketplace/offer/offer_document.hpp"

#include <utility>
#include <variant>

namespace kori::offers
{

json::Object document_of(const ServiceDescription& description)
{
    json::Array blocks;
    for (const auto& block : description.content_blocks)
        blocks.emplace_back(block);
    auto document = json::Object{}
                        .add("name", description.name)
                        .add("description", description.description)
                        .add("benefit", description.benefit)
                        .add("content_blocks", std::move(blocks))
                        .add("service_types", json::array_of(description.service_types))
                        .add("qualifications", json::array_of(description.qualifications))
                        .add("accessibility", json::array_of(description.accessibility));
    if (description.plain_language != LocalText{})
        document.add("plain_language", description.plain_language);
    return document;
}

ServiceDescription description_of(const json::Value& document)
{
    ServiceDescription made;
    made.name = document.at("name").local_text();
    made.description = document.at("description").local_text();
    made.benefit = document.at("benefit").local_text();
    if (const auto* blocks = document.find("content_blocks"))
        for (const auto& block : blocks->array())
            made.content_blocks.push_back(block.local_text());
    made.service_types = document.at("service_types").texts();
    if (const auto* codes = document.find("qualifications"))
        made.qualifications = codes->texts();
    if (const auto* codes = document.find("accessibility"))
        made.accessibility = codes->texts();
    if (const auto* plain = document.find("plain_language"))
        made.plain_language = plain->local_text();
    return made;
}

json::Object document_of(const OfferTerms& terms)
{
    json::Array places;
    for (const auto& place : terms.places)
    {
        auto one = json::Object{}.add("municipality", place.municipality);
        if (!place.address.empty())
            one.add("address", place.address);
        places.emplace_back(std::move(one));
    }
    json::Array prices;
    for (const auto& price : terms.prices)
        prices.emplace_back(json::Object{}.add("component", price.component).add("price_cents", price.price));
    json::Object statements;
    for (const auto& [code, answer] : terms.statements)
        statements.add(code, answer);
    return json::Object{}
        .add("places", std::move(places))
        .add("languages", json::array_of(terms.languages))
        .add("delivery_modes", json::array_of(terms.delivery_modes))
        .add("capacity", terms.capacity)
        .add_if("start_within_days", terms.start_within_days)
        .add("duration", json::Object{}
                             .add_if("min_days", terms.duration.min_days)
                             .add_if("max_days", terms.duration.max_days))
        .add("prices", std::move(prices))
        .add("statements", std::move(statements))
        .add("accepts_no_volume_guarantee", terms.accepts_no_volume_guarantee);
}

OfferTerms terms_of(const json::Value& document)
{
    OfferTerms made;
    for (const auto& place : document.at("places").array())
        made.places.push_back({place.at("municipality").text(), place.optional_text("address").value_or("")});
    made.languages = document.at("languages").texts();
    made.delivery_modes = document.at("delivery_modes").texts();
    made.capacity = document.at("capacity").integer();
    made.start_within_days = document.optional_integer("start_within_days");
    if (const auto* duration = document.find("duration"))
        made.duration = {duration->optional_integer("min_days"), duration->optional_integer("max_days")};
    if (const auto* prices = document.find("prices"))
        for (const auto& price : prices->array())
            made.prices.push_back({price.at("component").text(), price.at("price_cents").money()});
    if (const auto* statements = document.find("statements"))
        for (const auto& [code, answer] : statements->object().members())
            made.statements.emplace(code, answer.boolean());
    made.accepts_no_volume_guarantee = document.flag("accepts_no_volume_guarantee");
    return made;
}

json::Array document_of(const std::vector<RuleResult>& results)
{
    json::Array items;
    for (const auto& result : results)
    {
        json::Object values;
        for (const auto& fact : result.values)
        {
            if (const auto* number = std::get_if<std::int64_t>(&fact.value))
                values.add(fact.name, *number);
            else
                values.add(fact.name, std::get<std::string>(fact.value));
        }
        items.emplace_back(json::Object{}
                               .add("rule", result.rule)
                               .add("passed", result.passed)
                               .add("sentence", result.sentence)
                               .add("values", std::move(values)));
    }
    return items;
}

std::vector<RuleResult> results_of(const json::Value& document)
{
    std::vector<RuleResult> results;
    for (const auto& item : document.array())
    {
        Facts values;
        for (const auto& [name, value] : item.at("values").object().members())
        {
            if (value.is_integer())
                values.emplace_back(name, value.integer());
            else
                values.emplace_back(name, value.text());
        }
        results.push_back({item.at("rule").text(), item.at("passed").boolean(), item.at("sentence").text(),
                           std::move(values)});
    }
    return results;
}

} // namespace kori::offers
