// T31: a request for information is decided in two weeks, or in a month when there is much of it.
#include "core/base/promise.hpp"
#include "core/work/outbox.hpp"
#include "procurement/publicity/publicity_actions.hpp"

namespace kori::publicity
{
namespace
{

constexpr std::string_view answer_due = "information.answer_due";
constexpr std::string_view task_answer = "information.answer";
constexpr std::string_view task_overdue = "information.overdue";

void fall_due(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto id = InformationRequestId::parse(moment.about);
    PROMISE(id.has_value());
    const auto request = find(tx, *id);
    PROMISE(request.has_value());
    if (request->state != information_request_state::received)
        return;
    access::give_task(tx, ambient, request->authority, role::decision_maker, task_overdue, request->id.text(),
                      moment.due_at);
    note(tx, ambient, the_clock(), "information.answer_overdue", *request,
         {{"due_on", to_text(request->due_on)}});
    work::send(tx, ambient, "information.answer_overdue", Language::fi, request->authority.text(),
               {{"request", request->id.text()}});
}

} // namespace

void start_clock(Transaction& tx, const Ambient& ambient, const InformationRequest& request)
{
    // An answer on the last day is in time until its last moment.
    work::plan(tx, ambient, answer_due, request.id.text(), request.authority,
               start_of_day(plus_days(request.due_on, 1)));
    access::give_task(tx, ambient, request.authority, role::procurement_officer, task_answer,
                      request.id.text(), end_of_day(request.due_on));
}

void stop_clock(Transaction& tx, const Ambient& ambient, const InformationRequest& request)
{
    work::cancel(tx, ambient, answer_due, request.id.text());
    for (const auto kind : {task_answer, task_overdue})
        access::finish_tasks(tx, kind, request.id.text(), ambient.now);
}

void add_due_acts(work::DueActs& acts)
{
    acts.add(std::string{answer_due}, fall_due);
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const InformationRequest& request, Facts facts, std::string reason)
{
    facts.emplace_back("matter", request.matter);
    facts.emplace_back("state", request.state);
    facts.emplace_back("revision", request.revision);
    // Who asks is the authority's and the asker's matter, and nobody else's (§13).
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     request.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     {request.authority.text()},
                     std::move(reason),
                     {}});
}

} // namespace kori::publicity
