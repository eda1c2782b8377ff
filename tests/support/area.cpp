#include "tests/support/area.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

LocalText words(std::string_view text)
{
    return {std::string{text} + " (fi)", std::string{text} + " (sv)", ""};
}

json::Value must(const Answer& answer, int status, std::string_view what)
{
    if (answer.status != status)
        throw std::runtime_error{std::string{what} + ": " + answer.raw.body};
    return answer.body;
}

void add_codes(World& world, const Area& area, std::string_view list, const std::vector<std::string>& codes)
{
    for (const auto& code : codes)
        must(world.post("/api/v1/authority/codes",
                        json::Object{}
                            .add("list", list)
                            .add("code", code)
                            .add("name", words(code))
                            .add("valid_from", "2025-01-01"),
                        area.admin.token),
             201, "no code");
}

json::Object component(std::string_view code, std::string_view kind, std::string_view unit, int euros)
{
    return json::Object{}
        .add("code", code)
        .add("kind", kind)
        .add("name", words(code))
        .add("unit", unit)
        .add("ceiling_cents", Money::euros(euros));
}

json::Object outcome(std::string_view code)
{
    return json::Object{}
        .add("code", code)
        .add("definition", words(code))
        .add("verifiers", json::Array{"authority"})
        .add("days_after_end", 30);
}

} // namespace

Area make_area(World& world, std::string_view name, std::string_view business_id, std::string_view area_code,
               const std::vector<std::string>& municipalities, const AreaLists& lists)
{
    Area area;
    area.admin = world.authority(name, business_id);
    area.authority = area.admin.organisation;
    area.officer = world.member(area.admin, {"procurement_officer"});
    area.decider = world.member(area.admin, {"decision_maker"});
    area.coach = world.member(area.admin, {"coach"});
    area.finance = world.member(area.admin, {"finance_officer"});
    area.auditor = world.member(area.admin, {"auditor"});

    must(world.ask(http::Method::put, "/api/v1/authority",
                   json::Object{}.add("kind", "employment_authority").add("area_code", area_code),
                   {.token = area.admin.token, .if_match = {}, .key = {}, .headers = {}}),
         200, "no entity");
    for (const auto& municipality : municipalities)
        must(world.post("/api/v1/authority/municipalities",
                        json::Object{}.add("municipality", municipality).add("valid_from", "2025-01-01"),
                        area.admin.token),
             201, "no municipality");
    add_codes(world, area, "target_group", lists.target_groups);
    add_codes(world, area, "need", lists.needs);
    add_codes(world, area, "service_type", lists.service_types);
    add_codes(world, area, "metric_set", lists.metric_sets);
    return area;
}

Area make_kuopio(World& world)
{
    return make_area(world, "Kuopion alue", "0201256-6", "17", {"297", "749"});
}

json::Object good_terms()
{
    json::Object month = component("month", "PERIOD", "month", 200);
    month.add("stated_reason", "Ohjaus vie aikaa, tulipa siitä mitä tahansa.").add("expected_quantity", 3);
    json::Object job = component("job", "MILESTONE", "outcome", 400);
    job.add("outcome", "OPEN_JOB");
    json::Object kept = component("kept_3", "RETENTION", "outcome", 200);
    kept.add("outcome", "RETAIN_3");
    json::Object open_job = outcome("OPEN_JOB");
    open_job.add("min_hours_per_week", 18).add("min_days", 14);

    return json::Object{}
        .add("name", words("Oma polku töihin"))
        .add("aim", words("Löytää työ"))
        .add("benefit", words("Oma valmentaja"))
        .add("service_types", json::Array{"job_coaching"})
        .add("target_groups", json::Array{"long_term_unemployed"})
        .add("needs", json::Array{"job_search"})
        .add("municipalities", json::Array{"297", "749"})
        .add("delivery_modes", json::Array{"on_site", "remote"})
        .add("languages", json::Array{"fi", "sv"})
        .add("cpv", "79611000-0")
        .add("duration", json::Object{}.add("min_days", 30).add("max_days", 180))
        .add("minimum_alternatives", 2)
        .add("budget_cap_cents", Money::euros(100'000))
        .add("review_on", "2026-09-01")
        .add("sunset_on", "2027-03-01")
        .add("duty_to_those_who_need_more", words("Tuki jatkuu"))
        .add("eligibility_rules", json::Array{json::Object{}
                                                  .add("code", "group")
                                                  .add("kind", "target_group")
                                                  .add("text", words("Pitkään työttömänä"))
                                                  .add("codes", json::Array{"long_term_unemployed"})})
        .add("boundary_conditions", json::Array{json::Object{}
                                                    .add("code", "places")
                                                    .add("kind", "capacity_at_least")
                                                    .add("text", words("Vähintään yksi paikka"))
                                                    .add("at_least", 1)})
        .add("price_components", json::Array{component("start", "START", "person", 300), month, job, kept})
        .add("outcome_share_band",
             json::Object{}.add("at_least_basis_points", 2'000).add("at_most_basis_points", 5'000))
        .add("outcomes", json::Array{open_job, outcome("RETAIN_3")})
        .add("metric_set", "basic");
}

json::Object verified_by_coach(const json::Object& terms)
{
    json::Array components;
    for (const auto& one : terms.find("price_components")->array())
        components.emplace_back(one.at("code").text() == "job" ? with(one.object(), "outcome", "STEP")
                                                               : one.object());
    auto outcomes = terms.find("outcomes")->array();
    outcomes.emplace_back(with(outcome("STEP"), "verifiers", json::Array{"coach"}));
    return with(with(terms, "price_components", components), "outcomes", outcomes);
}

json::Object with(json::Object object, std::string_view name, json::Value value)
{
    json::Object result;
    bool is_replaced = false;
    for (const auto& [member, old] : object.members())
    {
        result.add(member, member == name ? value : old);
        is_replaced = is_replaced || member == name;
    }
    if (!is_replaced)
        result.add(std::string{name}, std::move(value));
    return result;
}

json::Object without(json::Object object, std::string_view name)
{
    json::Object result;
    for (const auto& [member, value] : object.members())
        if (member != name)
            result.add(member, value);
    return result;
}

std::string open_programme(World& world, const Area& area)
{
    const auto made = must(world.post("/api/v1/programmes",
                                      json::Object{}
                                          .add("name", words("Palvelut"))
                                          .add("channel", "OPEN_ACCEPTANCE")
                                          .add("regime", "not_a_public_contract")
                                          .add("may_close", true)
                                          .add("ends_on", "2030-01-01"),
                                      area.officer.token),
                           201, "no programme");
    const auto id = made.at("id").text();
    must(world.post("/api/v1/programmes/" + id + "/open", {}, area.officer.token), 200,
         "the programme did not open");
    return id;
}

std::string draft_basket(World& world, const Area& area, std::string_view programme,
                         const json::Object& terms)
{
    return must(world.post("/api/v1/programmes/" + std::string{programme} + "/baskets",
                           json::Object{}.add("terms", terms), area.officer.token),
                201, "no basket")
        .at("id")
        .text();
}

std::string published_basket(World& world, const Area& area, const json::Object& terms)
{
    const auto basket = draft_basket(world, area, open_programme(world, area), terms);
    must(world.post("/api/v1/baskets/" + basket + "/publish", {}, area.officer.token), 200,
         "the basket was not published");
    return basket;
}

std::string active_basket(World& world, const Area& area, const json::Object& terms)
{
    auto basket = published_basket(world, area, terms);
    activate(world, area, basket);
    return basket;
}

void activate(World& world, const Area& area, std::string_view basket)
{
    must(world.post("/api/v1/baskets/" + std::string{basket} + "/activate", {}, area.officer.token), 200,
         "the basket was not activated");
}

std::string publish_version(World& world, const Area& area, std::string_view basket,
                            const json::Object& terms)
{
    const auto path = "/api/v1/baskets/" + std::string{basket};
    const auto begun = world.post(path + "/draft", {}, area.officer.token);
    must(begun, 200, "no draft");
    must(world.ask(http::Method::put, path + "/draft", json::Object{}.add("terms", terms),
                   {.token = area.officer.token, .if_match = begun.etag(), .key = {}, .headers = {}}),
         200, "the draft was not replaced");
    return must(world.post(path + "/publish", {}, area.officer.token), 200, "the version was not published")
        .at("current")
        .at("id")
        .text();
}

} // namespace kori::test
