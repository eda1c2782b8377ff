#include "tests/marketplace/payment/payment_scene.hpp"

#include "core/storage/store.hpp"

#include <stdexcept>

namespace kori::test
{

Money balance(World& world, AccountKind kind, const std::string& payer, const std::string& about)
{
    Money result;
    world.store().read([&](Transaction& tx) { result = payments::balance_of(tx, {kind, payer, about}); });
    return result;
}

Answer allot(World& world, std::string_view basket, std::int64_t cents, std::string_view token)
{
    return world.post("/api/v1/baskets/" + std::string{basket} + "/budget",
                      json::Object{}.add("amount_cents", cents), token);
}

Answer reverse(World& world, std::string_view payable, std::string_view token)
{
    return world.post("/api/v1/payables/" + std::string{payable} + "/reverse",
                      json::Object{}.add("ground", "wrong_facts"), token);
}

ThreePayers three_payers(World& world, const Market& market)
{
    ThreePayers payers{
        world.authority("Hyvinvointialue", "2332748-7"), world.authority("Toinen alue", "0112038-9"), {}};
    for (const auto* one : {&payers.county, &payers.state})
        if (allot(world, market.basket, 500'000, world.member(*one, {"finance_officer"}).token).status != 200)
            throw std::runtime_error{"no budget"};
    const auto share = [&](const std::string& payer, int part)
    { payers.shares.emplace_back(json::Object{}.add("payer", payer).add("basis_points", part)); };
    share(market.area.authority, 3'333);
    share(payers.county.organisation, 3'333);
    share(payers.state.organisation, 3'334);
    return payers;
}

} // namespace kori::test
