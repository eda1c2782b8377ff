// What anybody asks of an authority's purchases, and what it answers.
#include "procurement/publicity/publicity_api.hpp"

#include "core/base/law_book.hpp"
#include "core/http/cursor.hpp"
#include "procurement/publicity/publicity_actions.hpp"
#include "procurement/publicity/publicity_views.hpp"

#include <charconv>

namespace kori::publicity
{
namespace
{

using namespace http;

constexpr Permission see{"publicity.see"};
constexpr Permission answer{"publicity.answer"};
constexpr Permission decide_on{"publicity.decide"};
const std::string requests_path = "/api/v1/information-requests";
const std::string request_path = requests_path + "/{request}";

Result<Reply> shown(Call& call, const Result<InformationRequest>& request)
{
    if (!request)
        return request.refusal();
    return Reply::view(full_view(call.tx, *request), request->revision);
}

Result<Reply> created(Call& call, const Result<InformationRequest>& request)
{
    if (!request)
        return request.refusal();
    return Reply::created(full_view(call.tx, *request), request->revision,
                          requests_path + "/" + request->id.text());
}

// Who asked sees it; at the authority, who has to do with such requests.
Result<InformationRequest> visible(const Call& call)
{
    const auto id = call.id<InformationRequestTag>("request");
    if (!id)
        return id.refusal();
    auto request = publicity::visible(call.tx, call.actor, *id);
    if (!request)
        return request;
    const bool is_own = request->asked_by && request->asked_by == call.actor.membership;
    if (!is_own && !call.has_duty(see))
        return absent();
    return request;
}

Result<Reply> get_request(Call& call)
{
    return shown(call, visible(call));
}

// Compares If-Match when it was sent, then acts.
template <class Act>
Handler acting(Act act)
{
    return [act](Call& call) -> Result<Reply>
    {
        const auto seen = visible(call);
        if (!seen)
            return seen.refusal();
        if (const auto fresh = call.expect_revision(seen->revision); !fresh)
            return fresh.refusal();
        const auto done = act(call, seen->id);
        if (!done)
            return done.refusal();
        return shown(call, *find(call.tx, seen->id));
    };
}

Result<Reply> list_own(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    std::vector<InformationRequest> found;
    if (call.actor.membership)
        found = asked_by(call.tx, *call.actor.membership, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, found,
                           [](const InformationRequest& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& request : found)
        items.emplace_back(view_of(request));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

Result<Reply> list_queue(Call& call)
{
    const auto page = page_of(call, 2);
    if (!page)
        return page.refusal();
    auto found =
        waiting_at(call.tx, *call.actor.organisation, page->after[0], page->after[1], page->limit + 1);
    auto cursor = cut_page(call, *page, found, [](const InformationRequest& last)
                           { return std::vector{to_text(last.due_on), last.id.text()}; });
    json::Array items;
    for (const auto& request : found)
        items.emplace_back(view_of(request));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

// What could be given today, document by document.
Handler listing_documents(const Sources& sources)
{
    return [sources](Call& call) -> Result<Reply>
    {
        const auto request = visible(call);
        if (!request)
            return request.refusal();
        if (!call.actor.speaks_for(request->authority))
            return absent();
        const auto page = page_of(call);
        if (!page)
            return page.refusal();
        const auto matter = sources.find_matter(call.tx, request->matter);
        PROMISE(matter.has_value());
        const bool is_party =
            request->organisation && sources.is_party(call.tx, *matter, *request->organisation);
        auto found = sources.documents_of(call.tx, request->matter, page->after[0], page->limit + 1);
        auto cursor =
            cut_page(call, *page, found, [](const MatterDocument& last) { return std::vector{last.id}; });
        json::Array items;
        for (const auto& document : found)
            if (document.is_seen_by_authority)
                items.emplace_back(disclosure_view(
                    disclosure_of(call.tx, document, viewer_of(document, request->organisation, is_party),
                                  call.ambient.now)));
        return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
    };
}

DecideOnInformation decision_in(const Call& call, InformationRequestId id)
{
    const auto* documents = call.body.find("documents");
    return {id, call.body.at("outcome").text(), call.body.at("reasons").local_text(),
            documents ? documents->texts() : std::vector<std::string>{}};
}

Result<Reply> get_counts(Call& call)
{
    const auto id = call.id<OrganisationTag>("organisation");
    if (!id)
        return id.refusal();
    const auto organisation = access::find_organisation(call.tx, *id);
    if (!organisation || organisation->kind != OrganisationKind::authority)
        return absent();
    auto year = static_cast<int>(call.ambient.today().year());
    if (const auto text = call.query_text("year"))
        std::from_chars(text->data(), text->data() + text->size(), year);
    using namespace std::chrono;
    const auto first = [](int of) { return start_of_day(std::chrono::year{of} / January / 1); };
    const auto counts = count(call.tx, *id, first(year), first(year + 1), call.ambient.today());
    return Reply::ok(view_of(counts).add("year", year));
}

// Which documents a matter has, what makes each kind public, and how long the papers are kept.
Handler telling_publicity(const Sources& sources)
{
    return [sources](Call& call) -> Result<Reply>
    {
        const auto matter = sources.find_matter(call.tx, call.path.find("matter")->second);
        if (!matter || (!matter->is_announced && !call.actor.speaks_for(matter->authority)))
            return absent();
        json::Array kinds;
        for (const auto& row : publicity_rows())
            if (row.channel == matter->channel)
                kinds.emplace_back(json::Object{}
                                       .add("kind", code_of(row.kind))
                                       .add("public_from", code_of(row.event))
                                       .add("source", row.source));
        json::Object view;
        view.add("matter", matter->id)
            .add("channel", code_of(matter->channel))
            .add("kinds", std::move(kinds));
        if (matter->contract)
            view.add_if("kept_until", kept_until(*matter->contract, call.ambient.law));
        return Reply::ok(std::move(view));
    };
}

Shape asking_shape(std::string name, std::string about, std::vector<Member> more)
{
    std::vector<Member> members{required("matter", matter_id()), required("wanted", wanted_text())};
    for (auto& member : more)
        members.push_back(std::move(member));
    return object(std::move(name), std::move(about), std::move(members));
}

Shape publicity_shape()
{
    std::vector<std::string> kinds;
    for (int i = 0; i <= static_cast<int>(DocumentKind::other); ++i)
        kinds.emplace_back(code_of(static_cast<DocumentKind>(i)));
    return object(
        "MatterPublicity", "From when the documents of a matter are public",
        {required("matter", matter_id()),
         required("channel", code({"OPEN_ACCEPTANCE", "DPS", "SMALL_PURCHASE"}, "Legal channel")),
         required(
             "kinds",
             list(object("PublicKind", "One kind of document",
                         {required("kind", code(std::move(kinds), "What it is")),
                          required("public_from", code({"made", "sent", "decided", "listed", "contract_made"},
                                                       "What makes it public")),
                          required("source", text(1, 200, "Where it stands", "621/1999 §7(2)"))}),
                  0, 20, "Kinds that the channel has")),
         optional("kept_until",
                  instant("Before that the papers are not destroyed (T27)", "2029-03-02T00:00:00Z"))});
}

Shape page_shape(std::string name, std::string about, Shape item)
{
    return object(std::move(name), about, {required("items", list(std::move(item), 0, 200, "Page"))});
}

Shape year_counts_shape()
{
    auto shape = counts_shape();
    shape.members.push_back(required("year", integer(1'900, 9'998, "Year of receipt", 2026)));
    return shape;
}

Route act_row(std::string_view verb, Permission permission, std::shared_ptr<const Shape> body,
              std::shared_ptr<const Shape> view, Handler handler, std::string summary)
{
    return Route{Method::post,       request_path + "/" + std::string{verb},
                 permission,         Access::writes,
                 std::move(body),    std::move(view),
                 std::move(handler), std::move(summary)}
        .keyed()
        .allowing_match();
}

} // namespace

Routes publicity_routes(const Sources& sources)
{
    const auto view = shared(request_shape());
    const auto rows =
        shared(page_shape("InformationRequestPage", "Requests for information", request_row_shape()));
    const auto ask_for = shared(asking_shape("NewInformationRequest", "What you want to see", {}));
    const auto entered = shared(asking_shape(
        "EnteredInformationRequest", "What somebody asked for who need not say who he is (621/1999 §13)",
        {required("came_by", code({"email", "letter", "visit", "phone"}, "How it came")),
         required("received_at", instant("When it reached the authority", "2026-03-02T10:15:00Z"))}));
    const auto reason = shared(object("LargeRequest", "Why it takes a month (621/1999 §14(4))",
                                      {required("reason", text(1, 2'000, "Why", "Paljon asiakirjoja"))}));
    const auto decision = shared(
        object("NewInformationDecision", "What is given, with reasons",
               {required("outcome", code({"given", "given_in_part", "refused"}, "What")),
                required("reasons", reasons_shape()),
                optional("documents", list(document_id(), 0, 200, "What is given; none in a refusal"))}));
    Routes all = {
        Route{Method::post, requests_path, signed_in, Access::writes, ask_for, view,
              [sources](Call& call)
              {
                  return created(call, ask(call.tx, call.ambient, call.actor, sources,
                                           {call.body.at("matter").text(), call.body.at("wanted").text()}));
              },
              "Ask for documents of a programme, a competition or a purchase"}
            .keyed()
            .creating(),
        Route{Method::post, requests_path + "/entered", answer, Access::writes, entered, view,
              [sources](Call& call)
              {
                  return created(call, enter(call.tx, call.ambient, call.actor, sources,
                                             {{call.body.at("matter").text(), call.body.at("wanted").text()},
                                              call.body.at("came_by").text(),
                                              call.body.at("received_at").instant()}));
              },
              "Enter a request that came by another way; nobody is named"}
            .keyed()
            .creating(),
        Route{Method::get, requests_path, signed_in, Access::reads, nullptr, rows, list_own,
              "What you have asked for"}
            .paged(),
        Route{Method::get, "/api/v1/information-queue", see, Access::reads, nullptr, rows, list_queue,
              "Requests that wait for the authority, the earliest last day first"}
            .paged(),
        Route{Method::get, request_path, signed_in, Access::reads, nullptr, view, get_request,
              "One request with its decision"},
        Route{Method::get, request_path + "/documents", see, Access::reads, nullptr,
              shared(page_shape("DisclosurePage", "What could be given today", disclosure_shape())),
              listing_documents(sources), "What of the matter could be given to who asked, today"}
            .paged(),
        act_row("lengthen", answer, reason, view,
                acting(
                    [sources](Call& call, InformationRequestId id)
                    {
                        return lengthen(call.tx, call.ambient, call.actor, sources, id,
                                        call.body.at("reason").text());
                    }),
                "Much material or secret parts in it: a month instead of two weeks"),
        act_row("withdraw", signed_in, nullptr, view,
                acting([](Call& call, InformationRequestId id)
                       { return withdraw(call.tx, call.ambient, call.actor, id); }),
                "Take a request back"),
        act_row("decision", decide_on, decision, view,
                acting([sources](Call& call, InformationRequestId id)
                       { return decide(call.tx, call.ambient, call.actor, sources, decision_in(call, id)); }),
                "Give, give in part, or refuse; with reasons"),
        Route{Method::get, "/api/v1/authorities/{organisation}/information-counts", everybody, Access::reads,
              nullptr, shared(year_counts_shape()), get_counts,
              "How many requests for information came, and what became of them"}
            .asking({{"year", integer(1'900, 9'998, "Year of receipt; none: this year", 2026)}}),
        Route{Method::get, "/api/v1/matters/{matter}/publicity", everybody, Access::reads, nullptr,
              shared(publicity_shape()), telling_publicity(sources),
              "What makes each document of a matter public, and how long it is kept"},
    };
    for (auto& row : secret_routes(sources))
        all.push_back(std::move(row));
    return all;
}

} // namespace kori::publicity
