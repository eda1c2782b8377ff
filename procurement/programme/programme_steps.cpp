#include "procurement/programme/programme_steps.hpp"

#include "core/access/access_actions.hpp"
#include "core/journal/journal.hpp"

namespace kori::programmes
{

Result<Programme> own(Transaction& tx, const Actor& actor, ProgrammeId id)
{
    auto programme = find(tx, id);
    if (!programme || !actor.speaks_for(programme->authority))
        return absent();
    return *programme;
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Programme& programme, Facts facts, std::string reason)
{
    facts.emplace_back("state", programme.state);
    facts.emplace_back("revision", programme.revision);
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     programme.id.text(),
                     std::move(facts),
                     programme.published_at ? journal::Audience::everyone : journal::Audience::organisation,
                     {programme.authority.text()},
                     std::move(reason),
                     {}});
}

Result<Programme> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, Programme programme,
                        std::string_view verb, std::string kind, Facts facts, std::string reason)
{
    auto to = programme_states().move(programme.state, verb);
    if (!to)
        return to.refusal();
    programme.state = *to;
    programme.revision += 1;
    save(tx, programme, ambient.now);
    note(tx, ambient, actor, std::move(kind), programme, std::move(facts), std::move(reason));
    return programme;
}

Result<Programme> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                        std::string_view verb, std::string kind, std::string reason)
{
    const auto programme = own(tx, actor, id);
    if (!programme)
        return programme.refusal();
    return moved(tx, ambient, actor, *programme, verb, std::move(kind), {}, std::move(reason));
}

void plan_end(Transaction& tx, const Ambient& ambient, const Programme& programme)
{
    work::cancel(tx, ambient, expires, programme.id.text());
    if (programme.ends_on)
        work::plan(tx, ambient, expires, programme.id.text(), programme.authority,
                   start_of_day(*programme.ends_on));
}

} // namespace kori::programmes
