// How a route acts on one request: who may see it, whether it is still the one that was read, the act, the
// answer.
#pragma once

#include "procurement/admission/admission_actions.hpp"
#include "procurement/admission/admission_views.hpp"

namespace kori::admissions
{

// The request as this actor may see it: its own, or one that its authority has received.
Result<Admission> visible(http::Call& call);

// Sees, compares If-Match when it was sent, acts, shows.
template <class Act>
Result<http::Reply> act_on(http::Call& call, Act act)
{
    const auto seen = visible(call);
    if (!seen)
        return seen.refusal();
    if (const auto fresh = call.expect_revision(seen->revision); !fresh)
        return fresh.refusal();
    const auto done = act(*seen);
    if (!done)
        return done.refusal();
    const auto now = find(call.tx, seen->id);
    PROMISE(now.has_value());
    return http::Reply::view(full_view(call, *now), now->revision);
}

using Move = Result<Admission> (*)(Transaction&, const Ambient&, const Actor&, AdmissionId);
http::Handler moving(Move act);
// The same act by the rules of the request's own channel.
http::Handler moving(Move in_open_acceptance, Move in_system);
// A decision's outcome is a word of its channel: "accepted" is none of a DPS, "admitted" none of open
// acceptance.
Result<Done> check_outcome(const Admission& admission, std::string_view outcome);

// The row of one act on a request: POST /api/v1/requests/{request}/<verb>.
http::Route act_row(std::string_view verb, Permission permission, std::shared_ptr<const http::Shape> body,
                    std::shared_ptr<const http::Shape> request, http::Handler handler, std::string summary);

// The rows of the two sides; `request` is what each of them answers.
http::Routes provider_routes(const std::shared_ptr<const http::Shape>& request);
http::Routes authority_routes(const std::shared_ptr<const http::Shape>& request);

} // namespace kori::admissions
