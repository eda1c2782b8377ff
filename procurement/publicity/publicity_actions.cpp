#include "procurement/publicity/publicity_actions.hpp"

#include "core/base/law_book.hpp"
#include "core/work/outbox.hpp"

#include <algorithm>

namespace kori::publicity
{
namespace
{

constexpr std::string_view appeal_days = "information_appeal.days";

FieldError at(std::string pointer, std::string rule, std::string sentence)
{
    return {std::move(pointer), std::move(rule), std::move(sentence), {}};
}

Refusal refuse_field(FieldError error)
{
    auto refusal = refuse(Fault::invalid, error.rule, error.sentence);
    return std::move(refusal).in({std::move(error)});
}

// The matter that the actor may ask about; a draft is known to its authority alone.
Result<Matter> askable(Transaction& tx, const Actor& actor, const Sources& sources, const std::string& id)
{
    auto matter = sources.find_matter(tx, id);
    if (!matter || (!matter->is_announced && !actor.speaks_for(matter->authority)))
        return refuse_field(at("/matter", "publicity.no_such_matter", "There is no such matter."));
    return std::move(*matter);
}

CivilDate due_day(const Matter& matter, Instant received_at, bool is_large, const LawBook& law)
{
    const auto end =
        end_of({.channel = matter.channel,
                .regime = matter.regime,
                .stage = is_large ? LimitStage::information_request_large : LimitStage::information_request,
                .start = received_at},
               law);
    PROMISE(end); // T31 binds every authority in every channel
    return end->end_on;
}

InformationRequest begin(Transaction& tx, const Ambient& ambient, const Actor& actor,
                         InformationRequest request)
{
    insert(tx, request, ambient.now);
    start_clock(tx, ambient, request);
    note(tx, ambient, actor, "information.requested", request,
         {{"came_by", request.came_by},
          {"received_at", to_text(request.received_at)},
          {"due_on", to_text(request.due_on)}});
    return request;
}

// The authority's own request; another's looks absent.
Result<InformationRequest> received_at(Transaction& tx, const Actor& actor, InformationRequestId id)
{
    auto request = find(tx, id);
    if (!request || !actor.speaks_for(request->authority))
        return absent();
    return std::move(*request);
}

Result<Done> move(Transaction& tx, const Ambient& ambient, InformationRequest& request, std::string_view verb)
{
    auto next = information_request_states().move(request.state, verb);
    if (!next)
        return next.refusal();
    request.state = std::move(*next);
    request.revision += 1;
    save(tx, request, ambient.now);
    return Done{};
}

LocalText instructions_of(CivilDate day, const LawBook& law)
{
    const auto days = std::to_string(law.integer(appeal_days, day));
    return {"Päätökseen saa hakea muutosta valittamalla hallinto-oikeuteen " + days +
                " päivän kuluessa päätöksen tiedoksisaannista (621/1999 33 §, 808/2019 13 §).",
            "Ändring i beslutet får sökas genom besvär hos förvaltningsdomstolen inom " + days +
                " dagar från delfåendet av beslutet (621/1999 33 §, 808/2019 13 §).",
            {}};
}

std::string_view verb_of(std::string_view outcome)
{
    return outcome == "given" ? "give" : outcome == "refused" ? "refuse" : "give_in_part";
}

// What keeps one document from being given, or from being given whole.
std::optional<FieldError> fault_of(const Disclosure& disclosure, std::string_view outcome,
                                   const std::string& pointer)
{
    if (disclosure.scope == DocumentScope::nothing)
        return at(pointer, "publicity.not_public_yet", "This document is not public yet.");
    if (disclosure.undecided > 0)
        return at(pointer, "publicity.claims_undecided",
                  "Decide first what of this document is a trade secret.");
    if (outcome == "given" && (disclosure.scope != DocumentScope::all || !disclosure.withheld.empty()))
        return at(pointer, "publicity.part_is_withheld",
                  "Something of this document is left out: it is given in part.");
    return std::nullopt;
}

bool is_whole(const Disclosure& disclosure)
{
    return disclosure.scope == DocumentScope::all && disclosure.withheld.empty();
}

struct Given
{
    std::vector<Disclosure> documents;
    std::vector<FieldError> faults;
};

Given given_to(Transaction& tx, const Sources& sources, const InformationRequest& request,
               const DecideOnInformation& wish, Instant now)
{
    Given given;
    const auto matter = sources.find_matter(tx, request.matter);
    PROMISE(matter.has_value());
    const bool is_party = request.organisation && sources.is_party(tx, *matter, *request.organisation);
    for (std::size_t i = 0; i < wish.documents.size(); ++i)
    {
        const auto pointer = "/documents/" + std::to_string(i);
        const auto document = sources.find_document(tx, wish.documents[i]);
        if (!document || document->matter != request.matter || !document->is_seen_by_authority)
        {
            given.faults.push_back(at(pointer, "publicity.no_such_document", "There is no such document."));
            continue;
        }
        auto disclosure =
            disclosure_of(tx, *document, viewer_of(*document, request.organisation, is_party), now);
        if (auto fault = fault_of(disclosure, wish.outcome, pointer))
            given.faults.push_back(std::move(*fault));
        given.documents.push_back(std::move(disclosure));
    }
    return given;
}

// Is there nothing in the matter that this list leaves out, and nothing left out of what it names? One more
// than the list is looked for, so the question costs what the list costs.
bool is_everything(Transaction& tx, const Sources& sources, const InformationRequest& request,
                   const std::vector<Disclosure>& documents)
{
    const auto there =
        sources.documents_of(tx, request.matter, {}, static_cast<std::int64_t>(documents.size()) + 1);
    return there.size() <= documents.size() &&
           std::all_of(documents.begin(), documents.end(),
                       [](const Disclosure& one) { return is_whole(one); });
}

std::vector<FieldError> faults_in(Transaction& tx, const Sources& sources, const InformationRequest& request,
                                  const DecideOnInformation& wish, const Given& given)
{
    if (!given.faults.empty())
        return given.faults;
    if (wish.outcome == "refused" && !wish.documents.empty())
        return {at("/documents", "publicity.refused_gives_nothing", "A refusal gives no documents.")};
    if (wish.outcome != "refused" && wish.documents.empty())
        return {at("/documents", "publicity.gives_nothing", "Name the documents that are given.")};
    if (wish.outcome == "given_in_part" && is_everything(tx, sources, request, given.documents))
        return {at("/outcome", "publicity.nothing_is_withheld",
                   "Nothing is left out: it is given, not given in part.")};
    return {};
}

} // namespace

Result<InformationRequest> visible(Transaction& tx, const Actor& actor, InformationRequestId id)
{
    auto request = find(tx, id);
    const bool is_own = request && request->asked_by && request->asked_by == actor.membership;
    if (!request || (!is_own && !actor.speaks_for(request->authority)))
        return absent();
    return std::move(*request);
}

Result<InformationRequest> ask(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               const Sources& sources, const AskForInformation& wish)
{
    if (!actor.membership)
        return refuse(Fault::forbidden, "publicity.not_a_member",
                      "Only a member of an organisation does this; others ask the authority directly.");

    const auto matter = askable(tx, actor, sources, wish.matter);
    if (!matter)
        return matter.refusal();

    return begin(tx, ambient, actor,
                 {.id = ambient.next<InformationRequestTag>(),
                  .authority = matter->authority,
                  .matter = matter->id,
                  .asked_by = actor.membership,
                  .organisation = actor.organisation,
                  .wanted = wish.wanted,
                  .state = std::string{information_request_states().initial},
                  .received_at = ambient.received_at,
                  .due_on = due_day(*matter, ambient.received_at, false, ambient.law)});
}

Result<InformationRequest> enter(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const Sources& sources, const EnterForSomebody& wish)
{
    const auto matter = askable(tx, actor, sources, wish.wish.matter);
    if (!matter)
        return matter.refusal();
    if (!actor.speaks_for(matter->authority))
        return refuse_field(at("/matter", "publicity.no_such_matter", "There is no such matter."));
    if (wish.received_at > ambient.received_at)
        return refuse_field(
            at("/received_at", "publicity.received_in_future", "It cannot have come after this moment."));

    return begin(tx, ambient, actor,
                 {.id = ambient.next<InformationRequestTag>(),
                  .authority = matter->authority,
                  .matter = matter->id,
                  .came_by = wish.came_by,
                  .wanted = wish.wish.wanted,
                  .state = std::string{information_request_states().initial},
                  .received_at = wish.received_at,
                  .due_on = due_day(*matter, wish.received_at, false, ambient.law)});
}

Result<InformationRequest> lengthen(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    const Sources& sources, InformationRequestId id,
                                    const std::string& reason)
{
    auto request = received_at(tx, actor, id);
    if (!request)
        return request;

    if (const auto to = information_request_states().move(request->state, "lengthen"); !to)
        return to.refusal();
    if (request->is_large)
        return refuse(Fault::conflict, "publicity.lengthened_already", "The time was lengthened already.");
    if (ambient.received_at > end_of_day(request->due_on))
        return refuse(Fault::too_late, "publicity.first_time_is_over",
                      "The two weeks are over: the time can no longer be lengthened.");
    const auto matter = sources.find_matter(tx, request->matter);
    PROMISE(matter.has_value());

    stop_clock(tx, ambient, *request);
    request->is_large = true;
    request->large_reason = reason;
    request->due_on = due_day(*matter, request->received_at, true, ambient.law);
    if (auto moved = move(tx, ambient, *request, "lengthen"); !moved)
        return moved.refusal();
    start_clock(tx, ambient, *request);

    note(tx, ambient, actor, "information.time_lengthened", *request, {{"due_on", to_text(request->due_on)}},
         reason);
    return request;
}

Result<InformationRequest> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    InformationRequestId id)
{
    auto request = visible(tx, actor, id);
    if (!request)
        return request;
    const bool is_own = request->asked_by && request->asked_by == actor.membership;
    if (request->asked_by ? !is_own : !actor.speaks_for(request->authority))
        return refuse(Fault::forbidden, "publicity.askers_matter", "Only who asked takes the request back.");

    if (auto moved = move(tx, ambient, *request, "withdraw"); !moved)
        return moved.refusal();
    stop_clock(tx, ambient, *request);

    note(tx, ambient, actor, "information.withdrawn", *request, {});
    return request;
}

Result<InformationDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   const Sources& sources, const DecideOnInformation& wish)
{
    auto request = received_at(tx, actor, wish.request);
    if (!request)
        return request.refusal();
    if (!actor.membership)
        return refuse(Fault::forbidden, "publicity.not_a_member",
                      "Only a member of an organisation does this; others ask the authority directly.");

    const auto verb = verb_of(wish.outcome);
    if (const auto to = information_request_states().move(request->state, verb); !to)
        return to.refusal();
    const auto given = given_to(tx, sources, *request, wish, ambient.now);
    if (auto faults = faults_in(tx, sources, *request, wish, given); !faults.empty())
        return refuse(Fault::invalid, "publicity.decision_does_not_hold",
                      "This cannot be decided as it stands.")
            .in(std::move(faults));

    json::Array list;
    for (const auto& one : given.documents)
        list.emplace_back(disclosure_view(one));
    const InformationDecision decision{
        .id = ambient.next<InformationDecisionTag>(),
        .request = request->id,
        .outcome = wish.outcome,
        .reasons = wish.reasons,
        .given = json::write(json::Value{std::move(list)}),
        .instructions = wish.outcome == "given" ? LocalText{} : instructions_of(ambient.today(), ambient.law),
        .is_late = ambient.received_at > end_of_day(request->due_on),
        .decided_at = ambient.now,
        .decided_by = *actor.membership};
    insert(tx, decision);
    if (auto moved = move(tx, ambient, *request, verb); !moved)
        return moved.refusal();
    stop_clock(tx, ambient, *request);

    note(tx, ambient, actor, "information.decided", *request,
         {{"decision", decision.id.text()},
          {"outcome", decision.outcome},
          {"documents", static_cast<std::int64_t>(wish.documents.size())},
          {"is_late", yes_no(decision.is_late)}});
    if (request->organisation)
        work::send(tx, ambient, "information.decided", Language::fi, request->organisation->text(),
                   {{"request", request->id.text()}});
    return decision;
}

} // namespace kori::publicity
