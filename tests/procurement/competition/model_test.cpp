// A small competition explored wholly, breadth first, through the real tables and guards: every order in
// which people and the clock can act. What must never happen is watched here, by other means than the guards
// use.
#include "procurement/competition/tender.hpp"
#include "procurement/competition/tender_deadline.hpp"

#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <map>
#include <set>

using namespace kori;

namespace
{

// A time agreed with all asks for no value of law.
const LawBook no_law;
constexpr TenderTime agreed{Regime::eu_level, Channel::dps, TenderTimeAgreement::with_all, false, false};

constexpr int ticks = 4;      // days of the model; the last one lies after everything
constexpr int last_close = 2; // the deadline starts at 1 and may move to here
constexpr int most_corrections = 1;
using Small = std::int8_t;

// Two tenderers. The first may send two tenders and be suspended and reinstated, the second sends one.
constexpr std::array<int, 3> tenderer_of = {0, 0, 1};

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

std::string_view state_of(const Model& m)
{
    return competition_states().states[static_cast<std::size_t>(m.state)];
}

Small place_in(const StateTable& table, std::string_view state)
{
    for (std::size_t i = 0; i < table.states.size(); ++i)
        if (table.states[i] == state)
            return static_cast<Small>(i);
    FAIL("no such state: " << state);
    return -1;
}

std::string_view tender_state_of(const Model& m, std::size_t i)
{
    return m.tenders[i] < 0 ? "" : tender_states().states[static_cast<std::size_t>(m.tenders[i])];
}

int count(const Model& m, std::string_view tender_state)
{
    int found = 0;
    for (std::size_t i = 0; i < m.tenders.size(); ++i)
        found += tender_state_of(m, i) == tender_state ? 1 : 0;
    return found;
}

Instant at(int tick)
{
    static const Instant monday = *parse_instant("2026-03-02T10:00:00Z"); // five days, no holiday
    return monday.plus_days(tick);
}

bool has_arrived(std::string_view tender)
{
    return !tender.empty() && tender != tender_state::saved && tender != tender_state::lapsed;
}

class Explorer
{
public:
    void explore()
    {
        reach(Model{}, 0);
        for (std::size_t i = 0; i < found_.size() && faults_.empty(); ++i)
        {
            from_ = i;
            const auto m = found_[i];
            if (is_over(m))
                continue;
            clock(m);
            people(m);
            competition(m);
            for (std::size_t t = 0; t < m.tenders.size(); ++t)
                tender(m, t);
        }
    }

    std::size_t states() const { return found_.size(); }
    std::size_t transitions() const { return edges_.size(); }
    const std::set<std::string>& faults() const { return faults_; }
    const std::set<std::string>& acts() const { return acts_; }

    // From how many states no final one can be reached.
    std::size_t stuck() const
    {
        std::vector<std::vector<std::size_t>> before(found_.size());
        for (const auto& [from, to] : edges_)
            before[to].push_back(from);
        std::vector<bool> ends(found_.size());
        std::vector<std::size_t> queue;
        for (std::size_t i = 0; i < found_.size(); ++i)
            if (is_over(found_[i]))
                ends[i] = true, queue.push_back(i);
        for (std::size_t i = 0; i < queue.size(); ++i)
            for (const auto from : before[queue[i]])
                if (!ends[from])
                    ends[from] = true, queue.push_back(from);
        return found_.size() - queue.size();
    }

private:
    void reach(const Model& m, std::size_t from)
    {
        const auto [place, is_new] = places_.try_emplace(m, found_.size());
        if (is_new)
            found_.push_back(m);
        edges_.emplace_back(from, place->second);
    }

    void must(bool holds, const char* what)
    {
        if (!holds)
            faults_.insert(what);
    }

    // Watches a step and takes it.
    void step(const Model& before, const Model& after, std::string_view act)
    {
        acts_.emplace(act);
        for (std::size_t i = 0; i < before.tenders.size(); ++i)
        {
            const auto was = tender_state_of(before, i);
            const auto is = tender_state_of(after, i);
            must(was.empty() || !is.empty(), "a tender is gone");
            must(!has_arrived(was) || has_arrived(is),
                 "a tender that arrived is no longer on record as such");
            const bool in_time = before.tick <= before.close;
            must(is == was || is != tender_state::submitted || in_time,
                 "a tender was submitted after the deadline");
            must(is == was || is != tender_state::withdrawn || in_time,
                 "a tender was withdrawn after the deadline");
            must(is == was || is != tender_state::replaced || in_time,
                 "a tender was replaced after the deadline");
            must(is == was || is != tender_state::late || !in_time, "a tender in time was called late");
        }
        must(after.in_force <= 1, "two awards are in force");
        must(after.close >= before.close, "the deadline moved backwards");
        const auto now = state_of(after);
        for (const auto decided : {competition_state::decided, competition_state::notified,
                                   competition_state::standstill, competition_state::contracted})
            if (now == decided)
            {
                must(after.checked == 1, "decided without a check of compliance");
                must(count(after, tender_state::opened) == 0, "decided while a tender was not checked");
                must(count(after, tender_state::submitted) == 0, "decided while a tender was sealed");
                must(after.in_force == 1, "a decided competition without an award in force");
            }
        reach(after, from_);
    }

    static bool is_over(const Model& m)
    {
        const auto finals = competition_states().finals;
        return std::find(finals.begin(), finals.end(), state_of(m)) != finals.end();
    }

    // Time stands still where no guard looks at it: between the opening and the notification.
    void clock(const Model& m)
    {
        const bool matters = m.opened == 0 || state_of(m) == competition_state::notified ||
                             state_of(m) == competition_state::standstill;
        if (m.tick >= ticks || !matters)
            return;
        auto next = m;
        if (m.tick == m.close)
            next.received_at_close = takes_tenders(state_of(m)) ? 1 : 0;
        ++next.tick;
        for (std::size_t i = 0; i < m.tenders.size(); ++i)
            if (m.tick > m.close && tender_state_of(m, i) == tender_state::saved)
                lapse(next, i);
        step(m, next, "tick");
    }

    // What was saved and is still not sent a day after the deadline.
    void lapse(Model& m, std::size_t i)
    {
        const auto moved = perform_tender_act("lapse", ActsAs::clock, tender_facts(m, i));
        must(bool(moved), "a saved tender did not lapse");
        if (moved)
            m.tenders[i] = place_in(tender_states(), *moved);
        acts_.emplace("lapse");
    }

    void people(const Model& m)
    {
        if (m.suspension < 2 && m.opened == 1 && m.in_force == 0)
        {
            auto next = m;
            ++next.suspension;
            step(m, next, "suspension");
        }
        if (state_of(m) != competition_state::sealed || m.tick < m.close || m.present[1] >= 0)
            return;
        const std::size_t free = m.present[0] < 0 ? 0 : 1;
        for (Small who = free == 0 ? Small{0} : m.present[0]; who < 4; ++who)
        {
            auto next = m;
            next.present[free] = who;
            step(m, next, "confirm");
        }
    }

    static CompetitionFacts facts(const Model& m)
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

    // Tries an act; `effect` changes what the state alone does not say.
    template <class Effect>
    void attempt(const Model& m, std::string_view verb, const CompetitionFacts& f, Effect effect)
    {
        if (!competition_states().allows(f.state, verb))
            return;
        for (const auto& act : competition_acts())
            if (act.verb == verb)
                if (const auto moved = perform_act(verb, act.who, f))
                {
                    auto next = m;
                    next.state = place_in(competition_states(), *moved);
                    effect(next);
                    step(m, next, verb);
                }
    }

    void competition(const Model& m)
    {
        const auto f = facts(m);
        for (const auto* verb : {"invite", "drop", "open_questions", "answer", "receive_tenders",
                                 "ask_low_price", "evaluate", "notify", "give_notice"})
            attempt(m, verb, f, [](Model&) {});
        attempt(m, "check_compliance", f, [](Model& next) { next.checked = 1; });
        attempt(m, "cancel", f,
                [&m](Model& next)
                {
                    next.in_force = 0;
                    next.cancelled_at = m.tick;
                    next.present = {-1, -1};
                });
        attempt(m, "correct", f,
                [](Model& next) { next.in_force = 0, next.winners = 0, ++next.corrections; });
        extend(m, f);
        attempt(m, "open_tenders", f, [this, &m](Model& next) { open(m, next); });
        decide(m, f);
        auto waits = f;
        waits.standstill_ends_on = finnish_date(at(m.tick + 1));
        if (m.tick + 1 < ticks)
            attempt(m, "wait", waits,
                    [&m](Model& next) { next.standstill_end = static_cast<Small>(m.tick + 1); });
        for (int i = 0; i < 2; ++i)
            sign_or_release(m, f, i);
    }

    void extend(const Model& m, CompetitionFacts f)
    {
        for (int to = m.close; to <= last_close; ++to)
        {
            const Extension extension{f.now, f.closes_at, at(to), ExtensionGround::buyers_own, std::nullopt};
            f.extension_has_faults = !extension_faults(extension, agreed, no_law, "").empty();
            attempt(m, "extend_deadline", f, [to](Model& next) { next.close = static_cast<Small>(to); });
        }
    }

    void open(const Model& m, Model& next)
    {
        must(m.tick > m.close, "opened before the deadline had passed");
        must(m.received_at_close == 1, "opened although tenders were shut out when the time ran out");
        std::set<Small> people{m.present.begin(), m.present.end()};
        people.erase(-1);
        people.erase(3);
        must(people.size() >= 2, "opened without two named people");
        must(m.opened == 0, "opened twice");
        next.opened = 1;
        next.checked = 0;
        next.present = {-1, -1};
        next.received_at_close = 0; // looked at above, and never again
        for (std::size_t i = 0; i < m.tenders.size(); ++i)
            if (tender_state_of(m, i) == tender_state::submitted)
            {
                const auto moved = perform_tender_act("open", ActsAs::opener, tender_facts(next, i));
                must(bool(moved), "a tender was not opened with the others");
                if (moved)
                    next.tenders[i] = place_in(tender_states(), *moved);
            }
    }

    void decide(const Model& m, CompetitionFacts f)
    {
        for (Small winners = 1; winners <= 2; ++winners)
        {
            f.winner_ranks.push_back(winners);
            attempt(m, "decide", f,
                    [this, &m, winners](Model& next)
                    {
                        must(m.contracts == 0, "decided again beside a contract");
                        must(winners <= count(m, tender_state::compliant),
                             "more winners than tenders compared");
                        for (std::size_t i = 0; i < m.tenders.size(); ++i)
                            must(tenderer_of[i] != 0 || m.suspension != 1 ||
                                     tender_state_of(m, i) != tender_state::compliant,
                                 "a suspended member was compared");
                        next.winners = winners;
                        ++next.decisions;
                        ++next.in_force;
                        next.standstill_end = -1;
                    });
        }
    }

    void sign_or_release(const Model& m, CompetitionFacts f, int winner)
    {
        f.is_winner_in_force = m.in_force == 1 && winner < m.winners && (m.released >> winner & 1) == 0;
        f.winner_has_contract = (m.contracts >> winner & 1) == 1;
        attempt(m, "contract", f,
                [this, &m, winner](Model& next)
                {
                    must((m.contracts >> winner & 1) == 0, "two contracts with one winner");
                    must(m.in_force == 1 && winner < m.winners, "a contract without an award in force");
                    must(m.standstill_end < m.tick, "a contract within the standstill");
                    next.contracts = static_cast<Small>(m.contracts | 1 << winner);
                });
        attempt(m, "release_winner", f,
                [&m, winner](Model& next) { next.released = static_cast<Small>(m.released | 1 << winner); });
    }

    static TenderFacts tender_facts(const Model& m, std::size_t i)
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

    void tender(const Model& m, std::size_t i)
    {
        if (m.tenders[i] < 0)
        {
            if (m.tick <= m.close + 1 && takes_tenders(state_of(m)))
            {
                auto next = m;
                next.tenders[i] = place_in(tender_states(), tender_state::saved);
                step(m, next, "save");
            }
            return;
        }
        auto f = tender_facts(m, i);
        for (const auto& act : tender_acts())
            if (act.verb != "replace" && act.verb != "open" && act.verb != "exclude" && act.verb != "edit" &&
                act.verb != "lapse")
                move_tender(m, m, i, act.verb, act.who, f);
        for (const auto ground : {exclusion_ground::not_compliant, exclusion_ground::suspended})
        {
            f.ground = ground;
            move_tender(m, m, i, "exclude", ActsAs::officer, f);
        }
        replace(m, i, f);
    }

    // One act: the old one is replaced, the saved one takes its place.
    void replace(const Model& m, std::size_t i, const TenderFacts& f)
    {
        for (std::size_t newer = 0; newer < m.tenders.size(); ++newer)
        {
            if (newer == i || tenderer_of[newer] != tenderer_of[i] ||
                tender_state_of(m, newer) != tender_state::saved)
                continue;
            const auto moved = perform_tender_act("replace", ActsAs::tenderer, f);
            if (!moved)
                continue;
            auto half = m;
            half.tenders[i] = place_in(tender_states(), *moved);
            move_tender(m, half, newer, "submit", ActsAs::tenderer, tender_facts(half, newer));
        }
    }

    void move_tender(const Model& m, Model next, std::size_t i, std::string_view verb, ActsAs who,
                     const TenderFacts& f)
    {
        if (!tender_states().allows(f.state, verb))
            return;
        const auto moved = perform_tender_act(verb, who, f);
        if (!moved)
            return;
        next.tenders[i] = place_in(tender_states(), *moved);
        step(m, next, verb);
    }

    std::vector<Model> found_;
    std::map<Model, std::size_t> places_;
    std::vector<std::pair<std::size_t, std::size_t>> edges_;
    std::set<std::string> faults_;
    std::set<std::string> acts_;
    std::size_t from_ = 0;
};

} // namespace

TEST_CASE("no order of acts breaks a competition, and each can come to an end", "[competition][T09][T15]")
{
    Explorer explorer;
    explorer.explore();
    std::printf("competition model: %zu states, %zu transitions\n", explorer.states(),
                explorer.transitions());
    CHECK(explorer.faults() == std::set<std::string>{});
    CHECK(explorer.stuck() == 0);
    // What was never tried would prove nothing.
    for (const auto& row : competition_states().transitions)
    {
        INFO(row.verb);
        CHECK(explorer.acts().contains(std::string{row.verb}));
    }
    for (const auto* verb :
         {"submit", "withdraw", "arrive_late", "lapse", "find_compliant", "exclude", "take_back"})
        CHECK(explorer.acts().contains(verb));
}
