// What is missing or wrong in the facts of a notice, field by field, before anything is written.
#pragma once

#include "procurement/notice/notice_facts.hpp"
#include "procurement/rule/rule.hpp"

#include <vector>

namespace kori::notice
{

// Rules: notice.missing, notice.bad_identifier, notice.bad_code, notice.too_long, notice.unprintable,
// notice.amount_not_positive, notice.out_of_order, notice.unknown_category, notice.doubled. Pointers lead
// into NoticeFacts.
std::vector<FieldError> faults(const NoticeFacts& facts);
// Refuses with notice.incomplete and the fields; with notice.no_form when the channel is no DPS or the regime
// knows no notice.
Result<Done> check(const NoticeFacts& facts);

RuleSentences notice_sentences();

} // namespace kori::notice
