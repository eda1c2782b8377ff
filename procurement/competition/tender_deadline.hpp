// The time that tenderers have (tarjousten vähimmäisaika, 1397/2016 §56, §57, §69): how early a deadline may
// lie, when questions are answered at the latest, and how a deadline moves. T06 to T11, without what concerns
// requests to join.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/law_book.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kori
{

// Was the time for tenders agreed with the tenderers (§56(4), T07)? Open to buyers other than the central
// government, which the caller knows. One who says nothing has not agreed, so there is no agreement.
enum class TenderTimeAgreement
{
    not_sought,
    not_with_all,
    with_all, // and the same time for all
};

// One invited tenderer's answer to one proposed deadline.
struct TenderTimeAnswer
{
    OrganisationId tenderer;
    std::optional<Instant> agreed_to; // nothing: no answer, or no
};
// What the answers of all invited amount to; no answers at all are an agreement with nobody.
TenderTimeAgreement agreement_of(const std::vector<TenderTimeAnswer>& answers, Instant proposed);

struct TenderTime
{
    Regime regime{};
    Channel channel{};
    TenderTimeAgreement agreement = TenderTimeAgreement::not_sought;
    bool accelerated = false;        // §57, T11: urgency with reasons
    bool documents_withheld = false; // §69(2)–(3), T10: documents not electronic, or confidential
};

// The name of the law value that sets the shortest time ("T06.days"), or nothing where no paragraph sets one:
// outside the EU-level regime the time is "reasonable" (§102(1)(10), §109), and so is an agreed one (T07).
std::optional<std::string_view> shortest_tender_time(const TenderTime& time);

// The last day of the shortest time after an invitation sent on that day; the deadline is not before its end.
// Nothing where no paragraph sets a time. It ends on a day that is a working day under both laws of days:
// domain.md 6 lets a minimum never be shortened, and the eves are days on which a party need not act.
// Throws LawMissing.
std::optional<CivilDate> shortest_time_ends_on(CivilDate invited_on, const TenderTime& time,
                                               const LawBook& law);

// May tenders close then? All that is wrong with it, at the pointer: before or at the invitation, before the
// end of the shortest time, not on a working day. Throws LawMissing.
std::vector<FieldError> deadline_faults(Instant invited_at, Instant closes_at, const TenderTime& time,
                                        const LawBook& law, const std::string& pointer);

// Who is admitted after the invitation is invited too, when the deadline leaves the shortest time from then
// (ASSUMED: domain.md 7.4 leaves the rule to the buyer; this is its proposal). Throws LawMissing.
bool may_still_invite(Instant at, Instant closes_at, const TenderTime& time, const LawBook& law);

// The last day for answers to questions asked in time (§69(4), §56(5), T08), counted back from the deadline's
// day; it never moves, because a later day would shorten the time. EU-level only; else nothing. Throws
// LawMissing.
std::optional<CivilDate> answers_due_on(Instant closes_at, const TenderTime& time, const LawBook& law);
// The first day on which tenders may close after an answer given on that day (T09 after T08): a working day.
std::optional<CivilDate> earliest_close_after_answer(CivilDate answered_on, const TenderTime& time,
                                                     const LawBook& law);

// Why a deadline moves (§56(5)–(6), T09).
enum class ExtensionGround
{
    late_answer,     // the answer came later than T08
    material_change, // of the documents
    buyers_own,      // allowed, never owed
};
// Where may the deadline move to? Forwards only, beyond now, to a working day, as far as a late answer
// demands; a material change is owed more time, but no paragraph says how much. Whether it may move at all is
// the act's guard (extend_deadline). Throws LawMissing.
struct Extension
{
    Instant now;
    Instant old_close;
    Instant new_close;
    ExtensionGround ground = ExtensionGround::buyers_own;
    std::optional<CivilDate> answered_on; // of a late answer
};
std::vector<FieldError> extension_faults(const Extension& extension, const TenderTime& time,
                                         const LawBook& law, const std::string& pointer);

} // namespace kori
