// Publishing a basket, and letting customers choose in it. Its drafts are in draft_actions.cpp, its end is in
// closing_actions.cpp.
#include "procurement/basket/basket_actions.hpp"

#include "core/crypto/crypto.hpp"
#include "procurement/basket/basket_check.hpp"
#include "procurement/basket/basket_dates.hpp"
#include "procurement/basket/basket_document.hpp"
#include "procurement/basket/basket_steps.hpp"

namespace kori::baskets
{
namespace
{

// Customers are taken in only while the programme runs.
Result<Done> check_programme_runs(Transaction& tx, const Basket& basket, bool also_before_opening)
{
    const auto programme = programmes::find(tx, basket.programme);
    PROMISE(programme.has_value());
    if (programme->state == programme_state::open ||
        (also_before_opening && programme->state == programme_state::published_initial))
        return Done{};
    return refuse(Fault::conflict, "basket.programme_not_open", "The basket's programme is not open.");
}

// To a state in which customers choose.
Result<Basket> opened(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                      std::string_view verb, std::string kind)
{
    const auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (const auto to = basket_states().move(basket->state, verb); !to)
        return to.refusal();
    if (const auto runs = check_programme_runs(tx, *basket, false); !runs)
        return runs.refusal();
    return moved(tx, ambient, actor, *basket, verb, std::move(kind), ambient.today());
}

} // namespace

Result<Basket> publish(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                       const AreaBook& areas)
{
    auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();

    const std::string_view verb = basket->current ? "publish_version" : "publish";
    if (const auto to = basket_states().move(basket->state, verb); !to)
        return to.refusal();
    if (!basket->draft)
        return no_draft();
    if (const auto runs = check_programme_runs(tx, *basket, true); !runs)
        return runs.refusal();
    auto version = version_of(tx, *basket->draft);
    if (auto faults = missing(tx, ambient, areas, *basket, version.terms); !faults.empty())
        return refuse(Fault::invalid, "basket.not_complete",
                      "The basket lacks what it needs to be published.")
            .in(std::move(faults));

    if (basket->current)
    {
        auto former = version_of(tx, *basket->current);
        former.state = moved_version(former.state, "supersede");
        former.recorded_at = ambient.now;
        save(tx, former);
    }
    version.state = moved_version(version.state, "publish");
    version.valid_from = ambient.today();
    version.published_at = ambient.now;
    version.recorded_at = ambient.now;
    save(tx, version);
    index_codes(tx, id, version.terms);
    basket->current = version.id;
    basket->draft.reset();
    plan_dates(tx, ambient, *basket, version.terms);

    return moved(
        tx, ambient, actor, *basket, verb, "basket.published", ambient.today(),
        {{"version", version.id.text()},
         {"number", version.number},
         {"terms_sha256", to_hex(crypto::sha256(json::write_canonical(document_of(version.terms))))}});
}

Result<Basket> activate(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id)
{
    return opened(tx, ambient, actor, id, "activate", "basket.activated");
}

Result<Basket> pause(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                     const std::string& reason)
{
    return moved(tx, ambient, actor, id, "pause", "basket.paused", reason);
}

Result<Basket> resume(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id)
{
    return opened(tx, ambient, actor, id, "resume", "basket.resumed");
}

} // namespace kori::baskets
