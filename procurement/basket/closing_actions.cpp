// How a basket ends: it takes no new customers, closes when nobody is inside and goes into the archive; one
// that was never published is dropped.
#include "procurement/basket/closing_actions.hpp"

#include "procurement/basket/basket_actions.hpp"
#include "procurement/basket/basket_dates.hpp"
#include "procurement/basket/basket_steps.hpp"

namespace kori::baskets
{
namespace
{

// From that day on no version counts.
void end_version(Transaction& tx, const Ambient& ambient, const Basket& basket, CivilDate day)
{
    auto version = version_of(tx, *basket.current);
    version.state = moved_version(version.state, "end");
    version.ended_on = day;
    version.ended_at = ambient.now;
    version.recorded_at = ambient.now;
    save(tx, version);
}

// Nobody is inside any more: the basket itself closes.
Result<Basket> closed(Transaction& tx, const Ambient& ambient, const Actor& actor, Basket basket,
                      std::string kind, CivilDate day)
{
    if (const auto to = basket_states().move(basket.state, "close"); !to)
        return to.refusal();
    discard(tx, ambient, basket);
    end_version(tx, ambient, basket, day);
    forget_dates(tx, ambient, basket);
    return moved(tx, ambient, actor, std::move(basket), "close", std::move(kind), day);
}

} // namespace

Result<Basket> close_to_new(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                            const std::string& reason)
{
    auto closing = moved(tx, ambient, actor, id, "close_to_new", "basket.closed_to_new", reason);
    if (closing)
        forget_dates(tx, ambient, *closing);
    return closing;
}

Result<Basket> close(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                     const Hooks& hooks)
{
    const auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (const auto to = basket_states().move(basket->state, "close"); !to)
        return to.refusal();
    const auto running = hooks.running_orders ? hooks.running_orders(tx, id) : 0;
    if (running > 0)
        return refuse(Fault::conflict, "basket.orders_running",
                      "{running} orders of this basket are still running.")
            .with("running", running);
    return closed(tx, ambient, actor, *basket, "basket.closed", ambient.today());
}

Result<Basket> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id)
{
    auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (const auto to = basket_states().move(basket->state, "drop"); !to)
        return to.refusal();
    discard(tx, ambient, *basket);
    return moved(tx, ambient, actor, *basket, "drop", "basket.dropped", ambient.today());
}

Result<Basket> archive(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id)
{
    return moved(tx, ambient, actor, id, "archive", "basket.archived");
}

void close_from_outside(Transaction& tx, const Ambient& ambient, const Actor& actor, const Basket& basket,
                        const std::string& kind, CivilDate day)
{
    if (basket.state == basket_state::published)
    {
        PROMISE(closed(tx, ambient, actor, basket, kind, day));
        return;
    }
    if (!basket_states().move(basket.state, "close_to_new"))
        return;
    forget_dates(tx, ambient, basket);
    PROMISE(moved(tx, ambient, actor, basket, "close_to_new", kind, day));
}

void close_all_of(Transaction& tx, const Ambient& ambient, const Actor& actor, const Programme& programme)
{
    constexpr std::int64_t step = 200;
    std::string after_id;
    for (auto some = after(tx, after_id, step, std::nullopt, programme.id, true); !some.empty();
         some = after(tx, after_id, step, std::nullopt, programme.id, true))
    {
        for (const auto& basket : some)
            close_from_outside(tx, ambient, actor, basket, "basket.closed_with_programme",
                               finnish_date(ambient.received_at));
        after_id = some.back().id.text();
    }
}

} // namespace kori::baskets
