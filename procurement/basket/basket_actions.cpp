#include "procurement/basket/basket_actions.hpp"

#include "core/access/access_actions.hpp"
#include "core/crypto/crypto.hpp"
#include "core/journal/journal.hpp"
#include "procurement/basket/basket_check.hpp"
#include "procurement/basket/basket_document.hpp"

namespace kori::baskets
{
namespace
{

constexpr std::string_view review_due = "basket.review_due";
constexpr std::string_view sunset = "basket.sunset";
constexpr std::string_view review_task = "basket.review";

Refusal no_draft()
{
    return refuse(Fault::conflict, "basket.no_draft", "The basket has no draft: begin one first.");
}

// The actor's own basket; another authority's looks absent.
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

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind, const Basket& basket,
          Facts facts = {}, std::string reason = {})
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
    PROMISE(to); // the basket's own state allowed it
    return *to;
}

// Moves by the state table, saves and journals. The state counts from `day` on.
Result<Basket> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, Basket basket,
                     std::string_view verb, std::string kind, CivilDate day, Facts facts = {},
                     std::string reason = {})
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
                     std::string_view verb, std::string kind, std::string reason = {})
{
    const auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    return moved(tx, ambient, actor, *basket, verb, std::move(kind), ambient.today(), {}, std::move(reason));
}

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

void plan_dates(Transaction& tx, const Ambient& ambient, const Basket& basket, const BasketTerms& terms)
{
    const auto about = basket.id.text();
    work::cancel(tx, ambient, review_due, about);
    work::cancel(tx, ambient, sunset, about);
    access::finish_tasks(tx, review_task, about, ambient.now);
    work::plan(tx, ambient, review_due, about, basket.authority, start_of_day(*terms.review_on));
    work::plan(tx, ambient, sunset, about, basket.authority, start_of_day(*terms.sunset_on));
}

void forget_dates(Transaction& tx, const Ambient& ambient, const Basket& basket)
{
    work::cancel(tx, ambient, review_due, basket.id.text());
    work::cancel(tx, ambient, sunset, basket.id.text());
    access::finish_tasks(tx, review_task, basket.id.text(), ambient.now);
}

// A draft that will never be published.
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
                      std::string kind, CivilDate day, std::string reason = {})
{
    if (const auto to = basket_states().move(basket.state, "close"); !to)
        return to.refusal();
    discard(tx, ambient, basket);
    end_version(tx, ambient, basket, day);
    forget_dates(tx, ambient, basket);
    return moved(tx, ambient, actor, std::move(basket), "close", std::move(kind), day, {}, std::move(reason));
}

// What an end from outside does: no new customers; where nobody could be inside, all of it.
void close_from_outside(Transaction& tx, const Ambient& ambient, const Actor& actor, const Basket& basket,
                        const std::string& kind, CivilDate day)
{
    const auto id = basket.id.text();
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

Actor the_clock()
{
    Actor clock;
    clock.kind = ActorKind::clock;
    return clock;
}

Basket basket_of(Transaction& tx, const work::DueMoment& moment)
{
    const auto id = BasketId::parse(moment.about);
    PROMISE(id.has_value());
    auto basket = find(tx, *id);
    PROMISE(basket.has_value());
    return *basket;
}

void ask_for_review(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto basket = basket_of(tx, moment);
    access::insert(tx,
                   Task{ambient.next<TaskTag>(), basket.authority, std::nullopt,
                        std::string{role::procurement_officer}, std::string{review_task}, basket.id.text(),
                        std::nullopt},
                   ambient.now);
    note(tx, ambient, the_clock(), std::string{review_due}, basket);
}

} // namespace

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
    const auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (const auto to = basket_states().move(basket->state, "activate"); !to)
        return to.refusal();
    if (const auto runs = check_programme_runs(tx, *basket, false); !runs)
        return runs.refusal();
    return moved(tx, ambient, actor, *basket, "activate", "basket.activated", ambient.today());
}

Result<Basket> pause(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id,
                     const std::string& reason)
{
    return moved(tx, ambient, actor, id, "pause", "basket.paused", reason);
}

Result<Basket> resume(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId id)
{
    const auto basket = own(tx, actor, id);
    if (!basket)
        return basket.refusal();
    if (const auto to = basket_states().move(basket->state, "resume"); !to)
        return to.refusal();
    if (const auto runs = check_programme_runs(tx, *basket, false); !runs)
        return runs.refusal();
    return moved(tx, ambient, actor, *basket, "resume", "basket.resumed", ambient.today());
}

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

void add_due_acts(work::DueActs& acts)
{
    acts.add(std::string{review_due}, ask_for_review);
    acts.add(std::string{sunset},
             [](Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
             {
                 close_from_outside(tx, ambient, the_clock(), basket_of(tx, moment), "basket.sunset",
                                    finnish_date(moment.due_at));
             });
}

} // namespace kori::baskets
