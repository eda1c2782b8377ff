// What people of the area do on an ordinary day: coach, provider, officer, finance. Some of it is refused.
#include "tests/simulation/year.hpp"

#include <algorithm>

namespace kori::test
{

void Year::new_customer()
{
    ++counts_.customers;
    const auto recorded = send("/api/v1/customers", good_customer(), area_.coach.token);
    demand(recorded.status == 201, "a customer is recorded");
    const auto customer = recorded.body.at("id").text();
    people_.push_back({customer, false});
    if (chance(50))
        demand(identify(world_, area_, customer, planted_name, "").status == 200, "a customer can be named");
    const auto agreement = send("/api/v1/customers/" + customer + "/agreements",
                                json::Object{}.add("basket", basket_), area_.coach.token);
    if (agreement.status != 201)
        return; // the basket takes nobody today
    const auto agreed = agreement.body.at("id").text();
    ids_.push_back(agreed);
    if (chance(4))
    {
        send("/api/v1/agreements/" + agreed + "/decline", json::Object{}.add("how", "in_meeting"),
             area_.coach.token);
        return;
    }
    send("/api/v1/agreements/" + agreed + "/agree", json::Object{}.add("how", "in_meeting"),
         area_.coach.token);
    const auto session = send("/api/v1/agreements/" + agreed + "/choice-sessions", {}, area_.coach.token);
    if (session.status != 201 || chance(5))
        return; // the code is never used: it expires, and the coach is told
    const auto code = session.body.at("code").text();
    const auto opened = send("/api/v1/choice/open", json::Object{}.add("code", code), {});
    demand(opened.status == 200, "a fresh code opens");
    demand(send("/api/v1/choice/open", json::Object{}.add("code", code), {}).status >= 400,
           "a code opens once");
    const auto token = opened.body.at("token").text();
    const auto shown = send("/api/v1/choice/show", {}, token);
    if (shown.status != 200)
        return;
    auto offers = shown.body.at("offers").array();
    // Every provider may have paused or be suspended on one day.
    if (offers.empty() || chance(4))
    {
        send("/api/v1/choice/none",
             json::Object{}.add("reason", offers.empty() ? "too_few_offers" : "too_far"), token);
        return;
    }
    const auto chosen = any_of(offers).at("offer").text();
    const auto receipt = send("/api/v1/choice/choose", json::Object{}.add("offer", chosen), token);
    if (receipt.status != 201)
        return;
    const auto order =
        send("/api/v1/agreements/" + agreed + "/orders",
             json::Object{}.add("planned_start_on", day(static_cast<int>(pick(20)))), area_.coach.token);
    if (order.status != 201)
        return;
    ++counts_.orders;
    orders_.push_back({order.body.at("id").text(), chosen, receipt.body.at("receipt").text(),
                       finnish_date(world_.now()), std::nullopt, order.body.at("state").text()});
    ids_.push_back(orders_.back().id);
    look_at(orders_.back().id);
}

// The next act of an ordinary path most of the time, any act at all otherwise.
void Year::order_step()
{
    if (orders_.empty())
        return;
    // The younger half more often: the old ones have mostly ended.
    auto& order = chance(70) ? orders_[orders_.size() / 2 + pick(orders_.size() - orders_.size() / 2)]
                             : any_of(orders_);
    const auto& manager = provider_of(order.offer).member.token;
    const auto& coach = area_.coach.token;
    const auto on = json::Object{}.add("day", day());
    struct Next
    {
        std::string_view state;
        std::string_view path;
        bool is_provider;
        json::Value body;
    };
    const std::vector<Next> ordinary = {
        {"CREATED", "send", false, {}},       {"SENT", "acknowledge", true, {}},
        {"ACKNOWLEDGED", "accept", true, {}}, {"WAITLISTED", "accept", true, {}},
        {"ACCEPTED", "start", true, on},      {"STARTED", "complete", true, on},
        {"INTERRUPTED", "resume", false, {}}, {"COMPLETED", "follow-up", false, {}},
    };
    const std::vector<Next> other = {
        {"", "waitlist", true, {}},
        {"", "decline", true, json::Object{}.add("ground", "no_capacity")},
        {"", "interrupt", false, {}},
        {"", "drop", false, json::Object{}.add("ground", "customer_changed_mind")},
        {"", "notes", true, json::Object{}.add("kind", "meeting_held").add("day", day())},
        {"", "close", false, {}},
    };
    const bool is_ordinary =
        chance(75) && !(order.state == "STARTED" && chance(80)); // a service takes its time
    const Next* next = nullptr;
    if (is_ordinary)
        for (const auto& one : ordinary)
            if (one.state == order.state)
                next = &one;
    if (next == nullptr)
        next = &other[pick(other.size())];
    const auto answer = send("/api/v1/orders/" + order.id + "/" + std::string{next->path}, next->body,
                             next->is_provider ? manager : coach);
    if (answer.status == 200)
    {
        order.state = answer.body.at("state").text();
        if (next->path == "start")
            order.started_on = finnish_date(world_.now());
    }
    look_at(order.id);
}

// Half of the claims fit a service that has begun; the others are what tired or bold people send.
void Year::claim_step()
{
    if (orders_.empty())
        return;
    auto* order = &any_of(orders_);
    for (int tries = 0; tries < 8 && !order->started_on; ++tries)
        order = &any_of(orders_);
    const bool fits = order->started_on && chance(50);
    const auto begin = fits ? *order->started_on : order->made_on;
    const auto span =
        static_cast<std::uint64_t>(std::max(1, days_between(begin, finnish_date(world_.now())) + 2));
    const auto some_day = [&] { return to_text(plus_days(begin, static_cast<int>(pick(span)))); };
    json::Object facts;
    std::string component;
    switch (pick(4))
    {
    case 0:
        component = "start";
        facts.add("happened_on", fits ? to_text(begin) : some_day());
        break;
    case 1:
        component = "month";
        facts.add("from", fits ? to_text(begin) : some_day())
            .add("to", fits ? to_text(plus_days(begin, 29)) : some_day())
            .add("quantity", static_cast<std::int64_t>(fits ? 1 : pick(3) + 1));
        break;
    case 2:
        component = "job";
        facts.add("job_starts_on", some_day()).add("hours_per_week", static_cast<std::int64_t>(pick(41)));
        break;
    default:
        component = "kept_3";
        facts.add("job_starts_on", some_day())
            .add("checked_on", fits ? day() : some_day())
            .add("hours_per_week", 20);
        break;
    }
    const auto answer = send("/api/v1/orders/" + order->id + "/claims",
                             json::Object{}.add("component", component).add("facts", facts),
                             provider_of(order->offer).member.token);
    if (answer.status == 201)
    {
        ++counts_.claims;
        open_claims_.push_back(answer.body.at("id").text());
        ids_.push_back(open_claims_.back());
    }
    look_at(order->id);
}

void Year::verify_step()
{
    if (open_claims_.empty())
        return;
    const auto at = pick(open_claims_.size());
    const auto claim = open_claims_[at];
    const auto& token = chance(80) ? area_.coach.token : area_.finance.token;
    const auto path = "/api/v1/claims/" + claim + "/";
    const auto answer = chance(80)
                            ? send(path + "confirm", {}, token)
                            : send(path + "reject", json::Object{}.add("ground", "did_not_happen"), token);
    if (answer.status == 200)
        look_at(answer.body.at("order").text());
    if (answer.status == 200 || chance(20))
        open_claims_.erase(open_claims_.begin() + static_cast<std::ptrdiff_t>(at));
}

void Year::provider_step()
{
    auto& provider = any_of(providers_);
    const auto path = "/api/v1/offers/" + provider.offer;
    switch (pick(4))
    {
    case 0:
        send(path + "/pause", {}, provider.member.token);
        break;
    case 1:
        send(path + "/resume", {}, provider.member.token);
        break;
    case 2:
    {
        const auto grounds =
            json::Object{}.add("reasons", LocalText{"Selvitys puuttuu", "Utredning saknas", ""});
        const auto answer = send("/api/v1/requests/" + provider.request +
                                     (provider.is_suspended ? "/restoration" : "/suspension"),
                                 grounds, area_.decider.token);
        if (answer.status < 300)
            provider.is_suspended = !provider.is_suspended;
        break;
    }
    default:
    {
        // A rejected, repeated or lower price: any of them is an answer, none is a break.
        auto terms = good_offer();
        edit_offer(world_, provider.member, provider.offer, terms);
        send(path + "/submit", {}, provider.member.token);
        break;
    }
    }
}

void Year::basket_step()
{
    if (chance(50))
        send("/api/v1/baskets/" + basket_ + "/pause", {}, area_.officer.token);
    send("/api/v1/baskets/" + basket_ + "/resume", {}, area_.officer.token);
}

void Year::finance_step()
{
    const auto payables = world_.get("/api/v1/payables?limit=200", area_.finance.token);
    demand(payables.status == 200, "finance sees its payables");
    auto items = payables.body.at("items").array();
    counts_.payables = std::max(counts_.payables, static_cast<int>(items.size()));
    if (items.empty())
        return;
    const auto payable = any_of(items).at("id").text();
    // One thread: from any payable the whole chain.
    const auto thread = world_.get("/api/v1/payables/" + payable + "/thread", area_.auditor.token);
    demand(thread.status == 200, "one request returns the thread of a payable");
    demand(thread.raw.body.find(planted_name) == std::string::npos, "the thread names nobody");
    if (chance(10))
        send("/api/v1/payables/" + payable + "/reverse", json::Object{}.add("ground", "wrong_amount"),
             area_.finance.token);
}

} // namespace kori::test
