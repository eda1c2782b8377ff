// The guards of competition_acts.cpp, one for each act that has something to ask.
#pragma once

#include "procurement/competition/competition_acts.hpp"

namespace kori::competition_guards
{

Result<Done> anything(const CompetitionFacts& facts);
Result<Done> may_invite(const CompetitionFacts& facts);
Result<Done> may_open_questions(const CompetitionFacts& facts);
Result<Done> may_answer(const CompetitionFacts& facts);
Result<Done> may_extend(const CompetitionFacts& facts);
Result<Done> may_receive(const CompetitionFacts& facts);
Result<Done> may_open(const CompetitionFacts& facts);
Result<Done> may_check(const CompetitionFacts& facts);
Result<Done> may_ask_low_price(const CompetitionFacts& facts);
Result<Done> may_evaluate(const CompetitionFacts& facts);
Result<Done> may_decide(const CompetitionFacts& facts);
Result<Done> may_notify(const CompetitionFacts& facts);
Result<Done> may_wait(const CompetitionFacts& facts);
Result<Done> may_contract(const CompetitionFacts& facts);
Result<Done> may_release(const CompetitionFacts& facts);
Result<Done> may_give_notice(const CompetitionFacts& facts);
Result<Done> may_cancel(const CompetitionFacts& facts);
Result<Done> may_correct(const CompetitionFacts& facts);

} // namespace kori::competition_guards
