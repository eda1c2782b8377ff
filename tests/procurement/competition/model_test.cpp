// A small competition explored wholly, breadth first, through the real tables and guards: every order in
// which people and the clock can act. What must never happen is watched here, by other means than the guards
// use.
#include "tests/procurement/competition/competition_model.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <map>
#include <set>

using namespace kori;

namespace
{

using namespace kori::model;

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
        must(after.decisions >= before.decisions, "a decision is gone");
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
