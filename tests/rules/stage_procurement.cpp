#include "tests/rules/furnisher.hpp"

namespace kori::test
{

std::string Furnisher::new_programme()
{
    return made("/api/v1/programmes",
                json::Object{}
                    .add("name", LocalText{"Palvelut", "Tjänster", ""})
                    .add("channel", "OPEN_ACCEPTANCE")
                    .add("regime", "not_a_public_contract")
                    .add("may_close", true)
                    .add("ends_on", "2030-01-01"),
                "procurement_officer");
}

void Furnisher::programmes()
{
    const auto draft = [&] { return new_programme(); };
    const auto move = [&](const std::string& id, const std::string& verb, const json::Value& body = {})
    { post("/api/v1/programmes/" + id + "/" + verb, body, "procurement_officer"); };

    side.things["programme.draft"] = draft();
    move(side.things["programme.in_dialogue"] = draft(), "open-dialogue");
    move(side.things["programme.published"] = draft(), "publish");
    move(side.things["programme"] = draft(), "open");
    move(side.things["programme.closed"] = draft(), "open");
    move(side.things["programme.closed"], "close-temporarily", because());
    move(side.things["programme.terminated"] = draft(), "open");
    post("/api/v1/programmes/" + side.thing("programme.terminated") + "/terminate", because(),
         "decision_maker");
}

void Furnisher::baskets()
{
    side.things["terms"] = json::write(terms());
    const auto draft = [&] { return draft_basket(world, area, side.thing("programme"), terms()); };
    const auto move = [&](const std::string& id, const std::string& verb, const json::Value& body = {})
    { post("/api/v1/baskets/" + id + "/" + verb, body, "procurement_officer"); };
    const auto published = [&]
    {
        auto id = draft();
        move(id, "publish");
        return id;
    };
    const auto active = [&]
    {
        auto id = published();
        move(id, "activate");
        return id;
    };
    side.things["basket.draft"] = draft();
    side.things["basket.published"] = published();
    side.things["basket"] = active();
    side.things["version"] =
        get("/api/v1/baskets/" + side.thing("basket"), "coach").at("current").at("id").text();
    move(side.things["basket.redrafted"] = published(), "draft");
    move(side.things["basket.paused"] = active(), "pause", because());
    move(side.things["basket.closing"] = active(), "close-to-new", because());
    move(side.things["basket.closed"] = published(), "close");
}

// A provider has one request in a programme, so each of these has a programme of its own.
void Furnisher::requests()
{
    const auto words = LocalText{"Kaikki ehdot täyttyvät.", "Alla villkor uppfylls.", ""};
    const auto act = [&](const std::string& id, const std::string& verb, std::string_view caller,
                         const json::Value& body = {})
    { post("/api/v1/requests/" + id + "/" + verb, body, caller); };
    const auto begun = [&]
    {
        const auto programme = new_programme();
        post("/api/v1/programmes/" + programme + "/open", {}, "procurement_officer");
        return made("/api/v1/programmes/" + programme + "/requests", {}, "manager");
    };
    const auto submitted = [&]
    {
        auto id = begun();
        act(id, "submit", "manager");
        return id;
    };
    const auto reviewed = [&]
    {
        auto id = submitted();
        act(id, "open", "procurement_officer");
        return id;
    };
    const auto accepted = [&]
    {
        auto id = reviewed();
        act(id, "decision", "decision_maker",
            json::Object{}.add("outcome", "accepted").add("reasons", words));
        return id;
    };
    side.things["programme.unasked"] = new_programme();
    post("/api/v1/programmes/" + side.things["programme.unasked"] + "/open", {}, "procurement_officer");
    side.things["request.draft"] = begun();
    side.things["request.submitted"] = submitted();
    side.things["request.reviewed"] = reviewed();
    act(side.things["request.asked"] = reviewed(), "questions", "procurement_officer",
        json::Object{}.add("question", "Millä kielillä palvelette?"));
    side.things["request.accepted"] = accepted();
    act(side.things["request.suspended"] = accepted(), "suspension", "decision_maker",
        json::Object{}.add("reasons", words));
    act(side.things["request.removed"] = accepted(), "removal", "decision_maker",
        json::Object{}.add("reasons", words));
    act(side.things["request.leaving"] = accepted(), "leave", "manager");
    // The one that the offers stand on.
    side.things["request"] = accept_provider(world, area, side.thing("programme"), provider);
    side.things["decision"] = get("/api/v1/requests/" + side.thing("request"), "manager")
                                  .at("decisions")
                                  .array()
                                  .front()
                                  .at("id")
                                  .text();
}

} // namespace kori::test
