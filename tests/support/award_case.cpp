#include "tests/support/award_case.hpp"

#include "core/access/access.hpp"
#include "core/access/credentials.hpp"
#include "core/crypto/locked_share.hpp"
#include "core/crypto/sealed_tender.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/competition/competition_seal.hpp"
#include "procurement/competition/tender_store.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"
#include "tests/procurement/competition/sample_competition.hpp"
#include "tests/support/provider.hpp"

#include <functional>
#include <stdexcept>

namespace kori::test
{
namespace
{

crypto::SeededRandomness& randomness()
{
    static crypto::SeededRandomness random{"award-case"};
    return random;
}

template <class AnyId>
AnyId fresh()
{
    IdBytes bytes{};
    randomness().fill(bytes);
    return AnyId{bytes};
}

json::Value must(const Answer& answer, std::string_view what)
{
    if (answer.status != 200)
        throw std::runtime_error{std::string{what} + ": " + answer.raw.body};
    return answer.body;
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

void keep_part(Transaction& tx, TenderId tender, const std::string& name, std::string sealed, bool flips)
{
    tenders::save_part(
        tx, {tender, name, static_cast<std::int64_t>(sealed.size()), to_hex(crypto::sha256(sealed)), false});
    if (flips)
        sealed[sealed.size() - 40] = static_cast<char>(sealed[sealed.size() - 40] ^ 1);
    tenders::insert_piece(tx, tender, name, 0, {sealed});
}

std::string form_of(const Bid& bid)
{
    return json::write(
        json::Object{}
            .add("price_cents", bid.price_cents)
            .add("promises", json::Array{json::Object{}.add("criterion", "jobs").add("amount", bid.jobs)}));
}

void save_tender(Transaction& tx, const Competition& competition, TenderId id, OrganisationId tenderer,
                 const Bid& bid, std::string_view state, bool flips, bool is_wrong, Instant now)
{
    const auto key = crypto::read_competition_key(competition.key_text);
    PROMISE(key);
    const auto sealed = [&](const std::string& part, const std::string& plain)
    {
        auto file = crypto::seal_tender(*key, tenderer.text(), part, plain, randomness());
        PROMISE(file);
        return std::move(*file);
    };
    auto form = sealed("form", form_of(bid));
    if (is_wrong)
        form[form.size() - 1] = static_cast<char>(form[form.size() - 1] ^ 1);
    tenders::insert(tx,
                    {.id = id,
                     .competition = competition.id,
                     .tenderer = tenderer,
                     .group = {},
                     .state = std::string{state},
                     .digest = to_hex(crypto::sha256(form)),
                     .received_at = competition.closes_at->plus_seconds(-60)},
                    now);
    keep_part(tx, id, "form", std::move(form), flips);
    keep_part(tx, id, "plan", sealed("plan", "Suunnitelma"), false);
}

Competition sealed_competition(const AwardCase& made, const AwardWish& wish, Instant now)
{
    Competition competition{.id = fresh<CompetitionId>(),
                            .programme = *ProgrammeId::parse(made.programme),
                            .category = *CategoryId::parse(made.category),
                            .authority = *OrganisationId::parse(made.area.authority),
                            .regime = Regime::eu_level,
                            .state = std::string{competition_state::sealed},
                            .name = {"Työhönvalmennus 2026", "Arbetsträning 2026", ""},
                            .description = {"Valmennusta", "Träning", ""},
                            .criteria = samples::criteria(),
                            .parts = {{"plan", {"Suunnitelma", "Plan", ""}, true, false}},
                            .estimated_value = Money::euros(100'000),
                            .service_from = *parse_date("2026-06-01"),
                            .service_until = *parse_date("2027-05-31")};
    competition.criteria.quality_blind_to_price = wish.blind_to_price;
    competition.observes_standstill = wish.observes_standstill;
    competition.winners_most = wish.winners_most;
    competition.use = wish.use;
    competition.invited_at = now.plus_days(-20);
    competition.closes_at = now.plus_seconds(-wish.closed_seconds_ago);
    return competition;
}

void save_system(Transaction& tx, const AwardCase& made, const AwardWish& wish, Instant now)
{
    const auto programme = *ProgrammeId::parse(made.programme);
    programmes::insert(tx,
                       {programme,
                        *OrganisationId::parse(made.area.authority),
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
                              .announced_value = Money::euros(std::stoll(wish.announced)),
                              .requests_until = {},
                              .before_use_days = {},
                              .described_tender_days = {}},
                  now);
    systems::insert(tx, {*CategoryId::parse(made.category),
                         programme,
                         1,
                         {"Työhönvalmennus", "Arbetsträning", ""},
                         {"Valmennusta", "Träning", ""},
                         "79634000-7",
                         {},
                         PurchaseForm::contract,
                         std::nullopt,
                         {},
                         now});
}

void save_admission(Transaction& tx, const AwardCase& made, OrganisationId provider, Instant now)
{
    Admission admission{fresh<AdmissionId>(),
                        *ProgrammeId::parse(made.programme),
                        *OrganisationId::parse(made.area.authority),
                        provider,
                        Channel::dps,
                        std::string{admission_state::admitted},
                        now,
                        std::nullopt};
    admission.category = *CategoryId::parse(made.category);
    admissions::insert(tx, admission, now);
}

} // namespace

std::string AwardCase::path(std::string_view verb) const
{
    return "/api/v1/competitions/" + competition + "/" + std::string{verb};
}

std::string AwardCase::tender_path(std::size_t bid, std::string_view verb) const
{
    return "/api/v1/opened-tenders/" + tenders.at(bid) + "/" + std::string{verb};
}

AwardCase award_case(World& world, const Area& area, const AwardWish& wish, int first_number)
{
    AwardCase made;
    made.area = area;
    made.bids = wish.bids;
    made.programme = fresh<ProgrammeId>().text();
    made.category = fresh<CategoryId>().text();
    made.openers = {area.officer, area.decider, area.auditor};
    made.bidders = wish.bidders;
    for (auto i = made.bidders.size(); i < wish.bids.size(); ++i)
        made.bidders.push_back(world.provider("Tarjoaja " + std::to_string(i + 1),
                                              business_id_of(first_number + static_cast<int>(i))));
    std::vector<crypto::OpenerKeyPair> keys;
    for (std::size_t i = 0; i < made.openers.size(); ++i)
        keys.push_back(crypto::make_opener_key(randomness()));

    write(world,
          [&](Transaction& tx, Instant now)
          {
              save_system(tx, made, wish, now);
              auto competition = sealed_competition(made, wish, now);
              made.competition = competition.id.text();
              std::vector<Opener> openers;
              for (std::size_t i = 0; i < made.openers.size(); ++i)
              {
                  const auto member =
                      access::find_membership(tx, *MembershipId::parse(made.openers[i].membership));
                  PROMISE(member.has_value());
                  access::set_password_hash(tx, member->user,
                                            crypto::hash_password(opener_password, {1, 8 * 1'024}));
                  openers.push_back({competition.id,
                                     member->user,
                                     member->id,
                                     static_cast<std::int64_t>(i) + 1,
                                     keys[i].key.text(),
                                     {},
                                     {}});
              }
              auto seal = competitions::make_seal(competition, openers, randomness());
              PROMISE(seal);
              competition.key_text = seal->key_text;
              competition.lot_commitment = seal->lot_commitment;
              competitions::insert(tx, competition, now);
              competitions::save_openers(tx, competition.id, seal->openers);
              competitions::save_secret_commitment(tx, competition.id, seal->secret_commitment);
              competitions::save_sealed_lot(tx, competition.id, seal->sealed_lot);
              for (std::size_t i = 0; i < keys.size(); ++i)
              {
                  const auto locked = crypto::read_locked_share(seal->openers[i].locked_share);
                  PROMISE(locked);
                  const auto share = crypto::open_share(*locked, keys[i].private_key);
                  PROMISE(share);
                  made.shares.emplace_back(crypto::opened_share_text(made.competition, *share).view());
              }
              for (std::size_t i = 0; i < made.bidders.size(); ++i)
              {
                  const auto provider = *OrganisationId::parse(made.bidders[i].organisation);
                  save_admission(tx, made, provider, now);
                  competitions::insert(tx, Invitation{competition.id, provider, "adm", now});
                  const auto id = tenders::random_id(randomness());
                  made.tenders.push_back(id.text());
                  const auto at = static_cast<int>(i);
                  save_tender(tx, competition, id, provider, wish.bids[i], tender_state::submitted,
                              wish.changed_bid == at, wish.unsealable_bid == at, now);
              }
          });
    return made;
}

std::string another_tender(World& world, AwardCase& made, std::size_t bidder, std::string_view state)
{
    const auto id = tenders::random_id(randomness());
    write(world,
          [&](Transaction& tx, Instant now)
          {
              const auto competition = competitions::find(tx, *CompetitionId::parse(made.competition));
              save_tender(tx, *competition, id, *OrganisationId::parse(made.bidders.at(bidder).organisation),
                          made.bids.at(bidder), state, false, false, now);
          });
    return id.text();
}

void suspend(World& world, const AwardCase& made, std::size_t bid)
{
    write(world,
          [&](Transaction& tx, Instant now)
          {
              auto admission = admissions::find_in(tx, *CategoryId::parse(made.category),
                                                   *OrganisationId::parse(made.bidders.at(bid).organisation));
              admission->state = admission_state::suspended;
              admission->revision += 1;
              admissions::save(tx, *admission, now);
          });
}

Answer hand_in(World& world, const AwardCase& made, std::size_t opener, std::string_view share,
               std::string_view password)
{
    return world.post(made.path("opened-shares"),
                      json::Object{}.add("password", password).add("share", share),
                      made.openers.at(opener).token);
}

Answer hand_in(World& world, const AwardCase& made, std::size_t opener)
{
    return hand_in(world, made, opener, made.shares.at(opener));
}

void open_it(World& world, const AwardCase& made)
{
    must(hand_in(world, made, 0), "first share");
    must(hand_in(world, made, 1), "second share");
}

void find_compliant(World& world, const AwardCase& made)
{
    open_it(world, made);
    must(world.post(made.path("compliance-check"), {}, made.area.officer.token), "check");
    for (std::size_t i = 0; i < made.tenders.size(); ++i)
        must(world.post(made.tender_path(i, "verdict"), json::Object{}.add("verdict", "compliant"),
                        made.area.officer.token),
             "verdict");
}

void declare(World& world, const AwardCase& made, const World::Member& member, bool has_conflict)
{
    must(world.post(
             made.path("conflict-declarations"),
             json::Object{}.add("has_conflict", has_conflict).add("words", has_conflict ? "Sukulainen" : ""),
             member.token),
         "declaration");
}

void begin_evaluation(World& world, const AwardCase& made)
{
    find_compliant(world, made);
    must(world.post(made.path("evaluators"),
                    json::Object{}.add("members", json::Array{made.area.officer.membership}),
                    made.area.officer.token),
         "evaluators");
    declare(world, made, made.area.officer);
    must(world.post(made.path("evaluation"), {}, made.area.officer.token), "evaluation");
}

void give_points(World& world, const AwardCase& made)
{
    for (std::size_t i = 0; i < made.tenders.size(); ++i)
        for (const auto verb : {"own-points", "agreed-points"})
            must(world.post(made.tender_path(i, verb),
                            json::Object{}
                                .add("criterion", "plan")
                                .add("points", made.bids.at(i).plan)
                                .add("reason", "Suunnitelma on selkeä."),
                            made.area.officer.token),
                 verb);
}

void evaluate(World& world, const AwardCase& made)
{
    begin_evaluation(world, made);
    give_points(world, made);
    declare(world, made, made.area.decider);
}

json::Object reasons()
{
    return json::Object{}.add("reasons",
                              LocalText{"Tarjous on edullisin.", "Anbudet är det mest fördelaktiga.", ""});
}

std::string decide(World& world, const AwardCase& made, int winners)
{
    evaluate(world, made);
    auto wish = reasons();
    wish.add("winners", winners);
    return must(world.post(made.path("decision"), wish, made.area.decider.token), "decision").at("id").text();
}

void notify(World& world, const AwardCase& made)
{
    write(world,
          [&](Transaction& tx, Instant now)
          {
              access::set_functional_contact(tx, *OrganisationId::parse(made.area.authority),
                                             {"procurement", "kirjaamo@kuopio.example", {}},
                                             finnish_date(now), now);
          });
    must(world.post(made.path("decision-notice"), {}, made.area.officer.token), "notice");
}

json::Object contract_wish(const AwardCase& made, std::size_t bid, World& world)
{
    return json::Object{}
        .add("tender", made.tenders.at(bid))
        .add("value_cents", Money::euros(80'000))
        .add("signed_on", finnish_date(world.now()))
        .add("evidence", json::Array{"tax_certificate"});
}

std::string contracted(World& world, const AwardCase& made, std::size_t bid)
{
    return must(world.post(made.path("contracts"), contract_wish(made, bid, world), made.area.decider.token),
                "contract")
        .at("id")
        .text();
}

} // namespace kori::test
