// The terms of a basket while they are written.
#include "procurement/basket/basket_actions.hpp"
#include "procurement/basket/basket_steps.hpp"

namespace kori::baskets
{

Result<Basket> create(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId programme_id,
                      const BasketTerms& terms)
{
    const auto programme = programmes::find(tx, programme_id);
    if (!programme || !actor.speaks_for(programme->authority))
        return absent();

    // ASSUMED: baskets are written while their programme is still a draft too.
    const bool is_over = programme->state != programme_state::draft &&
                         programme->state != programme_state::in_dialogue &&
                         !takes_requests(programme->state);
    if (is_over)
        return refuse(Fault::conflict, "basket.programme_over",
                      "The programme has ended; it takes no new baskets.");

    auto state = basket_states().move(basket_states().initial, "outline");
    PROMISE(state);
    Basket basket{ambient.next<BasketTag>(),
                  programme->id,
                  programme->authority,
                  programme->channel,
                  *state,
                  std::nullopt,
                  std::nullopt,
                  1};
    const BasketVersion draft{.id = ambient.next<BasketVersionTag>(),
                              .basket = basket.id,
                              .number = 1,
                              .state = std::string{basket_version_states().initial},
                              .terms = terms,
                              .valid_from = std::nullopt,
                              .recorded_at = ambient.now};
    basket.draft = draft.id;
    insert(tx, basket, ambient.now);
    insert(tx, draft);
    note_state(tx, basket, ambient.today(), ambient.now);

    note(tx, ambient, actor, "basket.created", basket, {{"version", draft.id.text()}});
    return basket;
}

Result<Basket> replace_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                             const BasketTerms& terms)
{
    auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (!basket->draft)
        return no_draft();

    auto draft = version_of(tx, *basket->draft);
    draft.state = moved_version(draft.state, "edit");
    draft.terms = terms;
    draft.recorded_at = ambient.now;
    basket->revision += 1;
    save(tx, draft);
    save(tx, *basket);

    note(tx, ambient, actor, "basket.draft_changed", *basket, {{"version", draft.id.text()}});
    return basket;
}

Result<Basket> start_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id)
{
    auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (basket->draft)
        return refuse(Fault::conflict, "basket.draft_exists", "The basket has a draft already.");
    // A draft that could not be published afterwards would be written in vain.
    if (const auto to = basket_states().move(basket->state, "publish_version"); !to)
        return to.refusal();

    const auto versions = versions_of(tx, id);
    const BasketVersion draft{.id = ambient.next<BasketVersionTag>(),
                              .basket = id,
                              .number = versions.back().number + 1,
                              .state = std::string{basket_version_states().initial},
                              .terms = version_of(tx, *basket->current).terms,
                              .valid_from = std::nullopt,
                              .recorded_at = ambient.now};
    insert(tx, draft);
    basket->draft = draft.id;
    basket->revision += 1;
    save(tx, *basket);

    note(tx, ambient, actor, "basket.draft_begun", *basket, {{"version", draft.id.text()}});
    return basket;
}

Result<Basket> discard_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id)
{
    auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (!basket->draft)
        return no_draft();
    if (!basket->current)
        return refuse(Fault::conflict, "basket.only_draft",
                      "The basket has nothing but this draft: drop the basket instead.");

    const auto version = basket->draft->text();
    discard(tx, ambient, *basket);
    basket->revision += 1;
    save(tx, *basket);

    note(tx, ambient, actor, "basket.draft_discarded", *basket, {{"version", version}});
    return basket;
}

} // namespace kori::baskets
