// The call for tenders: everybody admitted in the category, at the same moment, with a key that nobody has.
#include "core/access/access_actions.hpp"
#include "core/work/outbox.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/competition/competition_seal.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/invitation_faults.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"

#include <algorithm>

namespace kori::competitions
{
namespace
{

// What counts of other competitions: called for, not yet a contract, which has a row of its own.
bool is_running(const Competition& competition)
{
    using namespace competition_state;
    const auto& at = competition.state;
    return at != draft && at != dropped && at != cancelled && at != contracted && at != noticed;
}

TotalRow total_row(const Competition& competition, CivilDate on)
{
    return {competition.id.text(), "", "", false, on, competition.estimated_value};
}

// Would the system's announced value still hold it (§30, §50)? A system that announced none has no limit.
Result<Done> value_holds(Transaction& tx, const Ambient& ambient, const Competition& competition)
{
    const auto terms = systems::find_terms(tx, competition.programme);
    if (!terms || !terms->announced_value)
        return Done{};
    auto rows = systems::values_of_programme(tx, competition.programme);
    for (const auto& other : of_programme(tx, competition.programme))
        if (other.id != competition.id && is_running(other))
            rows.push_back(total_row(other, finnish_date(other.invited_at.value_or(ambient.now))));
    const auto total =
        total_of_system(*terms->announced_value, rows, total_row(competition, ambient.today()), ambient.law);
    return total ? allow_total(*total) : total.refusal();
}

// Nothing is bought in a system that is closed (§49(3)) or not open.
Result<Done> may_buy(Transaction& tx, const Competition& competition)
{
    const auto programme = programmes::find(tx, competition.programme);
    PROMISE(programme.has_value());
    if (programme->state == programme_state::closed_temp)
        return allow_in_channel(programme->channel, channel_verb::buy_while_closed);
    if (programme->state != programme_state::open)
        return refused(Fault::conflict, "competition.programme_not_open");
    return Done{};
}

// Everybody admitted in the category, each once.
std::vector<Admission> members_of(Transaction& tx, const Competition& competition)
{
    auto members = admissions::members_in(tx, competition.programme, competition.category);
    const auto same = [](const Admission& one, const Admission& other)
    { return one.provider == other.provider; };
    members.erase(std::unique(members.begin(), members.end(), same), members.end());
    return members;
}

void invite_one(Transaction& tx, const Ambient& ambient, const Actor& actor, const Competition& competition,
                const Admission& admission)
{
    insert(tx, Invitation{competition.id, admission.provider, admission.id.text(), ambient.now});
    access::give_task(tx, ambient, admission.provider, role::manager, task_tender, competition.id.text(),
                      competition.closes_at);
    work::send(tx, ambient, "competition.invited", Language::fi, admission.provider.text(),
               {{"competition", competition.id.text()}});
    journal::append(tx, ambient, access::doer_of(actor),
                    {"competition.invitation_sent",
                     competition.id.text(),
                     {{"provider", admission.provider.text()},
                      {"closes_at", to_text(*competition.closes_at)},
                      {"lot_commitment", competition.lot_commitment}},
                     journal::Audience::organisation,
                     {competition.authority.text(), admission.provider.text()},
                     {},
                     {}});
}

} // namespace

Result<Competition> invite(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id)
{
    auto competition = competition_for_member(tx, actor, id);
    if (!competition)
        return competition.refusal();

    // The state speaks first: what lacks in a competition that cannot be sent anyway helps nobody.
    if (auto listed = competition_states().move(competition->state, "invite"); !listed)
        return listed.refusal();
    if (auto allowed = may_buy(tx, *competition); !allowed)
        return allowed.refusal();
    const auto programme = programmes::find(tx, competition->programme);
    competition->regime = programme->regime;
    auto openers = openers_of(tx, id);
    for (auto& opener : openers)
        if (const auto key = newest_key_of(tx, opener.user))
            opener.key_text = key->key_text;
    const auto members = members_of(tx, *competition);

    auto faults = invitation_faults(*competition, openers, ambient.now, ambient.law);
    auto facts = facts_of(ambient, *competition);
    facts.has_faults = !faults.empty();
    facts.admitted = static_cast<int>(members.size());
    facts.invited = facts.admitted;
    if (auto allowed = perform_act("invite", ActsAs::officer, facts); !allowed)
        return Refusal{allowed.refusal()}.in(std::move(faults));
    if (auto holds = value_holds(tx, ambient, *competition); !holds)
        return holds.refusal();

    auto seal = make_seal(*competition, std::move(openers), ambient.random);
    if (!seal)
        return seal.refusal();
    competition->key_text = seal->key_text;
    competition->lot_commitment = seal->lot_commitment;
    competition->invited_at = ambient.now;
    save_openers(tx, id, seal->openers);
    save_secret_commitment(tx, id, seal->secret_commitment);
    save_sealed_lot(tx, id, seal->sealed_lot);
    if (auto moved = move(tx, ambient, *competition, "invite", ActsAs::officer, facts); !moved)
        return moved.refusal();

    note(tx, ambient, actor, "competition.invited", *competition,
         {{"invited", static_cast<std::int64_t>(members.size())},
          {"closes_at", to_text(*competition->closes_at)},
          {"estimated_value_cents", competition->estimated_value.in_cents()},
          {"openers", static_cast<std::int64_t>(seal->openers.size())},
          {"openers_needed", competition->openers_needed},
          {"secret_commitment", seal->secret_commitment},
          {"lot_commitment", competition->lot_commitment}});
    for (const auto& member : members)
        invite_one(tx, ambient, actor, *competition, member);
    plan_moments(tx, ambient, *competition);

    if (competition->questions_until)
        if (auto moved = move(tx, ambient, *competition, "open_questions", ActsAs::officer,
                              facts_of(ambient, *competition));
            !moved)
            return moved.refusal();
    return *competition;
}

Result<Competition> invite_newcomers(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     CompetitionId id)
{
    auto competition = competition_for_member(tx, actor, id);
    if (!competition)
        return competition.refusal();

    if (!takes_tenders(competition->state))
        return refused(Fault::conflict, "competition.invites_nobody_now");
    if (!may_still_invite(ambient.received_at, *competition->closes_at, time_of(*competition), ambient.law))
        return refused(Fault::too_late, "competition.too_late_to_invite");
    auto members = members_of(tx, *competition);
    std::erase_if(members, [&](const Admission& member) { return is_invited(tx, id, member.provider); });
    if (members.empty())
        return refused(Fault::conflict, "competition.nobody_new");

    competition->revision += 1;
    save(tx, *competition, ambient.now);
    for (const auto& member : members)
        invite_one(tx, ambient, actor, *competition, member);

    note(tx, ambient, actor, "competition.newcomers_invited", *competition,
         {{"invited", static_cast<std::int64_t>(members.size())}});
    return *competition;
}

} // namespace kori::competitions
