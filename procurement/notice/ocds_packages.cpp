#include "procurement/notice/notice_check.hpp"
#include "procurement/notice/ocds.hpp"

namespace kori::ocds
{

using json::Array;
using json::Object;
using json::Value;

namespace
{

// The extensions whose fields our releases use: lots, counts of tenders, the technique.
constexpr const char* extensions[] = {
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_techniques_extension/master/"
    "extension.json",
};

Object package(const Publication& publication, const char* kind, Instant published)
{
    Array used;
    for (const auto* extension : extensions)
        used.emplace_back(extension);
    return Object{}
        .add("uri", publication.base_uri + "/" + kind)
        .add("version", "1.1")
        .add("extensions", std::move(used))
        .add("publishedDate", to_helsinki_text(published))
        .add("publisher", Object{}
                              .add("name", publication.publisher)
                              .add("scheme", "FI-PRH")
                              .add("uid", publication.business_id)
                              .add("uri", publication.base_uri))
        .add("license", publication.license)
        .add("publicationPolicy", publication.policy);
}

// The processes that have something to tell: the system first, then its competitions.
Result<std::vector<Array>> processes(const notice::NoticeFacts& facts, const Publication& publication,
                                     Instant until)
{
    if (const auto checked = notice::check(facts); !checked)
        return checked.refusal();
    std::vector<Array> all;
    auto of_system = system_releases(facts, publication, until);
    if (of_system.empty())
        return refuse_by(notice::notice_sentences(), Fault::conflict, "notice.nothing_to_tell", {});
    all.push_back(std::move(of_system));
    for (const auto& competition : facts.competitions)
        if (auto releases = competition_releases(facts, competition, publication, until); !releases.empty())
            all.push_back(std::move(releases));
    return all;
}

} // namespace

Result<Value> release_package(const notice::NoticeFacts& facts, const Publication& publication, Instant until)
{
    const auto all = processes(facts, publication, until);
    if (!all)
        return all.refusal();
    Array releases;
    for (const auto& process : *all)
        for (const auto& release : process)
            releases.push_back(release);
    return Value{package(publication, "releases", until).add("releases", std::move(releases))};
}

Result<Value> record_package(const notice::NoticeFacts& facts, const Publication& publication, Instant until)
{
    const auto all = processes(facts, publication, until);
    if (!all)
        return all.refusal();
    Array records;
    for (const auto& process : *all)
        records.emplace_back(Object{}
                                 .add("ocid", process.front().at("ocid"))
                                 .add("releases", process)
                                 .add("compiledRelease", compiled(process)));
    return Value{package(publication, "records", until).add("records", std::move(records))};
}

} // namespace kori::ocds
