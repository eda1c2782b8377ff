#include "procurement/admission/joining_api.hpp"

#include "core/http/cursor.hpp"
#include "procurement/admission/declaration_document.hpp"
#include "procurement/admission/joining_steps.hpp"
#include "procurement/admission/joining_views.hpp"

namespace kori::admissions
{

using namespace http;

namespace
{

constexpr Permission see{"admission.see"};
constexpr Permission apply{"admission.apply"};
constexpr Permission review{"admission.review"};

Result<Reply> list_grounds(Call& call)
{
    json::Array items;
    for (const auto& ground : exclusion_grounds(call.ambient.today(), call.ambient.law))
        items.emplace_back(json::Object{}
                               .add("code", ground.code)
                               .add("name", ground.name)
                               .add("class", code_of(ground.ground_class))
                               .add("espd", ground.espd)
                               .add("source", ground.source));
    return Reply::ok(json::Object{}.add("items", std::move(items)));
}

Result<Reply> get_declaration(Call& call)
{
    const auto declaration = newest_declaration(call.tx, *call.actor.organisation);
    if (!declaration)
        return absent();
    return Reply::view(view_of(*declaration), declaration->number);
}

// A new version beside the earlier ones: nothing is changed in place.
Result<Reply> post_declaration(Call& call)
{
    const auto recorded = record_declaration(call.tx, call.ambient, call.actor, content_of(call.body));
    if (!recorded)
        return recorded.refusal();
    return Reply::created(view_of(*recorded), recorded->number, "/api/v1/self-declaration");
}

Result<Reply> post_confirmation(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return confirm_declaration(call.tx, call.ambient, call.actor, seen.id,
                                                 answers_of(call.body.at("requirements")));
                  });
}

Result<Reply> post_extension(Call& call)
{
    return act_on(
        call, [&](const Admission& seen)
        { return extend_clock(call.tx, call.ambient, call.actor, seen.id, call.body.at("reason").text()); });
}

Handler asking(std::string kind)
{
    return [kind](Call& call)
    {
        return act_on(call,
                      [&](const Admission& seen)
                      {
                          const auto* about = call.body.find("about");
                          return ask_provider(
                              call.tx, call.ambient, call.actor,
                              {seen.id, kind, about ? about->texts() : std::vector<std::string>{},
                               call.body.at("reason").text(), call.body.at("answer_until").instant()});
                      });
    };
}

Result<Reply> post_hearing_answer(Call& call)
{
    return act_on(call,
                  [&](const Admission& seen)
                  {
                      return answer_hearing(call.tx, call.ambient, call.actor, seen.id,
                                            call.body.at("answer").text());
                  });
}

Result<Reply> get_decision(Call& call)
{
    const auto id = call.id<AdmissionDecisionTag>("decision");
    if (!id)
        return id.refusal();
    const auto decision = find_joining_decision(call.tx, *id);
    if (!decision)
        return absent();
    const auto admission = find(call.tx, decision->admission);
    PROMISE(admission.has_value());
    if (!call.actor.speaks_for(admission->provider) && !call.actor.speaks_for(admission->authority))
        return absent();
    return Reply::ok(view_of(*decision, true));
}

// Public once the programme is; open acceptance has neither members nor clocks of law.
Result<Programme> public_system(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    if (!id)
        return id.refusal();
    auto programme = programmes::find(call.tx, *id);
    if (!programme || !programme->published_at || programme->channel != Channel::dps)
        return absent();
    return std::move(*programme);
}

json::Array memberships_view(Call& call, const Programme& programme, OrganisationId provider)
{
    json::Array items;
    for (const auto& membership : memberships_of(call.tx, programme.id, provider))
    {
        const auto category = category_of(call.tx, membership);
        const auto decisions = joining_decisions_of(call.tx, membership.id);
        PROMISE(!decisions.empty());
        items.emplace_back(json::Object{}
                               .add("category", category.id)
                               .add("number", category.number)
                               .add("name", category.name)
                               .add("since", decisions.front().outcome == "admitted"
                                                 ? decisions.front().decided_at
                                                 : decisions.back().decided_at));
    }
    return items;
}

Result<Reply> list_members(Call& call)
{
    const auto programme = public_system(call);
    if (!programme)
        return programme.refusal();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto providers = member_providers(call.tx, programme->id, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, providers, [](const OrganisationId& last) { return std::vector{last.text()}; });
    json::Array items;
    for (const auto& id : providers)
    {
        const auto provider = access::find_organisation(call.tx, id);
        PROMISE(provider.has_value());
        items.emplace_back(json::Object{}
                               .add("provider", id)
                               .add("name", provider->name)
                               .add_if("business_id", provider->business_id)
                               .add("memberships", memberships_view(call, *programme, id)));
    }
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> get_counters(Call& call)
{
    const auto programme = public_system(call);
    if (!programme)
        return programme.refusal();
    const auto counters = clock_counters(call.tx, programme->id, call.ambient.now);
    return Reply::ok(json::Object{}
                         .add("kept", counters.kept)
                         .add("missed", counters.missed)
                         .add("running", counters.open));
}

Shape grounds_shape()
{
    return object(
        "ExclusionGrounds", "Every ground that a self-declaration answers",
        {required(
            "items",
            list(object("ExclusionGround", "A ground of exclusion of the Procurement Act",
                        {required("code", text(1, 100, "Code", "bribery")),
                         required("name", local_text(200, "Name", "Lahjuksen antaminen", "Givande av muta")),
                         required("class",
                                  code({"mandatory", "discretionary"}, "Has to be shut out, or may be")),
                         required("espd", text(1, 100, "Code of the ESPD's list", "corruption")),
                         required("source", text(1, 200, "Paragraph", "1397/2016 §80"))}),
                 0, 200, "In the order of the law"))});
}

Shape member_shape()
{
    const auto membership =
        object("SystemMembership", "In one category",
               {required("category", id_of<CategoryTag>("Category")),
                required("number", integer(1, 1'000'000, "Its number", 1)),
                required("name", local_text(200, "Its name", "Työhönvalmennus", "Arbetsträning")),
                required("since", instant("Since when", "2026-03-12T10:15:00Z"))});
    return object("SystemMember", "Who is admitted now",
                  {required("provider", id_of<OrganisationTag>("Provider")),
                   required("name", local_text(200, "Name", "Savon Työpolku ry", "Savon Työpolku rf")),
                   optional("business_id", pattern("business_id", "Business ID", "1234567-1")),
                   required("memberships", list(membership, 0, 500, "By category"))});
}

Shape asked_shape(std::string name, std::string about)
{
    return object(std::move(name), std::move(about),
                  {required("reason", text(1, 2'000, "Why", "Todistus on vanhentunut.")),
                   optional("about", list(text(1, 100, "Code of a ground or requirement", "self_declaration"),
                                          0, 100, "What it is about")),
                   required("answer_until", instant("Until when; at least five working days (§52(2))",
                                                    "2026-03-20T10:00:00Z"))});
}

} // namespace

Routes joining_routes(const std::shared_ptr<const Shape>& request)
{
    const auto declared = shared(self_declaration_shape());
    const auto confirmation =
        shared(object("NewConfirmation", "That your self-declaration and evidence still hold",
                      {required("requirements", answers_shape())}));
    const auto extension =
        shared(object("ClockExtension", "Why this single case takes longer",
                      {required("reason", text(1, 2'000, "Reason", "Lisäselvitys viipyy."))}));
    const auto answer =
        shared(object("HearingAnswer", "What was asked",
                      {required("answer", text(1, 4'000, "Answer", "Uusi todistus on annettu."))}));
    return {
        Route{Method::get, "/api/v1/exclusion-grounds", everybody, Access::reads, nullptr,
              shared(grounds_shape()), list_grounds, "The grounds of exclusion of today, by code"},
        Route{Method::get, "/api/v1/self-declaration", apply, Access::reads, nullptr, declared,
              get_declaration, "Your newest self-declaration"},
        Route{Method::post, "/api/v1/self-declarations", apply, Access::writes, shared(declaration_shape()),
              declared, post_declaration, "Write a new version of your self-declaration; earlier ones stay"}
            .keyed()
            .creating(),
        act_row("confirmation", apply, confirmation, request, post_confirmation,
                "Confirm your newest self-declaration and evidence for this request (DPS)"),
        act_row("hearing-answer", apply, answer, request, post_hearing_answer,
                "Answer a renewal or a hearing (DPS)"),
        act_row("extension", review, extension, request, post_extension,
                "Lengthen the time to decide in a single reasoned case (DPS, T03)"),
        act_row("renewal", review, shared(asked_shape("RenewalWish", "Ask for renewed evidence")), request,
                asking("renewal"), "Ask an admitted provider for renewed evidence (DPS, T12)"),
        act_row("hearing", review, shared(asked_shape("HearingWish", "Hear an admitted provider")), request,
                asking("hearing"), "Hear an admitted provider before anything is taken from it (DPS)"),
        Route{Method::get, "/api/v1/admission-decisions/{decision}", see, Access::reads, nullptr,
              shared(joining_decision_shape(true)), get_decision,
              "One decision on joining a DPS, as it was served"},
        Route{Method::get, "/api/v1/programmes/{programme}/members", everybody, Access::reads, nullptr,
              shared(object("SystemMemberPage", "Who is admitted to the DPS now",
                            {required("items", list(member_shape(), 0, 200, "Page"))})),
              list_members, "The public register of a DPS: who is admitted, to which categories, since when"}
            .paged(),
        Route{Method::get, "/api/v1/programmes/{programme}/clock-counters", everybody, Access::reads, nullptr,
              shared(object("ClockCounters", "How the time to decide on requests was kept",
                            {required("kept", integer(0, 1'000'000'000, "Decided in time", 12)),
                             required("missed", integer(0, 1'000'000'000, "Late, or due and undecided", 0)),
                             required("running", integer(0, 1'000'000'000, "Undecided and in time", 3))})),
              get_counters, "How a DPS keeps its time to decide on requests"},
    };
}

} // namespace kori::admissions
