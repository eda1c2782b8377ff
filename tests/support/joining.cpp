#include "tests/support/joining.hpp"

#include "procurement/programme/programme_store.hpp"

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

template <class Tag>
Id<Tag> next_id()
{
    static std::uint16_t last = 0;
    ++last;
    IdBytes bytes{};
    bytes[0] = 1;
    bytes[14] = static_cast<std::uint8_t>(last >> 8);
    bytes[15] = static_cast<std::uint8_t>(last & 0xff);
    return Id<Tag>{bytes};
}

Category category_of(ProgrammeId programme, std::int64_t number, std::vector<std::string> requirements,
                     Instant now)
{
    return {next_id<CategoryTag>(),
            programme,
            number,
            words("Luokka " + std::to_string(number)),
            words("Työhönvalmennus"),
            "79611000-0",
            {},
            PurchaseForm::contract,
            std::nullopt,
            std::move(requirements),
            now};
}

} // namespace

MadeSystem make_system(World& world, const Area& area, const SystemWish& wish)
{
    const auto now = world.now();
    const auto authority = OrganisationId::parse(area.authority);
    const Programme programme{
        next_id<ProgrammeTag>(),
        *authority,
        words("Järjestelmä"),
        Channel::dps,
        wish.regime,
        std::string{wish.requests_until ? programme_state::published_initial : programme_state::open},
        std::nullopt,
        parse_date("2030-01-01"),
        1,
        true,
        now};
    SystemTerms terms{
        programme.id, words("Kuvaus"),     words("Menettely"),   std::nullopt, "FI1D2",         "",
        false,        wish.requests_until, wish.before_use_days, std::nullopt, wish.two_persons};
    const auto first = category_of(programme.id, 1, wish.requirements, now);
    const auto second = category_of(programme.id, 2, {}, now);
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            programmes::insert(tx, programme, now);
            systems::save(tx, terms, now);
            systems::insert(tx, first);
            systems::insert(tx, second);
            return Verdict::keep;
        });
    return {programme.id.text(), first.id.text(), second.id.text()};
}

void set_programme_state(World& world, std::string_view programme, std::string_view state)
{
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            auto found = programmes::find(tx, *ProgrammeId::parse(programme));
            found->state = state;
            found->revision += 1;
            programmes::save(tx, *found, world.now());
            return Verdict::keep;
        });
}

json::Object good_declaration(World& world)
{
    const auto known = must(world.get("/api/v1/exclusion-grounds"), 200, "no grounds");
    json::Array grounds;
    for (const auto& ground : known.at("items").array())
        grounds.emplace_back(json::Object{}.add("code", ground.at("code").text()).add("applies", false));
    return json::Object{}.add("grounds", std::move(grounds)).add("others", json::Array{});
}

json::Object declaring(World& world, const json::Object& ground_answer)
{
    const auto clean = good_declaration(world);
    json::Array grounds;
    for (const auto& ground : clean.find("grounds")->array())
        grounds.emplace_back(ground.at("code") == *ground_answer.find("code") ? json::Value{ground_answer}
                                                                              : ground);
    return json::Object{}.add("grounds", std::move(grounds)).add("others", json::Array{});
}

json::Object confirmation(bool met)
{
    return json::Object{}.add("requirements",
                              json::Array{json::Object{}.add("code", "tax_certificate").add("met", met)});
}

void declare(World& world, const World::Member& provider, const json::Object& declaration)
{
    must(world.post("/api/v1/self-declarations", declaration, provider.token), 201, "no declaration");
}

std::string begun_joining(World& world, const World::Member& provider, const MadeSystem& system)
{
    return must(world.post("/api/v1/programmes/" + system.programme + "/requests?category=" + system.category,
                           {}, provider.token),
                201, "no request")
        .at("id")
        .text();
}

void show_tax_certificate(World& world, const World::Member& provider, std::string_view request,
                          std::string_view to)
{
    must(world.post("/api/v1/requests/" + std::string{request} + "/evidence",
                    json::Object{}
                        .add("code", "tax_certificate")
                        .add("valid_from", "2026-01-01")
                        .add("valid_to", to)
                        .add("statement", "Verovelkatodistus"),
                    provider.token),
         200, "no evidence");
}

std::string ready_joining(World& world, const World::Member& provider, const MadeSystem& system)
{
    declare(world, provider, good_declaration(world));
    auto id = begun_joining(world, provider, system);
    show_tax_certificate(world, provider, id);
    must(world.post("/api/v1/requests/" + id + "/confirmation", confirmation(), provider.token), 200,
         "not confirmed");
    return id;
}

std::string submitted_joining(World& world, const World::Member& provider, const MadeSystem& system)
{
    auto id = ready_joining(world, provider, system);
    must(world.post("/api/v1/requests/" + id + "/submit", {}, provider.token), 200, "not submitted");
    return id;
}

std::string reviewed_joining(World& world, const Area& area, const World::Member& provider,
                             const MadeSystem& system)
{
    auto id = submitted_joining(world, provider, system);
    must(world.post("/api/v1/requests/" + id + "/open", {}, area.officer.token), 200, "not opened");
    return id;
}

std::string admitted_provider(World& world, const Area& area, const World::Member& provider,
                              const MadeSystem& system)
{
    auto id = reviewed_joining(world, area, provider, system);
    must(world.post("/api/v1/requests/" + id + "/decision", joining_decision("admitted"), area.decider.token),
         200, "not admitted");
    return id;
}

json::Object joining_decision(std::string_view outcome, json::Array failed)
{
    return json::Object{}
        .add("outcome", outcome)
        .add("reasons", LocalText{"Perustelut ovat asiakirjoissa.", "Motiveringen finns i handlingarna.", ""})
        .add("failed_conditions", std::move(failed));
}

} // namespace kori::test
