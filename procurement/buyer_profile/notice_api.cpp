// Notices as eForms for who sends them, and open data for everybody.
#include "procurement/buyer_profile/buyer_profile_api.hpp"
#include "procurement/buyer_profile/notice_gathering.hpp"
#include "procurement/notice/eforms.hpp"
#include "procurement/notice/notice_check.hpp"
#include "procurement/notice/ocds.hpp"

#include <algorithm>
#include <charconv>

namespace kori::buyer_profiles
{
namespace
{

using namespace http;

constexpr Permission make{"notice.make"};

std::int64_t number_of(const Call& call, std::string_view name, std::int64_t otherwise)
{
    const auto text = call.query_text(name).value_or("");
    std::from_chars(text.data(), text.data() + text.size(), otherwise);
    return otherwise;
}

Refusal refuse_query(std::string_view name, const std::string& rule, const std::string& sentence)
{
    return refuse(Fault::invalid, rule, sentence).in({{"?" + std::string{name}, rule, sentence, {}}});
}

Refusal nothing_to_tell()
{
    return refuse(Fault::conflict, "notice.nothing_to_tell", "There is nothing to tell in this notice.");
}

Result<eforms::Notice> contract_notice(const Call& call, const notice::NoticeFacts& facts,
                                       std::string_view kind)
{
    const auto change = kind == "set_up" ? 0 : number_of(call, "change", 1);
    if (change > static_cast<std::int64_t>(facts.system.changes.size()))
        return refuse_query("change", "notice.no_such_change", "The system has no change of this number.");
    return eforms::contract_notice(facts, static_cast<std::size_t>(change), {});
}

Result<eforms::Notice> result_of_competition(const Call& call, const notice::NoticeFacts& facts)
{
    const auto wanted = call.query_text("competition").value_or("");
    const auto found = std::find_if(facts.competitions.begin(), facts.competitions.end(),
                                    [&](const notice::Competition& one) { return one.id == wanted; });
    if (found == facts.competitions.end())
        return refuse_query("competition", "notice.no_such_competition",
                            "The system has no such competition that was sent out.");
    return eforms::result_notice(facts, eforms::single_scope(*found, call.ambient.now), {});
}

Result<eforms::Notice> notice_of(const Call& call, const notice::NoticeFacts& facts, const std::string& kind)
{
    if (auto good = notice::check(facts); !good)
        return good.refusal();
    if (kind == "set_up" || kind == "change")
        return contract_notice(call, facts, kind);
    if (kind == "result")
        return result_of_competition(call, facts);
    if (kind == "quarter")
    {
        const auto year = number_of(call, "year", static_cast<int>(call.ambient.today().year()));
        const auto quarter = number_of(call, "quarter", 1);
        return eforms::result_notice(
            facts,
            eforms::quarter_scope(facts, static_cast<int>(year), static_cast<int>(quarter), call.ambient.now),
            {});
    }
    if (!facts.system.end)
        return nothing_to_tell();
    return eforms::result_notice(facts, eforms::end_scope(facts), {});
}

Result<Reply> get_notice(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto programme = programmes::find(call.tx, *id);
    if (!programme || !call.actor.speaks_for(programme->authority))
        return absent();
    const auto& kind = call.path.find("kind")->second;
    constexpr std::string_view kinds[] = {"set_up", "change", "result", "quarter", "end"};
    if (std::find(std::begin(kinds), std::end(kinds), kind) == std::end(kinds))
        return absent();
    if (!programme->published_at)
        return nothing_to_tell();
    const auto made = notice_of(call, gather(call.tx, *programme, call.ambient.law), kind);
    if (!made)
        return made.refusal();
    return Reply::text("application/xml", made->xml);
}

ocds::Publication publication_of(const Organisation& authority, const OpenDataProfile& profile)
{
    return {profile.prefix,      profile.base_uri,   authority.name.fi,    authority.business_id.value_or(""),
            profile.license_uri, profile.policy_uri, profile.smallest_cell};
}

// A system of which no whole facts can be told yet has no open data: what it lacks is its authority's to
// read, where it makes its notices.
Result<Reply> get_open_data(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    const auto programme = programmes::find(call.tx, *id);
    if (!programme || !programme->published_at)
        return absent();
    const auto profile = find_buyer(call.tx, programme->authority);
    const auto facts = gather(call.tx, *programme, call.ambient.law);
    if (!profile || !notice::check(facts))
        return absent();
    const auto authority = access::find_organisation(call.tx, programme->authority);
    const auto publication = publication_of(*authority, profile->open_data);
    const auto package = call.query_text("form").value_or("record") == "releases"
                             ? ocds::release_package(facts, publication, call.ambient.now)
                             : ocds::record_package(facts, publication, call.ambient.now);
    if (!package)
        return package.refusal();
    return Reply::ok(*package);
}

} // namespace

Routes notice_routes()
{
    return {
        Route{Method::get, "/api/v1/programmes/{programme}/notices/{kind}", make, Access::reads, nullptr,
              nullptr, get_notice, "A notice of the system as eForms XML, ready for who sends it"}
            .giving("application/xml")
            .naming({{"kind", code({"set_up", "change", "result", "quarter", "end"}, "Which notice")}})
            .asking({{"change", integer(1, 1'000, "Of a change: its number, from 1", 1)},
                     {"competition", any_id("Of a result: the competition")},
                     {"year", integer(2'017, 9'998, "Of a quarter: the year", 2026)},
                     {"quarter", integer(1, 4, "Of a quarter: 1 to 4", 1)}}),
        Route{Method::get, "/api/v1/programmes/{programme}/ocds", everybody, Access::reads, nullptr,
              shared(anything("A release or record package of OCDS 1.1.5", json::Object{})), get_open_data,
              "Open data of a dynamic purchasing system (OCDS 1.1.5)"}
            .asking({{"form", code({"record", "releases"}, "Merged state, or what was published when")}}),
    };
}

} // namespace kori::buyer_profiles
