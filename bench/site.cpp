#include "bench/site.hpp"

#include "core/json/reader.hpp"

#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace kori::bench
{
namespace
{

constexpr int hands = 16; // that prepare at once: their commits go together

json::Object large_terms()
{
    return test::with(test::good_terms(), "budget_cap_cents", Money::euros(90'000'000));
}

json::Object large_offer()
{
    return test::with(test::good_offer(), "capacity", 100'000);
}

} // namespace

Site::Site(const Amounts& amounts)
    : world_{"bench"},
      market_{test::make_market(world_, large_terms(), Money::euros(90'000'000), large_offer())}
{
    fill_catalogue(amounts.offers);
    choices_.resize(static_cast<std::size_t>(amounts.choices));
    in_parallel(amounts.choices,
                [this](int i) { choices_[static_cast<std::size_t>(i)] = shown_to_a_new_customer(); });
    claims_.resize(static_cast<std::size_t>(amounts.orders));
    in_parallel(amounts.orders,
                [this](int i) { claims_[static_cast<std::size_t>(i)] = started_for_a_new_customer(); });
}

std::string Site::master_key()
{
    std::string text;
    for (int i = 0; i < 32; ++i)
        text += "6b"; // 'k', as tests/support/world.cpp has it
    return text;
}

// Beside the basket in which customers choose, so that a choice is not made among dozens.
void Site::fill_catalogue(int offers)
{
    catalogue_ = test::active_basket(world_, market_.area, large_terms());
    const auto programme = test::programme_of(world_, catalogue_);
    for (int number = 0; number < offers; ++number)
    {
        const auto provider = test::accepted_provider(world_, market_.area, programme, 100 + number);
        one_offer_ = test::listed_offer(world_, provider, catalogue_, large_offer());
    }
}

// At the desk, as the world asks, but from several threads.
json::Value Site::ask(std::string_view target, const json::Value& body, std::string_view token, int expected)
{
    const auto number = ++keys_;
    http::Request request;
    request.method = http::Method::post;
    request.target = target;
    request.peer = "127.0.0.1";
    request.is_secure = true;
    request.received_at = world_.now();
    request.id = "bench-" + std::to_string(number);
    request.headers = {{"idempotency-key", "key-of-the-preparation-" + std::to_string(number)}};
    if (!token.empty())
        request.headers.emplace_back("authorization", "Bearer " + std::string{token});
    if (!body.is_null())
    {
        request.headers.emplace_back("content-type", "application/json");
        request.body = json::write(body);
    }
    const auto answer = world_.application().desk().handle_and_wait(std::move(request));
    if (answer.status != expected)
        throw std::runtime_error{std::string{target} + ": " + answer.body};
    return *json::read(answer.body);
}

void Site::in_parallel(int count, const std::function<void(int)>& one)
{
    std::atomic<int> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;
    std::vector<std::thread> threads;
    for (int hand = 0; hand < hands; ++hand)
        threads.emplace_back(
            [&]
            {
                try
                {
                    for (int i = next++; i < count; i = next++)
                        one(i);
                }
                catch (...)
                {
                    next = count;
                    const std::lock_guard lock{mutex};
                    failure = std::current_exception();
                }
            });
    for (auto& thread : threads)
        thread.join();
    if (failure)
        std::rethrow_exception(failure);
}

Site::Ready Site::shown_to_a_new_customer()
{
    const auto& coach = market_.area.coach.token;
    const auto customer = ask("/api/v1/customers", test::good_customer(), coach, 201).at("id").text();
    const auto agreement = ask("/api/v1/customers/" + customer + "/agreements",
                               json::Object{}.add("basket", market_.basket), coach, 201)
                               .at("id")
                               .text();
    const auto path = "/api/v1/agreements/" + agreement;
    ask(path + "/agree", json::Object{}.add("how", "in_meeting"), coach, 200);
    const auto code = ask(path + "/choice-sessions", {}, coach, 201).at("code").text();
    const auto token =
        ask("/api/v1/choice/open", json::Object{}.add("code", code), {}, 200).at("token").text();
    const auto shown = ask("/api/v1/choice/show", {}, token, 200);
    const auto offer = shown.at("offers").array().front().at("offer").text();
    return {"/api/v1/choice/choose", token, json::write(json::Object{}.add("offer", offer))};
}

Site::Ready Site::started_for_a_new_customer()
{
    const auto& coach = market_.area.coach.token;
    const auto choice = shown_to_a_new_customer();
    const auto body = *json::read(choice.body);
    const auto receipt = ask(choice.target, body, choice.token, 201);
    const auto& manager = test::manager_of(market_, body.at("offer").text()).token;
    const auto order = ask("/api/v1/agreements/" + receipt.at("agreement").text() + "/orders",
                           json::Object{}.add("planned_start_on", test::today(world_)), coach, 201)
                           .at("id")
                           .text();
    const auto path = "/api/v1/orders/" + order;
    ask(path + "/send", {}, coach, 200);
    ask(path + "/acknowledge", {}, manager, 200);
    ask(path + "/accept", {}, manager, 200);
    ask(path + "/start", json::Object{}.add("day", test::today(world_)), manager, 200);
    const auto facts = json::Object{}.add("happened_on", test::today(world_));
    return {path + "/claims", manager,
            json::write(json::Object{}.add("component", "start").add("facts", facts))};
}

} // namespace kori::bench
