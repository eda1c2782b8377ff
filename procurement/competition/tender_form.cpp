#include "procurement/competition/tender_form.hpp"

#include "core/json/reader.hpp"
#include "procurement/competition/competition.hpp"

#include <algorithm>

namespace kori::tenders
{
namespace
{

constexpr std::size_t form_bytes_max = 262'144; // ASSUMED: far above any form that people fill in
constexpr std::int64_t promised_most = 1'000'000'000;
const Money price_most = Money::euros(1'000'000'000);

FieldError field(std::string pointer, std::string_view rule, Facts values)
{
    return field_error(competition_sentences(), std::move(pointer), rule, std::move(values));
}

void look_at_price(const json::Value& form, const AwardCriteria& criteria, std::vector<FieldError>& errors)
{
    const auto cents = form.optional_integer("price_cents");
    if (!cents && !criteria.fixed_price)
        errors.push_back(field("/price_cents", "tender.price_missing", {}));
    if (cents && criteria.fixed_price && Money::cents(*cents) != *criteria.fixed_price)
        errors.push_back(field("/price_cents", "competition.price_is_fixed",
                               {{"price_cents", criteria.fixed_price->in_cents()}}));
}

void look_at_promises(const TenderForm& form, const AwardCriteria& criteria, std::vector<FieldError>& errors)
{
    for (std::size_t i = 0; i < form.promises.size(); ++i)
    {
        const auto& code = form.promises[i].criterion;
        const auto here = "/promises/" + std::to_string(i) + "/criterion";
        const auto* criterion = find_criterion(criteria, code);
        if (criterion == nullptr || criterion->kind != CriterionKind::outcome_promise)
            errors.push_back(field(here, "tender.promise_not_asked", {}));
        const auto is_same = [&](const PromisedAmount& other) { return other.criterion == code; };
        if (std::count_if(form.promises.begin(), form.promises.end(), is_same) > 1)
            errors.push_back(field(here, "tender.promise_doubled", {}));
    }
    for (const auto& criterion : criteria.criteria)
        if (criterion.kind == CriterionKind::outcome_promise &&
            std::none_of(form.promises.begin(), form.promises.end(),
                         [&](const PromisedAmount& promise) { return promise.criterion == criterion.code; }))
            errors.push_back(
                field("/promises", "competition.promised_amount_missing", {{"criterion", criterion.code}}));
}

} // namespace

http::Shape form_shape()
{
    using namespace http;
    return object(
        "TenderForm", "What a tender says in figures; it is sealed like every other part",
        {optional("price_cents",
                  money(Money{}, price_most, "Comparison price without VAT; not where it is fixed",
                        Money::euros(90'000))),
         optional("promises", list(object("TenderPromise", "What you promise",
                                          {required("criterion", text(1, 60, "Its code", "jobs")),
                                           required("amount", integer(0, promised_most, "In its unit", 20))}),
                                   0, 30, "One for each criterion that asks for one")),
         optional("subcontractors",
                  list(object("Subcontractor", "Who does a part of it",
                              {required("name", text(1, 200, "Name", "Kumppani oy")),
                               optional("business_id", pattern("business_id", "Y-tunnus", "1234567-1")),
                               required("task", text(1, 1'000, "What it does", "Ryhmävalmennus"))}),
                       0, 50, "Whom you use"))});
}

Result<TenderForm> read_form(std::string_view json, const AwardCriteria& criteria)
{
    const auto document = json::read(json, {.bytes_max = form_bytes_max});
    if (!document)
        return document.refusal();
    auto errors = http::faults_of(*document, form_shape());
    TenderForm form;
    if (errors.empty())
    {
        form.price = Money::cents(document->optional_integer("price_cents")
                                      .value_or(criteria.fixed_price.value_or(Money{}).in_cents()));
        if (const auto* promises = document->find("promises"))
            for (const auto& item : promises->array())
                form.promises.push_back({item.at("criterion").text(), item.at("amount").integer()});
        if (const auto* others = document->find("subcontractors"))
            for (const auto& item : others->array())
                form.subcontractors.push_back(
                    {item.at("name").text(), item.optional_text("business_id"), item.at("task").text()});
        look_at_price(*document, criteria, errors);
        look_at_promises(form, criteria, errors);
    }
    if (!errors.empty())
        return refuse_by(competition_sentences(), Fault::invalid, "tender.form_invalid", {})
            .in(std::move(errors));
    return form;
}

json::Value document_of(const TenderForm& form)
{
    json::Array promises;
    for (const auto& promise : form.promises)
        promises.emplace_back(
            json::Object{}.add("criterion", promise.criterion).add("amount", promise.amount));
    json::Array subcontractors;
    for (const auto& one : form.subcontractors)
        subcontractors.emplace_back(json::Object{}
                                        .add("name", one.name)
                                        .add_if("business_id", one.business_id)
                                        .add("task", one.task));
    return json::Object{}
        .add("price_cents", form.price)
        .add("promises", std::move(promises))
        .add("subcontractors", std::move(subcontractors));
}

} // namespace kori::tenders
