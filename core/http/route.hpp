// One row per route: method, pattern, permission, access, bodies, handler. No default permission.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/http/message.hpp"
#include "core/http/shape.hpp"
#include "core/json/value.hpp"
#include "core/storage/transaction.hpp"

#include <any>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kori::crypto
{
class Keyring;
}

namespace kori::http
{

// What a handler needs besides its transaction: lives as long as the application.
struct Environment;

// One call of one route, inside one transaction; single-threaded from its own point of view.
struct Call
{
    Transaction& tx;
    const Ambient& ambient;
    const Actor& actor;
    const Request& request;
    const std::map<std::string, std::string, std::less<>>& path; // "{basket}" → its text
    const std::map<std::string, std::string, std::less<>>&
        query;                // checked against the row's query description
    const json::Value& body;  // checked against the row's description; null if none
    const std::any& prepared; // what the row's prepare left
    Environment& environment;

    // The path value as an id; another form is "not found", like an absent object.
    template <class Tag>
    Result<Id<Tag>> id(std::string_view name) const
    {
        const auto at = path.find(name);
        PROMISE(at != path.end());
        if (auto parsed = Id<Tag>::parse(at->second))
            return *parsed;
        return absent();
    }
    std::optional<std::string> query_text(std::string_view name) const;

    // If-Match against the object's revision: refuses stale (412) or, when the row demands the header,
    // precondition (428).
    Result<Done> expect_revision(std::int64_t revision) const;

    // Does one of the actor's roles carry the duty today? For views that show more to those who need more;
    // who may call at all is the row's permission.
    bool has_duty(Permission permission) const;

    mutable bool revision_was_checked = false;
    // What a refusal must leave behind besides its witnesses (a counted failure); runs when the job was
    // undone.
    mutable std::function<void(Transaction&)> when_refused = {};
    // The person whose data the answer holds: a stored answer goes when the person is erased. The id as text.
    mutable std::optional<std::string> person = {};
    // Whose customer the answer tells about: that authority reads who looked, whoever looked (906/2019 §17).
    mutable std::optional<OrganisationId> controller = {};
    // Runs after the commit, before the answer leaves.
    mutable std::function<void()> after_commit = {};
};

struct Reply
{
    int status = 200;
    json::Value body; // null = no body
    std::optional<std::int64_t>
        revision;              // of the one object shown: becomes a strong ETag with the body's digest
    std::string location;      // of a created object
    std::string next_cursor;   // of a page: becomes Link: rel="next"
    std::string content_type;  // empty = application/json
    std::string raw;           // instead of `body` when content_type is set
    std::string cache_control; // empty = no-store

    static Reply ok(json::Value body) { return {200, std::move(body), {}, {}, {}, {}, {}, {}}; }
    static Reply view(json::Value body, std::int64_t revision)
    {
        return {200, std::move(body), revision, {}, {}, {}, {}, {}};
    }
    static Reply created(json::Value body, std::int64_t revision, std::string location)
    {
        return {201, std::move(body), revision, std::move(location), {}, {}, {}, {}};
    }
    static Reply page(json::Value body, std::string next_cursor)
    {
        return {200, std::move(body), {}, {}, std::move(next_cursor), {}, {}, {}};
    }
    static Reply text(std::string content_type, std::string raw)
    {
        return {200, {}, {}, {}, {}, std::move(content_type), std::move(raw), {}};
    }
    static Reply nothing() { return {204, {}, {}, {}, {}, {}, {}, {}}; }
};

using Handler = std::function<Result<Reply>(Call&)>;

// Runs on a worker thread before the transaction: password hashing and other slow work. Sees the checked
// body.
using Prepare = std::function<Result<std::any>(const Request&, const json::Value& body, Environment&)>;

enum class Access
{
    process,        // the database is asked only for who is behind a token: answers also when it is away
    reads,          // one snapshot
    reads_and_logs, // a snapshot; the answer leaves only when the entry "who looked" is durable
    writes,         // one slot of a group commit
};

// What the row says about If-Match.
enum class Match
{
    unused,
    allowed,  // honoured when sent
    demanded, // 428 when missing
};

struct QueryParameter
{
    std::string name;
    Shape shape; // of the text: text, code, date, instant, id, integer
};

struct Route
{
    Method method;
    std::string pattern; // "/api/v1/baskets/{basket}/offers"
    Permission permission;
    Access access;
    std::shared_ptr<const Shape> request; // nullptr = no body
    std::shared_ptr<const Shape> reply;   // nullptr = no JSON body
    Handler handler;
    std::string summary; // one sentence for the OpenAPI document

    // Rarely set parts; the rows say them with the words below.
    Match match = Match::unused;
    bool idempotent_by_key = false;
    bool is_paged = false;
    int success = 200;
    std::vector<QueryParameter> query = {};
    Prepare prepare = {};
    std::function<Facts(const Call&)> view_facts = {}; // of reads_and_logs: what the view entry says
    // Of reads_and_logs: whom the view entry is about, when the path must not say it; empty = the path's
    // first value.
    std::function<std::string(const Call&)> view_about = {};
    int unwell = 0; // another status that the reply itself may come with, beside problem details; 0 = none
    std::size_t body_bytes_max = 65'536;
    std::string reply_type = "application/json";
    std::vector<QueryParameter> path_values = {}; // for OpenAPI: path values that are not ids

    // A POST that creates or moves something: Idempotency-Key is required.
    Route keyed() &&
    {
        idempotent_by_key = true;
        return std::move(*this);
    }
    // Takes limit and after, answers {"items": […]} and Link: rel="next".
    Route paged() &&
    {
        is_paged = true;
        return std::move(*this);
    }
    // If-Match is required: the handler calls expect_revision().
    Route guarded() &&
    {
        match = Match::demanded;
        return std::move(*this);
    }
    // If-Match is honoured when sent.
    Route allowing_match() &&
    {
        match = Match::allowed;
        return std::move(*this);
    }
    Route creating() &&
    {
        success = 201;
        return std::move(*this);
    }
    // The reply may also come with this status, which for others is a refusal's.
    Route answering_also(int status) &&
    {
        unwell = status;
        return std::move(*this);
    }
    Route answering(int status) &&
    {
        success = status;
        return std::move(*this);
    }
    Route asking(std::vector<QueryParameter> parameters) &&
    {
        query = std::move(parameters);
        return std::move(*this);
    }
    Route preparing(Prepare step) &&
    {
        prepare = std::move(step);
        return std::move(*this);
    }
    Route viewing(std::function<Facts(const Call&)> facts) &&
    {
        view_facts = std::move(facts);
        return std::move(*this);
    }
    Route viewing_about(std::function<std::string(const Call&)> about) &&
    {
        view_about = std::move(about);
        return std::move(*this);
    }
    Route taking_bytes(std::size_t bytes) &&
    {
        body_bytes_max = bytes;
        return std::move(*this);
    }
    Route giving(std::string content_type) &&
    {
        reply_type = std::move(content_type);
        return std::move(*this);
    }
    // What a path value looks like when it is not an id.
    Route naming(std::vector<QueryParameter> values) &&
    {
        path_values = std::move(values);
        return std::move(*this);
    }
};

inline std::shared_ptr<const Shape> shared(Shape shape)
{
    return std::make_shared<const Shape>(std::move(shape));
}

using Routes = std::vector<Route>;

} // namespace kori::http
