#include "procurement/publicity/publicity_views.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"

namespace kori::publicity
{

using namespace http;

namespace
{

std::vector<std::string> texts(std::span<const std::string_view> codes)
{
    return {codes.begin(), codes.end()};
}

std::vector<std::string> kind_codes()
{
    std::vector<std::string> codes;
    for (int i = 0; i <= static_cast<int>(DocumentKind::other); ++i)
        codes.emplace_back(code_of(static_cast<DocumentKind>(i)));
    return codes;
}

json::Object view_of(const InformationDecision& decision)
{
    const auto given = json::read(decision.given);
    PROMISE(given);
    json::Object view;
    view.add("id", decision.id)
        .add("outcome", decision.outcome)
        .add("reasons", decision.reasons)
        .add("given", *given)
        .add("is_late", decision.is_late)
        .add("decided_at", decision.decided_at);
    if (!decision.instructions.fi.empty())
        view.add("instructions", decision.instructions);
    return view;
}

Shape decision_shape()
{
    return object(
        "InformationDecision", "What was decided; never changes",
        {required("id", id_of<InformationDecisionTag>("Decision")),
         required("outcome", code({"given", "given_in_part", "refused"}, "What")),
         required("reasons", reasons_shape()),
         required("given", list(disclosure_shape(), 0, 200, "What is given, and what is left out of it")),
         required("is_late", boolean("Decided after the last day (T31)", false)),
         required("decided_at", instant("When", "2026-03-10T10:00:00Z")),
         optional("instructions", local_text(2'000, "How to appeal", "Päätökseen saa hakea muutosta.",
                                             "Ändring får sökas."))});
}

std::vector<Member> row_members()
{
    return {required("id", id_of<InformationRequestTag>("Request")),
            required("authority", id_of<OrganisationTag>("Who answers")),
            required("matter", matter_id()),
            required("came_by", code({"here", "email", "letter", "visit", "phone"}, "How it came")),
            required("wanted", wanted_text()),
            required("state", state_of(information_request_states(), "Where it stands")),
            required("is_large", boolean("A month instead of two weeks (621/1999 §14(4))", false)),
            required("received_at", instant("When it came", "2026-03-02T10:15:00Z")),
            required("due_on", date("Last day for the decision (T31)", "2026-03-16")),
            required("revision", integer(1, 1'000'000'000, "Revision", 1))};
}

} // namespace

json::Object view_of(const InformationRequest& request)
{
    return json::Object{}
        .add("id", request.id)
        .add("authority", request.authority)
        .add("matter", request.matter)
        .add("came_by", request.came_by)
        .add("wanted", request.wanted)
        .add("state", request.state)
        .add("is_large", request.is_large)
        .add("received_at", request.received_at)
        .add("due_on", request.due_on)
        .add("revision", request.revision);
}

json::Object full_view(Transaction& tx, const InformationRequest& request)
{
    auto view = view_of(request);
    if (request.is_large)
        view.add("large_reason", request.large_reason);
    if (const auto decision = decision_of(tx, request.id))
        view.add("decision", view_of(*decision));
    return view;
}

json::Object view_of(const InformationCounts& counts)
{
    return json::Object{}
        .add("received", counts.received)
        .add("open", counts.open)
        .add("overdue", counts.overdue)
        .add("given", counts.given)
        .add("given_in_part", counts.given_in_part)
        .add("refused", counts.refused)
        .add("withdrawn", counts.withdrawn)
        .add("late", counts.late);
}

json::Object view_of(Transaction& tx, const TradeSecretClaim& claim)
{
    json::Object marked;
    marked.add("part", claim.part)
        .add("passage", claim.passage)
        .add("content", claim.content)
        .add("ground", claim.ground)
        .add("claimed_at", claim.claimed_at);
    json::Object view;
    view.add("id", claim.id)
        .add("document", claim.document)
        .add("state", claim.state)
        .add("revision", claim.revision)
        .add("marked", std::move(marked));
    if (const auto decision = standing_decision(tx, claim.id))
        view.add("decided", json::Object{}
                                .add("id", decision->id)
                                .add("outcome", decision->outcome)
                                .add("reasons", decision->reasons)
                                .add("decided_at", decision->decided_at)
                                .add_if("replaces", decision->replaces));
    return view;
}

Shape request_row_shape()
{
    return object("InformationRequestRow", "A request for information", row_members());
}

Shape request_shape()
{
    auto members = row_members();
    members.push_back(optional("large_reason", text(0, 2'000, "Why a month", "Paljon asiakirjoja")));
    members.push_back(optional("decision", decision_shape()));
    return object("InformationRequest", "A request for information and what was decided", std::move(members));
}

Shape counts_shape()
{
    const auto number = [](const char* about) { return integer(0, 1'000'000'000, about, 3); };
    return object("InformationCounts", "Requests for information of one authority and one year of receipt",
                  {required("received", number("All that came")), required("open", number("Not yet decided")),
                   required("overdue", number("Of the open ones, after their last day (T31)")),
                   required("given", number("Given")), required("given_in_part", number("Given in part")),
                   required("refused", number("Refused")), required("withdrawn", number("Taken back")),
                   required("late", number("Decided after their last day"))});
}

Shape disclosure_shape()
{
    return object(
        "DisclosedDocument", "How much of a document is given, and which passages are left out",
        {required("document", document_id()), required("kind", code(kind_codes(), "What it is")),
         required("scope", code({"nothing", "total_price", "all"}, "How much of it may be given")),
         required("undecided_claims", integer(0, claims_of_document_max, "Marks that nobody decided", 0)),
         required("withheld",
                  list(object("WithheldPassage", "A trade secret",
                              {required("claim", id_of<TradeSecretClaimTag>("The provider's mark")),
                               required("part", part_text()), required("passage", passage_text()),
                               required("content", content_code())}),
                       0, claims_of_document_max, "Accepted trade secrets"))});
}

Shape claim_shape()
{
    return object(
        "TradeSecretClaim", "Two columns: what the provider marked, what the authority decided of it",
        {required("id", id_of<TradeSecretClaimTag>("Mark")), required("document", document_id()),
         required("state", state_of(trade_secret_states(), "Where it stands")),
         required("revision", integer(1, 1'000'000'000, "Revision", 1)),
         required("marked", object("MarkedPassage", "The provider's column",
                                   {required("part", part_text()), required("passage", passage_text()),
                                    required("content", content_code()), required("ground", ground_text()),
                                    required("claimed_at", instant("When", "2026-03-02T10:15:00Z"))})),
         optional("decided",
                  object("DecidedPassage", "The authority's column",
                         {required("id", id_of<TradeSecretDecisionTag>("Decision")),
                          required("outcome", code({"accepted", "rejected"}, "Is it a trade secret?")),
                          required("reasons", reasons_shape()),
                          required("decided_at", instant("When", "2026-03-10T10:15:00Z")),
                          optional("replaces", id_of<TradeSecretDecisionTag>("An earlier decision"))}))});
}

Shape matter_id()
{
    return any_id("Programme, competition or purchase");
}

Shape document_id()
{
    return any_id("Call, request to join, offer, tender or decision");
}

Shape wanted_text()
{
    return text(1, 2'000, "What is asked for", "Hyväksymispäätös ja sen perustelut");
}

Shape reasons_shape()
{
    return local_text(4'000, "Why", "Asiakirjat ovat julkisia.", "Handlingarna är offentliga.");
}

Shape content_code()
{
    return code(texts(passage_contents()), "What the passage holds");
}

Shape part_text()
{
    return text(1, 100, "Part of the document", "quality_plan");
}

Shape passage_text()
{
    return text(1, 300, "Where in it; never what it says", "Sivu 4, taulukko 2");
}

Shape ground_text()
{
    return text(1, 2'000, "Why it is a trade secret", "Menetelmä on itse kehitetty eikä muiden tiedossa.");
}

} // namespace kori::publicity
