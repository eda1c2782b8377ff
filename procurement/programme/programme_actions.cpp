#include "procurement/programme/programme_actions.hpp"

#include "procurement/party/party_store.hpp"
#include "procurement/programme/programme_steps.hpp"

namespace kori::programmes
{
namespace
{

bool is_being_written(const Programme& programme)
{
    return programme.state == programme_state::draft || programme.state == programme_state::in_dialogue;
}

Refusal over()
{
    return refuse(Fault::conflict, "programme.over", "This programme has come to its end.");
}

std::optional<Instant> window_end(Transaction& tx, const Programme& programme, const Hooks& hooks)
{
    if (programme.channel != Channel::dps)
        return std::nullopt;
    PROMISE(bool(hooks.window_end));
    return hooks.window_end(tx, programme);
}

// Publishing for the first time, whichever state it leads to.
Result<Programme> make_public(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              Programme programme, std::string_view verb, std::string kind,
                              const Hooks& hooks)
{
    // The state speaks first: what lacks in a programme that cannot be published anyway helps nobody.
    if (auto to = programme_states().move(programme.state, verb); !to)
        return to.refusal();
    if (auto faults = missing(tx, ambient, programme, hooks); !faults.empty())
        return refuse(Fault::invalid, "programme.not_complete",
                      "The programme lacks what it needs to be published.")
            .in(std::move(faults));
    programme.published_at = ambient.now;
    plan_end(tx, ambient, programme);
    Facts facts{{"channel", code_of(programme.channel)},
                {"regime", code_of(programme.regime)},
                {"ends_on", to_text(*programme.ends_on)}};
    if (programme.answer_working_days)
        facts.emplace_back("answer_working_days", *programme.answer_working_days);
    if (const auto until = window_end(tx, programme, hooks))
    {
        work::plan(tx, ambient, opens, programme.id.text(), programme.authority, until->plus_micros(1));
        facts.emplace_back("requests_until", to_text(*until));
    }
    return moved(tx, ambient, actor, std::move(programme), verb, std::move(kind), std::move(facts));
}

} // namespace

Result<Programme> create(Transaction& tx, const Ambient& ambient, const Actor& actor,
                         const NewProgramme& wish)
{
    if (!actor.is_authority())
        return refuse(Fault::forbidden, "party.not_an_authority", "Only a contracting entity decides this.");

    if (const auto fits = check_regime(wish.channel, wish.regime); !fits)
        return Refusal{fits.refusal()}.in(
            {{"/regime", fits.refusal().rule, fits.refusal().sentence, fits.refusal().values}});

    const Programme programme{ambient.next<ProgrammeTag>(),
                              *actor.organisation,
                              wish.name,
                              wish.channel,
                              wish.regime,
                              std::string{programme_states().initial},
                              wish.answer_working_days,
                              wish.ends_on,
                              1,
                              wish.may_close,
                              std::nullopt};
    insert(tx, programme, ambient.now);

    note(tx, ambient, actor, "programme.created", programme,
         {{"channel", code_of(programme.channel)}, {"regime", code_of(programme.regime)}});
    return programme;
}

Result<Programme> change_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                               const ProgrammeChange& wish)
{
    auto programme = own(tx, actor, id);
    if (!programme)
        return programme.refusal();

    if (!is_being_written(*programme))
        return refuse(Fault::conflict, "programme.not_a_draft",
                      "Only a draft is changed; what is public moves by decisions.");

    programme->name = wish.name.value_or(programme->name);
    programme->answer_working_days = wish.answer_working_days.value_or(programme->answer_working_days);
    programme->may_close = wish.may_close.value_or(programme->may_close);
    programme->ends_on = wish.ends_on.value_or(programme->ends_on);
    programme->revision += 1;
    save(tx, *programme, ambient.now);

    note(tx, ambient, actor, "programme.changed", *programme);
    return programme;
}

std::vector<FieldError> missing(Transaction& tx, const Ambient& ambient, const Programme& programme,
                                const Hooks& hooks)
{
    const auto today = ambient.today();
    std::vector<FieldError> faults;
    const auto name_lacks = [&](std::string pointer, std::string_view language)
    {
        faults.push_back({std::move(pointer),
                          "programme.name_missing",
                          "The name is missing in {language}.",
                          {{"language", language}}});
    };
    if (programme.name.fi.empty())
        name_lacks("/name/fi", "fi");
    if (programme.name.sv.empty())
        name_lacks("/name/sv", "sv");
    if (!programme.ends_on)
        faults.push_back({"/ends_on", "programme.end_missing", "A programme says until when it runs.", {}});
    else if (*programme.ends_on <= today)
        faults.push_back({"/ends_on",
                          "programme.end_in_past",
                          "The end {ends_on} is not after {day}.",
                          {{"ends_on", to_text(*programme.ends_on)}, {"day", to_text(today)}}});
    if (!parties::find(tx, programme.authority))
        faults.push_back({"/authority",
                          "programme.no_entity",
                          "The organisation has not said yet which contracting entity it is.",
                          {}});
    if (hooks.faults_of_channel)
        for (auto& fault : hooks.faults_of_channel(tx, ambient, programme))
            faults.push_back(std::move(fault));
    return faults;
}

Result<Programme> open_dialogue(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id)
{
    return moved(tx, ambient, actor, id, "open_dialogue", "programme.dialogue_opened");
}

Result<Programme> close_dialogue(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id)
{
    return moved(tx, ambient, actor, id, "close_dialogue", "programme.dialogue_closed");
}

Result<Programme> publish(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                          const Hooks& hooks)
{
    const auto programme = own(tx, actor, id);
    if (!programme)
        return programme.refusal();
    if (const auto has_window = check_has_window(programme->channel); !has_window)
        return has_window.refusal();
    return make_public(tx, ambient, actor, *programme, "publish", "programme.published", hooks);
}

Result<Programme> open(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                       const Hooks& hooks)
{
    const auto programme = own(tx, actor, id);
    if (!programme)
        return programme.refusal();
    if (is_being_written(*programme))
    {
        if (const auto at_once = check_opens_at_once(programme->channel); !at_once)
            return at_once.refusal();
        return make_public(tx, ambient, actor, *programme, "open_at_once", "programme.opened", hooks);
    }
    if (const auto to = programme_states().move(programme->state, "open"); !to)
        return to.refusal();
    if (const auto until = window_end(tx, *programme, hooks); until && ambient.received_at <= *until)
        return refuse(Fault::conflict, "programme.window_open",
                      "First requests come in until {requests_until}; it opens by itself after that.")
            .with("requests_until", to_text(*until));
    work::cancel(tx, ambient, opens, id.text());
    return moved(tx, ambient, actor, *programme, "open", "programme.opened");
}

Result<Programme> close_temporarily(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    ProgrammeId id, const std::string& reason)
{
    const auto programme = own(tx, actor, id);
    if (!programme)
        return programme.refusal();
    if (programme_states().move(programme->state, "close_temporarily") && !programme->may_close)
        return refuse(Fault::conflict, "programme.closing_not_announced",
                      "Closing for a time was not announced when the programme was set up.");
    return moved(tx, ambient, actor, *programme, "close_temporarily", "programme.closed_temporarily", {},
                 reason);
}

Result<Programme> reopen(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id)
{
    return moved(tx, ambient, actor, id, "reopen", "programme.reopened");
}

Result<Programme> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id)
{
    return moved(tx, ambient, actor, id, "drop", "programme.dropped");
}

Result<Programme> archive(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id)
{
    return moved(tx, ambient, actor, id, "archive", "programme.archived");
}

Result<Programme> change_regime(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                Regime regime, const std::string& reason)
{
    auto programme = own(tx, actor, id);
    if (!programme)
        return programme.refusal();
    if (programme->state == programme_state::dropped || programme->state == programme_state::archived)
        return over();
    if (const auto fits = check_regime_change(programme->regime, regime, reason); !fits)
        return fits.refusal();

    const auto from = programme->regime;
    programme->regime = regime;
    programme->revision += 1;
    save(tx, *programme, ambient.now);

    note(tx, ambient, actor, "programme.regime_changed", *programme,
         {{"from", code_of(from)}, {"to", code_of(regime)}}, reason);
    return programme;
}

} // namespace kori::programmes
