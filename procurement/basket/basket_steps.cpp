#include "procurement/basket/basket_steps.hpp"

namespace kori::baskets
{

Result<Basket> own(Transaction& tx, const Actor& actor, BasketId id)
{
    auto basket = find(tx, id);
    if (!basket || !actor.speaks_for(basket->authority))
        return absent();
    return *basket;
}

BasketVersion version_of(Transaction& tx, BasketVersionId id)
{
    auto version = find_version(tx, id);
    PROMISE(version.has_value());
    return *version;
}

Refusal no_draft()
{
    return refuse(Fault::conflict, "basket.no_draft", "The basket has no draft: begin one first.");
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind, const Basket& basket,
          Facts facts, std::string reason)
{
    facts.emplace_back("programme", basket.programme.text());
    facts.emplace_back("state", basket.state);
    facts.emplace_back("revision", basket.revision);
    // What happens to a draft is the authority's own matter until it is published.
    const bool is_of_a_draft = !basket.current || kind.starts_with("basket.draft_");
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     basket.id.text(),
                     std::move(facts),
                     is_of_a_draft ? journal::Audience::organisation : journal::Audience::everyone,
                     {basket.authority.text()},
                     std::move(reason),
                     {}});
}

std::string moved_version(std::string_view from, std::string_view verb)
{
    auto to = basket_version_states().move(from, verb);
    PROMISE(to);
    return *to;
}

Result<Basket> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, Basket basket,
                     std::string_view verb, std::string kind, CivilDate day, Facts facts, std::string reason)
{
    auto to = basket_states().move(basket.state, verb);
    if (!to)
        return to.refusal();
    basket.state = *to;
    basket.revision += 1;
    save(tx, basket);
    note_state(tx, basket, day, ambient.now);
    note(tx, ambient, actor, std::move(kind), basket, std::move(facts), std::move(reason));
    return basket;
}

Result<Basket> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                     std::string_view verb, std::string kind, std::string reason)
{
    const auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    return moved(tx, ambient, actor, *basket, verb, std::move(kind), ambient.today(), {}, std::move(reason));
}

void discard(Transaction& tx, const Ambient& ambient, Basket& basket)
{
    if (!basket.draft)
        return;
    auto draft = version_of(tx, *basket.draft);
    draft.state = moved_version(draft.state, "discard");
    draft.recorded_at = ambient.now;
    save(tx, draft);
    basket.draft.reset();
}

} // namespace kori::baskets
