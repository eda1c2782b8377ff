#include "procurement/competition/criteria_document.hpp"

#include "core/base/promise.hpp"

namespace kori::competitions
{
namespace
{

// Bounds that keep a document inside one request; all ASSUMED. What criteria must be beyond their form is
// told by criteria_faults.
constexpr std::int64_t criteria_most = 30;
constexpr std::int64_t steps_most = 20;
constexpr std::int64_t parts_most = 20;
constexpr std::int64_t points_most = 1'000;
constexpr std::int64_t promised_most = 1'000'000'000;
const Money price_most = Money::euros(1'000'000'000);

template <class Enum>
Enum known(const std::optional<Enum>& parsed)
{
    PROMISE(parsed.has_value()); // the shape lists the codes
    return *parsed;
}

template <class Part, class Write>
json::Array array_by(const std::vector<Part>& parts, Write write)
{
    json::Array result;
    result.reserve(parts.size());
    for (const auto& part : parts)
        result.emplace_back(write(part));
    return result;
}

template <class Read>
auto parts_in(const json::Value& document, std::string_view name, Read read)
{
    std::vector<decltype(read(document))> result;
    if (const auto* items = document.find(name))
        for (const auto& item : items->array())
            result.push_back(read(item));
    return result;
}

std::optional<Money> money_in(const json::Value& document, std::string_view name)
{
    const auto cents = document.optional_integer(name);
    return cents ? std::optional{Money::cents(*cents)} : std::nullopt;
}

json::Object written(const Criterion& criterion)
{
    json::Object view;
    view.add("code", criterion.code)
        .add("kind", code_of(criterion.kind))
        .add("name", criterion.name)
        .add("weight", criterion.weight);
    if (criterion.band)
        view.add(
            "band",
            json::Object{}.add("at_least", criterion.band->at_least).add("at_most", criterion.band->at_most));
    if (!criterion.scale.empty())
        view.add(
            "scale",
            array_by(criterion.scale, [](const ScaleStep& step)
                     { return json::Object{}.add("points", step.points).add("earned_by", step.earned_by); }));
    view.add_if("minimum_points", criterion.minimum_points);
    if (criterion.promise)
        view.add("promise", json::Object{}
                                .add("outcome", criterion.promise->outcome)
                                .add("unit", criterion.promise->unit)
                                .add("component", criterion.promise->component)
                                .add("floor", criterion.promise->floor)
                                .add("ceiling", criterion.promise->ceiling));
    return view;
}

Criterion criterion_in(const json::Value& item)
{
    Criterion criterion;
    criterion.code = item.at("code").text();
    criterion.kind = known(parse_criterion_kind(item.at("kind").text()));
    criterion.name = item.at("name").local_text();
    criterion.weight = item.at("weight").integer();
    if (const auto* band = item.find("band"))
        criterion.band = WeightBand{band->at("at_least").integer(), band->at("at_most").integer()};
    criterion.scale =
        parts_in(item, "scale", [](const json::Value& step)
                 { return ScaleStep{step.at("points").integer(), step.at("earned_by").local_text()}; });
    criterion.minimum_points = item.optional_integer("minimum_points");
    if (const auto* promise = item.find("promise"))
        criterion.promise = OutcomePromise{promise->at("outcome").text(), promise->at("unit").text(),
                                           promise->at("component").text(), promise->at("floor").integer(),
                                           promise->at("ceiling").integer()};
    return criterion;
}

json::Object written(const TieBreak& tie)
{
    json::Object view;
    view.add("kind", code_of(tie.kind));
    if (!tie.criterion.empty())
        view.add("criterion", tie.criterion);
    return view;
}

} // namespace

json::Value document_of(const AwardCriteria& criteria)
{
    json::Object document;
    document.add("total_points", criteria.total_points)
        .add("criteria", array_by(criteria.criteria, [](const Criterion& part) { return written(part); }))
        .add("price_formula", criteria.price_formula == PriceFormula::linear ? "linear" : "ratio")
        .add_if("price_ceiling_cents", criteria.price_ceiling)
        .add_if("fixed_price_cents", criteria.fixed_price);
    if (!criteria.price_only_reason.empty())
        document.add("price_only_reason", criteria.price_only_reason);
    document
        .add("rounding", json::Object{}
                             .add("step_thousandths", criteria.rounding.step_thousandths)
                             .add("half", criteria.rounding.half == HalfRounds::down ? "down" : "up"))
        .add("tie_breaks", array_by(criteria.tie_breaks, [](const TieBreak& part) { return written(part); }))
        .add("quality_blind_to_price", criteria.quality_blind_to_price);
    return document;
}

AwardCriteria criteria_of(const json::Value& document)
{
    AwardCriteria criteria;
    criteria.total_points = document.at("total_points").integer();
    criteria.criteria = parts_in(document, "criteria", criterion_in);
    criteria.price_formula =
        document.optional_text("price_formula") == "linear" ? PriceFormula::linear : PriceFormula::ratio;
    criteria.price_ceiling = money_in(document, "price_ceiling_cents");
    criteria.fixed_price = money_in(document, "fixed_price_cents");
    criteria.price_only_reason = document.optional_text("price_only_reason").value_or("");
    if (const auto* rounding = document.find("rounding"))
        criteria.rounding = {rounding->at("step_thousandths").integer(),
                             rounding->at("half").text() == "down" ? HalfRounds::down : HalfRounds::up};
    criteria.tie_breaks = parts_in(document, "tie_breaks",
                                   [](const json::Value& item)
                                   {
                                       return TieBreak{known(parse_tie_break(item.at("kind").text())),
                                                       item.optional_text("criterion").value_or("")};
                                   });
    criteria.quality_blind_to_price = document.flag("quality_blind_to_price");
    return criteria;
}

json::Value document_of(const std::vector<AskedPart>& parts)
{
    return array_by(parts,
                    [](const AskedPart& part)
                    {
                        return json::Object{}
                            .add("name", part.name)
                            .add("title", part.title)
                            .add("is_obligatory", part.is_obligatory)
                            .add("tells_price", part.tells_price);
                    });
}

std::vector<AskedPart> parts_of(const json::Value& document)
{
    std::vector<AskedPart> parts;
    for (const auto& item : document.array())
        parts.push_back({item.at("name").text(), item.at("title").local_text(),
                         item.find("is_obligatory") == nullptr || item.flag("is_obligatory"),
                         item.flag("tells_price")});
    return parts;
}

namespace
{

using namespace http;

Shape criterion_shape()
{
    const auto name = [](const char* fi, const char* sv)
    { return draft_local_text(1'000, "As it is announced", fi, sv); };
    return object(
        "CompetitionCriterion", "What is compared, with which weight, on which scale",
        {required("code", text(1, 60, "The competition's own name for it", "price")),
         required("kind", code({"price", "lifetime_cost", "quality", "outcome_promise"}, "What it looks at")),
         required("name", name("Hinta", "Pris")),
         required("weight", integer(0, points_most, "Whole points at best", 60)),
         optional("band", object("WeightBand", "Range announced with the system (§52(3))",
                                 {required("at_least", integer(0, points_most, "Points", 40)),
                                  required("at_most", integer(0, points_most, "Points", 70))})),
         optional("scale", list(object("ScaleStep", "So many points for so much",
                                       {required("points", integer(0, points_most, "Points", 3)),
                                        required("earned_by", name("Kuvattu hyvin", "Väl beskrivet"))}),
                                0, steps_most, "Of quality only; rising")),
         optional("minimum_points", integer(0, points_most, "Below, a tender is not compared", 1)),
         optional("promise",
                  object("OutcomePromise", "What the tenderer promises and the contract pays for",
                         {required("outcome", text(0, 60, "Of the outcome catalogue", "OPEN_JOB")),
                          required("unit", text(0, 60, "What is counted", "persons")),
                          required("component", text(0, 60, "Price component that pays it", "result")),
                          required("floor", integer(0, promised_most, "No points here", 0)),
                          required("ceiling", integer(0, promised_most, "All points from here", 100))}))});
}

} // namespace

http::Shape criteria_shape()
{
    return object(
        "CompetitionCriteria", "Award criteria (1397/2016 §93–94), all of them before the first tender",
        {required("total_points", integer(0, points_most, "The weights add up to it", 100)),
         required("criteria", list(criterion_shape(), 0, criteria_most, "In the order announced")),
         optional("price_formula", code({"ratio", "linear"}, "How a price becomes points")),
         optional("price_ceiling_cents",
                  money(Money{}, price_most, "Of the linear formula", Money::euros(100'000))),
         optional("fixed_price_cents",
                  money(Money{}, price_most, "Quality alone competes (§93(3))", Money::euros(50'000))),
         optional("price_only_reason", text(0, 4'000, "Why price alone decides", "Sisältö on vakioitu")),
         optional("rounding", object("PointRounding", "To the nearest multiple of the step",
                                     {required("step_thousandths", integer(0, points_most, "1 to 1000", 10)),
                                      required("half", code({"up", "down"}, "Where halves go"))})),
         required(
             "tie_breaks",
             list(object("TieBreak", "What decides between equals",
                         {required("kind", code({"lower_price", "higher_quality", "lot", "earlier_arrival"},
                                                "In this order; the lot last")),
                          optional("criterion", text(1, 60, "Of higher_quality", "quality"))}),
                  0, criteria_most, "Asked in this order")),
         optional("quality_blind_to_price",
                  boolean("Prices are hidden until all quality is agreed", false))});
}

http::Shape parts_shape()
{
    return list(object("AskedPart", "What tenderers hand in beside the form",
                       {required("name", pattern("code_name", "Name of the part", "work_plan")),
                        required("title", draft_local_text(200, "Title", "Työsuunnitelma", "Arbetsplan")),
                        optional("is_obligatory", boolean("Must be there", true)),
                        optional("tells_price", boolean("Hidden from quality evaluators", false))}),
                0, parts_most, "Asked for beside the form, which is always asked for");
}

} // namespace kori::competitions
