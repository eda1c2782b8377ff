#include "tests/support/competing.hpp"

#include "core/base/text.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/competition/criteria_document.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"
#include "tests/procurement/competition/sample_competition.hpp"

#include <atomic>
#include <stdexcept>

namespace kori::test
{
namespace
{

// An id of its own for each thing that is written into the store directly.
template <class AnyId>
AnyId fresh()
{
    static std::atomic<std::uint32_t> count = 0;
    const auto number = ++count;
    IdBytes bytes{};
    for (std::size_t i = 0; i < 4; ++i)
        bytes[12 + i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    return AnyId{bytes};
}

void write(World& world, const std::function<void(Transaction&, Instant)>& change)
{
    const auto now = world.now();
    const auto fate = world.store().write_and_wait(
        [&](Transaction& tx)
        {
            change(tx, now);
            return Verdict::keep;
        });
    if (fate != Fate::durable)
        throw std::runtime_error{"nothing was written"};
}

json::Value must(const Answer& answer, int status, std::string_view what)
{
    if (answer.status != status)
        throw std::runtime_error{std::string{what} + ": " + answer.raw.body};
    return answer.body;
}

std::string path_of(std::string_view tender)
{
    return "/api/v1/tenders/" + std::string{tender};
}

} // namespace

System open_system(World& world, const Area& area, const std::vector<World::Member>& providers)
{
    const auto authority = *OrganisationId::parse(area.authority);
    const auto programme = fresh<ProgrammeId>();
    const auto category = fresh<CategoryId>();
    write(world,
          [&](Transaction& tx, Instant now)
          {
              programmes::insert(tx,
                                 {programme,
                                  authority,
                                  {"Valmennuspalvelut", "Träningstjänster", ""},
                                  Channel::dps,
                                  Regime::eu_level,
                                  std::string{programme_state::open},
                                  std::nullopt,
                                  *parse_date("2030-01-01"),
                                  1,
                                  true,
                                  now},
                                 now);
              systems::save(tx,
                            SystemTerms{.programme = programme,
                                        .description = {"Valmennusta", "Träning", ""},
                                        .announced_value = Money::euros(1'000'000),
                                        .nuts = "FI1D2",
                                        .documents_uri = "https://hankinnat.example/valmennus"},
                            now);
              systems::insert(tx, {category,
                                   programme,
                                   1,
                                   {"Työhönvalmennus", "Arbetsträning", ""},
                                   {"Valmennusta työhön", "Träning för arbete", ""},
                                   "79634000-7",
                                   {},
                                   PurchaseForm::contract,
                                   std::nullopt,
                                   {},
                                   now});
          });
    System system{programme.text(), category.text(), {}};
    for (const auto& provider : providers)
    {
        admit(world, area, system, provider);
        system.providers.push_back(provider);
    }
    return system;
}

void admit(World& world, const Area& area, const System& system, const World::Member& provider)
{
    write(world,
          [&](Transaction& tx, Instant now)
          {
              Admission admission{fresh<AdmissionId>(),
                                  *ProgrammeId::parse(system.programme),
                                  *OrganisationId::parse(area.authority),
                                  *OrganisationId::parse(provider.organisation),
                                  Channel::dps,
                                  std::string{admission_state::admitted},
                                  now,
                                  std::nullopt};
              admission.category = *CategoryId::parse(system.category);
              admissions::insert(tx, admission, now);
          });
}

void put_system_into(World& world, const System& system, std::string_view state)
{
    write(world,
          [&](Transaction& tx, Instant now)
          {
              auto programme = programmes::find(tx, *ProgrammeId::parse(system.programme));
              programme->state = state;
              programme->revision += 1;
              programmes::save(tx, *programme, now);
          });
}

KeyHolder register_key(World& world, const World::Member& member, std::string_view seed)
{
    crypto::SeededRandomness random{std::string{seed}};
    auto keys = crypto::make_opener_key(random);
    must(world.ask(http::Method::put, "/api/v1/opener-key", json::Object{}.add("key_text", keys.key.text()),
                   {.token = member.token, .if_match = {}, .key = {}, .headers = {}}),
         200, "no opener key");
    return {member, std::move(keys)};
}

std::vector<KeyHolder> three_openers(World& world, const Area& area)
{
    std::vector<KeyHolder> openers;
    openers.push_back(register_key(world, area.officer, "officer"));
    openers.push_back(register_key(world, area.decider, "decider"));
    openers.push_back(register_key(world, area.auditor, "auditor"));
    return openers;
}

json::Object good_competition(const System& system, const std::vector<KeyHolder>& openers)
{
    json::Array members;
    for (const auto& opener : openers)
        members.emplace_back(opener.member.membership);
    const auto part = [](const char* name, bool is_obligatory)
    {
        return json::Object{}
            .add("name", name)
            .add("title", samples::words(name))
            .add("is_obligatory", is_obligatory);
    };
    return json::Object{}
        .add("category", system.category)
        .add("name", samples::words("Coaching"))
        .add("description", samples::words("Coaching for a hundred persons"))
        .add("criteria", competitions::document_of(samples::criteria()))
        .add("parts", json::Array{part("plan", true), part("reference", false)})
        .add("estimated_value_cents", Money::euros(100'000))
        .add("service_from", "2026-06-01")
        .add("service_until", "2027-05-31")
        .add("openers_needed", 2)
        .add("openers", std::move(members))
        .add("questions_until", good_questions_until)
        .add("closes_at", good_closes_at);
}

std::string drafted_competition(World& world, const Area& area, const System& system,
                                const json::Object& terms)
{
    return must(world.post("/api/v1/programmes/" + system.programme + "/competitions", terms,
                           area.officer.token),
                201, "no draft")
        .at("id")
        .text();
}

std::string invited_competition(World& world, const Area& area, const System& system,
                                const json::Object& terms)
{
    auto id = drafted_competition(world, area, system, terms);
    must(world.post("/api/v1/competitions/" + id + "/invite", {}, area.officer.token), 200, "not invited");
    return id;
}

json::Object good_form(std::int64_t price_cents)
{
    return json::Object{}
        .add("price_cents", price_cents)
        .add("promises", json::Array{json::Object{}.add("criterion", "jobs").add("amount", 20)})
        .add("subcontractors", json::Array{});
}

std::string begun_tender(World& world, const World::Member& provider, std::string_view competition)
{
    return must(world.post("/api/v1/competitions/" + std::string{competition} + "/tenders", json::Object{},
                           provider.token),
                201, "no tender")
        .at("id")
        .text();
}

Answer put_part(World& world, const World::Member& provider, std::string_view tender, std::string_view part,
                std::string_view content)
{
    return world.ask(http::Method::put, path_of(tender) + "/parts/" + std::string{part},
                     json::Object{}.add("content", to_base64(content)),
                     {.token = provider.token, .if_match = "*", .key = {}, .headers = {}});
}

std::string written_tender(World& world, const World::Member& provider, std::string_view competition,
                           std::int64_t price_cents)
{
    auto id = begun_tender(world, provider, competition);
    must(put_part(world, provider, id, "form", json::write(good_form(price_cents))), 200, "no form");
    must(put_part(world, provider, id, "plan", "Työsuunnitelma: viikoittaiset tapaamiset."), 200, "no plan");
    return id;
}

json::Object submission_of(World& world, const World::Member& provider, std::string_view tender)
{
    const auto seen = must(world.get(path_of(tender), provider.token), 200, "no tender");
    json::Array parts;
    for (const auto& part : seen.at("parts").array())
        parts.emplace_back(json::Object{}
                               .add("name", part.at("name"))
                               .add("digest", part.optional_text("digest").value_or("")));
    return json::Object{}.add("parts", std::move(parts));
}

std::string submitted_tender(World& world, const World::Member& provider, std::string_view competition,
                             std::int64_t price_cents)
{
    auto id = written_tender(world, provider, competition, price_cents);
    must(world.post(path_of(id) + "/submission", submission_of(world, provider, id), provider.token), 200,
         "not submitted");
    return id;
}

} // namespace kori::test
