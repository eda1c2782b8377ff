#include "procurement/admission/request_acts.hpp"

#include "procurement/admission/admission_steps.hpp"

namespace kori::admissions
{

using namespace http;

Result<Admission> visible(Call& call)
{
    const auto id = call.id<AdmissionTag>("request");
    if (!id)
        return id.refusal();
    auto admission = find(call.tx, *id);
    if (!admission)
        return absent();
    const bool is_own = call.actor.speaks_for(admission->provider);
    const bool is_received = call.actor.speaks_for(admission->authority) && admission->submitted_at;
    if (!is_own && !is_received)
        return absent();
    return std::move(*admission);
}

Handler moving(Move act)
{
    return [act](Call& call)
    {
        return act_on(call,
                      [&](const Admission& seen) { return act(call.tx, call.ambient, call.actor, seen.id); });
    };
}

Handler moving(Move in_open_acceptance, Move in_system)
{
    return [in_open_acceptance, in_system](Call& call)
    {
        return act_on(call,
                      [&](const Admission& seen)
                      {
                          const auto act = seen.channel == Channel::dps ? in_system : in_open_acceptance;
                          return act(call.tx, call.ambient, call.actor, seen.id);
                      });
    };
}

Result<Done> check_outcome(const Admission& admission, std::string_view outcome)
{
    const bool is_system = admission.channel == Channel::dps;
    const bool fits = is_system ? outcome != "accepted" : outcome != "admitted" && outcome != "renewed";
    if (!fits)
        return bad_field("/outcome", "request.outcome_of_other_channel",
                         "This outcome belongs to another channel.");
    return Done{};
}

Route act_row(std::string_view verb, Permission permission, std::shared_ptr<const Shape> body,
              std::shared_ptr<const Shape> request, Handler handler, std::string summary)
{
    return Route{Method::post,       "/api/v1/requests/{request}/" + std::string{verb},
                 permission,         Access::writes,
                 std::move(body),    std::move(request),
                 std::move(handler), std::move(summary)}
        .keyed()
        .allowing_match();
}

} // namespace kori::admissions
