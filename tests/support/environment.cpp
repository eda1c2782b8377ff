#include "tests/support/environment.hpp"

namespace kori::test
{

http::Environment over(const http::Environment& real, Store& store)
{
    http::Environment copy{store,      real.clock, real.random, real.law,    real.duties,
                           real.areas, real.keys,  real.locale, real.metrics};
    copy.origin = real.origin;
    copy.is_rehearsal = real.is_rehearsal;
    copy.checks_replies = real.checks_replies;
    copy.password_cost = real.password_cost;
    copy.token_lifetime_seconds = real.token_lifetime_seconds;
    copy.choice_code_lifetime_days = real.choice_code_lifetime_days;
    copy.choice_actor = real.choice_actor;
    copy.end_choice = real.end_choice;
    copy.area_duty = real.area_duty;
    return copy;
}

} // namespace kori::test
