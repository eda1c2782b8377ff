#include "procurement/award/opening_actions.hpp"

#include "core/json/value.hpp"
#include "procurement/award/lots.hpp"

#include <algorithm>

namespace kori::awards
{
namespace
{

// Every attempt is an entry, also the refused one (§64(3)).
Refusal witnessed(Refusal refusal, CompetitionId id)
{
    auto rule = refusal.rule;
    return std::move(refusal).leaving({"opening.refused", id.text(), {{"rule", rule}}});
}

Result<Done> check_share(const ShareAttempt& attempt, CompetitionId id, const Opener& opener)
{
    if (!attempt.password_fits)
        return bad_field("/password", "award.password_wrong", "The password is wrong.");
    if (attempt.competition && *attempt.competition != id)
        return bad_field("/share", "award.share_of_another_competition",
                         "This share belongs to another competition.");
    if (attempt.share && attempt.share->share.number != opener.number)
        return bad_field("/share", "award.share_of_another_opener",
                         "This share was given to somebody else: hand in your own.");
    if (attempt.fault)
        return *attempt.fault;
    PROMISE(attempt.share != nullptr);
    return Done{};
}

// Is what the worker opened still all that there is? A tender moves no more after the deadline, but a copy of
// the work may be older than the transaction.
bool is_whole(Transaction& tx, CompetitionId id, const OpenedAll& opened)
{
    std::vector<std::pair<TenderId, std::string>> now;
    for (const auto& tender : tenders::of_competition(tx, id))
        if (tender.state == tender_state::submitted)
            now.emplace_back(tender.id, tender.digest);
    std::vector<std::pair<TenderId, std::string>> then;
    for (const auto& tender : opened.tenders)
        then.emplace_back(tender.tender, tender.digest);
    return now == then;
}

std::string record_of(Transaction& tx, const OpenedAll& opened)
{
    json::Array list;
    for (const auto& one : opened.tenders)
    {
        const auto tender = tenders::find(tx, one.tender);
        PROMISE(tender.has_value());
        json::Array parts;
        for (const auto& part : one.parts)
        {
            json::Object shown;
            shown.add("name", part.name);
            if (part.fault.empty())
                shown.add("bytes", part.bytes).add("digest", part.digest);
            else
                shown.add("fault", part.fault);
            parts.emplace_back(std::move(shown));
        }
        list.emplace_back(json::Object{}
                              .add("tender", tender->id)
                              .add("tenderer", tender->tenderer)
                              .add_if("received_at", tender->received_at)
                              .add("digest", tender->digest)
                              .add("parts", std::move(parts)));
    }
    return json::write(list);
}

Result<Done> open_tenders(Transaction& tx, const Ambient& ambient, const Actor& actor,
                          Competition& competition, const ShareAttempt& attempt)
{
    const auto& opened = *attempt.opened;
    std::vector<std::string> digests;
    std::int64_t faults = 0;
    for (const auto& one : opened.tenders)
    {
        auto tender = tenders::find(tx, one.tender);
        PROMISE(tender.has_value());
        digests.push_back(from_hex(tender->digest).value_or(""));
        auto facts = facts_of(tx, ambient, competition, *tender);
        if (auto moved = move(tx, ambient, *tender, "open", ActsAs::opener, facts); !moved)
            return moved;
        for (const auto& part : one.parts)
        {
            assessments::insert(tx, part);
            faults += part.fault.empty() ? 0 : 1;
        }
    }
    const auto number = lot_number(competition.id, opened.lot_secret, digests);
    if (!assessments::insert(tx, Opening{competition.id, *competition.opened_at, attempt.present_members,
                                         static_cast<std::int64_t>(opened.tenders.size()),
                                         record_of(tx, opened), to_hex(opened.lot_secret), to_hex(number)}))
        return refuse(Fault::conflict, "award.opened_already", "The tenders are open already.");

    std::vector<std::string> openers;
    for (const auto& member : attempt.present_members)
        openers.push_back(member.text());
    note(tx, ambient, actor, "competition.opened", competition,
         {{"openers", joined_codes(openers)},
          {"tenders", static_cast<std::int64_t>(opened.tenders.size())},
          {"parts_not_opened", faults},
          {"lot_number", to_hex(number)}});
    return Done{};
}

} // namespace

Result<HandedIn> hand_in_share(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                               const ShareAttempt& attempt)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    const auto openers = competitions::openers_of(tx, id);
    const auto opener = std::find_if(openers.begin(), openers.end(), [&](const Opener& one)
                                     { return actor.user && one.user == *actor.user; });
    if (opener == openers.end())
        return witnessed(refuse(Fault::forbidden, "award.not_an_opener",
                                "Only those who were named to open this competition's tenders do this."),
                         id);
    if (!competition->closes_at)
        return witnessed(refuse(Fault::conflict, "award.not_invited", "No tenders have been asked for yet."),
                         id);

    // The guard speaks before the share is judged: before the deadline no share is looked at.
    auto facts = facts_of(tx, ambient, *competition);
    facts.openers_present = attempt.present;
    const auto next = perform_act("open_tenders", ActsAs::opener, facts);
    const bool waits = !next && next.refusal().rule == "competition.openers_missing";
    if (!next && !waits)
        return witnessed(next.refusal(), id);
    if (auto well = check_share(attempt, id, *opener); !well)
        return witnessed(well.refusal(), id);
    if (waits)
    {
        note(tx, ambient, actor, "opening.share_handed_in", *competition,
             {{"share", opener->number}, {"present", static_cast<std::int64_t>(attempt.present.size())}});
        return HandedIn{std::move(*competition), false};
    }
    if (!attempt.opened || !is_whole(tx, id, *attempt.opened))
        return witnessed(refuse(Fault::conflict, "award.hand_in_again",
                                "Something changed while the tenders were opened: hand in your share again."),
                         id);

    competition->opened_at = ambient.now;
    if (auto moved = move(tx, ambient, *competition, "open_tenders", ActsAs::opener, facts); !moved)
        return moved.refusal();
    if (auto opened = open_tenders(tx, ambient, actor, *competition, attempt); !opened)
        return opened.refusal();
    return HandedIn{std::move(*competition), true};
}

} // namespace kori::awards
