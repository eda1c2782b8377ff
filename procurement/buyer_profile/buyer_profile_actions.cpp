#include "procurement/buyer_profile/buyer_profile_actions.hpp"

#include "core/base/promise.hpp"
#include "procurement/buyer_profile/notice_gathering.hpp"
#include "procurement/notice/notice_check.hpp"

#include <algorithm>

namespace kori::buyer_profiles
{
namespace
{

// Where a field of NoticeFacts stands in the body.
struct Place
{
    std::string_view in_facts;
    std::string_view in_body;
};

std::vector<FieldError> moved(std::vector<FieldError> faults, const std::vector<Place>& places)
{
    std::vector<FieldError> kept;
    for (auto& fault : faults)
    {
        const auto place = std::find_if(places.begin(), places.end(), [&](const Place& one)
                                        { return fault.pointer.starts_with(one.in_facts); });
        if (place == places.end())
            continue;
        fault.pointer = std::string{place->in_body} + fault.pointer.substr(place->in_facts.size());
        kept.push_back(std::move(fault));
    }
    return kept;
}

Result<std::int64_t> written(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string text,
                             std::vector<FieldError> faults)
{
    if (!faults.empty())
        return refuse(Fault::invalid, "notice.profile_incomplete", "No notice can be made of this profile.")
            .in(std::move(faults));

    const auto organisation = *actor.organisation;
    const auto known = newest(tx, organisation);
    const StoredProfile profile{std::move(text), known ? known->number + 1 : 1};
    insert(tx, organisation, profile, *actor.membership, ambient.now);

    journal::append(tx, ambient, access::doer_of(actor),
                    {"notice.profile_written",
                     organisation.text(),
                     {{"number", profile.number}},
                     journal::Audience::organisation,
                     {organisation.text()},
                     {},
                     {}});
    return profile.number;
}

Organisation own_organisation(Transaction& tx, const Actor& actor)
{
    PROMISE(actor.organisation && actor.membership);
    auto own = access::find_organisation(tx, *actor.organisation);
    PROMISE(own.has_value());
    return std::move(*own);
}

} // namespace

std::vector<FieldError> faults_of(const Organisation& authority, const BuyerProfile& profile)
{
    notice::NoticeFacts facts;
    add_buyer(facts, authority, profile);
    return moved(notice::faults(facts), {{"/buyer/organisation", ""},
                                         {"/buyer", ""},
                                         {"/review_body", "/review_body"},
                                         {"/languages", "/languages"},
                                         {"/system/requests_uri", "/requests_uri"}});
}

std::vector<FieldError> faults_of(const Organisation& provider, const WinnerProfile& profile)
{
    notice::NoticeFacts facts;
    notice::Award award;
    award.winners = {winner_of(provider, profile)};
    notice::Competition competition;
    competition.decision = notice::Decision{{}, {std::move(award)}, {}};
    facts.competitions = {std::move(competition)};
    return moved(notice::faults(facts), {{"/competitions/0/decision/awards/0/winners/0", ""}});
}

Result<std::int64_t> write_buyer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const BuyerProfile& profile)
{
    if (!actor.is_authority())
        return refuse(Fault::forbidden, "party.not_an_authority", "Only a contracting entity decides this.");
    const auto own = own_organisation(tx, actor);

    return written(tx, ambient, actor, text_of(profile), faults_of(own, profile));
}

Result<std::int64_t> write_winner(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  const WinnerProfile& profile)
{
    if (!actor.is_provider())
        return refuse(Fault::forbidden, "acceptance.not_a_provider", "Only a provider asks to join.");
    const auto own = own_organisation(tx, actor);

    return written(tx, ambient, actor, text_of(profile), faults_of(own, profile));
}

} // namespace kori::buyer_profiles
