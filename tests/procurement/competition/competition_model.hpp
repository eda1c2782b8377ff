// The small competition that model_test.cpp explores: what there is, and what the guards are told about it.
//
// Two tenderers; the first may send two tenders and be suspended and reinstated, the second sends one. Three
// named openers and a stranger, two needed. The deadline may move once or twice, one decision may be
// corrected. To keep the number of states small, without hiding an order of acts from the guards: openers
// confirm from the deadline's own moment on, members are suspended after the opening, and time stands still
// where no guard looks at it.
#pragma once

#include "procurement/competition/tender.hpp"
#include "procurement/competition/tender_deadline.hpp"

#include "tests/procurement/competition/sample_competition.hpp"

#include <array>

namespace kori::model
{

// A time agreed with all asks for no value of law.
inline const LawBook no_law;
inline constexpr TenderTime agreed{Regime::eu_level, Channel::dps, TenderTimeAgreement::with_all, false,
                                   false};

inline constexpr int ticks = 4;      // days of the model; the last one lies after everything
inline constexpr int last_close = 2; // the deadline starts at 1 and may move to here
inline constexpr int most_corrections = 1;
using Small = std::int8_t;

// Two tenderers. The first may send two tenders and be suspended and reinstated, the second sends one.
inline constexpr std::array<int, 3> tenderer_of = {0, 0, 1};

struct Model
{
    Small state = 0; // place in competition_states().states
    Small tick = 0;
    Small close = 1;
    std::array<Small, 3> tenders{-1, -1, -1}; // place in tender_states().states; -1 = none
    Small suspension = 0;                     // 0 never, 1 suspended, 2 reinstated
    std::array<Small, 2> present{-1, -1};     // who confirmed the opening, in order; 3 is a stranger
    Small opened = 0;
    Small checked = 0;
    Small decisions = 0; // made
    Small in_force = 0;
    Small winners = 0;
    Small contracts = 0; // bits: first and second winner
    Small released = 0;  // bits
    Small corrections = 0;
    Small cancelled_at = -1;
    Small standstill_end = -1;
    Small received_at_close = 0; // did the competition take tenders in the moment of the deadline?
    auto operator<=>(const Model&) const = default;
};

inline std::string_view state_of(const Model& m)
{
    return competition_states().states[static_cast<std::size_t>(m.state)];
}

inline Small place_in(const StateTable& table, std::string_view state)
{
    for (std::size_t i = 0; i < table.states.size(); ++i)
        if (table.states[i] == state)
            return static_cast<Small>(i);
    promise_broken("every state is in its table", __FILE__, __LINE__);
}

inline std::string_view tender_state_of(const Model& m, std::size_t i)
{
    return m.tenders[i] < 0 ? "" : tender_states().states[static_cast<std::size_t>(m.tenders[i])];
}

inline int count(const Model& m, std::string_view tender_state)
{
    int found = 0;
    for (std::size_t i = 0; i < m.tenders.size(); ++i)
        found += tender_state_of(m, i) == tender_state ? 1 : 0;
    return found;
}

inline Instant at(int tick)
{
    static const Instant monday = *parse_instant("2026-03-02T10:00:00Z"); // five days, no holiday
    return monday.plus_days(tick);
}

inline bool has_arrived(std::string_view tender)
{
    return !tender.empty() && tender != tender_state::saved && tender != tender_state::lapsed;
}

inline CompetitionFacts facts(const Model& m)
{
    CompetitionFacts f;
    f.state = state_of(m);
    f.now = at(m.tick);
    f.closes_at = at(m.close);
    f.reason = "A reason.";
    f.has_faults = !deadline_faults(f.now, f.closes_at, agreed, no_law, "").empty();
    f.admitted = f.invited = 2;
    f.answer_goes_to_all = true;
    f.extension_is_told_to_all = true;
    f.openers_needed = 2;
    for (std::uint8_t i = 0; i < 3; ++i)
        f.openers_named.push_back(samples::id<UserId>(i));
    for (const auto who : m.present)
        if (who >= 0)
            f.openers_present.push_back(samples::id<UserId>(static_cast<std::uint8_t>(who)));
    f.has_been_opened = m.opened == 1;
    f.has_passed_compliance = m.checked == 1;
    f.tenders_undecided = count(m, tender_state::opened);
    f.tenders_compliant = count(m, tender_state::compliant);
    f.completions_are_equal = true;
    f.low_prices_suspected = f.tenders_compliant;
    f.quality_is_agreed = true;
    for (std::size_t i = 0; i < m.tenders.size(); ++i)
        if (tenderer_of[i] == 0 && m.suspension == 1 && tender_state_of(m, i) == tender_state::compliant)
            ++f.suspended_compared;
    f.winners_most = 2;
    f.has_order_of_use = true;
    f.has_reasons = true;
    f.decisions_in_force = m.in_force;
    f.has_instructions = true;
    if (m.standstill_end >= 0)
        f.standstill_ends_on = finnish_date(at(m.standstill_end));
    f.evidence_is_checked = true;
    for (int i = 0; i < m.winners && m.in_force == 1; ++i)
        f.winners_pending += ((m.contracts | m.released) >> i & 1) == 0 ? 1 : 0;
    if (m.corrections < most_corrections)
        f.own_correction_closes_on = finnish_date(at(ticks));
    f.is_told_to_concerned = true;
    if (m.cancelled_at >= 0)
        f.cancelled_at = at(m.cancelled_at);
    return f;
}

inline TenderFacts tender_facts(const Model& m, std::size_t i)
{
    TenderFacts f;
    f.state = tender_state_of(m, i);
    f.competition_state = state_of(m);
    f.received_at = at(m.tick);
    f.closes_at = at(m.close);
    f.is_invited = state_of(m) != competition_state::draft;
    for (std::size_t other = 0; other < m.tenders.size(); ++other)
        if (other != i && tenderer_of[other] == tenderer_of[i] &&
            tender_state_of(m, other) == tender_state::submitted)
            f.has_other_submitted = true;
    f.is_suspended = tenderer_of[i] == 0 && m.suspension == 1;
    f.low_price_is_explained = true;
    f.reason = "A reason.";
    return f;
}

inline bool is_over(const Model& m)
{
    const auto finals = competition_states().finals;
    return std::find(finals.begin(), finals.end(), state_of(m)) != finals.end();
}

} // namespace kori::model
