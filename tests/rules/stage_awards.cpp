// Competitions of one side of the stage, each where an act from the opening to the contract moves it.
#include "tests/rules/stage.hpp"
#include "tests/support/award_case.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

struct AwardFurnisher
{
    World& world;
    Side& side;
    const Area& area;
    AwardWish wish;

    // `thing`: the competition's name; its first tender is the provider's own.
    AwardCase made(const std::string& thing)
    {
        auto one = award_case(world, area, wish);
        side.things["award." + thing] = one.competition;
        side.things["award.tender." + thing] = one.tenders.front();
        return one;
    }
    json::Value post(const std::string& path, const json::Value& body, const World::Member& who)
    {
        const auto answer = world.post(path, body, who.token);
        if (answer.status != 200)
            throw std::runtime_error{"the stage: " + path + ": " + answer.raw.body};
        return answer.body;
    }

    json::Object question(const AwardCase& one)
    {
        return json::Object{}
            .add("question", "Mistä hinta koostuu?")
            .add("tenders", json::Array{one.tenders.front()})
            .add("answer_by", world.now().plus_days(30));
    }

    void until_comparison();
    void until_contract();
};

void AwardFurnisher::until_comparison()
{
    const auto sealed = made("sealed");
    // As it stands inside a JSON text.
    const auto quoted = json::write(json::Value{sealed.shares.front()});
    side.things["award.share"] = quoted.substr(1, quoted.size() - 2);
    side.things["award.part"] = "form";
    side.things["award.officer"] = area.officer.membership;
    open_it(world, made("opened"));

    const auto checked = made("checked");
    open_it(world, checked);
    post(checked.path("compliance-check"), {}, area.officer);
    side.things["award.completion"] =
        post(checked.path("completions"), question(checked).add("fault", "reference_missing"), area.officer)
            .at("completions")
            .array()
            .front()
            .at("id")
            .text();
    side.things["award.tender.undecided"] = checked.tenders.at(1);
    const auto excluding = made("excluded");
    open_it(world, excluding);
    post(excluding.path("compliance-check"), {}, area.officer);
    post(excluding.tender_path(0, "verdict"),
         json::Object{}.add("verdict", "excluded").add("ground", "not_compliant").add("reason", "Puute"),
         area.officer);

    find_compliant(world, made("compliant"));
    const auto low = made("low");
    find_compliant(world, low);
    post(low.path("low-price-questions"), question(low), area.officer);
    const auto pointed = made("pointed");
    begin_evaluation(world, pointed);
    post(pointed.tender_path(0, "own-points"),
         json::Object{}.add("criterion", "plan").add("points", 5).add("reason", "Selkeä"), area.officer);
    evaluate(world, made("evaluated"));
}

void AwardFurnisher::until_contract()
{
    decide(world, made("decided"));
    const auto notified = made("notified");
    decide(world, notified, 2);
    notify(world, notified);
    const auto contracted_one = made("contracted");
    decide(world, contracted_one, 2);
    notify(world, contracted_one);
    side.things["award.contract"] = contracted(world, contracted_one, 0);
    side.things["award.tender.waiting"] = contracted_one.tenders.at(1);
    wish.observes_standstill = true;
    const auto waiting = made("standing_still");
    decide(world, waiting);
    notify(world, waiting);
}

} // namespace

void furnish_awards(World& world, Side& side, const Area& area, const World::Member& provider, bool is_first)
{
    AwardFurnisher furnisher{world, side, area, {.winners_most = 2, .use = "by_rank"}};
    furnisher.wish.bidders = {provider,
                              world.provider("Kilpailija", is_first ? "0116297-6" : "0215254-2", "company")};
    furnisher.until_comparison();
    furnisher.until_contract();
}

} // namespace kori::test
