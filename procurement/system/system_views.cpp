#include "procurement/system/system_views.hpp"

#include <array>

namespace kori::systems
{
namespace
{

using namespace http;

constexpr std::int64_t days_max = 3'650; // ten years, as limits have it
const Money value_max = Money::euros(10'000'000'000);

std::string_view code_of(TotalVerdict verdict)
{
    constexpr std::array<std::string_view, 3> codes{"within", "near", "refused"};
    return codes[static_cast<std::size_t>(verdict)];
}

json::Object row_view(const TotalRow& row)
{
    return json::Object{}
        .add("about", row.about)
        .add("kind", row.kind)
        .add("unit", row.unit)
        .add("on", row.on)
        .add("value_cents", row.value);
}

Shape reason_shape()
{
    return text(1, 2'000, "Why; public", "Tarve on kasvanut");
}

Shape cpv_shape()
{
    return http::pattern("cpv", "CPV code with its check digit", "79611000-0");
}

Shape days(std::string about)
{
    return integer(1, days_max, std::move(about), 30);
}

std::vector<Member> terms_members()
{
    return {
        required("description",
                 draft_local_text(4'000, "What is bought", "Työhönvalmennus", "Arbetsträning")),
        required("procedure", draft_local_text(8'000, "How it goes, outside the EU level (§100, §109)",
                                               "Pyynnöt ratkaistaan", "Ansökningar avgörs")),
        optional("announced_value_cents", announced_shape()),
        required("nuts", text(0, 5, "Where the services are given, NUTS level 3", "FI1D2")),
        required("documents_uri", text(0, 1'000, "Where the documents are, open to all",
                                       "https://hankinnat.example/valmennus")),
        required("others_may_use", boolean("Buyers outside the notice may purchase", false)),
        optional("requests_until",
                 instant("Last moment of the initial window (T01)", "2026-04-30T09:00:00Z")),
        optional("before_use_days", days("Working days of a decision while no call is out (T04)")),
        optional("described_request_days",
                 days("Shortest initial window as described, outside the EU level, where the law sets it")),
        optional("described_tender_days",
                 days("Shortest time for tenders as described, outside the EU level, where the law sets it")),
        required("two_persons", boolean("One assesses, another decides", true)),
    };
}

} // namespace

json::Object view_of(const Category& category)
{
    return json::Object{}
        .add("id", category.id)
        .add("programme", category.programme)
        .add("number", category.number)
        .add("name", category.name)
        .add("description", category.description)
        .add("cpv", category.cpv)
        .add("more_cpv", json::array_of(category.more_cpv))
        .add("form", category.form == PurchaseForm::concession ? "concession" : "contract")
        .add_if("announced_value_cents", category.announced_value)
        .add("requirements", json::array_of(category.requirements))
        .add("added_at", category.added_at);
}

json::Object view_of(const Programme& programme, const SystemTerms& terms,
                     const std::vector<Category>& categories, const std::optional<SystemResultDue>& due)
{
    json::Array items;
    for (const auto& category : categories)
        items.emplace_back(view_of(category));
    json::Object view;
    view.add("programme", programme.id)
        .add("description", terms.description)
        .add("procedure", terms.procedure)
        .add_if("announced_value_cents", terms.announced_value)
        .add("nuts", terms.nuts)
        .add("documents_uri", terms.documents_uri)
        .add("others_may_use", terms.others_may_use)
        .add_if("requests_until", terms.requests_until)
        .add_if("before_use_days", terms.before_use_days)
        .add_if("described_request_days", terms.described_request_days)
        .add_if("described_tender_days", terms.described_tender_days)
        .add("two_persons", terms.two_persons)
        .add("categories", std::move(items));
    if (due)
        view.add("result_notice_due_on", due->due_on);
    view.add("revision", programme.revision);
    return view;
}

json::Object view_of(const SystemChange& change)
{
    return json::Object{}
        .add("number", change.number)
        .add("kind", change.kind)
        .add("reason", change.reason)
        .add("changed_at", change.changed_at)
        .add_if("former_ends_on", change.former_ends_on)
        .add_if("ends_on", change.ends_on)
        .add_if("former_announced_value_cents", change.former_announced_value)
        .add_if("announced_value_cents", change.announced_value)
        .add_if("category", change.category);
}

json::Object view_of(const RunningTotal& total)
{
    json::Array rows;
    for (const auto& row : total.rows)
        rows.emplace_back(row_view(row));
    return json::Object{}
        .add("verdict", code_of(total.verdict))
        .add("total_cents", total.total)
        .add("limit_cents", total.limit)
        .add("rule", total.reason.rule)
        .add("rows", std::move(rows));
}

Shape announced_shape()
{
    return money(Money::cents(1), value_max,
                 "Cents without VAT: all contracts that are planned, with their options (§27, §30(4))",
                 Money::euros(500'000));
}

Shape terms_shape()
{
    return object("SystemTerms",
                  "What a dynamic purchasing system announces; what a draft lacks is told when "
                  "it is published",
                  terms_members());
}

std::vector<Member> category_members()
{
    return {required("name", local_text(200, "Name", "Uravalmennus", "Karriärcoaching")),
            required("description", local_text(4'000, "What it is for", "Valmennus", "Coaching")),
            required("cpv", cpv_shape()),
            optional("more_cpv", list(cpv_shape(), 0, 20, "Further codes")),
            required("form", code({"contract", "concession"}, "Who carries the risk of use")),
            optional("announced_value_cents", announced_shape()),
            optional("requirements",
                     list(text(1, 60, "Code of a suitability requirement (§51(1))", "trade_register"), 0, 50,
                          "What providers have to meet"))};
}

Shape category_shape()
{
    auto members = category_members();
    members.insert(members.begin(), {required("id", id_of<CategoryTag>("Category")),
                                     required("programme", id_of<ProgrammeTag>("Its system")),
                                     required("number", integer(1, 1'000, "Its place in the notice", 1))});
    members.push_back(required("added_at", instant("Written down", "2026-03-02T10:15:00Z")));
    return object("SystemCategory", "An objective part of a system (§49)", std::move(members));
}

Shape system_shape()
{
    auto members = terms_members();
    members.insert(members.begin(), required("programme", id_of<ProgrammeTag>("Its programme")));
    members.push_back(required("categories", list(category_shape(), 0, 1'000, "By number")));
    members.push_back(optional("result_notice_due_on",
                               date("Last day for the result notice of the end (T22)", "2027-01-31")));
    members.push_back(required("revision", integer(1, 1'000'000'000, "Of the programme", 1)));
    return object("System", "A dynamic purchasing system", std::move(members));
}

Shape change_shape()
{
    return object("SystemChange", "What a new notice told (§50(1))",
                  {required("number", integer(1, 1'000'000, "From 1", 1)),
                   required("kind", code({"duration", "value", "category"}, "What changed")),
                   required("reason", reason_shape()),
                   required("changed_at", instant("When", "2026-03-02T10:15:00Z")),
                   optional("former_ends_on", date("First day without it, before", "2028-01-01")),
                   optional("ends_on", date("First day without it, from now on", "2029-01-01")),
                   optional("former_announced_value_cents", announced_shape()),
                   optional("announced_value_cents", announced_shape()),
                   optional("category", id_of<CategoryTag>("The added one"))});
}

Shape total_shape()
{
    const auto cents = [](std::string about)
    { return money(Money{}, value_max * 1'000, std::move(about), Money::euros(1'000)); };
    auto row = object("SystemTotalRow", "One contract with its options",
                      {required("about", text(1, 100, "Its id", "cmp_01j9z3")),
                       required("kind", text(0, 100, "What is bought alike", "career_coaching")),
                       required("unit", text(0, 200, "Operational unit", "")),
                       required("on", date("Counted on", "2026-06-01")),
                       required("value_cents", cents("Without VAT"))});
    return object("SystemTotal", "All contracts of a system against its announced value",
                  {required("verdict", code({"within", "near", "refused"}, "Where it stands")),
                   required("total_cents", cents("Together, without VAT")),
                   required("limit_cents", announced_shape()),
                   required("rule", text(1, 100, "Which rule says so", "total.within")),
                   required("rows", list(std::move(row), 0, 100'000, "What adds up"))});
}

} // namespace kori::systems
