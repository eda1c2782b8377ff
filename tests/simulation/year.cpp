#include "tests/simulation/year.hpp"

#include <algorithm>
#include <stdexcept>

namespace kori::test
{
namespace
{

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
    if (day_ % days_between_looks_ == 0 || day_ + 1 == size_.days)
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
