// Open data of a dynamic purchasing system in the Open Contracting Data Standard 1.1.5: one contracting
// process for the system and one for each competition, which names the system as its framework. A release is
// what was published at one moment; a record is all of them with the merged state. Generated, never sent.
#pragma once

#include "core/base/result.hpp"
#include "core/json/value.hpp"
#include "procurement/notice/notice_facts.hpp"

#include <cstdint>
#include <string>

namespace kori::ocds
{

// How this installation publishes; settings.
struct Publication
{
    std::string prefix;   // of every ocid, given by the Open Contracting Partnership: "ocds-213czf"
    std::string base_uri; // where the packages are found, without a slash at the end
    std::string publisher;
    std::string business_id; // of the publisher
    std::string license;     // its address
    std::string policy;      // address of the publication policy
    // Numbers of people below this are left out: who is a customer is secret in itself (domain.md 15, 14).
    std::int64_t smallest_cell = 0;
};

// "prefix-prg_…" and "prefix-cmp_…": derived from our own ids, never reused.
std::string ocid_of(const Publication& publication, const std::string& own_id);

// What was published until that moment, oldest first. A release never changes later: it holds what happened
// then, and its id is made of the ocid and what it tells. Tenders appear with the decision and not before,
// not even as a number. The facts have passed notice::check.
json::Array system_releases(const notice::NoticeFacts& facts, const Publication& publication, Instant until);
json::Array competition_releases(const notice::NoticeFacts& facts, const notice::Competition& competition,
                                 const Publication& publication, Instant until);

// The state after releases of one ocid, oldest first and at least one, by OCDS's merge routine: objects
// member by member, lists of objects by id, other lists and values by the newest.
json::Value compiled(const json::Array& releases);

// Both refuse what notice::check refuses, and notice.nothing_to_tell before the system was published.
Result<json::Value> release_package(const notice::NoticeFacts& facts, const Publication& publication,
                                    Instant until);
Result<json::Value> record_package(const notice::NoticeFacts& facts, const Publication& publication,
                                   Instant until);

} // namespace kori::ocds
