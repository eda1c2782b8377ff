// A tenderer's own tenders. The same routes show nobody else that there is one.
#include "core/crypto/secret_bytes.hpp"
#include "core/desk/proof_view.hpp"
#include "core/http/cursor.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/competition_views.hpp"
#include "procurement/competition/tender_actions.hpp"

namespace kori::competitions
{
namespace
{

using namespace http;

constexpr Permission tendering{"tender.manage"};
// An upload in base 64 and its JSON around it.
constexpr std::size_t upload_text_max = (tenders::upload_bytes_max + 2) / 3 * 4;
constexpr std::size_t upload_body_max = upload_text_max + 1'024;

json::Object view_of(const TenderPart& part)
{
    json::Object view;
    view.add("name", part.name)
        .add("sealed_bytes", part.bytes)
        .add("sealed_by_bidder", part.sealed_by_bidder)
        .add("is_whole", !part.digest.empty());
    if (!part.digest.empty())
        view.add("digest", part.digest);
    return view;
}

json::Object view_of(Transaction& tx, const Tender& tender)
{
    json::Array parts;
    for (const auto& part : tenders::parts_of(tx, tender.id))
        parts.emplace_back(view_of(part));
    json::Object view;
    view.add("id", tender.id)
        .add("competition", tender.competition)
        .add("tenderer", tender.tenderer)
        .add("group", json::array_of(tender.group))
        .add("state", tender.state)
        .add("parts", std::move(parts));
    if (!tender.digest.empty())
        view.add("digest", tender.digest);
    return view.add_if("received_at", tender.received_at)
        .add_if("replaces", tender.replaces)
        .add_if("withdrawn_at", tender.withdrawn_at)
        .add("revision", tender.revision);
}

Result<Reply> shown(Call& call, const Result<Tender>& tender)
{
    if (!tender)
        return tender.refusal();
    return Reply::view(view_of(call.tx, *tender), tender->revision);
}

Result<Tender> own(const Call& call)
{
    const auto id = call.id<TenderTag>("tender");
    return id ? tenders::own_tender(call.tx, call.actor, *id) : Result<Tender>{id.refusal()};
}

// Finds the caller's own tender, honours If-Match, then acts.
template <class Act>
Handler acting(Act act)
{
    return [act](Call& call) -> Result<Reply>
    {
        const auto known = own(call);
        if (!known)
            return known.refusal();
        if (const auto fresh = call.expect_revision(known->revision); !fresh)
            return fresh.refusal();
        return act(call, *known);
    };
}

Result<Reply> post_tender(Call& call)
{
    const auto competition = call.id<CompetitionTag>("competition");
    if (!competition)
        return competition.refusal();
    std::vector<OrganisationId> group;
    if (const auto* others = call.body.find("group"))
        for (const auto& item : others->array())
            group.push_back(item.id<OrganisationTag>());
    const auto made = tenders::begin(call.tx, call.ambient, call.actor, *competition, group);
    if (!made)
        return made.refusal();
    return Reply::created(view_of(call.tx, *made), made->revision, "/api/v1/tenders/" + made->id.text());
}

Result<Reply> get_tender(Call& call)
{
    return shown(call, own(call));
}

Result<Reply> list_tenders(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = tenders::after(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, found, [](const Tender& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& tender : found)
        items.emplace_back(view_of(call.tx, tender));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

// The bytes of a field in base 64. The caller wipes them.
Result<std::string> bytes_in(const Call& call, const std::string& name)
{
    auto bytes = from_base64(call.body.at(name).text());
    if (!bytes || bytes->empty() || bytes->size() > tenders::upload_bytes_max)
        return refused(Fault::invalid, "tender.upload_refused",
                       {{"max", static_cast<std::int64_t>(tenders::upload_bytes_max)}})
            .in({field("/" + name, "tender.upload_refused",
                       {{"max", static_cast<std::int64_t>(tenders::upload_bytes_max)}})});
    return std::move(*bytes);
}

// With the tender's revision, so that the next part can name it.
Result<Reply> shown_part(Call& call, const Result<TenderPart>& part)
{
    if (!part)
        return part.refusal();
    const auto tender = tenders::find(call.tx, part->tender);
    PROMISE(tender.has_value());
    return Reply::view(view_of(*part), tender->revision);
}

Result<Reply> put_part(Call& call, const Tender& known)
{
    auto plain = bytes_in(call, "content");
    if (!plain)
        return plain.refusal();
    const crypto::WipeAtEnd wiped{*plain};
    return shown_part(call, tenders::save_plain(call.tx, call.ambient, call.actor, known.id,
                                                call.path.find("part")->second, *plain));
}

Result<Reply> put_piece(Call& call, const Tender& known)
{
    const auto& text = call.path.find("piece")->second;
    if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos)
        return absent();
    const auto bytes = bytes_in(call, "sealed");
    if (!bytes)
        return bytes.refusal();
    return shown_part(call, tenders::save_piece(call.tx, call.ambient, call.actor, known.id,
                                                call.path.find("part")->second, std::stoll(text), *bytes));
}

Result<Reply> post_drop(Call& call, const Tender& known)
{
    return shown(call,
                 tenders::drop(call.tx, call.ambient, call.actor, known.id, call.path.find("part")->second));
}

Result<Reply> post_submission(Call& call, const Tender& known)
{
    tenders::Submission wish{known.id, {}, {}};
    for (const auto& item : call.body.at("parts").array())
        wish.parts.push_back({item.at("name").text(), item.at("digest").text()});
    if (const auto* replaces = call.body.find("replaces"))
        wish.replaces = replaces->id<TenderTag>();
    return shown(call, tenders::submit(call.tx, call.ambient, call.actor, wish));
}

Result<Reply> post_withdrawal(Call& call, const Tender& known)
{
    return shown(call, tenders::withdraw(call.tx, call.ambient, call.actor, known.id));
}

// What proves that it arrived, when, and with which bytes: verifiable without the server.
Result<Reply> get_receipt(Call& call)
{
    const auto tender = own(call);
    if (!tender)
        return tender.refusal();
    if (!tender->entry)
        return absent();
    const auto entry = journal::find(call.tx, tender->entry->text());
    PROMISE(entry.has_value());
    json::Array parts;
    for (const auto& part : tenders::parts_of(call.tx, tender->id))
        parts.emplace_back(json::Object{}.add("name", part.name).add("digest", part.digest));
    return Reply::ok(json::Object{}
                         .add("tender", tender->id)
                         .add("competition", tender->competition)
                         .add("tenderer", tender->tenderer)
                         .add("state", tender->state)
                         .add("digest", tender->digest)
                         .add("parts", std::move(parts))
                         .add("received_at", *tender->received_at)
                         .add("is_late", entry->kind == "tender.arrived_late")
                         .add("proof", desk::proof_of(call.tx, *entry)));
}

Shape digest_shape(const char* about)
{
    return pattern("sha256", about, std::string(64, '0'));
}

Shape part_name_shape()
{
    return pattern("code_name", "Name of the part; \"form\" is always asked for", "form");
}

Shape part_shape()
{
    return object("TenderPart", "One part, sealed",
                  {required("name", part_name_shape()),
                   required("sealed_bytes", integer(0, tenders::tender_bytes_most, "Sealed so far", 4'377)),
                   required("sealed_by_bidder", boolean("Or by this server, when it arrived", false)),
                   required("is_whole", boolean("All pieces are here", true)),
                   optional("digest", digest_shape("SHA-256 of the sealed part"))});
}

Shape tender_shape()
{
    return object("Tender", "Your tender; before the opening nobody else sees that it exists",
                  {required("id", id_of<TenderTag>("Tender")),
                   required("competition", id_of<CompetitionTag>("Competition")),
                   required("tenderer", id_of<OrganisationTag>("You")),
                   required("group", list(id_of<OrganisationTag>("Member"), 0, 20, "Others of a group")),
                   required("state", state_of(tender_states(), "Saved is not submitted")),
                   required("parts", list(part_shape(), 0, 100, "Sealed parts")),
                   optional("digest", digest_shape("Over all parts, by docs/sealing.md")),
                   optional("received_at", instant("Submitted", "2026-04-20T11:59:59Z")),
                   optional("replaces", id_of<TenderTag>("Your earlier one")),
                   optional("withdrawn_at", instant("Withdrawn", "2026-04-20T11:59:59Z")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape receipt_shape()
{
    return object("TenderReceipt", "That your tender arrived, when, and with which bytes",
                  {required("tender", id_of<TenderTag>("Tender")),
                   required("competition", id_of<CompetitionTag>("Competition")),
                   required("tenderer", id_of<OrganisationTag>("You")),
                   required("state", state_of(tender_states(), "Now")),
                   required("digest", digest_shape("Over all parts")),
                   required("parts", list(object("ReceivedPart", "A sealed part",
                                                 {required("name", part_name_shape()),
                                                  required("digest", digest_shape("SHA-256"))}),
                                          0, 100, "By name")),
                   required("received_at", instant("The whole request was here", "2026-04-20T11:59:59Z")),
                   required("is_late", boolean("After the deadline: kept unopened", false)),
                   required("proof", desk::proof_shape())});
}

Shape upload_shape(const char* about)
{
    return text(1, static_cast<std::int64_t>(upload_text_max), about, "eyJwcmljZV9jZW50cyI6MTAwfQ==");
}

} // namespace

Routes tender_routes()
{
    const auto tender = shared(tender_shape());
    const auto part = shared(part_shape());
    const auto begun = shared(object("NewTender", "Begin a draft",
                                     {optional("group", list(id_of<OrganisationTag>("Member"), 0, 20,
                                                             "Others of a group, invited too"))}));
    const auto content =
        shared(object("TenderContent", "A whole part as it is; it is sealed before it is stored",
                      {required("content", upload_shape("In base 64"))}));
    const auto piece = shared(object("TenderPiece", "The next bytes of a KORI-TENDER-1 file",
                                     {required("sealed", upload_shape("In base 64"))}));
    const auto submission = shared(object(
        "TenderSubmission", "What you hand in: every part by the digest that you were shown",
        {required("parts", list(object("SubmittedPart", "A part",
                                       {required("name", part_name_shape()),
                                        required("digest", digest_shape("SHA-256 of the sealed part"))}),
                                1, 100, "All of them")),
         optional("replaces", id_of<TenderTag>("Your earlier one, in the same moment"))}));
    const auto page = shared(
        object("TenderPage", "Your tenders", {required("items", list(tender_shape(), 0, 200, "Page"))}));
    const std::string one = "/api/v1/tenders/{tender}";
    const std::vector<QueryParameter> part_path{{"part", part_name_shape()}};
    const std::vector<QueryParameter> piece_path{{"part", part_name_shape()},
                                                 {"piece", integer(0, 999'999, "From 0, in order", 0)}};
    return {
        Route{Method::post, "/api/v1/competitions/{competition}/tenders", tendering, Access::writes, begun,
              tender, post_tender, "Begin a tender"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/tenders", tendering, Access::reads, nullptr, page, list_tenders,
              "Your own tenders"}
            .paged(),
        Route{Method::get, one, tendering, Access::reads, nullptr, tender, get_tender, "Your own tender"},
        Route{Method::get, one + "/receipt", tendering, Access::reads, nullptr, shared(receipt_shape()),
              get_receipt, "That it arrived, with a proof that needs no server"},
        Route{Method::put, one + "/parts/{part}", tendering, Access::writes, content, part, acting(put_part),
              "Write a part; it is sealed to the competition's key before it is stored"}
            .guarded()
            .taking_bytes(upload_body_max)
            .naming(part_path),
        Route{Method::put, one + "/parts/{part}/pieces/{piece}", tendering, Access::writes, piece, part,
              acting(put_piece), "The next piece of a part that you sealed yourself; piece 0 begins anew"}
            .guarded()
            .taking_bytes(upload_body_max)
            .naming(piece_path),
        Route{Method::post, one + "/parts/{part}/drop", tendering, Access::writes, nullptr, tender,
              acting(post_drop), "Take a part out of a draft"}
            .keyed()
            .allowing_match()
            .naming(part_path),
        Route{Method::post, one + "/submission", tendering, Access::writes, submission, tender,
              acting(post_submission), "Submit; what comes after the deadline is kept as late, unopened"}
            .keyed()
            .allowing_match(),
        Route{Method::post, one + "/withdrawal", tendering, Access::writes, nullptr, tender,
              acting(post_withdrawal), "Withdraw it before the deadline"}
            .keyed()
            .allowing_match(),
    };
}

} // namespace kori::competitions
