#include "tests/simulation/year.hpp"

#include "core/crypto/crypto.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"
#include "core/work/due.hpp"
#include "marketplace/app/invariants.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

// Planted names: they may stand nowhere but sealed under a person's own key.
constexpr std::string_view planted_name = "Veera Keksitty";

json::Value must(const Answer& answer, int status, std::string_view what)
{
    if (answer.status != status)
        throw std::runtime_error{std::string{what} + ": " + answer.raw.body};
    return answer.body;
}

} // namespace

Year::Year(std::uint64_t seed, YearSize size)
    : seed_{seed}, size_{size}, world_{"year " + std::to_string(seed)}, random_{seed}
{
    set_up();
}

void Year::set_up()
{
    area_ = make_kuopio(world_);
    neighbour_ = make_area(world_, "Ylä-Savon alue", "0112038-9", "44", {});
    basket_ = active_basket(world_, area_, good_terms());
    programme_ = programme_of(world_, basket_);
    for (int number = 1; number <= size_.providers; ++number)
    {
        auto member = accepted_provider(world_, area_, programme_, number);
        auto offer = listed_offer(world_, member, basket_);
        std::string request;
        const auto requests = world_.get("/api/v1/requests", member.token);
        for (const auto& item : requests.body.at("items").array())
            request = item.at("id").text();
        ids_.insert(ids_.end(), {offer, request, member.organisation, member.membership});
        providers_.push_back({std::move(member), std::move(request), std::move(offer), false});
    }
    must(world_.post("/api/v1/baskets/" + basket_ + "/budget",
                     json::Object{}.add("amount_cents", Money::euros(250'000)), area_.finance.token),
         200, "no budget");
    // A change of area that is entered beforehand and crossed by the year: 749 moves on 1 September 2026.
    const auto municipalities = world_.get("/api/v1/authorities/" + area_.authority + "/municipalities");
    for (const auto& item : municipalities.body.at("items").array())
        if (item.at("municipality").text() == "749")
            must(world_.post("/api/v1/authority/municipalities/" + item.at("id").text() + "/end",
                             json::Object{}.add("to", "2026-09-01").add("reason", "siirtyy"),
                             area_.admin.token),
                 200, "the municipality does not leave");
    must(world_.post("/api/v1/authority/municipalities",
                     json::Object{}.add("municipality", "749").add("valid_from", "2026-09-01"),
                     neighbour_.admin.token),
         201, "the municipality does not join");
    ids_.insert(ids_.end(),
                {basket_, programme_, area_.authority, neighbour_.authority, area_.coach.membership});
}

void Year::play()
{
    for (day_ = 0; day_ < size_.days; ++day_)
        one_day(day_);
}

void Year::one_day(int day_number)
{
    const auto to = start_of_day(plus_days(finnish_date(world_.now()), 1)).plus_hours(8);
    const auto moved =
        world_.post("/api/v1/rehearsal/clock", json::Object{}.add("to", to), world_.operator_token());
    demand(moved.status == 200, "the clock moves");
    counts_.due += static_cast<int>(moved.body.at("executed").integer());
    area_changes(day_number);

    // All customers have come some weeks before the end, so that most are served within the year.
    const int coming_days = std::max(1, size_.days * 8 / 10);
    const int wanted = std::min(size_.customers, size_.customers * (day_number + 1) / coming_days);
    while (counts_.customers < wanted)
        new_customer();
    for (step_ = 0; step_ < size_.steps_per_day; ++step_)
        one_step();
    // What fell due at once during the day: in a serving process the clock's thread does this within a
    // second.
    for (auto executed = world_.application().clock_runner().run_once(); executed > 0;
         executed = world_.application().clock_runner().run_once())
        counts_.due += static_cast<int>(executed);
    look_at_everything();
}

void Year::area_changes(int)
{
    const auto organiser = world_.get("/api/v1/municipalities/749/organiser").body.at("organisation").text();
    const bool has_moved = finnish_date(world_.now()) >=
                           CivilDate{std::chrono::year{2026}, std::chrono::September, std::chrono::day{1}};
    demand(organiser == (has_moved ? neighbour_.authority : area_.authority),
           "who organises is looked up by date");
}

void Year::one_step()
{
    const auto which = pick(100);
    if (which < 38)
        order_step();
    else if (which < 60)
        claim_step();
    else if (which < 74)
        verify_step();
    else if (which < 80)
        provider_step();
    else if (which < 82)
        basket_step();
    else if (which < 84)
        finance_step();
    else if (which < 96)
        hostile_step();
    else if (which < 98)
        replay_step();
    else
        erase_step();
}

Answer Year::send(std::string_view target, const json::Value& body, const std::string& token)
{
    const auto before = world_.entries();
    auto answer = world_.post(target, body, token);
    demand(answer.status < 500, "nothing breaks: " + std::string{target} + " " + answer.raw.body);
    if (answer.status >= 400)
    {
        ++counts_.refused;
        demand(!answer.rule().empty(), "a refusal names its rule");
    }
    else
    {
        ++counts_.legal;
        demand(world_.entries() > before, "every write leaves an entry: " + std::string{target});
    }
    return answer;
}

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
    if (chance(4))
    {
        send("/api/v1/choice/none", json::Object{}.add("reason", "too_far"), token);
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

// Any writing route, with the example body, ids of any kind in the path, and anybody's token.
void Year::hostile_step()
{
    ++counts_.illegal;
    const auto& routes = world_.application().desk().routes();
    const auto& route = routes[pick(routes.size())];
    // What would end the play itself is left out: the clock, the platform and new organisations.
    for (const auto* spared : {"/rehearsal/", "/organisations", "/registrations", "/sign-", "/me", "/members",
                               "/authority", "/programmes", "/erase", "/end", "/withdraw", "/removal",
                               "/leave", "/close", "/drop", "/archive", "/sunset", "/revoke"})
        if (route.pattern.find(spared) != std::string::npos)
            return;
    std::string target;
    for (const auto& segment : split_text(std::string_view{route.pattern}.substr(1), '/'))
        target += "/" + (segment.front() == '{' ? any_of(ids_) : segment);
    const auto token = any_token();
    const auto before = world_.entries();
    Answer answer;
    if (route.method == http::Method::post)
        answer = send(target, route.request ? http::example_of(*route.request) : json::Value{}, token);
    else
        answer =
            world_.ask(route.method, target, route.request ? http::example_of(*route.request) : json::Value{},
                       {.token = token, .if_match = {}, .key = {}, .headers = {}});
    demand(answer.status < 500, "nothing breaks: " + target + " " + answer.raw.body);
    if (answer.status >= 400 && route.method != http::Method::post)
        demand(world_.entries() == before, "a refused act leaves nothing: " + target);
}

const std::string& Year::any_token()
{
    const std::string* tokens[] = {&area_.coach.token,      &area_.officer.token,
                                   &area_.finance.token,    &area_.auditor.token,
                                   &neighbour_.coach.token, &neighbour_.finance.token,
                                   &neighbour_.admin.token, &any_of(providers_).member.token};
    return *tokens[pick(std::size(tokens))];
}

// Erasing a person leaves chain, sums and statistics intact.
void Year::erase_step()
{
    if (people_.size() < 20 || !chance(25))
        return;
    auto& person = people_[pick(people_.size() / 2)];
    const auto before = fingerprint();
    const auto path = "/api/v1/customers/" + person.id;
    const auto answer = send(path + "/erase", json::Object{}.add("reason", "retention"), area_.admin.token);
    if (answer.status >= 300)
        return;
    ++counts_.erased;
    person.is_erased = true;
    demand(world_.get(path + "/identity", area_.coach.token).status == 404,
           "an erased person has no identity");
    demand(before.substr(before.find(' ')) == fingerprint().substr(fingerprint().find(' ')),
           "erasure moves no cent");
}

void Year::replay_step()
{
    if (orders_.empty())
        return;
    const auto receipt = any_of(orders_).receipt;
    const auto replay = world_.get("/api/v1/choice-receipts/" + receipt + "/replay", area_.auditor.token);
    demand(replay.status == 200 && replay.body.flag("is_equal"),
           "a receipt replays bit for bit: " + replay.raw.body);
}

void Year::look_at(const std::string& order)
{
    world_.store().read(
        [&](Transaction& tx)
        {
            for (const auto& fault : app::broken_invariants_of(tx, *OrderId::parse(order)))
                demand(false, fault);
        });
}

void Year::look_at_everything()
{
    world_.store().read(
        [&](Transaction& tx)
        {
            for (const auto& fault : app::broken_invariants(tx))
                demand(false, fault);
            const auto waiting = work::oldest_waiting(tx);
            demand(!waiting || *waiting > world_.now(), "what is due has run");
            // Decisions are immutable: none that was seen before reads differently now.
            for (const auto& row :
                 tx.query("/* simulation.decisions */ SELECT id, outcome, reasons_fi, reasons_sv, decided_us"
                          " FROM admission_decision ORDER BY id"))
            {
                const auto text = row.text(1) + row.text(2) + row.text(3) + std::to_string(row.integer(4));
                const auto [at, is_new] = decisions_.emplace(row.text(0), text);
                demand(is_new || at->second == text, "a decision never changes");
            }
            // What customers read exists in Finnish and Swedish in everything that was ever published.
            for (const auto& row : tx.query("/* simulation.terms */ SELECT terms FROM basket_version"
                                            " WHERE state IN ('CURRENT', 'SUPERSEDED') ORDER BY id"))
            {
                const auto terms = json::read(row.text(0), {.bytes_max = 4'194'304});
                demand(bool(terms), "stored terms can be read");
                for (const auto* text : {"name", "aim", "benefit"})
                    for (const auto* language : {"fi", "sv"})
                        demand(!terms->at(text).at(language).text().empty(),
                               "published texts stand in fi and sv");
            }
            // Identity is secret in itself: no entry of the journal names anybody.
            if (day_ % 30 == 0 || day_ + 1 == size_.days)
            {
                for (const auto& row : tx.query("/* simulation.entries */ SELECT facts, reason, about FROM "
                                                "journal_entry ORDER BY id"))
                    for (const std::size_t column : {0U, 1U, 2U})
                        demand(row.text(column).find(planted_name) == std::string::npos &&
                                   row.text(column).find("cus_") == std::string::npos,
                               "the journal identifies no customer");
                const auto& key = world_.application().environment().keys.journal_key();
                for (const auto& fault : journal::verify(tx, key.public_key, "kori"))
                    demand(false, fault);
            }
        });
}

std::string Year::fingerprint()
{
    std::string root;
    std::string ledger;
    world_.store().read(
        [&](Transaction& tx)
        {
            if (const auto head = journal::newest_head(tx))
                root = to_hex(head->root);
            for (const auto& row :
                 tx.query("/* simulation.balances */ SELECT kind, about, payer_id, balance_cents FROM "
                          "ledger_balance ORDER BY kind, about, payer_id"))
                ledger += row.text(0) + "/" + row.text(1) + "/" + row.text(2) + "=" +
                          std::to_string(row.integer(3)) + "\n";
        });
    return root + " " + to_hex(crypto::sha256(ledger));
}

const Year::Provider& Year::provider_of(std::string_view offer) const
{
    for (const auto& provider : providers_)
        if (provider.offer == offer)
            return provider;
    throw std::runtime_error{"nobody's offer"};
}

std::uint64_t Year::pick(std::uint64_t below)
{
    return random_() % below;
}

void Year::demand(bool holds, std::string_view promise) const
{
    if (!holds)
        throw std::runtime_error{"seed " + std::to_string(seed_) + ", day " + std::to_string(day_) +
                                 ", step " + std::to_string(step_) + ": broken: " + std::string{promise}};
}

} // namespace kori::test
