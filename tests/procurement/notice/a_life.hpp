// A dynamic purchasing system from its set-up to its end, all organisations and prices invented.
#pragma once

#include "procurement/notice/notice_facts.hpp"

namespace kori::test
{

// Set up in 2026 with two categories, a third added by a change; three competitions: one with an award and a
// contract that was changed and ended, one cancelled by its decision, one whose tenders are still sealed;
// ended in 2029.
notice::NoticeFacts life_of_a_system(Regime regime);

// "2026-04-01T08:00:00+03:00"; a test that writes it wrongly stops.
Instant moment(const char* text);

} // namespace kori::test
