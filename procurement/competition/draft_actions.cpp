// A competition before anybody knows of it, and the openers' keys.
#include "core/access/access_actions.hpp"
#include "core/crypto/opener_key.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"

#include <algorithm>

namespace kori::competitions
{
namespace
{

// The named openers, or what is wrong with them.
std::vector<Opener> openers_named(Transaction& tx, const Competition& competition,
                                  const CompetitionTerms& terms, CivilDate today,
                                  std::vector<FieldError>& errors)
{
    std::vector<Opener> openers;
    for (std::size_t i = 0; i < terms.openers.size(); ++i)
    {
        const auto here = "/openers/" + std::to_string(i);
        const auto member = access::find_membership(tx, terms.openers[i]);
        if (!member || member->organisation != competition.authority || !member->validity.contains(today))
        {
            errors.push_back(field(here, "competition.opener_unknown"));
            continue;
        }
        if (std::any_of(openers.begin(), openers.end(),
                        [&](const Opener& other) { return other.user == member->user; }))
            errors.push_back(field(here, "competition.opener_doubled"));
        openers.push_back({competition.id, member->user, member->id,
                           static_cast<std::int64_t>(openers.size()) + 1, "", "", ""});
    }
    return openers;
}

Result<Done> write_terms(Transaction& tx, const Ambient& ambient, Competition& competition,
                         const CompetitionTerms& terms)
{
    std::vector<FieldError> errors;
    if (terms.service_until < terms.service_from)
        errors.push_back(field("/service_until", "competition.service_ends_before"));
    const auto openers = openers_named(tx, competition, terms, ambient.today(), errors);
    if (!errors.empty())
        return refused(Fault::invalid, "competition.terms_refused").in(std::move(errors));

    competition.name = terms.name;
    competition.description = terms.description;
    competition.criteria = terms.criteria;
    competition.parts = terms.parts;
    competition.estimated_value = terms.estimated_value;
    competition.value_is_told = terms.value_is_told;
    competition.service_from = terms.service_from;
    competition.service_until = terms.service_until;
    competition.winners_most = terms.winners_most;
    competition.use = terms.use;
    competition.accelerated_reason = terms.accelerated_reason;
    competition.accelerated = !terms.accelerated_reason.empty();
    competition.documents_withheld = terms.documents_withheld;
    competition.observes_standstill = terms.observes_standstill;
    competition.openers_needed = terms.openers_needed;
    competition.questions_until = terms.questions_until;
    competition.closes_at = terms.closes_at;
    save_openers(tx, competition.id, openers);
    return Done{};
}

} // namespace

CompetitionTerms terms_of(Transaction& tx, const Competition& competition)
{
    CompetitionTerms terms;
    terms.name = competition.name;
    terms.description = competition.description;
    terms.criteria = competition.criteria;
    terms.parts = competition.parts;
    terms.estimated_value = competition.estimated_value;
    terms.value_is_told = competition.value_is_told;
    terms.service_from = competition.service_from;
    terms.service_until = competition.service_until;
    terms.winners_most = competition.winners_most;
    terms.use = competition.use;
    terms.accelerated_reason = competition.accelerated_reason;
    terms.documents_withheld = competition.documents_withheld;
    terms.observes_standstill = competition.observes_standstill;
    terms.openers_needed = competition.openers_needed;
    for (const auto& opener : openers_of(tx, competition.id))
        terms.openers.push_back(opener.membership);
    terms.questions_until = competition.questions_until;
    terms.closes_at = competition.closes_at;
    return terms;
}

Result<Competition> create_draft(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ProgrammeId programme_id, CategoryId category_id,
                                 const CompetitionTerms& terms)
{
    const auto programme = programmes::find(tx, programme_id);
    if (!programme || !actor.speaks_for(programme->authority))
        return absent();

    if (auto allowed = allow_in_channel(programme->channel, channel_verb::invite_tenders); !allowed)
        return allowed.refusal();
    if (programme->channel != Channel::dps)
        return refused(Fault::conflict, "competition.only_in_system");
    const auto category = systems::find_category(tx, category_id);
    if (!category || category->programme != programme->id)
        return refused(Fault::invalid, "competition.terms_refused")
            .in({field("/category", "competition.category_unknown")});

    Competition competition{.id = ambient.next<CompetitionTag>(),
                            .programme = programme->id,
                            .category = category->id,
                            .authority = programme->authority,
                            .regime = programme->regime,
                            .state = std::string{competition_states().initial}};
    if (auto written = write_terms(tx, ambient, competition, terms); !written)
        return written.refusal();
    insert(tx, competition, ambient.now);

    note(tx, ambient, actor, "competition.drafted", competition, {{"category", category->id.text()}});
    return competition;
}

Result<Competition> change_draft(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 CompetitionId id, const CompetitionTerms& terms)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();

    if (competition->state != competition_state::draft)
        return refused(Fault::conflict, "competition.not_a_draft");

    if (auto written = write_terms(tx, ambient, *competition, terms); !written)
        return written.refusal();
    competition->revision += 1;
    save(tx, *competition, ambient.now);

    note(tx, ambient, actor, "competition.changed", *competition);
    return *competition;
}

Result<Competition> drop_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();

    if (auto moved =
            move(tx, ambient, *competition, "drop", ActsAs::officer, facts_of(ambient, *competition));
        !moved)
        return moved.refusal();

    note(tx, ambient, actor, "competition.dropped", *competition);
    return *competition;
}

Result<RegisteredOpenerKey> register_opener_key(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                                const std::string& key_text)
{
    if (!actor.is_authority() || !actor.user || !actor.membership)
        return refused(Fault::forbidden, "competition.opener_of_authority");

    const auto earlier = newest_key_of(tx, *actor.user);

    const auto key = crypto::read_opener_key(key_text);
    if (!key)
    {
        const auto& why = key.refusal();
        return refused(Fault::invalid, "competition.opener_key_unreadable")
            .in({{"/key_text", why.rule, why.sentence, why.values}});
    }
    const RegisteredOpenerKey made{*actor.user,       earlier ? earlier->number + 1 : 1,
                                   key->text(),       to_hex(key->fingerprint()),
                                   *actor.membership, ambient.now};
    insert(tx, made);

    journal::append(tx, ambient, access::doer_of(actor),
                    {"opener_key.registered",
                     actor.membership->text(),
                     {{"number", made.number}, {"fingerprint", made.fingerprint}},
                     journal::Audience::organisation,
                     {actor.organisation->text()},
                     {},
                     {}});
    return made;
}

} // namespace kori::competitions
