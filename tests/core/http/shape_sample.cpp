#include "tests/core/http/shape_sample.hpp"

using namespace kori::http;

namespace kori::test
{

std::vector<std::string> told(const json::Value& value, const Shape& shape)
{
    std::vector<std::string> result;
    for (const auto& fault : faults_of(value, shape))
        result.push_back(fault.pointer + " " + fault.rule);
    return result;
}

Shape rich_shape()
{
    const auto price = object("TestPrice", "What one part costs.",
                              {required("kind", code({"START", "DAY", "HOUR"}, "The component.")),
                               required("amount_cents", money(Money::cents(1), Money::euros(10'000),
                                                              "Ceiling.", Money::euros(250))),
                               optional("note", nullable(text(0, 200, "Free words.", "Once an order.")))});
    return object(
        "TestBox", "Everything that a body can hold.",
        {required("id", id_of<BoxTag>("The box itself.")), required("subject", any_id("Any object.")),
         required("title", local_text(80, "Shown to customers.", "Työhönvalmennus", "Arbetsträning")),
         optional("plan", draft_local_text(80, "Not yet complete.", "Luonnos", "")),
         required("starts_on", date("First day.", "2026-03-02")),
         required("closes_at", nullable(instant("Last moment.", "2026-03-02T10:15:00Z"))),
         required("places", integer(1, 500, "At one time.", 12)),
         required("is_pilot", boolean("Tried out first.", false)),
         required("business_id", pattern("business_id", "Of the provider.", "0112038-9")),
         required("languages", list(code({"fi", "sv", "en", "so"}, "A language."), 2, 4, "Spoken.")),
         required("relatives", list(any_id("Another box."), 3, 5, "Related boxes.")),
         required("prices", list(price, 1, 12, "All of them.")), optional("winner", nullable(price)),
         optional("labels", map(text(1, 20, "A label.", "north"), 3, "By name.")),
         optional("extra", anything("Whatever.", json::Array{1, "two", nullptr}))});
}

} // namespace kori::test
