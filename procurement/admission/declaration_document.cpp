#include "procurement/admission/declaration_document.hpp"

namespace kori::admissions
{

using namespace http;

namespace
{

Shape code_text(std::string about, std::string example)
{
    return text(1, 100, std::move(about), std::move(example));
}

Shape measures_shape()
{
    return text(1, 4'000, "What was done so that it does not happen again (§82)", "Johto on vaihdettu.");
}

std::optional<std::string> unless_empty(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

} // namespace

json::Object document_of(const DeclarationContent& content)
{
    json::Array grounds;
    for (const auto& answer : content.grounds)
        grounds.emplace_back(json::Object{}
                                 .add("code", answer.code)
                                 .add("applies", answer.applies)
                                 .add_if("on", answer.on)
                                 .add_if("measures", unless_empty(answer.measures)));
    json::Array others;
    for (const auto& entity : content.others)
        others.emplace_back(json::Object{}
                                .add("name", entity.name)
                                .add("business_id", entity.business_id)
                                .add("role", entity.role)
                                .add_if("capacity", unless_empty(entity.capacity))
                                .add("performs_work", entity.performs_work)
                                .add("has_ground", entity.has_ground)
                                .add_if("measures", unless_empty(entity.measures)));
    return json::Object{}.add("grounds", std::move(grounds)).add("others", std::move(others));
}

DeclarationContent content_of(const json::Value& document)
{
    DeclarationContent content;
    for (const auto& item : document.at("grounds").array())
        content.grounds.push_back({item.at("code").text(), item.flag("applies"), item.optional_date("on"),
                                   item.optional_text("measures").value_or("")});
    if (const auto* others = document.find("others"))
        for (const auto& item : others->array())
            content.others.push_back({item.at("name").text(), item.at("business_id").text(),
                                      item.at("role").text(), item.optional_text("capacity").value_or(""),
                                      item.flag("performs_work"), item.flag("has_ground"),
                                      item.optional_text("measures").value_or("")});
    return content;
}

Shape declaration_shape()
{
    const auto ground =
        object("GroundAnswer", "Does this ground of exclusion concern you?",
               {required("code", code_text("Code of the ground", "bribery")),
                required("applies", boolean("Yes or no", false)),
                optional("on", date("Day of the final judgment or of the event", "2024-05-06")),
                optional("measures", measures_shape())});
    const auto entity = object(
        "OtherEntity", "A member of your group, or an enterprise on whose capacity you rely (§92)",
        {required("name", text(1, 200, "Name", "Kumppani Oy")),
         required("business_id", pattern("business_id", "Business ID", "0201256-6")),
         required("role", code({std::string{entity_role::group_member}, std::string{entity_role::relied_on}},
                               "Takes part itself, or lends its capacity")),
         optional("capacity",
                  code({std::string{capacity_kind::financial}, std::string{capacity_kind::technical},
                        std::string{capacity_kind::personnel}},
                       "Which capacity you rely on")),
         required("performs_work", boolean("Does it do work of the contract?", true)),
         required("has_ground", boolean("Does a ground of exclusion concern it?", false)),
         optional("measures", measures_shape())});
    return object("SelfDeclarationContent", "What you declare of yourself; drafts may leave grounds out",
                  {required("grounds", list(ground, 0, 100, "One answer for each ground")),
                   optional("others", list(entity, 0, 50, "Group and those relied on"))});
}

std::vector<RequirementAnswer> answers_of(const json::Value& list)
{
    std::vector<RequirementAnswer> answers;
    for (const auto& item : list.array())
        answers.push_back({item.at("code").text(), item.flag("met")});
    return answers;
}

Shape answers_shape()
{
    return list(object("RequirementAnswer", "Do you meet this requirement of the category?",
                       {required("code", code_text("Code of the requirement", "tax_certificate")),
                        required("met", boolean("Yes or no", true))}),
                0, 100, "One answer for each requirement of the category");
}

json::Array document_of(const std::vector<RequirementAnswer>& answers)
{
    json::Array items;
    for (const auto& answer : answers)
        items.emplace_back(json::Object{}.add("code", answer.code).add("met", answer.met));
    return items;
}

} // namespace kori::admissions
