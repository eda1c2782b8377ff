// The descriptions of what is answered from the opening on.
#include "procurement/award/award_views.hpp"

namespace kori::awards
{

using namespace http;

namespace
{

Shape revision_shape()
{
    return integer(1, 1'000'000'000, "Revision", 1);
}

Shape digest_shape(std::string about)
{
    return text(0, 64, std::move(about), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
}

Shape moment(std::string about)
{
    return instant(std::move(about), "2026-05-04T09:15:00Z");
}

Shape free_text(std::string about)
{
    return text(0, 4'000, std::move(about), "Tarjous vastaa tarjouspyyntöä.");
}

Shape amount(std::string about)
{
    return money(Money::cents(-100'000'000'000), Money::cents(100'000'000'000), std::move(about),
                 Money::cents(125'000));
}

Shape competition_state_shape()
{
    return state_of(competition_states(), "Where it stands");
}

Shape criterion_code()
{
    return text(0, 100, "Criterion", "quality");
}

std::vector<Member> step_members()
{
    return {required("competition", id_of<CompetitionTag>("Competition")),
            required("state", competition_state_shape()), required("revision", revision_shape())};
}

std::vector<Member> tender_members()
{
    return {required("tender", id_of<TenderTag>("Tender")),
            required("state", state_of(tender_states(), "Where it stands")),
            optional("ground", text(1, 40, "Why it is out", "not_compliant")),
            optional("reason", free_text("Why, in words")), required("revision", revision_shape())};
}

Shape promises_shape()
{
    return list(object("PromisedAmount", "What the tenderer promises",
                       {required("criterion", criterion_code()),
                        required("amount", integer(-1'000'000'000'000, 1'000'000'000'000, "Amount", 12))}),
                0, 100, "Promises of the form");
}

Shape quality_shape()
{
    const auto points = [] { return integer(0, 1'000, "Points on the scale", 3); };
    const auto own = object("OwnPoints", "What one evaluator gave",
                            {required("member", id_of<MembershipTag>("Who")), required("points", points()),
                             required("reason", free_text("Why"))});
    return object("QualityPoints",
                  "Points on one criterion; those of others show when one's own are complete",
                  {required("criterion", criterion_code()), required("own", list(own, 0, 100, "Own points")),
                   optional("agreed", points()), optional("agreed_reason", free_text("Why"))});
}

Shape record_shape()
{
    const auto part =
        object("OpenedPartRow", "One part, or why it did not open",
               {required("name", text(1, 64, "Part", "form")),
                optional("bytes", integer(0, 2'000'000'000, "Plain bytes", 640)),
                optional("digest", digest_shape("SHA-256 of the plain part")),
                optional("fault", text(1, 100, "Rule: why it did not open", "sealing.tender_altered"))});
    return object("OpenedTenderRow", "One tender of the opening record",
                  {required("tender", id_of<TenderTag>("Tender")),
                   required("tenderer", id_of<OrganisationTag>("Whose")),
                   optional("received_at", moment("When it arrived")),
                   required("digest", digest_shape("SHA-256 as it arrived sealed")),
                   required("parts", list(part, 0, 100, "Parts"))});
}

} // namespace

Shape step_shape()
{
    return object("CompetitionStep", "Where the competition stands after the act", step_members());
}

Shape tender_step_shape()
{
    return object("TenderStep", "Where the tender stands after the act", tender_members());
}

Shape completion_shape()
{
    return object(
        "Completion", "A tenderer is asked to complete a faulty document",
        {required("id", id_of<CompletionTag>("Request")), required("tender", id_of<TenderTag>("Tender")),
         required("fault", text(1, 60, "Kind of fault", "reference_missing")),
         required("question", free_text("What is asked")), required("asked_at", moment("When")),
         required("answer_by", moment("Until when; the same for all")),
         optional("answer", free_text("What was answered")), optional("answered_at", moment("When"))});
}

Shape low_price_shape()
{
    return object(
        "LowPriceQuestion", "A price that is asked about before it may exclude",
        {required("tender", id_of<TenderTag>("Tender")), required("question", free_text("What is asked")),
         required("asked_at", moment("When")), required("answer_by", moment("Until when")),
         optional("answer", free_text("What was answered")), optional("answered_at", moment("When"))});
}

Shape declaration_shape()
{
    return object("ConflictDeclaration", "Whether a conflict of interest stands",
                  {required("id", id_of<DeclarationTag>("Declaration")),
                   required("member", id_of<MembershipTag>("Whose")),
                   required("has_conflict", boolean("A conflict stands", false)),
                   required("words", free_text("What it is")), required("declared_at", moment("When"))});
}

Shape decision_shape()
{
    return object(
        "AwardDecision", "A decision of a competition; it never changes",
        {required("id", id_of<AwardDecisionTag>("Decision")),
         required("number", integer(1, 1'000'000, "Of the competition, from 1", 1)),
         required("kind", code({std::string{award_kind::award}, std::string{award_kind::interruption},
                                std::string{award_kind::correction}},
                               "What was decided")),
         optional("follows", id_of<AwardDecisionTag>("What it withdraws or takes the place of")),
         required("reasons", reasons_shape()),
         required("digest", digest_shape("SHA-256 of what was decided")),
         required("decided_at", moment("When"))});
}

Shape contract_shape()
{
    const auto promise = object("ContractPromise", "What the winner promised, and the cap of what is paid",
                                {required("criterion", criterion_code()),
                                 required("outcome", text(1, 100, "Outcome", "OPEN_JOB")),
                                 required("unit", text(1, 100, "Unit", "persons")),
                                 required("component", text(1, 100, "Price component", "job")),
                                 required("promised", integer(0, 1'000'000'000, "How much", 12)),
                                 required("quantity_cap", integer(0, 1'000'000'000, "Paid at most", 12))});
    const auto change =
        object("ContractChangeRow", "A change of the contract",
               {required("number", integer(1, 1'000'000, "From 1", 1)),
                required("ground", text(1, 40, "Ground", "minor")),
                required("value_cents", amount("How much dearer")), required("reason", free_text("Why")),
                required("changed_at", moment("When"))});
    return object("Contract", "A contract on a winner's tender",
                  {required("id", id_of<ContractTag>("Contract")),
                   required("decision", id_of<AwardDecisionTag>("On which it stands")),
                   required("tender", id_of<TenderTag>("Tender")),
                   required("supplier", id_of<OrganisationTag>("With whom")),
                   required("name", text(1, 200, "Name", "Apu ry")),
                   required("value_cents", amount("With options, without VAT")),
                   required("signed_on", date("When it was signed", "2026-06-01")),
                   required("made_at", moment("Recorded")),
                   required("without_standstill", boolean("No standstill was observed", true)),
                   required("promises", list(promise, 0, 100, "In the order of the criteria")),
                   required("changes", list(change, 0, 1'000, "Oldest first"))});
}

Shape opening_shape()
{
    auto members = step_members();
    const auto hex = [](std::string about) { return digest_shape(std::move(about)); };
    members.push_back(required("openers_needed", integer(1, 16, "How many open together", 2)));
    members.push_back(
        required("present", list(id_of<MembershipTag>("Who"), 0, 16, "Whose share waits, for 15 minutes")));
    members.push_back(optional("opened_at", moment("When they were opened")));
    members.push_back(optional("openers", list(id_of<MembershipTag>("Who"), 0, 16, "Who opened together")));
    members.push_back(optional("tenders", list(record_shape(), 0, 10'000, "What was opened, by id")));
    members.push_back(optional("lot_secret", hex("The secret that was announced by its SHA-256")));
    members.push_back(optional("lot_number", hex("What the lots are made of")));
    return object("Opening", "The opening record; before the opening, who has handed in a share",
                  std::move(members));
}

Shape assessment_shape()
{
    auto tender = tender_members();
    tender.push_back(required("tenderer", id_of<OrganisationTag>("Whose")));
    tender.push_back(required("name", text(1, 200, "Name", "Apu ry")));
    tender.push_back(required("is_standing", boolean("Stands in the system today", true)));
    tender.push_back(required("form_is_readable", boolean("The form can be read", true)));
    tender.push_back(
        optional("price_cents", amount("Comparison price; hidden while quality is blind to it")));
    tender.push_back(optional("promises", promises_shape()));
    tender.push_back(required("quality", list(quality_shape(), 0, 100, "By criterion")));
    auto members = step_members();
    members.push_back(required("prices_are_hidden", boolean("Quality is judged blind to price now", false)));
    members.push_back(required("evaluators", list(id_of<MembershipTag>("Who"), 0, 100, "Who evaluate")));
    members.push_back(
        required("declarations", list(declaration_shape(), 0, 10'000, "Oldest first; the newest counts")));
    members.push_back(required("completions", list(completion_shape(), 0, 10'000, "By fault")));
    members.push_back(required("low_prices", list(low_price_shape(), 0, 10'000, "By tender")));
    members.push_back(
        required("tenders",
                 list(object("AssessedTender", "An opened tender", std::move(tender)), 0, 10'000, "By id")));
    return object("Assessment", "Everything that leads to the comparison", std::move(members));
}

Shape comparison_row_shape()
{
    const auto line =
        object("ComparisonLine", "How points came about; with its values it can be checked by hand",
               {required("criterion", criterion_code()),
                required("thousandths", integer(0, 10'000'000, "Points in thousandths", 92'500)),
                required("rule", text(1, 100, "Rule", "competition.score_ratio")),
                required("values", map(anything("A number or a text", json::Value{40}), 100, "Values"))});
    return object("ComparisonRow", "One tender in the comparison",
                  {required("tender", id_of<TenderTag>("Tender")),
                   required("tenderer", id_of<OrganisationTag>("Whose")),
                   required("name", text(1, 200, "Name", "Apu ry")),
                   required("is_compared", boolean("Reaches every minimum", true)),
                   required("rank", integer(0, 10'000, "From 1; 0: not compared", 1)),
                   required("total_thousandths", integer(0, 10'000'000, "Points in thousandths", 92'500)),
                   required("price_cents", amount("Price used in the comparison")),
                   required("lines", list(line, 0, 200, "By criterion, then what decided between equals"))});
}

Shape reasons_shape()
{
    return local_text(10'000, "Why, in both languages", "Tarjous oli kokonaistaloudellisesti edullisin.",
                      "Anbudet var det totalekonomiskt mest fördelaktiga.");
}

} // namespace kori::awards
