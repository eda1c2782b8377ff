#include "procurement/basket/basket_dates.hpp"

#include "procurement/basket/basket_actions.hpp"
#include "procurement/basket/basket_steps.hpp"
#include "procurement/basket/closing_actions.hpp"

namespace kori::baskets
{
namespace
{

constexpr std::string_view review_due = "basket.review_due";
constexpr std::string_view sunset = "basket.sunset";
constexpr std::string_view review_task = "basket.review";

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

void plan_dates(Transaction& tx, const Ambient& ambient, const Basket& basket, const BasketTerms& terms)
{
    forget_dates(tx, ambient, basket);
    const auto about = basket.id.text();
    work::plan(tx, ambient, review_due, about, basket.authority, start_of_day(*terms.review_on));
    work::plan(tx, ambient, sunset, about, basket.authority, start_of_day(*terms.sunset_on));
}

void forget_dates(Transaction& tx, const Ambient& ambient, const Basket& basket)
{
    work::cancel(tx, ambient, review_due, basket.id.text());
    work::cancel(tx, ambient, sunset, basket.id.text());
    access::finish_tasks(tx, review_task, basket.id.text(), ambient.now);
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
